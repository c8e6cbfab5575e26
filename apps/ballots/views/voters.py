"""Voters: how each votes, who comes late, sealed codes of those who are absent, slips of paper in the box."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.ballots import policies
from apps.ballots.domain import attending
from apps.ballots.enums import BEFORE_CLOSING, BallotState, Mode, Way
from apps.ballots.forms import BoxForm, NothingForm, WayForm
from apps.ballots.models import Ballot, Voter
from apps.ballots.queries import turnout_of, voters_for
from apps.ballots.views.base import BallotFormView, BallotPageView, SecretMixin
from apps.core.components import Column
from apps.core.errors import DomainError
from apps.core.lists import PageExportMixin
from apps.core.spreadsheets import Column as SheetColumn


class VoterListView(PageExportMixin, BallotPageView):
    """Danh sách cử tri: who has voted is visible to everybody who sees the ballot."""

    template_name = "ballots/voter_list.html"
    export_title = lazy("Danh sách cử tri")
    export_file = "danh-sach-cu-tri"

    @property
    def columns(self):
        return (
            Column(lazy("TT"), numeric=True),
            Column(self.host.voter_label, width="wide"),
            Column(lazy("Cách bỏ phiếu")),
            Column(lazy("Có mặt")),
            Column(lazy("Đã bỏ phiếu")),
            Column(lazy("Thao tác"), hidden_label=True),
        )

    @property
    def export_columns(self):
        return (
            SheetColumn("order", lazy("TT"), "integer"),
            SheetColumn("label", self.host.voter_label, width=44),
            SheetColumn("person", lazy("Người bỏ phiếu"), width=30),
            SheetColumn("way", lazy("Cách bỏ phiếu"), width=24),
            SheetColumn("present", lazy("Có mặt"), width=10),
            SheetColumn("voted", lazy("Đã bỏ phiếu"), width=14),
        )

    def export_notes(self):
        return [self.host.title_of(self.object)]

    def export_row(self, row: Voter):
        present = _("Có") if row.present else ""
        return (row.order, row.label, row.person, row.get_way_display(), present, _("Có") if row.has_voted else "")

    def get_context_data(self, **kwargs):
        ballot, actor = self.object, self.request.actor
        keeps = ballot.state in BEFORE_CLOSING and bool(policies.can_keep_list(actor, ballot))
        tells = ballot.state in BEFORE_CLOSING and bool(policies.can_tell(actor, ballot))
        known = self.host.accounts(ballot, self.request.received_at) if tells and ballot.is_on_screen else {}
        rows = [
            (voter, steps_of(ballot, voter, keeps=keeps, tells=tells, has_account=bool(known.get(voter.party))))
            for voter in voters_for(ballot)
        ]
        self.exported = [voter for voter, _steps in rows]
        prepared = ballot.state == BallotState.PREPARED
        return super().get_context_data(
            rows=rows,
            turnout=turnout_of(ballot),
            may_refresh=prepared and bool(policies.can_prepare(actor, ballot)),
            may_tick=tells and ballot.state == BallotState.OPEN and ballot.is_on_paper,
            **kwargs,
        )


def steps_of(ballot: Ballot, voter: Voter, *, keeps: bool, tells: bool, has_account: bool) -> list[tuple[str, str]]:
    """(name of the page, words) of what may be done with a voter now."""
    is_open, found = ballot.state == BallotState.OPEN, []
    if keeps and not voter.has_voted:
        found.append(("voter-way", _("Đổi cách bỏ phiếu")))
    if tells and is_open and not voter.present and not voter.has_voted:
        found.append(("voter-arrive", _("Đến sau")))
    by_code = voter.way == Way.WRITING or (voter.way == Way.SCREEN and not has_account)
    if tells and not voter.has_voted and ballot.is_on_screen and by_code:
        found.append(("voter-code", _("Cấp mã bỏ phiếu kín")))
    # Whether a vote lies in an envelope or in the box is told by the way of the voter.
    if tells and is_open and voter.has_voted and voter.way != Way.SCREEN and ballot.is_on_paper:
        found.append(("voter-take-out", _("Trả lại phiếu giấy")))
    if tells and is_open and ballot.mode == Mode.MIXED and voter.way != Way.PAPER:
        found.append(("voter-back-to-paper", _("Đổi sang phiếu giấy")))
    return found


class VoterFormView(BallotFormView):
    """One form about one voter, by the counting team."""

    policy = staticmethod(policies.can_tell)
    form_class = NothingForm
    success_url_name = "ballots:voter-list"
    states = (BallotState.OPEN,)
    act = None

    def get_object(self):
        ballot = super().get_object()
        self.voter = self.own(ballot.voters.defer("envelope"), "voter_pk")
        return ballot

    def get_kicker(self):
        return self.voter.label

    def call(self, form):
        return type(self).act(
            voter_id=self.voter.pk, actor=self.request.actor, now=self.request.received_at, **form.cleaned_data
        )


class VoterWayView(VoterFormView):
    """Paper, screen, or absent in writing."""

    policy = staticmethod(policies.can_keep_list)
    form_class = WayForm
    act = staticmethod(attending.choose_way)
    states = BEFORE_CLOSING
    heading = lazy("Cách bỏ phiếu")
    submit_label = lazy("Lưu")
    success_message = lazy("Đã lưu cách bỏ phiếu.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"ways": attending.ways_of(self.object)}

    def get_initial(self):
        return {"way": self.voter.way}


class VoterArriveView(VoterFormView):
    """Đến sau: somebody on the list comes after the opening."""

    act = staticmethod(attending.arrive)
    heading = lazy("Ghi có mặt?")
    lead = lazy("Người này đến sau khi mở bỏ phiếu và được bỏ phiếu tại chỗ. Mã bỏ phiếu kín đã cấp hết hiệu lực.")
    submit_label = lazy("Ghi có mặt")
    success_message = lazy("Đã ghi có mặt.")


class VoterTakeOutView(VoterFormView):
    """Trả lại phiếu giấy."""

    act = staticmethod(attending.take_out_of_box)
    heading = lazy("Trả lại phiếu giấy?")
    lead = lazy("Dùng khi đánh dấu nhầm, hoặc lấy phiếu ra khỏi hòm để bỏ lại.")
    submit_label = lazy("Trả lại phiếu giấy")
    success_message = lazy("Đã bỏ dấu đã bỏ phiếu.")


class VoterBackToPaperView(VoterFormView):
    """Đổi sang phiếu giấy: the envelope goes unopened."""

    act = staticmethod(attending.back_to_paper)
    heading = lazy("Đổi sang phiếu giấy?")
    lead = lazy("Phiếu trên màn hình của người này, nếu có, bị hủy mà không mở. Người này bỏ lại bằng phiếu giấy.")
    submit_label = lazy("Đổi sang phiếu giấy")
    success_message = lazy("Đã đổi sang phiếu giấy.")


class VoterCodeView(SecretMixin, VoterFormView):
    """Mã bỏ phiếu kín: made by a teller, shown once in the answer, to be sent to the voter."""

    template_name = "ballots/voter_code.html"
    states = BEFORE_CLOSING
    heading = lazy("Cấp mã bỏ phiếu kín")
    lead = lazy(
        "Người vắng mặt dùng mã này để bỏ phiếu mà không cần tài khoản. Mã chỉ hiện một lần; cấp lại thì mã cũ hết"
        " hiệu lực. Việc cấp mã ghi vào nhật ký."
    )
    submit_label = lazy("Cấp mã")
    one_time = False

    def form_valid(self, form):
        try:
            code = self.host.make_code(self.voter, actor=self.request.actor, now=self.request.received_at)
        except DomainError as error:
            return self.show_refusal(form, error)
        return self.render_to_response(self.get_context_data(form=form, code=code))

    def get_context_data(self, **kwargs):
        address = self.request.build_absolute_uri(reverse("ballots:vote-by-code"))
        return super().get_context_data(voter=self.voter, address=address, **kwargs)


class BoxView(BallotFormView):
    """Phiếu giấy trong hòm: the tellers tick whose slip lies in it."""

    policy = staticmethod(policies.can_tell)
    form_class = BoxForm
    heading = lazy("Ai đã bỏ phiếu vào hòm?")
    lead = lazy("Đánh dấu từng người khi phiếu vào hòm, kể cả thư của người vắng mặt. Ai đã đánh dấu không còn ở đây.")
    submit_label = lazy("Ghi nhận")
    success_message = lazy("Đã ghi nhận phiếu giấy trong hòm.")
    success_url_name = "ballots:voter-list"
    states = (BallotState.OPEN,)

    def get_form_kwargs(self):
        rows = [voter for voter in voters_for(self.object) if not voter.has_voted]
        return super().get_form_kwargs() | {
            "waiting": [voter for voter in rows if attending.has_slip(self.object, voter)]
        }

    def call(self, form):
        return attending.put_in_box(
            ballot_id=self.object.pk,
            voter_ids=form.voter_ids(),
            actor=self.request.actor,
            now=self.request.received_at,
        )
