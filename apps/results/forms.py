"""Shape of what is typed about results, targets and indicators."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core.actor import Actor
from apps.core.crispy import CrispyFormMixin
from apps.core.dates import VietnameseDateField, year_field
from apps.core.numbers import VietnameseDecimalField
from apps.core.reasons import reason_form
from apps.documents.citation_fields import check_citation, cited_paper
from apps.documents.models import Document
from apps.results.domain.entries import Index, Result
from apps.results.domain.figures_given import Given
from apps.results.enums import Better, Excess, Measure, Origin, Period, Standing
from apps.results.models import Indicator
from apps.units.models import Unit
from apps.units.person_fields import UnitField

NONE_CHOSEN = ("", _("Chưa chọn"))


def number(label, **options) -> VietnameseDecimalField:
    return VietnameseDecimalField(label=label, max_digits=24, decimal_places=4, required=False, **options)


class PaperFields(forms.Form):
    """The paper that a figure or target rests on; all three empty when there is none."""

    symbol = forms.CharField(
        label=_("Số, ký hiệu văn bản"), max_length=100, required=False, help_text=_("Nếu có. Ví dụ: 12/BC-STP.")
    )
    issued_on = VietnameseDateField(label=_("Ngày ban hành"), required=False)
    issuer = forms.CharField(
        label=_("Cơ quan ban hành"), max_length=300, required=False, help_text=_("Để trống nếu là chính đơn vị.")
    )

    def clean(self):
        data = super().clean()
        check_citation(self)
        return data

    def document(self, keeper: Unit, actor: Actor, now: datetime) -> Document | None:
        """The filed Document; filed in the keeper's register when it is not there yet."""
        issuer_name = self.cleaned_data["issuer"] or keeper.name
        owner = {"owner_code": keeper.code, "owner_name": keeper.name}
        return cited_paper(self, issuer_name=issuer_name, **owner, actor=actor, now=now)


def paper_initial(document: Document | None) -> dict:
    if document is None:
        return {}
    return {"symbol": document.symbol, "issued_on": document.issued_on, "issuer": document.issuer_name}


