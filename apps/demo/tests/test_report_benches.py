"""The benches of reports at a small size: both sides answer the same rows. Their times are no test."""

import pytest

from apps.demo.bench import report_aggregation, runner

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("run", [report_aggregation.run, report_aggregation.run_page])
def test_both_sides_answer_the_same_rows(run, monkeypatch):
    monkeypatch.setattr(runner, "RUNS", 1)
    assert run(small=True).rows_equal
