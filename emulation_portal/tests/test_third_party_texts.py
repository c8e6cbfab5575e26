"""What libraries write on our Vietnamese pages is Vietnamese (locale/vi fills and mends their catalogues)."""

import re
from functools import cache
from pathlib import Path

import axes
import crispy_bootstrap5
import crispy_forms
import django
import django_filters
import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.forms import SetPasswordForm
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.translation import gettext, ngettext, npgettext, override, pgettext

from apps.accounts.models import User
from apps.clusters.models import ClusterYear, Member
from apps.core import translations
from apps.core.filters import ListFilter, TextFilter
from apps.dashboard.filters import BoardFilter, ClusterFilter
from apps.dashboard.trail_filters import TrailFilter
from apps.documents.signing_forms import RemarkForm, SignedCopyForm
from apps.jobs.filters import JobFilter
from apps.jobs.models import Job
from apps.obligations.forms import ExtensionForm
from apps.ranking.forms import PublishForm
from apps.scoring.forms import EvidenceForm
from apps.scoring.review_forms import ReasonForm

PO = Path(settings.BASE_DIR) / "locale" / "vi" / "LC_MESSAGES" / "django.po"
DJANGO = Path(django.__file__).parent
# Everything whose texts can come before people. Treebeard, pghistory: only in their admin pages, which we do not use.
LIBRARIES = [
    *(DJANGO / name for name in ("core", "db", "forms", "template", "utils", "views")),
    *(DJANGO / "contrib" / name for name in ("admin", "auth", "contenttypes", "messages", "postgres", "sessions")),
    *(Path(library.__file__).parent for library in (axes, crispy_bootstrap5, crispy_forms, django_filters)),
]
NOT_SHOWN = {"locale", "gis", "tests", "default_urlconf.html"}
SAME_IN_VIETNAMESE = {
    *("…", ":", ":?.!", ", ", "IPv4", "IPv6", "%(truncated_text)s…", "%s KB", "%s MB", "%s GB", "%s TB", "%s PB"),
    *("%(size)d byte", "%(class_name)s %(instance)s", "a.m.", "p.m."),  # clocks are written 17:00
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sdr]|%[sd%]|\{\w*\}")


@cache
def library_texts():
    """(message or pair, context) of each text of the libraries."""
    return {
        text
        for library in LIBRARIES
        for path in sorted(library.rglob("*"))
        if path.suffix in {".py", ".html", ".txt"} and not NOT_SHOWN & set(path.parts)
        for text in translations.texts_in(path)
    }


def vietnamese(message, context):
    with override("vi"):
        if isinstance(message, tuple):
            return npgettext(context, *message, 2) if context else ngettext(*message, 2)
        return pgettext(context, message) if context else gettext(message)


def forms_of(message):
    return message if isinstance(message, tuple) else (message,)


def test_every_text_of_the_libraries_has_vietnamese():
    left = [message for message, context in library_texts() if vietnamese(message, context) in forms_of(message)]
    assert sorted(forms_of(message)[0] for message in left if forms_of(message)[0] not in SAME_IN_VIETNAMESE) == []


def test_our_overlay_holds_only_texts_of_the_libraries():
    ours = {(message.id, message.context) for message in translations.read(PO, "vi") if message.id}
    assert sorted(forms_of(message)[0] for message, _context in ours - library_texts()) == []


def test_the_overlay_keeps_the_placeholders():
    wrong = [
        message.id
        for message in translations.read(PO, "vi")
        if message.id and not set(PLACEHOLDER.findall(str(message.string))) <= set(PLACEHOLDER.findall(str(message.id)))
    ]
    assert wrong == []


@cache
def english():
    """One pattern for each library text that has Vietnamese, with anything in place of the placeholders."""
    return [
        re.compile(".+".join(map(re.escape, PLACEHOLDER.split(form))), re.DOTALL)
        for message, context in library_texts()
        if vietnamese(message, context) not in forms_of(message)
        for form in forms_of(message)
        if strip_tags(PLACEHOLDER.sub("", form)).strip()
    ]


