"""Đính chính, Hủy bỏ, Khôi phục hiệu lực: later decisions about one award. History stays; nothing is deleted."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from apps.audit.trail import Line, operation, record_many
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.core.text import clean
from apps.core.verdict import require_allowed
from apps.core.versions import require_version
from apps.documents.domain.citing import cite_all
from apps.documents.models import Document
from apps.registry import after_acts, policies
from apps.registry.domain.flagging import dependents, flag_dependents, unflag_dependents
from apps.registry.domain.granting import key_of
from apps.registry.domain.papers import require_paper
from apps.registry.domain.recipients import RecipientTwice
from apps.registry.domain.telling import tell_offices, tell_units
from apps.registry.enums import ActKind
from apps.registry.models import Award, AwardAct, GrantDocument, Reliance
from apps.registry.workflow import AWARD_FLOW

PRINTED = ("recipient_name", "honorific", "post", "unit_name", "year", "achievement")
DERIVED = ("search_text", "recipient_key")  # what Award.derive fills


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
    _act([award], ActKind.CORRECT, document, reason, actor, now, before=before, after=after)
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
) -> Award:
    """Cancel by a decision with the ground (a)–(d) of Điều 93; every later award that relied on it is flagged.

    Raises NotAllowed, StaleVersion, TransitionNotAllowed, PaperWrong, WrongKind, WrongAuthority.
    """
    award = _locked(award_id, version, actor)
    _cancel([award], reason_code, document, reason, actor, now)
    return award


@operation()
def cancel_list(
    *, award_ids: Collection[int], reason_code: str, document: Document, reason: str, actor: Actor, now: datetime
) -> list[Award]:
    """The same of a whole list: all or none. As many queries for five hundred as for one; whom it concerns hears once.

    Raises NotAllowed, TransitionNotAllowed, PaperWrong, WrongKind, WrongAuthority.
    """
    awards = _locked_list(award_ids, actor)
    _cancel(awards, reason_code, document, reason, actor, now)
    return awards


def _cancel(
    awards: Sequence[Award], reason_code: str, document: Document, reason: str, actor: Actor, now: datetime
) -> None:
    """The units of the recipients are told, and the offices that have to look at what relied on them."""
    _act(awards, ActKind.CANCEL, document, reason, actor, now, reason_code=reason_code)
    with kept_language():
        words = _("%(award)s đã bị hủy bỏ theo %(document)s")
        flag_dependents({award.pk: words % {"award": award, "document": document} for award in awards}, now)
    tell_units(awards, ActKind.CANCEL, document, reason, actor=actor, now=now)
    tell_offices(dependents(*[award.pk for award in awards]), actor=actor, now=now)


@operation()
def restore_award(
    *, award_id: int, version: int, document: Document, reason: str, actor: Actor, now: datetime
) -> Award:
    """Let a cancelled award hold again; flags that nobody settled meanwhile are taken back, but for those that another
    cancelled award, however far before, still stands behind.

    Raises NotAllowed, StaleVersion, TransitionNotAllowed, PaperWrong, WrongKind, WrongAuthority.
    """
    award = _locked(award_id, version, actor)
    _restore([award], document, reason, actor, now)
    return award


@operation()
def restore_list(
    *, award_ids: Collection[int], document: Document, reason: str, actor: Actor, now: datetime
) -> list[Award]:
    """The same of a whole list; see ``cancel_list``."""
    awards = _locked_list(award_ids, actor)
    _restore(awards, document, reason, actor, now)
    return awards


def _restore(awards: Sequence[Award], document: Document, reason: str, actor: Actor, now: datetime) -> None:
    _act(awards, ActKind.RESTORE, document, reason, actor, now)
    unflag_dependents([award.pk for award in awards])
    tell_units(awards, ActKind.RESTORE, document, reason, actor=actor, now=now)


@operation()
def settle_flag(*, reliance_id: int, note: str, actor: Actor, now: datetime) -> None:
    """Note what was decided about an award whose basis fell. Repeating changes nothing. Raises NotAllowed."""
    settle_flags(Reliance.objects.filter(pk=reliance_id), note=note, actor=actor, now=now)


@operation()
def settle_flags(flags: QuerySet[Reliance], *, note: str, actor: Actor, now: datetime) -> list[Award]:
    """One conclusion on all of these flags that are open yet; answers their awards, each once. Raises NotAllowed."""
    rows = flags.filter(settled_at=None).select_related("award__grant__keeper", "award__award_type")
    found = list(rows.order_by("pk").select_for_update(of=("self",)))
    _require_may([row.award for row in found], actor)
    said = clean(note)
    Reliance.objects.filter(pk__in=[row.pk for row in found]).update(settled_at=now, settled_note=said)
    record_many((Line("registry.reliance.settle", row.award, reason=said) for row in found), actor=actor, at=now)
    return list({row.award_id: row.award for row in found}.values())


def _refuse_twice(award: Award) -> None:
    others = Award.objects.filter(grant=award.grant_id, award_type=award.award_type_id).exclude(pk=award.pk)
    if any(key_of(other) == key_of(award) for other in others.select_related("award_type")):
        raise RecipientTwice(
            _("%(name)s đã có trong danh sách của quyết định này.") % {"name": award.recipient_name},
            field="recipient_name",
        )


def _locked(award_id: int, version: int, actor: Actor) -> Award:
    (award,) = _locked_list([award_id], actor)
    require_version(award, version)
    return award


def _locked_list(award_ids: Collection[int], actor: Actor) -> list[Award]:
    """In the order of their numbers, so that two lists never wait for each other."""
    rows = Award.objects.select_related("grant__keeper", "grant__document", "award_type")
    awards = list(rows.filter(pk__in=award_ids).order_by("pk").select_for_update(of=("self",)))
    _require_may(awards, actor)
    return awards


def _require_may(awards: Iterable[Award], actor: Actor) -> None:
    """Asked once for each who keeps decisions of theirs: that alone is what ``can_act`` looks at."""
    for award in {award.grant.keeper_id: award for award in awards}.values():
        require_allowed(policies.can_act(actor, award))


def _act(
    awards: Sequence[Award],
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
    """One act on each of the awards, of which there is one at least, by one paper; ``before``, ``after``: the printed
    fields that a correction of a single one changed.
    """
    before_it = [award.state for award in awards]
    (following,) = {AWARD_FLOW.target(kind, state) for state in before_it}  # an act leads to one state from all of them
    require_paper(awards, kind, document, now)
    for award in awards:
        award.state, award.version = following, award.version + 1
        award.saved_by_label, award.saved_at = actor.label, now
        award.derive()
    stored = {"state": following, "version": F("version") + 1, "updated_at": now}
    stored |= {"saved_by_label": actor.label, "saved_at": now}
    if after:
        stored |= {name: getattr(awards[0], name) for name in (*PRINTED, *DERIVED)}
    Award.objects.filter(pk__in=[award.pk for award in awards]).update(**stored)
    said = clean(reason)
    common = {"kind": kind, "reason_code": reason_code, "reason": said, "document": document}
    common |= {"before": before, "after": after, "at": now, "by_label": actor.label}
    made = AwardAct.objects.bulk_create([AwardAct(award=award, **common) for award in awards], batch_size=500)
    with kept_language():
        uses = [(document, f"act:{act.pk}", str(act), act.award.get_absolute_url()) for act in made]
    cite_all(uses, app="registry")
    lines = (
        Line(
            f"registry.award.{kind}",
            award,
            {"state": state, **(before or {})},
            {"state": award.state, **(after or {})},
            said,
        )
        for award, state in zip(awards, before_it, strict=True)
    )
    record_many(lines, actor=actor, at=now)
    after_acts.tell(awards, kind, actor, now)
