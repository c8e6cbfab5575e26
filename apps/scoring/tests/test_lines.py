"""Saving lines: computed once, refused with a reason, safe to repeat, one of two people told."""

import threading
from decimal import Decimal

import pytest
from django.db import connection

from apps.audit.models import Entry
from apps.core.actor import system_actor
from apps.core.errors import LinesRefused, StaleVersion
from apps.periods.domain.years import YearClosed
from apps.periods.enums import YearState
from apps.scoring.domain import lines
from apps.scoring.domain.inputs import LineInput
from apps.scoring.domain.lines import BeyondRule, LineChange, SheetNotEditable, save_line, save_lines
from apps.scoring.domain.rules import MeasureError
from apps.scoring.enums import Method, NotApplicableReason, SheetState
from apps.scoring.models import ScoreLine, ScoreSheet
from apps.scoring.tests.factories import (
    NOW,
    BandFactory,
    CriteriaSetFactory,
    CriterionFactory,
    acting,
    criteria_set_of_leaves,
    officer_of,
    open_sheet,
)

pytestmark = pytest.mark.django_db
ME = system_actor("Bà Trần Thị Thử")


def save(line, version=1, actor=ME, **inputs):
    return save_line(line_id=line.pk, expected_version=version, inputs=LineInput(**inputs), actor=actor, now=NOW)


def first_line():
    open_sheet(criteria_set_of_leaves(2))
    return ScoreLine.objects.first()


def stored(line):
    line.refresh_from_db()
    return line.points, line.version


def test_save_line_stores_points_version_person_and_one_entry():
    open_sheet(criteria_set_of_leaves(2))
    line = ScoreLine.objects.first()
    officer = acting(officer_of(line.sheet_version.sheet, full_name="Trần Thị Thử", honorific="Bà"))
    entries = Entry.objects.count()
    save(line, actor=officer, points=Decimal("1.75"), note="  theo  báo cáo ")
    line.refresh_from_db()
    assert (line.base, line.bonus, line.penalty, line.points) == (Decimal("1.75"), 0, 0, Decimal("1.75"))
    assert (line.version, line.complete, line.saved_by_label, line.saved_at) == (2, True, "Bà Trần Thị Thử", NOW)
    assert line.note == "theo báo cáo"
    assert Entry.objects.count() == entries + 1
    assert Entry.objects.latest("pk").action == "scoring.score_line.save"


def test_save_line_again_with_the_same_changes_nothing():
    line = first_line()
    save(line, points=Decimal("1.5"))
    entries = Entry.objects.count()
    save(line, points=Decimal("1.500"))
    assert stored(line) == (Decimal("1.500"), 2)
    assert Entry.objects.count() == entries


def test_save_line_of_an_older_version_is_refused_with_name_and_time():
    line = first_line()
    save(line, points=Decimal(1))
    with pytest.raises(StaleVersion) as refusal:
        save(line, points=Decimal(2))
    assert str(refusal.value) == "Bà Trần Thị Thử đã sửa lúc 16:20. Nội dung của bạn vẫn còn ở dưới."
    assert stored(line) == (Decimal("1.000"), 2)


@pytest.mark.parametrize(
    ("points", "error", "message"),
    [
        (Decimal("2.001"), BeyondRule, "Điểm 2,001 vượt mức tối đa 2."),
        (Decimal(-1), MeasureError, "Điểm không được nhỏ hơn 0."),
    ],
)
def test_save_line_beyond_the_rule_is_refused_and_changes_nothing(points, error, message):
    line = first_line()
    with pytest.raises(error) as refusal:
        save(line, points=points)
    assert str(refusal.value) == message
    assert refusal.value.field == "points"
    assert stored(line) == (None, 1)


def test_save_line_off_the_step_is_refused():
    criteria_set = CriteriaSetFactory()
    CriterionFactory(criteria_set=criteria_set, step=Decimal("0.5"))
    open_sheet(criteria_set)
    line = ScoreLine.objects.get()
    with pytest.raises(BeyondRule) as refusal:
        save(line, points=Decimal("0.75"))
    assert str(refusal.value) == "Điểm 0,75 không theo bước 0,5 điểm."


def test_save_line_over_the_maximum_when_breaches_are_allowed_is_cut_and_recorded():
    line = first_line()
    save_line(
        line_id=line.pk, expected_version=1, inputs=LineInput(points=Decimal(9)), actor=ME, now=NOW, allow_breaches=True
    )
    line.refresh_from_db()
    assert (line.points, line.breaches) == (Decimal(2), ["over_max"])


def test_save_line_marked_not_arising_follows_the_policy_of_the_criterion():
    criteria_set = CriteriaSetFactory()
    CriterionFactory(criteria_set=criteria_set, not_applicable="full")
    open_sheet(criteria_set)
    line = save(ScoreLine.objects.get(), not_applicable=NotApplicableReason.NOT_ASSIGNED)
    assert (line.points, line.complete, line.not_applicable) == (Decimal(2), True, "not_assigned")


