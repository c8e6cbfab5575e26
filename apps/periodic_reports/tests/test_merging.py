"""When units merge: what was sent stays, the successor reports once for what is open."""

from datetime import UTC, date, datetime

import pytest

from apps.obligations.models import Obligation
from apps.periodic_reports.tests.factories import SYSTEM, cluster_of, issued_template, report_of, send, started
from apps.units.domain.merging import merge_units
from apps.units.domain.successions import Basis

pytestmark = pytest.mark.django_db
NOW = datetime(2022, 7, 1, 3, tzinfo=UTC)


def merge(units, into):
    merge_units(
        unit_ids=[unit.pk for unit in units],
        into_id=into.pk,
        on=date(2022, 7, 1),
        basis=Basis(text="Nghị quyết"),
        actor=SYSTEM,
        now=NOW,
    )


def test_sent_report_stays_and_counts():
    template = issued_template(cluster_year=cluster_of(3), due_on=date(2022, 12, 20))
    sent, kept = send(report_of(template, 1)), report_of(template, 2)
    merge([sent.unit], kept.unit)
    assert {report.unit_id for report in template.reports.all()} >= {sent.unit_id, kept.unit_id}
    assert template.reports.sent().count() == 1


def test_open_report_of_the_predecessor_goes_and_the_successor_owes_one():
    template = issued_template(cluster_year=cluster_of(3), due_on=date(2022, 12, 20))
    gone, begun = report_of(template, 1), started(report_of(template, 2))
    into = report_of(template, 0)
    merge([gone.unit, begun.unit], into.unit)
    assert set(template.reports.values_list("unit_id", flat=True)) == {begun.unit_id, into.unit_id}
    assert Obligation.objects.open().filter(duty__code=template.duty_code).count() == 1
