"""Shapes of the forms about the plan of activities."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.clusters.domain.plans import ItemFacts
from apps.clusters.enums import ItemKind
from apps.clusters.models import ActivityPlan, PlanItem
from apps.core.crispy import CrispyFormMixin
from apps.core.dates import VietnameseDateField
from apps.core.form_rows import RowForm, RowsFormMixin
from apps.core.reasons import reason_form
from apps.documents.enums import SigningPrefix

CELL = {"class": "form-control"}


class PlanItemForm(RowForm):
    """One line of the plan."""

    main_field = "title"

    title = forms.CharField(
        label=_("Nội dung"), max_length=500, required=False, widget=forms.Textarea({"class": "form-control", "rows": 2})
    )
    kind = forms.ChoiceField(
        label=_("Loại việc"),
        choices=ItemKind.choices,
        initial=ItemKind.OTHER,
        widget=forms.Select({"class": "form-select"}),
    )
    due_on = VietnameseDateField(label=_("Thời hạn"), required=False, widget=forms.TextInput(CELL))
    owner = forms.CharField(label=_("Đơn vị chủ trì"), max_length=300, required=False, widget=forms.TextInput(CELL))
    asks_members = forms.BooleanField(
        label=_("Giao các đơn vị"), required=False, widget=forms.CheckboxInput({"class": "form-check-input"})
    )

    def clean(self):
        data = super().clean()
        if (
            data.get("asks_members")
            and not data.get("due_on")
            and not data.get("DELETE")
            and "due_on" not in self.errors
        ):
            self.add_error("due_on", _("Việc giao các đơn vị thành viên phải có thời hạn."))
        return data


class PlanForm(RowsFormMixin, CrispyFormMixin, forms.Form):
    """The whole plan; ``reason`` once it is issued."""

    row_form = PlanItemForm
    least_rows = 8

    title = forms.CharField(
        label=_("Trích yếu"), max_length=300, help_text=_("Ví dụ: Kế hoạch hoạt động của Khu vực thi đua năm 2022")
    )
    intro = forms.CharField(
        label=_("Mục đích, yêu cầu"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    reason = forms.CharField(label=_("Lý do, căn cứ điều chỉnh"), max_length=500)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, issued=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not issued:
            del self.fields["reason"]

    def items(self) -> list[ItemFacts]:
        return [
            ItemFacts(row["title"], row["kind"], row["due_on"], row["owner"], row["asks_members"], row["key"])
            for row in self.filled_rows()
        ]


def rows_of(plan: ActivityPlan | None) -> list[dict]:
    """The stored lines as initial rows."""
    return [_row(item) for item in plan.items.all()] if plan else []


def _row(item: PlanItem) -> dict:
    names = ("title", "kind", "due_on", "owner", "asks_members")
    return {"key": item.pk} | {name: getattr(item, name) for name in names}


class IssuePlanForm(CrispyFormMixin, forms.Form):
    """Number and date as printed."""

    symbol = forms.CharField(label=_("Số, ký hiệu"), max_length=100, help_text=_("Ví dụ: 36/KH-KVTĐ"))
    issued_on = VietnameseDateField(label=_("Ngày ban hành"))
    prefix = forms.ChoiceField(label=_("Thẩm quyền ký"), choices=SigningPrefix.choices, required=False)
    signer_name = forms.CharField(label=_("Người ký"), max_length=200, required=False)
    signer_post = forms.CharField(label=_("Chức vụ người ký"), max_length=200, required=False)


class ItemDoneForm(CrispyFormMixin, forms.Form):
    """What the unit says about it."""

    note = forms.CharField(
        label=_("Ghi chú"), max_length=500, required=False, help_text=_("Ví dụ: số, ngày văn bản đã gửi.")
    )


ItemUndoneForm = reason_form(min_length=5)
