"""Forms of a ballot that runs: how voters vote, codes, the counting board, what is done with the result."""

from collections.abc import Iterable, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.ballots.domain.boards import Board
from apps.ballots.enums import Way
from apps.ballots.models import Option, Teller, Voter
from apps.core.reasons import reason_form

MOST_SLIPS = 100_000
MOST_OF_A_CODE = 60
CODE_INPUT = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


def code_field(label, **given) -> forms.CharField:
    """A code as people type it: nothing remembers or corrects it."""
    return forms.CharField(label=label, max_length=MOST_OF_A_CODE, widget=forms.TextInput(attrs=CODE_INPUT), **given)


class NothingForm(forms.Form):
    """A button that needs no further words."""


class ReceiptForm(forms.Form):
    code = code_field(_("Mã biên nhận của bạn"))


class SealedCodeForm(forms.Form):
    code = code_field(_("Mã bỏ phiếu kín"))


class WayForm(forms.Form):
    """How one voter votes."""

    way = forms.ChoiceField(label=_("Cách bỏ phiếu"), widget=forms.RadioSelect)

    def __init__(self, *args, ways: Iterable[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = [(way, Way(way).label) for way in ways]


class BoxForm(forms.Form):
    """Whose paper slip lies in the box."""

    voters = forms.MultipleChoiceField(
        label=_("Đã bỏ phiếu vào hòm"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Đánh dấu những người đã bỏ phiếu vào hòm.")},
    )

    def __init__(self, *args, waiting: Iterable[Voter], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["voters"].choices = [(str(each.pk), each.label) for each in waiting]

    def voter_ids(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data["voters"]]


class CloseForm(forms.Form):
    """The code of each key holder, typed in one form."""

    def __init__(self, *args, holders: Iterable[Teller], **kwargs):
        super().__init__(*args, **kwargs)
        self.holders = list(holders)
        for holder in self.holders:
            self.fields[f"code-{holder.pk}"] = code_field(_("Mã mở phiếu của %(who)s") % {"who": holder.label})

    def codes(self) -> dict[int, str]:
        return {holder.pk: self.cleaned_data[f"code-{holder.pk}"] for holder in self.holders}


class BoardForm(forms.Form):
    """Bảng kiểm phiếu of one question: each option has its box."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    handed_out = forms.IntegerField(label=_("Phát ra"), min_value=0, max_value=MOST_SLIPS)
    taken_in = forms.IntegerField(label=_("Thu vào"), min_value=0, max_value=MOST_SLIPS)
    spoiled = forms.IntegerField(label=_("Không hợp lệ"), min_value=0, max_value=MOST_SLIPS)
    blank = forms.IntegerField(
        label=_("Phiếu trắng"),
        min_value=0,
        max_value=MOST_SLIPS,
        help_text=_("Hợp lệ mà không chọn đơn vị nào."),
    )

    def __init__(self, *args, options: Iterable[Option], **kwargs):
        super().__init__(*args, **kwargs)
        self.options = list(options)
        for option in self.options:
            self.fields[f"votes-{option.number}"] = forms.IntegerField(
                label=f"{option.number}. {option.label}", min_value=0, max_value=MOST_SLIPS
            )

    def board(self) -> Board:
        data = self.cleaned_data
        return Board(
            handed_out=data["handed_out"],
            taken_in=data["taken_in"],
            spoiled=data["spoiled"],
            blank=data["blank"],
            votes={option.number: data[f"votes-{option.number}"] for option in self.options},
        )


ReasonForm = reason_form(min_length=None, max_length=1000)


class RuleForm(forms.Form):
    """Which of the tied ones the rule in force seats."""

    numbers = forms.MultipleChoiceField(
        label=_("Được chọn theo quy chế"), widget=forms.CheckboxSelectMultiple, required=False
    )
    rule = forms.CharField(
        label=_("Điều khoản của quy chế được áp dụng"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, tied: Sequence[Option] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["numbers"].choices = [(str(option.number), option.label) for option in tied]

    def chosen(self) -> list[int]:
        return [int(number) for number in self.cleaned_data["numbers"]]
