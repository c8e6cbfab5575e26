"""Tính thử bộ tiêu chí mới trên dữ liệu năm trước: asking, progress, the kept result. Office and auditor only."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _
from django.views import View

from apps.core.components import Column, Crumb
from apps.core.form_pages import FormPageMixin
from apps.core.lists import XLSX
from apps.core.views import ScopedObjectMixin, ScopedPageView, TransitionView
from apps.periods.models import EmulationYear
from apps.ranking import policies
from apps.ranking.domain import dry_runs
from apps.ranking.dry_run_exports import tried_lines, workbook
from apps.ranking.dry_run_forms import DryRunForm
from apps.ranking.models import DryRun
from apps.scoring.domain.set_comparison import compare
from apps.scoring.domain.set_rows import stored_rules
from apps.scoring.models import CriteriaSet
from apps.units.models import organised_for


class OfSetMixin(ScopedObjectMixin):
    """Finds the set among those of the organisers that the actor serves or audits, drafts too."""

    queryset = CriteriaSet.objects.select_related("year__organiser")

    def get_queryset(self):
        if self.request.actor.is_system:
            return self.queryset.all()
        return self.queryset.filter(organised_for(self.request.actor, "year__organiser"))


class DryRunSetView(OfSetMixin, ScopedPageView):
    """The dry runs of one set so far, and the way to the next."""

    template_name = "ranking/dry_run_set.html"
    columns = (Column(_("Yêu cầu lúc")), Column(_("Dữ liệu của năm"), numeric=True), Column(_("Kết quả")))

    def get_context_data(self, **kwargs):
        runs = list(DryRun.objects.visible_to(self.request.actor).filter(criteria_set=self.object).for_list()[:MOST])
        may_try = bool(policies.can_try_draft(self.request.actor, self.object))
        return super().get_context_data(criteria_set=self.object, runs=runs, may_try=may_try, **kwargs)


MOST = 50  # runs of one set on its page, newest first


class DryRunAskView(FormPageMixin, OfSetMixin, TransitionView):
    """Which year, which codes changed. What looks like a renamed criterion is filled in."""

    policy = staticmethod(policies.can_try_draft)
    form_class = DryRunForm
    heading = _("Tính thử bộ tiêu chí mới trên dữ liệu năm trước")
    lead = _("Không lưu, không ảnh hưởng kết quả.")
    submit_label = _("Tính thử")

    def get_kicker(self):
        return self.object.title

    def crumbs(self):
        return [
            Crumb(now_in_words("Kết quả xếp hạng"), reverse("ranking:run-list")),
            Crumb(now_in_words("Tính thử bộ tiêu chí"), reverse("ranking:dry-run-set", args=[self.object.pk])),
        ]

    def years(self) -> list[EmulationYear]:
        """Earlier years of the organiser, the last one first."""
        own = self.object.year
        years = EmulationYear.objects.filter(organiser_id=own.organiser_id, year__lt=own.year)
        return list(years.order_by("-year"))

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"years": self.years()}

    def get_initial(self):
        years = self.years()
        return {"mapping": "\n".join(self.renamed(years[0]))} if years else {}

    def renamed(self, year: EmulationYear) -> list[str]:
        """Criteria of the same words under another code in the set that most units of that year were scored by."""
        old_id = dry_runs.set_of_most(self.object, year)
        if old_id is None:
            return []
        pairs = [(line.before, line.after) for line in compare(stored_rules(old_id), stored_rules(self.object.pk))]
        kept = [(old.code, new.code) for old, new in pairs if old is not None and new is not None]
        leaves = set(self.object.criteria.filter(is_leaf=True).values_list("code", flat=True))
        return [f"{new} = {old}" for old, new in kept if new != old and new in leaves]

    def call(self, form):
        return dry_runs.request_dry_run(
            criteria_set_id=self.object.pk,
            source_year_id=int(form.cleaned_data["source_year"]),
            mapping=form.cleaned_data["mapping"],
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def get_success_url(self):
        made = getattr(self, "result", None)
        return made.get_absolute_url() if made else reverse("ranking:dry-run-set", args=[self.object.pk])


class DryRunView(ScopedPageView):
    """Progress while the job runs, then the kept result."""

    queryset = DryRun.objects.for_list()
    template_name = "ranking/dry_run.html"
    columns = (
        Column(_("Đơn vị"), width="wide"),
        Column(_("Hạng năm trước"), numeric=True),
        Column(_("Hạng tính thử"), numeric=True),
        Column(_("Thay đổi")),
        Column(_("Điểm năm trước"), numeric=True),
        Column(_("Điểm tính thử"), numeric=True),
    )
    class_columns = (Column(_("Xếp loại năm trước")), Column(_("Xếp loại tính thử")))

    def get_context_data(self, **kwargs):
        job = None if self.object.computed_at else dry_runs.job_of(self.object)
        return super().get_context_data(
            lines=tried_lines(self.object),
            columns_with_classes=self.columns + self.class_columns,
            job=job,
            may_cancel=job is not None and job.is_live and job.requested_by_id == self.request.actor.user_id,
            is_changed=self.object.content_hash != self.object.criteria_set.content_hash,
            may_try=bool(policies.can_try_draft(self.request.actor, self.object.criteria_set)),
            **kwargs,
        )


class DryRunProgressView(DryRunView):
    """The fragment that the page asks for while the job runs."""

    template_name = "ranking/_dry_run_progress.html"


class DryRunWorkbookView(ScopedObjectMixin, View):
    """The kept result as XLSX."""

    queryset = DryRun.objects.for_list()

    def get(self, request, *args, **kwargs):
        if not self.object.computed_at:
            raise Http404
        response = HttpResponse(workbook(self.object), content_type=XLSX)
        response["Content-Disposition"] = f'attachment; filename="tinh-thu-{self.object.pk}.xlsx"'
        return response
