"""The test database that all tests share."""

from emulation_portal.tests.database import django_db_setup

__all__ = ["django_db_setup"]
