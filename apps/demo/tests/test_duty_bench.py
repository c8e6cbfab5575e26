"""The benches of the board at a small size: both sides answer the same rows. Their times are no test."""

import pytest

from apps.demo.bench import duty_board, runner

pytestmark = pytest.mark.django_db(transaction=True)
BENCHES = {"duty_board": duty_board.run, "duty_page": duty_board.run_page}


@pytest.mark.parametrize("name", BENCHES)
def test_both_sides_answer_the_same_rows(name, settings, tmp_path, monkeypatch):
    settings.VAR_DIR = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setattr(runner, "RUNS", 1)
    result = BENCHES[name](small=True)
    assert (result.name, result.rows_equal) == (name, True)
