"""Shape of what is typed about decisions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.awards.domain.decisions import DecisionHead
from apps.awards.domain.upward import UpwardHead
from apps.awards.models import AwardDecision
from apps.catalog.enums import CommendationType, Level
from apps.core.crispy import CrispyFormMixin
from apps.core.dates import VietnameseDateField
from apps.core.reasons import reason_field
from apps.documents.forms import digital_field
from apps.registry.enums import CancelReason
from apps.registry.forms import NOT_CHOSEN, DecisionFields, number_field


class DecisionForm(CrispyFormMixin, forms.Form):
    """The head of a decision, without number and date."""

    abstract = forms.CharField(
        label=_("Trích yếu"), max_length=500, help_text=_("Ví dụ: Về việc tặng Bằng khen của Bộ trưởng Bộ Tư pháp.")
    )
    authority_name = forms.CharField(label=_("Người, cơ quan quyết định"), max_length=300)
    authority_level = forms.ChoiceField(label=_("Cấp quyết định"), choices=[NOT_CHOSEN, *Level.choices])
    type = forms.ChoiceField(
        label=_("Loại hình khen thưởng"), choices=[NOT_CHOSEN, *CommendationType.choices], required=False
    )
    occasion = forms.CharField(label=_("Dịp khen thưởng"), max_length=500, required=False)
    declared_collectives = number_field(_("Số tập thể ghi trong quyết định"))
    declared_individuals = number_field(_("Số cá nhân ghi trong quyết định"))
    signer_name = forms.CharField(label=_("Người ký"), max_length=200, required=False)
    signer_post = forms.CharField(label=_("Chức vụ người ký"), max_length=300, required=False)
    prefix = forms.CharField(
        label=_("Thể thức ký"), max_length=10, required=False, help_text=_("Ví dụ: KT., TL., TUQ.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    NAMES = (
        "abstract", "authority_name", "authority_level", "type", "occasion", "declared_collectives",
        "declared_individuals", "signer_name", "signer_post", "prefix",
    )  # fmt: skip

    def head(self, **further) -> DecisionHead:
        return DecisionHead(**{name: self.cleaned_data[name] for name in self.NAMES}, **further)

    @classmethod
    def initial_of(cls, decision: AwardDecision) -> dict:
        return {name: getattr(decision, name) for name in (*cls.NAMES, "version")}


def way_field() -> forms.CharField:
    """``routing.Way.key`` of the group for which the form was shown; a group that is gone meanwhile is refused."""
    return forms.CharField(widget=forms.HiddenInput, required=False)


class DraftForm(DecisionForm):
    """The same for one group of what a session recommended."""

    way = way_field()


class SimplifiedForm(DecisionForm):
    """The same for a list on which no council votes."""

    simplified = forms.CharField(label=_("Lý do xét theo thủ tục đơn giản (Luật Điều 85)"), max_length=300)


class IssueForm(CrispyFormMixin, forms.Form):
    """Số và ngày: typed once."""

    symbol = forms.CharField(
        label=_("Số quyết định"), max_length=100, help_text=_("Số/QĐ-chữ viết tắt tên cơ quan, ví dụ 1234/QĐ-BTP.")
    )
    issued_on = VietnameseDateField(label=_("Ngày quyết định"))
    same_paper = forms.BooleanField(
        label=_("Văn thư đã vào sổ văn bản này: đây chính là quyết định đó"), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class AddLinesForm(CrispyFormMixin, forms.Form):
    """Who else goes into the list of a draft; everybody who waits may be chosen, ``shown`` or not."""

    nominees = forms.MultipleChoiceField(
        label=_("Tập thể, cá nhân Hội đồng đề nghị, chưa có trong quyết định nào"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Chọn ít nhất một tập thể, cá nhân.")},
    )

    def __init__(self, *args, waiting=(), shown=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["nominees"].choices = [(each.pk, str(each)) for each in waiting]
        self.fields["nominees"].widget.choices = [(each.pk, str(each)) for each in shown]


class SignedTextForm(CrispyFormMixin, forms.Form):
    """The signed text: a digitally signed PDF unless said otherwise."""

    file = forms.FileField(
        label=_("Bản ký"),
        allow_empty_file=True,
        help_text=_("Bản quét: PDF, JPG hoặc PNG."),
        error_messages={"required": _("Chọn tệp cần tải lên.")},
    )
    digital = digital_field()


class UpwardForm(CrispyFormMixin, forms.Form):
    """What a tờ trình cấp trên says beside its list."""

    addressed_to = forms.CharField(label=_("Kính gửi"), max_length=300)
    abstract = forms.CharField(label=_("Trích yếu"), max_length=500)
    signer_name = forms.CharField(label=_("Người ký"), max_length=200, required=False)
    signer_post = forms.CharField(label=_("Chức vụ người ký"), max_length=300, required=False)
    prefix = forms.CharField(
        label=_("Thể thức ký"), max_length=10, required=False, help_text=_("Ví dụ: KT., TL., TUQ.")
    )

    way = way_field()

    def head(self) -> UpwardHead:
        return UpwardHead(**{name: value for name, value in self.cleaned_data.items() if name != "way"})


class UpwardSentForm(CrispyFormMixin, forms.Form):
    """Số và ngày of the signed tờ trình: typed once."""

    symbol = forms.CharField(
        label=_("Số tờ trình"), max_length=100, help_text=_("Số/TTr-chữ viết tắt tên cơ quan, ví dụ 56/TTr-BTP.")
    )
    issued_on = VietnameseDateField(label=_("Ngày tờ trình"))
    version = forms.IntegerField(widget=forms.HiddenInput)


class UpwardAnswerForm(DecisionFields):
    """The paper of the authority above, and whom it names."""

    symbol = forms.CharField(
        label=_("Số quyết định, văn bản trả lời"),
        max_length=100,
        help_text=_("Có người được khen thưởng: số quyết định. Không ai được khen thưởng: số công văn, thông báo."),
    )
    issued_on = VietnameseDateField(label=_("Ngày văn bản"))
    issuer_name = forms.CharField(
        label=_("Cơ quan ban hành"), max_length=300, help_text=_("Ghi tên cơ quan như in trên quyết định, văn bản.")
    )
    granted = forms.MultipleChoiceField(
        label=_("Được khen thưởng"), widget=forms.CheckboxSelectMultiple, required=False
    )
    others_refused = forms.BooleanField(label=_("Các trường hợp còn lại không được khen thưởng"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, waiting=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["granted"].choices = [(line.nominee_id, _named(line)) for line in waiting]


def _named(line) -> str:
    """With the answer that an earlier decision gave."""
    return f"{line} ({line.told})" if line.answer else str(line)


class RevokeForm(DecisionFields):
    """Hủy bỏ by another decision."""

    reason_code = forms.ChoiceField(label=_("Căn cứ hủy bỏ (Điều 93)"), choices=[NOT_CHOSEN, *CancelReason.choices])
    reason = reason_field()
    version = forms.IntegerField(widget=forms.HiddenInput)


class RestoreForm(DecisionFields):
    reason = reason_field()
    version = forms.IntegerField(widget=forms.HiddenInput)
