import pytest

from apps.catalog.reference import load_catalogue


@pytest.fixture
def catalogue(db):
    """The shipped rows of the law."""
    load_catalogue()