def english_in(html):
    """Texts and spoken attributes of a page that a library wrote in English."""
    shown = re.findall(r"(?:title|placeholder|aria-label)=\"([^\"]+)\"", html) + re.split(r"<[^>]+>", html)
    words = {text.strip().removesuffix(":") for text in shown} - {""}
    return sorted(text for text in words if any(pattern.fullmatch(text) for pattern in english()))


class EveryField(forms.Form):
    """One field of each kind that a form of ours may have."""

    text = forms.CharField(label="Chữ", min_length=2, max_length=3)
    whole = forms.IntegerField(label="Số nguyên", min_value=1, max_value=9)
    number = forms.DecimalField(label="Số", max_digits=3, decimal_places=1, max_value=9)
    step = forms.DecimalField(label="Bước", step_size=2)
    day = forms.DateField(label="Ngày")
    time = forms.TimeField(label="Giờ")
    moment = forms.DateTimeField(label="Lúc")
    length = forms.DurationField(label="Thời gian")
    email = forms.EmailField(label="Thư điện tử")
    address = forms.URLField(label="Địa chỉ", assume_scheme="https")
    slug = forms.SlugField(label="Mã")
    choice = forms.ChoiceField(label="Chọn", choices=[("a", "A")])
    choices = forms.MultipleChoiceField(label="Chọn nhiều", choices=[("a", "A")])
    unit = forms.ModelChoiceField(label="Tài khoản", queryset=User.objects.none())
    answer = forms.NullBooleanField(label="Trả lời")
    file = forms.FileField(label="Tệp", max_length=5)
    image = forms.ImageField(label="Ảnh")
    data = forms.JSONField(label="Dữ liệu")
    key = forms.UUIDField(label="Mã số")
    ip = forms.GenericIPAddressField(label="Địa chỉ IP")


BAD = ["", "?", "không có", "9" * 30, "-5,5", "x" * 4000, "a\0b"]
BAD_FILES = [{}, {"file": ("rat-dai.pdf", b"x"), "image": ("a.png", b"x")}, {"file": ("a", b""), "image": ("b", b"")}]


def files(spec):
    return {name: SimpleUploadedFile(label, content) for name, (label, content) in spec.items()}


@pytest.mark.parametrize("text", BAD)
@pytest.mark.parametrize("spec", BAD_FILES)
def test_bad_input_is_answered_in_vietnamese(text, spec):
    form = EveryField(dict.fromkeys(EveryField.base_fields, text), files(spec))
    assert not form.is_valid()
    assert english_in(form.as_div()) == []


def test_bad_input_is_answered_in_these_words():
    form = EveryField(dict.fromkeys(EveryField.base_fields, "x" * 5), files(BAD_FILES[1]))
    errors = {name: messages[0] for name, messages in form.errors.items()}
    assert errors == {
        "text": "Nhập không quá 3 ký tự (đang có 5).",
        "whole": "Nhập một số nguyên.",
        "number": "Nhập một số.",
        "step": "Nhập một số.",
        "day": "Nhập một ngày hợp lệ, ví dụ 08/04/2022.",
        "time": "Nhập một giờ hợp lệ, ví dụ 17:00.",
        "moment": "Nhập ngày và giờ hợp lệ, ví dụ 08/04/2022 17:00.",
        "length": "Nhập một khoảng thời gian hợp lệ.",
        "email": "Nhập một địa chỉ thư điện tử hợp lệ, ví dụ ten@moj.gov.vn.",
        "address": "Nhập một URL hợp lệ.",
        "choice": "“xxxxx” không có trong danh sách. Hãy chọn lại.",
        "choices": "Nhập một danh sách giá trị.",
        "unit": "Mục đã chọn không có trong danh sách. Hãy chọn lại.",
        "file": "Tên tệp không quá 5 ký tự (đang có 11).",
        "image": "Tệp không phải là ảnh hoặc ảnh bị hỏng. Hãy chọn ảnh khác.",
        "data": "Nhập dữ liệu JSON hợp lệ.",
        "key": "Nhập một mã UUID hợp lệ.",
        "ip": "Nhập một địa chỉ IPv4 hoặc IPv6 hợp lệ.",
    }


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "?", "x" * 4000])
def test_signing_in_is_refused_in_vietnamese(client, text):
    page = client.post("/accounts/sign-in/", {"username": text, "password": text})
    assert page.status_code == 200
    assert english_in(page.content.decode()) == []


