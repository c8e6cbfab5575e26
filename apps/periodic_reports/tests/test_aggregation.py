"""Totals up the tree: sums, ratios of sums, honest gaps; consolidating takes over."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from apps.clusters.models import ClusterYear
from apps.clusters.tests.factories import ClusterYearFactory, MemberFactory
from apps.obligations.domain.extensions import extend
from apps.obligations.domain.waiving import waive
from apps.obligations.models import Obligation
from apps.periodic_reports import aggregation_queries
from apps.periodic_reports.aggregation_queries import aggregate, by_cluster, counts_of
from apps.periodic_reports.domain import consolidating
from apps.periodic_reports.domain.consolidating import NothingSent, SameAsBefore, consolidate, is_outdated
from apps.periodic_reports.domain.lines import LineInput, ReportNotEditable
from apps.periodic_reports.domain.returns import reopen_report, return_report
from apps.periodic_reports.domain.submissions import submit_report
from apps.periodic_reports.enums import ReportState
from apps.periodic_reports.tests.factories import (
    NOW,
    SYSTEM,
    amount,
    cluster_of,
    fill,
    issued_template,
    rate,
    report_of,
    send,
    text,
)

pytestmark = pytest.mark.django_db
THREE_DAYS_AFTER = datetime(2022, 7, 3, 3, 0, tzinfo=UTC)


def total(found, code):
    return next(each for each in found.totals if each.item.code == code)


def test_amounts_add_up_and_rates_are_ratios_of_sums():
    template = issued_template(3)
    send(report_of(template, 0), hoa_giai=amount(10), dung_han=rate(90, 100))
    send(report_of(template, 1), hoa_giai=amount("2.5"), dung_han=rate(1, 2))
    found = aggregate(template, NOW)
    assert total(found, "hoa-giai").value == Decimal("12.5")
    assert total(found, "dung-han").numerator == 91
    assert total(found, "dung-han").value == Decimal(91) * 100 / 102  # not the mean of 90% and 50%


def test_rate_without_any_case_is_nothing_not_zero():
    template = issued_template(1)
    send(report_of(template), hoa_giai=amount(0), dung_han=rate(0, 0))
    assert total(aggregate(template, NOW), "dung-han").value is None
    assert total(aggregate(template, NOW), "hoa-giai").value == 0


def test_half_of_a_rate_is_not_counted_and_the_unit_is_named():
    template = issued_template(2)
    first = report_of(template, 0)
    send(first, hoa_giai=amount(1), dung_han=LineInput(numerator=Decimal(5)))
    send(report_of(template, 1), hoa_giai=amount(1), dung_han=rate(1, 4))
    found = total(aggregate(template, NOW), "dung-han")
    assert (found.value, found.units, found.lacking) == (25, 1, [first.unit_name])


def test_estimates_are_marked():
    template = issued_template(2)
    send(report_of(template, 0), hoa_giai=amount(10, is_estimate=True))
    send(report_of(template, 1), hoa_giai=amount(10))
    assert total(aggregate(template, NOW), "hoa-giai").estimates == 1


def test_what_was_returned_is_not_counted():
    template = issued_template(1)
    report = send(report_of(template))
    return_report(report_id=report.pk, remark="Bổ sung", actor=SYSTEM, now=NOW)
    found = aggregate(template, NOW)
    assert (found.sent, total(found, "hoa-giai").value) == (0, None)


def test_s000_3_late_reports_are_named_and_the_lateness_stays_after_they_send():
    template = issued_template(10)
    reports = [report_of(template, n) for n in range(10)]
    for report in reports[:8]:
        send(report)
    found = aggregate(template, THREE_DAYS_AFTER)
    assert (found.sent, found.asked, found.is_complete) == (8, 10, False)
    assert [(gap.name, gap.days_late) for gap in found.overdue] == [
        (reports[8].unit_name, 3),
        (reports[9].unit_name, 3),
    ]
    for report in reports[8:]:
        send(report, at=THREE_DAYS_AFTER)
    found = aggregate(template, THREE_DAYS_AFTER + timedelta(days=30))
    assert found.is_complete
    assert found.gaps == []
    assert [(late.name, late.days_late) for late in found.late] == [
        (reports[8].unit_name, 3),
        (reports[9].unit_name, 3),
    ]


def test_s000_3_extension_moves_the_date_for_one_unit():
    template = issued_template(1)
    report = report_of(template)
    owed = Obligation.objects.get(unit=report.unit)
    extend(
        obligation_id=owed.pk,
        until=datetime(2022, 7, 5, 10, 0, tzinfo=UTC),
        asked_by="Bà Thử",
        asked_how="telephone",
        reason="Mất điện diện rộng",
        actor=SYSTEM,
        now=NOW,
    )
    assert aggregate(template, THREE_DAYS_AFTER).overdue == []
    send(report, at=THREE_DAYS_AFTER)
    assert aggregate(template, THREE_DAYS_AFTER).late == []


def test_head_sees_the_members_of_the_own_cluster():
    mine = cluster_of(2)
    other = ClusterYearFactory(year=mine.year)
    MemberFactory(cluster_year=other)
    template = issued_template(cluster_year=mine)
    assert template.reports.count() == 3
    assert aggregate(template, NOW, mine.pk).asked == 2
    counts = {each.cluster_year.pk: (each.asked, each.sent) for each in by_cluster(template)}
    assert counts == {mine.pk: (2, 0), other.pk: (1, 0)}


def test_consolidating_takes_over_what_was_sent_and_freezes_the_figures():
    template = issued_template(2)
    report = send(report_of(template), hoa_giai=amount(10), VBQPPL=text("xong"))
    made = consolidate(template_id=template.pk, actor=SYSTEM, now=NOW)
    report.refresh_from_db()
    assert report.state == ReportState.ACCEPTED
    assert (made.number, made.sent, made.asked) == (1, 1, 2)
    assert made.missing == [report_of(template, 1).unit_name]
    assert made.totals[0]["value"] == "10"


def test_later_report_makes_the_next_number_and_the_first_stays():
    template = issued_template(2)
    send(report_of(template))
    first = consolidate(template_id=template.pk, actor=SYSTEM, now=NOW)
    with pytest.raises(SameAsBefore):
        consolidate(template_id=template.pk, actor=SYSTEM, now=NOW)
    assert not is_outdated(first)
    send(report_of(template, 1), hoa_giai=amount(7))
    assert is_outdated(first)
    second = consolidate(template_id=template.pk, actor=SYSTEM, now=NOW)
    assert [is_outdated(each) for each in (first, second)] == [False, False]
    first.refresh_from_db()
    assert (first.totals[0]["value"], second.totals[0]["value"], second.number) == ("10", "17", 2)


def test_nothing_is_consolidated_before_anybody_sent():
    template = issued_template(1)
    fill(report_of(template), hoa_giai=amount(1))
    with pytest.raises(NothingSent):
        consolidate(template_id=template.pk, actor=SYSTEM, now=NOW)


def test_accepted_report_cannot_be_sent_again():
    template = issued_template(1)
    report = send(report_of(template))
    consolidate(template_id=template.pk, actor=SYSTEM, now=NOW)
    with pytest.raises(ReportNotEditable):
        submit_report(report_id=report.pk, actor=SYSTEM, now=NOW)


@pytest.mark.parametrize("units", [1, 4])
def test_number_of_queries_does_not_grow_with_units(units, django_assert_num_queries):
    template = issued_template(units)
    for n in range(units):
        send(report_of(template, n))
    template.year  # noqa: B018 -- loaded before counting
    with django_assert_num_queries(6):
        aggregate(template, NOW)


def test_what_is_sent_while_totals_are_made_waits_for_the_next_time(monkeypatch):
    template = issued_template(2)
    send(report_of(template, 0), hoa_giai=amount(10))

    def meanwhile(*args, **kwargs):
        send(report_of(template, 1), hoa_giai=amount(7))
        return aggregate(*args, **kwargs)

    monkeypatch.setattr(consolidating, "aggregate", meanwhile)
    made = consolidate(template_id=template.pk, actor=SYSTEM, now=NOW)
    second = report_of(template, 1)
    assert (made.totals[0]["value"], made.sent, made.missing) == ("10", 1, [second.unit_name])
    assert second.state == ReportState.SUBMITTED


def test_report_sent_anew_without_another_figure_is_taken_over_into_the_last_version():
    template = issued_template(1)
    report = send(report_of(template))
    first = consolidate(template_id=template.pk, actor=SYSTEM, now=NOW)
    reopen_report(report_id=report.pk, reason="Sửa lời văn", actor=SYSTEM, now=NOW)
    send(report, hoa_giai=amount(10), VBQPPL=text("lời văn mới"))
    assert consolidate(template_id=template.pk, actor=SYSTEM, now=NOW).totals[2]["units"] == 1  # one more text
    reopen_report(report_id=report.pk, reason="Sửa lời văn", actor=SYSTEM, now=NOW)
    send(report, VBQPPL=text("lời văn khác"))
    again = consolidate(template_id=template.pk, actor=SYSTEM, now=NOW)
    report.refresh_from_db()
    assert (again.number, again.number - first.number, report.state) == (2, 1, ReportState.ACCEPTED)


def test_excused_unit_is_not_counted_among_those_asked():
    template = issued_template(2)
    send(report_of(template, 0))
    excused = Obligation.objects.get(unit=report_of(template, 1).unit)
    waive(obligation_id=excused.pk, reason="Đơn vị đã giải thể", actor=SYSTEM, now=NOW)
    assert counts_of([template.pk])[template.pk]["asked"] == 1


def test_a_head_of_another_year_is_told_nothing_of_the_members_reports():
    template = issued_template(2)
    mine, before = ClusterYear.objects.get(year_id=template.year_id), ClusterYearFactory(year__year=2021)
    for member in mine.members.all():
        MemberFactory(cluster_year=before, unit=member.unit)
    assert counts_of([template.pk], [mine.pk])[template.pk]["asked"] == 2
    assert counts_of([template.pk], [before.pk]) == {}


def test_units_that_lack_a_figure_are_named_for_each_line_and_the_rest_is_counted(monkeypatch):
    monkeypatch.setattr(aggregation_queries, "MOST_NAMED", 1)
    template = issued_template(3)
    for n in range(3):
        send(report_of(template, n), VBQPPL=text("xong"))
    found = aggregate(template, NOW)
    first = report_of(template, 0).unit_name
    assert [(total(found, code).lacking, total(found, code).unnamed) for code in ("hoa-giai", "dung-han")] == [
        ([first], 2),
        ([first], 2),
    ]
    made = consolidate(template_id=template.pk, actor=SYSTEM, now=NOW)
    assert (made.totals[0]["lacking"], made.totals[0]["unnamed"]) == ([first], 2)


def test_more_late_units_than_are_named_are_still_counted(monkeypatch):
    monkeypatch.setattr(aggregation_queries, "MOST_NAMED", 1)
    template = issued_template(3)
    found = aggregate(template, THREE_DAYS_AFTER)
    assert (len(found.gaps), found.missing, found.overdue_count) == (1, 3, 3)
    for number in range(3):
        send(report_of(template, number), at=THREE_DAYS_AFTER, hoa_giai=amount(1))
    found = aggregate(template, THREE_DAYS_AFTER)
    assert (len(found.late), found.late_unnamed, found.overdue_count) == (1, 2, 0)
