"""What movements tell of a year: those that run in it, and milestones in a person's calendar."""

from datetime import date

from django.utils.translation import gettext_lazy as lazy

from apps.core.actor import Actor
from apps.movements.enums import LIVE, MOVEMENT_WORDS
from apps.movements.models import Milestone, Movement
from apps.periods import agenda, contents
from apps.periods.agenda import Event
from apps.periods.contents import Line
from apps.periods.enums import Stage


def register() -> None:
    contents.register("movements", lazy("Phong trào thi đua"), lines_of, order=40)
    agenda.register("movements", events_of)


def lines_of(year, actor: Actor) -> list[Line]:
    """Movements that run in the year and the actor sees; one query."""
    if not year.uses(Stage.MOVEMENT):
        return []
    found = Movement.objects.visible_to(actor).live_in(year.year).filter(organiser_id=year.organiser_id)
    return [
        Line(each.short_name, f"{each.stage} · {MOVEMENT_WORDS[each.state]}", each.get_absolute_url())
        for each in found.order_by("starts_on", "pk")
    ]


def events_of(actor: Actor, first: date, last: date):
    """Reviews to come whose day is set; those that were asked for are duties of their own. One query."""
    seen = Movement.objects.visible_to(actor).filter(state__in=LIVE).values("pk")
    found = Milestone.objects.filter(movement__in=seen, asked_at=None, due_on__range=(first, last))
    return [
        Event(
            f"milestone-{each.pk}",
            each.due_on,
            f"{each}: {each.movement.short_name}",
            each.updated_at,
            note=each.window_text,
            url=each.movement.get_absolute_url(),
        )
        for each in found.select_related("movement").order_by("pk")
    ]
