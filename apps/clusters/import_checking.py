"""A file of clusters compared with what is stored: one plan for each cluster and year."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from apps.clusters.domain.clusters import Place
from apps.clusters.domain.heads import MOST_DEPUTIES
from apps.clusters.enums import ClusterKind, HeadRole
from apps.clusters.models import Cluster, ClusterYear, HeadTerm, Member
from apps.core.actor import Actor
from apps.core.dates import FIRST_YEAR, LAST_YEAR
from apps.core.sheets import Checked
from apps.core.text import clean, fold
from apps.periods.enums import YearState
from apps.periods.models import EmulationYear
from apps.units.enums import Role
from apps.units.models import Unit
from apps.units.unit_reading import UnitReader

FIRST_WORDS = {"khu vuc": ClusterKind.REGION, "cum": ClusterKind.CLUSTER, "khoi": ClusterKind.BLOC}
ROLES = {"head": HeadRole.HEAD, "deputy": HeadRole.DEPUTY}

MOST_ORDER = 9999


def kind_of_name(name: str) -> str:
    """Region, cluster or bloc by the first word of the name; a cluster where it says nothing."""
    folded = fold(name)
    return next((kind for word, kind in FIRST_WORDS.items() if folded.startswith(word)), ClusterKind.CLUSTER)


@dataclass
class ClusterPlan:
    """One cluster in one year as the file has it."""

    code: str
    name: str
    kind: str
    organiser: Unit
    year: int
    places: dict[int, Place] = field(default_factory=dict)
    units: dict[int, Unit] = field(default_factory=dict)
    offices: list[tuple[str, int]] = field(default_factory=list)


class ClusterCheck:
    """One check of one table; seven queries, whatever its length."""

    def __init__(self, table, *, actor: Actor):
        self.table, self.actor = table, actor
        self.rows = [(row, row.read()) for row in table]
        self.reader = UnitReader(text for _row, values in self.rows for text in (values["unit"], values["organiser"]))
        self.plans: dict[tuple[str, int], ClusterPlan] = {}
        self.place_of: dict[tuple[int, int, int], tuple[object, ClusterPlan]] = {}
        self.rows_of: list[tuple[object, ClusterPlan, Place, str]] = []

    def checked(self) -> Checked:
        self.load()
        for row, values in self.rows:
            before = len(self.table.problems)
            plan = self.plan_of(row, values)
            unit = self.reader.unit(row, "unit", values["unit"])
            if plan is not None and unit is not None and len(self.table.problems) == before:
                self.place(row, values, plan, unit)
        return Checked(plan=list(self.plans.values()), **self.counts())

    def load(self) -> None:
        small = {clean(values["code"]).lower() for _row, values in self.rows if values["code"]}
        years = {values["year"] for _row, values in self.rows if values["year"]}
        clusters = Cluster.objects.annotate(small_code=Lower("code")).filter(small_code__in=small)
        self.clusters = {each.code: each for each in clusters.select_related("organiser")}
        # Capitals do not count: a code is the stored one, else as the file writes it first.
        self.code_of = {code.lower(): code for code in self.clusters}
        self.years = {(each.organiser_id, each.year): each for each in EmulationYear.objects.filter(year__in=years)}
        members = Member.objects.standing().filter(year__year__in=years)
        self.members = {(each.year_id, each.unit_id): each for each in members.select_related("cluster_year__cluster")}
        stored = ClusterYear.objects.filter(cluster__in=self.clusters.values(), year__year__in=years)
        self.stored = {(each.cluster.code, each.year.year): each for each in stored.select_related("cluster", "year")}
        self.terms: dict[tuple[str, int], list[HeadTerm]] = {}
        terms = HeadTerm.objects.filter(cluster_year__in=[each.pk for each in self.stored.values()])
        for term in terms.select_related("unit", "cluster_year__cluster", "cluster_year__year"):
            key = (term.cluster_year.cluster.code, term.cluster_year.year.year)
            self.terms.setdefault(key, []).append(term)

    # --- Clusters -----------------------------------------------------------------------------------

    def plan_of(self, row, values) -> ClusterPlan | None:
        """The cluster and year of a row; further rows must say the same about it."""
        organiser = self.reader.unit(row, "organiser", values["organiser"])
        code, year, name = clean(values["code"] or ""), values["year"], clean(values["name"] or "")
        if organiser is None or not code or not name or year is None:
            return None
        code = self.code_of.setdefault(code.lower(), code)
        if not FIRST_YEAR <= year <= LAST_YEAR:
            row.problem("year", _("Năm %(year)s không hợp lệ.") % {"year": year})
            return None
        kind = values["kind"] or kind_of_name(name)
        known = self.plans.get((code, year))
        if known is None:
            if not self.fits(row, code, organiser, year):
                return None
            known = self.plans[code, year] = ClusterPlan(code, name, kind, organiser, year)
        elif known.organiser.pk != organiser.pk:
            row.problem(
                "organiser", _("Khác với dòng trước của cùng Cụm và năm: %(unit)s.") % {"unit": known.organiser}
            )
        elif known.name != name:
            row.problem("name", _("Khác với dòng trước của cùng Cụm và năm: %(name)s.") % {"name": known.name})
        return known

    def fits(self, row, code: str, organiser: Unit, year: int) -> bool:
        """Whether the file may write this cluster at all."""
        if not self.actor.is_system and not self.actor.holds(Role.STANDING_OFFICE, unit_id=organiser.pk):
            row.problem("organiser", _("Bạn không thuộc Thường trực Hội đồng của %(unit)s.") % {"unit": organiser})
            return False
        cluster = self.clusters.get(code)
        if cluster is not None and cluster.organiser_id != organiser.pk:
            names = {"code": code, "unit": cluster.organiser}
            row.problem("organiser", _("Mã %(code)s là của Cụm do %(unit)s tổ chức.") % names)
            return False
        found = self.years.get((organiser.pk, year))
        if found is not None and found.state == YearState.CLOSED:
            row.problem("year", _("Năm thi đua %(year)s đã khóa sổ.") % {"year": year})
            return False
        return True

    # --- Members and heads --------------------------------------------------------------------------

    def place(self, row, values, plan: ClusterPlan, unit: Unit) -> None:
        if self.is_elsewhere(row, plan, unit):
            return
        if unit.valid_to is not None and unit.valid_to < date(plan.year, 1, 1):
            row.problem(
                "unit", _("%(unit)s đã ngừng hoạt động trước năm %(year)s.") % {"unit": unit, "year": plan.year}
            )
            return
        order = values["order"] if values["order"] is not None else len(plan.places) + 1
        if not 1 <= order <= MOST_ORDER:
            row.problem("order", _("Thứ tự là số từ 1 đến %(most)s.") % {"most": MOST_ORDER})
            return
        place = Place(unit.pk, order, values["line"] or "")
        plan.places[unit.pk], plan.units[unit.pk] = place, unit
        role = ROLES.get(values["role"] or "", "")
        if role and self.may_lead(row, plan, unit, role):
            plan.offices.append((role, unit.pk))
        self.rows_of.append((row, plan, place, role))

    def is_elsewhere(self, row, plan: ClusterPlan, unit: Unit) -> bool:
        """A unit belongs to one cluster of an organiser and year: in the file, and in what is stored."""
        key = (plan.organiser.pk, plan.year, unit.pk)
        earlier = self.place_of.setdefault(key, (row, plan))
        if earlier[0] is not row:
            names = {"unit": unit, "name": earlier[1].name, "row": earlier[0].number}
            row.problem("unit", _("%(unit)s đã ở dòng %(row)s, thuộc %(name)s của cùng năm.") % names)
            return True
        year = self.years.get((plan.organiser.pk, plan.year))
        member = self.members.get((year.pk, unit.pk)) if year else None
        if member is not None and member.cluster_year.cluster.code != plan.code:
            names = {"unit": unit, "name": member.cluster_year.name, "year": plan.year}
            row.problem("unit", _("%(unit)s năm %(year)s đang thuộc %(name)s. Chuyển Cụm trước khi nhập.") % names)
            return True
        return False

    def may_lead(self, row, plan: ClusterPlan, unit: Unit, role: str) -> bool:
        """One head, at most two deputies, with those that are stored."""
        stored = self.terms.get((plan.code, plan.year), [])
        if any(term.unit_id == unit.pk and term.role == role for term in stored):
            return True
        holders = {term.unit_id for term in stored if term.role == role and term.ends_on is None}
        holders |= {unit_id for each, unit_id in plan.offices if each == role}
        if any(term.unit_id == unit.pk and term.ends_on is None for term in stored):
            row.problem("role", _("%(unit)s đang giữ nhiệm vụ khác của Cụm này.") % {"unit": unit})
            return False
        if role == HeadRole.HEAD and holders:
            row.problem("role", _("%(name)s năm %(year)s đã có Trưởng.") % {"name": plan.name, "year": plan.year})
            return False
        if role == HeadRole.DEPUTY and len(holders) >= MOST_DEPUTIES:
            row.problem("role", _("Mỗi Cụm có nhiều nhất hai Phó Trưởng cùng lúc."))
            return False
        return True

    # --- Counts -------------------------------------------------------------------------------------

    def counts(self) -> dict[str, int]:
        """Rows that add, change and leave as it is."""
        found = {"created": 0, "updated": 0, "unchanged": 0}
        for _row, plan, place, role in self.rows_of:
            stored = self.stored.get((plan.code, plan.year))
            member = stored and self.members.get((stored.year_id, place.unit_id))
            terms = self.terms.get((plan.code, plan.year), [])
            if member is None:
                found["created"] += 1
            elif (
                (member.order, member.line) != (place.order, place.line)
                or stored.name != plan.name
                or (role and not any(t.unit_id == place.unit_id and t.role == role for t in terms))
            ):
                found["updated"] += 1
            else:
                found["unchanged"] += 1
        return found