def test_save_line_by_band_takes_the_points_of_the_band():
    criteria_set = CriteriaSetFactory()
    criterion = CriterionFactory(criteria_set=criteria_set, method=Method.RATIO_BAND)
    BandFactory(criterion=criterion, label="100%", points=Decimal(2), lo=Decimal(100))
    BandFactory(criterion=criterion, label="Dưới 100%", points=Decimal("1.75"), hi=Decimal(100), hi_open=True)
    open_sheet(criteria_set)
    line = save(ScoreLine.objects.get(), numerator=Decimal(2), denominator=Decimal(3))
    assert line.points == Decimal("1.75")
    with pytest.raises(MeasureError) as refusal:
        save(line, version=2, numerator=Decimal(2), denominator=Decimal(0))
    assert refusal.value.field == "denominator"


def test_save_line_of_a_criterion_others_depend_on_computes_these_anew():
    criteria_set = CriteriaSetFactory()
    gate = CriterionFactory(criteria_set=criteria_set, code="CUA")
    CriterionFactory(criteria_set=criteria_set, code="SAU", requires="CUA")
    open_sheet(criteria_set)
    first, after = ScoreLine.objects.order_by("criterion__position")
    assert gate.pk == first.criterion_id
    save(after, points=Decimal(2))
    assert stored(after) == (Decimal("0.000"), 2)
    save(first, points=Decimal(2))
    assert stored(after) == (Decimal("2.000"), 2)


def test_line_left_out_of_a_group_does_not_keep_its_precondition_from_holding():
    """As in a score file: what does not apply is no part of the maximum that is asked for."""
    criteria_set = criteria_set_of_leaves(2)
    criteria_set.criteria.filter(code="A").update(not_applicable="exclude")
    CriterionFactory(criteria_set=criteria_set, code="SAU", requires="A", position=9)
    open_sheet(criteria_set)
    first, second, after = ScoreLine.objects.order_by("criterion__position")
    save(first, not_applicable=NotApplicableReason.NOT_ARISING)
    save(second, points=Decimal(2))
    assert save(after, points=Decimal(2)).points == 2


@pytest.mark.parametrize("state", sorted(set(SheetState) - lines.EDITABLE))
def test_save_line_of_a_sheet_that_was_sent_is_refused(state):
    line = first_line()
    ScoreSheet.objects.update(state=state, submitted_at=NOW)
    with pytest.raises(SheetNotEditable):
        save(line, points=Decimal(1))
    assert stored(line) == (None, 1)


def test_save_line_in_a_closed_year_is_refused():
    line = first_line()
    year = line.sheet_version.sheet.cluster_year.year
    year.state = YearState.CLOSED
    year.save()
    with pytest.raises(YearClosed):
        save(line, points=Decimal(1))


def test_save_line_after_printing_takes_the_sheet_back_from_signing():
    line = first_line()
    ScoreSheet.objects.update(printed_at=NOW)
    save(line, points=Decimal(1))
    assert ScoreSheet.objects.get().printed_at is None


def test_save_lines_with_one_fault_saves_none_and_names_each():
    sheet = open_sheet(criteria_set_of_leaves(3))
    one, two, three = ScoreLine.objects.order_by("criterion__position")
    changes = {
        one.pk: LineChange(1, LineInput(points=Decimal(1))),
        two.pk: LineChange(1, LineInput(points=Decimal(5))),
        three.pk: LineChange(7, LineInput(points=Decimal(1))),
    }
    with pytest.raises(LinesRefused) as refusal:
        save_lines(sheet_id=sheet.pk, changes=changes, actor=ME, now=NOW)
    assert {pk: type(error) for pk, error in refusal.value.errors.items()} == {
        two.pk: BeyondRule,
        three.pk: StaleVersion,
    }
    assert list(ScoreLine.objects.values_list("points", flat=True)) == [None, None, None]


def test_save_lines_of_another_sheet_is_refused():
    sheet = open_sheet(criteria_set_of_leaves(1), members=2)
    other = ScoreLine.objects.exclude(sheet_version__sheet=sheet).get()
    with pytest.raises(SheetNotEditable):
        save_lines(sheet_id=sheet.pk, changes={other.pk: LineChange(1, LineInput())}, actor=ME, now=NOW)


def test_crash_in_the_middle_of_saving_leaves_nothing(monkeypatch):
    line = first_line()
    entries = Entry.objects.count()

    def crash(*args, **kwargs):
        raise RuntimeError("power cut")

    monkeypatch.setattr(lines, "record_many", crash)
    with pytest.raises(RuntimeError):
        save(line, points=Decimal(1))
    assert stored(line) == (None, 1)
    assert Entry.objects.count() == entries


@pytest.mark.django_db(transaction=True)
def test_two_people_saving_the_same_version_one_wins_and_the_other_is_told():
    line = first_line()
    barrier, outcomes = threading.Barrier(2), []

    def work(points):
        barrier.wait()
        try:
            save(line, points=Decimal(points))
            outcomes.append("saved")
        except StaleVersion:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(points,)) for points in ("0.5", "1.5")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["saved", "told"]
    assert stored(line)[1] == 2
