"""Sessions on screen: list, one session, planning it, its agenda, who is there."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_filters.views import FilterView

from apps.awards import council_policies as policies
from apps.awards.council_enums import ItemResult, SessionState
from apps.awards.council_filters import SessionFilter
from apps.awards.council_forms import AgendaForm, OffAgendaForm, PresenceForm, SessionForm
from apps.awards.council_queries import put_off
from apps.awards.council_workflow import SESSION_FLOW
from apps.awards.domain import council_voting, seating, sessions
from apps.awards.enums import ProposalState
from apps.awards.models import AwardProposal, Council, CouncilSession, Nominee
from apps.awards.session_reading import agenda_of, ballots_of, session_facts
from apps.awards.views.choosing import ChoosingMixin
from apps.awards.views.councils import list_crumb as council_crumb
from apps.core import spreadsheets
from apps.core.components import Column, Crumb
from apps.core.form_pages import FormPageMixin
from apps.core.lists import ExportMixin
from apps.core.views import ScopedPageView, SecondWriterMixin, TransitionView

ITEMS_A_PAGE = 50


def list_crumb() -> Crumb:
    return Crumb(_("Phiên họp Hội đồng"), reverse("awards:session-list"))


class SessionListView(ExportMixin, LoginRequiredMixin, FilterView):
    """Sessions of the councils that one serves, audits or sits in, newest first."""

    filterset_class = SessionFilter
    template_name = "awards/session_list.html"
    paginate_by = 50
    columns = (
        Column(_("Phiên họp"), width="wide"),
        Column(_("Hội đồng")),
        Column(_("Ngày họp"), sort="held"),
        Column(_("Đề nghị"), numeric=True),
        Column(_("Có kết quả"), numeric=True),
        Column(_("Trạng thái")),
    )
    export_title = _("Phiên họp Hội đồng")
    export_file = "phien-hop-hoi-dong"
    export_columns = (
        spreadsheets.Column("title", _("Phiên họp"), width=60),
        spreadsheets.Column("council", _("Hội đồng"), width=50),
        spreadsheets.Column("held_on", _("Ngày họp"), kind="date"),
        spreadsheets.Column("items", _("Đề nghị"), kind="integer"),
        spreadsheets.Column("done", _("Có kết quả"), kind="integer"),
        spreadsheets.Column("state", _("Trạng thái"), width=24),
    )

    def get_queryset(self):
        found = CouncilSession.objects.visible_to(self.request.actor).for_list()
        done = Count("items", filter=~Q(items__result=ItemResult.PENDING))
        return found.annotate(item_count=Count("items"), done_count=done).order_by("-held_on", "-pk")

    def export_row(self, row):
        state = row.get_state_display()
        return [row.title, row.council.name, row.held_on, row.item_count, row.done_count, state]


class SessionDetailView(ScopedPageView):
    """One session: who is there, the agenda with what was read and said, the ballots, what comes next."""

    queryset = CouncilSession.objects.for_list()
    template_name = "awards/session_detail.html"

    @property
    def columns(self):
        """Nothing is left to be done once it is over."""
        rest = [] if self.object.state == SessionState.CONCLUDED else [Column(_("Việc"))]
        return (
            Column(_("Tập thể, cá nhân"), width="wide"),
            Column(_("Danh hiệu, hình thức")),
            Column(_("Có liên quan")),
            Column(_("Kết quả")),
            *rest,
        )

    def get_context_data(self, **kwargs):
        session, actor = self.object, self.request.actor
        seat = policies.seat_of(actor, session)
        serves = bool(policies.can_serve(actor, session))
        items = agenda_of(session, seat)
        return super().get_context_data(
            session=session,
            facts=session_facts(session),
            quorum=seating.quorum_of(session),
            seats=session.seats.select_related("substitute_of").order_by("order", "pk"),
            page_obj=Paginator(items, ITEMS_A_PAGE).get_page(self.request.GET.get("page")),
            ballots=ballots_of(session),
            seat=seat,
            read=items.filter(is_read=True).count(),
            serves=serves,
            steps=[step.action for step in SESSION_FLOW.actions(session.state)] if serves else [],
            is_planned=session.state == SessionState.PLANNED,
            is_over=session.state == SessionState.CONCLUDED,
            waiting=items.filter(result=ItemResult.PENDING, ballot=None).exists(),
            undone=items.filter(result=ItemResult.PENDING).exists(),
            **kwargs,
        )


class SessionCreateView(FormPageMixin, TransitionView):
    queryset = Council.objects.for_list()
    policy = staticmethod(policies.can_hold_sessions)
    form_class = SessionForm
    template_name = "awards/form.html"
    heading = _("Lập phiên họp")
    submit_label = _("Lưu")
    success_message = _("Đã lập phiên họp. Hãy đưa hồ sơ vào chương trình.")

    def crumbs(self):
        return [
            council_crumb(),
            Crumb(self.object.name, self.object.get_absolute_url()),
        ]

    def call(self, form):
        return sessions.plan_session(
            council_id=self.object.pk, plan=form.plan(), actor=self.request.actor, now=self.request.received_at
        )

    def get_success_url(self):
        return self.result.get_absolute_url()


class SessionMixin(FormPageMixin):
    """A form about one session; its page is the way back."""

    queryset = CouncilSession.objects.for_list()
    policy = staticmethod(policies.can_serve)
    template_name = "awards/form.html"
    submit_label = _("Lưu")
    success_url_name = "awards:session-detail"

    def crumbs(self):
        return [list_crumb(), Crumb(self.object.title, self.object.get_absolute_url())]


class SessionChangeView(SecondWriterMixin, SessionMixin, TransitionView):
    form_class = SessionForm
    heading = _("Sửa thông tin phiên họp")
    lead = _("Đổi ngày họp thì danh sách thành viên lấy theo ngày mới.")
    consequences = (_("Ai không còn là thành viên vào ngày mới thì bị bỏ khỏi phiên họp, kèm khai báo của người đó."),)
    success_message = _("Đã lưu phiên họp.")

    def get_initial(self):
        return {name: getattr(self.object, name) for name in ("title", "held_on", "place", "version")}

    def call(self, form):
        return sessions.change_session(
            session_id=self.object.pk,
            version=form.cleaned_data["version"] or 0,
            plan=form.plan(),
            actor=self.request.actor,
            now=self.request.received_at,
        )


class AgendaView(ChoosingMixin, SessionMixin, TransitionView):
    """Verified proposals onto the agenda, each with all its nominees; of others those whom a session put off."""

    form_class = AgendaForm
    ticks = "proposals"
    heading = _("Đưa hồ sơ vào phiên họp")
    lead = _("Hồ sơ đã thẩm định chưa qua phiên họp nào, hồ sơ có trường hợp để lại phiên sau.")
    submit_label = _("Đưa vào phiên họp")
    success_message = _("Đã đưa hồ sơ vào phiên họp.")

    def get_form_kwargs(self):
        left = put_off(Nominee.objects.order_by()).values("proposal_id")
        found = AwardProposal.objects.filter(
            Q(state=ProposalState.VERIFIED) | Q(pk__in=left), year__organiser_id=self.object.council.organiser_id
        )
        found = found.exclude(nominees__agenda_items__session=self.object)  # put off here: for another session
        found = found.order_by("-pk")
        named = found.filter(search_text__matches=self.searched)
        ticked = self.ticked
        kept = found.filter(pk__in=ticked) if ticked else ()
        shown = self.first_of(named, kept, named.count())
        return super().get_form_kwargs() | {"proposals": found, "shown": shown}

    def call(self, form):
        ids = [proposal.pk for proposal in form.cleaned_data["proposals"]]
        return sessions.put_on_agenda(
            session_id=self.object.pk, proposal_ids=ids, actor=self.request.actor, now=self.request.received_at
        )


class OffAgendaView(SessionMixin, TransitionView):
    """A proposal off the agenda, or put off in the session, with the reason."""

    form_class = OffAgendaForm

    @property
    def in_session(self) -> bool:
        return self.object.state == SessionState.IN_SESSION

    @property
    def heading(self):
        return _("Để lại phiên sau") if self.in_session else _("Đưa ra khỏi phiên họp")

    submit_label = heading

    @property
    def success_message(self):
        return _("Đã để lại phiên sau.") if self.in_session else _("Đã đưa hồ sơ ra khỏi phiên họp.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"session": self.object}

    def call(self, form):
        act = council_voting.postpone if self.in_session else sessions.take_off_agenda
        return act(
            session_id=self.object.pk,
            proposal_id=form.cleaned_data["proposal"].pk,
            reason=form.cleaned_data["reason"],
            actor=self.request.actor,
            now=self.request.received_at,
        )


class PresenceView(SessionMixin, TransitionView):
    """Điểm danh: every member on one page."""

    form_class = PresenceForm
    heading = _("Điểm danh")
    lead = _("Thành viên vắng mặt có người dự khuyết có mặt thì người dự khuyết biểu quyết.")
    submit_label = _("Lưu điểm danh")
    success_message = _("Đã lưu điểm danh.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"seats": self.object.seats.order_by("order", "pk")}

    def call(self, form):
        with transaction.atomic():
            known = dict(self.object.seats.values_list("pk", "presence"))
            for seat_id, presence in form.chosen().items():
                if known[seat_id] != presence:
                    seating.tick_presence(
                        seat_id=seat_id, presence=presence, actor=self.request.actor, now=self.request.received_at
                    )
