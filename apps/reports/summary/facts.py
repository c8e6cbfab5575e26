"""Everything that the records of one ClusterYear tell, as plain data for the sentences of its report."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from apps.clusters.enums import HeadRole, PlanState
from apps.clusters.inspections_exports import InspectionReport, inspection_report
from apps.clusters.models import ActivityPlan, ClusterYear, HeadTerm
from apps.clusters.queries import members_in_order, year_after
from apps.conferences.enums import ConferenceKind, ConferenceState
from apps.conferences.models import Conference
from apps.conferences.queries import Nomination, certified_nominations
from apps.core.dates import text_date
from apps.movements.evenness_exports import EvennessReport, evenness_report
from apps.movements.models import ActivityEntry, Movement, RoleModel
from apps.movements.role_model_enums import ModelStep
from apps.pledges.models import Pledge
from apps.pledges.queries import places
from apps.ranking.enums import RunState
from apps.ranking.exports import RankingTable, ranking_report
from apps.ranking.models import RankingRun
from apps.ranking.workload import workloads
from apps.registrations.enums import HELD
from apps.registrations.models import Consolidation, TitleRegistration, VersionRow
from apps.reports.summary.awarded import AwardCount, asked, granted
from apps.reports.summary.punctuality import DutyRecord, duty_records
from apps.results.exports import TargetsReport, targets_of_cluster
from apps.scoring.enums import SheetState
from apps.scoring.models import ScoreSheet


@dataclass(frozen=True)
class MemberFact:
    """One member: name in the year, its line; ``staff`` and ``cases`` of its workload where known."""

    name: str
    line: str
    staff: int | None
    cases: int | None


@dataclass(frozen=True)
class PledgeFact:
    """A pledge that was opened for signing: signed by how many of those that sign it; who has not. ``line``: only of
    this line, empty for all. ``illustrative``: no source names it.
    """

    title: str
    signed: int
    signers: int
    missing: tuple[str, ...]
    line: str = ""
    illustrative: bool = False


@dataclass(frozen=True)
class RegistrationFact:
    """Registrations sent; rows of the newest sendings; the newest consolidations as (line, number)."""

    sent: int
    collectives: int
    individuals: int
    missing: tuple[str, ...]
    consolidations: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class ClusterFacts:
    """One ClusterYear. Empty collections and None: the system holds nothing about it."""

    name: str
    kind_word: str
    year: int
    organiser: str
    province: str
    head_title: str
    members: tuple[MemberFact, ...]
    heads: tuple[tuple[str, str, str], ...]  # title, holder, decision
    next_heads: tuple[tuple[str, str], ...]
    plan_paper: str
    plan_items: int
    pledges: tuple[PledgeFact, ...]
    registrations: RegistrationFact | None
    duties: tuple[DutyRecord, ...]
    inspections: InspectionReport
    movements: tuple[tuple[str, str], ...]  # level, whole title
    evenness: EvennessReport
    role_models: tuple[int, int]  # followed, spread
    targets: TargetsReport
    sheets_final: int
    rankings: tuple[RankingTable, ...]
    met_on: date | None  # the closing meeting
    nominations: tuple[Nomination, ...]
    granted: tuple[AwardCount, ...]
    asked: tuple[AwardCount, ...]
    illustrative: bool
    has_themed: bool = False  # the members take part in a themed movement of somebody above them

    @property
    def lines(self) -> dict[str, list[MemberFact]]:
        found: dict[str, list[MemberFact]] = {}
        for member in self.members:
            found.setdefault(member.line, []).append(member)
        return found

    def lines_without(self, covered: Iterable[str]) -> list[str]:
        """Lines of the members about which there is nothing; what is of no line is about all."""
        known = set(covered)
        return [] if "" in known else [line for line in self.lines if line not in known]

    @property
    def published(self) -> list[RankingTable]:
        return [table for table in self.rankings if table.is_published]


def facts_of(cluster_year: ClusterYear, now: datetime) -> ClusterFacts:
    """Some thirty queries, whatever the number of members. ``cluster_year`` read with ``for_list()``."""
    members = list(members_in_order(cluster_year.pk))
    ids, year = [member.unit_id for member in members], cluster_year.year
    work = workloads(cluster_year, ids)
    plan = ActivityPlan.objects.for_list().filter(cluster_year=cluster_year, state=PlanState.ISSUED).first()
    meeting = _closing_meeting(cluster_year)
    followed = RoleModel.objects.followed().filter(unit_id__in=ids, suggested_on__year=year.year)
    sheets = ScoreSheet.objects.filter(cluster_year=cluster_year, unit_id__in=ids, state=SheetState.FINAL)
    targets, inspections = targets_of_cluster(cluster_year), inspection_report(cluster_year, now)
    rankings, [evenness] = _rankings(cluster_year), evenness_report([cluster_year])
    pledges = _pledges(cluster_year)
    held, sent = tuple(granted(year.year, ids)), tuple(asked(year.pk, ids, cluster_year.pk))
    return ClusterFacts(
        name=cluster_year.name,
        kind_word=str(cluster_year.grouping),
        year=year.year,
        organiser=cluster_year.cluster.organiser.name,
        province=_seat(cluster_year),
        head_title=str(cluster_year.head_title),
        members=tuple(
            MemberFact(
                member.unit_name,
                str(member.get_line_display()) if member.line else "",
                work[member.unit_id].staff,
                work[member.unit_id].cases,
            )
            for member in members
        ),
        heads=_heads(cluster_year),
        next_heads=_next_heads(cluster_year),
        plan_paper=_number_and_day(plan.document) if plan else "",
        plan_items=plan.items.count() if plan else 0,
        pledges=pledges,
        registrations=_registrations(cluster_year, members),
        duties=tuple(duty_records(year, [(member.unit_id, member.unit_name) for member in members], now)),
        inspections=inspections,
        movements=_movements(ids, year.year),
        evenness=evenness,
        role_models=(followed.count(), followed.filter(step=ModelStep.SPREAD).count()),
        targets=targets,
        sheets_final=sheets.count(),
        rankings=rankings,
        met_on=meeting.held_on if meeting else None,
        nominations=tuple(certified_nominations(meeting)) if meeting else (),
        granted=held,
        asked=sent,
        illustrative=any(
            (
                targets.illustrative,
                inspections.illustrative,
                any(table.illustrative for table in rankings),
                any(each.illustrative for each in work.values()),
                bool(meeting and meeting.illustrative),
                bool(plan and plan.illustrative),
                any(each.illustrative for each in (*pledges, *held, *sent)),
                followed.filter(illustrative=True).exists(),
                _has_illustrative_activity(ids, year.year),
            )
        ),
        has_themed=_joined(ids, year.year).filter(themed=True).exists(),
    )


def _closing_meeting(cluster_year: ClusterYear) -> Conference | None:
    closing = Conference.objects.filter(kind=ConferenceKind.CLOSING, cluster_year=cluster_year)
    return closing.exclude(state=ConferenceState.CALLED_OFF).order_by("-held_on", "-pk").first()


def _number_and_day(document) -> str:
    """“36/KH-KVTĐ ngày 08/4/2022”."""
    return f"{document.symbol} ngày {text_date(document.issued_on)}" if document else ""


def _heads(cluster_year: ClusterYear) -> tuple[tuple[str, str, str], ...]:
    terms = HeadTerm.objects.for_list().filter(cluster_year=cluster_year).order_by("starts_on", "pk")
    ranked = sorted(terms, key=lambda term: term.role != HeadRole.HEAD)
    return tuple((str(term.title), term.holder, _number_and_day(term.decision)) for term in ranked)


def _next_heads(cluster_year: ClusterYear) -> tuple[tuple[str, str], ...]:
    following = year_after(cluster_year)
    return tuple((title, holder) for title, holder, _paper in _heads(following)) if following else ()


def _seat(cluster_year: ClusterYear) -> str:
    head = HeadTerm.objects.filter(cluster_year=cluster_year, role=HeadRole.HEAD).select_related("unit")
    found = head.order_by("-starts_on").first()
    return (found.unit if found else cluster_year.cluster.organiser).province or ""


def _pledges(cluster_year: ClusterYear) -> tuple[PledgeFact, ...]:
    found = Pledge.objects.filter(cluster_year=cluster_year, in_force__isnull=False).select_related("in_force")
    facts = []
    for pledge in found.order_by("line", "pk"):
        sheet = places(pledge)
        without = tuple(place.unit_name for place in sheet if place.signature is None)
        line = str(pledge.get_line_display()) if pledge.line else ""
        signed = len(sheet) - len(without)
        facts.append(
            PledgeFact(pledge.in_force.title, signed, len(sheet), without, line, illustrative=pledge.illustrative)
        )
    return tuple(facts)


def _registrations(cluster_year: ClusterYear, members) -> RegistrationFact | None:
    """Of standing members: a unit that left takes its rows with it."""
    ids = [member.unit_id for member in members]
    held = TitleRegistration.objects.filter(cluster_year=cluster_year, state__in=HELD, unit_id__in=ids)
    sent = set(held.values_list("unit_id", flat=True))
    if not sent:
        return None
    rows = VersionRow.objects.filter(version__is_current=True, version__registration__in=held.order_by().values("pk"))
    collectives = rows.filter(is_collective=True).count()
    newest: dict[str, int] = {}
    for each in Consolidation.objects.filter(cluster_year=cluster_year).order_by("line", "number"):
        newest[str(each.get_line_display()) if each.line else ""] = each.number
    return RegistrationFact(
        sent=sum(member.unit_id in sent for member in members),
        collectives=collectives,
        individuals=rows.count() - collectives,
        missing=tuple(member.unit_name for member in members if member.unit_id not in sent),
        consolidations=tuple(newest.items()),
    )


def _joined(unit_ids: list[int], year: int):
    """Movements of the year in which a member takes part, without the units' own ones."""
    live = Movement.objects.live_in(year).exclude(level="unit")
    return live.filter(participations__unit_id__in=unit_ids, participations__left_on=None).distinct()


def _movements(unit_ids: list[int], year: int) -> tuple[tuple[str, str], ...]:
    found = _joined(unit_ids, year)
    return tuple((str(each.get_level_display()), each.title) for each in found.order_by("starts_on", "pk"))


def _has_illustrative_activity(unit_ids: list[int], year: int) -> bool:
    """Among the activities that the report counts."""
    live = Movement.objects.live_in(year).order_by().values("pk")
    done = ActivityEntry.objects.filter(illustrative=True, on__year=year, participation__movement__in=live)
    return done.filter(participation__unit__in=unit_ids, participation__left_on=None).exists()


def _rankings(cluster_year: ClusterYear) -> tuple[RankingTable, ...]:
    """The result of each line: the published one even where it is being computed anew, else the newest."""
    runs = RankingRun.objects.for_list().filter(cluster_year=cluster_year).in_force()
    chosen: dict[str, RankingRun] = {}
    for run in sorted(runs, key=lambda run: (run.state != RunState.PUBLISHED, -run.pk)):
        chosen.setdefault(run.line, run)
    return ranking_report([chosen[line] for line in sorted(chosen)]).tables if chosen else ()
