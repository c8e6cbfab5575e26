"""Gói tệp and Báo cáo theo lịch."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.generic import ListView

from apps.core import tokens
from apps.core.components import Column, Crumb
from apps.core.dates import format_date
from apps.core.form_pages import FormPageMixin
from apps.core.lists import ExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import MakeView, TransitionView
from apps.reports import registry, schedule_policies
from apps.reports.batch_forms import BatchForm, ScheduleForm
from apps.reports.domain import batches, schedule_runs, schedules
from apps.reports.models import ReportSchedule


def root_crumb() -> Crumb:
    return Crumb(_("Báo cáo"), reverse("reports:report-list"))


class ActorFormMixin(FormPageMixin):
    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "actor": self.request.actor}


class BatchView(ActorFormMixin, MakeView):
    """Many reports at once as a zip file; a job makes it."""

    form_class = BatchForm
    heading = lazy("Kết xuất nhiều báo cáo")
    lead = lazy("Mỗi giấy tờ một tệp có mã tra cứu riêng, gom vào một tệp nén; theo dõi tiến độ và hủy được.")
    submit_label = lazy("Kết xuất")

    def get_initial(self):
        chosen = {name: self.request.GET.get(name) for name in ("cluster_year", "year")}
        asked = self.request.GET
        format_ = asked.get("format") if asked.get("format") in registry.FORMAT_LABELS else registry.PDF
        chosen |= {"format": format_, "names": asked.getlist("names")}
        return {name: value for name, value in chosen.items() if value}

    def crumbs(self):
        return [root_crumb()]

    def make(self, form) -> str:
        token = tokens.parse(self.request.POST.get("form_token"))
        job = batches.request_batch(
            names=form.cleaned_data["names"],
            format_=form.cleaned_data["format"],
            params=form.params,
            actor=self.request.actor,
            now=self.request.received_at,
            asked=token.hex if token else "",
        )
        return job.get_absolute_url()

    def get_success_url(self):
        return reverse("reports:batch")


class ScheduleListView(LoginRequiredMixin, ExportMixin, ListView):
    """What one has made every month, and what one gets."""

    template_name = "reports/schedule_list.html"
    paginate_by = 50
    columns = (
        Column(lazy("Báo cáo")),
        Column(lazy("Ngày trong tháng"), numeric=True),
        Column(lazy("Người nhận")),
        Column(lazy("Tình trạng")),
        Column(lazy("Thao tác")),
    )
    export_title = lazy("Báo cáo theo lịch")
    export_file = "bao-cao-theo-lich"
    export_columns = (
        SheetColumn("report", lazy("Báo cáo"), width=44),
        SheetColumn("format", lazy("Định dạng"), width=12),
        SheetColumn("cluster", lazy("Cụm thi đua"), width=40),
        SheetColumn("day", lazy("Ngày trong tháng"), "integer"),
        SheetColumn("made_by", lazy("Người lập"), width=30),
        SheetColumn("recipients", lazy("Người nhận"), width=60),
        SheetColumn("state", lazy("Tình trạng"), width=16),
        SheetColumn("last", lazy("Kết xuất gần nhất"), "datetime"),
    )

    def export_row(self, row):
        state = _("Đã dừng") if row.stopped_at else _("Tạm dừng") if row.paused_at else _("Đang chạy")
        return [
            str(registry.find(row.report).title),
            row.format.upper(),
            row.cluster_year.name if row.cluster_year else _("Cả năm đang chạy"),
            row.day,
            row.made_by.label,
            "; ".join(user.label for user in row.recipients.all()),
            state,
            row.last_made_at,
        ]

    def get_queryset(self):
        found = ReportSchedule.objects.visible_to(self.request.actor).select_related("cluster_year", "organiser")
        return found.select_related("made_by").prefetch_related("recipients").order_by("stopped_at", "-pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        actor = self.request.actor
        now = self.request.received_at
        rows = [
            (each, registry.find(each.report), each.next_on(now), steps_of(each, actor)) for each in context["page_obj"]
        ]
        return context | {"rows": rows, "may_make": bool(schedule_policies.can_schedule(actor))}


def steps_of(schedule: ReportSchedule, actor) -> list[tuple[str, str]]:
    """What the actor may do with it: end of the address's name, words."""
    found, may_run = [], schedule_policies.can_run(actor, schedule)
    if schedule.stopped_at is None and schedule_policies.can_stop(actor, schedule):
        if may_run:
            found.append(("run", _("Kết xuất ngay")))
        if schedule.paused_at is None:
            found.append(("pause", _("Tạm dừng")))
        elif may_run:
            found.append(("resume", _("Chạy tiếp")))
        found.append(("stop", _("Dừng")))
    if schedule.stopped_at is None and schedule_policies.can_leave(actor, schedule):
        found.append(("leave", _("Thôi nhận")))
    return found


