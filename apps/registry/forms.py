"""Shape of what is typed into the registry."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.catalog.enums import CommendationType, Level, Subject
from apps.catalog.models import AwardType
from apps.core import dates
from apps.core.actor import Actor
from apps.core.crispy import CrispyFormMixin
from apps.core.dates import VietnameseDateField
from apps.core.reasons import reason_field
from apps.documents.enums import DocumentKind
from apps.documents.models import Document
from apps.registry.domain.papers import file_paper
from apps.registry.enums import CampaignState, CancelReason, HoldKind, InitiativeLevel, Standing, WorkKind
from apps.registry.models import Award, AwardCampaign
from apps.registry.person_field import PersonField
from apps.units.models import Unit
from apps.units.person_enums import Honorific
from apps.units.person_fields import UnitField

NOT_CHOSEN = ("", _("Chưa chọn"))
SUBJECTS = [(value, Subject(value).label) for value in (Subject.INDIVIDUAL, Subject.COLLECTIVE)]


def year_field(label, **options) -> forms.IntegerField:
    """A year of the registry: nothing was granted before 1945."""
    return dates.year_field(label, min_value=1945, **options)


def number_field(label, **options) -> forms.IntegerField:
    """How many collectives or persons; empty where nobody says."""
    return forms.IntegerField(label=label, min_value=0, max_value=1_000_000, required=False, **options)


class DecisionFields(CrispyFormMixin, forms.Form):
    """The paper that something rests on."""

    symbol = forms.CharField(label=_("Số quyết định"), max_length=100, help_text=_("Ví dụ: 1234/QĐ-BTP."))
    issued_on = VietnameseDateField(label=_("Ngày quyết định"))
    issuer_name = forms.CharField(label=_("Cơ quan ban hành"), max_length=300)
    kind = ""  # what the paper must be; empty where its number tells

    def document(self, keeper: Unit, actor: Actor, now: datetime) -> Document:
        """The filed Document, on the day that was typed; filed in the keeper's register when it is not there yet.

        Raises PaperWrong, SymbolMissing.
        """
        data = self.cleaned_data
        return file_paper(
            symbol=data["symbol"],
            issued_on=data["issued_on"],
            issuer_name=data["issuer_name"],
            keeper=keeper,
            kind=self.kind,
            actor=actor,
            now=now,
        )


class GrantForm(DecisionFields):
    """The head of a decision."""

    kind = DocumentKind.DECISION  # also under a number of former times (245/KT-CTN)

    authority_name = forms.CharField(
        label=_("Người, cơ quan quyết định"), max_length=300, help_text=_("Ví dụ: Chủ tịch UBND thành phố Hà Nội.")
    )
    authority_level = forms.ChoiceField(label=_("Cấp quyết định"), choices=[NOT_CHOSEN, *Level.choices])
    keeper = UnitField(label=_("Đơn vị lưu"))
    type = forms.ChoiceField(
        label=_("Loại hình khen thưởng"), choices=[NOT_CHOSEN, *CommendationType.choices], required=False
    )
    occasion = forms.CharField(
        label=_("Dịp khen thưởng"),
        max_length=500,
        required=False,
        help_text=_("Ví dụ: 25 năm thành lập tổ chức trợ giúp pháp lý."),
    )
    campaign = forms.ModelChoiceField(
        label=_("Đợt khen thưởng"),
        queryset=AwardCampaign.objects.none(),
        required=False,
        empty_label=_("Không thuộc đợt nào"),
    )
    declared_collectives = number_field(_("Số tập thể theo quyết định"), help_text=_("Để trống nếu không ghi."))
    declared_individuals = number_field(_("Số cá nhân theo quyết định"))

    def __init__(self, *args, campaigns, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = campaigns

    HEAD = (
        "authority_name",
        "authority_level",
        "type",
        "occasion",
        "declared_collectives",
        "declared_individuals",
    )


class RecipientForm(CrispyFormMixin, forms.Form):
    """One recipient of a decision."""

    award = forms.ModelChoiceField(
        label=_("Danh hiệu, hình thức"), queryset=AwardType.objects.order_by("order"), empty_label=_("Chưa chọn")
    )
    subject = forms.ChoiceField(label=_("Đối tượng"), choices=SUBJECTS, widget=forms.RadioSelect)
    person = PersonField(required=False)
    unit = UnitField(label=_("Tập thể, hoặc đơn vị của cá nhân"), required=False)
    name = forms.CharField(
        label=_("Tên in trong quyết định"),
        max_length=300,
        required=False,
        help_text=_("Để trống nếu đúng tên trong hồ sơ; bắt buộc với người, tổ chức ngoài ngành."),
    )
    honorific = forms.ChoiceField(label=_("Danh xưng"), choices=[NOT_CHOSEN, *Honorific.choices], required=False)
    post = forms.CharField(label=_("Chức vụ"), max_length=300, required=False)
    standing = forms.ChoiceField(label=_("Tư cách"), choices=Standing.choices, initial=Standing.OFFICIAL)
    standing_reason = forms.CharField(label=_("Lý do của tư cách"), max_length=300, required=False)
    year = year_field(_("Năm thành tích"), required=False)
    achievement = forms.CharField(label=_("Thành tích"), max_length=500, required=False)

    def clean(self):
        data = super().clean()
        subject, person, unit = data.get("subject"), data.get("person"), data.get("unit")
        if not data.get("name") and not self.errors:
            known = person if subject == Subject.INDIVIDUAL else unit
            if known is None:
                self.add_error("name", _("Chọn người, đơn vị trong hồ sơ hoặc nhập tên in trong quyết định."))
            else:
                data["name"] = getattr(known, "full_name", None) or known.name
                data["honorific"] = data.get("honorific") or getattr(known, "honorific", "")
        if subject == Subject.COLLECTIVE and person:
            self.add_error("person", _("Tập thể thì không chọn cá nhân."))
        return data


class PublishForm(CrispyFormMixin, forms.Form):
    """From when the list is public."""

    published_on = VietnameseDateField(
        label=_("Công khai từ ngày"), required=False, help_text=_("Để trống: không công khai.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class ActForm(DecisionFields):
    """A later decision about an award."""

    reason = reason_field()
    version = forms.IntegerField(widget=forms.HiddenInput)


class CorrectForm(ActForm):
    """Đính chính: the printed fields as they should be."""

    recipient_name = forms.CharField(label=_("Tên đúng"), max_length=300)
    honorific = forms.ChoiceField(label=_("Danh xưng"), choices=[NOT_CHOSEN, *Honorific.choices], required=False)
    post = forms.CharField(label=_("Chức vụ"), max_length=300, required=False)
    unit_name = forms.CharField(label=_("Đơn vị in trong quyết định"), max_length=300, required=False)
    year = year_field(_("Năm thành tích"), required=False)
    achievement = forms.CharField(label=_("Thành tích"), max_length=500, required=False)

    FIELDS = ("recipient_name", "honorific", "post", "unit_name", "year", "achievement")

    @classmethod
    def initial_of(cls, award: Award) -> dict:
        return {name: getattr(award, name) for name in cls.FIELDS}


class CancelForm(ActForm):
    """Hủy bỏ: the ground of Điều 93 khoản 2."""

    reason_code = forms.ChoiceField(label=_("Căn cứ hủy bỏ"), choices=CancelReason.choices, widget=forms.RadioSelect)


class CancelManyForm(DecisionFields):
    """One decision that cancels several awards."""

    reason_code = forms.ChoiceField(label=_("Căn cứ hủy bỏ"), choices=CancelReason.choices, widget=forms.RadioSelect)
    reason = reason_field()


class SettleForm(CrispyFormMixin, forms.Form):
    note = reason_field(_("Kết luận sau khi xem lại"))


class InitiativeForm(DecisionFields):
    """A recognised initiative or research."""

    unit = UnitField()
    title = forms.CharField(label=_("Tên sáng kiến, đề tài"), max_length=500)
    kind = forms.ChoiceField(label=_("Loại"), choices=WorkKind.choices)
    level = forms.ChoiceField(label=_("Cấp công nhận"), choices=InitiativeLevel.choices)
    scope = forms.ChoiceField(label=_("Phạm vi ảnh hưởng"), choices=InitiativeLevel.choices)
    year = year_field(_("Năm công nhận"))
    council_name = forms.CharField(label=_("Hội đồng sáng kiến (tên in)"), max_length=300, required=False)
    effect = forms.CharField(label=_("Hiệu quả áp dụng"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    author_1 = PersonField(label=_("Tác giả"))
    author_2 = PersonField(label=_("Đồng tác giả"), required=False)
    author_3 = PersonField(label=_("Đồng tác giả thứ hai"), required=False)

    @property
    def author_ids(self) -> list[int]:
        authors = (self.cleaned_data[f"author_{number}"] for number in (1, 2, 3))
        return [author.pk for author in authors if author]


class CampaignForm(CrispyFormMixin, forms.Form):
    """Đợt khen thưởng: numbers may stay open."""

    owner = UnitField()
    occasion = forms.CharField(label=_("Dịp khen thưởng"), max_length=500)
    type = forms.ChoiceField(label=_("Loại hình khen thưởng"), choices=[NOT_CHOSEN, *CommendationType.choices])
    year = year_field(_("Năm"))
    period_from = year_field(_("Thành tích từ năm"), required=False)
    period_to = year_field(_("Thành tích đến năm"), required=False)
    quota_collectives = number_field(_("Số tập thể dự kiến"), help_text=_("Để trống: chưa định số."))
    quota_individuals = number_field(_("Số cá nhân dự kiến"))
    note = forms.CharField(label=_("Ghi chú"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def clean(self):
        data = super().clean()
        if data.get("period_from") and data.get("period_to") and data["period_to"] < data["period_from"]:
            self.add_error("period_to", _("Năm cuối không được trước năm đầu."))
        return data


class CampaignStateForm(CrispyFormMixin, forms.Form):
    state = forms.ChoiceField(label=_("Tình trạng"), choices=CampaignState.choices)
    version = forms.IntegerField(widget=forms.HiddenInput)


class HoldForm(CrispyFormMixin, forms.Form):
    """Begin of a review."""

    unit = UnitField()
    person = PersonField(required=False, help_text=_("Để trống: cả đơn vị."))
    kind = forms.ChoiceField(label=_("Lý do"), choices=HoldKind.choices)
    started_on = VietnameseDateField(label=_("Từ ngày"))
    note = forms.CharField(label=_("Ghi chú"), max_length=500, required=False)


class HoldEndForm(CrispyFormMixin, forms.Form):
    """End of a review."""

    ended_on = VietnameseDateField(label=_("Kết thúc ngày"))
    result = reason_field(_("Kết luận"))
    version = forms.IntegerField(widget=forms.HiddenInput)


class CheckForm(CrispyFormMixin, forms.Form):
    """For whom, which award, which year: the letter is made from it."""

    award = forms.ModelChoiceField(
        label=_("Danh hiệu, hình thức"),
        queryset=AwardType.objects.filter(in_sector=True).order_by("order"),
        empty_label=_("Chưa chọn"),
    )
    person = PersonField(required=False)
    unit = UnitField(label=_("Tập thể"), required=False)
    year = year_field(_("Năm xét"))
    received_on = VietnameseDateField(label=_("Ngày nhận hồ sơ"), help_text=_("Quy định của ngày này được áp dụng."))

    def clean(self):
        data = super().clean()
        if not self.errors and bool(data.get("person")) == bool(data.get("unit")):
            self.add_error("person", _("Chọn một cá nhân hoặc một tập thể."))
        award = data.get("award")
        subject = Subject.INDIVIDUAL if data.get("person") else Subject.COLLECTIVE
        if award and not self.errors and not award.fits(subject):
            self.add_error("award", _("Hình thức này không dành cho đối tượng đã chọn."))
        return data


class DeclareForm(CrispyFormMixin, forms.Form):
    """What only people can say: the unit's meeting confirms it."""

    facts = forms.MultipleChoiceField(
        label=_("Nội dung tập thể đã bình xét, xác nhận"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, asked, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["facts"].choices = asked
