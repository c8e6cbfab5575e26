"""Every address of the project as everybody: who is sent to sign in, who finds nothing, who is refused, who may.

A new route without a row in its app's ``tests/access.py`` fails ``test_every_route_has_a_row``. Whoever may not read a
page may not post to it either, and a refusal says why. The other half of the rows is in
``test_permission_matrix_rest``: a process for each.
"""

import pytest
from django.urls import get_resolver

from emulation_portal.tests.matrix_asking import all_rows, differences


def route_names(resolver=None, prefix: str = "") -> set[str]:
    """Names of all routes but those of Django's own administration, which asks for ``is_staff`` itself."""
    found = set()
    for entry in (resolver or get_resolver()).url_patterns:
        if hasattr(entry, "url_patterns"):
            if entry.namespace != "admin":
                found |= route_names(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        else:
            found.add(prefix + (entry.name or str(entry.pattern)))
    return found


def test_every_route_has_a_row():
    assert route_names() == {row.route for row in all_rows()}


@pytest.mark.django_db
@pytest.mark.usefixtures("plain_answers")
@pytest.mark.parametrize("stage", ["draft", "in_step", "final"])
def test_matrix(stage, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    assert differences(stage, all_rows()[::2]) == []
