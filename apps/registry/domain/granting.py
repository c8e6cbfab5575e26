"""Entering decisions and their lists into the registry."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.audit.trail import operation, record
from apps.catalog.enums import Subject
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.core.verdict import require_allowed
from apps.core.versions import require_version
from apps.documents.domain.citing import cite
from apps.documents.models import Document
from apps.registry import policies
from apps.registry.domain.levels import level_with
from apps.registry.domain.papers import require_granting
from apps.registry.domain.recipients import Recipient, check_level, check_recipient, refuse_twice
from apps.registry.domain.relying import derive_reliances
from apps.registry.models import Award, GrantDocument
from apps.units.models import Unit


class GrantKnown(DomainError):
    """This decision stands in the registry already."""


class ListClosed(DomainError):
    default_message = gettext_lazy("Danh sách đã ban hành bằng quyết định trong hệ thống: không thêm ai được nữa.")


class CountsDiffer(DomainError):
    """The list has more or fewer recipients than the decision declares; ``lines`` say so one by one."""

    def __init__(self, lines: Sequence[str]):
        self.lines = tuple(lines)
        super().__init__(" ".join(lines))


@dataclass(frozen=True)
class Counts:
    """Recipients in a list beside what the decision declares; None where it declares nothing."""

    collectives: int
    individuals: int
    declared_collectives: int | None
    declared_individuals: int | None

    def differences(self) -> list[str]:
        """Sentences such as "thiếu 1 cá nhân so với quyết định (32)"; none when list and decision agree."""
        pairs = (
            (self.collectives, self.declared_collectives, _("tập thể")),
            (self.individuals, self.declared_individuals, _("cá nhân")),
        )
        return [_difference(found, declared, word) for found, declared, word in pairs if declared not in {None, found}]


def _difference(found: int, declared: int, word: str) -> str:
    values = {"n": abs(declared - found), "word": word, "declared": declared}
    if found < declared:
        return _("thiếu %(n)s %(word)s so với quyết định (%(declared)s)") % values
    return _("thừa %(n)s %(word)s so với quyết định (%(declared)s)") % values


def counts_of(grant: GrantDocument, added: Sequence[Recipient] = ()) -> Counts:
    """Recipients entered so far, with those about to be added; one query."""
    found = grant.awards.aggregate(
        collectives=Count("pk", filter=Q(subject=Subject.COLLECTIVE)),
        individuals=Count("pk", filter=Q(subject=Subject.INDIVIDUAL)),
    )
    collectives = sum(recipient.subject == Subject.COLLECTIVE for recipient in added)
    return Counts(
        found["collectives"] + collectives,
        found["individuals"] + len(added) - collectives,
        grant.declared_collectives,
        grant.declared_individuals,
    )


@operation()
def enter_grant(  # noqa: PLR0913 -- the head of a decision
    *,
    document: Document,
    authority_name: str,
    authority_level: str,
    keeper_id: int,
    actor: Actor,
    now: datetime,
    campaign_id: int | None = None,
    type: str = "",  # noqa: A002 -- loại hình: the word of the column
    occasion: str = "",
    declared_collectives: int | None = None,
    declared_individuals: int | None = None,
    illustrative: bool = False,
) -> GrantDocument:
    """Enter the head of a decision. The list is added by ``add_awards``.

    Raises NotAllowed, PaperWrong, WrongKind, GrantKnown.
    """
    keeper = Unit.objects.get(pk=keeper_id)
    require_allowed(policies.can_enter_for(actor, keeper))
    Document.objects.select_for_update(no_key=True).get(pk=document.pk)
    require_granting([document])
    if known := GrantDocument.objects.filter(document=document).first():
        raise GrantKnown(_("Quyết định %(document)s đã có trong Sổ khen thưởng.") % {"document": known}, field="symbol")
    grant = GrantDocument.objects.create(
        document=document,
        authority_name=clean(authority_name),
        authority_level=authority_level,
        keeper=keeper,
        campaign_id=campaign_id,
        type=type,
        occasion=clean(occasion),
        declared_collectives=declared_collectives,
        declared_individuals=declared_individuals,
        illustrative=illustrative,
        saved_by_label=actor.label,
        saved_at=now,
    )
    cite(document, app="registry", key=f"grant:{grant.pk}", label=str(grant), path=grant.get_absolute_url())
    after = {"symbol": document.symbol, "authority": grant.authority_name, "occasion": grant.occasion}
    record("registry.grant.enter", actor=actor, target=grant, at=now, after=after)
    return grant


@operation()
def add_awards(
    *,
    grant_id: int,
    recipients: Sequence[Recipient],
    actor: Actor,
    now: datetime,
    complete: bool = False,
    closing: bool = False,
) -> list[Award]:
    """Add recipients to a decision's list: all or none. What they rely on is read from the conditions of the day.
    A decision noted with what heads decide rises to the level of these awards where its issuer decides them.

    ``complete``: the list must then have exactly the declared numbers. ``closing``: nobody is added afterwards. Raises
    NotAllowed, ListClosed, WrongSubject, WrongLevel, ReasonMissing, YearMissing, RecipientTwice, CountsDiffer.
    """
    grant = GrantDocument.objects.select_related("keeper", "document").select_for_update(of=("self",)).get(pk=grant_id)
    require_allowed(policies.can_change_grant(actor, grant))
    if grant.list_closed:
        raise ListClosed
    level = level_with(grant, (recipient.award for recipient in recipients))
    for recipient in recipients:
        check_recipient(recipient)
        check_level(recipient.award, level)
    refuse_twice(recipients, (key_of(award) for award in grant.awards.select_related("award_type")))
    counts = counts_of(grant, recipients)
    differences = counts.differences()
    if differences and (complete or _too_many(counts)):
        raise CountsDiffer(differences)
    awards = [award_of(grant, recipient, actor, now) for recipient in recipients]
    Award.objects.bulk_create(awards)
    derive_reliances(awards)
    raised = {"level": level} if level != grant.authority_level else {}
    if raised:
        grant.authority_level = level
        grant.save(update_fields=["authority_level", "updated_at"])
    if closing:
        GrantDocument.objects.filter(pk=grant.pk).update(list_closed=True)
    if awards:
        after = {"added": len(awards), "collectives": counts.collectives, "individuals": counts.individuals} | raised
        record("registry.grant.add_awards", actor=actor, target=grant, at=now, after=after)
    return awards


@operation()
def publish_grant(
    *, grant_id: int, version: int, published_on: date | None, actor: Actor, now: datetime
) -> GrantDocument:
    """Show the list on the public page from a day on, or no longer (None). Raises NotAllowed, StaleVersion."""
    grant = GrantDocument.objects.select_related("keeper", "document").select_for_update(of=("self",)).get(pk=grant_id)
    require_allowed(policies.can_publish_grant(actor, grant))
    require_version(grant, version)
    if grant.published_on == published_on:
        return grant
    before = {"published_on": grant.published_on and grant.published_on.isoformat()}
    grant.published_on, grant.version = published_on, grant.version + 1
    grant.saved_by_label, grant.saved_at = actor.label, now
    grant.save()
    after = {"published_on": published_on and published_on.isoformat()}
    record("registry.grant.publish", actor=actor, target=grant, at=now, before=before, after=after)
    return grant


def award_of(grant: GrantDocument, recipient: Recipient, actor: Actor, now: datetime) -> Award:
    """The row of a recipient, not stored yet."""
    award = Award(
        grant=grant,
        award_type=recipient.award,
        subject=recipient.subject,
        person_id=recipient.person_id,
        unit_id=recipient.unit_id,
        recipient_name=clean(recipient.name),
        honorific=recipient.honorific,
        post=clean(recipient.post),
        unit_name=clean(recipient.unit_name),
        standing=recipient.standing,
        standing_reason=clean(recipient.standing_reason),
        year=recipient.year,
        period_from=recipient.period_from,
        period_to=recipient.period_to,
        achievement=clean(recipient.achievement),
        granted_on=grant.document.issued_on,
        saved_by_label=actor.label,
        saved_at=now,
    )
    award.derive()
    return award


def key_of(award: Award) -> tuple:
    """The key of a stored row, as Recipient.key."""
    return Recipient(
        award=award.award_type,
        subject=award.subject,
        name=award.recipient_name,
        post=award.post,
        unit_name=award.unit_name,
        person_id=award.person_id,
        unit_id=award.unit_id,
    ).key


def _too_many(counts: Counts) -> bool:
    return any(
        declared is not None and found > declared
        for found, declared in (
            (counts.collectives, counts.declared_collectives),
            (counts.individuals, counts.declared_individuals),
        )
    )
