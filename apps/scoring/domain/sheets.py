"""Opening the sheets of a ClusterYear."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.clusters.models import ClusterYear
from apps.clusters.queries import members_in_order
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.periods.domain.years import require_writable
from apps.scoring.domain import relative
from apps.scoring.domain.departments import assign_by_name
from apps.scoring.domain.filling import fill_opened, question_for
from apps.scoring.domain.tables import load_table
from apps.scoring.enums import SetState, Stage
from apps.scoring.models import CriteriaSet, Criterion, ScoreLine, ScoreSheet, SheetVersion
from apps.scoring.sources import Question


class SetNotUsable(DomainError):
    """The criteria set is not issued, or belongs to another year."""

    default_message = _("Bảng tiêu chí chưa được ban hành cho năm thi đua này.")


@operation()
def open_sheets(*, cluster_year_id: int, criteria_set_id: int, actor: Actor, now: datetime) -> list[ScoreSheet]:
    """One sheet per member of the kinds named by the set, each with an open self version and a line for each leaf.

    Repeating adds sheets for new members and changes nothing else. Raises SetNotUsable, YearClosed.
    """
    cluster_year = (
        ClusterYear.objects.select_for_update(of=("self",), no_key=True).select_related("year").get(pk=cluster_year_id)
    )
    criteria_set = CriteriaSet.objects.get(pk=criteria_set_id)
    require_writable(cluster_year.year)
    if criteria_set.state != SetState.ISSUED or criteria_set.year_id != cluster_year.year_id:
        raise SetNotUsable
    known = set(ScoreSheet.objects.filter(cluster_year=cluster_year).values_list("unit_id", flat=True))
    members = [
        member
        for member in members_in_order(cluster_year.pk)
        if member.unit_id not in known and (not criteria_set.kinds or member.unit.kind in criteria_set.kinds)
    ]
    if members:
        opened = _create(cluster_year, criteria_set, members)
        _prepare(opened, criteria_set, question_for(criteria_set, cluster_year, now))
        record(
            "scoring.score_sheet.open",
            actor=actor,
            target=cluster_year,
            at=now,
            after={"criteria_set": str(criteria_set), "units": [member.unit_name for member in members]},
        )
    return list(ScoreSheet.objects.filter(cluster_year=cluster_year, criteria_set=criteria_set).in_protocol_order())


def _create(cluster_year: ClusterYear, criteria_set: CriteriaSet, members: list) -> list[ScoreSheet]:
    sheets = ScoreSheet.objects.bulk_create(
        ScoreSheet(
            cluster_year=cluster_year,
            unit=member.unit,
            unit_name=member.unit_name,
            order=member.order,
            line=member.line,
            criteria_set=criteria_set,
        )
        for member in members
    )
    versions = SheetVersion.objects.bulk_create(SheetVersion(sheet=sheet, stage=Stage.SELF) for sheet in sheets)
    leaves = list(
        Criterion.objects.filter(criteria_set=criteria_set, is_leaf=True)
        .order_by("position")
        .values_list("pk", flat=True)
    )
    ScoreLine.objects.bulk_create(
        ScoreLine(sheet_version=version, criterion_id=leaf) for version in versions for leaf in leaves
    )
    return sheets


def _prepare(sheets: list[ScoreSheet], criteria_set: CriteriaSet, question: Question) -> None:
    """Lines that fill themselves, and parts of divisions named by the criteria; one query where there are neither."""
    rows = Criterion.objects.filter(criteria_set=criteria_set)
    wanted = rows.exclude(source_fact="", self_by="").order_by().values_list("source_fact", "self_by")
    named = list(wanted)
    if not named:
        return
    table = load_table(criteria_set.pk)
    if any(relative.is_relative(line) for line in fill_opened(sheets, table, question)):
        relative.settle(sheets[0], table)
    assign_by_name(sheets, table, question.now)
