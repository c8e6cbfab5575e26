"""Lines that fill themselves: filled at the opening, refreshed before sending, frozen when sent, never retyped."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from apps.catalog.enums import Subject
from apps.clusters.tests.factories import ClusterYearFactory, MemberFactory
from apps.core.actor import system_actor
from apps.documents.enums import SigningWay
from apps.obligations.tests.factories import DutyFactory, ObligationFactory
from apps.registry.tests.factories import AwardFactory, AwardTypeFactory
from apps.results.domain.entries import confirm_estimate
from apps.results.domain.figures_given import Given
from apps.results.tests.factories import IndicatorFactory, ResultEntryFactory, TargetFactory
from apps.scoring.domain import figure_remarks, refreshing, sheets, submissions
from apps.scoring.domain.filling import FilledBySystem, filling_of, gather, question_for, stale_text
from apps.scoring.domain.inputs import LineInput, stored_inputs
from apps.scoring.domain.lines import SheetNotEditable, save_line
from apps.scoring.domain.reading import read_sheet
from apps.scoring.enums import BandKind
from apps.scoring.models import FigureRemark, ScoreLine
from apps.scoring.tests.factories import (
    BandFactory,
    CriteriaSetFactory,
    CriterionFactory,
    GroupFactory,
    ReviewStepFactory,
    acting,
    leader_of,
    officer_of,
)
from apps.units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 12, 20, 5, tzinfo=UTC)
LADDER = [("đúng hạn", 2, None, 0), ("01-02 ngày", "1.5", 1, 2), ("03-05 ngày", 1, 3, 5), ("06-10 ngày", "0.5", 6, 10),
          ("trên 10 ngày", 0, 11, None)]  # fmt: skip


@pytest.fixture
def criteria_set():
    """Báo cáo đúng hạn by Đồng Tháp's ladder (2 points), 98 points typed by hand, bonus for flags held."""
    found = CriteriaSetFactory()
    part = GroupFactory(criteria_set=found, code="A", position=1)
    late = CriterionFactory(
        criteria_set=found, parent=part, depth=1, code="A.1", position=2, method="lateness_band",
        source_fact="days_late:report", not_applicable="exclude",
    )  # fmt: skip
    for label, points, lo, hi in LADDER:
        BandFactory(criterion=late, label=label, points=Decimal(points), lo=lo, hi=hi)
    CriterionFactory(criteria_set=found, parent=part, depth=1, code="A.2", position=3, max_points=98)
    bonus = CriterionFactory(
        criteria_set=found, code="B", position=4, method="bonus", max_points=None, source_fact="awards_cases:CTN;CTDCP"
    )
    for label, points in (("Cờ thi đua của Bộ, tỉnh", 10), ("Cờ thi đua của Chính phủ", 15)):
        BandFactory(criterion=bonus, kind=BandKind.BONUS, label=label, points=Decimal(points))
    ReviewStepFactory(criteria_set=found)
    return found


def opened(criteria_set, unit=None):
    cluster_year = ClusterYearFactory(year=criteria_set.year)
    MemberFactory(cluster_year=cluster_year, unit=unit or UnitFactory())
    arguments = {"cluster_year_id": cluster_year.pk, "criteria_set_id": criteria_set.pk}
    return sheets.open_sheets(**arguments, actor=system_actor(), now=NOW)[0]


def lines_of(sheet):
    lines = ScoreLine.objects.filter(sheet_version__sheet=sheet, sheet_version__locked_at=None)
    return {line.criterion.code: line for line in lines.select_related("criterion")}


def report_of(unit, year, received: datetime | None):
    duty = DutyFactory(year=year, code="report:year", label="Báo cáo năm", due_on=date(2020, 11, 30))
    sent = {"first_fulfilled_at": received, "fulfilled_at": received} if received else {}
    return ObligationFactory(duty=duty, unit=unit, **sent)


def test_a_report_two_days_late_is_worth_one_and_a_half_and_the_flags_are_a_fixed_bonus(criteria_set):
    """Đồng Tháp's ladder: 01-02 days 1.5; 97 + 10 = 107 with the flag of the ministry, as in Bảng biểu 4."""
    unit = UnitFactory()
    report_of(unit, criteria_set.year, datetime(2020, 12, 2, 3, tzinfo=UTC))
    flag = AwardTypeFactory(code="CTN")
    AwardFactory(award_type=flag, unit=unit, person=None, subject=Subject.COLLECTIVE, granted_on=date(2020, 2, 1))
    sheet = opened(criteria_set, unit)
    lines = lines_of(sheet)
    assert [lines[code].points for code in ("A.1", "B")] == [Decimal("1.5"), 10]
    assert filling_of(lines["A.1"]).proof[0].text == "Báo cáo năm: hạn 30/11/2020, nhận 02/12/2020, chậm 2 ngày"
    assert lines["A.1"].saved_at is None
    officer = acting(officer_of(sheet))
    typed = LineInput(points=Decimal("95.5"))
    save_line(line_id=lines["A.2"].pk, expected_version=1, inputs=typed, actor=officer, now=NOW)
    assert read_sheet(sheet).sums.total == 107


