"""Rankings by cluster and year: the list, the page of one ClusterYear with its computing, in place."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Prefetch, Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters.views import FilterView

from apps.clusters.enums import Line
from apps.clusters.models import ClusterYear
from apps.clusters.ordering import by_line
from apps.core import tokens
from apps.core.components import Column
from apps.core.lists import ExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import ScopedPageView, TransitionView
from apps.jobs.models import Job
from apps.periods.enums import YearState
from apps.periods.models import EmulationYear
from apps.ranking import policies
from apps.ranking.domain import requesting
from apps.ranking.filters import ClusterYearFilter
from apps.ranking.forms import ComputeForm
from apps.ranking.models import RankingRun
from apps.ranking.presentation import LinePanel
from apps.ranking.queries import lines_of, standings
from apps.scoring.review_policies import can_oversee
from apps.units.enums import Role


class RankingListView(LoginRequiredMixin, ExportMixin, FilterView):
    """ClusterYears with the results that the actor may see."""

    filterset_class = ClusterYearFilter
    template_name = "ranking/run_list.html"
    paginate_by = 25
    columns = [
        Column(gettext_lazy("Năm thi đua"), sort="year"),
        Column(gettext_lazy("Cụm, Khu vực"), sort="name"),
        Column(gettext_lazy("Kết quả")),
        Column(gettext_lazy("Tính lúc")),
        Column(gettext_lazy("Công bố lúc")),
    ]
    export_title = gettext_lazy("Kết quả xếp hạng theo cụm và năm")
    export_file = "ket-qua-xep-hang"
    export_columns = (
        SheetColumn("year", gettext_lazy("Năm thi đua"), "year"),
        SheetColumn("cluster", gettext_lazy("Cụm, Khu vực"), width=44),
        SheetColumn("line", gettext_lazy("Khối"), width=24),
        SheetColumn("state", gettext_lazy("Kết quả"), width=20),
        SheetColumn("computed", gettext_lazy("Tính lúc"), "datetime"),
        SheetColumn("published", gettext_lazy("Công bố lúc"), "datetime"),
    )

    def get_queryset(self):
        actor = self.request.actor
        seen = RankingRun.objects.visible_to(actor).in_force().order_by(by_line(), "-pk")
        own = ClusterYear.objects.visible_to(actor).order_by().values("pk")
        return (
            ClusterYear.objects.filter(Q(pk__in=own) | Q(pk__in=seen.order_by().values("cluster_year_id")))
            .for_list()
            .prefetch_related(Prefetch("ranking_runs", seen, to_attr="seen_runs"))
            .order_by("-year__year", "name", "pk")
        )

    def export_rows(self):
        """One row for each result, one for a ClusterYear without any."""
        for cluster_year in super().export_rows():
            shown = (cluster_year.year.year, cluster_year.name)
            for run in cluster_year.seen_runs:
                line = run.line_label if run.line else ""
                yield (*shown, line, run.get_state_display(), run.computed_at, run.published_at)
            if not cluster_year.seen_runs:
                yield (*shown, "", _("Chưa có kết quả"), None, None)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        for cluster_year in context["page_obj"]:
            cluster_year.is_open = bool(policies.can_see_working(self.request.actor, cluster_year))
        own = self.request.actor.unit_ids(Role.STANDING_OFFICE)
        years = EmulationYear.objects.filter(organiser__in=own).exclude(state=YearState.CLOSED)
        years = list(years.select_related("organiser").order_by("-year", "pk"))
        newest = years[0].year if years else None
        context["newest_years"] = [year for year in years if year.year == newest]
        context["other_years"] = [year for year in years if year.year != newest]
        return context


class ClusterYearView(ScopedPageView):
    """How far the sheets are, the computing under way, the results so far; each line by itself."""

    queryset = ClusterYear.objects.for_list()
    policy = staticmethod(policies.can_see_working)
    template_name = "ranking/cluster_year.html"

    def get_context_data(self, **kwargs):
        actor = self.request.actor
        panels = line_panels(self.object, actor)
        return super().get_context_data(
            panels=panels,
            can_close=policies.is_organiser(actor, self.object),
            sees_fairness=bool(policies.sees_fairness(actor, self.object)),
            sees_times=bool(policies.sees_lateness(actor, self.object)),
            may_arrange=bool(policies.can_exclude(actor, self.object)),
            can_compute=policies.can_compute(self.request.actor, self.object),
            oversees=bool(can_oversee(self.request.actor, self.object)),
            form_token=tokens.new_token(),
            is_computing=any(panel.is_computing for panel in panels),
            **kwargs,
        )


class ProgressView(ScopedPageView):
    """The fragment of one line that the page asks for while its job runs."""

    queryset = ClusterYear.objects.for_list()
    policy = staticmethod(policies.can_see_working)
    template_name = "ranking/_progress.html"

    def get_context_data(self, **kwargs):
        line = self.request.GET.get("line", "")
        panel = next((each for each in line_panels(self.object, self.request.actor) if each.line == line), None)
        if panel is None:
            raise Http404
        return super().get_context_data(panel=panel, **kwargs)


class ComputeView(TransitionView):
    """“Tính xếp hạng”: asks for the run and its job, and goes back to the page that shows the progress."""

    queryset = ClusterYear.objects.for_list()
    policy = staticmethod(policies.can_compute)
    operation = staticmethod(requesting.request_ranking)
    id_argument = "cluster_year_id"
    form_class = ComputeForm
    template_name = "ranking/run_compute.html"

    def get_initial(self):
        return {"line": self.request.GET.get("line", "")}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            question=_("Tính xếp hạng %(cluster)s?") % {"cluster": self.object},
            lead=_("Hệ thống khóa các bảng điểm đã chốt trong lúc tính và cộng lại từ các dòng điểm đã lưu."),
            confirm_label=_("Tính xếp hạng"),
            cancel_url=reverse("ranking:cluster-year", args=[self.object.pk]),
            **kwargs,
        )

    def call(self, form):
        asked = super().call(form)
        if asked.job is None:
            messages.info(self.request, _("Số liệu không đổi từ lần tính trước, kết quả giữ nguyên."))
        return asked

    def get_success_url(self):
        asked = getattr(self, "result", None)
        if asked is not None and asked.job is None:
            return asked.run.get_absolute_url()
        return reverse("ranking:cluster-year", args=[self.object.pk])


def line_panels(cluster_year: ClusterYear, actor) -> list[LinePanel]:
    """One panel per line; the number of queries does not depend on how many there are."""
    lines = lines_of(cluster_year.pk) or [""]
    found = standings((cluster_year.pk, line) for line in lines)
    runs = list(RankingRun.objects.visible_to(actor).filter(cluster_year=cluster_year).for_list().order_by("-pk"))
    keys = {requesting.job_key(run): run.line for run in runs if run in _waiting(runs)}
    jobs = {keys[job.key]: job for job in Job.objects.filter(key__in=keys).select_related("requested_by")}
    return [
        LinePanel(
            line=line,
            label=Line(line).label if line else "",
            standing=found[cluster_year.pk, line],
            job=jobs.get(line),
            may_cancel=jobs[line].requested_by_id == actor.user_id if line in jobs else False,
            runs=[run for run in runs if run.line == line and run not in _waiting(runs)],
        )
        for line in lines
    ]


def _waiting(runs: list[RankingRun]) -> list[RankingRun]:
    return [run for run in runs if run.computed_at is None]
