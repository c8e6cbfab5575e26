"""What was granted and what was asked for in a year, counted apart: "trình" and "tặng" are never summed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from apps.awards.enums import ASKED
from apps.awards.models import Nominee
from apps.awards.queries import identity_of
from apps.catalog.enums import Subject
from apps.registry.models import Award
from apps.reports.summary.words import MEMBERS_ONLY, listed


@dataclass(frozen=True)
class AwardCount:
    """One award: how many collectives and individuals; ``illustrative``: no source names some of them."""

    name: str
    collectives: int
    individuals: int
    illustrative: bool = False

    @property
    def together(self) -> int:
        return self.collectives + self.individuals

    @property
    def in_words(self) -> str:
        """“4 tập thể”, “35 tập thể và 32 cá nhân”."""
        numbers = ((self.collectives, "tập thể"), (self.individuals, "cá nhân"))
        return " và ".join(f"{number} {word}" for number, word in numbers if number)


def asked_in_words(counts: Iterable[AwardCount]) -> str:
    """Trình; never added to what was granted. Empty where nothing was asked for."""
    awards = _listed(counts)
    return f"Đã trình khen thưởng: {awards}." if awards else ""


def granted_in_words(counts: Iterable[AwardCount]) -> str:
    """Tặng. Empty where nothing was granted."""
    awards = _listed(counts)
    return f"Đã được tặng, theo Sổ khen thưởng: {awards} ({MEMBERS_ONLY})." if awards else ""


def nothing_granted(year: int) -> str:
    """The gap where nothing was granted."""
    return f"Khen thưởng về thành tích năm {year}: Sổ khen thưởng chưa ghi nhận."


def _listed(counts: Iterable[AwardCount]) -> str:
    return listed(f"{each.name} cho {each.in_words}" for each in counts)


def of_year(year: int) -> Q:
    """Awards for achievements of the year; those without a year count where they were granted."""
    return Q(year=year) | Q(year=None, granted_on__year=year)


def granted(year: int, unit_ids: Iterable[int]) -> list[AwardCount]:
    """Awards in force of these units and of people who served there, in the order of the law; one query."""
    rows = Award.objects.held().filter(of_year(year), unit_id__in=list(unit_ids)).order_by()
    rows = rows.values("award_type__order", "award_type__name", "subject")
    return _counted(rows, "award_type__name", "grant", Count("pk"))


def asked(year_id: int, unit_ids: Iterable[int], cluster_year_id: int | None = None) -> list[AwardCount]:
    """Collectives and individuals of proposals that were sent and not withdrawn, each once for an award; one query."""
    of_units = Q(proposal__unit_id__in=list(unit_ids))
    if cluster_year_id is not None:
        of_units |= Q(proposal__cluster_year_id=cluster_year_id)
    rows = Nominee.objects.filter(of_units, proposal__year_id=year_id, proposal__state__in=ASKED).order_by()
    rows = rows.values("award__order", "award__name", "subject")
    return _counted(rows, "award__name", "proposal", Count(identity_of(), distinct=True))


def _counted(rows, name: str, paper: str, number: Count) -> list[AwardCount]:
    """``paper``: whose mark “minh họa” counts."""
    found: dict[str, dict[str, int]] = {}
    marked = set()
    rows = rows.annotate(n=number, marked=Count("pk", filter=Q(**{f"{paper}__illustrative": True})))
    for row in rows.order_by(name.replace("name", "order"), name):
        found.setdefault(row[name], {})[row["subject"]] = row["n"]
        marked |= {row[name]} if row["marked"] else set()
    return [
        AwardCount(each, numbers.get(Subject.COLLECTIVE, 0), numbers.get(Subject.INDIVIDUAL, 0), each in marked)
        for each, numbers in found.items()
    ]
