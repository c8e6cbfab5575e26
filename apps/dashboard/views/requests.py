"""Yêu cầu mở lại, gia hạn: the unit asks, whoever may extend grants or refuses."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django_filters.views import FilterView

from apps.core.components import Column, Crumb
from apps.core.dates import format_date, format_datetime, local
from apps.core.form_pages import FormPageMixin
from apps.core.lists import ExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.verdict import refused
from apps.core.views import TransitionView
from apps.dashboard.papers.kinds import Paper, kind_of
from apps.dashboard.papers.reopening import grant_request, name_of, requested_paper
from apps.dashboard.queries.requests import answerable, cluster_year_ids_of, requests_of
from apps.dashboard.request_filters import TimeRequestFilter
from apps.obligations import policies
from apps.obligations.domain.requesting import ask_for_time, refuse_time
from apps.obligations.forms import RefusalForm, TimeRequestForm, UntilForm
from apps.obligations.models import Obligation, TimeRequest
from apps.periods.due_dates import AsksAboutDaysOff, SetsDueDates


def list_crumb() -> Crumb:
    return Crumb(now("Yêu cầu mở lại, gia hạn"), reverse("dashboard:request-list"))


class RequestListView(LoginRequiredMixin, ExportMixin, FilterView):
    """Requests of the own unit, or of those whose dates the person may move; the waiting ones have buttons."""

    template_name = "dashboard/request_list.html"
    filterset_class = TimeRequestFilter
    paginate_by = 50
    export_title = _("Yêu cầu mở lại, gia hạn")
    export_file = "yeu-cau-mo-lai-gia-han"
    columns = (
        Column(_("Đơn vị"), sort="unit", width="wide"),
        Column(_("Việc")),
        Column(_("Đề nghị")),
        Column(_("Đến"), sort="until"),
        Column(_("Lý do"), width="wide"),
        Column(_("Trạng thái"), sort="state"),
    )
    export_columns = (
        SheetColumn("year", _("Năm"), "year"),
        SheetColumn("unit", _("Đơn vị"), width=42),
        SheetColumn("duty", _("Việc"), width=36),
        SheetColumn("kind", _("Đề nghị")),
        SheetColumn("until", _("Đến"), "datetime"),
        SheetColumn("reason", _("Lý do"), width=44),
        SheetColumn("asked_by", _("Người đề nghị"), width=28),
        SheetColumn("at", _("Đề nghị lúc"), "datetime"),
        SheetColumn("state", _("Trạng thái")),
        SheetColumn("answer", _("Trả lời"), width=44),
    )

    def get_queryset(self):
        return requests_of(self.request.actor).with_standing().for_list().order_by("-created_at", "-pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        shown = [each.pk for each in context["page_obj"]]
        mine = set(answerable(self.request.actor).filter(pk__in=shown).order_by().values_list("pk", flat=True))
        for each in context["page_obj"]:
            each.may_answer = each.pk in mine
        return context

    def export_row(self, row):
        obligation = row.obligation
        return [
            obligation.duty.year.year,
            obligation.unit.name,
            obligation.duty.label,
            row.get_kind_display(),
            row.until,
            row.reason,
            row.asked_by,
            row.created_at,
            row.get_standing_display(),
            row.answer,
        ]


class RequestMakeView(SetsDueDates, FormPageMixin, TransitionView):
    """A unit asks for more time for what it owes, or to have back what it sent."""

    form_class = TimeRequestForm
    due_fields = ("until_on",)
    queryset = Obligation.objects.for_list()
    operation = staticmethod(ask_for_time)
    id_argument = "obligation_id"
    success_message = _("Đã gửi đề nghị.")
    submit_label = _("Gửi đề nghị")
    success_url = reverse_lazy("dashboard:request-list")

    def get_object(self):
        found = super().get_object()
        over = found.waived_at or found.closed_unsent_at  # the form is read and says so
        if not over and found.may_be_asked is None:
            raise Http404
        return found

    def policy(self, actor, obligation):
        return policies.can_ask_for_time(actor, obligation)

    def get_heading(self):
        return now("Đề nghị mở lại") if self.object.fulfilled_at else now("Đề nghị gia hạn")

    def get_kicker(self):
        return f"{self.object.duty.label} · {self.object.unit.name}"

    def get_consequences(self):
        if self.object.fulfilled_at:
            return [now("Khi được chấp thuận, đơn vị sửa và gửi lại trước giờ ấy; quá giờ, bản đã gửi giữ nguyên.")]
        due = now("Hạn nộp của đơn vị: %(day)s.") % {"day": format_date(self.object.last_day)}
        return [due, now("Trong khi chờ trả lời, hạn nộp giữ nguyên.")]

    def crumbs(self):
        return [Crumb(self.object.duty.label, self.object.duty.get_absolute_url())]

    def operation_arguments(self, form):
        return {name: form.cleaned_data[name] for name in ("until", "reason")}


class AnswerMixin(FormPageMixin):
    """A request that the person sees and may answer."""

    def get_queryset(self):
        return requests_of(self.request.actor).for_list()

    def policy(self, actor, found):
        owed = found.obligation
        return policies.can_answer(actor, owed, found.kind, cluster_year_ids=cluster_year_ids_of(owed))

    def get_kicker(self):
        return f"{self.object.obligation.unit.name} · {self.object.obligation.duty.label}"

    def get_lead(self):
        shown = {"who": self.object.asked_by, "until": format_datetime(self.object.until), "why": self.object.reason}
        return now("%(who)s đề nghị đến %(until)s. Lý do: %(why)s") % shown

    def crumbs(self):
        return [list_crumb()]

    def get_success_url(self):
        return reverse("dashboard:request-list") + f"?state={TimeRequest.State.WAITING}"


class RequestGrantView(AsksAboutDaysOff, AnswerMixin, TransitionView):
    """Gia hạn, or Mở lại by the function of the app that owns the paper, until an hour that the answerer sets."""

    template_name = "dashboard/request_grant.html"
    form_class = UntilForm
    operation = staticmethod(grant_request)
    id_argument = "request_id"
    due_fields = ("until_on",)
    success_message = _("Đã chấp thuận đề nghị.")

    def policy(self, actor, found):
        verdict = super().policy(actor, found)
        if not verdict or found.kind == TimeRequest.Kind.EXTENSION:
            return verdict
        if (paper := self.paper(found)) is None:
            return refused(_("Không có giấy tờ nào để mở lại."))
        return kind_of(found.obligation.duty.code).can_reopen(actor, paper)

    def get_heading(self):
        return now("Gia hạn") if self.object.kind == TimeRequest.Kind.EXTENSION else now("Mở lại cho đơn vị sửa")

    @property
    def submit_label(self):
        return now("Chấp thuận")

    def get_consequences(self):
        refuse = now("Không chấp thuận: dùng “Không chấp thuận” ở danh sách, nêu lý do.")
        return [now("Đơn vị được báo ngay; cán bộ kiểm tra, giám sát xem được."), refuse]

    def get_initial(self):
        until = local(self.object.until)
        return {"until_on": until.date(), "until_time": until.time()}

    def paper(self, found: TimeRequest) -> Paper | None:
        return requested_paper(found, actor=self.request.actor, now=self.request.received_at)

    def operation_arguments(self, form):
        return {"until": form.cleaned_data["until"], "shown": self.request.POST.get("paper", "")}

    def get_context_data(self, **kwargs):
        paper = self.paper(self.object)
        return super().get_context_data(paper=paper, paper_name=name_of(paper) if paper else "", **kwargs)


class RequestRefuseView(AnswerMixin, TransitionView):
    """Không chấp thuận, with the reason that the unit reads."""

    form_class = RefusalForm
    heading = _("Không chấp thuận đề nghị")
    submit_label = _("Không chấp thuận")
    success_message = _("Đã trả lời đơn vị.")
    operation = staticmethod(refuse_time)
    id_argument = "request_id"
