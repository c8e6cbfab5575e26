"""Writing criteria sets: from a file whole or not at all, arranged while a draft, frozen when issued."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.text import clean
from apps.documents.domain.citing import cite
from apps.notifications.domain.sending import notify
from apps.periods.domain.years import require_writable
from apps.periods.models import EmulationYear
from apps.scoring.domain import class_terms
from apps.scoring.domain.checks import check_set
from apps.scoring.domain.criteria_files import reading_order, write_criteria
from apps.scoring.domain.drafting import content_hash, save_rules
from apps.scoring.domain.rules import CriterionRule
from apps.scoring.domain.set_arrangement import arrangement_faults
from apps.scoring.domain.set_errors import (
    ConsultationRunning,
    SetElsewhere,
    SetFrozen,
    SetUnnamed,
    SetUnsound,
    TooManySteps,
)
from apps.scoring.domain.set_rows import stored_rules
from apps.scoring.enums import QuotaRounding, SetState
from apps.scoring.models import ClassRule, CriteriaSet, ReviewStep
from apps.scoring.telling_queries import people_scoring_by
from apps.scoring.workflow import SET_FLOW

CODE_SHOWN = 20
CREATED, REPLACED, UNCHANGED = "created", "replaced", "unchanged"
MOST_STEPS = 3


@dataclass(frozen=True)
class Step:
    """A step between self-score and final: its name in the decision and the role that does it."""

    name: str
    role: str
    due_on: date | None = None


@dataclass(frozen=True)
class Class:
    """A class with its threshold; ``conditions``: codes that must have their full standard points.

    ``in_percent``: the threshold is a share of the maximum. ``targets``: plain data as ``class_terms`` reads them.
    """

    label: str
    min_points: Decimal
    quota_percent: Decimal | None = None
    conditions: tuple[str, ...] = ()
    in_percent: bool = False
    quota_number: int | None = None
    quota_rounding: str = QuotaRounding.DOWN
    targets: tuple[dict, ...] = ()


DEFAULT_STEPS = (Step("Thẩm định", "standing_office"),)


@dataclass(frozen=True)
class Imported:
    """``outcome``: created, replaced or unchanged."""

    criteria_set: CriteriaSet
    outcome: str


@operation()
def import_criteria(
    *,
    rules: Iterable[CriterionRule],
    code: str,
    year_id: int,
    kinds: Sequence[str],
    actor: Actor,
    now: datetime,
    title: str = "",
    illustrative: bool | None = None,
) -> Imported:
    """Write the rules (of a checked file) as the newest version of the set ``code``.

    The same content again changes nothing, whatever the state; other content replaces a draft. A new set has
    the one step Thẩm định. ``title`` and ``illustrative`` left out keep what the set has.
    Raises SetFrozen, SetElsewhere, SetUnnamed, SetUnsound, YearClosed.
    """
    code, title = named(code, title)
    ordered = _sound(rules)
    year = EmulationYear.objects.select_for_update(no_key=True).get(pk=year_id)
    digest = content_hash(ordered)
    found = CriteriaSet.objects.select_for_update(no_key=True).filter(code=code).order_by("-revision").first()
    if found is not None and found.year_id != year.pk:
        raise SetElsewhere
    if found is not None and _same(found, digest, kinds, title, illustrative=illustrative):
        return Imported(found, UNCHANGED)
    require_writable(year)
    if found is not None and not found.is_open:
        raise SetFrozen
    before = found.content_hash if found else None
    criteria_set = found or CriteriaSet(code=code, year=year, title=_default_title(code, year))
    criteria_set.kinds = list(kinds)
    criteria_set.title = title or criteria_set.title
    criteria_set.illustrative = criteria_set.illustrative if illustrative is None else illustrative
    criteria_set.save()
    if before != digest:
        save_rules(criteria_set, ordered, actor, now)
    if found is None:
        _write_steps(criteria_set, DEFAULT_STEPS)
    after = {"content": digest, "kinds": list(kinds), "criteria": len(ordered)}
    record("scoring.criteria_set.import", actor=actor, target=criteria_set, at=now, before=before, after=after)
    return Imported(criteria_set, REPLACED if found else CREATED)


@operation()
def arrange_set(
    *,
    criteria_set_id: int,
    actor: Actor,
    now: datetime,
    steps: Sequence[Step] | None = None,
    classes: Sequence[Class] | None = None,
    tie_break: Sequence[str] | None = None,
    counted: tuple[date, date] | None = None,
    disqualifiers: Sequence[dict] | None = None,
) -> CriteriaSet:
    """Name the ordered steps, class rules, tie-break list, period and disqualifiers of a draft. What is left out stays.

    Repeating changes nothing, not even of an issued set. Raises SetFrozen, TooManySteps, TermsUnsound, YearClosed.
    """
    criteria_set = CriteriaSet.objects.select_for_update(no_key=True).get(pk=criteria_set_id)
    if classes is not None:
        classes = [_with_read_targets(each) for each in classes]
    if disqualifiers is not None:
        disqualifiers = [class_terms.disqualifier(each).as_data() for each in disqualifiers]
    wanted = {"steps": steps, "classes": classes, "tie_break": tie_break, "counted": counted}
    wanted["disqualifiers"] = disqualifiers
    changes = {name: value for name, value in wanted.items() if value is not None}
    present = _arrangement(criteria_set)
    changes = {name: value for name, value in changes.items() if tuple(value) != present[name]}
    if not changes:
        return criteria_set
    _require_open(criteria_set, changes.get("steps", ()))
    if "steps" in changes:
        _write_steps(criteria_set, steps)
    if "classes" in changes:
        _write_classes(criteria_set, classes)
    if "tie_break" in changes:
        criteria_set.tie_break = list(tie_break)
    if "counted" in changes:
        criteria_set.counted_from, criteria_set.counted_to = counted
    if "disqualifiers" in changes:
        criteria_set.disqualifiers = disqualifiers
    criteria_set.save()
    record("scoring.criteria_set.arrange", actor=actor, target=criteria_set, at=now, after={"changed": [*changes]})
    return criteria_set


@operation()
def issue_set(*, criteria_set_id: int, actor: Actor, now: datetime, decision=None) -> CriteriaSet:
    """Freeze the set by its decision (Ban hành); the version that it corrects is replaced from now on.

    Sheets that were opened by that version stay as they are and show as outdated. Issued already: nothing changes.
    Raises TransitionNotAllowed, SetUnsound, ConsultationRunning, YearClosed.
    """
    criteria_set = CriteriaSet.objects.select_for_update(no_key=True).get(pk=criteria_set_id)
    if criteria_set.state == SetState.ISSUED:
        return criteria_set
    before = criteria_set.state
    criteria_set.state = SET_FLOW.target("issue", before)
    require_writable(criteria_set.year)
    if criteria_set.consultations.running().exists():
        raise ConsultationRunning
    refuse_faults(criteria_set)
    criteria_set.issued_at, criteria_set.decision = now, decision or criteria_set.decision
    criteria_set.save()
    if criteria_set.decision is not None:
        cite(
            criteria_set.decision,
            app="scoring",
            key=f"set:{criteria_set.pk}",
            label=criteria_set.title,
            path=criteria_set.get_absolute_url(),
        )
    record(
        "scoring.criteria_set.issue",
        actor=actor,
        target=criteria_set,
        at=now,
        before=before,
        after={"state": criteria_set.state, "content": criteria_set.content_hash},
        reason=criteria_set.reason,
    )
    if criteria_set.supersedes_id:
        _replace(criteria_set, actor, now)
    return criteria_set


def _replace(criteria_set: CriteriaSet, actor: Actor, now: datetime) -> None:
    """The version before is no longer in force; whoever scores by it is told."""
    old = CriteriaSet.objects.select_for_update(no_key=True).get(pk=criteria_set.supersedes_id)
    before = old.state
    old.state = SET_FLOW.target("supersede", before)
    old.save(update_fields=["state", "updated_at"])
    record(
        "scoring.criteria_set.supersede",
        actor=actor,
        target=old,
        at=now,
        before=before,
        after=old.state,
        reason=criteria_set.reason,
    )
    people = people_scoring_by(old, now)
    if people:
        notify("scoring.set_corrected", to=people, about=criteria_set, body=criteria_set.reason, actor=actor, now=now)


def class_of(rule: ClassRule) -> Class:
    """A stored class as ``arrange_set`` takes it: to copy it into another set."""
    return Class(
        label=rule.label,
        min_points=rule.min_points,
        quota_percent=rule.quota_percent,
        conditions=tuple(rule.conditions),
        in_percent=rule.in_percent,
        quota_number=rule.quota_number,
        quota_rounding=rule.quota_rounding,
        targets=tuple(rule.targets),
    )


def newest_set(code: str) -> CriteriaSet | None:
    """The newest version of a set."""
    return CriteriaSet.objects.filter(code=code).order_by("-revision").first()


def export_file(criteria_set_id: int) -> bytes:
    """The set as a criteria file, byte for byte the same for the same content."""
    return write_criteria(stored_rules(criteria_set_id))


def refuse_faults(criteria_set: CriteriaSet) -> None:
    """A set with faults in its criteria, steps or classes is not issued. Raises SetUnsound."""
    rules = _sound(stored_rules(criteria_set.pk))
    if faults := arrangement_faults(criteria_set, rules):
        raise SetUnsound("\n".join(map(str, faults)))


def _sound(rules: Iterable[CriterionRule]) -> tuple[CriterionRule, ...]:
    rules = tuple(rules)
    faults = [f"{rules[each.rule].code if each.rule is not None else ''}: {each.finding.message}"
              for each in check_set(rules) if each.is_error]  # fmt: skip
    if faults:
        raise SetUnsound("\n".join(faults))
    return reading_order(rules)


def named(code: str, title: str) -> tuple[str, str]:
    """Code and title as they are stored. Raises SetUnnamed."""
    code, title = clean(code), clean(title)
    if not code:
        raise SetUnnamed(_("Chưa nhập mã bảng tiêu chí."), field="code")
    for name, value in (("code", code), ("title", title)):
        limit = CriteriaSet._meta.get_field(name).max_length
        if len(value) > limit:
            shown = {"text": value[:CODE_SHOWN], "limit": limit}
            raise SetUnnamed(_("“%(text)s…” dài quá %(limit)s ký tự.") % shown, field=name)
    return code, title


def _same(found: CriteriaSet, digest: str, kinds: Sequence[str], title: str, *, illustrative: bool | None) -> bool:
    return (
        found.content_hash == digest
        and sorted(found.kinds) == sorted(kinds)
        and (not title or found.title == title)
        and (illustrative is None or found.illustrative == illustrative)
    )


def _default_title(code: str, year: EmulationYear) -> str:
    return f"Bảng Tiêu chí đánh giá, chấm điểm, xếp hạng thi đua năm {year.year} ({code})"


def _require_open(criteria_set: CriteriaSet, steps: Sequence[Step]) -> None:
    """Raises YearClosed, SetFrozen, TooManySteps."""
    require_writable(criteria_set.year)
    if not criteria_set.is_open:
        raise SetFrozen
    if len(steps) > MOST_STEPS:
        raise TooManySteps


def _arrangement(criteria_set: CriteriaSet) -> dict[str, tuple]:
    return {
        "steps": tuple(Step(step.name, step.role, step.due_on) for step in criteria_set.steps.order_by("order")),
        "classes": tuple(class_of(rule) for rule in criteria_set.class_rules.order_by("order")),
        "disqualifiers": tuple(criteria_set.disqualifiers),
        "tie_break": tuple(criteria_set.tie_break),
        "counted": (criteria_set.counted_from, criteria_set.counted_to),
    }


def _write_steps(criteria_set: CriteriaSet, steps: Sequence[Step]) -> None:
    criteria_set.steps.all().delete()
    ReviewStep.objects.bulk_create(
        ReviewStep(criteria_set=criteria_set, order=order, name=step.name, role=step.role, due_on=step.due_on)
        for order, step in enumerate(steps, start=1)
    )


def _with_read_targets(each: Class) -> Class:
    return replace(each, targets=tuple(class_terms.target_terms(terms).as_data() for terms in each.targets))


def _write_classes(criteria_set: CriteriaSet, classes: Sequence[Class]) -> None:
    criteria_set.class_rules.all().delete()
    ClassRule.objects.bulk_create(
        ClassRule(
            criteria_set=criteria_set,
            order=order,
            label=each.label,
            min_points=each.min_points,
            quota_percent=each.quota_percent,
            conditions=list(each.conditions),
            in_percent=each.in_percent,
            quota_number=each.quota_number,
            quota_rounding=each.quota_rounding,
            targets=list(each.targets),
        )
        for order, each in enumerate(classes, start=1)
    )
