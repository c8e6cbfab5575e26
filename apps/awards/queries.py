"""Questions about proposals, each with a fixed number of queries whatever the number of nominees."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Concat, Lower

from apps.awards import rules
from apps.awards.enums import STANDING, PaperKind
from apps.awards.models import (
    AwardProposal,
    DossierPaper,
    Nominee,
    ProposalRemark,
    ProposalSubmission,
    ReportEntry,
    UnitMeeting,
)
from apps.ballots.hosts import keeper_id_of
from apps.catalog.enums import AwardList, CommendationType, Level, Subject
from apps.catalog.models import AwardType, DossierItem
from apps.catalog.queries import routes
from apps.clusters.models import Member
from apps.conferences.enums import MinutesState
from apps.conferences.models import ConferenceMinutes
from apps.core.dates import local
from apps.periods.enums import YearState
from apps.periods.models import EmulationYear
from apps.registrations.models import TitleRegistration, VersionRow
from apps.results.enums import Reached
from apps.results.figures import shown
from apps.results.queries import standings
from apps.units.enums import UnitKind
from apps.units.models import Posting, Unit

DUTY = "proposal"  # obligations.enums: the duty of a unit to hand in its proposals


def identity_key(subject: str, person_id: int | None, unit_id: int | None, *names: str) -> str:
    """Who stands in a line, whatever the award: one of our people or units, else the names (name, unit, post)."""
    if person_id:
        return f"person:{person_id}"
    if subject == Subject.COLLECTIVE and unit_id:
        return f"unit:{unit_id}"
    return "|".join([subject, *(name.lower() for name in names)])


def identity_of(prefix: str = "") -> Case:
    """``identity_key`` in the database."""
    name, bar = prefix.__add__, Value("|")
    return Case(
        When(**{name("person__isnull"): False}, then=Concat(Value("person:"), name("person_id"))),
        When(
            **{name("subject"): Subject.COLLECTIVE, name("unit__isnull"): False},
            then=Concat(Value("unit:"), name("unit_id")),
        ),
        default=Concat(
            name("subject"), bar, Lower(name("name")), bar, Lower(name("unit_name")), bar, Lower(name("post"))
        ),
        output_field=TextField(),
    )


def asked_line_of(prefix: str = "") -> Concat:
    """Who is asked for which award: whoever stands twice for one award is one, for two awards two."""
    award = Cast(f"{prefix}award_id", TextField())
    return Concat(award, Value("|"), identity_of(prefix), output_field=TextField())


def _counts(prefix: str = "", among: Q | None = None) -> dict[str, Count]:
    return {
        label: Count(identity_of(prefix), distinct=True, filter=(among or Q()) & Q(**{f"{prefix}subject": subject}))
        for label, subject in (("collectives", Subject.COLLECTIVE), ("individuals", Subject.INDIVIDUAL))
    }


def recipients(nominees: QuerySet[Nominee]) -> dict[str, int]:
    """Distinct collectives and persons of a list: who stands for two awards counts once. One query."""
    return nominees.aggregate(**_counts())


def keys_of_rows(rows: Iterable) -> set[tuple[str, str]]:
    """(subject, recipient) of nominees that are read already, or of lines that are not written yet. No query."""
    return {
        (row.subject, identity_key(row.subject, row.person_id, row.unit_id, row.name, row.unit_name, row.post))
        for row in rows
    }


def counted(nominees: Iterable[Nominee]) -> dict[str, int]:
    """As ``recipients``, of rows that are read already. No query."""
    keys = keys_of_rows(nominees)
    collectives = sum(subject == Subject.COLLECTIVE for subject, _key in keys)
    return {"collectives": collectives, "individuals": len(keys) - collectives}


def keys_of(nominees: QuerySet[Nominee]) -> set[tuple[str, str]]:
    """(subject, recipient) of a list. One query."""
    return set(nominees.order_by().values_list("subject", identity_of()))


def with_counts(proposals: QuerySet[AwardProposal], award: AwardType | None = None) -> QuerySet[AwardProposal]:
    """Each proposal carries ``collectives`` and ``individuals``, counted as ``recipients`` does; of one award only."""
    return proposals.annotate(**_counts("nominees__", Q(nominees__award=award) if award else None))


def reported() -> Q:
    """Of nominees: the achievement report is written here, or cited as a paper of that nominee in a line of the law
    that asks it of this award and recipient.
    """
    cited = DossierPaper.objects.filter(nominee=OuterRef("pk"), item_code__in=rules.items_of(PaperKind.REPORT))
    cited = cited.filter(Exists(_lines(OuterRef("item_code"), "nominee__").filter(required=True)))
    return Q(report__isnull=False) & ~Q(report__achievements="") | Q(Exists(cited.order_by()))


def asked_by(item_code: str) -> Q:
    """Of nominees: a line of the law is for this award (its own, or of its list) and kind of recipient."""
    return Q(Exists(_lines(Value(item_code))))


def _lines(item_code, prefix: str = "") -> QuerySet[DossierItem]:
    """``checklist._asks`` in the database, on whatever day."""
    award, subject = OuterRef(f"{prefix}award"), OuterRef(f"{prefix}subject")
    mine = Q(award=award) | Q(award=None, list=OuterRef(f"{prefix}award__list"))
    items = DossierItem.objects.filter(mine, Q(subject=subject) | Q(subject=Subject.BOTH), code=item_code)
    return items.order_by()


def told_apart(items: Iterable[DossierItem]) -> dict[str, str]:
    """Code → name. Titles and forms of commendation each ask for a report: lines of one name in both lists say of which
    they are.
    """
    items, lists = list(items), defaultdict(set)
    for item in items:
        lists[item.label].add(item.list)
    return {
        item.code: f"{item.label} ({AwardList(item.list).label.lower()})"
        if len(lists[item.label]) > 1 and item.list
        else item.label
        for item in items
    }


def item_labels(codes: Collection[str]) -> dict[str, str]:
    """Code → name of these lines of the checklist, told apart from all lines of the law, for the list of a proposal may
    have changed since. At most one query.
    """
    if not codes:
        return {}
    same = DossierItem.objects.filter(code__in=codes).order_by().values("label")
    return told_apart(DossierItem.objects.filter(label__in=same).order_by())


def name_items(remarks: Iterable[ProposalRemark]) -> None:
    """Each remark carries ``item_label``: the line of the checklist that it is about. At most one query."""
    labels = item_labels({remark.item_code for remark in remarks if remark.item_code})
    for remark in remarks:
        remark.item_label = labels.get(remark.item_code, "")


@dataclass(frozen=True)
class Asked:
    """What was asked for ("trình") in a year: recipients and batches. Never summed with what was granted."""

    collectives: int
    individuals: int
    proposals: int


def asked(proposals: QuerySet[AwardProposal], award: AwardType | None = None) -> Asked:
    """“Đã trình … năm …: 3 cá nhân, 1 tập thể”, of those among the proposals that were sent and not withdrawn; of one
    award only.
    """
    sent = proposals.asked()
    nominees = Nominee.objects.filter(proposal__in=sent.order_by().values("pk"))
    found = recipients(nominees.filter(award=award) if award else nominees)
    return Asked(found["collectives"], found["individuals"], sent.count())


def current_submission(proposal: AwardProposal) -> ProposalSubmission | None:
    """The newest sending, with its scan."""
    return proposal.submissions.filter(is_current=True).select_related("signed_copy").first()


def with_signed_copy(proposals: QuerySet[AwardProposal]) -> QuerySet[AwardProposal]:
    """``signed_copy_found``: of the newest sending, where it was signed on paper; in the same query."""
    newest = ProposalSubmission.objects.filter(proposal=OuterRef("pk"), is_current=True)
    return proposals.annotate(signed_copy_found=Subquery(newest.values("signed_copy")[:1]))


def meeting_of(proposal: AwardProposal) -> UnitMeeting | None:
    """The unit's meeting; asked once for an instance."""
    return getattr(proposal, "meeting", None)


