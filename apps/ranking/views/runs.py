"""One result: its table and chart, why a unit stands where it stands, publishing."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core import tokens
from apps.core.views import ScopedPageView, TransitionView
from apps.ranking import policies, presentation
from apps.ranking.domain import explaining, publishing, requesting
from apps.ranking.exports import part_heads
from apps.ranking.forms import PublishForm
from apps.ranking.models import RankingEntry, RankingRun
from apps.scoring.models import ScoreSheet


class RunDetailView(ScopedPageView):
    """Kết quả xếp hạng (screen 9)."""

    queryset = RankingRun.objects.for_list().with_result()
    template_name = "ranking/run_detail.html"

    def get_context_data(self, **kwargs):
        run, actor = self.object, self.request.actor
        entries = list(run.entries.select_related("unit"))
        heads = part_heads(entries)
        by_percent = any(entry.percent is not None for entry in entries)
        may_work = bool(policies.can_see_working(actor, run.cluster_year))
        is_current = run.is_provisional or run.is_published
        return super().get_context_data(
            run=run,
            columns=presentation.columns(heads, by_percent=by_percent),
            rows=presentation.rows(entries, heads),
            by_percent=by_percent,
            chart=presentation.chart(entries),
            entries=entries,
            facts=presentation.facts(run),
            chart_svg=presentation.chart_svg(entries),
            own_units=actor.unit_ids("officer", "leader"),
            may_work=may_work,
            is_current=is_current,
            is_outdated=may_work and is_current and requesting.is_outdated(run),
            can_publish=run.is_provisional and bool(policies.can_publish(actor, run)),
            can_compute=bool(policies.can_compute(actor, run.cluster_year)),
            form_token=tokens.new_token(),
            **kwargs,
        )


class EntryExplainView(ScopedPageView):
    """“Vì sao hạng này?”: the sum again from the stored lines; single lines for those who may see the sheet."""

    queryset = RankingRun.objects.for_list().with_result()
    template_name = "ranking/entry_explain.html"

    def get_context_data(self, **kwargs):
        entries = RankingEntry.objects.filter(run=self.object).select_related("sheet_version__sheet", "unit")
        entry = get_object_or_404(entries, pk=self.kwargs["entry_pk"])
        entry.run = self.object
        sheet = entry.sheet_version.sheet if entry.sheet_version else None
        visible = sheet is not None and ScoreSheet.objects.visible_to(self.request.actor).filter(pk=sheet.pk).exists()
        return super().get_context_data(
            run=self.object,
            entry=entry,
            explanation=explaining.explain(entry),
            sheet=sheet if visible else None,
            shows_lines=visible,
            sheet_hash=presentation.grouped(entry.sheet_version.sha256) if entry.sheet_version else "",
            **kwargs,
        )


class RunPublishView(TransitionView):
    """“Công bố”, with the reason where an earlier published result is replaced."""

    queryset = RankingRun.objects.for_list().with_result()
    policy = staticmethod(policies.can_publish)
    operation = staticmethod(publishing.publish)
    id_argument = "run_id"
    form_class = PublishForm
    template_name = "ranking/run_publish.html"
    success_message = gettext_lazy("Đã công bố kết quả xếp hạng.")
    success_url_name = "ranking:run-detail"
    success_url = None

    def get_form_kwargs(self):
        self.replaced = publishing.published(self.object)
        return super().get_form_kwargs() | {"replaces": self.replaced is not None}

    def get_context_data(self, **kwargs):
        consequences = [
            _("Mọi đơn vị thành viên xem được kết quả của cả cụm."),
            _("Kết quả đã công bố chỉ thay được bằng một kết quả mới, có lý do."),
        ]
        return super().get_context_data(
            question=_("Công bố kết quả xếp hạng %(cluster)s?") % {"cluster": self.object.cluster_year},
            consequences=consequences,
            replaced=getattr(self, "replaced", None),
            confirm_label=_("Công bố"),
            cancel_url=self.object.get_absolute_url(),
            **kwargs,
        )
