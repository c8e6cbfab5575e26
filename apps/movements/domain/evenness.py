"""Nhắc: officers of units that have no themed movement; and of movements that have gone quiet."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.audit.trail import operation, record
from apps.clusters.enums import FINISHING
from apps.clusters.models import Member
from apps.core.actor import Actor
from apps.core.dates import format_date, local
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.movements.activity_clock import pulse_of
from apps.movements.evenness_queries import with_activity
from apps.movements.models import Movement, Participation, last_activity_of
from apps.notifications.domain.sending import notify
from apps.notifications.models import Notice
from apps.units.enums import Role
from apps.units.models import Unit
from apps.units.models.people_scope import reach_of
from apps.units.queries import ids_of_people


class NobodyToRemind(DomainError):
    """All of them have launched one meanwhile, were reminded today, or have no officer."""

    def __init__(self):
        super().__init__(
            _("Không có ai để nhắc: các đơn vị đã có phong trào chuyên đề, đã được nhắc hôm nay, chưa phân công cán bộ")
            + _(" TĐKT, hoặc không thuộc phạm vi của bạn.")
        )


def remindable(actor: Actor, year: int):
    """Units that the actor may remind: those below the office, members of the clusters that the actor leads then."""
    reach = reach_of(actor, Role.STANDING_OFFICE)
    led = Member.objects.standing().filter(cluster_year_id__in=actor.cluster_year_ids(*FINISHING))
    members = led.filter(cluster_year__year__year=year).order_by()
    return Unit.objects.filter(reach.condition() | Q(pk__in=members.values("unit_id")))


@operation()
def remind_without_theme(*, ids: Iterable[int], actor: Actor, now: datetime) -> int:
    """Tell the officers of those of the units that lack a themed movement now; each once a day; answers how many units.

    Raises NobodyToRemind.
    """
    today = local(now).date()
    units = with_activity(remindable(actor, today.year).filter(pk__in=list(ids)), today.year).filter(
        themed=False, live__gt=0
    )
    told = []
    with kept_language():
        body = _(
            "Đơn vị chưa phát động phong trào thi đua theo chuyên đề nào trong năm %(year)s."
            " Xác nhận phát động và ghi hoạt động đầu tiên."
        ) % {"year": today.year}
    for unit in units.order_by("protocol_order", "pk"):
        people = ids_of_people([unit.pk], [Role.OFFICER], today)
        key = f"movements.without_theme:{unit.pk}:{today:%Y-%m-%d}"
        if notify(
            "movements.without_theme",
            to=people,
            about=unit,
            body=body,
            path="/movements/",
            actor=actor,
            now=now,
            key=key,
        ):
            told.append(unit)
    if not told:
        raise NobodyToRemind
    for unit in told:
        record("movements.evenness.remind", actor=actor, target=unit, at=now, after={"year": today.year})
    return len(told)


@operation()
def tell_quiet(*, actor: Actor, now: datetime) -> int:
    """Officers hear of each movement of their unit that was not kept up; once for each silence. Answers how many."""
    today = local(now).date()
    running = Movement.objects.running(today).order_by()
    rows = Participation.objects.standing().filter(movement__in=running.values("pk")).for_list()
    rows = rows.annotate(last_on=last_activity_of()).order_by("pk")
    known = set(Notice.objects.filter(kind__code="movements.quiet").order_by().values_list("key", flat=True))
    told = 0
    for row in rows.iterator(chunk_size=500):
        found = pulse_of(row, today)
        if found.quiet and _key(row) not in known:
            told += bool(_tell(row, found.last_on, found.days, today, actor, now))
    return told


def _key(row: Participation) -> str:
    """The same as long as nothing new happens."""
    return f"movements.quiet:{row.pk}:{row.last_on or row.added_on}"


def _tell(row: Participation, last_on: date | None, days: int, today: date, actor: Actor, now: datetime) -> int:
    with kept_language():
        title = _("%(movement)s: chưa duy trì thường xuyên") % {"movement": row.movement.short_name}
        since = (
            _("Hoạt động gần nhất: %(day)s.") % {"day": format_date(last_on)}
            if last_on
            else _("Chưa có hoạt động nào.")
        )
        body = f"{since} " + _("Đã %(days)s ngày không có hoạt động.") % {"days": days}
    return notify(
        "movements.quiet",
        to=ids_of_people([row.unit_id], [Role.OFFICER], today),
        about=row,
        title=title,
        body=body,
        actor=actor,
        now=now,
        key=_key(row),
    )
