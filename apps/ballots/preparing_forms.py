"""Forms of what is prepared: rules, questions, the counting team."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.ballots.domain.preparing import Asked, Rules, Stander
from apps.ballots.domain.telling import TWICE
from apps.ballots.enums import Base, Mode
from apps.ballots.models import Question
from apps.core.numbers import VietnameseDecimalField
from apps.core.reasons import reason_form

MOST = 200  # seats, choices and quotas: more units than any meeting has


class VersionMixin(forms.Form):
    """The version of what is prepared that the form was filled from."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class RulesForm(forms.Form):
    """Thể thức: title, the way of voting, the own-unit rule."""

    title = forms.CharField(label=_("Tên cuộc bỏ phiếu"), max_length=300)
    mode = forms.ChoiceField(
        label=_("Cách bỏ phiếu"),
        choices=Mode.choices,
        initial=Mode.PAPER,
        widget=forms.RadioSelect,
        help_text=_("Trên màn hình: hai thành viên Tổ kiểm phiếu giữ mã mở phiếu, không ai xem được lựa chọn."),
    )
    own_party_forbidden = forms.BooleanField(
        label=_("Không bầu cho đơn vị mình"), required=False, help_text=_("In trong biên bản kiểm phiếu.")
    )

    def rules(self, scope: str = "") -> Rules:
        data = self.cleaned_data
        return Rules(
            data["title"],
            mode=data["mode"],
            own_party_allowed=not data["own_party_forbidden"],
            scope=data.get("scope", scope),
        )


class NewBallotForm(RulesForm):
    """With the part of the meeting that votes, where parts may vote apart."""

    def __init__(self, *args, scopes: Iterable[tuple[str, str]] = (), **kwargs):
        super().__init__(*args, **kwargs)
        if scopes:
            self.fields["scope"] = forms.ChoiceField(
                label=_("Ai bỏ phiếu"),
                required=False,
                choices=[("", _("Tất cả cùng bỏ phiếu")), *scopes],
                help_text=_("Bỏ phiếu riêng từng khối: lập mỗi khối một cuộc bỏ phiếu."),
            )


class ChangeRulesForm(VersionMixin, RulesForm):
    """Rules of a ballot that is prepared."""


class EarlierField(forms.ModelChoiceField):
    """Questions of other votes: the same words may be asked in two of them."""

    def label_from_instance(self, obj: Question) -> str:
        return f"{obj.text} – {obj.ballot.title}"


class QuestionForm(VersionMixin):
    """One question. ``standers``: who may stand, in protocol order; ``groups``: kinds with a quota, by name."""

    text = forms.CharField(
        label=_("Nội dung bỏ phiếu"), max_length=500, help_text=_("Ví dụ: Cờ thi đua ngành Tư pháp năm 2020")
    )
    seats = forms.IntegerField(label=_("Số lượng được chọn"), min_value=1, max_value=MOST)
    max_choices = forms.IntegerField(
        label=_("Số lựa chọn nhiều nhất trên một phiếu"),
        min_value=1,
        max_value=MOST,
        required=False,
        help_text=_("Để trống: bằng số lượng được chọn."),
    )
    threshold_percent = VietnameseDecimalField(
        label=_("Tỷ lệ tối thiểu (%)"),
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        required=False,
        help_text=_("Để trống: ai nhiều phiếu hơn thì được chọn."),
    )
    threshold_above = forms.BooleanField(label=_("Phải vượt tỷ lệ này"), required=False)
    base = forms.ChoiceField(label=_("Tỷ lệ tính trên"), choices=Base.choices, initial=Base.ALL)
    basis = forms.CharField(
        label=_("Căn cứ"), max_length=500, required=False, help_text=_("Điều khoản quy định số lượng, tỷ lệ.")
    )
    among = EarlierField(
        label=_("Chỉ chọn trong số đơn vị trúng của nội dung trước"),
        queryset=Question.objects.none(),
        required=False,
        empty_label=_("Không"),
        help_text=_("Danh sách bình xét lấy từ kết quả đã lập biên bản, khi mở bỏ phiếu."),
    )
    parties = forms.MultipleChoiceField(
        label=_("Đơn vị được bình xét"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args, standers: Iterable[Stander], groups: dict[str, str], earlier, **kwargs):
        super().__init__(*args, **kwargs)
        self.standers, self.groups = list(standers), groups
        self.fields["parties"].choices = [(each.party, each.label) for each in self.standers]
        self.fields["among"].queryset = earlier
        if not earlier.exists():
            del self.fields["among"]
        for group, label in groups.items():
            self.fields[f"limit-{group}"] = forms.IntegerField(
                label=_("Nhiều nhất: %(kind)s") % {"kind": label}, min_value=0, max_value=MOST, required=False
            )

    def asked(self) -> Asked:
        data = self.cleaned_data
        among, chosen = data.get("among"), set(data["parties"])
        limits = {group: data.get(f"limit-{group}") for group in self.groups}
        return Asked(
            text=data["text"],
            seats=data["seats"],
            options=() if among else tuple(each for each in self.standers if each.party in chosen),
            max_choices=data["max_choices"] or 0,
            threshold_percent=data["threshold_percent"] or 0,
            threshold_above=data["threshold_above"],
            base=data["base"],
            basis=data["basis"],
            among=among.pk if among else None,
            limits={group: most for group, most in limits.items() if most is not None},
        )


WithdrawForm = reason_form(_("Lý do rút"), min_length=None, max_length=1000)


class TellersForm(forms.Form):
    """Two or three people; candidates of parties that do not stand come first."""

    reason = forms.CharField(
        label=_("Lý do chọn người của đơn vị được bình xét"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Chỉ ghi khi không đủ người của đơn vị không được bình xét. Lý do in trong biên bản."),
    )
    field_order = ("first", "second", "third", "reason")

    def __init__(self, *args, neutral: Iterable[tuple[str, str]], standing: Iterable[tuple[str, str]], **kwargs):
        super().__init__(*args, **kwargs)
        groups = [
            ("", _("Chọn người")),
            (_("Đơn vị không được bình xét"), list(neutral)),
            (_("Đơn vị được bình xét"), list(standing)),
        ]
        for name, label in (
            ("first", _("Thành viên thứ nhất")),
            ("second", _("Thành viên thứ hai")),
            ("third", _("Thành viên thứ ba")),
        ):
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=groups,
                required=name != "third",
                widget=forms.Select(attrs={"data-search": ""}),
            )
        self.order_fields(self.field_order)

    def clean(self):
        data, seen = super().clean(), set()
        for name in ("first", "second", "third"):
            if (value := data.get(name)) and value in seen:
                self.add_error(name, TWICE)
            seen.add(value)
        return data

    def chosen(self) -> list[str]:
        return [value for value in (self.cleaned_data[name] for name in ("first", "second", "third")) if value]
