"""Shape of what is typed in a consultation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core.crispy import CrispyFormMixin
from apps.core.dates import VietnameseDateField
from apps.obligations import audience
from apps.scoring.consultation_enums import AnswerKind, CommentTarget
from apps.scoring.models import ConsultationReply, DraftComment

ROWS = {"rows": 4}


class OpenForm(CrispyFormMixin, forms.Form):
    """Lấy ý kiến: of whom, by when, with which letter."""

    audience = forms.MultipleChoiceField(label=_("Lấy ý kiến của"), widget=forms.CheckboxSelectMultiple, required=False)
    units = forms.MultipleChoiceField(
        label=_("Chọn thêm từng đơn vị"), widget=forms.CheckboxSelectMultiple, required=False
    )
    due_on = VietnameseDateField(
        label=_("Hạn góp ý"), help_text=_("Hết 24 giờ ngày này. Ý kiến gửi sau hạn vẫn được nhận và được ghi rõ.")
    )
    letter_symbol = forms.CharField(label=_("Công văn lấy ý kiến: số, ký hiệu"), required=False, max_length=100)
    letter_issued_on = VietnameseDateField(label=_("Công văn lấy ý kiến: ngày ban hành"), required=False)
    note = forms.CharField(
        label=_("Nội dung đề nghị góp ý"), required=False, max_length=2000, widget=forms.Textarea(attrs=ROWS)
    )

    def __init__(self, *args, year, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.year = year
        self.fields["audience"].choices = audience.choices(year)
        self.fields["units"].choices = [(str(unit.pk), unit.name) for unit in units]

    def clean(self):
        data = super().clean()
        if data.get("letter_issued_on") and not data.get("letter_symbol"):
            self.add_error("letter_symbol", _("Nhập số, ký hiệu của công văn."))
        if data.get("letter_symbol") and not data.get("letter_issued_on"):
            self.add_error("letter_issued_on", _("Nhập ngày ban hành của công văn."))
        return data

    @property
    def unit_ids(self) -> set[int]:
        """Whom the sources mean now, and the units ticked one by one."""
        chosen = {int(value) for value in self.cleaned_data["units"]}
        return chosen | audience.resolve(self.year, self.cleaned_data["audience"])


class DeadlineForm(CrispyFormMixin, forms.Form):
    """The new deadline of all units."""

    due_on = VietnameseDateField(label=_("Hạn góp ý"), help_text=_("Hết 24 giờ ngày này."))
    expected_version = forms.IntegerField(widget=forms.HiddenInput)


class StatementForm(CrispyFormMixin, forms.ModelForm):
    """What the unit says of the draft as a whole."""

    expected_version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = ConsultationReply
        fields = ("agrees", "statement")
        labels = {"agrees": _("Cơ bản nhất trí với các nội dung khác của dự thảo"), "statement": _("Ý kiến chung")}
        widgets = {"statement": forms.Textarea(attrs=ROWS)}


class CommentForm(CrispyFormMixin, forms.ModelForm):
    """One comment. ``place``: a code of the draft, or a part of the annex behind a colon."""

    place = forms.ChoiceField(label=_("Ý kiến về"))
    expected_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = DraftComment
        fields = ("body", "proposed_points", "proposed_wording")
        widgets = {"body": forms.Textarea(attrs=ROWS), "proposed_wording": forms.Textarea(attrs=ROWS)}

    field_order = ("place", "body", "proposed_points", "proposed_wording", "expected_version")

    def __init__(self, *args, rules, **kwargs):
        super().__init__(*args, **kwargs)
        annex = [(f":{target.value}", target.label) for target in CommentTarget if target != CommentTarget.CRITERION]
        lines = [(rule.code, _shown(rule)) for rule in rules]
        self.fields["place"].choices = [(_("Tiêu chí"), lines), (_("Phụ lục, toàn bộ dự thảo"), annex)]
        self.fields["body"].required = False
        self.fields["proposed_points"].localize = True
        self.fields["proposed_points"].widget = forms.TextInput(attrs={"inputmode": "decimal"})
        self.fields["proposed_points"].help_text = _("Để trống nếu không đề nghị sửa điểm.")

    @staticmethod
    def place_of(comment: DraftComment) -> str:
        return comment.code or f":{comment.target}"

    def clean(self):
        data = super().clean()
        place = data.get("place", "")
        data["target"] = place[1:] if place.startswith(":") else CommentTarget.CRITERION.value
        data["code"] = "" if place.startswith(":") else place
        return data


def _shown(rule) -> str:
    text = " ".join(part for part in (rule.number or rule.code, rule.label) if part)
    return text if len(text) <= MOST_SHOWN else f"{text[: MOST_SHOWN - 1]}…"


MOST_SHOWN = 110


class AnswerForm(CrispyFormMixin, forms.Form):
    """Tiếp thu or Giải trình, with words."""

    kind = forms.ChoiceField(label=_("Kết quả"), choices=AnswerKind.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Nội dung tiếp thu, giải trình"), max_length=4000, widget=forms.Textarea(attrs=ROWS)
    )


class OneAnswerForm(AnswerForm):
    """The same for one comment, with the criterion that changed for it."""

    changed_code = forms.ChoiceField(label=_("Tiêu chí đã sửa theo ý kiến này"), required=False)
    expected_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, codes=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["changed_code"].choices = [("", _("Chính tiêu chí được góp ý")), *codes]
