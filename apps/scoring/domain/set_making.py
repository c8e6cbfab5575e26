"""Making criteria sets: empty, from a template, from another set, as a correction; particulars; removing a draft."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.text import clean
from apps.core.versions import require_version
from apps.periods.domain.years import require_writable
from apps.periods.models import EmulationYear
from apps.periods.opening import moved
from apps.scoring.domain.criteria_sets import DEFAULT_STEPS, Step, arrange_set, class_of, named
from apps.scoring.domain.drafting import lock_draft, save_rules
from apps.scoring.domain.rules import CriterionRule
from apps.scoring.domain.set_errors import CorrectionOpen, ReasonMissing, SetElsewhere, SetInUse, WrongPeriod
from apps.scoring.domain.set_rows import stored_rules
from apps.scoring.enums import SetState
from apps.scoring.models import CriteriaSet, Criterion
from apps.scoring.workflow import SET_FLOW


@dataclass(frozen=True)
class Particulars:
    """What stands above the tree. ``counted``: first and last day of the period that counts (either may be open)."""

    title: str
    kinds: tuple[str, ...]
    illustrative: bool = False
    evidence: str = "document"
    counted: tuple[date | None, date | None] = (None, None)


@operation()
def create_set(
    *,
    year_id: int,
    code: str,
    particulars: Particulars,
    actor: Actor,
    now: datetime,
    rules: Sequence[CriterionRule] = (),
    steps: Sequence[Step] = DEFAULT_STEPS,
) -> CriteriaSet:
    """A draft: empty, or with rules of a template. Raises SetElsewhere (the code is taken), SetUnnamed, YearClosed."""
    code, title = named(code, particulars.title)
    year = EmulationYear.objects.select_for_update(no_key=True).get(pk=year_id)
    require_writable(year)
    if CriteriaSet.objects.filter(code=code).exists():
        raise SetElsewhere(_("Mã này đã dùng cho một bảng tiêu chí khác."), field="code")
    criteria_set = CriteriaSet(code=code, year=year)
    _describe(criteria_set, replace(particulars, title=title))
    criteria_set.save()
    save_rules(criteria_set, rules, actor, now)
    arrange_set(criteria_set_id=criteria_set.pk, steps=steps, actor=actor, now=now)
    after = {"code": code, "title": title, "kinds": criteria_set.kinds, "criteria": len(rules)}
    record("scoring.criteria_set.create", actor=actor, target=criteria_set, at=now, after=after)
    return criteria_set


@operation()
def copy_set(
    *, source_id: int, year_id: int, code: str, actor: Actor, now: datetime, particulars: Particulars | None = None
) -> CriteriaSet:
    """A draft with the tree, steps, classes and tie-break list of another set; its dates lie in the new year.

    A draft is copied as it stands, with its faults. Raises SetElsewhere, SetUnnamed, YearClosed.
    """
    source = CriteriaSet.objects.select_related("year").get(pk=source_id)
    year = EmulationYear.objects.get(pk=year_id)
    asked = particulars or particulars_of(source, year)
    rules = [_moved_rule(rule, source.year, year) for rule in stored_rules(source.pk)]
    made = create_set(year_id=year.pk, code=code, particulars=asked, rules=rules, steps=(), actor=actor, now=now)
    _take_arrangement(source, made, year, actor, now)
    return CriteriaSet.objects.get(pk=made.pk)


@operation()
def correct_set(*, criteria_set_id: int, reason: str, actor: Actor, now: datetime) -> CriteriaSet:
    """A new version of an issued set, a draft until it is issued by its own decision; the old one stays in force.

    Raises TransitionNotAllowed, CorrectionOpen, ReasonMissing, YearClosed.
    """
    sets = CriteriaSet.objects.select_for_update(of=("self",), no_key=True).select_related("year")
    source = sets.get(pk=criteria_set_id)
    require_writable(source.year)
    SET_FLOW.target("supersede", source.state)
    newest = CriteriaSet.objects.filter(code=source.code).order_by("-revision").first()
    if newest.pk != source.pk:
        raise CorrectionOpen
    if not clean(reason):
        raise ReasonMissing(field="reason")
    made = CriteriaSet(
        code=source.code,
        revision=source.revision + 1,
        year=source.year,
        supersedes=source,
        reason=clean(reason, multiline=True),
    )
    _describe(made, particulars_of(source, source.year))
    made.save()
    save_rules(made, stored_rules(source.pk), actor, now)
    _take_arrangement(source, made, source.year, actor, now)
    after = {"revision": made.revision}
    record("scoring.criteria_set.correct", actor=actor, target=made, at=now, after=after, reason=made.reason)
    return CriteriaSet.objects.get(pk=made.pk)


@operation()
def change_particulars(
    *, criteria_set_id: int, version: int, particulars: Particulars, actor: Actor, now: datetime
) -> CriteriaSet:
    """Title, kinds of unit, period, proof. The same again changes nothing.

    Raises SetFrozen, StaleVersion, SetUnnamed, WrongPeriod, YearClosed.
    """
    criteria_set = lock_draft(criteria_set_id)
    require_version(criteria_set, version)
    _code, title = named(criteria_set.code, particulars.title)
    before, after = particulars_of(criteria_set, criteria_set.year), replace(particulars, title=title)
    if before == after:
        return criteria_set
    _describe(criteria_set, after)
    criteria_set.version += 1
    criteria_set.saved_by_label, criteria_set.saved_at = actor.label_for(criteria_set), now
    criteria_set.save()
    record(
        "scoring.criteria_set.change",
        actor=actor,
        target=criteria_set,
        at=now,
        before=_plain(before),
        after=_plain(after),
    )
    return criteria_set


@operation()
def change_arrangement(
    *, criteria_set_id: int, version: int, actor: Actor, now: datetime, **arrangement
) -> CriteriaSet:
    """Steps, classes or tie-break list (see ``arrange_set``) as typed by somebody who saw ``version``.

    Raises SetFrozen, StaleVersion, TooManySteps, YearClosed.
    """
    criteria_set = lock_draft(criteria_set_id)
    require_version(criteria_set, version)
    before = criteria_set.updated_at
    changed = arrange_set(criteria_set_id=criteria_set.pk, actor=actor, now=now, **arrangement)
    if changed.updated_at != before:
        changed.version += 1
        changed.saved_by_label, changed.saved_at = actor.label_for(changed), now
        changed.save(update_fields=["version", "saved_by_label", "saved_at", "updated_at"])
    return changed


@operation()
def remove_set(*, criteria_set_id: int, actor: Actor, now: datetime) -> None:
    """Delete a draft on which nothing hangs. Raises SetFrozen, SetInUse, YearClosed."""
    criteria_set = lock_draft(criteria_set_id)
    if criteria_set.state != SetState.DRAFT:
        raise SetInUse
    before = {"code": criteria_set.code, "revision": criteria_set.revision, "content": criteria_set.content_hash}
    record("scoring.criteria_set.remove", actor=actor, target=criteria_set, at=now, before=before)
    try:
        criteria_set.delete()
    except ProtectedError as hanging:
        raise SetInUse from hanging


def particulars_of(criteria_set: CriteriaSet, year: EmulationYear) -> Particulars:
    """Those of a set as they read in another year."""
    own = criteria_set.year
    first, last = (day and moved(day, own, year) for day in (criteria_set.counted_from, criteria_set.counted_to))
    return Particulars(
        title=criteria_set.title.replace(str(own.year), str(year.year)),
        kinds=tuple(criteria_set.kinds),
        illustrative=criteria_set.illustrative,
        evidence=criteria_set.evidence,
        counted=(first, last),
    )


def _describe(criteria_set: CriteriaSet, particulars: Particulars) -> None:
    first, last = particulars.counted
    if first and last and last < first:
        raise WrongPeriod(field="counted_to")
    criteria_set.title, criteria_set.kinds = particulars.title, list(particulars.kinds)
    criteria_set.illustrative, criteria_set.evidence = particulars.illustrative, particulars.evidence
    criteria_set.counted_from, criteria_set.counted_to = first, last


def _take_arrangement(source: CriteriaSet, made: CriteriaSet, year: EmulationYear, actor: Actor, now) -> None:
    """Steps, classes, tie-break list and what each criterion asks as proof."""

    def on(day):
        return day and moved(day, source.year, year)

    arrange_set(
        criteria_set_id=made.pk,
        steps=[Step(step.name, step.role, on(step.due_on)) for step in source.steps.order_by("order")],
        classes=[class_of(rule) for rule in source.class_rules.order_by("order")],
        tie_break=source.tie_break,
        disqualifiers=source.disqualifiers,
        actor=actor,
        now=now,
    )
    asked = dict(source.criteria.exclude(evidence="").values_list("code", "evidence"))
    rows = list(made.criteria.filter(code__in=asked))
    for row in rows:
        row.evidence = asked[row.code]
    Criterion.objects.bulk_update(rows, ["evidence"])


def _moved_rule(rule: CriterionRule, from_year: EmulationYear, to_year: EmulationYear) -> CriterionRule:
    """A cut-off date of a band lies in the new year."""
    bands = tuple(
        replace(band, date_to=moved(band.date_to, from_year, to_year)) if band.date_to else band for band in rule.bands
    )
    return replace(rule, bands=bands)


def _plain(particulars: Particulars) -> dict:
    first, last = particulars.counted
    return {
        "title": particulars.title,
        "kinds": list(particulars.kinds),
        "illustrative": particulars.illustrative,
        "evidence": particulars.evidence,
        "counted": f"{first or ''} – {last or ''}",
    }
