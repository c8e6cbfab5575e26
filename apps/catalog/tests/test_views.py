"""The pages of the law: two headings, the day in the address, constant queries."""

from datetime import date

import pytest
from django.urls import reverse

from apps.catalog.models import AwardType
from apps.catalog.views.awards import AwardListView
from apps.core.spreadsheets import read_table
from apps.documents.models import Document
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]


@pytest.fixture
def reader(client):
    client.force_login(RoleAssignmentFactory(role=Role.OFFICER).user)
    return client


def detail(reader, code: str, on: str = "") -> str:
    url = reverse("catalog:award-detail", args=[AwardType.objects.get(code=code).pk])
    return reader.get(url, {"on": on} if on else {}).content.decode()


def test_two_lists_stand_under_two_headings(reader):
    page = reader.get(reverse("catalog:award-list"))
    assert [str(heading) for heading, _rows in page.context["groups"]] == ["Danh hiệu thi đua", "Hình thức khen thưởng"]
    assert sum(len(rows) for _heading, rows in page.context["groups"]) == 57


@pytest.mark.parametrize("query", ["co thi dua chinh phu", "CTĐCP", "cờ thi đua của chính phủ"])
def test_an_award_is_found_by_its_former_name_and_abbreviation(reader, query):
    page = reader.get(reverse("catalog:award-list"), {"q": query})
    assert [award.code for _heading, rows in page.context["groups"] for award, _term in rows] == ["CTDCP"]


def test_the_day_in_the_address_decides(reader):
    assert "759.000" in detail(reader, "LDTT", "01/07/2026")
    assert "702.000" in detail(reader, "LDTT", "30/06/2026")
    assert "chưa có mức tiền thưởng" in detail(reader, "LDTT", "30/06/2025")


def test_a_version_that_is_not_up_to_date_says_so(reader):
    assert "chưa cập nhật theo Luật 06/2026/QH16" in detail(reader, "LDTT", "01/10/2026")
    assert "chưa cập nhật" not in detail(reader, "LDTT", "30/09/2026")


def test_a_bad_day_is_told_beside_its_field(reader):
    page = detail(reader, "LDTT", "31/02/2026")
    assert "invalid-feedback" in page or "is-invalid" in page


def test_conditions_of_a_group_stand_under_its_heading(reader):
    page = detail(reader, "BKB", "01/03/2026")
    way, years, last = (
        page.index(text) for text in ("Một trong các trường hợp", "2 lần liên tục đạt", "Có 2 sáng kiến")
    )
    assert way < years < last


def test_the_list_costs_the_same_for_one_and_for_all(reader, django_assert_max_num_queries):
    url = reverse("catalog:award-list")
    for query in ({"q": "CTĐCP"}, {}):
        with django_assert_max_num_queries(12):
            reader.get(url, query)


def test_the_export_holds_what_is_seen(reader):
    answer = reader.get(reverse("catalog:award-list"), {"list": "title", "format": "xlsx"})
    table = read_table(answer.content, name="danh-muc.xlsx", columns=AwardListView.export_columns)
    assert {row.text("list") for row in table} == {"Danh hiệu thi đua"}
    assert len(list(table)) == AwardType.objects.filter(list="title").count()


def test_guidance_letters_of_the_year_stand_beside_the_catalogue(reader):
    for year in (2023, 2026):
        Document.objects.create(
            symbol=f"{year}/BTP-TCCB", issued_on=date(year, 10, 19), guidance_year=year, for_everyone=True
        )
    page = reader.get(reverse("catalog:award-list"), {"on": "01/03/2023"}).content.decode()
    assert "2023/BTP-TCCB" in page
    assert "2026/BTP-TCCB" not in page
