"""Shape of what a unit says of its movements."""

from django import forms
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from apps.core.crispy import CrispyFormMixin
from apps.core.dates import VietnameseDateField
from apps.movements.domain.confirming import Confirmation
from apps.movements.domain.plans import PlanLine
from apps.movements.domain.reviews import ReviewTexts
from apps.movements.enums import Tick
from apps.movements.forms import area
from apps.movements.paper_fields import PaperFields

YES, NO, SILENT = "yes", "no", ""
ANSWERS = [
    (YES, _("Có trong chương trình năm")),
    (NO, _("Không đưa vào")),
    (SILENT, _("Chưa cập nhật")),
]
PAPER_FOR = [
    (Tick.LAUNCHED, _("phát động")),
    (Tick.PLANNED, _("kế hoạch")),
    (Tick.PROGRAMMED, _("chương trình năm")),
]


class TickForm(CrispyFormMixin, PaperFields):
    """One tick: done on a day by a paper; or taken back, with the reason."""

    done = forms.ChoiceField(
        label=_("Tình trạng"), choices=[(YES, _("Đã làm")), (NO, _("Chưa làm"))], widget=forms.RadioSelect
    )
    on = VietnameseDateField(label=_("Ngày"), required=False)
    reason = forms.CharField(label=_("Lý do bỏ xác nhận"), max_length=500, required=False)

    field_order = ("done", "on", "paper_symbol", "paper_issued_on", "paper_issuer", "reason")

    def __init__(self, *args, is_set, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_set:
            del self.fields["reason"]

    def clean(self):
        data = super().clean()
        if data.get("done") == YES and not data.get("on") and "on" not in self.errors:
            self.add_error("on", _("Nhập ngày, ví dụ 08/04/2022."))
        if data.get("done") == NO and "reason" in self.fields and not data.get("reason"):
            self.add_error("reason", _("Ghi lý do bỏ xác nhận."))
        return data


class TickEntryForm(CrispyFormMixin, PaperFields):
    """Nhập thay of one tick from the unit's paper."""

    on = VietnameseDateField(label=_("Ngày"), help_text=_("Ngày ghi trên văn bản của đơn vị."))
    basis = forms.CharField(label=_("Căn cứ nhập thay"), min_length=5, max_length=300)

    field_order = ("on", "paper_symbol", "paper_issued_on", "paper_issuer", "basis")


class YearForm(CrispyFormMixin, PaperFields):
    """The movement in the programme of one year."""

    included = forms.ChoiceField(label=_("Chương trình năm"), choices=ANSWERS[:2], widget=forms.RadioSelect)
    text = forms.CharField(label=_("Nội dung trong chương trình năm"), max_length=5000, required=False, widget=area(4))

    field_order = ("included", "text", "paper_symbol", "paper_issued_on", "paper_issuer")


class ConfirmAllForm(CrispyFormMixin, PaperFields):
    """All live movements of a unit: what is ticked here is done on ``on``; what was confirmed before is not asked."""

    on = VietnameseDateField(label=_("Ngày của các ô đánh dấu ở trên"))
    paper_for = forms.MultipleChoiceField(
        label=_("Văn bản này là căn cứ cho"),
        choices=PAPER_FOR,
        required=False,
        initial=[Tick.PLANNED],
        widget=forms.CheckboxSelectMultiple,
    )

    field_order = ("on", "paper_symbol", "paper_issued_on", "paper_issuer", "paper_for")

    def __init__(self, *args, participations, **kwargs):
        super().__init__(*args, **kwargs)
        self.participations = list(participations)
        for row in self.participations:
            name = {"movement": row.movement.short_name}
            if row.launched_on is None:
                self.fields[f"launched_{row.pk}"] = _box(now_in_words("Đã phát động: %(movement)s") % name)
            if row.planned_on is None:
                self.fields[f"planned_{row.pk}"] = _box(now_in_words("Đã có kế hoạch: %(movement)s") % name)
            said, before = row.said, row.said_before
            self.fields[f"included_{row.pk}"] = forms.ChoiceField(
                label=now_in_words("Chương trình năm: %(movement)s") % name,
                choices=ANSWERS[:2] if said else ANSWERS,
                required=False,
                initial=(YES if said[0].included else NO) if said else SILENT,
                widget=forms.Select({"class": "form-select"}),
            )
            self.fields[f"text_{row.pk}"] = forms.CharField(
                label=now_in_words("Nội dung trong chương trình năm: %(movement)s") % name,
                required=False,
                max_length=5000,
                initial=said[0].text if said else (before[0].text if before else ""),
                widget=area(2, **{"class": "form-control"}),
            )

    def clean(self):
        """A text without an answer would be lost."""
        data = super().clean()
        for row in self.participations:
            text = data.get(f"text_{row.pk}")
            if text and text != self.fields[f"text_{row.pk}"].initial and not data.get(f"included_{row.pk}"):
                self.add_error(
                    f"included_{row.pk}",
                    _("Chọn “Có trong chương trình năm” hoặc “Không đưa vào” để lưu nội dung đã ghi."),
                )
        return data

    def own_fields(self):
        return [self[name] for name in self.field_order]

    def rows(self):
        """(participation, launched field or None, planned field or None, year field, text field)."""
        return [
            (
                row,
                self[f"launched_{row.pk}"] if f"launched_{row.pk}" in self.fields else None,
                self[f"planned_{row.pk}"] if f"planned_{row.pk}" in self.fields else None,
                self[f"included_{row.pk}"],
                self[f"text_{row.pk}"],
            )
            for row in self.participations
        ]

    @property
    def confirmations(self) -> list[Confirmation]:
        data = self.cleaned_data
        return [
            Confirmation(
                row.pk,
                launched_on=data["on"] if data.get(f"launched_{row.pk}") else None,
                planned_on=data["on"] if data.get(f"planned_{row.pk}") else None,
                included={YES: True, NO: False}.get(data[f"included_{row.pk}"]),
                text=data[f"text_{row.pk}"],
            )
            for row in self.participations
        ]


def _box(label: str) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, widget=forms.CheckboxInput({"class": "form-check-input"}))