def has_minutes(proposal: AwardProposal) -> bool:
    """Whether minutes tell of a vote on the list: of a meeting of the unit, or signed ones of a conference, which may
    be opened again after the dossier was made of them. Three queries at most.
    """
    if meeting_of(proposal):
        return True
    if proposal.ballot_id is None:
        return False
    minutes = ConferenceMinutes.objects.filter(conference=keeper_id_of(proposal.ballot), state=MinutesState.SIGNED)
    return minutes.exists()


def first_received(proposal: AwardProposal) -> date | None:
    """The day on which the dossier was first received: its rules count, however often it is completed."""
    return proposal.submissions.order_by("number").values_list("received_on", flat=True).first()


def rules_day(proposal: AwardProposal, now: datetime) -> date:
    """The day whose rules count: that of the first receipt, of the paper that is being typed, until then today."""
    return first_received(proposal) or proposal.proxy_received_on or local(now).date()


def rules_days(proposals: Collection[AwardProposal], now: datetime) -> dict[int, date]:
    """``rules_day`` of many, by the id of the proposal; one query."""
    sent = ProposalSubmission.objects.filter(proposal__in=proposals).order_by("proposal_id", "number")
    first = dict(sent.distinct("proposal_id").values_list("proposal_id", "received_on"))
    today = local(now).date()
    return {each.pk: first.get(each.pk) or each.proxy_received_on or today for each in proposals}


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