def test_a_filled_line_takes_a_note_and_a_remark_but_no_figure(criteria_set):
    unit = UnitFactory()
    report_of(unit, criteria_set.year, datetime(2020, 12, 2, 3, tzinfo=UTC))
    sheet = opened(criteria_set, unit)
    line, officer = lines_of(sheet)["A.1"], acting(officer_of(sheet))
    retyped = LineInput(count=Decimal(0))
    with pytest.raises(FilledBySystem):
        save_line(line_id=line.pk, expected_version=line.version, inputs=retyped, actor=officer, now=NOW)
    noted = LineInput(count=Decimal(2), note="Đã gửi qua trục liên thông ngày 30/11")
    saved = save_line(line_id=line.pk, expected_version=line.version, inputs=noted, actor=officer, now=NOW)
    assert (saved.points, saved.note) == (Decimal("1.5"), noted.note)
    remark = figure_remarks.say(line_id=line.pk, text="Trục nhận ngày 30/11.", actor=officer, now=NOW)
    assert (remark.figure, remark.answered_at) == ("Số ngày chậm: 2", None)
    figure_remarks.answer(remark_id=remark.pk, text="Đã kiểm tra, giữ nguyên.", actor=system_actor(), now=NOW)
    with pytest.raises(figure_remarks.RemarkAnswered):
        figure_remarks.answer(remark_id=remark.pk, text="Lần nữa.", actor=system_actor(), now=NOW)
    assert ScoreLine.objects.get(pk=line.pk).points == Decimal("1.5")
    with pytest.raises(figure_remarks.NothingToRemark):
        figure_remarks.say(line_id=lines_of(sheet)["A.2"].pk, text="Sai", actor=officer, now=NOW)


def test_refreshing_writes_only_what_changed_and_the_paper_printed_before_no_longer_counts(criteria_set):
    unit = UnitFactory()
    owed = report_of(unit, criteria_set.year, None)
    sheet = opened(criteria_set, unit)
    assert lines_of(sheet)["A.1"].points == 0  # 20 days late so far
    officer = acting(officer_of(sheet))
    submissions.note_printed(sheet_id=sheet.pk, actor=officer, now=NOW)
    assert refreshing.refresh_sheet(sheet_id=sheet.pk, actor=officer, now=NOW) == []
    owed.first_fulfilled_at = owed.fulfilled_at = datetime(2020, 12, 2, tzinfo=UTC)
    owed.save()
    assert refreshing.refresh_sheet(sheet_id=sheet.pk, actor=officer, now=NOW) == ["A.1"]
    sheet.refresh_from_db()
    assert (lines_of(sheet)["A.1"].points, sheet.printed_at) == (Decimal("1.5"), None)


def test_nothing_asked_follows_the_policy_of_the_criterion(criteria_set):
    sheet = opened(criteria_set)
    line = lines_of(sheet)["A.1"]
    assert (line.not_applicable, line.points) == ("not_assigned", 0)
    assert read_sheet(sheet).sums.applicable_maximum == 98


def test_what_was_sent_stays_and_the_page_tells_that_the_source_changed(criteria_set):
    unit = UnitFactory()
    owed = report_of(unit, criteria_set.year, datetime(2020, 12, 2, 3, tzinfo=UTC))
    sheet = opened(criteria_set, unit)
    leader = acting(leader_of(sheet))
    submissions.submit_sheet(sheet_id=sheet.pk, way=SigningWay.SCREEN, actor=leader, now=NOW)
    owed.first_fulfilled_at = owed.fulfilled_at = datetime(2020, 11, 30, 3, tzinfo=UTC)
    owed.due_at_first = None
    owed.save()
    sheet.refresh_from_db()
    reading = read_sheet(sheet)
    found = gather(reading.table, [unit.pk], question_for(criteria_set, sheet.cluster_year, NOW))[unit.pk]
    line = reading.lines["A.1"]
    assert line.points == Decimal("1.5")
    assert stale_text(reading.rule(line), line, found["A.1"]) == "Số ngày chậm: 0"
    with pytest.raises(SheetNotEditable):
        refreshing.refresh_sheet(sheet_id=sheet.pk, actor=leader, now=NOW)