class PlanForm(CrispyFormMixin, PaperFields):
    """What the unit does for each content, the paper of the plan, the other movements that the plan serves."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    planned_on = VietnameseDateField(
        label=_("Ngày có kế hoạch"), required=False, help_text=_("Để trống khi mới soạn, chưa ban hành.")
    )
    also_for = forms.TypedMultipleChoiceField(
        label=_("Kế hoạch này dùng chung cho"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, contents, marks, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.contents = contents
        self.fields["also_for"].choices = [(other.pk, other.movement.short_name) for other in others]
        if not others:
            del self.fields["also_for"]
        above = {content.parent_id for content in contents}
        self.asked = [content for content in contents if content.pk not in above]
        for content in self.asked:
            mark, name = marks.get(content.pk), {"number": content.number}
            self.fields[f"plan_{content.pk}"] = forms.CharField(
                label=now_in_words("Việc đơn vị làm cho nội dung %(number)s") % name,
                required=False,
                max_length=5000,
                initial=mark.plan if mark else "",
                widget=area(2, **{"class": "form-control"}),
            )
            self.fields[f"not_ours_{content.pk}"] = forms.BooleanField(
                label=now_in_words("Nội dung %(number)s không thuộc chức năng") % name,
                required=False,
                initial=bool(mark and mark.not_our_function),
                widget=forms.CheckboxInput({"class": "form-check-input"}),
            )
            self.fields[f"reason_{content.pk}"] = forms.CharField(
                label=now_in_words("Lý do nội dung %(number)s không thuộc chức năng") % name,
                required=False,
                max_length=500,
                initial=mark.reason if mark else "",
                widget=forms.TextInput({"class": "form-control"}),
            )

    def rows(self):
        """(content, plan, not our function, reason); only the content where the ones below it are asked."""
        asked = {content.pk for content in self.asked}
        return [
            (content, self[f"plan_{content.pk}"], self[f"not_ours_{content.pk}"], self[f"reason_{content.pk}"])
            if content.pk in asked
            else (content, None, None, None)
            for content in self.contents
        ]

    def own_fields(self):
        names = ("planned_on", "paper_symbol", "paper_issued_on", "paper_issuer", "also_for")
        return [self[name] for name in names if name in self.fields]

    def clean(self):
        data = super().clean()
        if data.get("paper_symbol") and not data.get("planned_on") and "planned_on" not in self.errors:
            data["planned_on"] = data.get("paper_issued_on")
        for content in self.asked:
            if data.get(f"not_ours_{content.pk}") and not data.get(f"reason_{content.pk}"):
                self.add_error(f"reason_{content.pk}", _("Ghi lý do nội dung này không thuộc chức năng của đơn vị."))
        return data

    @property
    def lines(self) -> list[PlanLine]:
        data = self.cleaned_data
        return [
            PlanLine(
                content.pk,
                plan=data[f"plan_{content.pk}"],
                not_our_function=data[f"not_ours_{content.pk}"],
                reason=data[f"reason_{content.pk}"],
            )
            for content in self.asked
        ]


MET = [(YES, _("Đạt")), (NO, _("Chưa đạt")), (SILENT, _("Chưa đánh giá"))]


class ChecklistForm(CrispyFormMixin, forms.Form):
    """Đạt / chưa đạt for each line."""

    def __init__(self, *args, items, marks, **kwargs):
        super().__init__(*args, **kwargs)
        self.items = list(items)
        for item in self.items:
            known = marks.get(item.pk)
            self.fields[f"item_{item.pk}"] = forms.ChoiceField(
                label=item.text,
                choices=MET,
                required=False,
                initial=SILENT if known is None else (YES if known else NO),
                widget=forms.RadioSelect,
            )

    @property
    def met(self) -> dict[int, bool | None]:
        return {item.pk: {YES: True, NO: False}.get(self.cleaned_data[f"item_{item.pk}"]) for item in self.items}


class ReviewForm(CrispyFormMixin, forms.Form):
    """The report itself."""

    results = forms.CharField(label=_("Kết quả đạt được"), required=False, max_length=20_000, widget=area(12))
    limits = forms.CharField(label=_("Hạn chế, nguyên nhân"), required=False, max_length=10_000, widget=area(5))
    proposals = forms.CharField(label=_("Phương hướng, kiến nghị"), required=False, max_length=10_000, widget=area(5))
    version = forms.IntegerField(widget=forms.HiddenInput)

    @property
    def texts(self) -> ReviewTexts:
        data = self.cleaned_data
        return ReviewTexts(data["results"], data["limits"], data["proposals"])


class ReviewSendForm(CrispyFormMixin, PaperFields):
    """The paper that goes along, when there is one; the version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ReviewReturnForm(CrispyFormMixin, forms.Form):
    remark = forms.CharField(label=_("Nội dung cần bổ sung"), min_length=5, max_length=2000, widget=area(4))


class ReviewEntryForm(CrispyFormMixin, PaperFields):
    """Nhập thay from paper."""

    results = forms.CharField(label=_("Kết quả đạt được"), max_length=20_000, widget=area(10))
    limits = forms.CharField(label=_("Hạn chế, nguyên nhân"), required=False, max_length=10_000, widget=area(4))
    proposals = forms.CharField(label=_("Phương hướng, kiến nghị"), required=False, max_length=10_000, widget=area(4))
    received_on = VietnameseDateField(
        label=_("Ngày nhận bản giấy"), help_text=_("Ngày này tính thời hạn, không phải ngày nhập.")
    )
    basis = forms.CharField(label=_("Căn cứ nhập thay"), min_length=5, max_length=300)

    field_order = (
        "received_on",
        "basis",
        "paper_symbol",
        "paper_issued_on",
        "paper_issuer",
        "results",
        "limits",
        "proposals",
    )

    @property
    def texts(self) -> ReviewTexts:
        data = self.cleaned_data
        return ReviewTexts(data["results"], data["limits"], data["proposals"])
