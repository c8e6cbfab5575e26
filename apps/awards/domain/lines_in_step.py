"""Lines of decisions follow what the registry's acts do to their awards, one by one or the whole list."""

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from django.utils.translation import gettext as _

from apps.awards.domain.payments import pay_again
from apps.awards.models import AwardDecision, DecisionLine, Nominee, UpwardLine
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.registry.enums import HELD, ActKind
from apps.registry.models import Award


class DecidedAnew(DomainError):
    """The nominee stands in a later decision; the former award cannot hold beside it."""


def awards_acted(awards: Collection[Award], kind: str, actor: Actor, now: datetime) -> None:
    """``is_live`` says whether the award of the line holds. What is to be paid is counted anew when it holds again.

    As many queries for a list as for one line. Raises DecidedAnew.
    """
    if kind == ActKind.CORRECT:
        return
    if kind == ActKind.RESTORE:
        _refuse_granted_anew(awards)
    lines = DecisionLine.objects.filter(award__in=awards).order_by("decision_id", "position", "pk")
    nominees = Nominee.objects.filter(pk__in=lines.order_by().values("nominee_id")).order_by("pk")
    list(nominees.select_for_update(no_key=True).only("pk"))  # as decisions.add_lines
    if kind == ActKind.CANCEL:
        lines.update(is_live=False)
        return
    found = lines.select_related("nominee__award", "nominee__proposal", "decision__document")
    for _decision, group in groupby(found.defer("nominee__findings"), key=attrgetter("decision_id")):
        _hold_again(list(group))


def _hold_again(lines: Sequence[DecisionLine]) -> None:
    """``lines`` of one decision."""
    decision = lines[0].decision
    _refuse_decided_anew([line.nominee_id for line in lines], decision)
    for line in lines:
        line.is_live = True
    pay_again(lines, decision.document.issued_on)
    DecisionLine.objects.bulk_update(lines, ["is_live", "paid", "bonus_note"], batch_size=500)


def _refuse_granted_anew(awards: Collection[Award]) -> None:
    """Awards from above: the line keeps only the award of the newest answer, its history the former ones."""
    anew = UpwardLine.objects.filter(events__award__in=awards, award__state__in=HELD).exclude(award__in=awards)
    if other := anew.select_related("nominee__award").first():
        raise DecidedAnew(_("%(who)s đã có trong một quyết định khác.") % {"who": other})


def _refuse_decided_anew(nominee_ids: Collection[int], decision: AwardDecision) -> None:
    others = DecisionLine.objects.filter(is_live=True, nominee__in=nominee_ids).exclude(decision=decision)
    if other := others.select_related("nominee__award").first():
        raise DecidedAnew(_("%(who)s đã có trong một quyết định khác.") % {"who": other})
