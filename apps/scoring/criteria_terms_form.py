"""What classes ask of targets, and what keeps a unit out of the ranking or below a class: one form for a draft set."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.core.crispy import CrispyFormMixin
from apps.core.numbers import VietnameseDecimalField
from apps.core.text import clean
from apps.scoring.domain.class_terms import (
    ALL,
    CLASS,
    DISCIPLINE,
    EVERY_INDICATOR,
    INDICATOR,
    TARGETS,
    UNRANKED,
)
from apps.scoring.domain.criteria_sets import Class
from apps.scoring.enums import QuotaRounding
from apps.units.person_enums import DisciplineForm

FEWEST_WAYS = 2
MOST_TARGETS = 99


def percent_field(label, help_text="") -> VietnameseDecimalField:
    return VietnameseDecimalField(
        label=label, required=False, max_digits=6, decimal_places=3, min_value=Decimal(0), help_text=help_text
    )


class TermsForm(CrispyFormMixin, forms.Form):
    """Fields of each class are named by its place (``met_0_1``: class 0, first way to meet its targets).

    Every stored way has its fields. A second condition of a class and a second rule about the same fact have none:
    they stay as they are stored.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, classes: Sequence[Class], disqualifiers: Sequence[dict], **kwargs):
        super().__init__(*args, **kwargs)
        self.classes, self.disqualifiers = list(classes), list(disqualifiers)
        self.stored = {each["fact"]: each for each in reversed(self.disqualifiers)}
        for place, each in enumerate(self.classes):
            self._class_fields(place, each)
        labels = [(each.label, each.label) for each in self.classes]
        self._fact_fields(TARGETS, _("Không đạt chỉ tiêu"), labels)
        self._fact_fields(DISCIPLINE, _("Có kỷ luật trong năm"), labels)

    def _class_fields(self, place: int, each: Class) -> None:
        stored = each.targets[0] if each.targets else {"of": [EVERY_INDICATOR], "any": []}
        name = {"class": each.label}
        self.fields[f"rounding_{place}"] = forms.ChoiceField(
            label=_("%(class)s: làm tròn số đơn vị theo tỷ lệ") % name,
            choices=QuotaRounding.choices,
            initial=each.quota_rounding,
        )
        self.fields[f"of_{place}"] = forms.CharField(
            label=_("%(class)s: xét các chỉ tiêu nào") % name,
            max_length=300,
            required=False,
            initial=", ".join(_shown(key) for key in stored["of"] if key != EVERY_INDICATOR),
            help_text=_("Mã chỉ số, cách nhau dấu phẩy; để trống: mọi chỉ tiêu được giao."),
        )
        for way in _ways(each):
            option = stored["any"][way - 1] if len(stored["any"]) >= way else {}
            shown = name | {"way": way}
            met = option.get("met")
            self.fields[f"met_{place}_{way}"] = forms.CharField(
                label=_("%(class)s, cách %(way)s: số chỉ tiêu phải đạt") % shown,
                max_length=10,
                required=False,
                initial=_("tất cả") if met == ALL else met,
                help_text=_("Một số, hoặc “tất cả”. Để trống: không dùng cách này."),
            )
            self.fields[f"under_{place}_{way}"] = percent_field(
                _("%(class)s, cách %(way)s: chỉ tiêu còn lại hụt dưới (%%)") % shown
            )
            self.fields[f"under_{place}_{way}"].initial = option.get("missed_under")

    def _fact_fields(self, fact: str, label: str, labels: list) -> None:
        stored = self.stored.get(fact, {})
        effects = [("", _("Không dùng")), (UNRANKED, _("Không xếp hạng")), (CLASS, _("Không xếp loại trên mức chọn"))]
        self.fields[f"effect_{fact}"] = forms.ChoiceField(
            label=label, choices=effects, required=False, initial=stored.get("effect", "")
        )
        self.fields[f"above_{fact}"] = forms.ChoiceField(
            label=_("%(fact)s: không xếp loại trên") % {"fact": label},
            choices=[("", "–"), *labels],
            required=False,
            initial=stored.get("above", ""),
        )
        if fact == TARGETS:
            self.fields["missed"] = forms.IntegerField(
                label=_("Từ bao nhiêu chỉ tiêu không đạt"),
                min_value=1,
                max_value=MOST_TARGETS,
                required=False,
                initial=stored.get("missed", 1),
            )
            self.fields["missed_from"] = percent_field(
                _("Hụt từ bao nhiêu (%)"), _("Để trống: hụt bao nhiêu cũng tính.")
            )
            self.fields["missed_from"].initial = stored.get("missed_from")
        else:
            self.fields["forms"] = forms.MultipleChoiceField(
                label=_("Hình thức kỷ luật được tính"),
                choices=DisciplineForm.choices,
                required=False,
                initial=stored.get("forms", ()),
                widget=forms.CheckboxSelectMultiple,
                help_text=_("Không chọn: mọi hình thức."),
            )

    def clean(self):
        data = super().clean()
        for place, each in enumerate(self.classes):
            for way in _ways(each):
                name = f"met_{place}_{way}"
                try:
                    data[name] = _met(data.get(name) or "")
                except ValueError:
                    self.add_error(name, lazy("Nhập một số, hoặc “tất cả”."))
                if data.get(name) is None and data.get(f"under_{place}_{way}") is not None:
                    self.add_error(name, lazy("Nhập số chỉ tiêu phải đạt."))
        for fact in (TARGETS, DISCIPLINE):
            if data.get(f"effect_{fact}") == CLASS and not data.get(f"above_{fact}"):
                self.add_error(f"above_{fact}", lazy("Chọn mức xếp loại."))
        return data

    def typed_classes(self) -> list[Class]:
        """The classes with their rounding and conditions as typed."""
        data = self.cleaned_data
        found = []
        for place, each in enumerate(self.classes):
            ways = [(data[f"met_{place}_{way}"], data[f"under_{place}_{way}"]) for way in _ways(each)]
            options = [
                {"met": met, "missed_under": None if under is None else str(under)}
                for met, under in ways
                if met is not None
            ]
            targets = ({"of": _names(data[f"of_{place}"], each), "any": options},) if options else ()
            targets += tuple(each.targets[1:])
            found.append(replace(each, quota_rounding=data[f"rounding_{place}"], targets=targets))
        return found

    def typed_disqualifiers(self) -> list[dict]:
        """The first rule about each fact as typed, in its place; the others as they are stored."""
        typed = {TARGETS: self._typed_targets(), DISCIPLINE: self._typed_discipline()}
        found = [typed.pop(each["fact"], each) for each in self.disqualifiers]
        return [each for each in (*found, *typed.values()) if each]

    def _typed_targets(self) -> dict:
        data, stored = self.cleaned_data, self.stored.get(TARGETS, {})
        if not data[f"effect_{TARGETS}"]:
            return {}
        limit = data["missed_from"]
        return self._common(TARGETS, _("Không đạt chỉ tiêu")) | {
            "of": stored.get("of") or [EVERY_INDICATOR],
            "missed": data["missed"] or 1,
            "missed_from": None if limit is None else str(limit),
        }

    def _typed_discipline(self) -> dict:
        if not self.cleaned_data[f"effect_{DISCIPLINE}"]:
            return {}
        words = _("Có người bị kỷ luật trong năm")
        return self._common(DISCIPLINE, words) | {"forms": self.cleaned_data["forms"]}

    def _common(self, fact: str, label: str) -> dict:
        data, stored = self.cleaned_data, self.stored.get(fact, {})
        found = {"fact": fact, "effect": data[f"effect_{fact}"], "label": stored.get("label") or label}
        return found | ({"above": data[f"above_{fact}"]} if data[f"effect_{fact}"] == CLASS else {})


def _ways(each: Class) -> range:
    """Numbers of the ways to meet the targets of a class that have fields."""
    stored = len(each.targets[0]["any"]) if each.targets else 0
    return range(1, max(FEWEST_WAYS, stored) + 1)


def _met(text: str) -> int | str | None:
    """Number of targets, "all", or None for nothing."""
    text = clean(text).lower()
    if not text:
        return None
    if text in {ALL, _("tất cả"), "tất cả"}:
        return ALL
    number = int(text)
    if not 0 <= number <= MOST_TARGETS:
        raise ValueError
    return number


def _names(text: str, each: Class) -> list[str]:
    """Codes of indicators as targets; codes of criteria that the set names already stay what they are."""
    criteria = {key for terms in each.targets for key in terms["of"] if not key.startswith(INDICATOR)}
    codes = [code for code in map(clean, text.split(",")) if code]
    return [code if code in criteria else f"{INDICATOR}{code}" for code in codes] or [EVERY_INDICATOR]


def _shown(key: str) -> str:
    return key.removeprefix(INDICATOR)
