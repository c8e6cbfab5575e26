"""Editing the tree of a draft, one step per call: the second of two writers of a criterion is told, nothing is lost.

A draft may have faults while it is worked on: they are listed beside their lines and stop the issue only.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.errors import StaleVersion
from apps.core.versions import require_version
from apps.periods.domain.years import require_writable
from apps.scoring.domain import draft_tree
from apps.scoring.domain.criteria_files import reading_order, write_criteria
from apps.scoring.domain.rules import CriterionRule
from apps.scoring.domain.set_errors import CriterionGone, SetFrozen
from apps.scoring.domain.set_rows import Saver, stored_rules, write_rows
from apps.scoring.models import CriteriaSet, Criterion


def lock_draft(criteria_set_id: int) -> CriteriaSet:
    """The set under its lock: every change of a draft starts here. Raises SetFrozen, YearClosed."""
    sets = CriteriaSet.objects.select_for_update(of=("self",), no_key=True).select_related("year__organiser")
    criteria_set = sets.get(pk=criteria_set_id)
    require_writable(criteria_set.year)
    if not criteria_set.is_open:
        raise SetFrozen
    return criteria_set


def content_hash(rules: Iterable[CriterionRule]) -> str:
    """SHA-256 of the criteria file of these rules."""
    return hashlib.sha256(write_criteria(rules)).hexdigest()


@operation()
def add_criterion(
    *, criteria_set_id: int, rule: CriterionRule, actor: Actor, now: datetime, evidence: str = ""
) -> Criterion:
    """A new criterion as the last one below ``rule.parent_code``. Raises SetFrozen, CodeTaken, NoSuchPlace."""
    criteria_set = lock_draft(criteria_set_id)
    rules = draft_tree.added(stored_rules(criteria_set.pk), rule)
    save_rules(criteria_set, rules, actor, now)
    criterion = criteria_set.criteria.get(code=rule.code)
    _set_evidence(criterion, evidence)
    record(
        "scoring.criterion.add",
        actor=actor,
        target=criteria_set,
        at=now,
        after={"code": rule.code, "parent_code": rule.parent_code, "label": rule.label},
    )
    return criterion


@operation()
def change_criterion(
    *, criterion_id: int, version: int, rule: CriterionRule, actor: Actor, now: datetime, evidence: str | None = None
) -> Criterion:
    """Other content in the same place. The same content changes nothing.

    Raises SetFrozen, CriterionGone, StaleVersion, CodeTaken.
    """
    criterion, criteria_set = _locked(criterion_id)
    require_version(criterion, version)
    rules = stored_rules(criteria_set.pk)
    old_code, before = criterion.code, draft_tree.rule_at(rules, criterion.code)
    after = draft_tree.changed(rules, old_code, rule)
    other_evidence = evidence is not None and evidence != criterion.evidence
    if after == rules and not other_evidence:
        return criterion
    save_rules(criteria_set, after, actor, now, renamed={old_code: rule.code} if rule.code != old_code else None)
    criterion.refresh_from_db()
    if other_evidence:
        _set_evidence(criterion, evidence)
    _follow_code(criteria_set, old_code, rule.code)
    was, became = _differences(before, rule)
    record(
        "scoring.criterion.change",
        actor=actor,
        target=criteria_set,
        at=now,
        before={"code": old_code, **was},
        after={"code": rule.code, **became},
    )
    return criterion


@operation()
def shift_criterion(*, criterion_id: int, direction: str, actor: Actor, now: datetime) -> Criterion:
    """Before (``up``) or behind (``down``) its neighbour, with all below it. Raises SetFrozen, CriterionGone."""
    criterion, criteria_set = _locked(criterion_id)
    rules = stored_rules(criteria_set.pk)
    moved = draft_tree.shifted(rules, criterion.code, direction)
    return _moved(criterion, criteria_set, rules, moved, actor, now)


@operation()
def place_criterion(*, criterion_id: int, parent_code: str, actor: Actor, now: datetime) -> Criterion:
    """As the last one of another group, or a part of its own. Raises SetFrozen, CriterionGone, NoSuchPlace."""
    criterion, criteria_set = _locked(criterion_id)
    rules = stored_rules(criteria_set.pk)
    moved = draft_tree.placed(rules, criterion.code, parent_code)
    return _moved(criterion, criteria_set, rules, moved, actor, now)


@operation()
def remove_criterion(*, criterion_id: int, version: int, actor: Actor, now: datetime) -> CriteriaSet:
    """The criterion and all below it. Raises SetFrozen, CriterionGone, StaleVersion."""
    criterion, criteria_set = _locked(criterion_id)
    require_version(criterion, version)
    rules = stored_rules(criteria_set.pk)
    gone = sorted(draft_tree.branch(rules, criterion.code))
    save_rules(criteria_set, draft_tree.removed(rules, criterion.code), actor, now)
    before = {"codes": gone, "label": criterion.label}
    record("scoring.criterion.remove", actor=actor, target=criteria_set, at=now, before=before)
    return criteria_set


@operation()
def replace_criteria(
    *, criteria_set_id: int, rules: Iterable[CriterionRule], seen_hash: str, actor: Actor, now: datetime
) -> CriteriaSet:
    """All criteria from a checked file; those whose code stays keep what hangs on them.

    ``seen_hash``: content on which the upload was based. Raises SetFrozen, StaleVersion.
    """
    criteria_set = lock_draft(criteria_set_id)
    rules = reading_order(rules)
    if criteria_set.content_hash == content_hash(rules):
        return criteria_set
    if criteria_set.content_hash != seen_hash:
        last = criteria_set.criteria.exclude(saved_at=None).order_by("-saved_at").first()
        raise StaleVersion(who=last.saved_by_label if last else "", at=last.saved_at if last else now)
    before = criteria_set.content_hash
    save_rules(criteria_set, rules, actor, now)
    after = {"content": criteria_set.content_hash, "criteria": len(rules)}
    record("scoring.criteria_set.import", actor=actor, target=criteria_set, at=now, before=before, after=after)
    return criteria_set


def save_rules(
    criteria_set: CriteriaSet,
    rules: Iterable[CriterionRule],
    actor: Actor,
    now: datetime,
    *,
    renamed: Mapping[str, str] | None = None,
) -> None:
    """Write the tree of a locked draft, sound or not."""
    rules = tuple(rules)
    write_rows(criteria_set, rules, saver=Saver(actor.label_for(criteria_set), now), renamed=renamed)
    criteria_set.content_hash = content_hash(rules)
    criteria_set.save(update_fields=["content_hash", "updated_at"])


def _locked(criterion_id: int) -> tuple[Criterion, CriteriaSet]:
    """The criterion as it is under the lock of its set. Raises CriterionGone."""
    set_id = Criterion.objects.filter(pk=criterion_id).values_list("criteria_set_id", flat=True).first()
    if set_id is None:
        raise CriterionGone
    criteria_set = lock_draft(set_id)
    criterion = Criterion.objects.filter(pk=criterion_id).first()
    if criterion is None:
        raise CriterionGone
    return criterion, criteria_set


def _moved(criterion, criteria_set, before, after, actor: Actor, now: datetime) -> Criterion:
    if after == before:
        return criterion
    parent = draft_tree.rule_at(before, criterion.code).parent_code
    save_rules(criteria_set, after, actor, now)
    record(
        "scoring.criterion.move",
        actor=actor,
        target=criteria_set,
        at=now,
        before={"code": criterion.code, "parent_code": parent},
        after={"parent_code": draft_tree.rule_at(after, criterion.code).parent_code},
    )
    criterion.refresh_from_db()
    return criterion


def _set_evidence(criterion: Criterion, evidence: str) -> None:
    criterion.evidence = evidence
    criterion.save(update_fields=["evidence"])


def _follow_code(criteria_set: CriteriaSet, old: str, new: str) -> None:
    """Tie-break list, class rules, conditions on targets and disqualifiers go on naming a criterion by its new code."""
    if old == new:
        return
    named = {old: new, f"-{old}": f"-{new}"}
    ties = [named.get(each, each) for each in criteria_set.tie_break]
    outside = [_renamed(each, old, new) for each in criteria_set.disqualifiers]
    if (ties, outside) != (criteria_set.tie_break, criteria_set.disqualifiers):
        criteria_set.tie_break, criteria_set.disqualifiers = ties, outside
        criteria_set.save(update_fields=["tie_break", "disqualifiers", "updated_at"])
    for rule in criteria_set.class_rules.all():
        conditions = [named.get(each, each) for each in rule.conditions]
        targets = [_renamed(each, old, new) for each in rule.targets]
        if (conditions, targets) != (rule.conditions, rule.targets):
            rule.conditions, rule.targets = conditions, targets
            rule.save(update_fields=["conditions", "targets"])


def _renamed(terms: Mapping, old: str, new: str) -> dict:
    """Plain data of ``class_terms`` with the new code among the names of targets."""
    if "of" not in terms:
        return dict(terms)
    return {**terms, "of": [new if name == old else name for name in terms["of"]]}


def _differences(before: CriterionRule, after: CriterionRule) -> tuple[dict, dict]:
    """What stands in the trail: only the fields that changed, bands by their number."""
    names = [field.name for field in fields(CriterionRule) if field.name not in ("code", "parent_code")]
    changed = [name for name in names if getattr(before, name) != getattr(after, name)]
    return tuple({name: _plain(getattr(rule, name)) for name in changed} for rule in (before, after))


def _plain(value) -> str | list[str]:
    if isinstance(value, tuple):
        return [f"{row.label}: {row.points}" for row in value]
    return "" if value is None else str(value)
