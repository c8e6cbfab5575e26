"""Where a person works: years, clusters, units, and whom to call. The shell asks these on every page."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import BigIntegerField, CharField, F, Value

from apps.accounts.grants import label_of
from apps.clusters.models import ClusterYear, Member
from apps.core.actor import Actor
from apps.core.components import Contact
from apps.core.kept_queries import KeptQuery
from apps.periods.models import EmulationYear
from apps.units.enums import Role
from apps.units.models import RoleAssignment, Unit, organised_by

MOST_CONTACTS = 3


@dataclass(frozen=True)
class Place:
    """A year that concerns the actor, and the cluster in it where there is one (``cluster_year_id``)."""

    year: int
    year_id: int
    state: str
    organiser_id: int
    cluster_year_id: int | None
    cluster_id: int | None
    cluster_kind: str
    starts_on: date
    stages_off: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class UnitName:
    """The name and kind of a unit, for labels; whether it is a body of its own (legal personality)."""

    name: str
    short_name: str
    kind: str
    legal_person: bool | None = None

    @property
    def short(self) -> str:
        return self.short_name or self.name


def places(actor: Actor) -> list[Place]:
    """Years that the actor organises or audits and clusters of the actor's units; one query."""
    rows = _PLACES.rows(
        actor.unit_ids(Role.STANDING_OFFICE),
        actor.unit_ids(Role.OFFICER, Role.LEADER),
        actor.cluster_year_ids(),
        audited=tuple(actor.paths(Role.AUDITOR)),
    )
    return sorted(
        (Place(*row) for row in rows), key=lambda place: (-place.year, place.year_id, place.cluster_year_id or 0)
    )


def _place_rows(office_ids, unit_ids, cluster_year_ids, *, audited: tuple[str, ...]):
    """``audited``: paths of units; else ids."""
    years = EmulationYear.objects.filter(organised_by(office_ids, audited, "organiser"))
    standing = Member.objects.filter(unit_id__in=unit_ids).order_by()
    own = standing.values_list("cluster_year_id").union(  # an OR of the two would read every cluster
        ClusterYear.objects.filter(pk__in=cluster_year_ids).order_by().values_list("pk")
    )
    clusters = ClusterYear.objects.filter(pk__in=own).order_by()
    nothing = Value(None, output_field=BigIntegerField())
    rows = years.order_by().values_list(
        "year",
        "pk",
        "state",
        "organiser_id",
        nothing,
        nothing,
        Value("", output_field=CharField()),
        "starts_on",
        "stages_off",
    )
    return rows.union(
        clusters.values_list(
            F("year__year"),
            "year_id",
            F("year__state"),
            F("year__organiser_id"),
            "pk",
            "cluster_id",
            F("cluster__kind"),
            F("year__starts_on"),
            F("year__stages_off"),
        ),
        all=True,
    )


_PLACES = KeptQuery(_place_rows)


def unit_names(unit_ids: Iterable[int]) -> dict[int, UnitName]:
    """Names by id; one query."""
    return {pk: UnitName(*names) for pk, *names in _UNIT_NAMES.rows(set(unit_ids))}


_UNIT_NAMES = KeptQuery(
    lambda unit_ids: Unit.objects.filter(pk__in=unit_ids).values_list(
        "pk", "name", "short_name", "kind", "legal_person"
    )
)


def contacts(organiser_ids: Iterable[int], on: date) -> tuple[Contact, ...]:
    """People of the organisers' standing offices with their telephone numbers, the longest-serving first; one query."""
    return tuple(
        Contact(label, post or str(Role.STANDING_OFFICE.label), phone, email)
        for label, post, phone, email in _CONTACTS.rows(set(organiser_ids), on)
    )


def _contact_rows(organiser_ids, on):
    people = RoleAssignment.objects.filter(
        role=Role.STANDING_OFFICE, unit_id__in=organiser_ids, user__is_active=True
    ).valid_on(on)
    columns = people.values_list(label_of("user"), "user__post", "user__phone", "user__email")
    return columns.order_by("starts_on", "pk")[:MOST_CONTACTS]


_CONTACTS = KeptQuery(_contact_rows)
