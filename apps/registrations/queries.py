"""What pages and other apps ask about registrations, in bulk."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from apps.catalog.enums import Subject
from apps.catalog.models import AwardType
from apps.catalog.queries import registration_choices, routes
from apps.clusters.models import ClusterYear, Member
from apps.clusters.ordering import by_line
from apps.clusters.queries import members_in_order
from apps.core.actor import Actor
from apps.core.dates import local
from apps.obligations.models import Obligation
from apps.obligations.queries import by_unit
from apps.periods.enums import YearState
from apps.periods.models import EmulationYear
from apps.registrations.enums import FRESH, HELD
from apps.registrations.models import (
    Consolidation,
    ConsolidationEntry,
    RegistrationVersion,
    TitleRegistration,
    VersionRow,
)
from apps.units.models import Person, Unit

DUTY, CONSOLIDATION_DUTY = "registration", "consolidation"


def rules_day(year: EmulationYear, now: datetime) -> date:
    """The day whose rules count for a year's registrations: today, kept inside of the year."""
    return min(max(local(now).date(), year.starts_on), year.ends_on)


def is_over(year: EmulationYear, now: datetime) -> bool:
    """Whether the days of the year have passed: what only its end shows is known by then."""
    return local(now).date() > year.ends_on


@dataclass(frozen=True)
class Choices:
    """Awards that a unit may choose from, in the order of the law. ``by_routes``: the catalogue knows its ways.

    For a day before the first row of the catalogue (years before 2024) every award of the sector is offered.
    """

    awards: dict[str, list[AwardType]]
    by_routes: bool

    def offers(self, award_id: int, subject: str) -> bool:
        return any(award.pk == award_id for award in self.awards[subject])


def choices_for(unit: Unit, on: date) -> Choices:
    """What the unit's form offers collectives and individuals on a day."""
    kinds = [unit.kind, *reversed([above.kind for above in Unit.objects.get_ancestors(unit)])]
    subjects = (Subject.COLLECTIVE, Subject.INDIVIDUAL)
    offered = {
        subject: [row.award for row in registration_choices(kinds, unit.legal_person, on, subject)]
        for subject in subjects
    }
    if any(offered.values()) or routes(kinds, unit.legal_person, on):
        return Choices(offered, by_routes=True)
    known = list(AwardType.objects.filter(in_sector=True))
    return Choices({subject: [award for award in known if award.fits(subject)] for subject in subjects}, False)


def roll_of(unit: Unit, on: date) -> list[Person]:
    """People with a posting in the unit or below it on the day, by name; each with ``post_text``. Two queries."""
    from apps.units.models import Posting

    below = Q(unit__path__startswith=unit.path)
    postings = Posting.objects.valid_on(on).filter(below).select_related("unit").order_by("kind", "pk")
    posts: dict[int, str] = {}
    for posting in postings:
        place = "" if posting.unit_id == unit.pk else posting.unit.table_name
        posts.setdefault(posting.person_id, ", ".join(filter(None, [posting.post, place])))
    people = list(Person.objects.filter(pk__in=posts, merged_into=None).in_order())
    for person in people:
        person.post_text = posts[person.pk]
    return people


def sub_units_of(unit: Unit, on: date) -> list[Unit]:
    """The unit itself and what stands below it on the day: the collectives that it may name."""
    below = Unit.objects.below([unit.path]).valid_on(on).exclude(pk=unit.pk).in_order()
    return [unit, *below]


def in_form(registration: TitleRegistration):
    """Rows of the draft, collectives first."""
    return list(registration.rows.for_list().in_order())


def current_version(registration: TitleRegistration) -> RegistrationVersion | None:
    """The newest sending, with its scan."""
    return registration.versions.filter(is_current=True).select_related("signed_copy").first()


def with_signed_copy(registrations: QuerySet[TitleRegistration]) -> QuerySet[TitleRegistration]:
    """``signed_copy_found``: of the newest sending, where it was signed on paper; in the same query."""
    newest = RegistrationVersion.objects.filter(registration=OuterRef("pk"), is_current=True)
    return registrations.annotate(signed_copy_found=Subquery(newest.values("signed_copy")[:1]))


