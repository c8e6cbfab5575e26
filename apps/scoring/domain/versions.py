"""Versions of a sheet: one open at a time; locking stores totals, canonical text and hash for ever."""

from datetime import datetime

from django.db.models import F, Max

from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.documents.models import SignedCopy
from apps.scoring.domain.canonical import digest, sheet_rows, sheet_text
from apps.scoring.domain.engine import compute_lines
from apps.scoring.domain.exact import exact
from apps.scoring.domain.inputs import CHECKED, COMPUTED, SAVED, TYPED, stored_measure, write_points
from apps.scoring.domain.methods.base import MAX_COUNT, bounded
from apps.scoring.domain.rules import LinePoints
from apps.scoring.domain.tables import CriteriaTable, load_table
from apps.scoring.domain.totals import SheetPoints, add_up, stored_line
from apps.scoring.enums import Stage
from apps.scoring.models import EvidenceLink, ScoreLine, ScoreSheet, SheetVersion

_COPIED = ("criterion_id", *TYPED, "note", *COMPUTED, "filled", *SAVED)
_REVIEW = (*CHECKED, "return_remark")


class VersionLocked(DomainError):
    """The version was locked before: it never changes again."""


def current_version(sheet: ScoreSheet) -> SheetVersion | None:
    """The open version, else the newest locked one."""
    return sheet.versions.order_by(F("locked_at").desc(nulls_first=True), "-pk").first()


def open_version(sheet: ScoreSheet, stage: str, step_order: int = 0) -> SheetVersion:
    """A new open version without lines. The caller holds the sheet's lock and has locked the version before."""
    last = sheet.versions.filter(stage=stage, step_order=step_order).aggregate(last=Max("number"))["last"] or 0
    return SheetVersion.objects.create(sheet=sheet, stage=stage, step_order=step_order, number=last + 1)


def copy_lines(from_version: SheetVersion, to_version: SheetVersion, *, with_review: bool = False) -> int:
    """Copy all lines with their evidence; ``with_review`` keeps reasons, ticks and remarks too. Answers how many."""
    names = (*_COPIED, *_REVIEW) if with_review else _COPIED
    sources = list(from_version.lines.order_by("criterion__position"))
    copies = ScoreLine.objects.bulk_create(
        ScoreLine(sheet_version=to_version, **{name: getattr(line, name) for name in names}) for line in sources
    )
    copy_of = {source.pk: copy.pk for source, copy in zip(sources, copies, strict=True)}
    EvidenceLink.objects.bulk_create(
        EvidenceLink(
            line_id=copy_of[link.line_id],
            document_id=link.document_id,
            attachment_id=link.attachment_id,
            note=link.note,
            added_by_label=link.added_by_label,
        )
        for link in EvidenceLink.objects.filter(line__sheet_version=from_version).order_by("pk")
    )
    return len(copies)


def open_self_again(sheet: ScoreSheet) -> SheetVersion:
    """A new self version with the lines of the one before: the sheet was returned or reopened."""
    before = sheet.versions.filter(stage=Stage.SELF).order_by("-number").first()
    version = open_version(sheet, Stage.SELF)
    copy_lines(before, version)
    return version


def lock_version(
    version: SheetVersion,
    actor: Actor,
    now: datetime,
    *,
    table: CriteriaTable | None = None,
    signing_way: str = "",
    signed_by_label: str = "",
    signed_copy: SignedCopy | None = None,
    receipt_number: str | None = None,
) -> SheetPoints:
    """Close the version: lines never typed get what the engine gives for nothing, totals and hash are stored.

    The caller holds the sheet's lock. Points already stored are taken as they are.
    Raises VersionLocked, and MeasureError for a total that no version can keep.
    """
    if version.locked_at is not None:
        raise VersionLocked
    table = table or load_table(version.sheet.criteria_set_id)
    lines = list(version.lines.select_related("criterion").order_by("criterion__position"))
    fill_untyped(lines, table)
    sums = totals(lines, table)
    for part in (sums.base, sums.bonus, sums.penalty):
        bounded(exact(part), MAX_COUNT, "points")
    version.base, version.bonus, version.penalty, version.total = sums.base, sums.bonus, sums.penalty, sums.total
    version.canonical = sheet_text(sheet_rows(table.tree, points_by_code(lines, table)))
    version.sha256 = digest(version.canonical)
    version.locked_at, version.locked_by_label = now, actor.label
    version.signing_way, version.signed_by_label = signing_way, signed_by_label
    version.signed_copy, version.receipt_number = signed_copy, receipt_number
    version.save()
    return sums


def make_final(sheet: ScoreSheet, source: SheetVersion, *, actor: Actor, now: datetime) -> SheetVersion:
    """The final version with its own copy of the lines of ``source`` (locked), itself locked at once."""
    final = open_version(sheet, Stage.FINAL)
    copy_lines(source, final, with_review=True)
    lock_version(final, actor, now)
    return final


def fill_untyped(lines: list[ScoreLine], table: CriteriaTable) -> None:
    """Store what the engine gives for lines nobody typed: 0, or the full standard where only cases are deducted."""
    untyped = [line for line in lines if line.points is None]
    if not untyped:
        return
    found = compute_lines(table.tree, {line.criterion.code: stored_measure(line) for line in lines})
    for line in untyped:
        complete = line.complete
        write_points(line, found[line.criterion.code])
        line.complete = complete
    ScoreLine.objects.bulk_update(untyped, ["base", "bonus", "penalty", "points", "breaches"])


def points_by_code(lines: list[ScoreLine], table: CriteriaTable) -> dict[str, LinePoints]:
    """Stored lines (each with its criterion) as values; a line nobody typed counts 0."""
    return {line.criterion.code: stored_line(table.rule(line.criterion.code), line) for line in lines}


def totals(lines: list[ScoreLine], table: CriteriaTable) -> SheetPoints:
    """Sums of stored lines, by group and in all."""
    return add_up(table.tree, points_by_code(lines, table))
