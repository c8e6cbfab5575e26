"""Hội nghị: the list, and one meeting (screen 10)."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django_filters.views import FilterView

from apps.ballots.enums import BallotState
from apps.ballots.models import Ballot
from apps.clusters.enums import FINISHING
from apps.clusters.models import ClusterYear
from apps.conferences import policies
from apps.conferences.domain.attending import quorum_of
from apps.conferences.domain.running import steps_of
from apps.conferences.enums import ConferenceState
from apps.conferences.filters import ConferenceFilter
from apps.conferences.models import Conference
from apps.conferences.page_queries import papers_of
from apps.conferences.queries import ballots_to_propose
from apps.conferences.views.base import ConferenceMixin, list_crumb
from apps.conferences.views.places import places_of
from apps.core.components import Column, Fact
from apps.core.dates import format_date, local
from apps.core.links import url_if_there
from apps.core.lists import ExportMixin
from apps.core.shares import share_text
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import ScopedPageView


class ConferenceListView(ExportMixin, LoginRequiredMixin, FilterView):
    filterset_class = ConferenceFilter
    template_name = "conferences/conference_list.html"
    paginate_by = 50
    export_title = lazy("Hội nghị")
    export_file = "hoi-nghi"
    columns = (
        Column(lazy("Hội nghị"), width="wide"),
        Column(lazy("Cụm, đơn vị tổ chức"), width="wide"),
        Column(lazy("Ngày họp"), sort="day"),
        Column(lazy("Địa điểm"), sort="place"),
        Column(lazy("Trạng thái")),
        Column(lazy("Có mặt"), sort="invited", numeric=True),
    )
    export_columns = (
        SheetColumn("title", lazy("Hội nghị"), width=60),
        SheetColumn("kind", lazy("Loại"), width=24),
        SheetColumn("holder", lazy("Cụm, đơn vị tổ chức"), width=40),
        SheetColumn("held_on", lazy("Ngày họp"), kind="date"),
        SheetColumn("session", lazy("Buổi"), width=12),
        SheetColumn("place", lazy("Địa điểm"), width=30),
        SheetColumn("state", lazy("Trạng thái"), width=16),
        SheetColumn("present", lazy("Có mặt"), kind="integer"),
        SheetColumn("invited", lazy("Đơn vị được mời"), kind="integer"),
    )

    def get_queryset(self):
        seen = Conference.objects.visible_to(self.request.actor).for_list().with_counts()
        return seen.order_by("-held_on", "pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        actor = self.request.actor
        led = ClusterYear.objects.filter(pk__in=actor.cluster_year_ids(*FINISHING)).for_list()
        form = context["filter"].form
        chosen = form.cleaned_data.get("cluster_year") if form.is_bound and form.is_valid() else None
        places = [each for each in led.order_by("-year__year", "name_key", "pk") if chosen in (None, each)]
        if chosen is not None and chosen not in places and policies.can_plan(actor, chosen):
            places.append(chosen)
        return context | {"led": places, "chosen": chosen, "may_hold_congress": policies.can_hold_congress(actor)}

    def export_row(self, row):
        return {
            "title": row.title,
            "kind": row.get_kind_display(),
            "holder": holder_of(row),
            "held_on": row.held_on,
            "session": row.get_session_display(),
            "place": row.place,
            "state": row.get_state_display(),
            "present": row.present,
            "invited": row.invited,
        }


def holder_of(conference: Conference) -> str:
    return conference.cluster_year.name if conference.cluster_year else conference.organiser.name


class ConferenceDetailView(ConferenceMixin, ScopedPageView):
    """Both years, the steps with what is missing, attendance and quorum, papers, ballots."""

    template_name = "conferences/conference_detail.html"

    def get_context_data(self, **kwargs):
        conference, actor = self.object, self.request.actor
        ballots = list(Ballot.objects.filter(keeper=conference.keeper).order_by("order", "pk"))
        own = [each for each in conference.attendees.order_by("order") if policies.is_own(actor, each)]
        places = places_of(conference, actor, [ballot for ballot in ballots if ballot.state != BallotState.VOID])
        is_head = policies.is_head(actor, conference)
        certified = [ballot.pk for ballot in ballots if ballot.state == BallotState.CERTIFIED]
        return super().get_context_data(
            facts=facts_of(conference),
            quorum=quorum_of(conference),
            steps=[(standing, places.get(standing.step, "")) for standing in steps_of(conference)],
            papers=papers_of(conference, actor, prepares=policies.prepares(actor, conference)),
            ballots=[(ballot, url_if_there("ballots:ballot-detail", ballot.pk)) for ballot in ballots],
            guests=list(conference.guests.order_by("order")),
            own=own,
            has_letter=any(each.invited_at for each in own),
            today=local(self.request.received_at).date() == conference.held_on,
            dependents=list(conference.dependents.select_related("organiser", "parent").order_by("held_on", "pk")),
            may_prepare=bool(policies.can_prepare(actor, conference)),
            may_run=bool(policies.can_run(actor, conference)),
            may_read_minutes=bool(policies.can_read_minutes(actor, conference)),
            to_propose=ballots_to_propose(certified) if is_head else (),
            crumbs=[list_crumb()],
            last=conference.title,
            **kwargs,
        )


def facts_of(conference: Conference) -> list[Fact]:
    """When, where, who presides; what is not known yet is left out."""
    found = [
        Fact(_("Trạng thái"), conference.get_state_display()),
        Fact(_("Ngày họp"), format_date(conference.held_on), conference.get_session_display()),
    ]
    if conference.place:
        found.append(Fact(_("Địa điểm"), conference.place))
    if conference.chair_name:
        found.append(Fact(_("Chủ trì"), conference.chair_name, conference.chair_post))
    if conference.secretary_name:
        found.append(Fact(_("Thư ký"), conference.secretary_name, conference.secretary_post))
    if conference.parent:
        found.append(Fact(_("Đại hội cấp trên"), conference.parent.title, format_date(conference.parent.held_on)))
    if conference.latest_on:
        found.append(Fact(_("Phải xong trước hết ngày"), format_date(conference.latest_on)))
    if conference.answer_by and conference.state == ConferenceState.PLANNED:
        found.append(Fact(_("Trả lời giấy mời trước hết ngày"), format_date(conference.answer_by)))
    if conference.quorum_percent:
        least = _("%(share)s số đơn vị") % {"share": share_text(conference.quorum_percent)}
        found.append(Fact(_("Tỷ lệ dự họp tối thiểu"), least, conference.quorum_basis))
    return found
