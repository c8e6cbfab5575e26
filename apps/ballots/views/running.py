"""Steps of the counting team: open, close with both codes, count slips of paper, settle ties, certify, void."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.ballots import policies
from apps.ballots.domain import certifying, closing, settling, voiding
from apps.ballots.domain.boards import write_board
from apps.ballots.domain.company import company_of
from apps.ballots.domain.outcome import Tally, problems, tally
from apps.ballots.enums import UNDER_WAY, BallotState, Mode
from apps.ballots.forms import BoardForm, CloseForm, NothingForm, ReasonForm, RuleForm
from apps.ballots.models import PaperCount
from apps.ballots.queries import turnout_of
from apps.ballots.views.base import BallotFormView, SecretMixin
from apps.ballots.views.lists import opening_context
from apps.core.errors import TransitionNotAllowed
from apps.core.views import SecondWriterMixin, require


class TellerView(BallotFormView):
    """A step of a member of the team, shown in the states where it can be taken."""

    policy = staticmethod(policies.can_tell)
    states = (BallotState.CLOSED,)


class OpenView(TellerView):
    """Mở bỏ phiếu; what is missing is told first."""

    form_class = NothingForm
    template_name = "ballots/open_form.html"
    states = (BallotState.PREPARED,)
    heading = lazy("Mở bỏ phiếu?")
    submit_label = lazy("Mở bỏ phiếu")
    success_message = lazy("Đã mở bỏ phiếu.")

    def get_consequences(self):
        company = company_of(self.object, self.host.present(self.object))
        return [
            _("Có mặt %(present)s/%(voters)s. Danh sách cử tri được chốt; ai đến sau thì Tổ kiểm phiếu ghi có mặt.")
            % {"present": company.present, "voters": company.voters},
            _("Nội dung, danh sách bình xét, Tổ kiểm phiếu không thay đổi được nữa."),
            _("Trước khi đóng bỏ phiếu không ai xem được số phiếu."),
        ]

    def get_context_data(self, **kwargs):
        told = opening_context(self.host, self.object, self.request.actor, self.request.received_at)
        return super().get_context_data(**told, **kwargs)

    def call(self, form):
        return self.host.open_ballot(self.object, actor=self.request.actor, now=self.request.received_at)


class CloseView(SecretMixin, TellerView):
    """Đóng bỏ phiếu: both codes in one form; a wrong one is told beside its box, and nothing is lost."""

    form_class = CloseForm
    template_name = "ballots/close_form.html"
    states = (BallotState.OPEN,)
    heading = lazy("Đóng bỏ phiếu?")
    submit_label = lazy("Đóng bỏ phiếu")
    success_message = lazy("Đã đóng bỏ phiếu.")
    success_url_name = "ballots:ballot-result"

    def get_form_kwargs(self):
        holders = self.object.tellers.filter(key_order__isnull=False).order_by("key_order")
        return super().get_form_kwargs() | {"holders": holders if self.object.is_on_screen else []}

    def get_context_data(self, **kwargs):
        return super().get_context_data(turnout=turnout_of(self.object), **kwargs)

    def call(self, form):
        require(policies.is_surely_here(self.request.actor, self.object))
        return closing.close_ballot(
            ballot_id=self.object.pk, codes=form.codes(), actor=self.request.actor, now=self.request.received_at
        )


class BoardView(SecondWriterMixin, TellerView):
    """Bảng kiểm phiếu of one question: figures that do not fit are told beside their box."""

    form_class = BoardForm
    template_name = "ballots/board_form.html"
    heading = lazy("Bảng kiểm phiếu")
    submit_label = lazy("Lưu bảng kiểm phiếu")
    success_message = lazy("Đã lưu bảng kiểm phiếu.")
    success_url_name = "ballots:ballot-result"
    count: PaperCount | None = None

    def get_object(self):
        ballot = super().get_object()
        self.question = self.own(ballot.questions, "question_pk")
        self.count = PaperCount.objects.filter(question=self.question).first()
        return ballot

    def get(self, request, *args, **kwargs):
        if self.object.mode == Mode.SCREEN:
            raise TransitionNotAllowed
        return super().get(request, *args, **kwargs)

    def get_lead(self):
        return self.question.text

    def get_form_kwargs(self):
        options = self.question.options.filter(withdrawn_reason="").order_by("number")
        return super().get_form_kwargs() | {"options": options}

    def get_initial(self):
        if self.count is None:
            return {"version": 0, "spoiled": 0, "blank": 0}
        names = ("version", "handed_out", "taken_in", "spoiled", "blank")
        votes = {f"votes-{row.option.number}": row.votes for row in self.count.votes.select_related("option")}
        return {name: getattr(self.count, name) for name in names} | votes

    def get_context_data(self, **kwargs):
        on_paper = turnout_of(self.object).voted - self.object.receipts.count()
        return super().get_context_data(question=self.question, on_paper=on_paper, **kwargs)

    def call(self, form):
        return write_board(
            question_id=self.question.pk,
            board=form.board(),
            version=form.cleaned_data["version"],
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def version_now(self) -> int:
        """The second writer is told against the board, not against the ballot."""
        self.count = PaperCount.objects.get(question=self.question)
        return self.count.version


class TieView(TellerView):
    """A tie at the last place of one question."""

    success_url_name = "ballots:ballot-result"

    def get_object(self):
        ballot = super().get_object()
        self.question = self.own(ballot.questions.select_related("ballot"), "question_pk")
        return ballot

    def get_lead(self):
        return self.question.text

    def result_now(self) -> Tally | None:
        return tally(self.question) if self.object.state == BallotState.CLOSED else None


class SecondRoundView(TieView):
    """Bỏ phiếu vòng hai between the tied ones."""

    form_class = NothingForm
    heading = lazy("Chuẩn bị bỏ phiếu vòng hai?")
    submit_label = lazy("Chuẩn bị vòng hai")
    success_message = lazy("Đã chuẩn bị bỏ phiếu vòng hai. Thông qua Tổ kiểm phiếu trước khi mở.")

    def get_consequences(self):
        result = self.result_now()
        names = [", ".join(option.label for option in options) for options, _seats in result.ties] if result else []
        return [
            *(_("Chỉ bình xét giữa: %(names)s.") % {"names": each} for each in names),
            _("Cùng cử tri; Tổ kiểm phiếu được thông qua lại; số phiếu vòng một giữ nguyên."),
        ]

    def call(self, form):
        return settling.second_round(
            question_id=self.question.pk, actor=self.request.actor, now=self.request.received_at
        )

    def get_success_url(self):
        return self.result.get_absolute_url()


class RuleView(TieView):
    """Xử lý ngang phiếu theo quy chế: who is seated, by which article."""

    form_class = RuleForm
    heading = lazy("Xử lý ngang phiếu theo quy chế")
    submit_label = lazy("Ghi cách xử lý")
    success_message = lazy("Đã ghi cách xử lý ngang phiếu; điều khoản in trong biên bản.")

    def get_form_kwargs(self):
        result = self.result_now()
        return super().get_form_kwargs() | {"tied": result.tied if result else []}

    def get_consequences(self):
        """Of each tie how many."""
        result = self.result_now()
        return settling.how_many(result) if result else []

    def call(self, form):
        return settling.settle_by_rule(
            question_id=self.question.pk,
            numbers=form.chosen(),
            rule=form.cleaned_data["rule"],
            actor=self.request.actor,
            now=self.request.received_at,
        )


class CertifyView(TellerView):
    """Lập biên bản kiểm phiếu."""

    form_class = NothingForm
    template_name = "ballots/certify_form.html"
    heading = lazy("Lập biên bản kiểm phiếu?")
    submit_label = lazy("Lập biên bản kiểm phiếu")
    success_message = lazy("Đã lập biên bản kiểm phiếu.")
    success_url_name = "ballots:ballot-result"
    consequences = (lazy("Kết quả được chốt cùng mã băm; sau đó không sửa được."),)

    def get_context_data(self, **kwargs):
        return super().get_context_data(problems=problems(self.object), **kwargs)

    def call(self, form):
        return certifying.certify(ballot_id=self.object.pk, actor=self.request.actor, now=self.request.received_at)


class VoidView(TellerView):
    """Hủy, bỏ phiếu lại: a lost code, a broken rule."""

    policy = staticmethod(policies.can_void)
    form_class = ReasonForm
    states = UNDER_WAY
    heading = lazy("Hủy cuộc bỏ phiếu?")
    submit_label = lazy("Hủy cuộc bỏ phiếu")
    success_message = lazy("Đã hủy cuộc bỏ phiếu.")
    consequences = (
        lazy("Phiếu đã bỏ trên màn hình bị hủy mà không mở; phiếu giấy niêm phong, không đếm."),
        lazy("Lý do in trong biên bản. Sau đó có thể chuẩn bị bỏ phiếu lại."),
    )

    def call(self, form):
        return voiding.void_ballot(
            ballot_id=self.object.pk,
            reason=form.cleaned_data["reason"],
            actor=self.request.actor,
            now=self.request.received_at,
        )


class AgainView(TellerView):
    """Chuẩn bị bỏ phiếu lại after a void."""

    policy = staticmethod(policies.can_hold_again)
    form_class = NothingForm
    states = (BallotState.VOID,)
    heading = lazy("Chuẩn bị bỏ phiếu lại?")
    lead = lazy("Cùng nội dung, danh sách bình xét và cử tri; Tổ kiểm phiếu được thông qua lại.")
    submit_label = lazy("Chuẩn bị bỏ phiếu lại")
    success_message = lazy("Đã chuẩn bị bỏ phiếu lại.")

    def call(self, form):
        return voiding.vote_again(ballot_id=self.object.pk, actor=self.request.actor, now=self.request.received_at)

    def get_success_url(self):
        return self.result.get_absolute_url() if hasattr(self, "result") else self.object.get_absolute_url()
