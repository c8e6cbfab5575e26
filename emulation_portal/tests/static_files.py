"""The list of static files is made once per process: every client of a test builds the middleware anew, and looking
through some hundred files took longer than most pages.
"""

import pytest
from whitenoise.middleware import WhiteNoiseMiddleware


@pytest.fixture(autouse=True, scope="session")
def static_files_once():
    """What WhiteNoise finds with the same settings it finds once."""
    look = WhiteNoiseMiddleware.add_files_from_finders
    found: dict[tuple, dict] = {}

    def remembered(self):
        key = (self.static_prefix, str(self.static_root), self.max_age, self.autorefresh, type(self))
        if key not in found:
            look(self)
            found[key] = dict(self.files)
        self.files = dict(found[key])

    WhiteNoiseMiddleware.add_files_from_finders = remembered
    yield
    WhiteNoiseMiddleware.add_files_from_finders = look
