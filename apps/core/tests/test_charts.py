"""Bar charts as SVG: figures, scale, and nothing that a strict policy refuses."""

import base64
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from apps.core.charts import bar_chart_svg, svg_data_uri

SVG = "{http://www.w3.org/2000/svg}"
LONG = "Cục Pháp luật hình sự - hành chính và Quản lý xử lý vi phạm hành chính và các việc khác của đơn vị"


@pytest.fixture(autouse=True)
def _vietnamese():
    with translation.override("vi"):
        yield


def drawn(*arguments, **options):
    return ET.fromstring(bar_chart_svg(*arguments, **options))  # noqa: S314 - our own text


def texts(svg):
    return [element.text for element in svg.iter(f"{SVG}text")]


def test_bars_are_in_proportion_and_carry_their_figures():
    svg = drawn(["A", "B"], [Decimal(100), Decimal("50.5")], "Tổng điểm", maximum=200, picked={1})
    bars = list(svg.iter(f"{SVG}rect"))
    widths = [float(bar.get("width")) for bar in bars]
    assert widths == [215.0, 108.6]  # of the 430 that stand for 200
    assert bars[0].get("fill") != bars[1].get("fill")
    assert {"A", "B", "100", "50,5", "200"} <= set(texts(svg))


def test_title_and_figures_are_there_for_screen_readers():
    svg = drawn(["A", "B"], [1, None], "Tổng <điểm> & hạng")
    title, description = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
    assert (title.text, description.text) == ("Tổng <điểm> & hạng", "A: 1; B: chưa có số liệu")
    assert svg.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert svg.get("role") == "img"


def test_long_names_take_two_lines_and_an_ellipsis():
    lines = [text for text in texts(drawn([LONG], [1], "x")) if any(letter.isalpha() for letter in text[1:])]
    assert lines == ["Cục Pháp luật hình sự - hành chính và Quản", "lý xử lý vi phạm hành chính và các việc…"]


def test_negative_values_hang_left_of_zero():
    first, second = drawn(["A", "B"], [-50, 100], "x").iter(f"{SVG}rect")
    zero = float(second.get("x"))
    assert float(first.get("x")) + float(first.get("width")) == pytest.approx(zero)


def test_nothing_a_strict_policy_refuses():
    text = bar_chart_svg(["A"], [1], "x")
    for refused in ("<style", "style=", "<script", "onload", "href", "class="):
        assert refused not in text


@given(st.lists(st.one_of(st.none(), st.decimals(min_value=-1000, max_value=100_000, places=3)), max_size=6))
def test_every_figure_can_be_drawn(values):
    svg = drawn([f"Đơn vị {number}" for number in range(len(values))], values, "x")
    for bar in svg.iter(f"{SVG}rect"):
        assert 284 <= float(bar.get("x")) <= 714.1
        assert 0 <= float(bar.get("width")) <= 430.1


def test_a_chart_below_a_heading_of_its_own_does_not_write_the_title_again():
    shown, bare = drawn(["A"], [1], "Biểu đồ"), drawn(["A"], [1], "Biểu đồ", headed=False)
    assert ("Biểu đồ" in texts(shown), "Biểu đồ" in texts(bare)) == (True, False)
    assert bare.find(f"{SVG}title").text == "Biểu đồ"  # for those who cannot see it


def test_same_figures_give_the_same_picture():
    assert bar_chart_svg(["A"], [1], "x") == bar_chart_svg(["A"], [1], "x")
    assert base64.b64decode(svg_data_uri("<svg/>").partition(",")[2]) == b"<svg/>"
