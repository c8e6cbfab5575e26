"""Questions about proposals, each with a fixed number of queries whatever the number of nominees."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from apps.awards import rules
from apps.awards.models import AwardProposal, Nominee, ProposalSubmission, ReportEntry, UnitMeeting
from apps.catalog.enums import Level, Subject
from apps.catalog.models import AwardType
from apps.catalog.queries import routes
from apps.clusters.models import Member
from apps.core.dates import local
from apps.periods.enums import YearState
from apps.periods.models import EmulationYear
from apps.results.enums import Reached
from apps.results.figures import shown
from apps.results.queries import standings
from apps.units.enums import UnitKind
from apps.units.models import Unit

DUTY = "proposal"  # obligations.enums: the duty of a unit to hand in its proposals


def recipients(nominees: QuerySet[Nominee]) -> dict[str, int]:
    """Distinct collectives and persons of a list: who stands for two awards counts once. One query."""
    individual = Q(subject=Subject.INDIVIDUAL)
    found = nominees.aggregate(
        collectives=Count("unit_id", distinct=True, filter=~individual),
        outside_collectives=Count("recipient_key", distinct=True, filter=~individual & Q(unit=None)),
        individuals=Count("person_id", distinct=True, filter=individual),
        outsiders=Count("pk", filter=individual & Q(person=None)),
    )
    return {
        "collectives": found["collectives"] + found["outside_collectives"],
        "individuals": found["individuals"] + found["outsiders"],
    }


def with_counts(proposals: QuerySet[AwardProposal]) -> QuerySet[AwardProposal]:
    """Each proposal carries ``collectives`` and ``individuals``, counted as ``recipients`` does."""
    individual = Q(nominees__subject=Subject.INDIVIDUAL)
    collective = Q(nominees__subject=Subject.COLLECTIVE)
    return proposals.annotate(
        collectives=Count("nominees__unit_id", distinct=True, filter=collective)
        + Count("nominees__recipient_key", distinct=True, filter=collective & Q(nominees__unit=None)),
        individuals=Count("nominees__person_id", distinct=True, filter=individual)
        + Count("nominees__pk", distinct=True, filter=individual & Q(nominees__person=None)),
    )


@dataclass(frozen=True)
class Asked:
    """What was asked for ("trình") in a year: recipients and batches. Never summed with what was granted."""

    collectives: int
    individuals: int
    proposals: int


def asked(proposals: QuerySet[AwardProposal]) -> Asked:
    """“Đã trình … năm …: 3 cá nhân, 1 tập thể”, of those among the proposals that were sent and not withdrawn."""
    sent = proposals.asked()
    found = recipients(Nominee.objects.filter(proposal__in=sent.order_by().values("pk")))
    return Asked(found["collectives"], found["individuals"], sent.count())


def current_submission(proposal: AwardProposal) -> ProposalSubmission | None:
    """The newest sending, with its scan."""
    return proposal.submissions.filter(is_current=True).select_related("signed_copy").first()


def meeting_of(proposal: AwardProposal) -> UnitMeeting | None:
    """The unit's meeting; asked once for an instance."""
    return getattr(proposal, "meeting", None)


def first_received(proposal: AwardProposal) -> date | None:
    """The day on which the dossier was first received: its rules count, however often it is completed."""
    return proposal.submissions.order_by("number").values_list("received_on", flat=True).first()


def rules_day(proposal: AwardProposal, now: datetime) -> date:
    """The day whose rules count: that of the first receipt, until then today."""
    return first_received(proposal) or local(now).date()


def receiving_years(unit: Unit) -> QuerySet[EmulationYear]:
    """Open years of the bodies to which a unit may send: itself, those above it, the ministry; newest first."""
    above = [unit.path[: unit.steplen * depth] for depth in range(1, unit.depth + 1)]
    bodies = Q(organiser__path__in=above) | Q(organiser__kind=UnitKind.MINISTRY)
    years = EmulationYear.objects.filter(bodies).exclude(state=YearState.CLOSED).select_related("organiser")
    return years.order_by("-year", "-organiser__depth", "pk")


def offered_awards() -> QuerySet[AwardType]:
    """What may be asked for in the sector, in the order of the law."""
    return AwardType.objects.filter(in_sector=True).order_by("order", "code")


def routes_of(unit: Unit, award_ids: set[int], on: date) -> list[str]:
    """Tuyến trình of the awards, in words, for the kind of the unit; three queries at most."""
    kinds = [unit.kind, *reversed([above.kind for above in Unit.objects.get_ancestors(unit)])]
    found = [row.get_route_display() for row in routes(kinds, unit.legal_person, on) if row.award_id in award_ids]
    return list(dict.fromkeys(str(label) for label in found))


def own_units(proposal: AwardProposal, on: date) -> dict[int, Unit]:
    """Collectives that the proposal may name without a reason: the unit and what stands below it on the day; for what
    a cluster voted its members too. At most two queries.
    """
    found = {unit.pk: unit for unit in Unit.objects.below([proposal.unit.path]).valid_on(on)}
    if proposal.cluster_year_id:
        members = Member.objects.standing().filter(cluster_year_id=proposal.cluster_year_id)
        found |= {unit.pk: unit for unit in Unit.objects.filter(pk__in=members.order_by().values("unit_id"))}
    return found


def missed_targets(units: dict[int, str], years: Iterable[int]) -> dict[int, list[dict]]:
    """Unit → targets of the years that it missed, as they are told; two queries for each year."""
    found: dict[int, list[dict]] = defaultdict(list)
    for year in years:
        for row in standings(units.items(), year):
            if row.assessment.reached == Reached.MISSED:
                found[row.unit_id].append(
                    {
                        "year": year,
                        "indicator": row.indicator.label,
                        "target": shown(row.target, row.indicator),
                        "result": shown(row.figure.value, row.indicator) if row.figure else "",
                    }
                )
    return found


def state_forms_twice(proposal: AwardProposal) -> list[str]:
    """Names that stand for two State-level forms in this one tờ trình; one query."""
    rows = proposal.nominees.filter(award__level=Level.STATE).order_by("subject", "position", "pk")
    seen: dict[tuple, tuple[str, set]] = {}
    for row in rows.only("subject", "person_id", "unit_id", "name", "honorific", "award_id"):
        key = (row.subject, row.person_id or row.unit_id or row.name)
        seen.setdefault(key, (row.recipient, set()))[1].add(row.award_id)
    return [name for name, awards in seen.values() if len(awards) > 1]


def other_uses(entry_ids: Iterable[int], nominee: Nominee) -> dict[int, list[str]]:
    """Result → for whom and what else it is used: the same achievement is rewarded once. One query."""
    found: dict[int, list[str]] = defaultdict(list)
    uses = ReportEntry.objects.filter(entry_id__in=list(entry_ids)).exclude(report__nominee_id=nominee.pk)
    uses = uses.exclude(report__nominee__proposal__state="withdrawn")
    for use in uses.select_related("report__nominee__award", "report__nominee__proposal"):
        other = use.report.nominee
        found[use.entry_id].append(f"{other.award.name} – {other.recipient} ({other.proposal.occasion})")
    return found


def comment_rule_of(proposal: AwardProposal, on: date) -> rules.CommentRule | None:
    codes = proposal.nominees.order_by().values_list("award__code", flat=True).distinct()
    return rules.comment_rule(set(codes), on)