def last_years(registration: TitleRegistration) -> RegistrationVersion | None:
    """What the unit sent in the newest year before."""
    year = registration.cluster_year.year
    return (
        RegistrationVersion.objects.filter(
            is_current=True,
            registration__unit_id=registration.unit_id,
            registration__cluster_year__year__organiser_id=year.organiser_id,
            registration__cluster_year__year__year__lt=year.year,
        )
        .select_related("registration__cluster_year__year")
        .order_by("-registration__cluster_year__year__year")
        .first()
    )


def obligation_of(registration: TitleRegistration) -> Obligation | None:
    return by_unit(registration.cluster_year.year_id, DUTY, [registration.unit_id]).get(registration.unit_id)


@dataclass
class BoardRow:
    """One member on the head's page; ``registration`` None: nothing begun."""

    member: Member
    registration: TitleRegistration | None
    obligation: Obligation | None = None
    collectives: int = 0
    persons: int = 0

    @property
    def is_sent(self) -> bool:
        return self.registration is not None and self.registration.state in HELD


@dataclass
class Board:
    """All members of a ClusterYear in protocol order with their registrations: five queries."""

    rows: list[BoardRow] = field(default_factory=list)

    @property
    def sent(self) -> int:
        return sum(row.is_sent for row in self.rows)

    @property
    def missing(self) -> list[str]:
        return [row.member.unit_name for row in self.rows if not row.is_sent]


def board_of(cluster_year: ClusterYear, line: str | None = None) -> Board:
    members = list(members_in_order(cluster_year.pk, line or None))
    unit_ids = [member.unit_id for member in members]
    found = TitleRegistration.objects.filter(cluster_year=cluster_year).for_list()
    registrations = {registration.unit_id: registration for registration in found}
    sent = VersionRow.objects.filter(version__is_current=True, version__registration__cluster_year=cluster_year)
    counts = {
        (pk, collective): count
        for pk, collective, count in sent.order_by()
        .values_list("version__registration_id", "is_collective")
        .annotate(count=Count("pk"))
    }
    owed = by_unit(cluster_year.year_id, DUTY, unit_ids)
    rows = []
    for member in members:
        registration = registrations.get(member.unit_id)
        key = registration.pk if registration else None
        rows.append(
            BoardRow(
                member,
                registration,
                owed.get(member.unit_id),
                counts.get((key, True), 0),
                counts.get((key, False), 0),
            )
        )
    return Board(rows)


def missing_names(cluster_year_id: int, line: str, held_ids: Iterable[int]) -> list[str]:
    """Names of the members whose registration is not among those held, in protocol order; one query."""
    held = TitleRegistration.objects.filter(
        cluster_year_id=cluster_year_id, unit_id=OuterRef("unit_id"), pk__in=list(held_ids)
    )
    members = Member.objects.standing().filter(~Exists(held), cluster_year_id=cluster_year_id)
    members = members.filter(line=line) if line else members
    return list(members.order_by(by_line(), "order", "pk").values_list("unit_name", flat=True))


def members_without(actor: Actor):
    """Places of the actor's own units for which no registration was begun: in years that run.

    In a year that is being summed up only where the registration is still owed: nobody sets out for it any more.
    """
    owed = Obligation.objects.open().filter(
        unit_id=OuterRef("unit_id"), duty__year_id=OuterRef("year_id"), duty__code=DUTY
    )
    begun = TitleRegistration.objects.filter(cluster_year_id=OuterRef("cluster_year_id"), unit_id=OuterRef("unit_id"))
    return (
        Member.objects.standing()
        .filter(unit_id__in=actor.unit_ids("officer", "leader"))
        .filter(
            Q(cluster_year__year__state=YearState.OPEN) | Q(Exists(owed), cluster_year__year__state=YearState.CLOSING)
        )
        .filter(~Exists(begun))
        .select_related("cluster_year__cluster", "cluster_year__year", "unit")
        .order_by("-cluster_year__year__year", "pk")
    )


def consolidations_of(cluster_year: ClusterYear):
    return Consolidation.objects.filter(cluster_year=cluster_year).for_list().order_by(by_line(), "number")


def lines_of(cluster_year_id: int) -> list[str]:
    """Khối of the members, where there are several; sheets may then go line by line."""
    found = Member.objects.standing().filter(cluster_year_id=cluster_year_id).order_by("line")
    lines = list(found.values_list("line", flat=True).distinct())
    return [line for line in lines if line] if len(lines) > 1 else []


