"""Toàn ngành, the board of a cluster (screen 7), and what is done from it: Nhắc đơn vị, Gia hạn."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.forms import Form
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
    in_one_line,
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
from apps.obligations.domain.reminding import NobodyToRemind, remind
from apps.obligations.forms import ExtensionForm
from apps.obligations.models import Duty, Obligation
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


class ReminderView(BoardMixin, TransitionView):
    """Nhắc đơn vị: sent to the officers of the late units, and as a text ready for Zalo or an official letter."""

    policy = staticmethod(policies.can_act_on_board)
    form_class = Form
    template_name = "dashboard/board_reminder.html"

    @property
    def everyone(self) -> bool:
        """Every unit that has not sent, late or not."""
        return self.request.GET.get("all") == "1"

    def call(self, form):
        actor, now = self.request.actor, self.request.received_at
        members = Member.objects.filter(cluster_year=self.object).values_list("unit_id", flat=True)
        duty = Duty.objects.filter(year_id=self.object.year_id, code=DUTY).first()
        if duty is None:
            raise NobodyToRemind
        told = remind(
            duty_id=duty.pk,
            unit_ids=members,
            late_only=not self.everyone,
            help_from=in_one_line(contacts({self.object.cluster.organiser_id}, actor.on)),
            actor=actor,
            now=now,
        )
        words = _("Đã gửi nhắc tới %(people)s cán bộ của %(units)s đơn vị.")
        self.success_message = words % {"people": told.people, "units": told.units}
        return told

    def get_success_url(self):
        address = reverse("dashboard:board-reminder", args=[self.object.pk])
        return f"{address}?all=1" if self.everyone else address

    def get_context_data(self, **kwargs):
        actor, now = self.request.actor, self.request.received_at
        rows = board_rows(self.object, actor, now)
        late = [row for row in rows if row.is_overdue]
        named = [row for row in rows if row.is_missing] if self.everyone else late
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
            people_count=len({person.pk for group in people.values() for person in group} - {actor.user_id}),
            columns=RECIPIENT_COLUMNS,
            missing_count=missing_count,
            tabs=[
                Tab(_("Chỉ đơn vị quá hạn"), "?", active=not self.everyone, count=len(late)),
                Tab(_("Mọi đơn vị chưa gửi"), "?all=1", active=self.everyone, count=missing_count),
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
