"""Biên bản thống nhất điểm: agreed points, the unit's word, signing; 124,4 → 118,4 of the minutes of 09/12/2022."""

from dataclasses import replace

import pytest

from apps.core.errors import StaleVersion
from apps.documents.domain.signed_copies import ChangedMeanwhile, SignedCopyMissing
from apps.reports.entries.verification_minutes import find_minutes
from apps.reports.registry import NothingToReport
from apps.scoring.domain import finalising, minutes, minutes_points, returns
from apps.scoring.domain.finalising import LinesUnchecked
from apps.scoring.domain.lines import LinesRefused
from apps.scoring.domain.minutes import (
    ConsentMissing,
    ConsentOutdated,
    DraftThere,
    MinutesClosed,
    MinutesSigned,
    WordsMissing,
)
from apps.scoring.domain.minutes_items import items_of
from apps.scoring.domain.minutes_points import Agreed
from apps.scoring.domain.reviews import start_step
from apps.scoring.enums import Consent, Stage, StepRole
from apps.scoring.models import ReviewStep, VerificationMinutes
from apps.scoring.review_queries import for_review
from apps.scoring.tests.factories import (
    NOW,
    criteria_set_of_leaves,
    open_sheet,
)
from apps.scoring.tests.minutes_cases import (
    MEETING,
    agree,
    consent,
    draw_up,
    mark,
    paper,
    score,
    share,
    sign,
    signed,
    table_of_100,
)
from apps.scoring.tests.review_cases import (
    LATER,
    SYSTEM,
    D,
    open_lines,
    review,
    sheet_in_step,
)

pytestmark = pytest.mark.django_db


def test_minutes_of_2022_from_124_4_to_118_4_where_the_unit_corrects_itself():
    sheet = score(open_sheet(table_of_100()), 8, 6)
    returned = open_lines(returns.return_sheet(sheet_id=sheet.pk, remark="8 → 4, 6 → 4", actor=SYSTEM, now=NOW))
    assert set(returned) == {"A.1", "A.2", "A.3"}
    sheet = start_step(sheet_id=score(sheet, 4, 4).pk, actor=SYSTEM, now=NOW)
    drawn = draw_up(sheet)
    agree(drawn, A_1="54", A_2="54", A_3="10.4")
    found = items_of(drawn)
    assert (found.first, found.claimed, found.agreed) == (D("124.4"), D("118.4"), D("118.4"))
    assert (found.maximum, found.base, found.bonus) == (D(100), D(100), D("18.4"))


def test_minutes_of_2022_where_the_verifiers_cut_two_counts_by_six_points():
    sheet = start_step(sheet_id=score(open_sheet(table_of_100()), 8, 6).pk, actor=SYSTEM, now=NOW)
    drawn = draw_up(sheet)
    agree(drawn, A_1=("54", "count_reduced"), A_2=("54", "count_reduced"), A_3="10.4")
    found = items_of(drawn)
    assert (found.claimed, found.agreed, found.difference) == (D("124.4"), D("118.4"), D("-6"))
    assert [(row.base, row.bonus, row.agreed) for row in found.rows[:2]] == [(D(50), D(4), D(54))] * 2
    finalising.finish_step(sheet_id=sheet.pk, actor=SYSTEM, now=LATER)
    final = sheet.versions.get(stage=Stage.FINAL)
    assert (final.base, final.bonus, final.total) == (D(100), D("18.4"), D("118.4"))


def test_agreed_points_are_stored_all_or_nothing_with_a_reason_for_each_difference():
    drawn = draw_up(sheet_in_step())
    with pytest.raises(LinesRefused) as refused:
        agree(drawn, A_1="1", A_2="1.5")
    assert [error.field for error in refused.value.errors.values()] == ["reason"]
    assert agree(drawn, A_1=("1", "late"), A_2="1.5") == 2


def test_somebody_elses_check_of_a_line_is_not_overwritten():
    sheet = sheet_in_step()
    drawn, line = draw_up(sheet), open_lines(sheet)["A.1"]
    review(line, D("0.5"), reason_code="late")
    with pytest.raises(LinesRefused) as refused:
        minutes_points.agree_points(
            minutes_id=drawn.pk, agreed={line.pk: Agreed(line.version, D(1), "late")}, actor=SYSTEM, now=LATER
        )
    assert isinstance(refused.value.errors[line.pk], StaleVersion)
    assert open_lines(sheet)["A.1"].points == D("0.5")


def test_one_draft_at_a_time_and_the_second_writer_is_told():
    sheet = sheet_in_step()
    drawn = draw_up(sheet)
    with pytest.raises(DraftThere):
        draw_up(sheet)
    minutes.save_minutes(minutes_id=drawn.pk, version=1, meeting=MEETING, actor=SYSTEM, now=LATER)
    with pytest.raises(StaleVersion):
        minutes.save_minutes(minutes_id=drawn.pk, version=1, meeting=MEETING, actor=SYSTEM, now=LATER)
    assert [each["name"] for each in drawn.members] == ["Trần Thị Thử", "Lê Văn Mẫu", "Phạm Thị Mẫu"]


