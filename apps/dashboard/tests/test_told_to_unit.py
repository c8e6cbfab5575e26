"""Vừa thay đổi: what others do to a unit's papers is among what the unit is told, whichever app keeps the paper."""

import pytest

from apps.dashboard.actions import ACTIONS, TOLD_TO_UNIT

PAPERS = (
    "movements.review",
    "periodic_reports.report",
    "pledges.pledge",
    "registrations.registration",
    "scoring.score_sheet",
)


@pytest.mark.parametrize("paper", PAPERS)
def test_sent_back_and_reopened_papers_are_told(paper):
    by_others = {f"{paper}.{verb}" for verb in ("return", "reopen", "begin_proxy", "enter_for", "enter_instead")}
    found = by_others & set(ACTIONS)
    assert found, "the paper has no step of others: its name has changed"
    assert found <= TOLD_TO_UNIT


def test_every_told_action_has_its_words():
    assert set(ACTIONS) >= TOLD_TO_UNIT
