"""All clusters of a year side by side: what each did, in figures, and what is missing (Tổng quan toàn ngành)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, F, Q, Value, When

from apps.awards.enums import ASKED
from apps.awards.models import Nominee
from apps.awards.queries import asked_line_of
from apps.catalog.enums import Subject
from apps.clusters.enums import HeadRole
from apps.clusters.models import ClusterYear, HeadTerm, Member
from apps.conferences.enums import ConferenceKind, ConferenceState
from apps.conferences.models import Conference
from apps.obligations.models import Obligation
from apps.obligations.models.lateness import came_due
from apps.pledges.models import Pledge
from apps.pledges.queries import with_counts
from apps.ranking.enums import RunState
from apps.ranking.models import RankingRun
from apps.registry.models import Award
from apps.reports.summary.awarded import of_year

NOTHING = (0, 0, 0)
KINDS = ("registration", "report")


@dataclass(frozen=True)
class Punctuality:
    """Papers of one kind: owed by how many, come due, in time."""

    owed: int = 0
    due: int = 0
    in_time: int = 0

    @property
    def is_known(self) -> bool:
        return bool(self.due)


@dataclass(frozen=True)
class OverviewRow:
    """One ClusterYear in figures. ``signers`` 0: no pledge was opened; ``lines`` with a published ranking of all lines;
    ``closed``: its closing meeting is over. Asked and granted are never summed.
    """

    cluster_name: str
    head: str
    members: int
    signed: int
    signers: int
    registrations: Punctuality
    reports: Punctuality
    lines: int
    published: int
    closed: bool
    asked: int
    collectives: int
    individuals: int
    illustrative: bool

    @property
    def gaps(self) -> tuple[str, ...]:
        """What is not in the system, in words."""
        found = []
        if not self.head:
            found.append("chưa có quyết định giao nhiệm vụ người đứng đầu")
        if not self.signers:
            found.append("chưa mở ký giao ước")
        if self.signed < self.signers:
            found.append(f"giao ước còn {self.signers - self.signed} đơn vị chưa ký")
        if 0 < self.signers < self.members:
            found.append(f"chưa mở ký giao ước cho {self.members - self.signers} đơn vị")
        if not self.registrations.is_known:
            found.append("chưa có đăng ký đến hạn")
        if not self.reports.is_known:
            found.append("chưa có báo cáo đến hạn")
        if self.published < self.lines:
            found.append(f"chưa công bố xếp hạng ({self.published}/{self.lines} khối)" if self.lines > 1
                         else "chưa công bố xếp hạng")  # fmt: skip
        if not self.closed:
            found.append("chưa ghi nhận hội nghị tổng kết đã kết thúc")
        if not self.collectives + self.individuals:
            found.append("Sổ khen thưởng chưa có khen thưởng của năm")
        return tuple(found)


@dataclass(frozen=True)
class Overview:
    """The clusters of one year that the reader watches, in order of their names."""

    year: int
    organiser_name: str
    at: datetime
    rows: tuple[OverviewRow, ...]

    @property
    def illustrative(self) -> bool:
        return any(row.illustrative for row in self.rows)

    def total(self, name: str) -> int:
        return sum(getattr(row, name) for row in self.rows)

    def papers(self, name: str) -> Punctuality:
        found = [getattr(row, name) for row in self.rows]
        return Punctuality(*(sum(getattr(each, part) for each in found) for part in ("owed", "due", "in_time")))


def overview(cluster_years: Iterable[ClusterYear], now: datetime) -> Overview:
    """Eight queries, whatever the number of clusters and units. At least one ClusterYear, read with ``for_list()``."""
    cluster_years = list(cluster_years)
    ids, year = [each.pk for each in cluster_years], cluster_years[0].year.year
    members, heads, signed = _members(ids), _heads(ids), _signed(ids)
    papers, ranked = _papers(ids, now), _ranked(ids)
    closed, asked, granted = _closed(ids), _asked(ids), _granted(ids, year)
    marks = (signed, asked, granted)
    rows = []
    for each in cluster_years:
        lines = members.get(each.pk, {})
        collectives, individuals, _marked = granted.get(each.pk, NOTHING)
        rows.append(
            OverviewRow(
                cluster_name=each.name,
                head=heads.get(each.pk, ""),
                members=sum(lines.values()),
                signed=signed.get(each.pk, NOTHING)[0],
                signers=signed.get(each.pk, NOTHING)[1],
                registrations=papers.get((each.pk, "registration"), Punctuality()),
                reports=papers.get((each.pk, "report"), Punctuality()),
                lines=max(len(lines), 1),
                published=len({line for line, _mark in ranked.get(each.pk, ())}),
                closed=each.pk in closed,
                asked=asked.get(each.pk, (0, 0))[0],
                collectives=collectives,
                individuals=individuals,
                illustrative=any(found.get(each.pk, NOTHING)[-1] for found in marks)
                or closed.get(each.pk, False)
                or any(mark for _line, mark in ranked.get(each.pk, ())),
            )
        )
    return Overview(year, cluster_years[0].cluster.organiser.name, now, tuple(rows))


def _members(ids: list[int]) -> dict[int, dict[str, int]]:
    rows = Member.objects.standing().filter(cluster_year_id__in=ids).order_by().values_list("cluster_year_id", "line")
    found: dict[int, dict[str, int]] = {}
    for cluster_year, line, number in rows.annotate(n=Count("pk")):
        found.setdefault(cluster_year, {})[line] = number
    return found


def _heads(ids: list[int]) -> dict[int, str]:
    """The head of the year, the last one where several followed each other."""
    terms = HeadTerm.objects.filter(cluster_year_id__in=ids, role=HeadRole.HEAD).select_related("unit")
    return {term.cluster_year_id: term.holder for term in terms.order_by("starts_on", "pk")}


def _signed(ids: list[int]) -> dict[int, tuple[int, int, int]]:
    """Signed, signers, how many of the pledges are illustrative."""
    found: dict[int, tuple[int, int, int]] = {}
    for pledge in with_counts(Pledge.objects.filter(cluster_year_id__in=ids, in_force__isnull=False)):
        signed, signers, marked = found.get(pledge.cluster_year_id, NOTHING)
        signers += pledge.signed + pledge.absent
        found[pledge.cluster_year_id] = (signed + pledge.signed, signers, marked + pledge.illustrative)
    return found


def _papers(ids: list[int], now: datetime) -> Mapping[tuple[int, str], Punctuality]:
    """Registrations and periodic reports of standing members: counted in the database."""
    place = "unit__memberships__"
    standing = Q(**{f"{place}left_on": None, f"{place}year": F("duty__year"), f"{place}cluster_year__in": ids})
    kind = Case(
        When(duty__code="registration", then=Value("registration")),
        When(duty__code__startswith="report:", then=Value("report")),
    )
    came = came_due(now)
    rows = Obligation.objects.filter(standing, duty__asked_by=None, waived_at=None).with_lateness(now)
    rows = rows.annotate(paper=kind).exclude(paper=None).order_by().values(f"{place}cluster_year_id", "paper")
    counted = rows.annotate(
        owed=Count("pk"),
        due=Count("pk", filter=came),
        in_time=Count("pk", filter=came & Q(late_days=0)),
    ).values_list(f"{place}cluster_year_id", "paper", "owed", "due", "in_time")
    return {(cluster_year, paper): Punctuality(*numbers) for cluster_year, paper, *numbers in counted}


def _ranked(ids: list[int]) -> dict[int, list[tuple[str, bool]]]:
    """Lines with a published result, and whether by an illustrative set."""
    runs = RankingRun.objects.filter(cluster_year_id__in=ids, state=RunState.PUBLISHED)
    found: dict[int, list[tuple[str, bool]]] = {}
    for pk, line, mark in runs.values_list("cluster_year_id", "line", "criteria_set__illustrative"):
        found.setdefault(pk, []).append((line, mark))
    return found


def _closed(ids: list[int]) -> dict[int, bool]:
    """Whose closing meeting is over (a mid-year one closes no year), and whether that is illustrative."""
    closing = Conference.objects.filter(kind=ConferenceKind.CLOSING, cluster_year_id__in=ids)
    held = closing.filter(state=ConferenceState.CONCLUDED)
    return dict(held.values_list("cluster_year_id", "illustrative"))


def _asked(ids: list[int]) -> dict[int, tuple[int, int]]:
    """Collectives and individuals asked for by members in the year, each once for an award, as the awards in
    ``_granted`` are counted; and how many lines in illustrative papers.
    """
    place = "proposal__unit__memberships__"
    standing = {f"{place}left_on": None, f"{place}year": F("proposal__year"), f"{place}cluster_year__in": ids}
    rows = Nominee.objects.filter(**standing, proposal__state__in=ASKED).order_by()
    counted = rows.values_list(f"{place}cluster_year_id").annotate(
        n=Count(asked_line_of(), distinct=True), marked=Count("pk", filter=Q(proposal__illustrative=True))
    )
    return {pk: tuple(numbers) for pk, *numbers in counted}


def _granted(ids: list[int], year: int) -> dict[int, tuple[int, int, int]]:
    """Collectives and individuals of members in the registry, and how many of these awards are illustrative."""
    place = "unit__memberships__"
    standing = {f"{place}left_on": None, f"{place}cluster_year__in": ids}
    rows = Award.objects.held().filter(of_year(year), **standing).order_by().values(f"{place}cluster_year_id")
    counted = rows.annotate(
        collectives=Count("pk", filter=Q(subject=Subject.COLLECTIVE)),
        individuals=Count("pk", filter=Q(subject=Subject.INDIVIDUAL)),
        marked=Count("pk", filter=Q(grant__illustrative=True)),
    )
    return {pk: tuple(numbers) for pk, *numbers in
            counted.values_list(f"{place}cluster_year_id", "collectives", "individuals", "marked")}  # fmt: skip
