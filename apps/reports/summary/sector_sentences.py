"""The sentences of the ministry's own report: all clusters of the year together."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from apps.clusters.models import ClusterYear, Member
from apps.movements.models import Movement
from apps.periods.models import EmulationYear
from apps.reports.enums import Part
from apps.reports.overview import Overview, overview
from apps.reports.summary.awarded import (
    AwardCount,
    asked,
    asked_in_words,
    granted,
    granted_in_words,
    nothing_granted,
)
from apps.reports.summary.register import Register
from apps.reports.summary.words import everybody, listed, named

SECTOR = Register()
CLUSTERS = "Cụm, Khu vực"


@dataclass(frozen=True)
class SectorFacts:
    """One EmulationYear of an organiser; ``overview`` None: it has no clusters."""

    organiser: str
    province: str
    year: int
    overview: Overview | None
    movements: tuple[tuple[str, str], ...]  # level, whole title
    granted: tuple[AwardCount, ...]
    asked: tuple[AwardCount, ...]

    @property
    def illustrative(self) -> bool:
        counted = (*self.granted, *self.asked)
        return bool(self.overview and self.overview.illustrative) or any(each.illustrative for each in counted)


def sector_facts(year: EmulationYear, now: datetime) -> SectorFacts:
    """``year`` with its organiser."""
    clusters = ClusterYear.objects.for_list().filter(year=year).order_by("cluster__kind", "name_key", "pk")
    units = list(Member.objects.standing().filter(year=year).values_list("unit_id", flat=True))
    movements = Movement.objects.live_in(year.year).filter(organiser=year.organiser_id).exclude(level="unit")
    found = list(clusters)
    return SectorFacts(
        organiser=year.organiser.name,
        province=year.organiser.province or "",
        year=year.year,
        overview=overview(found, now) if found else None,
        movements=tuple((str(each.get_level_display()), each.title) for each in movements.order_by("starts_on", "pk")),
        granted=tuple(granted(year.year, [*units, year.organiser_id])),
        asked=tuple(asked(year.pk, [*units, year.organiser_id])),
    )


@SECTOR.sentence(Part.DIRECTION)
def clusters(facts: SectorFacts) -> Iterator[str]:
    if facts.overview:
        rows = facts.overview.rows
        names = listed(f"{row.cluster_name} ({row.members})" for row in rows)
        yield (
            f"Năm {facts.year}, {facts.organiser} tổ chức {len(rows)} Cụm, Khu vực, Khối thi đua với"
            f" {facts.overview.total('members')} đơn vị: {names}."
        )


@SECTOR.gap
def no_cluster(facts: SectorFacts) -> Iterator[str]:
    if not facts.overview:
        yield f"Cụm, Khu vực thi đua năm {facts.year}: chưa lập."
        return
    for row in facts.overview.rows:
        if row.gaps:
            yield f"{row.cluster_name}: {listed(row.gaps)}."


@SECTOR.sentence(Part.DIRECTION)
def pledges(facts: SectorFacts) -> Iterator[str]:
    if not facts.overview or not (signers := facts.overview.total("signers")):
        return
    signed, opened = facts.overview.total("signed"), sum(bool(row.signers) for row in facts.overview.rows)
    rows = len(facts.overview.rows)
    where = f" tại {opened}/{rows} Cụm, Khu vực đã mở ký" if opened < rows else ""
    whole = signers == facts.overview.total("members")  # one line of a cluster may have no pledge
    who = "Tất cả " if everybody(signed, signers) and opened == rows and whole else ""
    yield f"{who}{signed}/{signers} đơn vị đã ký giao ước thi đua{where}."


@SECTOR.sentence(Part.DIRECTION)
def punctual_papers(facts: SectorFacts) -> Iterator[str]:
    for name, label in (("registrations", "đăng ký thi đua"), ("reports", "báo cáo định kỳ")):
        found = facts.overview.papers(name) if facts.overview else None
        if found and found.due:
            yield f"{found.in_time}/{found.due} {label} đã đến hạn được gửi đúng hạn."


@SECTOR.sentence(Part.MOVEMENTS)
def movements(facts: SectorFacts) -> Iterator[str]:
    if facts.movements:
        yield f"{facts.organiser} chủ trì {len(facts.movements)} phong trào thi đua:"
        for level, title in facts.movements:
            yield f"- Cấp {level}: “{title}”."


@SECTOR.gap
def no_movement(facts: SectorFacts) -> Iterator[str]:
    if not facts.movements:
        yield f"Phong trào thi đua năm {facts.year}: chưa ghi nhận."


@SECTOR.sentence(Part.SCORING)
def rankings(facts: SectorFacts) -> Iterator[str]:
    if not facts.overview or not facts.overview.total("published"):
        return
    done = [row.cluster_name for row in facts.overview.rows if row.published == row.lines]
    if everybody(len(done), len(facts.overview.rows)):
        yield "Tất cả các Cụm, Khu vực đã công bố kết quả xếp hạng."
    elif done:
        share, names = f"{len(done)}/{len(facts.overview.rows)} {CLUSTERS}", named(done, CLUSTERS)
        yield f"{share} đã công bố kết quả xếp hạng: {names}."


@SECTOR.sentence(Part.SCORING)
def meetings(facts: SectorFacts) -> Iterator[str]:
    done = [row.cluster_name for row in facts.overview.rows if row.closed] if facts.overview else []
    if done:
        share, names = f"{len(done)}/{len(facts.overview.rows)} {CLUSTERS}", named(done, CLUSTERS)
        yield f"{share} đã tổ chức hội nghị tổng kết: {names}."


@SECTOR.sentence(Part.AWARDS)
def awards_asked(facts: SectorFacts) -> Iterator[str]:
    yield asked_in_words(facts.asked)


@SECTOR.sentence(Part.AWARDS)
def awards_granted(facts: SectorFacts) -> Iterator[str]:
    yield granted_in_words(facts.granted)


@SECTOR.gap
def no_award(facts: SectorFacts) -> Iterator[str]:
    if not facts.granted:
        yield nothing_granted(facts.year)


@SECTOR.sentence(Part.JUDGEMENT)
def late_clusters(facts: SectorFacts) -> Iterator[str]:
    for row in facts.overview.rows if facts.overview else ():
        late = row.registrations.due + row.reports.due - row.registrations.in_time - row.reports.in_time
        if late:
            yield f"{row.cluster_name}: {late} đăng ký, báo cáo chậm."
