"""The benches of board and homes at a small size: both sides answer the same rows. Their times are no test."""

import pytest

from apps.demo.bench import duty_board, home, runner

pytestmark = pytest.mark.django_db(transaction=True)
# Those of one line are measured over the same sector.
BENCHES = ({"duty_board": duty_board.run}, {"duty_page": duty_board.run_page, "home": home.run})


@pytest.mark.parametrize("benches", BENCHES, ids=" ".join)
def test_both_sides_answer_the_same_rows(benches, settings, tmp_path, monkeypatch):
    settings.VAR_DIR = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setattr(runner, "RUNS", 1)
    for name, run in benches.items():
        result = run(small=True)
        assert (result.name, result.rows_equal) == (name, True)
