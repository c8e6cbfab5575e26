"""Chốt tổng hợp: the next body takes over what was sent; reports become accepted by themselves."""

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.errors import DomainError
from apps.core.numbers import format_decimal
from apps.notifications.domain.sending import notify
from apps.periodic_reports.aggregation_queries import Total, aggregate, reports_in
from apps.periodic_reports.domain.templates import lock_template
from apps.periodic_reports.enums import ReportState, TemplateState
from apps.periodic_reports.models import Consolidation, PeriodicReport, ReportTemplate
from apps.periodic_reports.workflow import REPORT_FLOW
from apps.periods.domain.years import require_writable
from apps.units.enums import Role
from apps.units.queries import ids_of_people

PLACES = Decimal("0.0001")


class NothingSent(DomainError):
    """There is nothing to take over."""

    default_message = _("Chưa có đơn vị nào gửi báo cáo này nên chưa tổng hợp được.")


class SameAsBefore(DomainError):
    """Nothing changed since the last consolidation."""

    default_message = _("Số liệu không thay đổi so với lần tổng hợp trước.")


@operation()
def consolidate(*, template_id: int, actor: Actor, now: datetime, cluster_year_id: int | None = None) -> Consolidation:
    """Freeze the totals as a numbered version; every report in them is taken over (Đã tiếp nhận).

    A gap is no hindrance: it is named in the version. A later change makes the next number; where reports came anew
    without changing a figure they are taken over into the last one. Only reports under the lock are counted: what is
    sent meanwhile waits for the next time. The caller has asked ``policies.can_consolidate``.

    Raises NothingSent, SameAsBefore, YearClosed.
    """
    template = lock_template(template_id)
    require_writable(template.year)
    reports = reports_in(template, cluster_year_id)
    locked = list(reports.sent().select_for_update(of=("self",), no_key=True).order_by("pk"))
    if template.state != TemplateState.ISSUED or not locked:
        raise NothingSent
    found = aggregate(template, now, cluster_year_id, counted=[report.pk for report in locked])
    made = Consolidation(
        template=template,
        cluster_year_id=cluster_year_id,
        asked=found.asked,
        sent=found.sent,
        missing=[gap.name for gap in found.gaps],
        totals=[kept(total) for total in found.totals],
        made_at=now,
        made_by_label=actor.label,
    )
    earlier = Consolidation.objects.filter(template=template, cluster_year_id=cluster_year_id)
    last = earlier.order_by("number").last()
    if last and all(getattr(last, name) == getattr(made, name) for name in ("totals", "missing", "asked", "sent")):
        return _into_last(last, locked, actor, now)
    made.number = (earlier.aggregate(last=Max("number"))["last"] or 0) + 1
    made.save()
    accepted = _accept(locked, now)
    after = {"number": made.number, "sent": made.sent, "asked": made.asked, "accepted": len(accepted)}
    record("periodic_reports.consolidation.make", actor=actor, target=made, at=now, after=after)
    _tell(accepted, made, actor, now)
    return made


def is_outdated(made: Consolidation) -> bool:
    """Whether reports wait that this version, the newest, has not taken over; two queries."""
    newer = Consolidation.objects.filter(template=made.template_id, cluster_year=made.cluster_year_id)
    if newer.filter(number__gt=made.number).exists():
        return False
    return has_waiting(made.template, made.cluster_year_id)


def has_waiting(template: ReportTemplate, cluster_year_id: int | None = None) -> bool:
    """Whether reports were sent that no consolidation has taken over; one query."""
    return reports_in(template, cluster_year_id).filter(state=ReportState.SUBMITTED).exists()


def _into_last(last: Consolidation, locked: list[PeriodicReport], actor: Actor, now: datetime) -> Consolidation:
    """Reports sent anew that change no figure belong to the last version. Raises SameAsBefore when there are none."""
    accepted = _accept(locked, now)
    if not accepted:
        raise SameAsBefore
    after = {"number": last.number, "accepted": len(accepted)}
    record("periodic_reports.consolidation.accept", actor=actor, target=last, at=now, after=after)
    _tell(accepted, last, actor, now)
    return last


def _accept(reports: list[PeriodicReport], now: datetime) -> list[PeriodicReport]:
    """Reports that were only sent are taken over now."""
    accepted = [report for report in reports if report.state == ReportState.SUBMITTED]
    for report in accepted:
        report.state = REPORT_FLOW.target("accept", report.state)
        report.updated_at = now
    PeriodicReport.objects.bulk_update(accepted, ["state", "updated_at"], batch_size=1000)
    return accepted


def _tell(accepted: list[PeriodicReport], made: Consolidation, actor: Actor, now: datetime) -> None:
    """Officers of the units whose reports were taken over, in one notice."""
    people = ids_of_people([report.unit_id for report in accepted], [Role.OFFICER], local(now).date())
    if people:
        path = made.template.get_absolute_url()
        notify("periodic_reports.accepted", to=people, about=made.template, path=path, actor=actor, now=now)


def kept(total: Total) -> dict:
    """A total as the frozen version keeps it: exact decimal texts."""
    item = total.item
    value = None if total.value is None else total.value.quantize(PLACES, rounding=ROUND_HALF_UP)
    return {
        "code": item.code,
        "section": item.section,
        "label": item.label,
        "kind": item.kind,
        "unit": item.unit_of_measure,
        "value": format_decimal(value, grouped=False),
        "numerator": format_decimal(total.numerator, grouped=False),
        "denominator": format_decimal(total.denominator, grouped=False),
        "units": total.units,
        "estimates": total.estimates,
        "nothing": total.nothing,
        "lacking": total.lacking,
        "unnamed": total.unnamed,
    }
