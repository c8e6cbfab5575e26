"""What stands around every page: header, menu, switchers, foot, error pages."""

import re

import pytest
from django import forms
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory

from apps.core.components import Choice, Contact, NavItem, Shell

ROLES = (
    Choice("Trưởng Cụm – Đơn vị mẫu", "/role/", active=True, name="role", value="1"),
    Choice("Cán bộ TĐKT – Đơn vị mẫu", "/role/", name="role", value="2"),
)
SHELL = Shell(
    nav=(NavItem("Theo dõi đơn vị", "/board/", active=True, count=3), NavItem("Hội nghị", "/conferences/")),
    year_choices=(Choice("2026", "/year/", active=True, name="year", value="2026"), Choice("2025", "?year=2025")),
    current_year="2026",
    role_choices=ROLES,
    current_role="Trưởng Cụm – Đơn vị mẫu",
    contacts=(Contact("Bà Trần Thị Thử", "Thường trực HĐ", "024 0000 0001"),),
    user_label="Lê Văn Thử",
)


def page(shell, template="base.html", path="/board/", **context):
    """The template rendered without context processors, so that nothing asks the database."""
    request = RequestFactory().get(path)
    return render_to_string(template, {"request": request, "shell": shell, "csrf_token": "the-token", **context})


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_header_names_system_year_role_and_person():
    html = page(SHELL)
    text = words(html)
    assert "Cổng thi đua, khen thưởng ngành Tư pháp" in text
    assert "Năm thi đua 2026" in text
    assert "Đang làm việc với tư cách Trưởng Cụm – Đơn vị mẫu" in text
    assert "Lê Văn Thử" in text


def test_role_switcher_is_absent_for_a_single_role():
    shell = Shell(role_choices=ROLES[:1], current_role="Trưởng Cụm", user_label="Lê Văn Thử")
    assert "Đang làm việc với tư cách" not in page(shell)


def test_switch_forms_carry_the_csrf_token():
    forms = re.findall(r'<form action="/(?:role|year)/" method="post">.*?</form>', page(SHELL), flags=re.DOTALL)
    assert forms
    assert all('value="the-token"' in form for form in forms)


def test_menu_marks_the_present_place():
    assert re.search(r'<a href="/board/" aria-current="page">Theo dõi đơn vị <span class="count">3</span>', page(SHELL))


def test_foot_has_people_in_charge_with_telephone_links():
    html = page(SHELL)
    assert 'href="tel:02400000001"' in html
    assert "Bà Trần Thị Thử" in html


def test_stranger_sees_neither_menu_nor_switchers():
    html = page(Shell())
    assert "<nav" not in html
    assert "Đăng xuất" not in html


def test_no_inline_script_style_or_handler():
    html = page(SHELL)
    assert not re.search(r"<script(?![^>]*(src=|application/json))", html)
    assert not re.search(r"\sstyle=|\son[a-z]+=", html)


def test_print_view_hides_what_cannot_be_used_on_paper():
    assert 'class="is-print ' in page(SHELL, path="/board/?print=1")


@pytest.mark.parametrize(
    ("template", "heading"),
    [
        ("400.html", "Yêu cầu không đọc được"),
        ("403.html", "Bạn không có quyền làm việc này"),
        ("403_csrf.html", "Biểu mẫu đã quá hạn"),
        ("404.html", "Không tìm thấy trang"),
        ("413.html", "Nội dung gửi lên quá lớn"),
        ("session_expired.html", "Phiên làm việc đã hết"),
        ("core/refusal.html", "Chưa thực hiện được"),
    ],
)
def test_error_pages_say_what_happened_in_vietnamese(template, heading):
    html = page(Shell(), template=template, reason="Chỉ Trưởng Cụm được tính xếp hạng.", form=forms.Form())
    assert f"<h1>{heading}</h1>" in html


def test_refusal_shows_its_reason():
    assert "Chỉ Trưởng Cụm được tính." in page(Shell(), template="403.html", reason="Chỉ Trưởng Cụm được tính.")


def test_server_error_page_needs_no_request():
    assert "<h1>Hệ thống gặp lỗi</h1>" in get_template("500.html").render({})