def known_units(proposal: AwardProposal, unit_ids: Iterable[int | None]) -> set[int]:
    """Those whose results and findings the proposal may read: the unit, what stands or stood below it, for what a
    cluster voted its members. A unit that is none of them may be named, not looked into. At most one query.
    """
    if not (ids := {pk for pk in unit_ids if pk}):
        return set()
    mine = Q(path__startswith=proposal.unit.path)
    if proposal.cluster_year_id:
        members = Member.objects.standing().filter(cluster_year_id=proposal.cluster_year_id)
        mine |= Q(pk__in=members.order_by().values("unit_id"))
    return set(Unit.objects.filter(mine, pk__in=ids).order_by().values_list("pk", flat=True))


def known_people(proposal: AwardProposal, person_ids: Iterable[int | None]) -> set[int]:
    """Those whose file the proposal may be held against: whoever serves or served in the unit. At most one query."""
    if not (ids := {pk for pk in person_ids if pk}):
        return set()
    postings = Posting.objects.filter(person_id__in=ids, unit__path__startswith=proposal.unit.path)
    return set(postings.order_by().values_list("person_id", flat=True))


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


def state_forms_twice(nominees: QuerySet[Nominee]) -> list[str]:
    """Names that stand for two State-level forms in this one list, of a proposal or a tờ trình cấp trên; one query."""
    rows = nominees.filter(award__level=Level.STATE).order_by("subject", "position", "pk")
    return state_forms_twice_in(rows.select_related("award").defer("findings"))


def state_forms_twice_in(nominees: Iterable[Nominee]) -> list[str]:
    """As ``state_forms_twice``, of rows that are read already with their award. No query."""
    seen: dict[str, tuple[str, set]] = {}
    for row in nominees:
        if row.award.level == Level.STATE:
            who = identity_key(row.subject, row.person_id, row.unit_id, row.name, row.unit_name, row.post)
            seen.setdefault(who, (row.recipient, set()))[1].add(row.award_id)
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


def rows_sent(registration: TitleRegistration) -> list[VersionRow]:
    """What the unit registered, as it was sent last; one query."""
    rows = VersionRow.objects.filter(version__registration=registration, version__is_current=True)
    return list(rows.select_related("person", "unit", "award").in_order())


def row_key(row: VersionRow | Nominee) -> tuple[int, str]:
    """Award and recipient, by which a row of a registration is found again in a proposal."""
    return row.award_id, identity_key(row.subject, row.person_id, row.unit_id, row.name)


def taken_from(registration: TitleRegistration) -> dict[tuple[int, str], int]:
    """Rows of a registration that stand in a living proposal made from it → that proposal. One query."""
    nominees = Nominee.objects.living().filter(proposal__registration=registration).order_by("proposal_id")
    return {row_key(each): each.proposal_id for each in nominees.defer("findings")}


def taken_options(option_ids: Iterable[int]) -> dict[tuple[int, int], int]:
    """(who was voted for, award) → the living proposal in which it stands. One query."""
    nominees = Nominee.objects.living().filter(option_id__in=list(option_ids)).order_by("proposal_id")
    return {
        (option, award): proposal
        for option, award, proposal in nominees.values_list("option_id", "award_id", "proposal_id")
    }


def also_sent(proposal: AwardProposal) -> list[Nominee]:
    """Nominees of another living proposal that was sent to the same body in the year, of the same type and the same
    years of achievement, with an award and a recipient of this one: the same reward is asked for once. A special
    occasion is another reward. One query.
    """
    same = AwardProposal.objects.filter(year_id=proposal.year_id, type=proposal.type, state__in=STANDING)
    same = same.filter(period_from=proposal.period_from, period_to=proposal.period_to).exclude(pk=proposal.pk)
    if proposal.type != CommendationType.MERIT:
        same = same.filter(occasion=proposal.occasion)
    mine = Nominee.objects.filter(proposal=proposal, award=OuterRef("award")).alias(own=identity_of())
    found = Nominee.objects.filter(proposal__in=same.order_by().values("pk")).alias(who=identity_of())
    found = found.filter(Exists(mine.filter(own=OuterRef("who"))))
    return list(found.defer("findings").select_related("award", "proposal").order_by("pk"))