def whole_with(cluster_year_id: int) -> Consolidation | None:
    """The sheet with which all was sent: one of all, or the last of the lines; None while something is missing."""
    lines = set(Member.objects.standing().filter(cluster_year_id=cluster_year_id).values_list("line", flat=True))
    sent = set()
    for sheet in Consolidation.objects.filter(cluster_year_id=cluster_year_id).order_by("sent_at", "pk"):
        sent.add(sheet.line)
        if "" in sent or (lines and lines <= sent):
            return sheet
    return None


def last_consolidation(cluster_year_id: int, line: str = "") -> Consolidation | None:
    return Consolidation.objects.filter(cluster_year_id=cluster_year_id, line=line).order_by("-number").first()


def newest_consolidations(cluster_year_id: int) -> QuerySet:
    """All sheets, the last sent first; ``later``: how many units the next version waits for, or None."""
    later = sent_later().filter(cluster_year_id=OuterRef("cluster_year_id")).order_by().values("cluster_year_id")
    counted = Subquery(later.annotate(n=Count("pk")).values("n"))
    return (
        Consolidation.objects.filter(cluster_year_id=cluster_year_id)
        .annotate(later=counted)
        .order_by("-sent_at", "-pk")
    )


def sent_later() -> QuerySet:
    """Registrations of which the last sheet that should hold them holds another sending, or none: what the next version
    is for. Who sent the same once more is not among them.
    """
    sheets = Consolidation.objects.filter(
        Q(line="") | Q(line=OuterRef("line")), cluster_year_id=OuterRef("cluster_year_id")
    )
    last = Subquery(sheets.order_by("-sent_at", "-pk").values("pk")[:1])
    found = TitleRegistration.objects.filter(state__in=FRESH).annotate(last_sheet=last)
    return sent_otherwise(found.filter(last_sheet__isnull=False), OuterRef("last_sheet"))


def sent_otherwise(registrations: QuerySet, sheet: int | OuterRef) -> QuerySet:
    """Those whose newest sending the sheet does not hold; ``sheet``: its id, or where their own query says it."""
    same = ConsolidationEntry.objects.filter(
        consolidation=sheet, registration=OuterRef("pk"), version__sha256=OuterRef("sent_sha256")
    )
    sent = registrations.filter(versions__is_current=True).annotate(sent_sha256=F("versions__sha256"))
    return sent.filter(~Exists(same))


def later_names(cluster_year: ClusterYear) -> list[str]:
    """Names of the units of ``sent_later`` in protocol order; one query."""
    found = sent_later().filter(cluster_year=cluster_year)
    return list(found.in_protocol_order().values_list("unit_name", flat=True))


def rows_of(consolidation: Consolidation) -> list[VersionRow]:
    """Every row of a consolidated sheet in protocol order, with award and unit; one query."""
    return list(
        VersionRow.objects.filter(version__entries__consolidation=consolidation)
        .for_list()
        .order_by(
            by_line("version__registration__line"),
            "version__registration__order",
            "version__registration_id",
            "-is_collective",
            "position",
            "pk",
        )
    )


def standing_rows(cluster_year: ClusterYear) -> list[VersionRow]:
    """What stands in a ClusterYear just now, consolidated or not, in protocol order: the public list. One query."""
    return list(
        VersionRow.objects.current()
        .filter(version__registration__cluster_year=cluster_year)
        .for_list()
        .order_by(
            by_line("version__registration__line"),
            "version__registration__order",
            "version__registration_id",
            "-is_collective",
            "position",
            "pk",
        )
    )


def by_registration(rows: Iterable[VersionRow]) -> list[tuple[TitleRegistration, list[VersionRow]]]:
    """The rows of each unit together, in the given order."""
    found: dict[int, list[VersionRow]] = defaultdict(list)
    for row in rows:
        found[row.version.registration_id].append(row)
    return [(group[0].version.registration, group) for group in found.values()]


def units_with_registrations(cluster_year_id: int, unit_ids: Iterable[int]) -> set[int]:
    """Units that have begun a registration in a ClusterYear: they may not leave it."""
    found = TitleRegistration.objects.filter(cluster_year_id=cluster_year_id, unit_id__in=list(unit_ids))
    return set(found.values_list("unit_id", flat=True))
