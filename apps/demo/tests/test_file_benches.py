"""The benches of files at a small size: both sides make the same file. Their times are no test."""

import pytest

from apps.core.pdf import pdf_problems
from apps.demo.bench import pdf, runner, volumes, xlsx

NO_PDF = pytest.mark.skipif(bool(pdf_problems()), reason="Pango or the font is not installed")

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("run", [pytest.param(pdf.run, marks=NO_PDF), xlsx.run])
def test_both_sides_make_the_same_file(run, monkeypatch):
    monkeypatch.setattr(runner, "RUNS", 1)
    assert run(small=True).rows_equal


@NO_PDF
@pytest.mark.full
def test_two_workers_make_the_volumes_of_one():
    assert volumes.run(small=True).rows_equal
