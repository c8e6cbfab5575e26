"""Shape of what is typed on the registration page. Whether a unit may register it is judged by the domain."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.catalog.enums import AwardList, Subject
from apps.catalog.models import AwardType
from apps.core.crispy import CrispyFormMixin
from apps.core.dates import VietnameseDateField
from apps.core.text import clean, fold
from apps.registrations.domain.rows import RowInput
from apps.registrations.models import RegistrationRow
from apps.registrations.queries import Choices
from apps.units.models import Person, Unit

_NUMBERED = re.compile(r"^(?P<name>.*?)\s*#(?P<pk>\d{1,18})$", re.ASCII)
FIELDS = ("award", "name", "post", "note")


@dataclass
class Nominees:
    """Whom the page knows by name: the roll and the sub-units of the unit. Names that stand twice carry a number."""

    people: list[Person] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)

    def __post_init__(self):
        self._people: dict[str, list[Person]] = {}
        for person in self.people:
            self._people.setdefault(person.folded_name, []).append(person)
        self._by_pk = {person.pk: person for person in self.people}
        for person in self.people:
            person.choice_label = self.label(person)
        self._units = {fold(name): unit for unit in self.units for name in (unit.short_name, unit.name) if name}

    def people_named(self, name: str) -> list[Person]:
        return self._people.get(fold(name), [])

    def person(self, pk: int) -> Person | None:
        return self._by_pk.get(pk)

    def unit(self, name: str) -> Unit | None:
        return self._units.get(fold(name))

    def label(self, person: Person) -> str:
        """As the list of suggestions shows and the field takes it."""
        return f"{person.full_name} #{person.pk}" if len(self.people_named(person.full_name)) > 1 else person.full_name


def grouped(awards: list[AwardType]) -> list:
    """Two headings, each in the order of the law: danh hiệu thi đua, hình thức khen thưởng."""
    groups = []
    for value, label in AwardList.choices:
        options = [(str(award.pk), award.name) for award in awards if award.list == value]
        if options:
            groups.append((label, options))
    return [("", _("Chọn danh hiệu, hình thức")), *groups]


class RowForm(forms.Form):
    """One row of one of the two tables; ``row`` is None for a line that is still empty."""

    award = forms.ChoiceField(label=_("Danh hiệu, hình thức"), required=False)
    name = forms.CharField(label=_("Tên"), max_length=300, required=False)
    post = forms.CharField(label=_("Chức vụ, đơn vị công tác"), max_length=300, required=False)
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2_000_000_000)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    remove = forms.BooleanField(label=_("Bỏ"), required=False)

    def __init__(
        self,
        data: Mapping | None = None,
        *,
        prefix: str,
        is_collective: bool,
        choices: Choices,
        nominees: Nominees,
        row: RegistrationRow | None = None,
        initial: dict | None = None,
    ):
        self.row, self.is_collective, self.nominees = row, is_collective, nominees
        self.conflict: list = []
        self.refusal = None
        super().__init__(data, prefix=prefix, initial=initial or self._stored(), use_required_attribute=False)
        awards = list(choices.awards[Subject.COLLECTIVE if is_collective else Subject.INDIVIDUAL])
        if row is not None and row.award_id not in {award.pk for award in awards}:
            awards.append(row.award)  # taken over or saved when it was offered
        self.fields["award"].choices = grouped(awards)
        self.fields["award"].error_messages["invalid_choice"] = _(
            "Danh hiệu, hình thức này không có trong mẫu đăng ký của đơn vị."
        )
        self.initial["version"] = row.version if row else 0
        self.initial["seen"] = self.mark_of(self.initial)
        names = {"award": "form-select form-select-sm"}
        for name in FIELDS:
            widget = self.fields[name].widget
            widget.attrs |= {"class": names.get(name, "form-control form-control-sm"), "aria-label": self._label(name)}
        suggestions = "known-units" if is_collective else "known-people"
        self.fields["name"].widget.attrs |= {"list": suggestions, "autocomplete": "off"}
        self.fields["remove"].widget.attrs |= {"class": "form-check-input", "aria-label": self._label("remove")}

    def _label(self, name: str) -> str:
        of = self.row.name if self.row else ""
        return f"{self.fields[name].label} {of}".strip()

    def _stored(self) -> dict:
        if self.row is None:
            return {}
        name = self.row.name
        if self.row.person_id and (person := self.nominees.person(self.row.person_id)):
            name = self.nominees.label(person) if person.full_name == name else name
        return {"award": str(self.row.award_id), "name": name, "post": self.row.post, "note": self.row.note}

    @staticmethod
    def mark_of(values: Mapping) -> str:
        """Short text of the inputs: what was not touched since the page was made is not saved."""
        parts = [clean(str(values.get(name) or "")) for name in FIELDS]
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:12]

    @property
    def is_touched(self) -> bool:
        """Typed into since the page was made. An empty line with only the proposed name is not."""
        data = self.cleaned_data
        if data.get("remove"):
            return self.row is not None
        if self.mark_of(data) == data.get("seen"):
            return False
        return self.row is not None or any(data.get(name) for name in FIELDS)

    def clean(self):
        data = super().clean()
        self.person = self.unit = None
        if data.get("remove") or not self.is_touched or self.errors:
            return data
        if not data.get("award"):
            self.add_error("award", _("Chọn danh hiệu, hình thức."))
        if not data.get("name"):
            self.add_error("name", _("Nhập tên tập thể.") if self.is_collective else _("Nhập họ và tên."))
        elif self.is_collective:
            self.unit = self.nominees.unit(data["name"])
        else:
            self._find_person(data)
        return data

    def _find_person(self, data: dict) -> None:
        found = _NUMBERED.match(data["name"])
        if found and (person := self.nominees.person(int(found["pk"]))):
            self.person = person
            return
        named = self.nominees.people_named(data["name"])
        kept = self.row is not None and self.row.person_id and data["name"] == self.row.name
        if kept:
            self.person = self.row.person
        elif len(named) == 1:
            self.person = named[0]
        elif named:
            options = "; ".join(self.nominees.label(person) for person in named)
            message = _("Đơn vị có nhiều người tên này. Chọn một: %(people)s.") % {"people": options}
            self.add_error("name", message)

    def to_input(self) -> RowInput:
        data = self.cleaned_data
        name = self.person.full_name if self.person else data["name"]
        post = data["post"] or getattr(self.person, "post_text", "")
        return RowInput(
            is_collective=self.is_collective,
            award_id=int(data["award"]),
            name=clean(name),
            post=clean(post),
            person_id=self.person.pk if self.person else None,
            unit_id=self.unit.pk if self.unit else None,
            note=clean(data["note"]),
        )


class PickForm(forms.Form):
    """Chọn từ danh sách cán bộ: one award, and the people who are registered for it."""

    award = forms.ChoiceField(
        label=_("Danh hiệu, hình thức"), error_messages={"required": _("Chọn danh hiệu, hình thức.")}
    )
    people = forms.MultipleChoiceField(
        label=_("Cá nhân"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Chọn ít nhất một người.")},
    )

    def __init__(self, *args, choices: Choices, nominees: Nominees, **kwargs):
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.nominees = nominees
        self.fields["award"].choices = grouped(choices.awards[Subject.INDIVIDUAL])
        self.fields["award"].widget.attrs["class"] = "form-select"
        self.fields["people"].choices = [
            (str(person.pk), ", ".join(filter(None, [person.label, person.post_text]))) for person in nominees.people
        ]

    def inputs(self) -> list[RowInput]:
        chosen = [self.nominees.person(int(pk)) for pk in self.cleaned_data["people"]]
        return [
            RowInput(
                is_collective=False,
                award_id=int(self.cleaned_data["award"]),
                name=person.full_name,
                post=person.post_text,
                person_id=person.pk,
            )
            for person in chosen
        ]


class ReturnForm(CrispyFormMixin, forms.Form):
    """Yêu cầu bổ sung: what the unit is to add or change."""

    remark = forms.CharField(
        label=_("Nội dung yêu cầu bổ sung"), min_length=5, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ProxyForm(CrispyFormMixin, forms.Form):
    """Nhập thay: when the paper arrived and what it is."""

    received_on = VietnameseDateField(
        label=_("Ngày nhận bản giấy"), help_text=_("Ngày này được tính, không phải ngày nhập vào hệ thống.")
    )
    basis = forms.CharField(
        label=_("Văn bản của đơn vị"),
        max_length=300,
        help_text=_("Số, ngày văn bản, hoặc cách đơn vị gửi đến. Ví dụ: 128/STP-VP ngày 05/3/2026."),
    )


class ConsolidateForm(CrispyFormMixin, forms.Form):
    """Gửi Bộ; from the second version on with a reason."""

    reason = forms.CharField(
        label=_("Lý do gửi bản mới"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, number: int = 1, **kwargs):
        super().__init__(*args, **kwargs)
        if number == 1:
            del self.fields["reason"]
        else:
            self.fields["reason"].required = True
