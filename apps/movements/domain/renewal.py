"""Each January the units say anew whether the movements that go on are in their programme of the year."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from apps.audit.trail import operation
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.kept import kept_language
from apps.movements.domain.duties import answer_by, ask_year
from apps.movements.models import Participation
from apps.movements.queries.cascade import LAUNCH, asked_together, live_of_organiser
from apps.movements.telling_queries import people_of_units
from apps.notifications.domain.sending import notify
from apps.obligations.models import Obligation
from apps.periods.domain.years import require_writable
from apps.periods.models import EmulationYear


@operation()
def ask_for_year(*, year_id: int, actor: Actor, now: datetime, due_on: date | None = None) -> int:
    """Ask every unit of the organiser's movements that run in the year; answers how many units were not asked yet.

    Until the end of January, or for thirty days when that is later.
    Repeating asks only those that came since. Silence stays visible: "chưa cập nhật". Raises YearClosed.
    """
    year = EmulationYear.objects.select_related("organiser").get(pk=year_id)
    require_writable(year)
    mine = Participation.objects.standing().filter(movement__in=live_of_organiser(year))
    waiting = asked_together(mine, year).exclude(unit__obligations__in=_asked(year))
    unit_ids = sorted(set(waiting.order_by().values_list("unit_id", flat=True)))
    if not unit_ids:
        return 0
    today = local(now).date()
    if due_on is None or due_on < today:
        due_on = answer_by(year.year, today)
    ask_year(year, unit_ids, due_on=due_on, actor=actor, now=now)
    with kept_language():
        title = _("Xác nhận phong trào thi đua trong chương trình năm %(year)s") % {"year": year.year}
    notify(
        "movements.renewal",
        to=people_of_units(unit_ids, today),
        title=title,
        path="/movements/confirmations/",
        actor=actor,
        now=now,
        key=f"movements.renewal:{year.pk}",
    )
    return len(unit_ids)


def _asked(year: EmulationYear):
    return Obligation.objects.filter(duty__year=year, duty__code=LAUNCH).order_by().values("pk")
