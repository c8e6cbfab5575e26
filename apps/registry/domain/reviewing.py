"""Xem lại: what fell with a cancelled award is kept or cancelled too, for one award or for all of a list at once."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import QuerySet

from apps.audit.trail import operation
from apps.core.actor import Actor
from apps.registry.domain import acts
from apps.registry.domain.flagging import dependents
from apps.registry.domain.papers import file_paper
from apps.registry.enums import AwardState
from apps.registry.models import Award, Reliance


@operation()
def keep_awards(*, ids: Collection[int], note: str, actor: Actor, now: datetime) -> int:
    """Every open flag of these awards is settled with one conclusion; answers how many awards. Raises NotAllowed."""
    flags = Reliance.objects.flagged().filter(award_id__in=ids)
    return len(acts.settle_flags(flags, note=note, actor=actor, now=now))


@operation()
def cancel_awards(
    *,
    ids: Collection[int],
    symbol: str,
    issued_on: date,
    issuer_name: str,
    reason_code: str,
    reason: str,
    actor: Actor,
    now: datetime,
) -> int:
    """All of them by one decision, filed with the uppermost body that keeps one of them; answers how many.

    What relied on them in turn is flagged. Raises PaperWrong, WrongKind, WrongAuthority, NotAllowed,
    TransitionNotAllowed: then none is cancelled.
    """
    awards = list(Award.objects.filter(pk__in=ids).select_related("grant__keeper"))  # ``cancel_list`` locks them
    if not awards:
        return 0
    keeper = min((award.grant.keeper for award in awards), key=lambda unit: unit.path)
    paper = file_paper(symbol=symbol, issued_on=issued_on, issuer_name=issuer_name, keeper=keeper, actor=actor, now=now)
    by = {"document": paper, "reason": reason, "actor": actor, "now": now}
    acts.cancel_list(award_ids=[award.pk for award in awards], reason_code=reason_code, **by)
    return len(awards)


def relying_on(grant_id: int) -> QuerySet[Award]:
    """Awards that hold and would have to be looked at when this decision was cancelled; its own are not among them."""
    first = Award.objects.held().filter(grant_id=grant_id).order_by().values_list("pk", flat=True)
    rows = Reliance.objects.filter(pk__in=dependents(*first)).order_by()
    return Award.objects.held().filter(pk__in=rows.values("award_id")).exclude(grant_id=grant_id).order_by()


def relying_on_award(award_id: int) -> QuerySet[Award]:
    """The same for one award."""
    rows = Reliance.objects.filter(pk__in=dependents(award_id)).order_by()
    return Award.objects.held().filter(pk__in=rows.values("award_id")).order_by()


def waiting_after(grant_id: int) -> QuerySet[Award]:
    """Awards that hold and wait to be looked at because one of this decision, through any number of steps, fell."""
    first = Award.objects.filter(grant_id=grant_id, state=AwardState.CANCELLED).order_by().values_list("pk", flat=True)
    flags = Reliance.objects.flagged().filter(pk__in=dependents(*first)).order_by()
    return Award.objects.held().filter(pk__in=flags.values("award_id")).order_by()
