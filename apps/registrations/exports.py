"""Plain data of the consolidated sheet and of one unit's registration, for PDF, workbook and Word."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from apps.catalog.enums import AwardList
from apps.clusters.enums import Line
from apps.core.dates import local
from apps.documents.exports import HandSigner, hand_signer
from apps.registrations.domain.differences import Compared, compare
from apps.registrations.enums import Change
from apps.registrations.models import Consolidation, TitleRegistration, VersionRow
from apps.registrations.queries import consolidations_of, current_version, in_form, rows_of

NOTHING = "–"  # stood empty before


@dataclass(frozen=True)
class TitleCount:
    """How many collectives and persons stand for one award; ``list``: danh hiệu or hình thức."""

    list: str
    award: str
    collectives: int
    persons: int


@dataclass(frozen=True)
class PrintedRow:
    """One line as printed. ``change``: how it differs from the version before, with ``before`` in words."""

    name: str
    post: str
    award: str
    note: str
    is_collective: bool
    change: str = ""
    before: str = ""


@dataclass(frozen=True)
class UnitRows:
    """One unit with its rows, collectives first."""

    unit_name: str
    line_label: str
    rows: Sequence[PrintedRow]


@dataclass(frozen=True)
class ConsolidationData:
    """One version of the sheet. ``province``: where the head sits, without one the organiser."""

    cluster_name: str
    cluster_kind: str
    organiser_name: str
    head_name: str
    head_title: str
    province: str
    year: int
    number: int
    line_label: str
    sent_at: datetime
    reason: str
    missing: Sequence[str]
    units: Sequence[UnitRows]
    titles: Sequence[TitleCount]
    sha256: str
    has_changes: bool = False

    @property
    def collectives(self) -> int:
        return sum(count.collectives for count in self.titles)

    @property
    def persons(self) -> int:
        return sum(count.persons for count in self.titles)


@dataclass(frozen=True)
class RegistrationData:
    """One unit's registration as it would be signed, or as it was sent.

    ``signer``: of the signed copy; ``signed_by``: who confirmed on screen.
    ``proxy_by``: who typed it from the paper that arrived on ``received_on``; empty for the unit itself.
    """

    unit_name: str
    superior_name: str
    province: str
    cluster_name: str
    year: int
    rows: Sequence[PrintedRow]
    receipt_number: str = ""
    sha256: str = ""
    signer: HandSigner | None = None
    signed_by: str = ""
    sent_at: datetime | None = None
    proxy_by: str = ""
    received_on: date | None = None
    notes: Sequence[str] = field(default_factory=tuple)

    @property
    def is_sent(self) -> bool:
        return self.sent_at is not None


def title_counts(rows: Iterable[VersionRow]) -> list[TitleCount]:
    """By award in the order of the law, danh hiệu before hình thức; no query."""
    found: dict[int, list] = {}
    for row in rows:
        count = found.setdefault(row.award_id, [row.award, 0, 0])
        count[1 if row.is_collective else 2] += 1
    order = list(AwardList.values)
    ordered = sorted(found.values(), key=lambda each: (order.index(each[0].list), each[0].order, each[0].code))
    return [TitleCount(AwardList(award.list).label, award.name, units, people) for award, units, people in ordered]


def consolidation_data(sheet: Consolidation) -> ConsolidationData:
    """Everything printed of a version: rows by unit, sums by title, what differs from the version before."""
    rows = rows_of(sheet)
    before = consolidations_of(sheet.cluster_year).filter(line=sheet.line, number=sheet.number - 1).first()
    compared = compare(rows_of(before), rows) if before else compare(rows, rows)
    cluster_year = sheet.cluster_year
    on = local(sheet.sent_at).date()
    head = cluster_year.head_terms.valid_on(on).filter(role="cluster_head").select_related("unit").first()
    return ConsolidationData(
        cluster_name=cluster_year.name,
        cluster_kind=cluster_year.cluster.kind,
        organiser_name=cluster_year.cluster.organiser.name,
        head_name=head.unit.name if head else "",
        head_title=str(cluster_year.head_title),
        province=(head.unit if head else cluster_year.cluster.organiser).province,
        year=cluster_year.year.year,
        number=sheet.number,
        line_label=str(Line(sheet.line).label) if sheet.line else "",
        sent_at=sheet.sent_at,
        reason=sheet.reason,
        missing=tuple(sheet.missing),
        units=units_of(compared),
        titles=title_counts(rows),
        sha256=sheet.sha256,
        has_changes=before is not None,
    )


def units_of(compared: Iterable[Compared]) -> list[UnitRows]:
    """The rows of each unit together, in order."""
    units: dict[int, list] = {}
    for item in compared:
        units.setdefault(item.row.version.registration_id, []).append(item)
    return [_unit(items) for items in units.values()]


def _unit(items: Sequence[Compared]) -> UnitRows:
    registration = items[0].row.version.registration
    line = str(Line(registration.line).label) if registration.line else ""
    return UnitRows(registration.unit_name, line, [_row(item.row, item.change, item.before) for item in items])


def _row(row, change: str = "", before=None) -> PrintedRow:
    words = str(Change(change).label) if change else ""
    was = ""
    if before is not None:
        parts = [
            (before.award.name, row.award.name),
            (before.name, row.name),
            (before.post, row.post),
            (before.note, row.note),
        ]
        was = "; ".join(old or NOTHING for old, new in parts if old != new)
    return PrintedRow(row.name, row.post, row.award.name, row.note, row.is_collective, words, was)


def registration_data(registration: TitleRegistration) -> RegistrationData:
    """The draft as it would be signed; once it was sent and stands, what was sent."""
    version = current_version(registration)
    sent = version is not None and registration.state not in {"draft", "returned"}
    rows = list(version.rows.for_list().in_order()) if sent else in_form(registration)
    return RegistrationData(
        unit_name=registration.unit_name,
        superior_name=registration.cluster_year.cluster.organiser.name,
        province=registration.unit.province,
        cluster_name=registration.cluster_year.name,
        year=registration.cluster_year.year.year,
        rows=[_row(row) for row in rows],
        receipt_number=version.receipt_number if sent else "",
        sha256=version.sha256 if sent else "",
        signer=hand_signer(version.signed_copy) if sent else None,
        signed_by=version.signed_by_label if sent else "",
        sent_at=version.sent_at if sent else None,
        proxy_by=version.proxy_by_label if sent else "",
        received_on=version.received_on if sent else None,
    )
