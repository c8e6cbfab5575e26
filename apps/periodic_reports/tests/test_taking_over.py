"""What was typed once at Kết quả, thành tích comes into the report with its mark and a link."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from apps.documents.domain.citing import file_document
from apps.periodic_reports.domain.consolidating import consolidate
from apps.periodic_reports.domain.lines import LineInput
from apps.periodic_reports.domain.returns import reopen_report
from apps.periodic_reports.domain.submissions import note_printed, submit_report
from apps.periodic_reports.domain.taking_over import NothingToTakeOver, source_states, take_over
from apps.periodic_reports.domain.templates import create_template, issue_template
from apps.periodic_reports.exports import reports_data
from apps.periodic_reports.tests.factories import (
    ITEMS,
    NOW,
    SYSTEM,
    acting,
    amount,
    fill,
    issued_template,
    line_of,
    office_of,
    officer_of,
    rate,
    report_of,
    send,
    started,
    template_data,
    text,
)
from apps.periods.tests.factories import EmulationYearFactory
from apps.results.enums import Measure, Standing
from apps.results.models import Indicator, ResultEntry
from apps.units.enums import Role, UnitKind
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    items = [dict(ITEMS[0], indicator_code="VU-VIEC"), dict(ITEMS[1], indicator_code="DUNG-HAN"), *ITEMS[2:]]
    return started(report_of(issued_template(items=items, kind="year")))


def entry(report, code, measure, **figures):
    indicator = Indicator.objects.create(code=code, label=code, unit_of_measure="vụ", measure=measure)
    return ResultEntry.objects.create(
        unit=report.unit, year=2022, indicator=indicator, happened_on=date(2022, 6, 1), **figures
    )


def test_figures_come_with_mark_and_link(report):
    first = entry(report, "VU-VIEC", Measure.AMOUNT, value=Decimal(42), standing=Standing.ESTIMATE)
    entry(report, "DUNG-HAN", Measure.RATE, numerator=Decimal(9), denominator=Decimal(10))
    take_over(report_id=report.pk, actor=SYSTEM, now=NOW)
    line = line_of(report, "hoa-giai")
    assert (line.amount, line.is_estimate, line.source_path) == (42, True, first.get_absolute_url())
    line = line_of(report, "dung-han")
    assert (line.numerator, line.denominator, line.is_estimate) == (9, 10, False)


def told(report, text, day, **more):
    values = {"field_code": "VBQPPL", "year": 2022, "text": text, "happened_on": day} | more
    return ResultEntry.objects.create(unit=report.unit, **values)


def test_a_text_begins_with_what_the_unit_told_in_words_of_its_field_and_days(report):
    cited = {"symbol": "12/BC-STP", "issued_on": date(2022, 3, 5), "issuer_name": "Sở", "owner_code": "STP"}
    paper = file_document(**cited, actor=SYSTEM, now=NOW)
    later = told(report, "Thẩm định 40 dự thảo.", date(2022, 5, 2))
    told(report, "Rà soát 12 văn bản", date(2022, 3, 1), document=paper)
    told(report, "Sau kỳ báo cáo", date(2022, 7, 1))
    told(report, "Của năm khác", date(2022, 2, 1), year=2021)
    rank = {"index_name": "PAR INDEX", "index_year": 2021, "index_rank": 3, "index_of": 63}
    only = told(report, "Tăng 5 bậc", date(2022, 4, 1), field_code="PBGDPL", **rank)
    take_over(report_id=report.pk, actor=SYSTEM, now=NOW)
    line, other = line_of(report, "VBQPPL"), line_of(report, "PBGDPL")
    assert line.text == "- Rà soát 12 văn bản (12/BC-STP, 05/03/2022).\n- Thẩm định 40 dự thảo."
    assert (other.text, other.source_path) == ("- PAR INDEX 2021: 3/63. Tăng 5 bậc.", only.get_absolute_url())
    assert (line.source_label, line.source_path) == (
        "Kết quả, thành tích",
        f"{reverse('results:result-list')}?year=2022&field_code=VBQPPL",
    )
    assert source_states(report, [line, other]).outdated == set()
    later.delete()
    assert source_states(report, [line, other]).outdated == {line.pk}
    fill(report, VBQPPL=text("Viết lại"))
    assert line_of(report, "VBQPPL").source_path == ""


def test_what_was_typed_is_not_overwritten(report):
    entry(report, "VU-VIEC", Measure.AMOUNT, value=Decimal(42))
    fill(report, hoa_giai=amount(40))
    with pytest.raises(NothingToTakeOver):
        take_over(report_id=report.pk, actor=SYSTEM, now=NOW)
    assert line_of(report, "hoa-giai").amount == 40


def test_rate_known_only_as_percentage_is_left_out(report):
    entry(report, "DUNG-HAN", Measure.RATE, value=Decimal("82.5"))
    with pytest.raises(NothingToTakeOver):
        take_over(report_id=report.pk, actor=SYSTEM, now=NOW)


def test_figure_corrected_by_hand_loses_its_link(report):
    entry(report, "VU-VIEC", Measure.AMOUNT, value=Decimal(42))
    take_over(report_id=report.pk, actor=SYSTEM, now=NOW)
    fill(report, hoa_giai=amount(43))
    assert line_of(report, "hoa-giai").source_path == ""


def test_a_remark_beside_the_figure_keeps_its_link(report):
    source = entry(report, "VU-VIEC", Measure.AMOUNT, value=Decimal(42))
    take_over(report_id=report.pk, actor=SYSTEM, now=NOW)
    fill(report, hoa_giai=amount(42, note="Theo sổ"))
    line = line_of(report, "hoa-giai")
    assert (line.note, line.source_path) == ("Theo sổ", source.get_absolute_url())
    assert line.source_label == "Kết quả, thành tích"


def test_a_figure_corrected_at_its_source_shows_and_stays(report):
    source = entry(report, "VU-VIEC", Measure.AMOUNT, value=Decimal(42))
    entry(report, "DUNG-HAN", Measure.RATE, numerator=Decimal(9), denominator=Decimal(10))
    take_over(report_id=report.pk, actor=SYSTEM, now=NOW)
    lines = [line_of(report, "hoa-giai"), line_of(report, "dung-han")]
    assert source_states(report, lines).outdated == set()
    ResultEntry.objects.filter(pk=source.pk).update(value=Decimal(41))
    assert source_states(report, lines).outdated == {lines[0].pk}
    assert line_of(report, "hoa-giai").amount == 42
    source.delete()
    assert source_states(report, lines).outdated == {lines[0].pk}


def test_half_of_a_rate_and_a_note_stay_and_the_print_is_forgotten(report):
    entry(report, "VU-VIEC", Measure.AMOUNT, value=Decimal(42))
    entry(report, "DUNG-HAN", Measure.RATE, numerator=Decimal(9), denominator=Decimal(10))
    fill(report, hoa_giai=LineInput(note="Theo sổ"), dung_han=LineInput(numerator=Decimal(5)))
    note_printed(report_id=report.pk, actor=SYSTEM, now=NOW)
    take_over(report_id=report.pk, actor=SYSTEM, now=NOW)
    assert (line_of(report, "hoa-giai").amount, line_of(report, "hoa-giai").note) == (42, "Theo sổ")
    assert (line_of(report, "dung-han").numerator, line_of(report, "dung-han").denominator) == (5, None)
    report.refresh_from_db()
    assert report.printed_at is None


def test_a_unit_takes_over_the_sums_that_it_gathered_from_below(report, client, django_assert_num_queries):
    """Aggregation goes on up the tree: what the units below have sent is not typed again, and gaps stay honest."""
    below = [UnitFactory(parent=report.unit, kind=UnitKind.COMMUNE_OFFICE) for _ in range(3)]
    own_year = EmulationYearFactory(organiser=report.unit, year=report.template.year.year)
    data = template_data(code="cap-xa", kind="year", kinds=[UnitKind.COMMUNE_OFFICE])
    template = create_template(year_id=own_year.pk, data=data, actor=SYSTEM, now=NOW)
    issue_template(template_id=template.pk, actor=SYSTEM, now=NOW)
    for unit, figure in zip(below[:2], (amount(10), amount(7, is_estimate=True)), strict=True):
        send(template.reports.get(unit=unit), hoa_giai=figure, dung_han=rate(3, 4))
    first, gap = consolidate(template_id=template.pk, actor=SYSTEM, now=NOW), "Tổng của 2/3 đơn vị."
    fill(report, dung_han=rate(1, 2), hoa_giai=LineInput(note="Theo sổ."))
    with pytest.raises(NothingToTakeOver):  # who types for the unit does not see its sums
        take_over(report_id=report.pk, actor=acting(office_of(report.template)), now=NOW)
    take_over(report_id=report.pk, actor=acting(officer_of(report)), now=NOW)
    line = line_of(report, "hoa-giai")
    assert (line.amount, line.is_estimate, line.note) == (17, True, "Theo sổ.")
    assert (line.source_label, line.source_path) == (f"{template.label} (1).\n{gap}", first.get_absolute_url())
    (data,) = reports_data([report], own_unit_ids=None)
    assert next(each.note for each in data.lines if each.amount) == line.whole_note == f"Theo sổ. {gap}"
    assert (line_of(report, "dung-han").numerator, line_of(report, "VBQPPL").text) == (1, "")
    with django_assert_num_queries(3):
        assert source_states(report, [line]) == (set(), set())
    line.source_label = f"{template.label} (1)"  # as the release before kept it, with the gap in the note
    assert source_states(report, [line]) == (set(), set())
    line = line_of(report, "hoa-giai")
    send(template.reports.get(unit=below[2]), hoa_giai=amount(0))
    assert source_states(report, [line], with_waiting=False) == (set(), set())
    assert source_states(report, [line]) == (set(), {line.pk})
    consolidate(template_id=template.pk, actor=SYSTEM, now=NOW)  # the same figure, of all units
    assert source_states(report, [line]) == ({line.pk}, set())
    fill(report, hoa_giai=amount(18, note=line.note))  # the gap goes with the sum
    assert line_of(report, "hoa-giai").whole_note == "Theo sổ."
    fill(report, hoa_giai=LineInput(note=line.note))
    take_over(report_id=report.pk, actor=SYSTEM, now=NOW)
    line = line_of(report, "hoa-giai")
    assert (line.amount, line.whole_note, source_states(report, [line])) == (17, "Theo sổ.", (set(), set()))
    # It is sent, and what lies below changes: who receives it does not hear of that.
    submit_report(report_id=report.pk, actor=SYSTEM, now=NOW)
    lower = template.reports.get(unit=below[2])
    reopen_report(report_id=lower.pk, reason="Kiểm tra lại", actor=SYSTEM, now=NOW)
    send(lower, hoa_giai=amount(0))
    receiver = office_of(report.template)
    keeper = RoleAssignmentFactory(unit=report.unit, role=Role.STANDING_OFFICE).user
    RoleAssignmentFactory(unit=report.template.year.organiser, role=Role.AUDITOR, user=keeper)
    for reader, seen in ((officer_of(report), {line.pk}), (keeper, {line.pk}), (receiver, set())):
        client.force_login(reader)
        for page in ("report-detail", "report-check"):
            shown = client.get(reverse(f"periodic_reports:{page}", args=[report.pk])).context
            assert (shown["reading"].lines[0].pk, shown["waiting"]) == (line.pk, seen)
