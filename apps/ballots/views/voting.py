"""The voter's pages, made for a phone: mark, check, cast, and the receipt; without menus and without JavaScript.

Choices travel in posted forms alone: no address, session, token or log ever holds one. The receipt stands in the answer
to the post and nowhere else; the same form sent again is told that the vote is in.
"""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View

from apps.ballots import policies
from apps.ballots.domain.casting import (
    AlreadyVoted,
    NotOpen,
    WrongCode,
    cast,
    cast_by_code,
    questions_of,
    voter_by_code,
)
from apps.ballots.domain.marks import WrongMarks, check_marks
from apps.ballots.enums import BallotState, Way
from apps.ballots.forms import SealedCodeForm
from apps.ballots.hosts import host_of, keeper_id_of
from apps.ballots.models import Ballot, Voter
from apps.ballots.slips import Slip
from apps.ballots.views.base import SECRET, BallotMixin, SecretMixin
from apps.core.errors import DomainError
from apps.core.views import CONFLICT, INVALID, require

CHECK, CAST = "check", "cast"


def why_not(voter: Voter) -> str:
    """Why this voter cannot vote on screen now, in words; empty where nothing stands in the way."""
    ballot = voter.ballot
    if voter.has_voted:
        return _("Bạn đã bỏ phiếu. Mỗi đơn vị bỏ phiếu một lần. Mã biên nhận chỉ hiện một lần khi bỏ phiếu.")
    if ballot.state == BallotState.PREPARED:
        return _("Chưa mở bỏ phiếu. Khi Tổ kiểm phiếu mở, hãy tải lại trang này.")
    if ballot.state != BallotState.OPEN:
        return _("Đã đóng bỏ phiếu: không nhận phiếu nữa.")
    return _why_not_so(voter)


def _why_not_so(voter: Voter) -> str:
    """What the way of voting says."""
    if not voter.ballot.is_on_screen and voter.way == Way.WRITING:
        return _("Cuộc bỏ phiếu dùng phiếu giấy: người vắng mặt gửi phiếu trong phong bì kín cho Tổ kiểm phiếu.")
    if voter.way == Way.PAPER or not voter.ballot.is_on_screen:
        return _("Bạn bỏ phiếu bằng phiếu giấy tại nơi họp.")
    if not voter.present and voter.way != Way.WRITING:
        return _("Bạn chưa được điểm danh có mặt. Hãy báo Tổ kiểm phiếu.")
    return ""


class SlipMixin(SecretMixin):
    """Shows the slip, the check page or the receipt of one voter; the subclass says how it is cast."""

    by_code = ""

    def mark(self, voter: Voter, *, slip: Slip | None = None, status: int = 200):
        """The slip to be marked."""
        if reason := why_not(voter):
            return self.told(voter, reason, status=status)
        slip = slip or Slip(questions_of(voter.ballot), voter)
        return self.page("vote_mark.html", voter, {"slip": slip}, status)

    def answer(self, voter: Voter, data):
        """A posted slip: back to it where a rule is broken, else on to the check page, or into the envelope."""
        if reason := why_not(voter):
            return self.told(voter, reason, status=CONFLICT)
        slip = Slip(questions_of(voter.ballot), voter, data)
        step = data.get("step")
        if step not in {CHECK, CAST}:
            return self.mark(voter, slip=slip)
        try:
            check_marks(
                slip.marks(), slip.questions, party=voter.party, own_party_allowed=voter.ballot.own_party_allowed
            )
            if step == CHECK:
                return self.page("vote_check.html", voter, {"slip": slip})
            return self.page("vote_receipt.html", voter, {"receipt": self.cast(voter, slip.marks())})
        except WrongMarks as error:
            slip.refuse(error)
            return self.mark(voter, slip=slip, status=INVALID)
        except (NotOpen, AlreadyVoted, WrongCode) as error:
            voter = Voter.objects.defer("envelope").select_related("ballot").get(pk=voter.pk)
            return self.told(voter, why_not(voter) or str(error.message), status=CONFLICT)

    def told(self, voter: Voter, reason: str, status: int = 200):
        return self.page("vote_message.html", voter, {"reason": reason}, status)

    def page(self, template: str, voter: Voter, context: dict, status: int = 200):
        ballot = voter.ballot
        context |= {
            "voter": voter,
            "ballot": ballot,
            "ballot_title": host_of(ballot).title_of(ballot),
            "kicker": host_of(ballot).heading(keeper_id_of(ballot)),
            "code": self.by_code,
        }
        return render(self.request, f"ballots/{template}", context, status=status)

    def cast(self, voter: Voter, marks) -> str:
        raise NotImplementedError


class VoteStartView(SecretMixin, BallotMixin, View):
    """For whom the actor votes in this ballot: straight to the slip where it is one."""

    def get(self, request, *args, **kwargs):
        voters = self.host.votes_for(request.actor, self.object)
        if len(voters) == 1:
            return HttpResponseRedirect(reverse("ballots:vote", args=[self.object.pk, voters[0].pk]))
        return render(
            request,
            "ballots/vote_start.html",
            {
                "ballot": self.object,
                "ballot_title": self.host.title_of(self.object),
                "voters": voters,
                "kicker": self.get_kicker(),
            },
        )


@method_decorator(SECRET, name="dispatch")
class VoteView(SlipMixin, LoginRequiredMixin, View):
    """The slip of one voter, for whoever votes for the party in person."""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        ballot = get_object_or_404(Ballot, pk=kwargs["pk"])
        if not policies.sees(request.actor, ballot):
            raise Http404
        rows = ballot.voters.defer("envelope").select_related("ballot")
        self.voter = get_object_or_404(rows, pk=kwargs["voter_pk"])
        require(host_of(ballot).can_vote(request.actor, self.voter))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        return self.mark(self.voter)

    def post(self, request, *args, **kwargs):
        return self.answer(self.voter, request.POST)

    def cast(self, voter, marks):
        return cast(voter_id=voter.pk, marks=marks, actor=self.request.actor, now=self.request.received_at)


class VoteByCodeView(SlipMixin, View):
    """Bỏ phiếu bằng mã kín: an absent member without an account. The code is posted with every step."""

    def get(self, request, *args, **kwargs):
        return self.ask(SealedCodeForm())

    def post(self, request, *args, **kwargs):
        form = SealedCodeForm(request.POST)
        if not form.is_valid():
            return self.ask(form, status=INVALID)
        try:
            found = voter_by_code(form.cleaned_data["code"])
        except DomainError as error:
            form.add_error("code", str(error.message))
            return self.ask(form, status=INVALID)
        voter = Voter.objects.defer("envelope").select_related("ballot").get(pk=found.pk)
        self.by_code = form.cleaned_data["code"]
        if "step" not in request.POST:
            return self.mark(voter)
        return self.answer(voter, request.POST)

    def ask(self, form, status: int = 200):
        return render(self.request, "ballots/vote_code.html", {"form": form}, status=status)

    def cast(self, voter, marks):
        return cast_by_code(code=self.by_code, marks=marks, now=self.request.received_at)
