"""The list of ballots, and one ballot: what is prepared, what is missing, who has voted; never a partial count."""

from datetime import datetime

from django.contrib.auth.mixins import LoginRequiredMixin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django_filters.views import FilterView

from apps.ballots import policies
from apps.ballots.domain.readiness import missing_for_opening
from apps.ballots.domain.telling import standing_parties
from apps.ballots.enums import BEFORE_CLOSING, UNDER_WAY, BallotState
from apps.ballots.filters import BallotFilter
from apps.ballots.hosts import Host, find, host_of, keeper_id_of
from apps.ballots.models import Ballot
from apps.ballots.queries import questions_for, turnout_of, visible_ballots, with_turnout
from apps.ballots.views.base import BallotPageView
from apps.core.actor import Actor
from apps.core.components import Column, Fact
from apps.core.dates import format_datetime
from apps.core.lists import ExportMixin
from apps.core.shares import share_text
from apps.core.spreadsheets import Column as SheetColumn


class BallotListView(ExportMixin, LoginRequiredMixin, FilterView):
    filterset_class = BallotFilter
    template_name = "ballots/ballot_list.html"
    paginate_by = 50
    export_title = lazy("Bỏ phiếu bình xét, suy tôn")
    export_file = "bo-phieu"
    columns = (
        Column(lazy("Cuộc bỏ phiếu"), sort="title", width="wide"),
        Column(lazy("Cuộc họp"), width="wide"),
        Column(lazy("Cách bỏ phiếu")),
        Column(lazy("Trạng thái")),
        Column(lazy("Mở lúc"), sort="opened"),
        Column(lazy("Đã bỏ phiếu"), numeric=True),
    )
    export_columns = (
        SheetColumn("title", lazy("Cuộc bỏ phiếu"), width=50),
        SheetColumn("meeting", lazy("Cuộc họp"), width=50),
        SheetColumn("mode", lazy("Cách bỏ phiếu"), width=26),
        SheetColumn("state", lazy("Trạng thái"), width=20),
        SheetColumn("voted", lazy("Đã bỏ phiếu"), kind="integer"),
        SheetColumn("voters", lazy("Cử tri"), kind="integer"),
    )

    def get_queryset(self):
        return with_turnout(visible_ballots(self.request.actor)).order_by("-created_at", "-pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        headings = headings_of(context["page_obj"])
        for ballot in context["page_obj"]:
            ballot.heading, ballot.name = headings[ballot.keeper], host_of(ballot).title_of(ballot)
        return context

    def export(self, filterset):
        """Names of the meetings are asked once for all rows."""
        self.headings = headings_of(self.object_list.only("keeper"))
        return super().export(filterset)

    def export_row(self, row):
        return {
            "title": host_of(row).title_of(row),
            "meeting": self.headings[row.keeper],
            "mode": row.get_mode_display(),
            "state": row.get_state_display(),
            "voted": row.voted_count,
            "voters": row.voter_count,
        }


def headings_of(ballots) -> dict[str, str]:
    """Names of the records by keeper: one question to each host."""
    asked: dict[str, dict[int, str]] = {}
    for ballot in ballots:
        asked.setdefault(ballot.keeper.partition(":")[0], {})[keeper_id_of(ballot)] = ballot.keeper
    found = {}
    for prefix, keepers in asked.items():
        names = find(prefix).headings(list(keepers))
        found |= {keeper: names.get(keeper_id, "") for keeper_id, keeper in keepers.items()}
    return found


class BallotDetailView(BallotPageView):
    """Where the vote stands and what may be done next."""

    template_name = "ballots/ballot_detail.html"

    def get_context_data(self, **kwargs):
        ballot, actor, host = self.object, self.request.actor, self.host
        prepared = ballot.state == BallotState.PREPARED
        if prepared:
            ballot.quorum_percent = host.quorum_percent(ballot)
        tellers = list(ballot.tellers.order_by("order"))
        own_teller = next((each for each in tellers if each.user_id == actor.user_id), None)
        may_tell = bool(policies.can_tell(actor, ballot))
        return super().get_context_data(
            facts=facts_of(ballot, self.host, self.scope_label()),
            questions=[(question, self.limits_of(question)) for question in questions_for(ballot)],
            tellers=tellers,
            standing=standing_parties(ballot),
            turnout=turnout_of(ballot),
            own_teller=own_teller,
            may_prepare=prepared and bool(policies.can_prepare(actor, ballot)),
            may_ask=prepared and bool(policies.can_ask(actor, ballot)),
            may_name_tellers=prepared and bool(policies.can_name_tellers(actor, ballot)),
            may_tell=may_tell,
            may_void=ballot.state in UNDER_WAY and bool(policies.can_void(actor, ballot)),
            may_print_slips=ballot.is_on_paper
            and ballot.state in BEFORE_CLOSING
            and bool(policies.can_print(actor, ballot)),
            may_hold_again=ballot.state == BallotState.VOID and bool(policies.can_hold_again(actor, ballot)),
            votes_now=ballot.state == BallotState.OPEN
            and ballot.is_on_screen
            and any(not voter.has_voted for voter in host.votes_for(actor, ballot)),
            following=list(ballot.following.order_by("pk")),
            crumbs=host.crumbs(self.keeper_id),
            **(opening_context(host, ballot, actor, self.request.received_at) if prepared else {}),
            **kwargs,
        )

    def scope_label(self) -> str:
        return dict(self.host.scopes(self.keeper_id)).get(self.object.scope, "")

    def limits_of(self, question) -> list[tuple[str, int]]:
        return [(self.host.group_label(limit.group), limit.most) for limit in question.group_limits.all()]


def missing_of(host: Host, ballot: Ballot, now: datetime) -> list[str]:
    """Everything that is missing for the opening: of any ballot, and of this kind of record."""
    missing = missing_for_opening(ballot, host.present(ballot), host.quorum_percent(ballot))
    return [*missing, *host.lacking(ballot, now)]


def opening_context(host: Host, ballot: Ballot, actor: Actor, now: datetime) -> dict:
    """For ``ballots/_missing.html``: a list of voters that differs comes first, with the way to mend it."""
    differs = host.list_difference(ballot)
    return {
        "missing": [*filter(None, [differs]), *missing_of(host, ballot, now)],
        "may_refresh": bool(differs) and bool(policies.can_prepare(actor, ballot)),
    }


def rules_of(ballot: Ballot, host: Host) -> list[Fact]:
    """How it is held, and whether one may vote for the own party."""
    way = Fact(_("Cách bỏ phiếu"), ballot.get_mode_display())
    if not host.has_own_rule:
        return [way]
    own = _("Được bầu cho đơn vị mình") if ballot.own_party_allowed else _("Không bầu cho đơn vị mình")
    return [way, Fact(_("Quy tắc"), own)]


def facts_of(ballot: Ballot, host: Host, scope: str) -> list[Fact]:
    facts = rules_of(ballot, host)
    if scope:
        facts.append(Fact(_("Ai bỏ phiếu"), scope, _("bỏ phiếu riêng từng khối")))
    if ballot.quorum_percent:
        facts.append(Fact(_("Tỷ lệ dự họp tối thiểu"), share_text(ballot.quorum_percent)))
    if ballot.previous_id:
        facts.append(Fact(_("Lần trước"), host.title_of(ballot.previous), ballot.previous.get_state_display()))
    for label, at, who in (
        (_("Mở lúc"), ballot.opened_at, ballot.opened_by_label),
        (_("Đóng lúc"), ballot.closed_at, ballot.closed_by_label),
        (_("Lập biên bản lúc"), ballot.certified_at, ""),
    ):
        if at:
            facts.append(Fact(label, format_datetime(at), who))
    if ballot.sha256:
        facts.append(Fact(_("Mã băm SHA-256"), ballot.sha256))
    if ballot.void_reason:
        facts.append(Fact(_("Lý do hủy"), ballot.void_reason))
    return facts
