"""Shape of what is typed about councils and their sessions. What may be is judged by the domain."""

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.awards.council_enums import CouncilKind, Position, Presence
from apps.awards.domain.councils import CouncilPlan, MemberFacts
from apps.awards.domain.sessions import SessionPlan
from apps.awards.forms import VersionForm
from apps.awards.models import AwardProposal, Council, CouncilMember, CouncilSession, Seat
from apps.ballots.enums import Mode
from apps.catalog.enums import VoteBase
from apps.core.crispy import CrispyFormMixin
from apps.core.dates import VietnameseDateField
from apps.core.reasons import ReasonForm, reason_field
from apps.documents.citation_fields import cited_paper
from apps.registry.person_field import PersonField
from apps.units.models import Unit
from apps.units.person_enums import Honorific

NOBODY = ("", _("Không"))


class CouncilForm(CrispyFormMixin, forms.Form):
    """Quyết định thành lập, kiện toàn Hội đồng."""

    name = forms.CharField(label=_("Tên Hội đồng"), max_length=300)
    starts_on = VietnameseDateField(label=_("Nhiệm kỳ từ ngày"))
    ends_on = VietnameseDateField(
        label=_("Nhiệm kỳ đến ngày"), required=False, help_text=_("Để trống khi quyết định không ghi ngày kết thúc.")
    )
    symbol = forms.CharField(
        label=_("Số quyết định thành lập"), max_length=100, required=False, help_text=_("Ví dụ: 1234/QĐ-BTP.")
    )
    issued_on = VietnameseDateField(label=_("Ngày quyết định"), required=False)
    quorum_of = forms.IntegerField(label=_("Dự họp ít nhất: số phần"), min_value=1, max_value=100, initial=2)
    quorum_in = forms.IntegerField(label=_("trên tổng số phần"), min_value=1, max_value=100, initial=3)
    threshold_percent = forms.DecimalField(
        label=_("Tỷ lệ phiếu đồng ý tối thiểu (%)"),
        min_value=1,
        max_value=100,
        decimal_places=2,
        initial=70,
        help_text=_("Dùng khi danh mục không có tỷ lệ của danh hiệu, hình thức đó."),
    )
    threshold_base = forms.ChoiceField(label=_("Tính trên"), choices=VoteBase.choices)
    threshold_basis = forms.CharField(label=_("Căn cứ của tỷ lệ"), max_length=300, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self):
        data = super().clean()
        if bool(data.get("symbol")) != bool(data.get("issued_on")) and not self.errors:
            self.add_error("issued_on" if data.get("symbol") else "symbol", _("Ghi cả số và ngày của quyết định."))
        of, of_all = data.get("quorum_of"), data.get("quorum_in")
        if of and of_all and of > of_all:
            self.add_error("quorum_of", _("Số phần dự họp không nhiều hơn tổng số phần."))
        return data

    def plan(self, *, illustrative: bool = False) -> CouncilPlan:
        names = ("name", "starts_on", "ends_on", "quorum_of", "quorum_in")
        names = (*names, "threshold_percent", "threshold_base", "threshold_basis")
        return CouncilPlan(**{name: self.cleaned_data[name] for name in names}, illustrative=illustrative)

    def document(self, unit: Unit, actor, now):
        """The founding decision, filed; None where no number was typed."""
        owner = {"owner_code": unit.code, "owner_name": unit.name}
        return cited_paper(self, issuer_name=unit.name, **owner, actor=actor, now=now)

    @staticmethod
    def initial_of(council: Council) -> dict:
        names = ("name", "starts_on", "ends_on", "quorum_of", "quorum_in")
        names = (*names, "threshold_percent", "threshold_base", "threshold_basis", "version")
        found = {name: getattr(council, name) for name in names}
        paper = council.decision
        return found | ({"symbol": paper.symbol, "issued_on": paper.issued_on} if paper else {})


class NewCouncilForm(CouncilForm):
    unit = forms.ModelChoiceField(label=_("Đơn vị"), queryset=Unit.objects.none(), empty_label=None)
    kind = forms.ChoiceField(label=_("Loại Hội đồng"), choices=CouncilKind.choices)
    field_order = ("unit", "kind")

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


