"""The test database that all tests share."""

from emulation_portal.tests.database import django_db_setup
from emulation_portal.tests.static_files import static_files_once

__all__ = ["django_db_setup", "static_files_once"]
