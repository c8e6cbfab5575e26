"""Shape of what is typed about movements."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.clusters.forms import UnitsField
from apps.clusters.models import ClusterYear
from apps.core.crispy import CrispyFormMixin
from apps.core.dates import VietnameseDateField, year_field
from apps.movements.content_reading import read_contents
from apps.movements.domain.movements import MovementData
from apps.movements.domain.papers import PaperFacts
from apps.movements.enums import Level, ReviewKind
from apps.movements.models import Movement
from apps.movements.models.movement import MOST_TITLE
from apps.movements.paper_fields import PapersField
from apps.movements.queries.audience import Audience
from apps.units.enums import LINE_LABELS, UnitKind
from apps.units.models import Unit

NOT_CHOSEN = ("", _("Chưa chọn"))


def area(rows: int = 3, **attributes) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attributes})


class MovementForm(CrispyFormMixin, forms.Form):
    """A movement as its decision describes it."""

    organiser = forms.ModelChoiceField(label=_("Đơn vị chủ trì"), queryset=Unit.objects.none(), empty_label=None)
    level = forms.ChoiceField(label=_("Cấp phong trào"), choices=Level.choices, widget=forms.RadioSelect)
    cluster_year = forms.ModelChoiceField(
        label=_("Cụm thi đua"),
        queryset=ClusterYear.objects.none(),
        required=False,
        empty_label=_("Không phải phong trào của Cụm"),
    )
    parent = forms.ModelChoiceField(
        label=_("Hưởng ứng phong trào cấp trên"),
        queryset=Movement.objects.none(),
        required=False,
        empty_label=_("Không hưởng ứng phong trào nào"),
    )
    title = forms.CharField(
        label=_("Tên phong trào, đầy đủ như trong quyết định"), max_length=MOST_TITLE, widget=area(3)
    )
    short_name = forms.CharField(
        label=_("Tên ngắn"), max_length=150, required=False, help_text=_("Dùng trong bảng; để trống thì lấy đoạn đầu.")
    )
    theme = forms.CharField(
        label=_("Chủ đề"), max_length=500, required=False, help_text=_("Giữ nguyên văn, không cắt.")
    )
    themed = forms.BooleanField(label=_("Phong trào thi đua theo chuyên đề"), required=False)
    persons = forms.CharField(
        label=_("Cá nhân tham gia"),
        max_length=300,
        required=False,
        help_text=_("Ví dụ: công chức, viên chức, người lao động của các đơn vị."),
    )
    starts_on = VietnameseDateField(label=_("Từ ngày"))
    ends_on = VietnameseDateField(label=_("Đến ngày"))
    decision_symbol = forms.CharField(
        label=_("Số, ký hiệu quyết định, kế hoạch"),
        max_length=100,
        required=False,
        help_text=_("Cần có khi phát động. Ví dụ: 1860/QĐ-BTP."),
    )
    decision_issued_on = VietnameseDateField(label=_("Ngày ban hành"), required=False)
    decision_issuer = forms.CharField(label=_("Cơ quan ban hành"), max_length=300, required=False)
    bases = PapersField(
        label=_("Căn cứ"),
        required=False,
        help_text=_("Mỗi dòng một văn bản, ký hiệu tự do: 10-Ctr/BCS ngày 21/6/2021 của Ban cán sự đảng Bộ Tư pháp."),
    )
    launch_due_on = VietnameseDateField(
        label=_("Các đơn vị xác nhận phát động trước ngày"),
        required=False,
        help_text=_("Để trống: 30 ngày sau khi phát động."),
    )
    reason = forms.CharField(label=_("Lý do, căn cứ"), max_length=500, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    SHARED = ("level", "title", "short_name", "theme", "themed", "persons", "starts_on", "ends_on", "launch_due_on")

    def __init__(self, *args, organisers, clusters, parents, levels=tuple(Level.values), launched=False, **kwargs):
        """``levels``: those that the bodies of the person run. ``launched``: level and days need a reason now."""
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [choice for choice in Level.choices if choice[0] in levels]
        if not launched:
            del self.fields["reason"]
        self.fields["organiser"].queryset = organisers
        self.fields["cluster_year"].queryset = clusters
        self.fields["parent"].queryset = parents
        self.fields["parent"].label_from_instance = lambda movement: movement.name_with_stage
        if not clusters:
            del self.fields["cluster_year"]
            self.fields["level"].choices = [each for each in self.fields["level"].choices if each[0] != Level.CLUSTER]

    def clean(self):
        data = super().clean()
        symbol, day = data.get("decision_symbol"), data.get("decision_issued_on")
        if symbol and not day and "decision_issued_on" not in self.errors:
            self.add_error("decision_issued_on", _("Nhập ngày ban hành, ví dụ 13/9/2022."))
        if day and not symbol and "decision_symbol" not in self.errors:
            self.add_error("decision_symbol", _("Nhập số, ký hiệu của quyết định, kế hoạch."))
        return data

    @property
    def data_of_movement(self) -> MovementData:
        data = self.cleaned_data
        decision = None
        if data["decision_symbol"]:
            issuer = data["decision_issuer"]
            decision = PaperFacts(data["decision_symbol"], data["decision_issued_on"], issuer)
        cluster_year = data.get("cluster_year") if data["level"] == Level.CLUSTER else None
        return MovementData(
            decision=decision,
            bases=data["bases"] or (),
            cluster_year_id=cluster_year.pk if cluster_year else None,
            parent_id=data["parent"].pk if data["parent"] else None,
            **{name: data[name] for name in self.SHARED},
        )


class ContentsForm(CrispyFormMixin, forms.Form):
    """Contents and checklist, pasted from the plan."""

    contents = forms.CharField(
        label=_("Nội dung thi đua"),
        required=False,
        max_length=20_000,
        widget=area(14),
        help_text=_(
            "Mỗi dòng một nội dung, giữ số như trong kế hoạch: 1. … 2. … rồi (1) … (7) … dưới nội dung 2."
            " Cuối dòng có thể ghi [chỉ tiêu: MÃ] khi có chỉ tiêu đo được."
        ),
    )
    checklist = forms.CharField(
        label=_("Tiêu chí riêng của phong trào"),
        required=False,
        max_length=10_000,
        widget=area(5),
        help_text=_("Mỗi dòng một tiêu chí; đơn vị tự đánh giá đạt hoặc chưa đạt."),
    )

    @property
    def lines(self):
        return read_contents(self.cleaned_data["contents"])

    @property
    def texts(self) -> list[str]:
        return self.cleaned_data["checklist"].splitlines()


class AudienceForm(CrispyFormMixin, forms.Form):
    """Who is asked: any of four ways, together."""

    kinds = forms.MultipleChoiceField(
        label=_("Loại đơn vị"), choices=UnitKind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    lines = forms.MultipleChoiceField(
        label=_("Khối"), choices=list(LINE_LABELS.items()), required=False, widget=forms.CheckboxSelectMultiple
    )
    clusters = forms.ModelMultipleChoiceField(
        label=_("Cụm thi đua"),
        queryset=ClusterYear.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    units = UnitsField(label=_("Đơn vị khác"), required=False, help_text=_("Mỗi dòng một đơn vị: tên hoặc mã."))

    def __init__(self, *args, clusters, of_cluster=False, **kwargs):
        """``of_cluster``: a movement of a cluster asks its members only."""
        super().__init__(*args, **kwargs)
        self.fields["clusters"].queryset = clusters
        if of_cluster:
            del self.fields["kinds"], self.fields["lines"]
        if not clusters:
            del self.fields["clusters"]

    @property
    def audience(self) -> Audience:
        data = self.cleaned_data
        return Audience(
            kinds=tuple(data.get("kinds") or ()),
            lines=tuple(data.get("lines") or ()),
            cluster_year_ids=tuple(cluster.pk for cluster in data.get("clusters") or ()),
            unit_ids=tuple(unit.pk for unit in data["units"]),
        )


class LaunchForm(CrispyFormMixin, forms.Form):
    seen = forms.IntegerField(widget=forms.HiddenInput)


class MoveForm(CrispyFormMixin, forms.Form):
    """One step of the whole movement."""

    reason = forms.CharField(label=_("Lý do, căn cứ"), max_length=500, required=False)


class UnitAddForm(CrispyFormMixin, forms.Form):
    """Units that came after the launch: those that the audience means by now, and others; always with the reason."""

    missing = forms.ModelMultipleChoiceField(
        label=_("Thuộc đối tượng nhưng chưa có trong danh sách"),
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    units = UnitsField(label=_("Đơn vị khác"), required=False, help_text=_("Mỗi dòng một đơn vị: tên hoặc mã."))
    note = forms.CharField(
        label=_("Lý do, căn cứ"), min_length=5, max_length=500, help_text=_("Ví dụ: thành lập theo Quyết định số …")
    )

    def __init__(self, *args, missing, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["missing"].queryset = missing
        if not missing:
            del self.fields["missing"]

    def clean(self):
        data = super().clean()
        if not self.errors and not (data.get("missing") or data.get("units")):
            self.add_error("units", _("Chọn hoặc nhập ít nhất một đơn vị."))
        return data

    @property
    def unit_ids(self) -> list[int]:
        data = self.cleaned_data
        return list(dict.fromkeys(unit.pk for unit in [*(data.get("missing") or ()), *data["units"]]))


class DropForm(CrispyFormMixin, forms.Form):
    reason = forms.CharField(label=_("Lý do, căn cứ"), min_length=5, max_length=500)


class MilestoneForm(CrispyFormMixin, forms.Form):
    """A review to come: the day when it is known, else words."""

    kind = forms.ChoiceField(label=_("Loại"), choices=ReviewKind.choices, widget=forms.RadioSelect)
    year = year_field(_("Năm"))
    window_text = forms.CharField(
        label=_("Thời gian"),
        max_length=300,
        required=False,
        help_text=_("Khi chưa định ngày, ví dụ: trong năm 2025, gắn với tổng kết Nghị quyết."),
    )
    due_on = VietnameseDateField(
        label=_("Hạn báo cáo"), required=False, help_text=_("Để trống khi chưa định ngày; không đặt ngày ước chừng.")
    )


class DayForm(CrispyFormMixin, forms.Form):
    due_on = VietnameseDateField(label=_("Hạn báo cáo của các đơn vị"))
