"""Jobs on screen: one's own list, one job with its progress, stopping it."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django_filters.views import FilterView

from apps.core.components import Column, Fact
from apps.core.errors import DomainError
from apps.core.lists import ExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.templatetags.formats import vi_datetime
from apps.core.views import ScopedObjectMixin, ScopedPageView
from apps.jobs import policies, queue
from apps.jobs.filters import JobFilter
from apps.jobs.models import Job


class JobListView(LoginRequiredMixin, ExportMixin, FilterView):
    """What the person asked for, newest first."""

    filterset_class = JobFilter
    template_name = "jobs/job_list.html"
    paginate_by = 25
    columns = [
        Column(gettext_lazy("Việc")),
        Column(gettext_lazy("Trạng thái")),
        Column(gettext_lazy("Yêu cầu lúc"), sort="asked"),
        Column(gettext_lazy("Kết thúc lúc"), sort="ended"),
        Column(gettext_lazy("Kết quả")),
    ]
    export_title = gettext_lazy("Việc chạy nền")
    export_file = "viec-chay-nen"
    export_columns = (
        SheetColumn("label", gettext_lazy("Việc"), width=50),
        SheetColumn("state", gettext_lazy("Trạng thái"), width=18),
        SheetColumn("error", gettext_lazy("Lỗi"), width=40),
        SheetColumn("asked", gettext_lazy("Yêu cầu lúc"), "datetime"),
        SheetColumn("ended", gettext_lazy("Kết thúc lúc"), "datetime"),
    )

    def get_queryset(self):
        return Job.objects.visible_to(self.request.actor).order_by("-created_at", "-pk")

    def export_row(self, row: Job):
        return (row.label, row.get_state_display(), row.error, row.created_at, row.finished_at)


class JobDetailView(ScopedPageView):
    """One job: how far it is, what it ended with. Without JavaScript the page loads itself again."""

    queryset = Job.objects
    template_name = "jobs/job_detail.html"

    def get_context_data(self, **kwargs):
        job = self.object
        facts = [Fact(_("Yêu cầu lúc"), vi_datetime(job.created_at))]
        if job.started_at:
            facts.append(Fact(_("Bắt đầu lúc"), vi_datetime(job.started_at)))
        if job.finished_at:
            facts.append(Fact(_("Kết thúc lúc"), vi_datetime(job.finished_at)))
        return super().get_context_data(job=job, facts=facts, **kwargs)


class JobProgressView(ScopedPageView):
    """The fragment that the page asks for every two seconds; an ended job answers without a trigger."""

    queryset = Job.objects
    template_name = "jobs/_job_progress.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(job=self.object, **kwargs)


class JobCancelView(ScopedObjectMixin, View):
    """Stopping a job. Sent twice, it stops once: asking again changes nothing."""

    queryset = Job.objects
    policy = staticmethod(policies.can_cancel)
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        try:
            queue.cancel(job_id=self.object.pk, actor=request.actor, now=request.received_at)
        except DomainError as error:
            messages.warning(request, str(error.message))
        else:
            messages.success(request, _("Đã yêu cầu dừng."))
        return HttpResponseRedirect(self.object.get_absolute_url())
