"""Kết quả kiểm phiếu and receipts: only of a closed ballot."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.ballots import policies
from apps.ballots.domain import codes
from apps.ballots.domain.outcome import COUNTED, Reckoning, Tally, problems_of, reckon
from apps.ballots.enums import BallotState, Settled, Standing
from apps.ballots.forms import ReceiptForm
from apps.ballots.hosts import Host
from apps.ballots.models import Ballot, PaperCount, Question
from apps.ballots.queries import questions_for, turnout_of
from apps.ballots.views.base import BallotPageView, SecretMixin
from apps.ballots.views.lists import rules_of
from apps.core.components import Column, Fact
from apps.core.lists import PageExportMixin
from apps.core.numbers import format_percent
from apps.core.shares import percent_of, share_text
from apps.core.spreadsheets import Column as SheetColumn

TONES = {Standing.ELECTED: "done", Standing.TIED: "alert", Standing.NOT_ELECTED: "muted"}


@dataclass(frozen=True)
class OptionLine:
    """One option: ``share`` of the base, ``percent`` as the minutes print it; ``beside``: what the host says of the
    party.
    """

    place: int
    label: str
    votes: int
    share: Decimal | None
    percent: str
    standing: str
    tone: str
    beside: str


@dataclass(frozen=True)
class QuestionResult:
    """One question as the page shows it; ``gaps``: why nothing is shown yet; ``ties``: names and places; the labels
    are the host's words, ``beside_label`` empty where nothing stands beside.
    """

    question: Question
    facts: list[Fact]
    rows: list[OptionLine]
    gaps: list[str]
    ties: list[tuple[list[str], int]]
    stander_label: str
    beside_label: str
    rounds: list

    @property
    def columns(self) -> list[Column]:
        found = [
            Column(_("Thứ tự"), numeric=True),
            Column(self.stander_label, width="wide"),
            Column(_("Số phiếu"), numeric=True),
            Column(_("Tỷ lệ"), numeric=True),
            Column(_("Kết quả")),
        ]
        return [*found, Column(self.beside_label)] if self.beside_label else found


class ResultView(PageExportMixin, BallotPageView):
    """Counts, threshold, winners and ties of each question: of the team once it closed, of everybody once certified."""

    template_name = "ballots/ballot_result.html"
    export_title = lazy("Kết quả kiểm phiếu")
    export_file = "ket-qua-kiem-phieu"

    @property
    def export_columns(self):
        return (
            SheetColumn("question", lazy("Nội dung bình xét"), width=44),
            SheetColumn("place", lazy("Thứ tự"), "integer"),
            SheetColumn("label", self.host.stander_label, width=44),
            SheetColumn("votes", lazy("Số phiếu"), "integer"),
            SheetColumn("percent", lazy("Tỷ lệ"), "percent"),
            SheetColumn("standing", lazy("Kết quả"), width=18),
            SheetColumn("beside", self.host.beside_label, width=20),
        )

    def export_notes(self):
        return [self.host.title_of(self.object)]

    def get_context_data(self, **kwargs):
        ballot, actor = self.object, self.request.actor
        is_counted = policies.can_see_counts(actor, ballot)
        may_tell = ballot.state == BallotState.CLOSED and bool(policies.can_tell(actor, ballot))
        reckoned = [reckon(question) for question in questions_for(ballot)] if is_counted else []
        results = [result_of(each, self.host) for each in reckoned]
        self.exported = [
            (each.question.text, row.place, row.label, row.votes, row.share, row.standing, row.beside)
            for each in results
            for row in each.rows
        ]
        return super().get_context_data(
            is_counted=is_counted,
            turnout=turnout_of(ballot),
            results=results,
            problems=problems_of(reckoned) if may_tell else [],
            rules=rules_of(ballot, self.host),
            tellers=list(ballot.tellers.order_by("order")),
            may_tell=may_tell,
            may_recount=is_counted and ballot.is_on_screen and bool(policies.can_tell(actor, ballot)),
            **kwargs,
        )


def result_of(reckoned: Reckoning, host: Host) -> QuestionResult:
    question, found, gaps = reckoned.question, reckoned.tally, reckoned.gaps
    beside = host.beside(question)
    ties = [] if gaps or question.settled else found.ties
    return QuestionResult(
        question=question,
        facts=facts_of(found),
        rows=[] if gaps else lines_of(found, beside),
        gaps=gaps,
        ties=[([option.label for option in options], seats) for options, seats in ties],
        stander_label=str(host.stander_label),
        beside_label=str(host.beside_label) if beside else "",
        rounds=list(Ballot.objects.filter(questions__round_of=question).order_by("pk").distinct()),
    )


def lines_of(found: Tally, beside: dict[str, str]) -> list[OptionLine]:
    return [
        OptionLine(
            place,
            option.label,
            votes,
            share := percent_of(votes, found.base),
            format_percent(share, 2) or "–",
            str(Standing(standing).label),
            TONES[standing],
            beside.get(option.party, ""),
        )
        for option, votes, place, standing in found.rows
    ]


def facts_of(found: Tally) -> list[Fact]:
    question = found.question
    board = PaperCount.objects.filter(question=question).first()
    facts = []
    if board:
        facts += [Fact(_("Phát ra"), board.handed_out, _("phiếu giấy"))]
        facts += [Fact(_("Thu vào"), board.taken_in, _("phiếu giấy"))]
    facts += [
        Fact(_("Số phiếu đã bỏ"), found.cast),
        Fact(_("Hợp lệ"), found.valid),
        Fact(_("Không hợp lệ"), found.spoiled),
        Fact(_("Phiếu trắng"), found.blank, _("tính là hợp lệ")),
        Fact(_("Số lượng được chọn"), question.seats),
        Fact(_("Điều kiện được bầu"), threshold_of(question), question.basis),
    ]
    if question.settled == Settled.RULE:
        facts.append(Fact(_("Xử lý ngang phiếu"), question.get_settled_display(), question.settled_note))
    elif question.settled:
        facts.append(Fact(_("Xử lý ngang phiếu"), question.get_settled_display()))
    return facts


def threshold_of(question: Question) -> str:
    """As minutes say it: “trên 50% tổng số thành viên”, “từ 2/3 …”, or that the most votes win."""
    if not question.threshold_percent:
        return _("nhiều phiếu hơn")
    words = {
        "share": share_text(question.threshold_percent),
        "base": str(question.get_base_display()).lower(),
    }
    if question.threshold_above:
        return _("trên %(share)s %(base)s") % words
    return _("từ %(share)s %(base)s trở lên") % words


class ReceiptListView(SecretMixin, BallotPageView):
    """Mã biên nhận of all counted slips on screen, sorted, apart from the choices; and a box to look one up.

    The code that somebody looks up is posted: it stands in no address and no log.
    """

    template_name = "ballots/receipt_list.html"

    def post(self, request, *args, **kwargs):
        form = ReceiptForm(request.POST)
        asked = codes.plain(form.cleaned_data["code"]) if form.is_valid() else ""
        known = {codes.plain(code) for code in self.codes()}
        return self.render_to_response(self.get_context_data(form=form, asked=bool(asked), found=asked in known))

    def codes(self) -> list[str]:
        if self.object.state not in COUNTED:
            return []
        return list(self.object.receipts.order_by("code").values_list("code", flat=True))

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", ReceiptForm())
        return super().get_context_data(codes=self.codes(), is_counted=self.object.state in COUNTED, **kwargs)
