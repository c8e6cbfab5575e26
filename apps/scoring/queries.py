"""Questions that the screens of score sheets ask; each answers in one query, whatever the number of rows."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from apps.clusters.models import Member
from apps.core.actor import Actor
from apps.documents.models import Document
from apps.periods.enums import Stage as YearStage
from apps.periods.enums import YearState
from apps.scoring.enums import Method, SheetState, Stage, StepRole
from apps.scoring.models import (
    CriteriaSet,
    EvidenceLink,
    FigureRemark,
    PartAssignment,
    ReviewStep,
    ScoreLine,
    ScoreSheet,
    SheetVersion,
)

SUGGESTED_DOCUMENTS = 200


@dataclass(frozen=True)
class LastYear:
    """Points of a criterion in the unit's final sheet of the year before, with the maximum of that year's set."""

    points: Decimal
    max_points: Decimal | None


@dataclass(frozen=True)
class HowFar:
    """How many lines of a version there are, and how many are filled in."""

    complete: int
    lines: int


def newest_version_id(sheet_id: int, stage: str):
    """Subquery: the version of the stage that is open, else the newest locked one."""
    versions = SheetVersion.objects.filter(sheet_id=sheet_id, stage=stage)
    return versions.order_by(F("locked_at").desc(nulls_first=True), "-step_order", "-number").values("pk")[:1]


def lines_of(sheet_id: int, stage: str = Stage.SELF) -> list[ScoreLine]:
    """The lines of the newest version of a stage, each with its version."""
    lines = ScoreLine.objects.filter(sheet_version_id=newest_version_id(sheet_id, stage))
    return list(lines.select_related("sheet_version", "sheet_version__signed_copy").order_by("criterion__position"))


def evidence_by_line(version_id: int) -> dict[int, list[EvidenceLink]]:
    """The evidence of each line of a version, by line id."""
    found: dict[int, list[EvidenceLink]] = {}
    links = EvidenceLink.objects.filter(line__sheet_version_id=version_id)
    for link in links.select_related("document", "attachment").order_by("pk"):
        found.setdefault(link.line_id, []).append(link)
    return found


def figure_remarks(sheet_id: int) -> dict[int, list[FigureRemark]]:
    """What the unit said of filled figures, oldest first, by criterion."""
    found: dict[int, list[FigureRemark]] = {}
    for remark in FigureRemark.objects.filter(sheet_id=sheet_id).order_by("pk"):
        found.setdefault(remark.criterion_id, []).append(remark)
    return found


def unanswered_remarks(sheet_id: int) -> dict[int, str]:
    """Remarks about filled figures that wait for an answer, by criterion."""
    return dict(FigureRemark.objects.filter(sheet_id=sheet_id, answered_at=None).values_list("criterion_id", "text"))


def last_year_points(sheet: ScoreSheet) -> dict[str, LastYear]:
    """Final points of the same unit in the same organiser's year before, by code of the criterion."""
    year = sheet.cluster_year.year
    rows = (
        ScoreLine.objects.filter(
            sheet_version__stage=Stage.FINAL,
            sheet_version__sheet__unit_id=sheet.unit_id,
            sheet_version__sheet__state=SheetState.FINAL,
            sheet_version__sheet__cluster_year__year__year=year.year - 1,
            sheet_version__sheet__cluster_year__year__organiser_id=year.organiser_id,
            points__isnull=False,
        )
        .order_by("sheet_version__number")  # the newest final version is read last and stays
        .values_list("criterion__code", "points", "criterion__max_points")
    )
    return {code: LastYear(points, max_points) for code, points, max_points in rows}


