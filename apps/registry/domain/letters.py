"""Making letters of eligibility and checking them again."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from apps.audit.trail import operation, record
from apps.catalog.domain.assessing import DatedAssessment, Judgement, judge
from apps.catalog.domain.eligibility import Finding, GroupFinding
from apps.catalog.enums import Subject as SubjectKind
from apps.catalog.facts import CONFIRMED, Known, Subject
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.kept import kept_language
from apps.core.verdict import require_allowed
from apps.registry import policies
from apps.registry.models import EligibilityLetter


@operation()
def make_letter(
    *,
    award_id: int,
    year: int,
    received_on: date,
    actor: Actor,
    now: datetime,
    person_id: int | None = None,
    unit_id: int | None = None,
    declared: Iterable[str] = (),
) -> EligibilityLetter:
    """Check one nominee and keep what was found. ``declared``: facts (``declared:spirit``) that people confirmed.

    Raises NotAllowed for a person or unit out of the actor's reach.
    """
    require_allowed(policies.can_check_nominee(actor, person_id=person_id, unit_id=unit_id))
    kind = SubjectKind.INDIVIDUAL if person_id else SubjectKind.COLLECTIVE
    letter = EligibilityLetter(
        award_type_id=award_id,
        subject=kind,
        person_id=person_id,
        unit_id=None if person_id else unit_id,
        year=year,
        received_on=received_on,
        declared=sorted(declared),
        made_at=now,
        made_by_label=actor.label,
    )
    with kept_language():
        _check([letter], now)
    letter.save()
    after = {"outcome": letter.outcome, "version": letter.version_code}
    record("registry.letter.make", actor=actor, target=letter, at=now, after=after)
    return letter


@operation()
def recheck(*, letter_ids: Sequence[int], actor: Actor, now: datetime) -> int:
    """Check letters again with what is known now; answers how many changed their outcome. Safe to repeat."""
    letters = list(EligibilityLetter.objects.filter(pk__in=letter_ids).order_by("pk").select_for_update(of=("self",)))
    before = {letter.pk: letter.outcome for letter in letters}
    with kept_language():
        _check(letters, now)
    changed = [letter for letter in letters if letter.outcome != before[letter.pk]]
    for letter in changed:
        letter.previous_outcome = before[letter.pk]
    EligibilityLetter.objects.bulk_update(
        letters, ["outcome", "previous_outcome", "version_code", "findings", "checked_at"], batch_size=500
    )
    if letters:
        after = {"checked": len(letters), "changed": [letter.pk for letter in changed]}
        record("registry.letter.recheck", actor=actor, target=letters[0], at=now, after=after)
    return len(changed)


def _check(letters: Sequence[EligibilityLetter], now: datetime) -> None:
    """Fill outcome, version and findings; letters alike in award, day and confirmations are judged together."""
    together: dict[tuple, list[EligibilityLetter]] = defaultdict(list)
    for letter in letters:
        together[letter.award_type_id, letter.received_on, tuple(letter.declared)].append(letter)
    for (award_id, received_on, confirmed), group in together.items():
        subjects = {letter_subject(letter): None for letter in group}
        known = {fact: Known(CONFIRMED, _("Tập thể bình xét, xác nhận")) for fact in confirmed}
        judged = judge(
            award_id=award_id,
            subjects=list(subjects),
            received_on=received_on,
            considered_on=max(local(now).date(), received_on),
            declared=dict.fromkeys(subjects, known),
        )
        for letter in group:
            _fill(letter, judged[letter_subject(letter)], now)


def letter_subject(letter: EligibilityLetter) -> Subject:
    return Subject(letter.subject, letter.person_id or letter.unit_id, letter.year)


def _fill(letter: EligibilityLetter, judgement: Judgement, now: datetime) -> None:
    counted = judgement.counted
    letter.outcome = counted.assessment.outcome.value
    letter.version_code = counted.version.code if counted.version else ""
    letter.findings = kept_findings(judgement)
    letter.checked_at = now


def kept_findings(judgement: Judgement) -> list[dict]:
    """Every version that was tried, the one that counts first, as it is stored and read by ``letter_reading``."""
    return [_dated(each) for each in judgement.tried]


def _dated(tried: DatedAssessment) -> dict:
    return {
        "on": tried.on.isoformat(),
        "version": tried.version.code if tried.version else "",
        "version_label": tried.version.label if tried.version else "",
        "note": tried.version.outdated_note if tried.version else "",
        "outcome": tried.assessment.outcome.value,
        "parts": [_part(part) for part in tried.assessment.parts],
    }


def _part(part: Finding | GroupFinding) -> dict:
    if isinstance(part, GroupFinding):
        inner = [_part(each) for each in part.parts]
        return {"group": part.group.label, "mode": part.group.mode, "outcome": part.outcome.value, "parts": inner}
    rule = part.rule
    return {
        "code": rule.code,
        "label": rule.label,
        "fact": rule.fact,
        "wanted": rule.value,
        "comparison": rule.comparison,
        "outcome": part.outcome.value,
        "actual": _plain(part.actual),
        "detail": part.detail,
        "provision": rule.provision or rule.source,
        "confidence": rule.confidence,
        "cure": rule.cure,
    }


def _plain(value):
    """JSON form of a fact: numbers with at most two decimals; nothing for what people confirmed."""
    if value is CONFIRMED:
        return None
    if isinstance(value, float | Decimal):
        return float(round(Decimal(str(value)), 2))
    return value
