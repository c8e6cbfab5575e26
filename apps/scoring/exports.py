"""Plain data of the report “Bảng chấm điểm”: every row of the table with self-score, checked score, evidence, note."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from apps.documents.exports import HandSigner, hand_signer
from apps.scoring.domain.tables import CriteriaTable, load_table
from apps.scoring.domain.totals import SheetPoints
from apps.scoring.domain.versions import totals
from apps.scoring.enums import PointsShown, SheetState, Stage
from apps.scoring.models import EvidenceLink, ReviewSetting, ScoreLine, ScoreSheet, SheetVersion


@dataclass(frozen=True)
class SheetRow:
    """One criterion as printed. Points are None where nothing was typed or checked yet; groups carry their sums.

    ``maximum`` is None for rows that only add or take off: they have no standard points.
    """

    number: str
    label: str
    depth: int
    is_group: bool
    maximum: Decimal | None
    self_points: Decimal | None
    checked_points: Decimal | None
    evidence: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class SheetSums:
    """The foot of one column of points."""

    base: Decimal
    bonus: Decimal
    penalty: Decimal
    total: Decimal


@dataclass(frozen=True)
class SheetData:
    """One unit's sheet. ``sent_at``, ``signing_way``: when and how the last submission was signed, empty before.

    ``signer``: of the signed copy; ``signed_by``: who confirmed on screen.
    ``proxy_by``: who typed it from the paper that arrived on ``received_on``; empty for the unit itself.
    """

    unit_name: str
    unit_code: str
    superior_name: str
    province: str
    cluster_name: str
    year: int
    criteria_title: str
    illustrative: bool
    state: str
    state_label: str
    maximum: Decimal
    rows: tuple[SheetRow, ...]
    self_sums: SheetSums
    checked_sums: SheetSums | None
    signer: HandSigner | None
    signed_by: str
    sent_at: datetime | None
    signing_way: str
    receipt_number: str
    sha256: str
    proxy_by: str = ""
    received_on: date | None = None

    @property
    def is_checked(self) -> bool:
        return self.checked_sums is not None

    @property
    def is_sent(self) -> bool:
        return self.sent_at is not None


def sheets_data(sheets: Iterable[ScoreSheet]) -> list[SheetData]:
    """Data of sheets in their order; the number of queries grows with criteria sets, not with sheets."""
    sheets = list(sheets)
    ids = [sheet.pk for sheet in sheets]
    own, checked = _versions(ids)
    chosen = [*own.values(), *checked.values()]
    lines = _lines(version.pk for version in chosen)
    evidence = _evidence(version.pk for version in own.values())
    tables = {set_id: load_table(set_id) for set_id in {sheet.criteria_set_id for sheet in sheets}}
    return [
        _sheet(sheet, own.get(sheet.pk), checked.get(sheet.pk), lines, evidence, tables[sheet.criteria_set_id])
        for sheet in sheets
    ]


def _versions(sheet_ids: list[int]) -> tuple[dict[int, SheetVersion], dict[int, SheetVersion]]:
    """The newest self version of each sheet, open or sent, and the newest checked version that is locked."""
    found = SheetVersion.objects.filter(sheet_id__in=sheet_ids).order_by("pk").select_related("sheet", "signed_copy")
    own, checked = {}, {}
    for version in found:
        if version.stage == Stage.SELF:
            own[version.sheet_id] = version
            checked.pop(version.sheet_id, None)  # checks of an earlier submission are history
        elif version.locked_at is not None:
            checked[version.sheet_id] = version
    hidden = _hidden(checked)
    return own, {pk: version for pk, version in checked.items() if pk not in hidden}


def _hidden(sheet_ids: Iterable[int]) -> set[int]:
    """Sheets not final yet whose ClusterYear shows points to units only when they are: not printed before either."""
    late = ReviewSetting.objects.filter(points_shown=PointsShown.FINAL).values("cluster_year_id")
    sheets = ScoreSheet.objects.filter(pk__in=list(sheet_ids), cluster_year_id__in=late)
    return set(sheets.exclude(state=SheetState.FINAL).values_list("pk", flat=True))


def _lines(version_ids: Iterable[int]) -> dict[int, list[ScoreLine]]:
    found: dict[int, list[ScoreLine]] = {}
    lines = ScoreLine.objects.filter(sheet_version_id__in=list(version_ids)).select_related("criterion", "reason")
    for line in lines.order_by("sheet_version_id", "criterion__position"):
        found.setdefault(line.sheet_version_id, []).append(line)
    return found


def _evidence(version_ids: Iterable[int]) -> dict[int, list[str]]:
    links = EvidenceLink.objects.filter(line__sheet_version_id__in=list(version_ids))
    found: dict[int, list[str]] = {}
    for link in links.select_related("document", "attachment").order_by("pk"):
        found.setdefault(link.line_id, []).append(str(link))
    return found


def _sheet(
    sheet: ScoreSheet,
    own: SheetVersion,
    checked: SheetVersion | None,
    lines: Mapping[int, list[ScoreLine]],
    evidence: Mapping[int, list[str]],
    table: CriteriaTable,
) -> SheetData:
    own_lines = lines.get(own.pk, [])
    own_sums = totals(own_lines, table)
    checked_lines = lines.get(checked.pk, []) if checked else []
    checked_sums = totals(checked_lines, table) if checked else None
    unit, organiser = sheet.unit, sheet.cluster_year.cluster.organiser
    return SheetData(
        unit_name=sheet.unit_name,
        unit_code=unit.code,
        superior_name=organiser.name if organiser.pk != unit.pk else "",
        province=unit.province,
        cluster_name=sheet.cluster_year.name,
        year=sheet.cluster_year.year.year,
        criteria_title=sheet.criteria_set.title,
        illustrative=sheet.criteria_set.illustrative,
        state=sheet.state,
        state_label=SheetState(sheet.state).label,
        maximum=own_sums.maximum,
        rows=tuple(_rows(table, (own_lines, own_sums), (checked_lines, checked_sums), evidence)),
        self_sums=_sums(own_sums),
        checked_sums=_sums(checked_sums) if checked_sums else None,
        signer=hand_signer(own.signed_copy),
        signed_by=own.signed_by_label,
        sent_at=own.locked_at,
        signing_way=own.get_signing_way_display() if own.signing_way else "",
        receipt_number=own.receipt_number or "",
        sha256=(checked or own).sha256,
        proxy_by=own.proxy_by_label,
        received_on=own.received_on,
    )


def _sums(sums: SheetPoints) -> SheetSums:
    return SheetSums(sums.base, sums.bonus, sums.penalty, sums.total)


def filled_proof(line: ScoreLine) -> list[str]:
    """Sentences that prove a figure filled in by the system."""
    return [text for text, _path in line.filled["proof"]] if line.filled else []


def _rows(table: CriteriaTable, own: tuple, checked: tuple, evidence: Mapping[int, list[str]]):
    own_lines, checked_lines = ({line.criterion.code: line for line in lines} for lines, _sums in (own, checked))
    for node in table.tree.walk():
        row = table.rows[node.code]
        line, second = own_lines.get(node.code), checked_lines.get(node.code)
        yield SheetRow(
            number=row.printed_number,
            label=row.label,
            depth=node.depth,
            is_group=not node.is_leaf,
            maximum=Decimal(node.base_max.numerator) / Decimal(node.base_max.denominator) if node.base_max else None,
            self_points=_points(line, own[1], node.code),
            checked_points=_points(second, checked[1], node.code),
            evidence=(*evidence.get(line.pk, ()), *filled_proof(line)) if line else (),
            note=_note(line, second),
        )


def _points(line: ScoreLine | None, sums: SheetPoints | None, code: str) -> Decimal | None:
    if line is not None:
        return line.points
    group = sums.groups.get(code) if sums else None
    return group.points if group else None


def _note(line: ScoreLine | None, checked: ScoreLine | None) -> str:
    """The unit's note, then the reviewer's reason for a difference."""
    texts = [line.note if line else ""]
    if line and line.not_applicable:
        texts.append(line.get_not_applicable_display())
    if checked:
        texts += [str(checked.reason) if checked.reason else "", checked.reason_text]
    return "; ".join(text for text in texts if text)
