"""Figures pasted from Excel: all rows or none, each mistake with its row."""

from decimal import Decimal

import pytest
from django.urls import reverse

from apps.scoring.models import ScoreLine
from apps.scoring.tests.factories import BandFactory, CriterionFactory, criteria_set_of_leaves, officer_of, open_sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet():
    criteria_set = criteria_set_of_leaves(2)
    late = CriterionFactory(
        criteria_set=criteria_set, code="B", position=9, method="lateness_band", source_fact="days_late:report"
    )
    BandFactory(criterion=late, label="Đúng hạn", lo=0)
    return open_sheet(criteria_set)


def paste(client, sheet, text: str):
    client.force_login(officer_of(sheet))
    return client.post(reverse("scoring:figure-paste", args=[sheet.pk]), {"pasted": text})


def points():
    return dict(ScoreLine.objects.exclude(criterion__code="B").values_list("criterion__code", "points"))


def test_rows_of_excel_fill_the_lines_that_they_name(client, sheet):
    answer = paste(client, sheet, "Mã tiêu chí\tĐiểm\tGhi chú\nA.1\t1,5\tKế hoạch 36\nA.2\t2\t")
    assert answer.url == sheet.get_absolute_url()
    assert points() == {"A.1": Decimal("1.5"), "A.2": 2}
    assert ScoreLine.objects.get(criterion__code="A.1").note == "Kế hoạch 36"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("A.1\t1\t\nA.9\t1\t", "dòng 3"),
        ("A.1\t1\t\nA.2\t9\t", "vượt mức tối đa"),
        ("A.1\t1\t\nB\t1\t", "do hệ thống điền"),
        ("A.1\t1\t\nA.2\t\t3", "không dùng cột này"),
        ("A.1\t1\t\nA.1\t2\t", "A.1"),
        ("A.1\t1\t\nA.2\t1%\t", "không ghi tỷ lệ phần trăm"),
    ],
    ids=["unknown", "over the maximum", "filled", "other method", "twice", "percent"],
)
def test_one_wrong_row_and_nothing_is_saved(client, sheet, rows, said):
    answer = paste(client, sheet, f"Mã tiêu chí\tĐiểm\tSố lượng\n{rows}")
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert points() == {"A.1": None, "A.2": None}


@pytest.mark.parametrize(("row", "stays"), [("A.1\t\tGhi chú", True), ("A.1\t\t", True), ("A.1\t1\t", False)])
def test_a_row_without_a_figure_leaves_that_nothing_arose(client, sheet, row, stays):
    ScoreLine.objects.filter(criterion__code="A.1").update(not_applicable="not_arising")
    paste(client, sheet, f"Mã tiêu chí\tĐiểm\tGhi chú\n{row}")
    assert ScoreLine.objects.get(criterion__code="A.1").not_applicable == ("not_arising" if stays else "")
