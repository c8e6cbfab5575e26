"""Lines of decisions follow what the registry's acts do to their awards, one by one or the whole list."""

from datetime import datetime

from django.utils.translation import gettext as _

from apps.awards.domain.payments import pay_again
from apps.awards.models import AwardDecision, DecisionLine, Nominee
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.registry.enums import ActKind
from apps.registry.models import Award


class DecidedAnew(DomainError):
    """The nominee stands in a later decision; the former award cannot hold beside it."""


def award_acted(award: Award, kind: str, actor: Actor, now: datetime) -> None:
    """``is_live`` says whether the award of the line holds. What is to be paid is counted anew when it holds again.

    Raises DecidedAnew.
    """
    if kind == ActKind.CORRECT:
        return
    line = DecisionLine.objects.select_related("nominee__award", "nominee__proposal", "decision__document")
    line = line.defer("nominee__findings").filter(award=award).first()
    if line is None:
        return
    Nominee.objects.select_for_update(no_key=True).only("pk").get(pk=line.nominee_id)  # as decisions.add_lines
    line.is_live = kind == ActKind.RESTORE
    if line.is_live:
        refuse_decided_anew([line.nominee_id], line.decision)
        pay_again(line, line.decision.document.issued_on)
    line.save(update_fields=["is_live", "paid", "bonus_note"])


def refuse_decided_anew(nominee_ids, decision: AwardDecision) -> None:
    others = DecisionLine.objects.filter(is_live=True, nominee__in=nominee_ids).exclude(decision=decision)
    if other := others.select_related("nominee__award").first():
        raise DecidedAnew(_("%(who)s đã có trong một quyết định khác.") % {"who": other})
