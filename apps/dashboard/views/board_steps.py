"""One step from the board for one unit: Gia hạn, Mở lại; the page of the ClusterYear gives the scope."""

from django.forms import Form
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.core.components import Fact
from apps.core.dates import format_datetime, local
from apps.core.views import ScopedPageView, TransitionView, require
from apps.dashboard import policies
from apps.dashboard.boards import ShownLine, with_actions
from apps.dashboard.papers.kinds import Key, Paper, kind_of
from apps.dashboard.papers.reopening import name_of, paper_of, reopen_paper
from apps.dashboard.queries.board import board_of
from apps.dashboard.views.boards import BoardMixin
from apps.obligations.domain.extensions import extend
from apps.obligations.domain.taking_in import give_back, receive
from apps.obligations.domain.waiving import unwaive, waive
from apps.obligations.duty_forms import ReceivedForm
from apps.obligations.enums import comes_by_itself
from apps.obligations.forms import ExtensionForm, ReopeningForm, WaivingForm
from apps.obligations.models import Obligation
from apps.obligations.policies import can_extend, can_receive, can_waive
from apps.obligations.queries import exceptions_of
from apps.periods.due_dates import AsksAboutDaysOff
from apps.units.queries import officers


class BoardUnitView(BoardMixin, ScopedPageView):
    """One unit of the board: each of its duties with buttons, its officers, and every exception made for it."""

    policy = staticmethod(policies.can_watch)
    template_name = "dashboard/board_unit.html"

    def get_context_data(self, **kwargs):
        actor, now = self.request.actor, self.request.received_at
        board = board_of(self.object, actor, now)
        row = next((row for row in board.rows if row.member.unit_id == self.kwargs["unit_id"]), None)
        if row is None:
            raise Http404
        may_act = bool(policies.can_act_on_board(actor, self.object))
        owed = [line.obligation for line in row.lines if line.obligation]
        return super().get_context_data(
            row=row,
            lines=[ShownLine(line, with_actions(line, self.object, actor, may_act=may_act)) for line in row.lines],
            may_act=may_act,
            may_waive=bool(owed and can_waive(actor, owed[0], year=self.object.year)),
            people=officers([row.member.unit_id], actor.on).get(row.member.unit_id, []),
            exceptions=exceptions_of(owed),
            **kwargs,
        )


class StepMixin(BoardMixin):
    """A step on the obligation of one unit and duty of the board."""

    step_label = ""

    def get_object(self):
        self.cluster_year = super().get_object()
        require(policies.can_act_on_board(self.request.actor, self.cluster_year))
        if not self.cluster_year.members.filter(unit_id=self.kwargs["unit_id"]).exists():
            raise Http404
        return get_object_or_404(
            Obligation.objects.select_related("duty__year", "unit"),
            duty__year_id=self.cluster_year.year_id,
            duty__code=self.kwargs["code"],
            unit_id=self.kwargs["unit_id"],
        )

    @property
    def key(self) -> Key:
        return Key(self.cluster_year.year_id, self.kwargs["code"], self.kwargs["unit_id"])

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            cluster_year=self.cluster_year, back_url=self.get_success_url(), step_label=self.step_label, **kwargs
        )

    def get_success_url(self):
        return reverse("dashboard:board-unit", args=[self.cluster_year.pk, self.kwargs["unit_id"]])


class ExtensionView(AsksAboutDaysOff, StepMixin, TransitionView):
    """Gia hạn for one unit."""

    form_class = ExtensionForm
    due_fields = ("until_on",)
    template_name = "obligations/obligation_extend.html"
    step_label = _("Gia hạn")
    success_message = _("Đã gia hạn.")

    def policy(self, actor, obligation):
        return can_extend(actor, obligation, cluster_year_ids=[self.cluster_year.pk])

    def call(self, form):
        who = {"actor": self.request.actor, "now": self.request.received_at}
        return extend(obligation_id=self.object.pk, **form.asked, **who)

    def get_context_data(self, **kwargs):
        earlier = [
            Fact(
                _("Đến %(time)s") % {"time": format_datetime(extension.until)},
                f"{extension.asked_by} ({extension.get_asked_how_display()})",
                extension.reason,
            )
            for extension in self.object.extensions.order_by("-created_at", "-pk")
        ]
        return super().get_context_data(earlier_facts=earlier, **kwargs)


class ReopeningView(AsksAboutDaysOff, StepMixin, TransitionView):
    """Mở lại cho đơn vị sửa, by the function of the app that owns the paper; closed again by itself at the hour."""

    form_class = ReopeningForm
    due_fields = ("until_on",)
    template_name = "obligations/obligation_reopen.html"
    step_label = _("Mở lại cho đơn vị sửa")
    success_message = _("Đã mở lại cho đơn vị sửa.")

    def paper(self) -> Paper:
        who = {"actor": self.request.actor, "now": self.request.received_at}
        found = paper_of(self.key, cluster_year=self.cluster_year, **who)
        if found is None:
            raise Http404
        return found

    def policy(self, actor, _obligation):
        return kind_of(self.kwargs["code"]).can_reopen(actor, self.paper())

    def get_object(self):
        found = super().get_object()
        self.paper()
        return found

    def call(self, form):
        who = {"actor": self.request.actor, "now": self.request.received_at}
        return reopen_paper(self.paper(), shown=self.request.POST.get("paper", ""), **form.asked, **who)

    def get_context_data(self, **kwargs):
        paper = self.paper()
        return super().get_context_data(paper=paper, paper_name=name_of(paper), **kwargs)


class ByHandMixin(StepMixin):
    """Of duties that no app fulfils; the others have no such page."""

    id_argument = "obligation_id"

    def get_object(self):
        found = super().get_object()
        if comes_by_itself(found.duty.code):
            raise Http404
        return found

    def policy(self, actor, obligation):
        return can_receive(actor, obligation, cluster_year_ids=[self.cluster_year.pk])


class ReceivingView(ByHandMixin, TransitionView):
    """Đã nhận: the day on which the paper of the unit came."""

    form_class = ReceivedForm
    template_name = "obligations/obligation_receive.html"
    step_label = _("Ghi đã nhận")
    success_message = _("Đã ghi.")
    operation = staticmethod(receive)

    def get_initial(self):
        return {"received_on": local(self.request.received_at).date()}


class GivingBackView(ByHandMixin, TransitionView):
    """Chưa nhận after all."""

    http_method_names = ("post",)
    form_class = Form
    success_message = _("Đã ghi.")
    operation = staticmethod(give_back)


class WaivingView(StepMixin, TransitionView):
    """Miễn: the unit need not do it this year."""

    form_class = WaivingForm
    template_name = "obligations/obligation_waive.html"
    step_label = _("Miễn")
    success_message = _("Đã miễn cho đơn vị.")
    operation = staticmethod(waive)
    id_argument = "obligation_id"

    def policy(self, actor, obligation):
        return can_waive(actor, obligation)


class UnwaivingView(StepMixin, TransitionView):
    """Thôi miễn."""

    http_method_names = ("post",)
    form_class = Form
    success_message = _("Đơn vị lại phải làm việc này.")
    operation = staticmethod(unwaive)
    id_argument = "obligation_id"

    def policy(self, actor, obligation):
        return can_waive(actor, obligation)
