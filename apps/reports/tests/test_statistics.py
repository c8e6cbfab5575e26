"""Thống kê khen thưởng and Tổng quan toàn ngành: every breakdown adds up, gaps are said, the cost does not grow."""

import io
from datetime import UTC, date, datetime

import openpyxl
import pytest

from apps.accounts.grants import actor_for
from apps.awards.tests import council_world as world_of
from apps.catalog.enums import CommendationType, Level, Subject
from apps.clusters.models import ClusterYear
from apps.clusters.tests.factories import ClusterYearFactory, MemberFactory
from apps.core.actor import system_actor
from apps.core.pdf import Verification
from apps.obligations.models import last_moment
from apps.obligations.tests.factories import DutyFactory, ObligationFactory
from apps.periods.tests.factories import EmulationYearFactory
from apps.registry.enums import AwardState
from apps.registry.models import Award
from apps.registry.statistics import statistics
from apps.registry.tests.factories import AwardFactory, AwardTypeFactory, GrantFactory, PersonFactory
from apps.reports import registry
from apps.reports.award_statistics import award_statistics, detail_table, tables
from apps.reports.domain.rendering import request_report
from apps.reports.overview import overview
from apps.reports.registry import NothingToReport, Printing
from apps.units.enums import Role
from apps.units.models import Unit
from apps.units.person_enums import Sex
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 12, 20, 2, tzinfo=UTC)
SYSTEM = system_actor()
PRINTING = Printing(Verification("THU-0001", "https://example.test/verify/THU-0001"), NOW)


@pytest.fixture
def sector():
    top = UnitFactory(name="Cục Thử", code="CT")
    first, second = UnitFactory(parent=top, name="Phòng Một"), UnitFactory(parent=top, name="Phòng Hai")
    flag = AwardTypeFactory(code="CO", name="Cờ thi đua", list="title", order=1)
    merit = AwardTypeFactory(code="BK", name="Bằng khen", order=2, level=Level.GRASSROOTS)
    province = GrantFactory(authority_level=Level.PROVINCE, type=CommendationType.MERIT)
    AwardFactory(award_type=flag, subject=Subject.COLLECTIVE, unit=first, person=None, year=2020)
    man = PersonFactory(sex=Sex.MALE, honorific="Bà")  # the file wins over how a decision addresses somebody
    AwardFactory(award_type=merit, person=man, unit=first, year=2020, honorific="Bà")
    AwardFactory(award_type=merit, person=PersonFactory(), unit=second, year=2020, honorific="Bà")
    AwardFactory(award_type=merit, person=PersonFactory(), unit=second, year=2020, honorific="", grant=province)
    marked = GrantFactory(illustrative=True)
    AwardFactory(award_type=merit, person=PersonFactory(), unit=second, year=2019, grant=marked)
    AwardFactory(award_type=merit, person=PersonFactory(), unit=second, year=None, granted_on=date(2020, 5, 1))
    AwardFactory(award_type=merit, person=PersonFactory(), unit=second, year=2020, state=AwardState.CANCELLED)
    AwardFactory(award_type=merit, person=PersonFactory(), unit=UnitFactory(), year=2020)  # somebody else's
    return top


def test_every_breakdown_adds_up_to_what_is_held(sector):
    found = award_statistics(sector, 2020, NOW)
    by_caption = {table.caption: table.rows for table in tables(found)}
    assert by_caption["Danh hiệu thi đua"] == (("Cờ thi đua", 1, 0, 1),)
    assert by_caption["Hình thức khen thưởng"] == (("Bằng khen", 0, 3, 3),)
    assert by_caption["Theo cấp quyết định"] == (("Cấp Bộ, ngành", 1, 2, 3), ("Cấp tỉnh", 0, 1, 1))
    assert by_caption["Theo loại hình khen thưởng"] == (
        ("Khen thưởng công trạng", 0, 1, 1),
        ("Chưa có dữ liệu", 1, 2, 3),
    )
    assert by_caption["Theo đơn vị, gồm các đơn vị trực thuộc"] == (("Phòng Hai", 0, 2, 2), ("Phòng Một", 1, 1, 2))
    assert by_caption["Cá nhân theo giới tính"] == (("Nam", 1), ("Cá nhân chưa có dữ liệu giới tính", 2))
    assert by_caption["Theo năm thành tích"] == (
        *((year, None, None, None) for year in (2016, 2017, 2018)),  # nothing is held: not 0
        (2019, 0, 1, 1),
        (2020, 1, 3, 4),
    )
    assert (found.cancelled, found.undated) == (1, 1)
    assert found.illustrative  # by the award of 2019, which is shown
    assert sum(row[-1] for row in detail_table(found).rows) == 5


def test_report_and_page_of_the_registry_tell_the_same(sector):
    """One meaning of level, sex, unit, year: that of the registry's statistics."""
    found, rows = award_statistics(sector, 2020, NOW), Award.objects.filter(unit__path__startswith=sector.path)
    for by, lines in (("level", found.levels), ("unit", found.units)):
        page = statistics(rows.filter(year=2020), by)
        assert {line.label: line.cells[-1] for line in lines} == {row.head.label: row.total for row in page.rows}
    page = statistics(rows.filter(year=2020), "sex")
    assert set(found.sexes) == {(row.head.label, row.total) for row in page.rows if row.head.key != "collective"}


