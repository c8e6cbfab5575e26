"""Shapes of what is typed about meetings."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.clusters.models import ClusterYear
from apps.conferences.domain.attending import Named
from apps.conferences.domain.planning import Plan
from apps.conferences.enums import Answer, ConferenceKind, DelegateKind, Session
from apps.conferences.models import Conference
from apps.core.crispy import CrispyFormMixin
from apps.core.dates import VietnameseDateField
from apps.core.form_rows import RowForm, RowsFormMixin
from apps.core.numbers import VietnameseDecimalField
from apps.core.version_fields import FirstOrSeenField

CONTROL = {"class": "form-control"}
NUMBER = {"inputmode": "numeric"}


class GuestRow(RowForm):
    """Khách mời, as printed."""

    main_field = "name"

    name = forms.CharField(label=_("Họ tên"), max_length=200, required=False, widget=forms.TextInput(CONTROL))
    post = forms.CharField(label=_("Chức vụ, cơ quan"), max_length=300, required=False, widget=forms.TextInput(CONTROL))


class PlanForm(RowsFormMixin, CrispyFormMixin, forms.Form):
    """When, where, who presides, whom besides the members one invites."""

    row_form = GuestRow
    least_rows = 4

    title = forms.CharField(label=_("Tên hội nghị"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    held_on = VietnameseDateField(label=_("Ngày họp"))
    session = forms.ChoiceField(label=_("Buổi"), choices=Session.choices, widget=forms.RadioSelect)
    place = forms.CharField(label=_("Địa điểm"), max_length=300, required=False)
    chair_name = forms.CharField(label=_("Chủ trì"), max_length=200, required=False)
    chair_post = forms.CharField(label=_("Chức vụ người chủ trì"), max_length=300, required=False)
    secretary_name = forms.CharField(label=_("Thư ký"), max_length=200, required=False)
    secretary_post = forms.CharField(label=_("Chức vụ thư ký"), max_length=300, required=False)
    answer_by = VietnameseDateField(
        label=_("Trả lời giấy mời trước hết ngày"), required=False, help_text=_("Có thể để trống.")
    )
    quorum_percent = VietnameseDecimalField(
        label=_("Tỷ lệ dự họp tối thiểu (%)"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        help_text=_("Tính trên số đơn vị có quyền bỏ phiếu; hai phần ba: 66,67. Để trống: có đơn vị dự là tiến hành."),
    )
    quorum_basis = forms.CharField(
        label=_("Căn cứ tỷ lệ dự họp"),
        max_length=300,
        required=False,
        help_text=_("Ví dụ: Quy chế hoạt động của Cụm, Điều 7."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def plan(self, **more) -> Plan:
        names = ("title", "held_on", "session", "place", "chair_name", "chair_post", "secretary_name")
        names += ("secretary_post", "answer_by", "quorum_basis")
        typed = {name: self.cleaned_data[name] for name in names}
        percent = self.cleaned_data["quorum_percent"]
        guests = tuple((row["name"], row["post"]) for row in self.filled_rows())
        return Plan(**typed, quorum_percent=Decimal(0) if percent is None else percent, guests=guests, **more)


class ClosingForm(PlanForm):
    """A meeting of one ClusterYear."""

    kind = forms.ChoiceField(
        label=_("Loại hội nghị"),
        choices=[(kind, kind.label) for kind in (ConferenceKind.CLOSING, ConferenceKind.MIDYEAR)],
        widget=forms.RadioSelect,
    )
    next_cluster_year = forms.TypedChoiceField(
        label=_("Ký kết giao ước của năm"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Một hội nghị tổng kết năm này và ký giao ước năm sau."),
    )
    field_order = ["kind", "next_cluster_year"]

    def __init__(self, *args, following, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["next_cluster_year"].choices = years_to_sign(following)


def years_to_sign(following: ClusterYear | None) -> list[tuple]:
    """Choices: the year after the one that is closed, where it stands already; or none."""
    years = [(following.pk, str(following.year.year))] if following else []
    return [("", _("Không ký giao ước tại hội nghị này")), *years]


class CongressForm(PlanForm):
    """Đại hội: of which unit, below which one, how many days before it."""

    organiser = forms.TypedChoiceField(label=_("Đơn vị tổ chức"), coerce=int)
    parent = forms.TypedChoiceField(
        label=_("Đại hội cấp trên"), coerce=int, empty_value=None, required=False, help_text=_("Để trống nếu không có.")
    )
    days_before_parent = forms.IntegerField(
        label=_("Phải xong trước đại hội cấp trên (ngày)"),
        required=False,
        min_value=0,
        max_value=1000,
        widget=forms.TextInput(NUMBER),
    )
    field_order = ["organiser", "title", "held_on", "session", "place", "parent", "days_before_parent"]

    def __init__(self, *args, organisers, parents, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organiser"].choices = [(unit.pk, unit.name) for unit in organisers]
        self.fields["parent"].choices = [("", _("Không")), *((each.pk, each.title) for each in parents)]

    def clean(self):
        data = super().clean()
        if data.get("parent") and data.get("days_before_parent") is None:
            self.add_error("days_before_parent", _("Ghi số ngày; 0 là trước hoặc cùng ngày đại hội cấp trên."))
        return data


class EditForm(PlanForm):
    """What may still change; a congress may also move its distance to the one above."""

    reason = forms.CharField(
        label=_("Lý do đổi ngày, buổi, địa điểm"),
        max_length=1000,
        required=False,
        help_text=_("Gửi cho các đơn vị đã được mời khi ngày, buổi hoặc địa điểm thay đổi."),
    )
    next_cluster_year = ClosingForm.base_fields["next_cluster_year"]
    days_before_parent = CongressForm.base_fields["days_before_parent"]

    def __init__(self, *args, below, following=None, **kwargs):
        """``following``: the year that may still become the one to be signed."""
        super().__init__(*args, **kwargs)
        if not below:
            del self.fields["days_before_parent"]
        if following:
            self.fields["next_cluster_year"].choices = years_to_sign(following)
        else:
            del self.fields["next_cluster_year"]

    def changed_plan(self) -> Plan:
        return self.plan(days_before_parent=self.cleaned_data.get("days_before_parent"))


def typed_of(conference: Conference) -> dict:
    """The stored values as initial ones."""
    return {name: getattr(conference, name, None) for name in (*EditForm.base_fields, "version")}


def guests_of(conference: Conference) -> list[dict]:
    return [{"key": each.pk, "name": each.name, "post": each.post} for each in conference.guests.order_by("order")]


class UnitsForm(CrispyFormMixin, forms.Form):
    """Thêm đơn vị dự họp."""

    units = forms.TypedMultipleChoiceField(label=_("Đơn vị"), coerce=int, widget=forms.CheckboxSelectMultiple)
    allotted = forms.IntegerField(
        label=_("Số đại biểu phân bổ cho mỗi đơn vị"),
        required=False,
        min_value=0,
        max_value=1000,
        widget=forms.TextInput(NUMBER),
        help_text=_("Để trống: không giới hạn."),
    )

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["units"].choices = [(unit.pk, unit.name) for unit in units]


class AllotForm(CrispyFormMixin, forms.Form):
    """Phân bổ đại biểu."""

    allotted = forms.IntegerField(
        label=_("Số đại biểu được phân bổ"),
        min_value=0,
        max_value=1000,
        widget=forms.TextInput(NUMBER),
        help_text=_("0: không giới hạn."),
    )


class DelegateRow(RowForm):
    main_field = "name"

    name = forms.CharField(label=_("Họ tên"), max_length=200, required=False, widget=forms.TextInput(CONTROL))
    post = forms.CharField(label=_("Chức vụ"), max_length=300, required=False, widget=forms.TextInput(CONTROL))
    kind = forms.ChoiceField(
        label=_("Thành phần"),
        choices=DelegateKind.choices,
        initial=DelegateKind.ELECTED,
        required=False,
        widget=forms.Select({"class": "form-select"}),
    )


class AnswerForm(RowsFormMixin, CrispyFormMixin, forms.Form):
    """Trả lời giấy mời: whether the unit comes, who leads its delegation, who else comes."""

    row_form = DelegateRow
    least_rows = 3

    answer = forms.ChoiceField(
        label=_("Đơn vị"),
        choices=[(each, each.label) for each in (Answer.COMING, Answer.NOT_COMING)],
        widget=forms.RadioSelect,
    )
    person = forms.CharField(
        label=_("Đại biểu (trưởng đoàn)"),
        max_length=200,
        required=False,
        help_text=_("Người bỏ phiếu thay mặt đơn vị khi có bỏ phiếu. Ghi cả Ông, Bà."),
    )
    post = forms.CharField(label=_("Chức vụ"), max_length=300, required=False)
    delegates = forms.IntegerField(
        label=_("Số đại biểu"), min_value=1, max_value=1000, initial=1, widget=forms.TextInput(NUMBER)
    )
    version = FirstOrSeenField()

    def clean(self):
        data = super().clean()
        if data.get("answer") == Answer.COMING and not data.get("person"):
            self.add_error("person", _("Ghi tên đại biểu dự họp."))
        return data

    def delegates_named(self) -> list[Named]:
        return [Named(row["name"], row["post"], row["kind"] or DelegateKind.ELECTED) for row in self.filled_rows()]


class CodeForm(CrispyFormMixin, forms.Form):
    """Mã điểm danh on a phone."""

    code = forms.CharField(
        label=_("Mã điểm danh"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text=_("In trên phiếu phát tại bàn đón tiếp."),
    )
