"""Shape of what is typed about a proposal. What may be asked for is judged by the domain."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.awards.domain.making import Batch
from apps.awards.domain.meetings import Meeting
from apps.awards.domain.nominees import NomineeInput
from apps.awards.models import AwardProposal, Nominee
from apps.catalog.enums import CommendationType, Subject
from apps.catalog.models import AwardType
from apps.core.actor import Actor
from apps.core.crispy import CrispyFormMixin, PageFormHelper
from apps.core.dates import VietnameseDateField
from apps.core.reasons import reason_form
from apps.documents.citation_fields import check_citation, cited_paper
from apps.documents.models import Document
from apps.periods.models import EmulationYear
from apps.registry.enums import Standing
from apps.registry.forms import NOT_CHOSEN, SUBJECTS, number_field, year_field
from apps.registry.models import AwardCampaign
from apps.registry.person_field import PersonField
from apps.units.models import Unit
from apps.units.person_enums import Honorific
from apps.units.person_fields import UnitField


def text_field(label, rows: int = 3, **options) -> forms.CharField:
    """Some lines of text."""
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)


class YearChoice(forms.ModelChoiceField):
    """The receiving body and its year."""

    def label_from_instance(self, year):
        return _("%(body)s – năm %(year)s") % {"body": year.organiser.name, "year": year.year}


class BatchForm(CrispyFormMixin, forms.Form):
    """Thông tin hồ sơ."""

    type = forms.ChoiceField(label=_("Loại hình khen thưởng"), choices=[NOT_CHOSEN, *CommendationType.choices])
    occasion = forms.CharField(
        label=_("Dịp khen thưởng"), max_length=500, help_text=_("Ví dụ: Tổng kết công tác thi đua năm 2025.")
    )
    period_from = year_field(_("Thành tích từ năm"))
    period_to = year_field(_("Thành tích đến năm"))
    addressed_to = forms.CharField(
        label=_("Kính gửi"), max_length=300, required=False, help_text=_("Để trống: nơi nhận hồ sơ.")
    )
    declared_collectives = number_field(
        _("Số tập thể theo tờ trình"), help_text=_("Để trống khi chưa định số, còn rà soát danh sách.")
    )
    declared_individuals = number_field(_("Số cá nhân theo tờ trình"))
    grounds = text_field(_("Căn cứ, lý do đề nghị"), required=False, max_length=4000)
    campaign = forms.ModelChoiceField(
        label=_("Đợt khen thưởng"),
        queryset=AwardCampaign.objects.none(),
        required=False,
        empty_label=_("Không thuộc đợt nào"),
    )

    FIELDS = (
        "type",
        "occasion",
        "period_from",
        "period_to",
        "addressed_to",
        "declared_collectives",
        "declared_individuals",
        "grounds",
        "campaign_id",
    )

    def __init__(self, *args, campaigns, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = campaigns

    @classmethod
    def initial_of(cls, proposal: AwardProposal) -> dict:
        values = {name: getattr(proposal, name) for name in cls.FIELDS}
        return values | {"campaign": proposal.campaign_id, "version": proposal.version}

    @property
    def batch(self) -> Batch:
        data = self.cleaned_data
        campaign = data["campaign"]
        values = {name: data[name] for name in self.FIELDS if name != "campaign_id"}
        return Batch(**values, campaign_id=campaign.pk if campaign else None)

    def clean(self):
        data = super().clean()
        if data.get("period_from") and data.get("period_to") and data["period_to"] < data["period_from"]:
            self.add_error("period_to", _("Năm cuối không được trước năm đầu."))
        return data


class NewProposalForm(BatchForm):
    """With the unit that proposes and where it goes."""

    unit = forms.ModelChoiceField(label=_("Đơn vị đề nghị"), queryset=Unit.objects.none(), empty_label=None)
    year = YearChoice(
        label=_("Nơi nhận, năm thi đua"), queryset=EmulationYear.objects.none(), empty_label=_("Chưa chọn")
    )
    field_order = ("unit", "year", "type", "occasion")

    def __init__(self, *args, units, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset, self.fields["year"].queryset = units, years


class ChangeProposalForm(BatchForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class NomineeForm(CrispyFormMixin, forms.Form):
    """One line of the list."""

    award = forms.ModelChoiceField(
        label=_("Danh hiệu, hình thức"),
        queryset=AwardType.objects.filter(in_sector=True).order_by("order", "code"),
        empty_label=_("Chưa chọn"),
    )
    subject = forms.ChoiceField(label=_("Đối tượng"), choices=SUBJECTS, widget=forms.RadioSelect)
    person = PersonField(required=False)
    unit = UnitField(label=_("Tập thể, hoặc đơn vị của cá nhân"), required=False)
    name = forms.CharField(
        label=_("Tên in trong tờ trình"),
        max_length=300,
        required=False,
        help_text=_("Để trống nếu đúng tên trong hồ sơ; bắt buộc với người, tổ chức ngoài ngành."),
    )
    honorific = forms.ChoiceField(label=_("Danh xưng"), choices=[NOT_CHOSEN, *Honorific.choices], required=False)
    post = forms.CharField(label=_("Chức vụ"), max_length=300, required=False)
    unit_name = forms.CharField(label=_("Đơn vị công tác in trong tờ trình"), max_length=300, required=False)
    standing = forms.ChoiceField(label=_("Tư cách"), choices=Standing.choices, initial=Standing.OFFICIAL)
    standing_reason = forms.CharField(
        label=_("Lý do của tư cách"),
        max_length=300,
        required=False,
        help_text=_("Bắt buộc với nguyên cán bộ, biệt phái, đã chuyển công tác, ngoài ngành."),
    )
    achievement = forms.CharField(label=_("Tóm tắt thành tích"), max_length=500, required=False)

    PRINTED = ("honorific", "post", "unit_name", "standing", "standing_reason", "achievement")

    def clean(self):
        data = super().clean()
        subject = data.get("subject")
        if subject == Subject.COLLECTIVE and data.get("person"):
            self.add_error("person", _("Tập thể thì không chọn cá nhân."))
        return data

    def line(self, nominee: Nominee | None = None) -> NomineeInput:
        """As the domain takes it; votes and ballot of a stored line stay."""
        data = self.cleaned_data
        kept = ("votes_for", "votes_base", "option_id")
        return NomineeInput(
            award_id=data["award"].pk,
            subject=data["subject"],
            name=data["name"],
            person_id=data["person"].pk if data["person"] else None,
            unit_id=data["unit"].pk if data["unit"] else None,
            **{name: data[name] for name in self.PRINTED},
            **({name: getattr(nominee, name) for name in kept} if nominee else {}),
        )


class ChangeNomineeForm(NomineeForm):
    """With the written reason where targets were missed (S002-9)."""

    missed_reason = text_field(_("Lý do đề nghị dù có chỉ tiêu không đạt"), required=False, max_length=2000)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, asks_reason: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if not asks_reason:
            del self.fields["missed_reason"]
            self.helper = PageFormHelper(self)

    @classmethod
    def initial_of(cls, nominee: Nominee) -> dict:
        names = ("award", "subject", "person", "unit", "name", *cls.PRINTED, "missed_reason", "version")
        return {name: getattr(nominee, name) for name in names}


class VersionForm(CrispyFormMixin, forms.Form):
    """A step on what the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ReportForm(CrispyFormMixin, forms.Form):
    """Báo cáo thành tích."""

    situation = text_field(_("Sơ lược đặc điểm, tình hình; tiểu sử"), rows=4, required=False, max_length=10_000)
    achievements = text_field(_("Thành tích đạt được"), rows=12, required=False, max_length=50_000)
    awards_held = text_field(_("Các hình thức đã được khen thưởng"), rows=5, required=False, max_length=10_000)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class CitedFields(CrispyFormMixin, forms.Form):
    """A paper by symbol and date; empty where there is none."""

    symbol = forms.CharField(label=_("Số, ký hiệu văn bản"), max_length=100, required=False)
    issued_on = VietnameseDateField(label=_("Ngày văn bản"), required=False)
    issuer_name = forms.CharField(label=_("Cơ quan ban hành"), max_length=300, required=False)

    def clean(self):
        data = super().clean()
        check_citation(self)
        return data

    def document(self, keeper: Unit, actor: Actor, now: datetime) -> Document | None:
        issuer_name = self.cleaned_data["issuer_name"] or keeper.name
        owner = {"owner_code": keeper.code, "owner_name": keeper.name}
        return cited_paper(self, issuer_name=issuer_name, **owner, actor=actor, now=now)