def schedule_crumbs() -> list[Crumb]:
    return [root_crumb(), Crumb(_("Báo cáo theo lịch"), reverse("reports:schedule-list"))]


class ScheduleMakeView(ActorFormMixin, MakeView):
    policy = schedule_policies.can_schedule
    form_class = ScheduleForm
    heading = lazy("Lập báo cáo theo lịch")
    submit_label = lazy("Lập lịch")
    success_message = lazy("Đã lập lịch. Người nhận được báo kèm liên kết khi có tệp.")
    initial = {"format": registry.PDF}

    def crumbs(self):
        return schedule_crumbs()

    def get_success_url(self):
        return reverse("reports:schedule-list")

    def make(self, form) -> str:
        data = form.cleaned_data
        schedules.make_schedule(
            report=data["report"],
            format_=data["format"],
            cluster_year_id=data["cluster_year"].pk if data["cluster_year"] else None,
            day=data["day"],
            recipient_ids=data["recipients"],
            actor=self.request.actor,
            now=self.request.received_at,
        )
        return self.get_success_url()


class ScheduleChangeView(FormPageMixin, TransitionView):
    """A step about one schedule."""

    queryset = ReportSchedule.objects.running().select_related("cluster_year")
    id_argument = "schedule_id"
    form_class = Form

    def crumbs(self):
        return schedule_crumbs()

    def get_kicker(self):
        whose = f" – {self.object.cluster_year.name}" if self.object.cluster_year_id else ""
        return f"{registry.find(self.object.report).title} ({self.object.format.upper()}){whose}"

    def get_success_url(self):
        return reverse("reports:schedule-list")


class ScheduleRunView(ScheduleChangeView):
    """The files of all recipients once more, now."""

    policy = staticmethod(schedule_policies.can_run)
    heading = lazy("Kết xuất ngay")
    submit_label = lazy("Kết xuất ngay")
    consequences = (
        lazy("Mỗi người nhận được báo một liên kết tới tệp của mình, như lần kết xuất hằng tháng."),
        lazy("Lần kết xuất hằng tháng không thay đổi."),
    )

    def get_consequences(self):
        names = "; ".join(user.label for user in self.object.recipients.order_by("pk"))
        return [*super().get_consequences(), _("Người nhận: %(names)s.") % {"names": names or "–"}]

    def call(self, form):
        token = tokens.parse(self.request.POST.get("form_token"))
        asked = token.hex if token else tokens.new_token()
        made, skipped = schedule_runs.run_now(
            schedule_id=self.object.pk, asked=asked, actor=self.request.actor, now=self.request.received_at
        )
        self.success_message = _("Đã yêu cầu %(n)s tệp.") % {"n": made}
        if skipped:
            told = {"names": "; ".join(skipped)}
            nothing = _("Không lập cho người không có số liệu hoặc không còn quyền xem: %(names)s.") % told
            self.success_message = f"{self.success_message} {nothing}"
        return made


class SchedulePauseView(ScheduleChangeView):
    policy = staticmethod(schedule_policies.can_stop)
    operation = staticmethod(schedules.pause_schedule)
    heading = lazy("Tạm dừng báo cáo theo lịch")
    submit_label = lazy("Tạm dừng")
    success_message = lazy("Đã tạm dừng.")
    consequences = (lazy("Không kết xuất cho tới khi chạy tiếp; tháng đã qua trong lúc tạm dừng không kết xuất bù."),)


class ScheduleResumeView(ScheduleChangeView):
    policy = staticmethod(schedule_policies.can_run)
    operation = staticmethod(schedules.resume_schedule)
    heading = lazy("Chạy tiếp báo cáo theo lịch")
    submit_label = lazy("Chạy tiếp")

    def call(self, form):
        found = super().call(form)
        day = format_date(found.next_on(self.request.received_at))
        self.success_message = _("Đã chạy tiếp; lần kết xuất tới: %(day)s.") % {"day": day}
        return found


class ScheduleStopView(ScheduleChangeView):
    policy = staticmethod(schedule_policies.can_stop)
    operation = staticmethod(schedules.stop_schedule)
    heading = lazy("Dừng báo cáo theo lịch")
    submit_label = lazy("Dừng")
    success_message = lazy("Đã dừng.")
    consequences = (lazy("Từ nay không kết xuất nữa; các tệp đã có vẫn còn."),)


class ScheduleLeaveView(ScheduleChangeView):
    policy = staticmethod(schedule_policies.can_leave)
    operation = staticmethod(schedules.leave_schedule)
    heading = lazy("Thôi nhận báo cáo theo lịch")
    submit_label = lazy("Thôi nhận")
    success_message = lazy("Bạn không còn nhận báo cáo này.")