def test_workbook_is_typed_filtered_summed_and_frozen(sector):
    entry = registry.find("award_statistics")
    data = entry.build(entry.find({"unit": sector.pk, "year": 2020}, SYSTEM))
    book = openpyxl.load_workbook(io.BytesIO(entry.renderers["xlsx"](data, PRINTING)))
    sheet = book["Số liệu chi tiết"]
    last = sheet.max_row
    assert sheet.cell(last, 9).value.startswith("=SUM(")
    assert isinstance(sheet.cell(last - 1, 9).value, int)
    first = sheet.cell(last - 1, 1)
    assert (type(first.value), first.number_format) == (int, "0")
    assert all(each.freeze_panes and each.auto_filter.ref for each in book)
    text = "\n".join(str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value)
    assert "4 lượt khen thưởng về thành tích năm 2020: 1 lượt tập thể, 3 lượt cá nhân." in text


def test_statistics_are_counted_for_those_who_reach_the_unit(sector):
    entry, below = registry.find("award_statistics"), Unit.objects.get(name="Phòng Hai")
    own = actor_for(RoleAssignmentFactory(unit=below).user, NOW.date())
    assert entry.find({"year": 2020}, own).objects == [below]
    with pytest.raises(NothingToReport):
        entry.find({"year": 2020, "unit": sector.pk}, own)
    with pytest.raises(NothingToReport):
        registry.find("national_overview").find({"year": 2020}, own)


def test_a_later_file_is_one_of_the_same_unit(sector):
    """Nobody chose the unit: it was found by the right of whoever asked, and is kept with the file."""
    keys = []
    for unit in (Unit.objects.get(name="Phòng Hai"), Unit.objects.get(name="Phòng Một")):
        asker = actor_for(RoleAssignmentFactory(unit=unit).user, NOW.date())
        job = request_report(name="award_statistics", format_="xlsx", params={"year": 2020}, actor=asker, now=NOW)
        keys.append((job.params["subject"], f"year=2020&unit={unit.pk}"))
    assert [found for found, _wanted in keys] == [wanted for _found, wanted in keys]


def clusters(count: int):
    year = EmulationYearFactory(year=2020)
    duty = DutyFactory(year=year, code="registration", label="Đăng ký thi đua", due_on=date(2020, 3, 1))
    for number in range(count):
        made = ClusterYearFactory(year=year, cluster__organiser=year.organiser, name=f"Cụm {number}")
        for sent in (datetime(2020, 2, 1, tzinfo=UTC), datetime(2020, 4, 1, tzinfo=UTC), None):
            unit = MemberFactory(cluster_year=made).unit
            first = (
                {"first_fulfilled_at": sent, "fulfilled_at": sent, "due_at_first": last_moment(duty.due_on)}
                if sent
                else {}
            )
            ObligationFactory(duty=duty, unit=unit, **first)
    return ClusterYear.objects.for_list().filter(year=year).order_by("pk")


@pytest.mark.parametrize("count", [1, 3])
def test_overview_counts_in_the_database_and_names_the_gaps(count, django_assert_num_queries):
    rows = list(clusters(count))
    with django_assert_num_queries(8):
        found = overview(rows, NOW)
    assert [(row.registrations.owed, row.registrations.due, row.registrations.in_time) for row in found.rows] == (
        [(3, 3, 1)] * count
    )
    assert found.rows[0].gaps == (
        "chưa có quyết định giao nhiệm vụ người đứng đầu",
        "chưa mở ký giao ước",
        "chưa có báo cáo đến hạn",
        "chưa công bố xếp hạng",
        "chưa ghi nhận hội nghị tổng kết đã kết thúc",
        "Sổ khen thưởng chưa có khen thưởng của năm",
    )


def test_overview_counts_who_is_asked_for_as_it_counts_who_is_granted():
    """Once for an award: one person with two of them was asked for twice, with one in two proposals once."""
    world = world_of.build(("BKB", "GK"))
    MemberFactory(cluster_year=ClusterYearFactory(year=world.year, cluster__organiser=world.ministry), unit=world.unit)
    person = PersonFactory()
    first, second = (world_of.person_line(code, person=person) for code in ("BKB", "GK"))
    for lines in ((first, second), (first,)):
        world.proposal(*lines)
    for line in (first, second):
        AwardFactory(award_type=line["award"], person=person, unit=world.unit, year=2025)
    (row,) = overview(list(ClusterYear.objects.for_list()), NOW).rows
    assert (row.asked, row.collectives, row.individuals) == (2, 0, 2)


def test_overview_is_for_whoever_oversees_the_clusters():
    rows = clusters(1)
    entry, organiser = registry.find("national_overview"), rows[0].cluster.organiser
    office = actor_for(RoleAssignmentFactory(unit=organiser, role=Role.STANDING_OFFICE).user, NOW.date())
    data = entry.build(entry.find({"year": 2020}, office))
    sheet = openpyxl.load_workbook(io.BytesIO(entry.renderers["xlsx"](data, PRINTING))).worksheets[0]
    head, *lines = [[cell.value for cell in row] for row in sheet.iter_rows() if row[1].value is not None]
    assert [1, 3] in [line[head.index("Đăng ký đúng hạn") :][:2] for line in lines]
    assert "ô trống là việc chưa giao hoặc chưa đến hạn" in "".join(str(row[0].value) for row in sheet.iter_rows())
    head = actor_for(RoleAssignmentFactory(unit=rows[0].members.first().unit).user, NOW.date())
    with pytest.raises(NothingToReport):
        entry.find({"year": 2020}, head)