class MeetingForm(CitedFields):
    """Biên bản họp bình xét; the signed minutes by number and day, where they are filed."""

    held_on = VietnameseDateField(label=_("Ngày họp"))
    place = forms.CharField(label=_("Địa điểm"), max_length=300, required=False)
    chair_name = forms.CharField(label=_("Chủ trì"), max_length=200)
    secretary_name = forms.CharField(label=_("Thư ký"), max_length=200, required=False)
    invited = forms.IntegerField(label=_("Số người được triệu tập"), min_value=1, max_value=100_000)
    present = forms.IntegerField(label=_("Số người có mặt"), min_value=1, max_value=100_000)
    confirms_conditions = forms.BooleanField(
        label=_("Tập thể xác nhận các điều kiện về phẩm chất, tinh thần, đoàn kết của các trường hợp đề nghị"),
        required=False,
    )
    confirmed_facts = forms.MultipleChoiceField(
        label=_("Điều kiện hệ thống chưa có dữ liệu mà tập thể xác nhận là đạt"),
        help_text=_("Xác nhận cho mọi trường hợp chưa có dữ liệu trong danh sách; điều đã có dữ liệu không thay đổi."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    conclusion = text_field(_("Kết luận"), required=False, max_length=4000)
    version = forms.IntegerField(widget=forms.HiddenInput)

    FIELDS = tuple(name for name in Meeting.__dataclass_fields__ if name != "document_id")
    field_order = (*FIELDS, "symbol", "issued_on", "issuer_name")

    def __init__(self, *args, asked, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["confirmed_facts"].choices = asked
        if not asked:  # nothing to choose from: an empty list under a heading says nothing
            self.fields["confirmed_facts"].widget = forms.MultipleHiddenInput()

    def meeting(self, document_id: int | None = None) -> Meeting:
        return Meeting(**{name: self.cleaned_data[name] for name in self.FIELDS}, document_id=document_id)


class PaperForm(CitedFields):
    """Văn bản của một thành phần hồ sơ; ``shown``: of the ``nominees`` those whom it is for."""

    nominee = forms.ModelChoiceField(
        label=_("Của tập thể, cá nhân"), queryset=Nominee.objects.none(), required=False, empty_label=_("Cả hồ sơ")
    )
    secret_route = forms.BooleanField(label=_("Có văn bản gửi theo đường công văn mật"), required=False)
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False)

    def __init__(self, *args, nominees, shown, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["nominee"]
        field.queryset = shown
        field.choices = list(field.choices)
        field.queryset = nominees


class ReceivePapersForm(CrispyFormMixin, forms.Form):
    """Đã nhận bản giấy."""

    papers = forms.MultipleChoiceField(
        label=_("Văn bản đã nhận bản giấy"), widget=forms.CheckboxSelectMultiple, required=True
    )
    received_on = VietnameseDateField(label=_("Ngày nhận bản giấy"))

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["papers"].choices = choices


class VerifyForm(CrispyFormMixin, forms.Form):
    note = text_field(_("Kết quả thẩm định"), required=False, max_length=4000)


REMARKS = 6


class ReturnForm(CrispyFormMixin, forms.Form):
    """Yêu cầu bổ sung: something on the whole, and up to six items with what is to be mended; more come next time."""

    remark = text_field(_("Yêu cầu chung"), required=False, max_length=2000)

    def __init__(self, *args, items, lines, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [
            ("", _("Chưa chọn")),
            (_("Thành phần hồ sơ"), items),
            (_("Tập thể, cá nhân"), lines),
        ]
        for number in range(1, REMARKS + 1):
            words = {"n": number}
            self.fields[f"place_{number}"] = forms.ChoiceField(
                label=_("Mục %(n)s") % words, choices=choices, required=False
            )
            self.fields[f"text_{number}"] = text_field(
                _("Yêu cầu của mục %(n)s") % words, rows=2, required=False, max_length=1000
            )
        self.helper = PageFormHelper(self)

    @property
    def remarks(self) -> list[tuple[str, str]]:
        """(item, what is to be mended) of each pair that is filled."""
        data = self.cleaned_data
        pairs = [(data[f"place_{n}"], data[f"text_{n}"]) for n in range(1, REMARKS + 1)]
        return [(place, text) for place, text in pairs if place and text.strip()]

    def clean(self):
        data = super().clean()
        for number in range(1, REMARKS + 1):
            place, text = data.get(f"place_{number}"), (data.get(f"text_{number}") or "").strip()
            if place and not text:
                self.add_error(f"text_{number}", _("Ghi yêu cầu của mục đã chọn."))
            if text and not place and f"place_{number}" not in self.errors:
                self.add_error(f"place_{number}", _("Chọn mục cần bổ sung."))
        return data


ReasonForm = reason_form(_("Lý do rút hồ sơ"), max_length=2000)


class AnswerForm(CrispyFormMixin, forms.Form):
    answer = text_field(_("Đã bổ sung, giải trình thế nào"), min_length=3, max_length=2000)


class RowsForm(CrispyFormMixin, forms.Form):
    """Which awards and which rows of a registration become the list."""

    awards = forms.MultipleChoiceField(label=_("Danh hiệu, hình thức"), widget=forms.CheckboxSelectMultiple)
    rows = forms.MultipleChoiceField(label=_("Tập thể, cá nhân"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, rows, taken, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["awards"].choices = list({str(row.award_id): row.award.name for row in rows}.items())
        self.fields["rows"].choices = [
            (str(row.pk), _("%(row)s (đã có trong hồ sơ khác)") % {"row": row} if row.pk in taken else str(row))
            for row in rows
        ]
        self.fields["awards"].initial = [value for value, _label in self.fields["awards"].choices]
        self.fields["rows"].initial = [str(row.pk) for row in rows if row.pk not in taken]

    @property
    def chosen(self) -> dict:
        data = self.cleaned_data
        return {name: tuple(map(int, data[field])) for name, field in (("award_ids", "awards"), ("row_ids", "rows"))}


class FromBallotForm(CrispyFormMixin, forms.Form):
    """Who sends the tờ trình, and the award that each question of a certified ballot stands for."""

    unit = forms.ModelChoiceField(label=_("Đơn vị đề nghị"), queryset=Unit.objects.none(), empty_label=None)

    def __init__(self, *args, questions, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.questions = questions
        awards = AwardType.objects.filter(in_sector=True, subject__in=[Subject.COLLECTIVE, Subject.BOTH])
        for question in questions:
            self.fields[f"award_{question.pk}"] = forms.ModelChoiceField(
                label=f"{question.text} ({question.ballot.title})",
                queryset=awards.order_by("order", "code"),
                required=False,
                empty_label=_("Không đưa vào tờ trình"),
                initial=next((award for award in awards if award.name in question.text), None),
            )
        self.helper = PageFormHelper(self)

    @property
    def chosen(self) -> list:
        return [question for question in self.questions if self.cleaned_data[f"award_{question.pk}"]]

    @property
    def awards(self) -> dict[int, int]:
        return {question.pk: self.cleaned_data[f"award_{question.pk}"].pk for question in self.chosen}
