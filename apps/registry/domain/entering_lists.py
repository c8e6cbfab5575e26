"""Entering many decisions with their lists at once: the file of a year, of a province, of everything so far.

The same checks and rows as ``enter_grant`` and ``add_awards`` one by one, in a number of statements that does not
depend on how many decisions and recipients there are.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from apps.audit.trail import Line, attach_operation, operation, record_many
from apps.catalog.enums import Subject
from apps.core.actor import Actor
from apps.core.collation import name_sort_key, sort_key
from apps.core.copying import copy_rows, new_ids
from apps.core.text import clean, fold
from apps.core.verdict import require_allowed
from apps.documents.domain.citing import cite_all
from apps.documents.domain.filing import Paper, file_list
from apps.documents.domain.numbers import named_as
from apps.documents.enums import DocumentKind
from apps.documents.models import Document
from apps.registry import policies
from apps.registry.domain.granting import Counts, CountsDiffer, GrantKnown
from apps.registry.domain.papers import require_granting
from apps.registry.domain.recipients import Recipient, check_level, check_recipient, refuse_twice
from apps.registry.domain.relying import derive_reliances
from apps.registry.models import Award, GrantDocument
from apps.units.models import Unit

CHUNK = 5_000
COLUMNS = (
    "id", "grant_id", "award_type_id", "subject", "person_id", "unit_id", "recipient_name", "honorific", "post",
    "unit_name", "standing", "standing_reason", "year", "period_from", "period_to", "achievement", "granted_on",
    "search_text", "recipient_key", "saved_by_label", "saved_at",
)  # fmt: skip


@dataclass(frozen=True)
class DecisionList:
    """A decision that the registry does not have yet, with its recipients; declared numbers None where it has none."""

    symbol: str
    issued_on: date
    authority: str
    level: str
    type: str = ""
    occasion: str = ""
    declared_collectives: int | None = None
    declared_individuals: int | None = None
    recipients: Sequence[Recipient] = field(default=())

    @property
    def counts(self) -> Counts:
        collectives = sum(recipient.subject == Subject.COLLECTIVE for recipient in self.recipients)
        individuals = len(self.recipients) - collectives
        return Counts(collectives, individuals, self.declared_collectives, self.declared_individuals)


class Entered(NamedTuple):
    """What is asked of a new row when it is looked for what it relies on."""

    pk: int
    award_type_id: int
    subject: str
    person_id: int | None
    unit_id: int | None
    year: int | None
    granted_on: date


@operation()
def enter_lists(
    *,
    decisions: Sequence[DecisionList],
    keeper: Unit,
    actor: Actor,
    now: datetime,
    step: Callable[[int], None] = lambda done: None,
) -> list[GrantDocument]:
    """Enter decisions with their complete lists: all or none. ``step``: told how many recipients are written.

    Raises NotAllowed, PaperWrong, WrongKind, GrantKnown, CountsDiffer, WrongSubject, WrongLevel,
    ReasonMissing, YearMissing, RecipientTwice.
    """
    require_allowed(policies.can_enter_for(actor, keeper))
    for decision in decisions:
        for recipient in decision.recipients:
            check_recipient(recipient)
            check_level(recipient.award, decision.level)
        refuse_twice(decision.recipients)
        if differences := decision.counts.differences():
            raise CountsDiffer([f"{decision.symbol}: {line}" for line in differences])
    grants = _enter_heads(decisions, keeper, actor, now)
    attach_operation()
    done, entered = 0, []
    pairs = [(grant, one) for grant, each in zip(grants, decisions, strict=True) for one in each.recipients]
    for start in range(0, len(pairs), CHUNK):
        chunk = pairs[start : start + CHUNK]
        ids = new_ids(Award, len(chunk))
        copy_rows(Award, COLUMNS, (_row(pk, *pair, actor.label, now) for pk, pair in zip(ids, chunk, strict=True)))
        for pk, (grant, one) in zip(ids, chunk, strict=True):
            about = (one.award.pk, one.subject, one.person_id, one.unit_id, one.year)
            entered.append(Entered(pk, *about, grant.decided_on))
        done += len(chunk)
        step(done)
    derive_reliances(entered)
    return grants


def _enter_heads(decisions: Sequence[DecisionList], keeper: Unit, actor: Actor, now: datetime) -> list[GrantDocument]:
    papers = [
        Paper(
            symbol=clean(each.symbol),
            issued_on=each.issued_on,
            issuer_name=clean(each.authority),
            kind=named_as(each.symbol, DocumentKind.DECISION),
        )
        for each in decisions
    ]
    documents = file_list(papers=papers, owner_code=keeper.code, owner_name=keeper.name, actor=actor, now=now)
    locked = Document.objects.select_for_update(no_key=True).filter(pk__any_of=[each.pk for each in documents])
    locked = list(locked.order_by("pk"))
    require_granting(locked)
    if known := GrantDocument.objects.filter(document__in=locked).select_related("document").first():
        raise GrantKnown(_("Quyết định %(document)s đã có trong Sổ khen thưởng.") % {"document": known}, field="symbol")
    grants = [
        GrantDocument(
            document=document,
            authority_name=clean(each.authority),
            authority_level=each.level,
            keeper=keeper,
            type=each.type,
            occasion=clean(each.occasion),
            declared_collectives=each.declared_collectives,
            declared_individuals=each.declared_individuals,
            saved_by_label=actor.label,
            saved_at=now,
        )
        for document, each in zip(documents, decisions, strict=True)
    ]
    for grant in grants:
        grant.derive()
    GrantDocument.objects.bulk_create(grants, batch_size=1000)
    cite_all(
        ((grant.document, f"grant:{grant.pk}", str(grant), grant.get_absolute_url()) for grant in grants),
        app="registry",
    )
    record_many((_told(grant, each) for grant, each in zip(grants, decisions, strict=True)), actor=actor, at=now)
    return grants


def _told(grant: GrantDocument, decision: DecisionList) -> Line:
    after = {"symbol": grant.document.symbol, "authority": grant.authority_name, "occasion": grant.occasion}
    after |= {"collectives": decision.counts.collectives, "individuals": decision.counts.individuals}
    return Line("registry.grant.enter", grant, after=after)


def _row(pk: int, grant: GrantDocument, one: Recipient, label: str, now: datetime) -> tuple:
    name, unit_name = clean(one.name), clean(one.unit_name)
    key = name_sort_key(name) if one.subject == Subject.INDIVIDUAL else sort_key(name)
    return (
        pk, grant.pk, one.award.pk, one.subject, one.person_id, one.unit_id, name, one.honorific, clean(one.post),
        unit_name, one.standing, clean(one.standing_reason), one.year, one.period_from, one.period_to,
        clean(one.achievement), grant.decided_on, fold(f"{name} {unit_name}"), key, label, now,
    )  # fmt: skip
