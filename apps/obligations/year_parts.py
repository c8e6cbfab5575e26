"""What duties tell of a year: what is in it, what keeps it from being closed, what stands in a person's calendar."""

from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.core.actor import Actor
from apps.core.dates import format_date, format_datetime
from apps.obligations.models import Duty, Obligation, Reopening, TimeRequest
from apps.periods import agenda, closing, contents
from apps.periods.agenda import Event
from apps.periods.closing import Finding
from apps.periods.contents import Line
from apps.periods.domain.working_days import working_days
from apps.units.enums import Role

MOST_NAMED = 5


def register() -> None:
    contents.register("duties", lazy("Việc phải làm"), lines_of, order=20)
    closing.register("duties", lazy("Việc phải làm"), findings_of)
    agenda.register("duties", events_of)


def _counted(year):
    owed = Q(obligations__waived_at=None)
    return (
        Duty.objects.of_organiser()
        .filter(year=year)
        .annotate(
            asked=Count("obligations", filter=owed),
            sent=Count("obligations", filter=owed & Q(obligations__fulfilled_at__isnull=False)),
        )
        .order_by("due_on", "code")
    )


def lines_of(year, actor: Actor) -> list[Line]:
    """Duties of the year with their dates; how many have sent, for the organiser's office. A due date on a day off is
    said.
    """
    duties = list(_counted(year))
    if not duties:
        return []
    days = working_days(duties[0].due_on, duties[-1].due_on)
    sees_counts = actor.is_system or actor.holds(Role.STANDING_OFFICE, Role.AUDITOR, unit_id=year.organiser_id)
    return [
        Line(
            duty.label,
            " · ".join(
                [
                    _("Hạn nộp %(day)s") % {"day": format_date(duty.due_on)},
                    *([_("Đã gửi %(sent)s/%(all)s") % {"sent": duty.sent, "all": duty.asked}] if sees_counts else []),
                    *([duty.basis] if duty.basis else []),
                ]
            ),
            duty.get_absolute_url() if sees_counts else "",
            warning=days.warning(duty.due_on),
        )
        for duty in duties
    ]


def findings_of(year):
    """What was asked for and never came: told, and no reason to keep the year open for ever."""
    missing = Obligation.objects.open().filter(duty__year=year, duty__asked_by=None).order_by("duty__due_on", "pk")
    by_duty: dict[str, list[str]] = {}
    for label, unit in missing.values_list("duty__label", "unit__name"):
        by_duty.setdefault(label, []).append(unit)
    for label, units in by_duty.items():
        names = ", ".join(units[:MOST_NAMED]) + (", …" if len(units) > MOST_NAMED else "")
        text = _("%(duty)s: còn %(count)s đơn vị chưa gửi (%(names)s).")
        yield Finding(text % {"duty": label, "count": len(units), "names": names}, blocks=False)
    open_now = Reopening.objects.filter(obligation__duty__year=year, closed_at=None).order_by("pk")
    for label, unit in open_now.values_list("obligation__duty__label", "obligation__unit__name"):
        text = _("%(duty)s: đang mở lại cho %(unit)s sửa.")
        yield Finding(text % {"duty": label, "unit": unit}, blocks=False)
    asked = TimeRequest.objects.waiting().filter(obligation__duty__year=year).order_by("pk")
    for label, unit in asked.values_list("obligation__duty__label", "obligation__unit__name"):
        text = _("%(duty)s: đề nghị của %(unit)s chưa được trả lời.")
        yield Finding(text % {"duty": label, "unit": unit}, blocks=False)


def events_of(actor: Actor, first: date, last: date):
    """What the actor's own units owe, with their extension; their internal date by itself until it was sent; what the
    actor's office asks for.
    """
    found = []
    own = Obligation.objects.filter(unit__in=actor.unit_ids(Role.OFFICER, Role.LEADER), waived_at=None)
    dates = ("duty__due_on", "extended_to__date", "internal_due_on", "head_due_on", "duty__internal_due_on")
    window = Q.create([(f"{name}__range", (first, last)) for name in dates], connector=Q.OR)
    for each in own.filter(window).for_list().order_by("pk"):
        days = each.internal_day
        named = {"what": each.duty.label, "unit": each.unit.table_name}
        told = {"url": each.path, "done": each.fulfilled_at is not None}
        changed_at = max(each.updated_at, each.duty.updated_at)
        if days and days != each.last_day and first <= days <= last and each.fulfilled_at is None:
            title = _("Hạn nội bộ: %(what)s – %(unit)s") % named
            found.append(Event(f"obligation-{each.pk}-internal", days, title, changed_at, **told))
        if not any(first <= day <= last for day in (each.duty.due_on, each.last_day)):
            continue  # only its internal date stands here; an extension into the next year is told with the due date
        note = " ".join(
            filter(
                None,
                [
                    _("Đã gửi.") if each.fulfilled_at else "",
                    _("Được gia hạn đến %(time)s.") % {"time": format_datetime(each.extended_to)}
                    if each.extended_to
                    else "",
                    _("Hạn nội bộ %(day)s.") % {"day": format_date(days)} if days else "",
                    each.duty.basis,
                ],
            )
        )
        found.append(
            Event(
                f"obligation-{each.pk}",
                each.last_day,
                _("Hạn nộp: %(what)s – %(unit)s") % named,
                changed_at,
                note=note,
                **told,
            )
        )
    asked = Duty.objects.filter(
        year__organiser__in=actor.unit_ids(Role.STANDING_OFFICE), asked_by=None, due_on__range=(first, last)
    )
    for duty in asked:
        title = _("Hạn nộp của các đơn vị: %(what)s") % {"what": duty.label}
        url = duty.get_absolute_url()
        found.append(Event(f"duty-{duty.pk}", duty.due_on, title, duty.updated_at, note=duty.basis, url=url))
    return found
