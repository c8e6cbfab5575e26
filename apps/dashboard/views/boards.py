"""Toàn ngành, the board of a cluster (screen 7), and what is done from it: Nhắc đơn vị, Gia hạn."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from apps.clusters.models import ClusterYear, Member
from apps.core.components import Tab
from apps.core.kept import kept_language
from apps.core.views import ScopedPageView, TransitionView, require
from apps.dashboard import policies
from apps.dashboard.boards import (
    BOARD_COLUMNS,
    CLUSTER_COLUMNS,
    RECIPIENT_COLUMNS,
    board_summary,
    directory,
    extension_facts,
    mail_address,
    present_rows,
    reminder,
)
from apps.dashboard.filters import BoardFilter, ClusterFilter
from apps.dashboard.queries.board import board_rows, officers
from apps.dashboard.queries.clusters import progress
from apps.dashboard.queries.places import contacts
from apps.dashboard.queries.sheets import DUTY
from apps.dashboard.workplace import workplace
from apps.obligations.domain.extensions import extend
from apps.obligations.forms import ExtensionForm
from apps.obligations.models import Obligation
from apps.obligations.policies import can_extend


class BoardListView(LoginRequiredMixin, TemplateView):
    """Clusters of the working year with đủ / thiếu: "Toàn ngành" of the ministry, own clusters of a head."""

    template_name = "dashboard/board_list.html"

    def get_context_data(self, **kwargs):
        actor = self.request.actor
        require(policies.can_watch_any(actor))
        place = workplace(self.request)
        cluster_years = ClusterYear.objects.visible_to(actor).filter(year__year=place.year).for_list()
        watched = [cy for cy in cluster_years.order_by("cluster__code", "pk") if policies.can_watch(actor, cy)]
        found = progress(watched, actor=actor, now=self.request.received_at)
        cluster_filter = ClusterFilter(self.request.GET or None, queryset=ClusterYear.objects.none())
        return super().get_context_data(
            place=place, clusters=cluster_filter.kept(found), filter=cluster_filter, columns=CLUSTER_COLUMNS, **kwargs
        )


class BoardMixin:
    """Pages below one ClusterYear that the actor may see; else 404."""

    queryset = ClusterYear.objects.for_list()


class BoardView(BoardMixin, ScopedPageView):
    policy = staticmethod(policies.can_watch)
    template_name = "dashboard/board_detail.html"

    def get_context_data(self, **kwargs):
        actor, now = self.request.actor, self.request.received_at
        rows = board_rows(self.object, actor, now)
        board_filter = BoardFilter(self.request.GET or None, queryset=Member.objects.none())
        return super().get_context_data(
            summary=board_summary(rows),
            illustrative=any(row.standing and row.standing.sheet.criteria_set.illustrative for row in rows),
            rows=present_rows(board_filter.kept(rows), self.object, actor),
            may_act=policies.can_act_on_board(actor, self.object),
            directory=directory(rows, officers([row.member.unit_id for row in rows], actor.on)),
            filter=board_filter,
            columns=BOARD_COLUMNS,
            **kwargs,
        )


class ReminderView(BoardMixin, ScopedPageView):
    """Nhắc đơn vị: a text ready for e-mail, Zalo or an official letter, naming only those that are late."""

    policy = staticmethod(policies.can_act_on_board)
    template_name = "dashboard/board_reminder.html"

    def get_context_data(self, **kwargs):
        actor, now = self.request.actor, self.request.received_at
        everyone = self.request.GET.get("all") == "1"
        rows = board_rows(self.object, actor, now)
        late = [row for row in rows if row.is_overdue]
        named = [row for row in rows if row.is_missing] if everyone else late
        people = officers([row.member.unit_id for row in named], actor.on)
        with kept_language():  # it leaves the portal
            text = reminder(
                self.object,
                named,
                rows,
                now=now,
                address=self.request.build_absolute_uri("/"),
                contacts=contacts({self.object.cluster.organiser_id}, actor.on),
            )
            mail_url = mail_address(self.object, people, text)
        missing_count = sum(row.is_missing for row in rows)
        return super().get_context_data(
            text=text,
            line_count=text.count("\n") + 2,
            mail_url=mail_url,
            recipients=[(row, people.get(row.member.unit_id, [])) for row in named],
            columns=RECIPIENT_COLUMNS,
            missing_count=missing_count,
            tabs=[
                Tab(_("Chỉ đơn vị quá hạn"), "?", active=not everyone, count=len(late)),
                Tab(_("Mọi đơn vị chưa gửi"), "?all=1", active=everyone, count=missing_count),
            ],
            **kwargs,
        )


class ExtensionView(BoardMixin, TransitionView):
    """Gia hạn for one unit of the board; the page of the ClusterYear gives the scope, the obligation is changed."""

    form_class = ExtensionForm
    operation = staticmethod(extend)
    template_name = "obligations/obligation_extend.html"
    success_message = _("Đã gia hạn.")

    def get_object(self):
        self.cluster_year = super().get_object()
        require(policies.can_act_on_board(self.request.actor, self.cluster_year))
        if not self.cluster_year.members.filter(unit_id=self.kwargs["unit_id"]).exists():
            raise Http404
        return get_object_or_404(
            Obligation.objects.select_related("duty__year", "unit"),
            duty__year_id=self.cluster_year.year_id,
            duty__code=DUTY,
            unit_id=self.kwargs["unit_id"],
        )

    def policy(self, actor, obligation):
        return can_extend(actor, obligation, cluster_year_ids=[self.cluster_year.pk])

    def call(self, form):
        data = form.cleaned_data
        return extend(
            obligation_id=self.object.pk,
            until=data["until"],
            asked_by=data["asked_by"],
            asked_how=data["asked_how"],
            reason=data["reason"],
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            cluster_year=self.cluster_year,
            earlier_facts=extension_facts(self.object.extensions.order_by("-created_at", "-pk")),
            **kwargs,
        )

    def get_success_url(self):
        return reverse("dashboard:board-detail", args=[self.cluster_year.pk])
