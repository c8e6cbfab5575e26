"""Two reviewers meet at the same line, the same sheet: one wins, the other is told."""

import threading

import pytest
from django.db import connection

from apps.core.errors import DomainError, StaleVersion
from apps.scoring.domain import finalising, reviews
from apps.scoring.domain.inputs import stored_inputs
from apps.scoring.domain.reviews import SheetNotInReview
from apps.scoring.enums import Stage
from apps.scoring.models import SheetVersion
from apps.scoring.tests.review_cases import LATER, SYSTEM, D, open_lines, sent_sheet, sheet_in_step

pytestmark = pytest.mark.django_db(transaction=True)


def meet(*calls):
    """Run the calls at the same moment; answers what each gave or raised."""
    barrier, outcomes = threading.Barrier(len(calls)), [None] * len(calls)

    def run(index, call):
        try:
            barrier.wait(timeout=10)
            outcomes[index] = call()
        except DomainError as error:
            outcomes[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return outcomes


def test_two_reviewers_save_the_same_line_and_one_is_told():
    sheet = sheet_in_step()
    line = open_lines(sheet)["A.1"]

    def save(points):
        return lambda: reviews.save_review_line(
            line_id=line.pk,
            expected_version=1,
            inputs=stored_inputs(line),
            agreed_points=D(points),
            reason_code="late",
            actor=SYSTEM,
            now=LATER,
        )

    outcomes = meet(save("1"), save("0.5"))
    stale = [outcome for outcome in outcomes if isinstance(outcome, StaleVersion)]
    saved = [outcome for outcome in outcomes if not isinstance(outcome, DomainError)]
    assert (len(stale), len(saved)) == (1, 1)
    found = open_lines(sheet)["A.1"]
    assert (found.points, found.version) == (saved[0].points, 2)


def test_two_reviewers_take_the_sheet_over_and_it_is_copied_once():
    sheet = sent_sheet()

    def start():
        return reviews.start_step(sheet_id=sheet.pk, actor=SYSTEM, now=LATER)

    assert [outcome.pk for outcome in meet(start, start)] == [sheet.pk, sheet.pk]
    assert SheetVersion.objects.filter(stage=Stage.STEP).count() == 1


def test_two_reviewers_finish_and_it_is_final_once():
    sheet = sheet_in_step()
    reviews.agree_lines(sheet_id=sheet.pk, actor=SYSTEM, now=LATER)

    def finish():
        return finalising.finish_step(sheet_id=sheet.pk, actor=SYSTEM, now=LATER)

    outcomes = meet(finish, finish)
    assert sum(isinstance(outcome, SheetNotInReview) for outcome in outcomes) == 1
    assert SheetVersion.objects.filter(stage=Stage.FINAL).count() == 1
