"""The test database that all tests share; the longest files first, so that no process waits for the last of them."""

import pytest

from emulation_portal.tests.database import django_db_setup
from emulation_portal.tests.static_files import static_files_once

__all__ = ["django_db_setup", "static_files_once"]

LONGEST_FIRST = (
    "test_browser_journey.py",
    "test_junk_input.py",
    "test_junk_forms.py",
    "test_browser_registrations.py",
    "test_permission_matrix.py",
    "test_browser_scoring_year.py",
    "test_permission_matrix_rest.py",
    "test_browser_awards.py",
    "test_workers.py",
    "test_mail_workers.py",
    "test_browser_sign_in.py",
    "test_dump.py",
    "test_browser_autosave.py",
    "test_browser_meeting.py",
    "test_load_demo.py",
    "test_browser_documents.py",
    "test_browser_roots.py",
    "test_browser_movement_life.py",
    "test_browser_slice.py",
    "test_browser_styleguide.py",
    "test_fetching.py",
    "test_browser_home.py",
    "test_commands.py",
    "test_request_safety.py",
    "test_registry_benches.py",
    "test_embedded_server.py",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Files are dealt out whole, in this order, to whichever process is free."""
    places = {name: place for place, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: places.get(item.path.name, len(places)))