def suggested_documents(owner_code: str) -> list[Document]:
    """Documents kept by the unit, to be picked as evidence: those cited last first, then the newest."""
    cited = EvidenceLink.objects.filter(document=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    own = Document.objects.filter(owner_code=owner_code).annotate(cited=Subquery(cited))
    return list(own.order_by(F("cited").desc(nulls_last=True), "-issued_on", "pk")[:SUGGESTED_DOCUMENTS])


def cited_documents(sheet_id: int) -> list[Document]:
    """Documents that a sheet cites, in whatever version."""
    links = EvidenceLink.objects.filter(line__sheet_version__sheet_id=sheet_id, document__isnull=False)
    cited = Document.objects.filter(pk__in=links.order_by().values("document_id"))
    return list(cited.order_by("-issued_on", "pk")[:SUGGESTED_DOCUMENTS])


def own_parts(actor: Actor) -> list[ScoreSheet]:
    """Sheets of running years of which the actor's divisions fill a part, newest first; one query."""
    sheets = ScoreSheet.objects.filled_by(actor).for_list().exclude(cluster_year__year__state=YearState.CLOSED)
    return list(sheets.order_by("-cluster_year__year__year", "pk"))


def places_without_sheet(actor: Actor) -> list[Member]:
    """Places of the actor's own units in running years that score and whose sheet is not open yet; at most one query.

    ``has_table``: the year has a table in force for units of this kind.
    """
    opened = ScoreSheet.objects.filter(cluster_year_id=OuterRef("cluster_year_id"), unit_id=OuterRef("unit_id"))
    of_kind = Q(kinds=[]) | Q(kinds__contains=[OuterRef("unit__kind")])
    tables = CriteriaSet.objects.issued().filter(of_kind, year_id=OuterRef("cluster_year__year_id"))
    places = Member.objects.standing().filter(unit_id__in=actor.unit_ids("officer", "leader"))
    running = places.filter(cluster_year__year__state=YearState.OPEN).exclude(
        cluster_year__year__stages_off__contains=[YearStage.SCORING]
    )
    found = running.filter(~Exists(opened)).annotate(has_table=Exists(tables))
    return list(found.select_related("cluster_year__year__organiser").order_by("-cluster_year__year__year", "pk"))


def is_given_out():
    """Annotation of sheets: whether divisions of the unit fill parts."""
    return Exists(PartAssignment.objects.filter(sheet=OuterRef("pk")))


def final_total():
    """Annotation of sheets: the total of the newest final version."""
    finals = SheetVersion.objects.filter(sheet_id=OuterRef("pk"), stage=Stage.FINAL).order_by("-number")
    return Subquery(finals.values("total")[:1])


def outside_step():
    """Annotation of sheets: whether a body outside of the portal confirms them."""
    return Exists(ReviewStep.objects.filter(criteria_set_id=OuterRef("criteria_set_id"), role=StepRole.OUTSIDE))


def how_far(sheet_ids) -> dict[int, HowFar]:
    """Filled-in lines of the newest self version of each sheet, by sheet id.

    Lines of bonus and penalty may stay empty: they count as filled in, as on the page of the sheet.
    """
    done = Q(lines__complete=True) | Q(lines__criterion__method__in=(Method.BONUS, Method.PENALTY))
    newest = (
        SheetVersion.objects.filter(sheet_id__in=sheet_ids, stage=Stage.SELF)
        .annotate(lines_count=Count("lines"), complete_count=Count("lines", filter=done))
        .order_by("sheet_id", "number")
        .values_list("sheet_id", "complete_count", "lines_count")
    )
    return {sheet_id: HowFar(complete, lines) for sheet_id, complete, lines in newest}


def last_totals(sheet_ids) -> dict[int, SheetVersion]:
    """The newest locked version of each sheet (its total is stored), by sheet id."""
    locked = SheetVersion.objects.filter(sheet_id__in=sheet_ids, locked_at__isnull=False).order_by("pk")
    return {version.sheet_id: version for version in locked.defer("canonical")}


def units_with_sheets(cluster_year_id: int, unit_ids) -> list[int]:
    """Units whose sheet has been opened in the ClusterYear: they stay in it (clusters.leaving)."""
    sheets = ScoreSheet.objects.filter(cluster_year_id=cluster_year_id, unit_id__in=unit_ids)
    return list(sheets.values_list("unit_id", flat=True))
