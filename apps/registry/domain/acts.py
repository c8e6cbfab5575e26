"""Đính chính, Hủy bỏ, Khôi phục hiệu lực: later decisions about one award. History stays; nothing is deleted."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.core.text import clean
from apps.core.verdict import require_allowed
from apps.core.versions import require_version
from apps.documents.domain.citing import cite
from apps.documents.models import Document
from apps.registry import after_acts, policies
from apps.registry.domain.granting import key_of
from apps.registry.domain.papers import require_paper
from apps.registry.domain.recipients import RecipientTwice
from apps.registry.domain.telling import tell_offices, tell_units
from apps.registry.enums import ActKind, AwardState
from apps.registry.models import Award, AwardAct, GrantDocument, Reliance
from apps.registry.workflow import AWARD_FLOW

PRINTED = ("recipient_name", "honorific", "post", "unit_name", "year", "achievement")


class NothingCorrected(DomainError):
    """A correction that changes nothing."""


@operation()
def correct_award(
    *,
    award_id: int,
    version: int,
    changes: Mapping[str, object],
    document: Document,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Award:
    """Correct printed fields (PRINTED) by a new decision.

    Raises NotAllowed, StaleVersion, TransitionNotAllowed, PaperWrong, NothingCorrected, and RecipientTwice where the
    list would then have the same printed recipient twice.
    """
    grant_id = Award.objects.values_list("grant_id", flat=True).get(pk=award_id)
    GrantDocument.objects.select_for_update().get(pk=grant_id)  # one writer of a list at a time, as in add_awards
    award = _locked(award_id, version, actor)
    changed = {name: value for name, value in changes.items() if name in PRINTED and getattr(award, name) != value}
    if not changed:
        raise NothingCorrected(_("Chưa có nội dung nào thay đổi."))
    before = {name: getattr(award, name) for name in changed}
    for name, value in changed.items():
        setattr(award, name, clean(value) if isinstance(value, str) else value)
    _refuse_twice(award)
    after = {name: getattr(award, name) for name in changed}
    _act(award, ActKind.CORRECT, document, reason, actor, now, before=before, after=after)
    tell_units([award], ActKind.CORRECT, document, reason, actor=actor, now=now)
    return award


@operation()
def cancel_award(
    *,
    award_id: int,
    version: int,
    reason_code: str,
    document: Document,
    reason: str,
    actor: Actor,
    now: datetime,
    alone: bool = True,
) -> Award:
    """Cancel by a decision with the ground (a)–(d) of Điều 93; every later award that relied on it is flagged.

    ``alone``: whom it concerns is told; else the caller tells of the whole list (``tell_cancelled``).

    Raises NotAllowed, StaleVersion, TransitionNotAllowed, PaperWrong.
    """
    award = _locked(award_id, version, actor)
    _act(award, ActKind.CANCEL, document, reason, actor, now, reason_code=reason_code)
    with kept_language():
        why = _("%(award)s đã bị hủy bỏ theo %(document)s") % {"award": award, "document": document}
    flag_dependents(award, reason=why, now=now)
    if alone:
        tell_cancelled([award], document, reason, actor=actor, now=now)
    return award


def tell_cancelled(awards: Collection[Award], document: Document, reason: str, *, actor: Actor, now: datetime) -> None:
    """The units of the recipients, and the offices that have to look at what relied on them."""
    tell_units(awards, ActKind.CANCEL, document, reason, actor=actor, now=now)
    tell_offices(dependents(*[award.pk for award in awards]), actor=actor, now=now)


@operation()
def restore_award(
    *,
    award_id: int,
    version: int,
    document: Document,
    reason: str,
    actor: Actor,
    now: datetime,
    alone: bool = True,
) -> Award:
    """Let a cancelled award hold again; flags that nobody settled meanwhile are taken back, but for those that another
    cancelled award, however far before, still stands behind. ``alone``: as in ``cancel_award``.

    Raises NotAllowed, StaleVersion, TransitionNotAllowed, PaperWrong.
    """
    award = _locked(award_id, version, actor)
    _act(award, ActKind.RESTORE, document, reason, actor, now)
    waiting = Reliance.objects.flagged().filter(pk__in=dependents(award.pk))
    kept = {pk for other in cancelled_before(waiting) for pk in dependents(other)}
    waiting.exclude(pk__in=kept).update(flagged_at=None, flag_reason="")
    if alone:
        tell_units([award], ActKind.RESTORE, document, reason, actor=actor, now=now)
    return award


@operation()
def settle_flag(*, reliance_id: int, note: str, actor: Actor, now: datetime) -> Reliance:
    """Note what was decided about an award whose basis fell. Repeating changes nothing. Raises NotAllowed."""
    row = Reliance.objects.select_related("award__grant__keeper").select_for_update(of=("self",)).get(pk=reliance_id)
    require_allowed(policies.can_act(actor, row.award))
    if row.settled_at is None:
        row.settled_at, row.settled_note = now, clean(note)
        row.save(update_fields=["settled_at", "settled_note"])
        record("registry.reliance.settle", actor=actor, target=row.award, at=now, reason=row.settled_note)
    return row


def flag_dependents(award: Award, *, reason: str, now: datetime) -> int:
    """Flag every award that relied on this one, directly or through others; answers how many rows."""
    rows = Reliance.objects.filter(pk__in=dependents(award.pk))
    return rows.update(flagged_at=now, flag_reason=reason[:500], settled_at=None, settled_note="")


def dependents(*award_ids: int) -> list[int]:
    """Ids of the Reliance rows that lead back to the awards through any number of steps; one query a step."""
    found: dict[int, int] = {}
    bases = set(award_ids)
    while bases:
        rows = Reliance.objects.filter(basis_id__in=bases).exclude(pk__in=found).values_list("pk", "award_id")
        new = dict(rows)
        found |= new
        bases = set(new.values())
    return list(found)


def cancelled_before(rows: Iterable[Reliance]) -> list[int]:
    """Ids of cancelled awards that lead to any of the Reliance rows through any number of steps."""
    found: set[int] = set()
    bases = {row.basis_id for row in rows}
    while bases:
        found |= bases
        before = Reliance.objects.filter(award_id__in=bases).exclude(basis_id__in=found)
        bases = set(before.values_list("basis_id", flat=True))
    return list(Award.objects.filter(pk__in=found, state=AwardState.CANCELLED).order_by().values_list("pk", flat=True))


def _refuse_twice(award: Award) -> None:
    others = Award.objects.filter(grant=award.grant_id, award_type=award.award_type_id).exclude(pk=award.pk)
    if any(key_of(other) == key_of(award) for other in others.select_related("award_type")):
        raise RecipientTwice(
            _("%(name)s đã có trong danh sách của quyết định này.") % {"name": award.recipient_name},
            field="recipient_name",
        )


def _locked(award_id: int, version: int, actor: Actor) -> Award:
    award = (
        Award.objects.select_related("grant__keeper", "grant__document", "award_type")
        .select_for_update(of=("self",))
        .get(pk=award_id)
    )
    require_allowed(policies.can_act(actor, award))
    require_version(award, version)
    return award


def _act(
    award: Award,
    kind: str,
    document: Document,
    reason: str,
    actor: Actor,
    now: datetime,
    *,
    reason_code: str = "",
    before: dict | None = None,
    after: dict | None = None,
) -> None:
    previous, following = award.state, AWARD_FLOW.target(kind, award.state)
    require_paper([award], document, now)
    award.state = following
    award.version += 1
    award.saved_by_label, award.saved_at = actor.label, now
    award.save()
    act = AwardAct.objects.create(
        award=award,
        kind=kind,
        reason_code=reason_code,
        reason=clean(reason),
        document=document,
        before=before,
        after=after,
        at=now,
        by_label=actor.label,
    )
    cite(document, app="registry", key=f"act:{act.pk}", label=str(act), path=award.get_absolute_url())
    record(
        f"registry.award.{kind}",
        actor=actor,
        target=award,
        at=now,
        before={"state": previous, **(before or {})},
        after={"state": award.state, **(after or {})},
        reason=clean(reason),
    )
    after_acts.tell(award, kind, actor, now)
