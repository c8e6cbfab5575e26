"""Components say what they must, whatever the whitespace; golden assertions on meaning."""

import re
from datetime import date

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.safestring import SafeString

from apps.core import components as c
from apps.core.presentation import changed_query, days_late_text, days_left_text, status_look
from apps.core.templatetags import ui


def render(source, path="/list/", **context):
    request = RequestFactory().get(path)
    return Template(source).render(Context({"request": request, **context}))


def words(html):
    """Text of a fragment with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize(
    ("word", "label"),
    [
        ("not_open", "Chưa mở"),
        ("not_started", "Chưa làm"),
        ("draft", "Đang soạn"),
        ("awaiting_signature", "Chờ ký"),
        ("sent", "Đã gửi"),
        ("returned", "Yêu cầu bổ sung"),
        ("received", "Đã tiếp nhận"),
        ("final", "Đã chốt"),
        ("withdrawn", "Đã rút"),
    ],
)
def test_status_always_prints_its_word(word, label):
    assert words(render("{% status word %}", word=word)) == label


def test_every_status_word_has_a_look_of_its_own():
    looks = [status_look(word)[2] for word in c.StatusWord.values]
    assert len(set(looks)) == len(c.StatusWord)


def test_status_of_an_unknown_word_is_refused():
    with pytest.raises(ValueError, match="is not a valid StatusWord"):
        render("{% status 'late' %}")


def test_badge_with_an_unknown_tone_is_refused():
    with pytest.raises(Exception, match="Unknown tone"):
        render("{% badge 'x' tone='pink' %}")


@pytest.mark.parametrize(
    ("days", "text", "tone"),
    [
        (-3, "Quá hạn 3 ngày", "alert"),
        (-1, "Quá hạn 1 ngày", "alert"),
        (0, "Hạn hôm nay", "alert"),
        (5, "Còn 5 ngày", "draft"),
        (7, "Còn 7 ngày", "draft"),
        (8, "Còn 8 ngày", "muted"),
    ],
)
def test_days_left_says_how_urgent(days, text, tone):
    assert days_left_text(days) == (text, tone)


def test_late_paper_that_arrived_has_its_own_tag():
    assert days_late_text(3) == "chậm 3 ngày"
    assert words(render("{% days_late 0 %}{% days_left None %}")) == ""


def test_abbreviation_of_the_sector_knows_its_meaning():
    assert words(render('{% abbr "TĐKT" %}')) == "TĐKT Thi đua, khen thưởng"


def test_unknown_abbreviation_without_meaning_is_refused():
    with pytest.raises(KeyError):
        render('{% abbr "XYZ" %}')


def test_illustrative_banner_has_the_set_sentence():
    assert words(render("{% illustrative %}")) == "Bảng tiêu chí minh họa, không phải bảng chính thức của Bộ Tư pháp"


TABLE = (
    '{% data_table columns rows caption="Đơn vị" empty_title="Chưa có đơn vị" empty_text="Nhập danh sách." '
    'empty_url="/new/" empty_label="Nhập" %}<tbody>{% for r in rows %}<tr><td>{{ r }}</td></tr>{% endfor %}</tbody>'
    "{% enddata_table %}"
)
COLUMNS = [c.Column("Tên", sort="name"), c.Column("Tổng điểm", abbreviation="Tổng", numeric=True)]


def test_table_when_unsorted_links_to_ascending_order_and_keeps_filters():
    html = render(TABLE, "/list/?kind=a&page=3", columns=COLUMNS, rows=["x"])
    assert 'href="?kind=a&amp;o=name"' in html
    assert "aria-sort" not in html


def test_table_when_sorted_says_so_and_turns_round():
    html = render(TABLE, "/list/?o=name", columns=COLUMNS, rows=["x"])
    assert 'aria-sort="ascending"' in html
    assert 'href="?o=-name"' in html


def test_table_escapes_what_rows_contain():
    assert "&lt;b&gt;" in render(TABLE, columns=COLUMNS, rows=["<b>"])


def test_empty_table_shows_the_next_step_and_no_table():
    html = render(TABLE, columns=COLUMNS, rows=[])
    assert words(html) == "Chưa có đơn vị Nhập danh sách. Nhập"
    assert 'href="/new/"' in html
    assert "<table" not in html


def test_empty_table_tells_those_who_cannot_begin_what_they_wait_for():
    source = TABLE.replace("empty_url=", 'empty_wait="Đơn vị hiện ở đây khi được nhập." empty_url=')
    assert words(render(source, columns=COLUMNS, rows=[])) == "Chưa có đơn vị Nhập danh sách. Nhập"
    assert words(render(source.replace('"/new/"', "may_not"), columns=COLUMNS, rows=[])) == (
        "Chưa có đơn vị Đơn vị hiện ở đây khi được nhập."
    )


def test_addresses_are_set_in_the_block_that_uses_them(settings):
    """What one block of a template sets is unknown in the others: the link would lead nowhere, the button be gone."""
    lost = []
    for file in sorted((settings.BASE_DIR / "templates").rglob("*.html")):
        blocks = re.findall(r"{% block (\w+) %}(.*?){% endblock \1 %}", file.read_text(), re.DOTALL)
        given = {name: set(re.findall(r" as (\w+_url) %}", text)) for name, text in blocks}
        for name, text in blocks:
            others = set().union(*given.values()) - given[name]
            lost += [f"{file.name}, {name}: {each}" for each in others if re.search(rf"[ =]{each}\b", text)]
    assert lost == []


def test_table_region_can_be_reached_by_keyboard_and_has_a_name():
    html = render(TABLE, columns=COLUMNS, rows=["x"])
    assert re.search(r'class="table-region[^"]*" role="region" aria-label="Đơn vị" tabindex="0"', html)


def test_pager_keeps_filters_and_marks_the_page():
    page = Paginator(range(100), 10).get_page(2)
    html = render("{% pager page %}", "/list/?kind=a&page=2", page=page)
    assert 'href="?kind=a&amp;page=1" rel="prev"' in html
    assert 'href="?kind=a&amp;page=2" aria-current="page"' in html
    assert words(html).startswith("11–20 trong 100")


def test_pager_of_a_single_page_is_nothing():
    assert words(render("{% pager page %}", page=Paginator([1], 10).get_page(1))) == ""


def test_changed_query_without_a_request_holds_the_change_only():
    assert changed_query(None, print="1") == "?print=1"


class PointsForm(forms.Form):
    points = forms.CharField(label="Điểm tự chấm")
    note = forms.CharField(label="Ghi chú", required=False, help_text="Một câu.")

    def clean(self):
        raise forms.ValidationError("Bảng đã chốt.")


def test_error_summary_links_each_problem_to_its_field():
    html = render("{% error_summary form %}", form=PointsForm({"points": ""}))
    assert 'href="#id_points"' in html
    assert "data-focus-on-load" in html
    assert words(html) == "Cần sửa trước khi tiếp tục Bảng đã chốt. Điểm tự chấm: Trường này là bắt buộc."


def test_error_summary_of_a_form_not_yet_sent_is_nothing():
    assert words(render("{% error_summary form %}", form=PointsForm())) == ""


def test_form_row_ties_hint_and_error_to_the_input_and_keeps_what_was_typed():
    form = PointsForm({"points": "", "note": "đã gõ"})
    html = render("{% form_row form.points %}{% form_row form.note %}", form=form)
    assert 'aria-describedby="id_points_error"' in html
    assert 'id="id_points_error"' in html
    assert 'aria-describedby="id_note_helptext"' in html
    assert 'value="đã gõ"' in html
    assert "(không bắt buộc)" in html.split("div_id_note")[1]


def test_task_row_shows_both_dates_status_and_holder():
    task = c.TaskRow(
        "Tự chấm điểm",
        "/s/1/",
        "draft",
        date(2026, 11, 12),
        date(2026, 11, 5),
        "Cán bộ TĐKT",
        5,
        action_label="Chấm tiếp",
    )
    assert words(render("{% task_list tasks %}", tasks=[task])) == (
        "Tự chấm điểm Hạn nội bộ 05/11/2026 Hạn nộp 12/11/2026 Đang ở Cán bộ TĐKT "
        "Đang soạn Còn 5 ngày Chấm tiếp : Tự chấm điểm"
    )


def test_check_answers_names_what_each_link_changes():
    html = render(
        "{% check_answers rows %}", rows=[c.Answer("Điểm", "9", "/edit/", "Chưa có minh chứng"), c.Answer("Ghi chú")]
    )
    assert words(html) == "Điểm 9 Chưa có minh chứng Thay đổi Điểm Ghi chú –"


def test_chart_carries_its_figures_as_json_and_its_table():
    chart = c.Chart(("A", "B"), (c.Series("Điểm", (1, None)),), unit="điểm")
    html = render('{% chart "p" chart title="Điểm" %}<table></table>{% endchart %}', chart=chart)
    assert '<script id="p-data" type="application/json">' in html
    assert '"values": [1.0, null]' in html
    assert "<table></table>" in html


def test_running_job_asks_again_and_an_ended_one_does_not():
    source = (
        '{% job_progress done=5 total=13 state=state poll_url="/j/1/" cancel_url=cancel finished=done '
        'next_url="/r/" next_label="Xem" %}'
    )
    running = render(source, state="Đang tính", cancel="/j/1/cancel/", done=False)
    assert 'hx-get="/j/1/" hx-trigger="every 2s"' in running
    assert "5/13" in running
    ended = render(source, state="Đã tính xong", cancel="", done=True)
    assert "hx-get" not in ended
    assert words(ended) == "Đã tính xong Xem"


def test_page_header_without_buttons_has_no_empty_box():
    html = render('{% page_header title="Bảng" %}  {% endpage_header %}')
    assert words(html) == "Bảng"
    assert "page-header__actions" not in html


def test_every_icon_named_in_templates_is_in_the_sprite(settings):
    sprite = (settings.BASE_DIR / "static/img/icons.svg").read_text()
    known = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    used = set()
    for file in (settings.BASE_DIR / "templates").rglob("*.html"):
        used |= set(re.findall(r'{% icon "([^"]+)"', file.read_text()))
    used |= {status_look(word)[2] for word in c.StatusWord.values}
    assert used - known == set()


def test_library_is_one_for_all_components():
    assert {"data_table", "panel", "task_list", "stat"} <= set(ui.register.tags)


def test_errors_of_a_field_look_and_read_as_errors_wherever_a_template_shows_them():
    class Shape(forms.Form):
        name = forms.CharField(error_messages={"required": "Nhập họ và tên."})

    shown = str(Shape({})["name"].errors)
    assert 'class="field-error"' in shown
    assert 'id="id_name_error"' in shown
    assert "Nhập họ và tên." in shown


def test_a_text_is_escaped_also_after_the_same_was_shown_as_html():
    label = "<i>x</i> of test_ui"
    assert label in render("{% badge label %}", label=SafeString(label))
    assert "&lt;i&gt;x&lt;/i&gt;" in render("{% badge label %}", label=label)
