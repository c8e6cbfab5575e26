"""Which year and in which role a person is working: chosen in the header, kept in the session.

The choice decides menu, home page and lists. It takes no right away: policies read all grants of the person.
"""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext

from apps.awards.council_enums import COUNCIL_MEMBER
from apps.clusters.enums import HEAD_TITLES, AfterTerm, HeadRole
from apps.core.actor import Actor, Grant
from apps.dashboard.queries import places as queries
from apps.dashboard.queries.places import Place, UnitName
from apps.periods.enums import YearState
from apps.units.enums import Role, UnitKind

YEAR_KEY, ROLE_KEY = "working_year", "working_role"

# The role in which a person starts: the widest one first.
PRECEDENCE = (
    Role.STANDING_OFFICE,
    HeadRole.HEAD,
    HeadRole.DEPUTY,
    Role.LEADER,
    Role.OFFICER,
    Role.AUDITOR,
    COUNCIL_MEMBER,
    AfterTerm.CLOSING_HEAD,
    AfterTerm.CLOSING_DEPUTY,
    AfterTerm.FORMER_HEAD,
    AfterTerm.FORMER_DEPUTY,
)
# Heads whose successor acts: they reach their old year, without the head's menu.
AFTERWARDS = frozenset(AfterTerm)
ROLE_TITLES = {
    Role.OFFICER: lazy("Cán bộ TĐKT"),
    Role.LEADER: lazy("Lãnh đạo đơn vị"),
    Role.STANDING_OFFICE: lazy("Thường trực HĐ"),
    Role.AUDITOR: lazy("Cán bộ kiểm tra, giám sát"),
    COUNCIL_MEMBER: lazy("Ủy viên Hội đồng"),
}


@dataclass(frozen=True)
class WorkingRole:
    """One line of "Đang làm việc với tư cách": role, unit and, for heads, the ClusterYear. ``key`` lasts over years."""

    key: str
    role: str
    unit_id: int
    label: str
    menu: str
    title: str
    unit: UnitName
    cluster_year_id: int | None = None
    acting_for: str = ""
    cluster_kind: str = ""


@dataclass(frozen=True)
class Workplace:
    """Years and roles that a person may choose from, and the chosen ones. ``place``s are those of the chosen year."""

    years: tuple[int, ...] = ()
    year: int | None = None
    roles: tuple[WorkingRole, ...] = ()
    role: WorkingRole | None = None
    places: tuple[Place, ...] = field(default=(), repr=False)

    @property
    def stages_off(self) -> frozenset[str]:
        """Stages that every year leaves out in which the person works in the chosen role."""
        role = self.role
        if role is None:
            return frozenset()
        if role.cluster_year_id:
            here = [place for place in self.places if place.cluster_year_id == role.cluster_year_id]
        elif role.role == Role.STANDING_OFFICE:
            here = [place for place in self.places if place.organiser_id == role.unit_id]
        else:
            here = [place for place in self.places if place.cluster_year_id]
        return frozenset.intersection(*(frozenset(place.stages_off) for place in here)) if here else frozenset()

    @property
    def organiser_ids(self) -> set[int]:
        return {place.organiser_id for place in self.places}


def workplace(request) -> Workplace:
    """Built once per request, in two queries; nothing for people without any role."""
    found = getattr(request, "_workplace", None)
    if found is None:
        found = request._workplace = build(  # noqa: SLF001 -- kept on the request, as Django's own middleware does
            request.actor, request.session.get(YEAR_KEY), request.session.get(ROLE_KEY)
        )
    return found


def build(actor: Actor, wanted_year: int | None, wanted_role: str | None) -> Workplace:
    """The workplace for a stored choice; a choice that no longer holds falls back to the first one."""
    if not actor.grants:
        return Workplace()
    known = queries.places(actor)
    names = queries.unit_names(actor.unit_ids())
    years = tuple(dict.fromkeys(place.year for place in known))
    year = wanted_year if wanted_year in years else _first_year(known, actor.on)
    here = tuple(place for place in known if place.year == year)
    roles = _roles(actor, here, names)
    role = next((r for r in roles if r.key == wanted_role), roles[0] if roles else None)
    return Workplace(years=years, year=year, roles=roles, role=role, places=here)


def _first_year(known: list[Place], today: date | None) -> int | None:
    """The newest year at work that has begun, for the next one is opened while the old one is being closed.

    When none has begun, the newest at work; when none is, the newest at all.
    """
    at_work = [place for place in known if place.state in {YearState.OPEN, YearState.CLOSING}]
    begun = [place for place in at_work if today is None or place.starts_on <= today]
    return next((place.year for place in begun or at_work or known), None)


def _roles(actor: Actor, here: tuple[Place, ...], names: dict[int, UnitName]) -> tuple[WorkingRole, ...]:
    clusters = {place.cluster_year_id: place for place in here if place.cluster_year_id}
    found = {}
    for grant in actor.grants:
        if grant.cluster_year_id is None or grant.cluster_year_id in clusters:
            role = _role(grant, clusters.get(grant.cluster_year_id), names[grant.unit_id])
            found.setdefault(role.key, role)
    # Who stands in for somebody begins with what is their own.
    order = sorted(found.values(), key=lambda role: (bool(role.acting_for), PRECEDENCE.index(role.role), role.label))
    return tuple(order)


def _role(grant: Grant, place: Place | None, unit: UnitName) -> WorkingRole:
    title = str(HEAD_TITLES[place.cluster_kind, grant.role] if place else ROLE_TITLES[grant.role])
    key = f"{grant.role}:{grant.unit_id}" + (f":{place.cluster_id}" if place else "")
    label = pgettext("role – unit", "%(role)s – %(unit)s") % {"role": title, "unit": unit.short}
    if grant.acting_for:
        label = _("%(role)s (thay %(name)s)") % {"role": label, "name": grant.acting_for}
    return WorkingRole(
        key=key,
        role=grant.role,
        unit_id=grant.unit_id,
        label=label,
        menu=_menu(grant.role, unit),
        title=title,
        unit=unit,
        cluster_year_id=grant.cluster_year_id,
        cluster_kind=place.cluster_kind if place else "",
        acting_for=grant.acting_for,
    )


def _menu(role: str, unit: UnitName) -> str:
    if role == HeadRole.DEPUTY:
        return HeadRole.HEAD
    if role in AFTERWARDS:
        return "former_head"
    if role == Role.STANDING_OFFICE and unit.kind != UnitKind.MINISTRY:
        return "organiser_office" if unit.kind == UnitKind.JUSTICE_DEPARTMENT else "organiser_body"
    return role
