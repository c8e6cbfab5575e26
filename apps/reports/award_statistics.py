"""Thống kê khen thưởng: counts of what was granted, by award, level, year, unit, sex and recipient; from the registry.

Only awards in force ("tặng"); what was merely asked for is never among them.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, CharField, Count, F, Q, Value, When
from django.db.models.functions import Coalesce, NullIf

from apps.catalog.enums import AwardList, CommendationType, Level, Subject
from apps.registry.enums import AwardState
from apps.registry.models import Award
from apps.reports.summary.annex import AnnexColumn, AnnexTable, numbers
from apps.units.enums import UnitKind
from apps.units.models import Unit
from apps.units.person_enums import Sex

YEARS_BACK = 4  # years shown before the year asked for
UNKNOWN_SEX, NO_TYPE, NO_UNIT = "Chưa ghi", "Chưa ghi", "Ngoài ngành, không gắn đơn vị"


@dataclass(frozen=True)
class Counted:
    """Awards of one kind. ``year`` of the achievement; ``unit``: the unit next below the one reported on."""

    award: str
    award_order: int
    list_label: str
    level: str
    type_label: str
    year: int
    unit: str
    unit_order: tuple
    sex: str
    is_collective: bool
    number: int


@dataclass(frozen=True)
class AwardStatistics:
    """One unit with all below it, or the whole registry of the ministry."""

    unit_name: str
    province: str
    year: int
    at: datetime
    counted: tuple[Counted, ...]
    cancelled: int
    illustrative: bool

    @property
    def of_year(self) -> list[Counted]:
        return [each for each in self.counted if each.year == self.year]

    @property
    def years(self) -> range:
        return range(self.year - YEARS_BACK, self.year + 1)

    def total(self, *, collectives: bool) -> int:
        return sum(each.number for each in self.of_year if each.is_collective == collectives)


def award_statistics(unit: Unit, year: int, now: datetime) -> AwardStatistics:
    """Four queries. Grouped in the database: memory grows with the kinds of awards and units, not with the awards."""
    rows = _awards_of(unit)
    held = rows.held().annotate(
        of_year=Coalesce("year", F("granted_on__year")), sex=_sex(), kind=NullIf("grant__type", Value(""))
    )
    held = held.filter(of_year__gte=year - YEARS_BACK, of_year__lte=year).order_by()
    names = ("award_type__name", "award_type__order", "award_type__list", "award_type__level", "kind", "of_year",
             "unit_id", "sex", "subject")  # fmt: skip
    found = list(held.values_list(*names).annotate(n=Count("pk")))
    places = _places(unit, {row[6] for row in found if row[6]})
    cancelled = rows.filter(Q(year=year) | Q(year=None, granted_on__year=year), state=AwardState.CANCELLED)
    return AwardStatistics(
        unit_name=unit.name,
        province=unit.province or "",
        year=year,
        at=now,
        counted=tuple(_counted(row, places) for row in found),
        cancelled=cancelled.count(),
        illustrative=held.filter(of_year=year, grant__illustrative=True).exists(),
    )


def _awards_of(unit: Unit):
    """Of the unit, of all below it and of decisions that they keep; the ministry's registry whole."""
    if unit.kind == UnitKind.MINISTRY:
        return Award.objects.all()
    below = Unit.objects.filter(path__startswith=unit.path).order_by().values("pk")
    return Award.objects.filter(Q(unit__in=below) | Q(grant__keeper__in=below))


def _sex():
    """Of the person's file, else as the decision addresses the person; collectives have none."""
    told = Case(
        When(honorific="Ông", then=Value(Sex.MALE.value)),
        When(honorific="Bà", then=Value(Sex.FEMALE.value)),
        default=Value(""),
        output_field=CharField(),
    )
    return Case(
        When(subject=Subject.COLLECTIVE, then=Value("")),
        default=Coalesce(NullIf("person__sex", Value("")), told),
        output_field=CharField(),
    )


def _places(unit: Unit, unit_ids: set[int]) -> dict[int, tuple[str, tuple]]:
    """Unit → the unit next below the one reported on (itself where it stands beside), and its place in the order."""
    units = list(Unit.objects.filter(pk__in=unit_ids).order_by())
    step = len(unit.path) + Unit.steplen
    above = {each.path[:step] for each in units if each.path.startswith(unit.path)}
    known = {each.path: each for each in Unit.objects.filter(path__in=above).order_by()}
    found = {}
    for each in units:
        place = known.get(each.path[:step], each)
        found[each.pk] = (place.name, (place.protocol_order, place.sort_key, place.pk))
    return found


