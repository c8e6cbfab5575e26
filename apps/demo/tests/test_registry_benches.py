"""The benches of the registry at a small size: both sides answer the same rows. Their times are no test."""

import pytest

from apps.demo.bench import award_import, eligibility, person_timeline, registry_search, runner, search
from apps.units.models import Posting

pytestmark = pytest.mark.django_db(transaction=True)
BENCHES = {
    "registry_search": registry_search.run_search,
    "registry_page": registry_search.run_page,
    "person_timeline": person_timeline.run_timeline,
    "timeline_page": person_timeline.run_page,
    "eligibility": eligibility.run,
    "search": search.run,
    "award_import": award_import.run,
}


@pytest.mark.parametrize("name", BENCHES)
def test_both_sides_answer_the_same_rows(name, settings, tmp_path, monkeypatch):
    settings.VAR_DIR = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setattr(runner, "RUNS", 1)
    result = BENCHES[name](small=True)
    assert (result.name, result.rows_equal) == (name, True)
    assert Posting.objects.exists(), "what is reset between runs took the sector along"