def test_it_is_shared_when_every_line_is_agreed_and_signed_after_the_unit_gave_its_word():
    drawn = draw_up(sheet_in_step())
    with pytest.raises(LinesUnchecked):
        share(drawn)
    agree(drawn, A_1="2", A_2="1.5")
    with pytest.raises(ConsentMissing):
        consent(drawn)
    share(drawn)
    with pytest.raises(ConsentMissing):
        sign(drawn)
    with pytest.raises(WordsMissing):
        consent(drawn, Consent.RESERVED, "  ")
    with pytest.raises(ChangedMeanwhile):
        consent(drawn, seen="else")
    kept = consent(drawn, Consent.RESERVED, "Giữ ý kiến về dòng 1.")
    assert (kept.consent, kept.consent_words) == (Consent.RESERVED, "Giữ ý kiến về dòng 1.")
    done = sign(drawn)
    assert (len(done.sha256), done.totals["agreed"]) == (64, "3.500")
    with pytest.raises(MinutesSigned):
        share(drawn)


def test_points_changed_after_the_units_word_ask_it_again():
    drawn = draw_up(sheet_in_step())
    agree(drawn, A_1="2", A_2="1.5")
    share(drawn)
    consent(drawn)
    agree(drawn, A_1=("1", "late"))
    with pytest.raises(ConsentOutdated):
        sign(drawn)
    assert share(drawn).consent == Consent.NONE


def test_the_paper_carries_the_units_word_and_its_scan(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    drawn = draw_up(sheet_in_step())
    agree(drawn, A_1="2", A_2="1.5")
    with pytest.raises(SignedCopyMissing):
        sign(drawn, "paper", consent=Consent.AGREED)
    with pytest.raises(ConsentMissing):
        sign(drawn, "paper", signed_copy=paper())
    done = sign(drawn, "paper", signed_copy=paper(), consent=Consent.AGREED)
    assert (done.consent_by_label, done.signed_by_label) == ("Phạm Thị Mẫu", "Trần Thị Thử")


def test_what_was_signed_stays_and_shows_as_outdated_when_points_change():
    sheet = sheet_in_step()
    done = signed(sheet)
    assert not minutes.is_outdated(done)
    review(open_lines(sheet)["A.1"], D("0.5"), reason_code="late")
    again = VerificationMinutes.objects.get(pk=done.pk)
    assert (items_of(again).agreed, minutes.is_outdated(again)) == (D("2.5"), True)


def test_agreed_points_cost_the_same_whatever_the_number_of_lines(django_assert_max_num_queries):
    spent = []
    for leaves in (2, 30):
        codes = [f"A.{n}" for n in range(1, leaves + 1)]
        sheet = sheet_in_step(criteria_set_of_leaves(leaves), **{code.replace(".", "_"): "2" for code in codes})
        drawn = draw_up(sheet)
        found = {line.pk: Agreed(line.version, D(1), "late") for line in open_lines(sheet).values()}
        with django_assert_max_num_queries(40) as asked:
            minutes_points.agree_points(minutes_id=drawn.pk, agreed=found, actor=SYSTEM, now=LATER)
        spent.append(len(asked))
        assert {line.points for line in open_lines(sheet).values()} == {D(1)}
    assert spent[0] == spent[1]


@pytest.mark.parametrize("end", ["finished", "returned", "outside"])
def test_a_shared_draft_does_not_outlive_its_step(end):
    sheet = sheet_in_step()
    if end == "outside":
        ReviewStep.objects.create(criteria_set=sheet.criteria_set, order=2, name="Xác nhận", role=StepRole.OUTSIDE)
    drawn = draw_up(sheet)
    agree(drawn, A_1="2", A_2="1.5")
    share(drawn)
    assert for_review(SYSTEM).get(pk=sheet.pk).minutes_waiting == drawn.pk
    if end == "returned":
        returns.return_sheet(sheet_id=sheet.pk, remark="Bổ sung", actor=SYSTEM, now=LATER)
    else:
        finalising.finish_step(sheet_id=sheet.pk, actor=SYSTEM, now=LATER)
    assert for_review(SYSTEM).get(pk=sheet.pk).minutes_waiting is None
    meeting = {"minutes_id": drawn.pk, "version": 1, "meeting": MEETING, "actor": SYSTEM, "now": LATER}
    for attempt in (
        lambda: consent(drawn),
        lambda: share(drawn),
        lambda: sign(drawn),
        lambda: minutes.save_minutes(**meeting),
        lambda: minutes_points.agree_points(minutes_id=drawn.pk, agreed={}, actor=SYSTEM, now=LATER),
    ):
        with pytest.raises(MinutesClosed):
            attempt()
    with pytest.raises(NothingToReport):
        find_minutes({"sheet": sheet.pk}, SYSTEM)
    minutes.discard_minutes(minutes_id=drawn.pk, actor=SYSTEM, now=LATER)


def test_the_units_word_stands_for_the_whole_paper_not_for_its_points_alone():
    drawn = draw_up(sheet_in_step())
    agree(drawn, A_1="2", A_2="1.5")
    share(drawn)
    read = mark(drawn)
    consent(drawn)
    for seen in ("", "else"):
        with pytest.raises(ChangedMeanwhile):
            sign(drawn, seen=seen)
    other = replace(MEETING, note="Đơn vị rút kiến nghị.")
    saved = minutes.save_minutes(minutes_id=drawn.pk, version=1, meeting=other, actor=SYSTEM, now=LATER)
    assert (saved.consent, saved.shared_at is None) == (Consent.NONE, False)
    with pytest.raises(ChangedMeanwhile):
        consent(drawn, seen=read)
    with pytest.raises(ConsentMissing):
        sign(drawn)
    consent(drawn)
    assert sign(drawn).note == "Đơn vị rút kiến nghị."