def _counted(row: tuple, places: dict[int, tuple[str, tuple]]) -> Counted:
    award, order, award_list, level, kind, year, unit_id, sex, subject, number = row
    name, place = places.get(unit_id, (NO_UNIT, (1 << 30, "", 0)))
    collective = subject == Subject.COLLECTIVE
    return Counted(
        award=award,
        award_order=order,
        list_label=str(AwardList(award_list).label),
        level=str(Level(level).label),
        type_label=str(CommendationType(kind).label) if kind else NO_TYPE,
        year=year,
        unit=name,
        unit_order=place,
        sex="" if collective else (str(Sex(sex).label) if sex else UNKNOWN_SEX),
        is_collective=collective,
        number=number,
    )


def tables(found: AwardStatistics) -> list[AnnexTable]:
    """Every breakdown of the year, then the years beside each other. Each adds up to the same number."""
    rows = found.of_year
    return [
        *(
            _split(label, [each for each in rows if each.list_label == label], lambda each: each.award,
                   lambda each: (each.award_order, each.award), "Danh hiệu, hình thức")
            for label in dict.fromkeys(str(each.label) for each in AwardList)
            if any(each.list_label == label for each in rows)
        ),
        _split("Theo cấp", rows, lambda each: each.level, _by_level, "Cấp"),
        _split("Theo loại hình khen thưởng", rows, lambda each: each.type_label, lambda each: each.type_label,
               "Loại hình"),
        _split("Theo đơn vị", rows, lambda each: each.unit, lambda each: each.unit_order, "Đơn vị"),
        _people(rows),
        _by_year(found),
    ]  # fmt: skip


def _by_level(each: Counted) -> int:
    return [str(level.label) for level in Level].index(each.level)


def _split(caption: str, rows: Iterable[Counted], key: Callable, order: Callable, header: str) -> AnnexTable:
    found: dict[str, Counter] = {}
    for each in sorted(rows, key=order):
        found.setdefault(key(each), Counter())[each.is_collective] += each.number
    columns = (AnnexColumn(header), *numbers("Tập thể", "Cá nhân", "Cộng"))
    return AnnexTable(caption, columns, tuple((name, n[True], n[False], n.total()) for name, n in found.items()))


def _people(rows: Iterable[Counted]) -> AnnexTable:
    """Cá nhân by sex; those whose sex nobody wrote down stand in a line of their own."""
    counted = Counter()
    for each in rows:
        if not each.is_collective:
            counted[each.sex] += each.number
    labels = [*(str(sex.label) for sex in Sex), UNKNOWN_SEX]
    shown = tuple((label, counted[label]) for label in labels if counted[label])
    return AnnexTable("Cá nhân theo giới tính", (AnnexColumn("Giới tính"), *numbers("Cá nhân")), shown)


def _by_year(found: AwardStatistics) -> AnnexTable:
    counted = Counter()
    for each in found.counted:
        counted[each.year, each.is_collective] += each.number
    rows = tuple(
        (str(year), counted[year, True], counted[year, False], counted[year, True] + counted[year, False])
        for year in found.years
    )
    return AnnexTable("Theo năm thành tích", (AnnexColumn("Năm"), *numbers("Tập thể", "Cá nhân", "Cộng")), rows)


def cube(found: AwardStatistics) -> AnnexTable:
    """All dimensions in one table, to filter and pivot."""
    columns = (
        AnnexColumn("Danh hiệu, hình thức"),
        AnnexColumn("Nhóm"),
        AnnexColumn("Cấp"),
        AnnexColumn("Loại hình"),
        AnnexColumn("Năm", "text"),
        AnnexColumn("Đơn vị"),
        AnnexColumn("Đối tượng"),
        AnnexColumn("Giới tính"),
        *numbers("Số lượng"),
    )
    merged: Counter = Counter()
    ordered = sorted(found.counted, key=lambda each: (-each.year, each.award_order, each.award, each.unit_order))
    for each in ordered:
        who = str((Subject.COLLECTIVE if each.is_collective else Subject.INDIVIDUAL).label)
        merged[each.award, each.list_label, each.level, each.type_label, str(each.year), each.unit, who, each.sex] += (
            each.number
        )
    return AnnexTable("Số liệu chi tiết", columns, tuple((*key, number) for key, number in merged.items()))
