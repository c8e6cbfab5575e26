"""Questions of the screens that check sheets; each answers in one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce, JSONObject

from apps.core.actor import Actor
from apps.obligations.models import Obligation
from apps.scoring.enums import MinutesState, SheetState, Stage
from apps.scoring.models import (
    DifferenceReason,
    EvidenceLink,
    ReviewStep,
    ScoreLine,
    ScoreRemark,
    ScoreSheet,
    SheetVersion,
    VerificationMinutes,
)
from apps.scoring.review_conflicts import conflict
from apps.scoring.review_scope import GIVEN, given_rows, given_to

DUTY = "score_sheet"
VERSIONS_READ = 6  # the step's own, what was handed in, and those before where a sheet came back


@dataclass(frozen=True)
class Step:
    """One step of a set: its order, its name in the set's decision, the role that does it, its last day."""

    order: int
    name: str
    role: str
    due_on: date | None = None


STEP = ("order", "name", "role", "due_on")


def steps_of(sheet: ScoreSheet) -> list[Step]:
    """The steps of the sheet's set in order; no query when the sheet came from ``for_review``."""
    found = getattr(sheet, "steps_found", None)
    if found is None:
        found = sheet.criteria_set.steps.order_by("order").values(*STEP)
    return [_step(values) for values in found]


def _step(values: dict) -> Step:
    """``due_on`` is a date, or its text where it comes from JSON."""
    due_on = values["due_on"]
    return Step(**values | {"due_on": date.fromisoformat(due_on) if isinstance(due_on, str) else due_on})


def for_review(actor: Actor, sheets=None):
    """Sheets with all that policies and pages of review ask of them, in one query: ``for_boards`` and more.

    ``step_minutes``: minutes of the step. ``due_on``, ``extended_to``: the unit's duty; None when nothing is owed.
    """
    duty = Obligation.objects.filter(
        duty__year_id=OuterRef("cluster_year__year_id"), duty__code=DUTY, unit_id=OuterRef("unit_id")
    )
    return (
        for_boards(actor, sheets)
        .for_list()
        .annotate(
            step_minutes=Subquery(_minutes_of_the_step().values("pk")[:1]),
            due_on=Subquery(duty.values("duty__due_on")[:1]),
            extended_to=Subquery(duty.values("extended_to")[:1]),
        )
    )


def for_boards(actor: Actor, sheets=None):
    """Sheets with what policies, boards and homes ask of them, in one query; the caller brings the ClusterYears.

    ``steps_found``: see ``steps_of``. ``given_found``: see ``review_scope.given_of``. ``conflict_found``: why the actor
    may not check it, whatever role they work in now (review_conflicts). ``minutes_waiting``: those that wait for the
    unit's word; ``remarks_waiting``, ``remarks_due_on``: those without an answer, the first last day.
    ``signed_copy_found``: of what the unit sent last, where it was signed on paper.
    """
    steps = ReviewStep.objects.filter(criteria_set_id=OuterRef("criteria_set_id")).order_by("order")
    sent = SheetVersion.objects.filter(sheet=OuterRef("pk"), stage=Stage.SELF, locked_at__isnull=False).order_by("-pk")
    counted = _remarks_waiting().values("sheet").annotate(n=Count("pk"))
    sheets = ScoreSheet.objects.visible_to(actor) if sheets is None else sheets
    return sheets.select_related("criteria_set").annotate(
        steps_found=ArraySubquery(steps.values(found=JSONObject(**{name: name for name in STEP}))),
        given_found=ArraySubquery(given_rows().values(found=GIVEN)),
        conflict_found=conflict(actor),
        minutes_waiting=Subquery(_minutes_for_the_unit().values("pk")[:1]),
        remarks_waiting=Coalesce(Subquery(counted.values("n")), 0),
        remarks_due_on=Subquery(_remarks_waiting().order_by("due_on").values("due_on")[:1]),
        signed_copy_found=Subquery(sent.values("signed_copy")[:1]),
    )


def _minutes_of_the_step():
    """Minutes of the open step of an outer sheet, the newest first."""
    return VerificationMinutes.objects.filter(sheet_id=OuterRef("pk"), sheet_version__locked_at=None).order_by("-pk")


def _minutes_for_the_unit():
    """Minutes of the open step of an outer sheet to which the unit has not given its word."""
    return _minutes_of_the_step().filter(state=MinutesState.DRAFT, consent="").exclude(shared_at=None)


def _remarks_waiting():
    """Remarks on points of an outer sheet that nobody answered."""
    return ScoreRemark.objects.filter(sheet_id=OuterRef("pk")).waiting().order_by()


def for_reviewers(actor: Actor):
    """The same, with the sheets of which the actor was given some criteria to check and nothing else to see."""
    return for_review(actor, sheets=ScoreSheet.objects.visible_to(actor) | given_to(actor))


def newest_lines(sheet_id: int) -> list[ScoreLine]:
    """Lines of the newest versions of a sheet, newest version first, each with its version and ``evidence_count``."""
    newest = SheetVersion.objects.filter(sheet_id=sheet_id).order_by("-pk").values("pk")[:VERSIONS_READ]
    pieces = EvidenceLink.objects.filter(line_id=OuterRef("pk")).order_by().values("line_id")
    return list(
        ScoreLine.objects.filter(sheet_version_id__in=newest)
        .select_related("sheet_version", "reason")
        .defer("sheet_version__canonical")
        .annotate(evidence_count=Coalesce(Subquery(pieces.annotate(count=Count("pk")).values("count")), 0))
        .order_by("-sheet_version_id", "criterion__position")
    )


def reasons() -> list[DifferenceReason]:
    """The short list of reasons for a difference."""
    return list(DifferenceReason.objects.filter(retired=False))


def locked_versions(sheet_id: int) -> list[SheetVersion]:
    """Versions that stand for ever, oldest first; with the lines that the comparison shows."""
    lines = ScoreLine.objects.select_related("reason").order_by("criterion__position")
    versions = SheetVersion.objects.filter(sheet_id=sheet_id, locked_at__isnull=False).order_by("pk")
    return list(versions.defer("canonical").prefetch_related(Prefetch("lines", lines)))


def outdated_finals(version_ids: Iterable[int]) -> set[int]:
    """Which of these final versions no longer stand: their sheet was reopened, or made final anew since."""
    newer = SheetVersion.objects.filter(sheet_id=OuterRef("sheet_id"), stage=Stage.FINAL, pk__gt=OuterRef("pk"))
    finals = SheetVersion.objects.filter(pk__in=list(version_ids), stage=Stage.FINAL)
    superseded = finals.filter(Exists(newer)) | finals.exclude(sheet__state=SheetState.FINAL)
    return set(superseded.values_list("pk", flat=True))


def is_outdated(version_ids: Iterable[int]) -> bool:
    """Whether what was computed from these final versions shows as "Đã cũ: số liệu nguồn đã sửa"."""
    return bool(outdated_finals(version_ids))


def claimed_points(sheet_id: int) -> dict[int, Decimal | None]:
    """Points of the newest self-score that was sent, by criterion."""
    sent = SheetVersion.objects.filter(sheet_id=sheet_id, stage=Stage.SELF, locked_at__isnull=False).order_by("-pk")
    lines = ScoreLine.objects.filter(sheet_version_id=sent.values("pk")[:1])
    return dict(lines.order_by().values_list("criterion_id", "points"))