def test_s001_8_ranking_uses_an_estimate_only_after_it_is_confirmed(criteria_set):
    """Entered in October as ước: the line is empty and counts 0; confirmed in January it is filled and scored."""
    unit = UnitFactory()
    indicator = IndicatorFactory(code="ty_le", label="Tỷ lệ thi hành xong về việc")
    rate = CriterionFactory(
        criteria_set=criteria_set, code="C", position=5, method="ratio_band", max_points=2, source_fact="result:ty_le"
    )
    for label, points, lo, hi in (("từ 80%", 2, 80, None), ("dưới 80%", 0, None, 80)):
        BandFactory(criterion=rate, label=label, points=points, lo=lo, hi=hi, hi_open=hi is not None)
    entry = ResultEntryFactory(unit=unit, indicator=indicator, standing="estimate", happened_on=date(2020, 10, 12))
    sheet = opened(criteria_set, unit)
    line = lines_of(sheet)["C"]
    assert (line.complete, line.points, stored_inputs(line).numerator) == (False, 0, None)
    assert "xác nhận số ước" in filling_of(line).missing
    assert filling_of(line).path == entry.get_absolute_url()
    officer = acting(officer_of(sheet))
    january = datetime(2021, 1, 15, 3, tzinfo=UTC)
    confirm_estimate(
        entry_id=entry.pk, version=entry.version, given=Given(numerator=Decimal(84), denominator=Decimal(100)),
        as_of=date(2020, 12, 31), actor=officer, now=january,
    )  # fmt: skip
    refreshing.refresh_sheet(sheet_id=sheet.pk, actor=officer, now=january)
    line = lines_of(sheet)["C"]
    assert (line.complete, line.points) == (True, 2)


def test_saving_one_line_takes_at_most_six_queries(criteria_set, django_assert_max_num_queries):
    """The lock with the year, the lines, criteria, bands, the write, the trail; a savepoint of the test beside."""
    sheet = opened(criteria_set)
    line, officer = lines_of(sheet)["A.2"], acting(officer_of(sheet))
    with django_assert_max_num_queries(6 + 2):
        save_line(line_id=line.pk, expected_version=1, inputs=LineInput(points=Decimal(90)), actor=officer, now=NOW)


def test_a_remark_stays_with_the_line_through_the_versions(criteria_set):
    unit = UnitFactory()
    report_of(unit, criteria_set.year, datetime(2020, 12, 2, 3, tzinfo=UTC))
    sheet = opened(criteria_set, unit)
    leader = acting(leader_of(sheet))
    figure_remarks.say(line_id=lines_of(sheet)["A.1"].pk, text="Trục nhận ngày 30/11.", actor=leader, now=NOW)
    submissions.submit_sheet(sheet_id=sheet.pk, way=SigningWay.SCREEN, actor=leader, now=NOW)
    assert FigureRemark.objects.get(sheet=sheet).criterion.code == "A.1"


@pytest.mark.parametrize(("excess", "above"), [("points", 2), ("relative", 4)])
def test_a_filled_rate_exceeds_as_its_indicator_is_told(criteria_set, excess, above):
    """52% of 50%: two points above, or four per cent of the target; a proportional leaf takes the rate either way."""
    indicator, unit = IndicatorFactory(code="viec", excess=excess), UnitFactory()
    for position, (code, method) in enumerate((("C", "target"), ("D", "proportional")), start=5):
        more = {"method": method, "max_points": 10, "per_item": 1, "cap": 20, "source_fact": "target_result:viec"}
        CriterionFactory(criteria_set=criteria_set, code=code, position=position, **more)
    TargetFactory(unit=unit, indicator=indicator, value=50)
    ResultEntryFactory(unit=unit, indicator=indicator, numerator=52, denominator=100)
    lines = lines_of(opened(criteria_set, unit))
    assert (lines["C"].base, lines["C"].bonus) == (10, above)
    assert lines["D"].base == Decimal("5.2")


def test_filled_relative_leaves_are_settled_over_the_whole_cluster(criteria_set):
    """Targets 1, results 5 and 10: 10 points for the best, 5 + 4/9 × 5 = 7.222 for the other, from the opening on."""
    indicator = IndicatorFactory(code="vu", measure="amount")
    leaf = {"code": "C", "position": 5, "method": "target_best", "max_points": 10, "source_fact": "target_result:vu"}
    CriterionFactory(criteria_set=criteria_set, **leaf)
    cluster_year = ClusterYearFactory(year=criteria_set.year)
    for result in (5, 10):
        unit = MemberFactory(cluster_year=cluster_year).unit
        TargetFactory(unit=unit, indicator=indicator, value=1)
        amount = {"value": result, "numerator": None, "denominator": None}
        ResultEntryFactory(unit=unit, indicator=indicator, **amount)
    arguments = {"cluster_year_id": cluster_year.pk, "criteria_set_id": criteria_set.pk}
    sheets.open_sheets(**arguments, actor=system_actor(), now=NOW)
    lines = ScoreLine.objects.filter(criterion__code="C").order_by("actual")
    assert [line.points for line in lines] == [Decimal("7.222"), 10]