OURS = {
    ExtensionForm: {},
    PublishForm: {"replaces": True},
    RemarkForm: {},
    SignedCopyForm: {},
    ReasonForm: {},
    EvidenceForm: {"line_id": 1},
}


@pytest.mark.django_db
@pytest.mark.parametrize("text", BAD)
@pytest.mark.parametrize("form_class", OURS)
def test_our_forms_answer_in_vietnamese(form_class, text):
    data = dict.fromkeys(form_class.base_fields, text)
    form = form_class(data=data, **OURS[form_class])
    form.is_valid()
    assert english_in(form.as_div()) == []


@pytest.mark.parametrize("password", ["", "abc", "1234567890", "canbo-mau", "password123"])
def test_passwords_are_refused_in_vietnamese(password):
    user = User(username="canbo-mau", full_name="Trần Thị Thử")
    form = SetPasswordForm(user, {"new_password1": password, "new_password2": password + "?"})
    assert not form.is_valid()
    assert english_in(form.as_div()) == []


class EveryFilter(ListFilter):
    """Django-filter's own kinds, named by us as ListFilter asks."""

    text = TextFilter(label="Chữ", field_name="username")
    day = django_filters.DateFilter(label="Ngày", field_name="date_joined")
    days = django_filters.DateFromToRangeFilter(label="Từ, đến", field_name="date_joined")
    period = django_filters.DateRangeFilter(label="Khoảng", field_name="date_joined", empty_label="Tất cả")
    whole = django_filters.NumberFilter(label="Số", field_name="pk")
    state = django_filters.ChoiceFilter(label="Trạng thái", field_name="username", choices=[("a", "A")])
    active = django_filters.BooleanFilter(label="Hoạt động", field_name="is_active")

    class Meta:
        model = User
        fields = []


FILTERS = {EveryFilter: User, BoardFilter: Member, ClusterFilter: ClusterYear, TrailFilter: None, JobFilter: Job}


@pytest.mark.parametrize("text", BAD)
@pytest.mark.parametrize("filter_class", FILTERS)
def test_filters_speak_vietnamese(filter_class, text):
    model = FILTERS[filter_class]
    found = filter_class(dict.fromkeys(filter_class.base_filters, text), queryset=model and model.objects.none())
    found.form.is_valid()
    assert english_in(found.form.as_div()) == []


def test_the_check_sees_english():
    assert english_in("<p>This field is required.</p><p title='x'>Từ ngày</p>") == ["This field is required."]


@pytest.mark.django_db
def test_the_technical_sign_in_is_vietnamese(client):
    page = client.get("/admin/login/", follow=True)
    assert page.status_code == 200
    assert page.redirect_chain, "administration has no sign-in of its own"
    assert english_in(page.content.decode()) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["", "accounts/user/", "accounts/user/add/", "accounts/user/{}/change/", "accounts/user/{}/history/"]
)
def test_technical_administration_is_vietnamese(client, address):
    user = User.objects.create_superuser("quan-tri", password="mat-khau-dai-1", full_name="Người Thử")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/admin/" + address.format(user.pk))
    assert page.status_code == 200
    assert english_in(page.content.decode()) == []


def test_pages_for_refused_forms_are_ours():
    assert english_in(render_to_string("403_csrf.html")) == []


@pytest.mark.django_db
def test_the_calendar_of_the_technical_administration_is_vietnamese(client):
    client.force_login(
        User.objects.create_superuser("quan-tri", password="mat-khau-dai-1", full_name="Người Thử"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    catalogue = client.get("/admin/jsi18n/").content.decode()
    assert '"Monday": "Th\\u1ee9 hai"' in catalogue