class ResultForm(CrispyFormMixin, PaperFields):
    """What the three forms of a result share. ``fields_of``: choices of the work field."""

    unit = UnitField()
    year = year_field()
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    field_code = forms.ChoiceField(label=_("Lĩnh vực công tác"), required=False)
    happened_on = VietnameseDateField(label=_("Ngày"))

    PAPER = ("symbol", "issued_on", "issuer")

    def __init__(self, *args, fields_of, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["field_code"].choices = [NONE_CHOSEN, *fields_of]
        self.actor = actor
        self.order_fields([*self.ORDER, *self.PAPER])

    def result(self, document: Document | None) -> Result:
        raise NotImplementedError


class FigureForm(ResultForm):
    """A figure of an indicator."""

    indicator = forms.ModelChoiceField(
        label=_("Chỉ số"),
        queryset=Indicator.objects.none(),
        empty_label=_("Chưa chọn"),
        widget=forms.Select(attrs={"data-search": ""}),
    )
    numerator = number(_("Tử số (chỉ số là tỷ lệ)"), help_text=_("Ví dụ: số việc thi hành xong."))
    denominator = number(_("Mẫu số (chỉ số là tỷ lệ)"), help_text=_("Ví dụ: số việc có điều kiện thi hành."))
    value = number(
        _("Số liệu"),
        help_text=_("Số lượng; hoặc tỷ lệ phần trăm khi chỉ biết tỷ lệ. Có tử số và mẫu số thì hệ thống tự tính."),
    )
    standing = forms.ChoiceField(label=_("Ước / Thực hiện"), choices=Standing.choices, widget=forms.RadioSelect)
    period = forms.ChoiceField(label=_("Kỳ số liệu"), choices=Period.choices)
    as_of = VietnameseDateField(label=_("Số liệu đến ngày"), required=False)
    text = forms.CharField(
        label=_("Ghi chú, diễn giải"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 2})
    )

    ORDER = (
        *("unit", "year", "period", "indicator", "numerator", "denominator", "value", "standing", "as_of"),
        *("happened_on", "field_code", "text"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["indicator"].queryset = Indicator.objects.visible_to(self.actor).in_order()
        self.fields["field_code"].help_text = _("Để trống: theo chỉ số.")

    @property
    def given(self) -> Given:
        data = self.cleaned_data
        return Given(data["value"], data["numerator"], data["denominator"])

    def result(self, document: Document | None) -> Result:
        data = self.cleaned_data
        names = ("happened_on", "indicator", "text", "field_code", "period", "standing", "as_of")
        return Result(given=self.given, document=document, **{name: data[name] for name in names})


class AchievementForm(ResultForm):
    """What was achieved, in words."""

    text = forms.CharField(
        label=_("Kết quả, thành tích"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Viết như trong báo cáo; nêu số, kết quả cụ thể."),
    )

    ORDER = ("unit", "year", "field_code", "text", "happened_on")

    def result(self, document: Document | None) -> Result:
        names = ("happened_on", "text", "field_code")
        return Result(document=document, **{name: self.cleaned_data[name] for name in names})


class IndexForm(ResultForm):
    """The rank in an index that an outside body publishes."""

    index_name = forms.CharField(label=_("Chỉ số được công bố"), max_length=200, help_text=_("Ví dụ: PAR INDEX."))
    index_issuer = forms.CharField(label=_("Cơ quan công bố"), max_length=200)
    index_year = year_field(_("Năm của chỉ số"))
    index_rank = forms.IntegerField(label=_("Thứ hạng"), min_value=1, max_value=100_000)
    index_of = forms.IntegerField(
        label=_("Trên tổng số"), min_value=1, max_value=100_000, required=False, help_text=_("Ví dụ: 63.")
    )
    value = number(_("Điểm"), help_text=_("Nếu có công bố."))
    index_link = forms.URLField(label=_("Liên kết"), max_length=500, required=False, assume_scheme="https")
    text = forms.CharField(
        label=_("Ghi chú"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 2})
    )

    ORDER = (
        *("unit", "year", "index_name", "index_issuer", "index_year", "index_rank", "index_of", "value"),
        *("index_link", "happened_on", "field_code", "text"),
    )

    def result(self, document: Document | None) -> Result:
        data = self.cleaned_data
        index = Index(
            name=data["index_name"],
            issuer=data["index_issuer"],
            year=data["index_year"],
            rank=data["index_rank"],
            of=data["index_of"],
            link=data["index_link"],
        )
        names = ("happened_on", "text", "field_code")
        given = Given(value=data["value"])
        return Result(document=document, index=index, given=given, **{name: data[name] for name in names})


class ConfirmForm(CrispyFormMixin, forms.Form):
    """The figure as it turned out."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    numerator = number(_("Tử số"))
    denominator = number(_("Mẫu số"))
    value = number(_("Số liệu"))
    as_of = VietnameseDateField(label=_("Số liệu đến ngày"), required=False)

    def __init__(self, *args, entry, **kwargs):
        super().__init__(*args, **kwargs)
        indicator = entry.indicator
        if indicator is None or entry.denominator is None:
            del self.fields["numerator"], self.fields["denominator"]
        else:
            del self.fields["value"]
            self.fields["numerator"].label = indicator.numerator_label.capitalize() or _("Tử số")
            self.fields["denominator"].label = indicator.denominator_label.capitalize() or _("Mẫu số")

    @property
    def given(self) -> Given:
        data = self.cleaned_data
        return Given(data.get("value"), data.get("numerator"), data.get("denominator"))


RemoveForm = reason_form(min_length=5)


class FileForm(CrispyFormMixin, forms.Form):
    """A photo or a file."""

    file = forms.FileField(label=_("Ảnh hoặc tệp"))
    caption = forms.CharField(label=_("Chú thích"), max_length=300, required=False)


class TargetForm(CrispyFormMixin, PaperFields):
    """One target of one unit."""

    unit = UnitField(label=_("Giao cho đơn vị"))
    year = year_field()
    indicator = forms.ModelChoiceField(
        label=_("Chỉ số"),
        queryset=Indicator.objects.none(),
        empty_label=_("Chưa chọn"),
        widget=forms.Select(attrs={"data-search": ""}),
    )
    origin = forms.ChoiceField(label=_("Nguồn giao"), choices=Origin.choices, widget=forms.RadioSelect)
    value = number(
        _("Chỉ tiêu giao"), help_text=_("Số lượng, hoặc phần trăm khi chỉ số là tỷ lệ. Để trống: năm nay không giao.")
    )
    issuer_name = forms.CharField(label=_("Cơ quan giao"), max_length=300)
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False)

    ORDER = ("unit", "year", "indicator", "origin", "value", "issuer_name", "symbol", "issued_on", "issuer", "note")

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["indicator"].queryset = Indicator.objects.visible_to(actor).in_order()
        self.fields["issuer"].help_text = _("Để trống nếu là cơ quan giao.")
        self.order_fields(self.ORDER)


class TargetChangeForm(CrispyFormMixin, PaperFields):
    """Điều chỉnh chỉ tiêu."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    value = number(_("Chỉ tiêu giao"), help_text=_("Để trống: năm nay không giao."))
    issuer_name = forms.CharField(label=_("Cơ quan giao"), max_length=300)
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False)
    reason = forms.CharField(label=_("Lý do điều chỉnh"), min_length=5, max_length=500)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(["value", "issuer_name", "symbol", "issued_on", "issuer", "note", "reason"])


class IndicatorForm(CrispyFormMixin, forms.Form):
    """A new indicator, or a correction of one."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    code = forms.RegexField(
        label=_("Mã"),
        regex=r"^[A-Za-z0-9][A-Za-z0-9._-]*$",
        max_length=40,
        help_text=_("Chữ không dấu, số, gạch nối. Ví dụ: TGPL-VU-VIEC."),
        error_messages={"invalid": _("Mã chỉ gồm chữ không dấu, số, dấu chấm, gạch nối.")},
    )
    label = forms.CharField(label=_("Chỉ số"), max_length=300)
    short_label = forms.CharField(
        label=_("Gọi tắt trong câu"), max_length=60, required=False, help_text=_("Ví dụ: về việc.")
    )
    unit_of_measure = forms.CharField(label=_("Đơn vị tính"), max_length=40)
    measure = forms.ChoiceField(label=_("Loại"), choices=Measure.choices, widget=forms.RadioSelect)
    better = forms.ChoiceField(label=_("Chiều tốt"), choices=Better.choices, widget=forms.RadioSelect)
    excess = forms.ChoiceField(
        label=_("Cách tính vượt (chỉ số là tỷ lệ)"),
        choices=Excess.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Giao 83,90%, đạt 84,27%: hiệu số là vượt 0,37%; so với chỉ tiêu là vượt 0,44%."),
    )
    numerator_label = forms.CharField(label=_("Tử số là"), max_length=200, required=False)
    denominator_label = forms.CharField(label=_("Mẫu số là"), max_length=200, required=False)
    field_code = forms.ChoiceField(label=_("Lĩnh vực công tác"), required=False)
    valid_from = year_field(_("Từ năm"), required=False)
    valid_to = year_field(_("Đến năm"), required=False)

    def __init__(self, *args, fields_of, changing=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["field_code"].choices = [NONE_CHOSEN, *fields_of]
        if changing:
            del self.fields["code"]

    def clean_excess(self):
        return self.cleaned_data["excess"] or Excess.POINTS

    def clean(self):
        data = super().clean()
        if data.get("valid_from") and data.get("valid_to") and data["valid_to"] < data["valid_from"]:
            self.add_error("valid_to", _("Năm cuối trước năm đầu."))
        return data
