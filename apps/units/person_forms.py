"""Shape of what is typed about people; nothing is decided here."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core.crispy import CrispyFormMixin
from apps.core.dates import VietnameseDateField
from apps.core.reasons import reason_field, reason_form
from apps.units.domain.people import PersonData
from apps.units.domain.postings import PostingData
from apps.units.masking import MASK, masked
from apps.units.models import Person, Posting
from apps.units.person_enums import DisciplineForm, Honorific, PostingKind, RatingLevel, Sex
from apps.units.person_fields import BasisFields, MaskedCharField, MaskedDateField, UnitField
from apps.units.unit_forms import lines_within

MOST_NAME = 200
LONGEST_REASON = 300  # what the rows of a file keep
NOT_CHOSEN = ("", _("Chưa chọn"))
KEEP_MASK = _("Đang che; để nguyên *** nếu không đổi.")
PERSON_FIELDS = (*PersonData.OWN_FIELDS, "other_names")


class PersonForm(CrispyFormMixin, forms.Form):
    """The person; ``person_data`` is the value."""

    full_name = forms.CharField(label=_("Họ và tên"), max_length=200, help_text=_("Viết như in trên quyết định."))
    honorific = forms.ChoiceField(label=_("Danh xưng"), choices=[NOT_CHOSEN, *Honorific.choices], required=False)
    sex = forms.ChoiceField(label=_("Giới tính"), choices=[NOT_CHOSEN, *Sex.choices], required=False)
    birth_date = VietnameseDateField(label=_("Ngày sinh"), required=False, help_text=_("Ví dụ: 08/04/1985."))
    code = forms.CharField(label=_("Mã số cán bộ"), max_length=50, required=False)
    phone = forms.CharField(
        label=_("Điện thoại công vụ"), max_length=30, required=False, help_text=_("Hiện trong danh bạ.")
    )
    private_phone = forms.CharField(
        label=_("Điện thoại riêng"), max_length=30, required=False, help_text=_("Được che, chỉ mở khi có lý do.")
    )
    email = forms.EmailField(
        label=_("Thư điện tử công vụ"),
        required=False,
        error_messages={"invalid": _("Nhập địa chỉ thư điện tử, ví dụ ten@moj.gov.vn.")},
    )
    other_names = forms.CharField(
        label=_("Tên cũ, tên gọi khác"),
        required=False,
        max_length=1000,
        help_text=_("Mỗi dòng một tên; dùng để tìm kiếm."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_other_names(self) -> str:
        names = self.cleaned_data["other_names"]
        lines_within("\n".join(names.split(";")), MOST_NAME)
        return names

    @property
    def person_data(self) -> PersonData:
        data = {name: self.cleaned_data[name] for name in PersonData.OWN_FIELDS}
        names = re.split(r"[\r\n;]+", self.cleaned_data["other_names"])
        return PersonData(**data, other_names=tuple(filter(None, map(str.strip, names))))


class PersonEditForm(PersonForm):
    """The same with the version it was based on. Personal data stay masked: what is left as *** is left alone."""

    birth_date = MaskedDateField(label=_("Ngày sinh"), required=False, help_text=KEEP_MASK)
    code = MaskedCharField(label=_("Mã số cán bộ"), max_length=50, required=False, help_text=KEEP_MASK)
    private_phone = MaskedCharField(label=_("Điện thoại riêng"), max_length=30, required=False, help_text=KEEP_MASK)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, person: Person, **kwargs):
        self.person = person
        own = {name: getattr(person, name) for name in PersonData.OWN_FIELDS}
        own |= {name: masked(getattr(person, name)) for name in Person.PERSONAL}
        names = "\n".join(person.other_names.values_list("name", flat=True))
        super().__init__(*args, initial={**own, "other_names": names, "version": person.version}, **kwargs)

    def clean(self):
        data = super().clean()
        return data | {name: getattr(self.person, name) for name in Person.PERSONAL if data.get(name) == MASK}


class PostingForm(CrispyFormMixin, BasisFields):
    """A posting; ``posting_data`` is the value."""

    unit = UnitField()
    kind = forms.ChoiceField(label=_("Loại vị trí"), choices=PostingKind.choices, initial=PostingKind.OFFICIAL)
    post = forms.CharField(label=_("Chức vụ, chức danh"), max_length=200, help_text=_("Ví dụ: Chuyên viên."))
    is_leader = forms.BooleanField(label=_("Giữ chức vụ lãnh đạo, quản lý"), required=False)
    starts_on = VietnameseDateField(
        label=_("Từ ngày"),
        required=False,
        help_text=_("Để trống nếu chưa rõ; khi đó chưa tính được thời gian công tác."),
    )
    ends_on = VietnameseDateField(
        label=_("Đến ngày"), required=False, help_text=_("Ngày cuối cùng còn giữ vị trí; để trống nếu đang giữ.")
    )
    field_order = ("unit", "kind", "post", "is_leader", "starts_on", "ends_on")

    @property
    def posting_data(self) -> PostingData:
        data = self.cleaned_data
        own = {name: data[name] for name in ("kind", "post", "is_leader", "starts_on", "ends_on")}
        return PostingData(data["unit"].pk, **own, basis=self.basis)


class PostingEditForm(PostingForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    @staticmethod
    def initial_of(posting: Posting) -> dict:
        own = ("unit", "kind", "post", "is_leader", "starts_on", "ends_on", "version")
        return {name: getattr(posting, name) for name in own}


class NewPersonForm(PersonForm, PostingForm):
    """A new file: the person and the first posting. The box appears when there may be a twin."""

    is_somebody_else = forms.BooleanField(
        label=_("Đây là người khác, vẫn lập hồ sơ mới"),
        required=False,
        help_text=_("Chỉ đánh dấu sau khi đã xem các hồ sơ nghi trùng."),
    )
    field_order = (*PERSON_FIELDS, *PostingForm.field_order)


class TransferForm(CrispyFormMixin, BasisFields):
    """Chuyển công tác."""

    unit = UnitField(label=_("Chuyển đến đơn vị"))
    post = forms.CharField(label=_("Chức vụ, chức danh mới"), max_length=200)
    is_leader = forms.BooleanField(label=_("Giữ chức vụ lãnh đạo, quản lý"), required=False)
    starts_on = VietnameseDateField(
        label=_("Từ ngày"), help_text=_("Vị trí chính thức hiện nay kết thúc vào ngày hôm trước.")
    )
    reason = reason_field(_("Lý do, nội dung quyết định"), max_length=LONGEST_REASON)
    field_order = ("unit", "post", "is_leader", "starts_on", "reason")


class SecondForm(CrispyFormMixin, BasisFields):
    """Biệt phái."""

    unit = UnitField(label=_("Biệt phái đến đơn vị"))
    post = forms.CharField(label=_("Chức vụ, chức danh tại nơi nhận"), max_length=200)
    starts_on = VietnameseDateField(label=_("Từ ngày"))
    ends_on = VietnameseDateField(label=_("Đến ngày"), required=False, help_text=_("Để trống nếu chưa ấn định."))
    field_order = ("unit", "post", "starts_on", "ends_on")


class EndPostingForm(CrispyFormMixin, forms.Form):
    """The last day and why; for one posting or for many."""

    ends_on = VietnameseDateField(label=_("Ngày cuối cùng giữ vị trí"), help_text=_("Ví dụ: 30/06/2026."))
    reason = reason_field(max_length=LONGEST_REASON, help_text=_("Ví dụ: nghỉ hưu theo Quyết định số …"))


class RatingForm(CrispyFormMixin, BasisFields):
    """Xếp loại chất lượng hằng năm."""

    year = forms.IntegerField(
        label=_("Năm"),
        min_value=1945,
        max_value=2199,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": _("Nhập năm bằng bốn chữ số, ví dụ 2025.")},
    )
    level = forms.ChoiceField(label=_("Mức xếp loại"), choices=RatingLevel.choices, widget=forms.RadioSelect)
    field_order = ("year", "level")


class DisciplineRecordForm(CrispyFormMixin, BasisFields):
    """Kỷ luật; the decision has to be named."""

    basis_required = True
    form = forms.ChoiceField(label=_("Hình thức kỷ luật"), choices=DisciplineForm.choices)
    starts_on = VietnameseDateField(label=_("Có hiệu lực từ ngày"))
    note = forms.CharField(label=_("Ghi chú"), max_length=500, required=False)
    field_order = ("form", "starts_on")


class ClearDisciplineForm(CrispyFormMixin, forms.Form):
    cleared_on = VietnameseDateField(
        label=_("Hết hiệu lực từ ngày"), help_text=_("Từ ngày này không còn tính là đang bị kỷ luật.")
    )
    reason = reason_field(max_length=LONGEST_REASON)


class TrainingForm(CrispyFormMixin, forms.Form):
    """Bồi dưỡng nghiệp vụ TĐKT."""

    course = forms.CharField(label=_("Nội dung bồi dưỡng"), max_length=300)
    held_on = VietnameseDateField(label=_("Ngày hoàn thành"))
    organiser_name = forms.CharField(label=_("Đơn vị tổ chức"), max_length=300, required=False)
    certificate = forms.CharField(label=_("Số chứng nhận"), max_length=100, required=False)


ReasonForm = reason_form(max_length=LONGEST_REASON)  # why personal data are opened, or two files joined


class MergeForm(ReasonForm):
    """The person says that both files are one human being."""

    is_same_person = forms.BooleanField(
        label=_("Tôi đã đối chiếu và xác nhận hai hồ sơ là của cùng một người"),
        error_messages={"required": _("Đánh dấu ô này sau khi đã đối chiếu hai hồ sơ.")},
    )
