"""Awards of a year by title: asked for and granted, side by side and never added up (Toàn ngành, screen 12)."""

from dataclasses import dataclass

from django.db.models import Count

from apps.awards.enums import ASKED
from apps.awards.models import AwardProposal, Nominee
from apps.awards.queries import identity_of
from apps.core.actor import Actor
from apps.core.together import Asking
from apps.registry.models import Award


@dataclass
class AwardLine:
    """One title or form: collectives and persons in proposals that were sent, awards that hold."""

    award_id: int
    name: str
    asked: int = 0
    granted: int = 0


def awards_of_year(actor: Actor, year: int) -> Asking:
    """Lines in the order of the catalogue; what was neither asked for nor granted is left out.

    Asked for in the emulation year: who stands in two proposals for one award counts once, as in the list behind the
    figure (``awards.queries.asked``). Granted for achievements of the calendar year, or of several that end with it.
    """
    sent = AwardProposal.objects.visible_to(actor).filter(year__year=year, state__in=ASKED).order_by().values("pk")
    asked = Nominee.objects.filter(proposal__in=sent)
    granted = Award.objects.visible_to(actor).held().achieved_in(year)
    who = Count(identity_of(), distinct=True)
    questions = (_counted(asked, "award", who), _counted(granted, "award_type", Count("pk")))
    lines: dict[tuple, AwardLine] = {}
    for kind, rows in zip(("asked", "granted"), (yield questions), strict=True):
        for order, pk, name, number in rows:
            setattr(lines.setdefault((order, pk), AwardLine(pk, name)), kind, number)
    return [lines[key] for key in sorted(lines)]


def _counted(rows, award: str, number: Count):
    named = [f"{award}__order", award, f"{award}__name"]
    return rows.order_by().values_list(*named).annotate(number=number)
