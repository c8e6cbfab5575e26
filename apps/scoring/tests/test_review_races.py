"""Two reviewers meet at the same line, the same sheet: one wins, the other is told."""

import threading
import time

import pytest
from django.db import connection, transaction

from apps.clusters.models import ClusterYear
from apps.core.errors import DomainError, StaleVersion
from apps.scoring.domain import finalising, lines, minutes, reviews
from apps.scoring.domain.inputs import LineInput, stored_inputs
from apps.scoring.domain.minutes import Meeting
from apps.scoring.domain.minutes_points import Agreed, agree_points
from apps.scoring.domain.reviews import SheetNotInReview
from apps.scoring.enums import Method, Stage
from apps.scoring.models import ScoreSheet, SheetVersion
from apps.scoring.tests.factories import NOW, criteria_set_of_leaves, open_sheet
from apps.scoring.tests.review_cases import LATER, SYSTEM, D, open_lines, send, sent_sheet, sheet_in_step

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


def test_agreeing_points_waits_for_the_whole_cluster_before_it_holds_its_sheet():
    """Whoever computes the whole Cụm holds it, then locks its sheets: the other order is a deadlock."""
    criteria_set = criteria_set_of_leaves(1)
    criteria_set.criteria.filter(is_leaf=True).update(method=Method.TARGET_BEST)
    sheet = open_sheet(criteria_set)
    line = open_lines(sheet)["A.1"]
    typed = LineInput(target=D(1), actual=D(5))
    lines.save_line(line_id=line.pk, expected_version=1, inputs=typed, actor=SYSTEM, now=NOW)
    reviews.start_step(sheet_id=send(sheet).pk, actor=SYSTEM, now=NOW)
    drawn = minutes.create_minutes(sheet_id=sheet.pk, meeting=Meeting(LATER.date(), "P."), actor=SYSTEM, now=LATER)
    agreed = {each.pk: Agreed(each.version, each.points) for each in open_lines(sheet).values()}
    outcome = []

    def agree():
        try:
            outcome.append(agree_points(minutes_id=drawn.pk, agreed=agreed, actor=SYSTEM, now=LATER))
        finally:
            connection.close()

    thread = threading.Thread(target=agree)
    with transaction.atomic():
        ClusterYear.objects.select_for_update(no_key=True).get(pk=sheet.cluster_year_id)
        thread.start()
        wait_until_blocked()
        assert ScoreSheet.objects.select_for_update(nowait=True, no_key=True).get(pk=sheet.pk)
    thread.join(timeout=30)
    assert outcome == [1]


def wait_until_blocked():
    """Until another connection to this database waits for a lock."""
    until = time.monotonic() + 10
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(waiting)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("Nobody waits")