class MemberForm(CrispyFormMixin, forms.Form):
    """One seat of the council."""

    person = PersonField(
        required=False, help_text=_("Họ và tên trong hồ sơ cá nhân; người có tài khoản đọc hồ sơ và bỏ phiếu bằng nó.")
    )
    name = forms.CharField(
        label=_("Họ và tên trong quyết định"), max_length=200, required=False, help_text=_("Để trống: như trong hồ sơ.")
    )
    honorific = forms.ChoiceField(
        label=_("Danh xưng"), choices=[("", _("Không ghi")), *Honorific.choices], required=False
    )
    post = forms.CharField(label=_("Chức vụ, đơn vị"), max_length=300, required=False)
    position = forms.ChoiceField(label=_("Chức danh trong Hội đồng"), choices=Position.choices, initial=Position.MEMBER)
    starts_on = VietnameseDateField(label=_("Tham gia từ ngày"), required=False, help_text=_("Để trống: đầu nhiệm kỳ."))
    substitute_of = forms.ModelChoiceField(
        label=_("Dự khuyết cho"), queryset=CouncilMember.objects.none(), required=False, empty_label=_("Không")
    )

    def __init__(self, *args, council, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["substitute_of"].queryset = council.members.filter(substitute_of=None)

    def clean(self):
        data = super().clean()
        if not self.errors and not data.get("person") and not data.get("name"):
            self.add_error("name", _("Chọn cá nhân, hoặc nhập họ và tên."))
        return data

    def facts(self) -> MemberFacts:
        data, person = self.cleaned_data, self.cleaned_data["person"]
        replaced = data["substitute_of"]
        return MemberFacts(
            name=data["name"] or person.full_name,
            position=data["position"],
            post=data["post"],
            honorific=data["honorific"] or (person.honorific if person else ""),
            person_id=person.pk if person else None,
            substitute_of=replaced.pk if replaced else None,
            starts_on=data["starts_on"],
        )


class EndMemberForm(CrispyFormMixin, forms.Form):
    ends_on = VietnameseDateField(label=_("Ngày cuối cùng trong Hội đồng"))
    version = forms.IntegerField(widget=forms.HiddenInput)


class SessionForm(CrispyFormMixin, forms.Form):
    title = forms.CharField(label=_("Nội dung phiên họp"), max_length=300)
    held_on = VietnameseDateField(label=_("Ngày họp"))
    place = forms.CharField(label=_("Địa điểm"), max_length=300, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def plan(self) -> SessionPlan:
        return SessionPlan(self.cleaned_data["title"], self.cleaned_data["held_on"], self.cleaned_data["place"])


class AgendaForm(CrispyFormMixin, forms.Form):
    """Verified proposals to the council's body."""

    proposals = forms.ModelMultipleChoiceField(
        label=_("Hồ sơ đã thẩm định"),
        queryset=AwardProposal.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, proposals, shown=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["proposals"].queryset = proposals
        self.fields["proposals"].choices = [(each.pk, str(each)) for each in shown]


class OffAgendaForm(CrispyFormMixin, forms.Form):
    """One proposal of the agenda and why it goes."""

    proposal = forms.ModelChoiceField(label=_("Hồ sơ"), queryset=AwardProposal.objects.none(), empty_label=None)
    reason = reason_field()

    def __init__(self, *args, session: CouncilSession, **kwargs):
        super().__init__(*args, **kwargs)
        held = session.items.filter(result="", ballot=None).order_by().values("nominee__proposal_id")
        self.fields["proposal"].queryset = AwardProposal.objects.filter(pk__in=held).order_by("pk")


class PresenceForm(CrispyFormMixin, forms.Form):
    """Điểm danh: one line a member."""

    CHOICES = [(value, Presence(value).label) for value in (Presence.PRESENT, Presence.ABSENT, Presence.WRITING)]

    def __init__(self, *args, seats, **kwargs):
        super().__init__(*args, **kwargs)
        for seat in seats:
            self.fields[f"seat-{seat.pk}"] = forms.ChoiceField(
                label=self._label(seat),
                choices=[("", _("Chưa điểm danh")), *self.CHOICES],
                initial=seat.presence if seat.presence in dict(self.CHOICES) else "",
                required=False,
            )

    @staticmethod
    def _label(seat: Seat) -> str:
        words = seat.get_position_display()
        if seat.substitute_of_id:
            return _("%(who)s, dự khuyết") % {"who": seat.label}
        return f"{seat.label}, {words}"

    def chosen(self) -> dict[int, str]:
        return {int(name.partition("-")[2]): value for name, value in self.cleaned_data.items() if value}


class AnswerForm(CrispyFormMixin, forms.Form):
    presence = forms.ChoiceField(
        label=_("Tôi"),
        choices=[(value, Presence(value).label) for value in (Presence.COMING, Presence.ABSENT, Presence.WRITING)],
        widget=forms.RadioSelect,
    )


class ConflictForm(CrispyFormMixin, forms.Form):
    """Khai báo hồ sơ có liên quan."""

    seat = forms.ModelChoiceField(label=_("Thành viên"), queryset=Seat.objects.none(), empty_label=None)
    reason = forms.CharField(label=_("Lý do"), max_length=300, help_text=_("Ví dụ: quan hệ gia đình, cùng đơn vị."))

    def __init__(self, *args, seats, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["seat"].queryset = seats


class BallotForm(CrispyFormMixin, forms.Form):
    mode = forms.ChoiceField(
        label=_("Cách bỏ phiếu"), choices=Mode.choices, initial=Mode.PAPER, widget=forms.RadioSelect
    )


class MinutesForm(CrispyFormMixin, forms.Form):
    opinions = forms.CharField(
        label=_("Ý kiến thảo luận"), required=False, max_length=20000, widget=forms.Textarea(attrs={"rows": 6})
    )
    conclusion = forms.CharField(
        label=_("Kết luận của chủ trì"), required=False, max_length=20000, widget=forms.Textarea(attrs={"rows": 6})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class StepReasonForm(VersionForm, ReasonForm):
    """Why, on what the person saw."""
