"""Shape of the minutes of agreed points: the meeting, the agreed points, the unit's word, the signed copy."""

import hashlib
from datetime import date
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core.components import Difference
from apps.core.crispy import CrispyFormMixin
from apps.core.dates import VietnameseDateField, format_date
from apps.core.numbers import VietnameseDecimalField
from apps.core.text import clean
from apps.documents.signing_forms import SignedCopyForm
from apps.scoring.domain.minutes import WORDS_LENGTH, Meeting
from apps.scoring.domain.minutes_points import Agreed
from apps.scoring.domain.wording import number_in_set
from apps.scoring.enums import Consent
from apps.scoring.models import Criterion, DifferenceReason, VerificationMinutes

FEWEST_ROWS, SPARE_ROWS = 4, 2
DUTIES = [
    ("chair", _("Chủ trì")),
    ("secretary", _("Thư ký")),
    ("member", _("Thành viên kiểm tra")),
    ("unit", _("Đại diện đơn vị")),
]
MEMBER_FIELDS = ("name", "post", "body", "duty", "signs")
SAID = [(Consent.AGREED, Consent.AGREED.label), (Consent.RESERVED, Consent.RESERVED.label)]


class MinutesForm(CrispyFormMixin, forms.Form):
    """The meeting; a team for each part of the table; one row for each person, empty rows are left out."""

    held_on = VietnameseDateField(label=_("Ngày họp"))
    held_at = forms.CharField(label=_("Giờ"), max_length=60, required=False, help_text=_("Ví dụ: 8 giờ 30"))
    place = forms.CharField(label=_("Địa điểm"), max_length=300)
    number = forms.CharField(
        label=_("Số, ký hiệu"), max_length=60, required=False, help_text=_("Để trống khi chưa vào sổ văn bản.")
    )
    note = forms.CharField(
        label=_("Ý kiến khác tại cuộc họp"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, parts: list[Criterion], minutes: VerificationMinutes | None = None, **kwargs):
        super().__init__(data, **kwargs)
        self.parts = parts
        teams = {each["part"]: each["people"] for each in minutes.teams} if minutes else {}
        for part in parts:
            self.fields[f"team_{part.pk}"] = forms.CharField(
                label=_("Tổ kiểm tra phần %(number)s") % {"number": f"{part.printed_number}. {part.label}"},
                max_length=500,
                required=False,
                initial=teams.get(part.code, ""),
            )
        members = minutes.members if minutes else []
        count = max(FEWEST_ROWS, len(members) + SPARE_ROWS)
        if self.is_bound:
            count = max(count, sum(f"m{n}_name" in self.data for n in range(60)))
        self.member_count = count
        for number in range(count):
            self._add_member(number, members[number] if number < len(members) else {})

    def _add_member(self, number: int, found: dict) -> None:
        shown = {"number": number + 1}
        self.fields[f"m{number}_name"] = forms.CharField(
            label=_("Họ và tên, người thứ %(number)d") % shown,
            max_length=200,
            required=False,
            initial=found.get("name", ""),
        )
        self.fields[f"m{number}_post"] = forms.CharField(
            label=_("Chức vụ, người thứ %(number)d") % shown,
            max_length=200,
            required=False,
            initial=found.get("post", ""),
        )
        self.fields[f"m{number}_body"] = forms.CharField(
            label=_("Cơ quan, đơn vị, người thứ %(number)d") % shown,
            max_length=200,
            required=False,
            initial=found.get("body", ""),
        )
        self.fields[f"m{number}_duty"] = forms.ChoiceField(
            label=_("Vai trò, người thứ %(number)d") % shown,
            choices=[("", "–"), *DUTIES],
            required=False,
            initial=found.get("duty", ""),
        )
        self.fields[f"m{number}_signs"] = forms.BooleanField(
            label=_("Ký biên bản, người thứ %(number)d") % shown, required=False, initial=found.get("signs", False)
        )
        for name in ("name", "post", "body"):
            self.fields[f"m{number}_{name}"].widget.attrs["class"] = "form-control"
        self.fields[f"m{number}_duty"].widget.attrs["class"] = "form-select"

    @property
    def team_rows(self):
        return [self[f"team_{part.pk}"] for part in self.parts]

    @property
    def member_rows(self):
        return [[self[f"m{number}_{name}"] for name in MEMBER_FIELDS] for number in range(self.member_count)]

    def differences(self, stored: "MinutesForm") -> list[Difference]:
        """What ``stored`` shows beside what was typed here, field by field."""
        found = []
        for name, field in self.fields.items():
            there = stored[name].initial if name in stored.fields else None
            typed = self.cleaned_data.get(name)
            if name != "version" and (there or None) != (typed or None):
                found.append(Difference(field.label, _in_words(field, there), _in_words(field, typed)))
        return found

    @property
    def meeting(self) -> Meeting:
        data = self.cleaned_data
        members = [{name: data[f"m{n}_{name}"] for name in MEMBER_FIELDS} for n in range(self.member_count)]
        return Meeting(
            teams={part.code: data[f"team_{part.pk}"] for part in self.parts},
            members=members,
            **{name: data[name] for name in ("held_on", "held_at", "place", "number", "note")},
        )


def _in_words(field, value) -> str:
    if isinstance(value, date):
        return format_date(value)
    if isinstance(field, forms.BooleanField):
        return str(_("Có") if value else _("Không"))
    return str(dict(getattr(field, "choices", ())).get(value, value) or "")


class AgreedPointsForm(forms.Form):
    """Agreed points of each line (``p<line>``), the reason (``r``, ``t``), the version of it that was seen (``v``).

    ``o``: fingerprint of the points and the reason that the page showed: only what differs from it was typed here.
    ``stored_now``: lines that somebody else saved meanwhile, as they are stored.
    """

    def __init__(self, data=None, *, lines: list, reasons: list[DifferenceReason], **kwargs):
        super().__init__(data, **kwargs)
        self.lines, self.stored_now = lines, {}
        for line in lines:
            number = {"number": _number(line.criterion)}
            known = [*reasons, *([line.reason] if line.reason and line.reason not in reasons else [])]
            points = VietnameseDecimalField(
                label=_("Điểm thống nhất dòng %(number)s") % number,
                max_digits=12,
                decimal_places=3,
                initial=line.points,
            )
            reason = forms.ChoiceField(
                label=_("Lý do chênh lệch dòng %(number)s") % number,
                choices=[("", _("Chọn lý do")), *((each.code, each.label) for each in known)],
                required=False,
                initial=line.reason.code if line.reason else "",
            )
            text = forms.CharField(
                label=_("Ghi rõ, dòng %(number)s") % number,
                max_length=500,
                required=False,
                initial=line.reason_text,
            )
            points.widget.attrs["class"] = text.widget.attrs["class"] = "form-control"
            text.widget.attrs["placeholder"] = _("Ghi rõ")
            reason.widget.attrs["class"] = "form-select"
            version = forms.IntegerField(widget=forms.HiddenInput, initial=line.version)
            shown = forms.CharField(required=False, widget=forms.HiddenInput, initial=_shown_mark(line))
            fields = {"p": points, "r": reason, "t": text, "v": version, "o": shown}
            self.fields |= {f"{name}{line.pk}": field for name, field in fields.items()}

    @property
    def rows(self):
        """Line, its fields, and the line as somebody else saved it meanwhile."""
        return [
            (line, *(self[f"{name}{line.pk}"] for name in "prtvo"), self.stored_now.get(line.pk)) for line in self.lines
        ]

    def agreed(self) -> dict[int, Agreed]:
        """Lines that were changed on the page, and those that nobody checked before."""
        found = {}
        for line in self.lines:
            points, reason, text, version, shown = (self.cleaned_data[f"{name}{line.pk}"] for name in "prtvo")
            typed = _mark(points, reason, text)
            if line.checked_at is None or typed != (shown or _shown_mark(line)):
                found[line.pk] = Agreed(version, points, reason, text)
        return found


def _number(criterion: Criterion) -> str:
    part = criterion.part or criterion
    return number_in_set(part.printed_number, criterion.printed_number)


def _shown_mark(line) -> str:
    return _mark(line.points, line.reason.code if line.reason else "", line.reason_text)


def _mark(points: Decimal | None, reason: str, text: str) -> str:
    """Short text that differs as soon as any of the three does."""
    shown = f"{(points or Decimal(0)).normalize():f}|{reason}|{clean(text)}"
    return hashlib.sha256(shown.encode()).hexdigest()[:16]


CHOOSE = _("Chọn ý kiến của đơn vị: đồng ý hoặc bảo lưu.")


class ConsentForm(CrispyFormMixin, forms.Form):
    """Đồng ý, or Bảo lưu ý kiến with its words."""

    consent = forms.ChoiceField(
        label=_("Ý kiến của đơn vị"), choices=SAID, widget=forms.RadioSelect, error_messages={"required": CHOOSE}
    )
    words = forms.CharField(
        label=_("Nội dung bảo lưu"),
        max_length=WORDS_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ghi khi bảo lưu ý kiến."),
    )
    seen = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)


class MinutesCopyForm(SignedCopyForm):
    """The scan of the signed minutes, and the unit's word as it stands on the paper."""

    consent = forms.ChoiceField(
        label=_("Ý kiến của đơn vị ghi trên biên bản"),
        choices=SAID,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE},
    )
    words = forms.CharField(
        label=_("Nội dung bảo lưu"),
        max_length=WORDS_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ghi khi đơn vị bảo lưu ý kiến."),
    )
