"""Statistics of granted awards: what counts, what is not known, and that every figure opens what it counts."""

import io
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import openpyxl
import pytest
import time_machine
from django.urls import reverse

from apps.registry.filters import AwardFilter
from apps.registry.models import Award
from apps.registry.statistics import DIMENSIONS, statistics
from apps.registry.tests.factories import AwardFactory, AwardTypeFactory, DecisionFactory, GrantFactory, PersonFactory
from apps.units.enums import Role, UnitKind
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)


@pytest.fixture
def office(client):
    ministry = UnitFactory(kind=UnitKind.MINISTRY, name="Bộ Tư pháp", code="BTP")
    with time_machine.travel(NOW, tick=False):
        client.force_login(RoleAssignmentFactory(role=Role.STANDING_OFFICE, unit=ministry).user)
        yield client


@pytest.fixture
def awards(office):
    """Two women and one of unknown sex, one collective, one outsider without year or unit; one cancelled."""
    department, bureau = UnitFactory(name="Sở A"), UnitFactory(name="Cục B")
    title = AwardTypeFactory(code="CSTDN", name="Chiến sĩ thi đua ngành", list="title")
    province = GrantFactory(authority_level="province", illustrative=True)
    AwardFactory(person=PersonFactory(sex="female"), unit=department, year=2021, award_type=title)
    AwardFactory(person=PersonFactory(sex="female"), unit=bureau, year=2024)
    AwardFactory(person=PersonFactory(), unit=department, year=2024, grant=province)
    AwardFactory(subject="collective", person=None, unit=department, year=2024)
    AwardFactory(person=None, recipient_name="Nguyễn Văn Ngoài", unit=None, year=None)
    AwardFactory(person=PersonFactory(sex="male"), unit=bureau, year=2024, state="cancelled")


def lines(by: str, across: str = "") -> dict[str, object]:
    found = statistics(Award.objects.all(), by, across)
    return {row.head.label: row.counts if row.recorded else None for row in found.rows}


def test_only_what_is_held_counts_and_what_is_not_known_is_no_zero(awards):
    assert lines("sex") == {"Nữ": (2,), "Tập thể": (1,), "Cá nhân chưa có dữ liệu giới tính": (2,)}
    assert lines("year") == {"2021": (1,), "2022": None, "2023": None, "2024": (3,), "Không ghi năm": (1,)}
    assert lines("unit") == {"Cục B": (1,), "Sở A": (3,), "Ngoài ngành, không gắn với đơn vị": (1,)}
    assert lines("level", "subject") == {"Cấp Bộ, ngành": (3, 1), "Cấp tỉnh": (1, 0)}
    assert statistics(Award.objects.all()).illustrative == 1
    assert {row.head.heading for row in statistics(Award.objects.all()).rows} == {
        "Danh hiệu thi đua",
        "Hình thức khen thưởng",
    }


@pytest.mark.parametrize(
    ("by", "across"), [(by, "subject") for by in DIMENSIONS] + [("type", "year"), ("year", "sex"), ("unit", "year")]
)
def test_every_figure_opens_the_list_of_what_it_counts(office, awards, by, across):
    lacking = {"year_from": "2021"} if (by, across) != ("unit", "year") else {"subject": "individual"}
    page = office.get(reverse("registry:statistics"), {"by": by, "across": across} | lacking)
    context = page.context
    figures = [(context["found"].total, context["all_url"]), *context["sums"]]
    for row, cells, url in context["rows"]:
        figures += [(row.total, url), *cells]
    assert sum(row.total for row, *_rest in context["rows"]) == context["found"].total == 4
    for number, url in figures:
        found = AwardFilter(_query(url), queryset=Award.objects.all(), request=_Asked(_query(url)))
        assert found.form.is_valid()
        assert found.qs.count() == number, url
        assert urlsplit(url).path == reverse("registry:award-list")


@pytest.mark.parametrize("across", ["", "type", "subject"])
def test_nothing_found_is_an_empty_table_and_its_files(office, across):
    asked = {"by": "type", "across": across, "year": "1990"}
    assert office.get(reverse("registry:statistics"), asked).context["found"].total == 0
    assert office.get(reverse("registry:statistics"), asked | {"format": "csv"}).status_code == 200


class _Asked:
    def __init__(self, query):
        self.GET = query


def _query(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query))


def test_the_list_understands_what_a_figure_asks_and_the_table_leaves_as_files(office, awards):
    page = office.get(reverse("registry:statistics"), {"by": "sex", "across": "type"})
    url = next(url for row, _cells, url in page.context["rows"] if row.head.key == "female")
    assert office.get(url).context["page_obj"].paginator.count == 2
    csv = office.get(reverse("registry:statistics"), {"by": "year", "across": "", "format": "csv"})
    assert csv.content.decode("utf-8-sig").splitlines() == [
        '"Năm thành tích","Tổng số"', '"2021","1"', '"2022",""', '"2023",""', '"2024","3"', '"Không ghi năm","1"',
    ]  # fmt: skip
    workbook = office.get(reverse("registry:statistics"), {"by": "year", "format": "xlsx"})
    years = [row[0].value for row in openpyxl.load_workbook(io.BytesIO(workbook.content)).active.iter_rows()]
    assert {2021, 2024, "Không ghi năm", "Tổng cộng"} <= set(years)
    assert workbook["Content-Disposition"].endswith('"thong-ke-khen-thuong.xlsx"')


@pytest.mark.parametrize("count", [1, 3])
def test_statistics_cost_the_same_for_one_and_three(office, count, django_assert_max_num_queries):
    for n in range(count):
        AwardFactory(unit=UnitFactory(), grant=GrantFactory(document=DecisionFactory(symbol=f"{n}/QĐ")))
    office.get(reverse("registry:statistics"))
    with django_assert_max_num_queries(13) as captured:
        office.get(reverse("registry:statistics"), {"by": "unit"})
    COUNTS.setdefault("statistics", len(captured))
    assert len(captured) == COUNTS["statistics"]


COUNTS: dict[str, int] = {}
