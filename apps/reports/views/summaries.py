"""Báo cáo tổng kết: list, begin, read, write, hand over to the meeting."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django_filters.views import FilterView

from apps.conferences.enums import OVER, ConferenceKind
from apps.conferences.models import Conference
from apps.conferences.policies import prepared_by
from apps.core.autosaving import DraftAutosaveMixin
from apps.core.components import Column, Crumb
from apps.core.form_pages import FormPageMixin
from apps.core.lists import ExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import MakeView, ScopedPageView, SecondWriterMixin, TransitionView
from apps.core.whole_numbers import number_in
from apps.pledges.comparing import SAME, compare
from apps.reports import summary_policies as policies
from apps.reports.domain import summaries
from apps.reports.enums import Part
from apps.reports.models import SummaryReport
from apps.reports.summary.content import offered
from apps.reports.summary.reading import content_kept, content_now, facts_now
from apps.reports.summary_filters import SummaryFilter
from apps.reports.summary_forms import BeginForm, FinishForm, HandOverForm, SummaryForm


def list_crumbs() -> list[Crumb]:
    return [
        Crumb(_("Báo cáo"), reverse("reports:report-list")),
        Crumb(_("Báo cáo tổng kết"), reverse("reports:summary-list")),
    ]


class SummaryListView(LoginRequiredMixin, ExportMixin, FilterView):
    """The reports that the actor reads, newest year first."""

    filterset_class = SummaryFilter
    template_name = "reports/summary_list.html"
    paginate_by = 25
    columns = (
        Column(lazy("Báo cáo"), sort="name"),
        Column(lazy("Năm"), sort="year", numeric=True),
        Column(lazy("Tình trạng")),
        Column(lazy("Lưu lần cuối"), sort="saved"),
    )
    export_title = lazy("Báo cáo tổng kết")
    export_file = "bao-cao-tong-ket"
    export_columns = (
        SheetColumn("name", lazy("Báo cáo"), width=44),
        SheetColumn("year", lazy("Năm"), "year"),
        SheetColumn("state", lazy("Tình trạng"), width=16),
        SheetColumn("number", lazy("Bản số"), "integer"),
        SheetColumn("data_at", lazy("Số liệu lúc"), "datetime"),
        SheetColumn("saved", lazy("Lưu lần cuối"), "datetime"),
        SheetColumn("saved_by", lazy("Người lưu"), width=30),
    )

    def export_row(self, row: SummaryReport):
        name = row.cluster_year.name if row.cluster_year else row.year.organiser.name
        last = row.last_version
        state = _("Chính thức") if last and last.is_official else _("Dự thảo")
        version = (last.number, last.data_at) if last else (None, None)
        return (name, row.year.year, state, *version, row.saved_at, row.saved_by_label)

    def get_queryset(self):
        found = SummaryReport.objects.visible_to(self.request.actor).for_list()
        return found.prefetch_related("versions__paper_version").order_by("-year__year", "pk")

    def get_context_data(self, **kwargs):
        return super().get_context_data(may_begin=bool(policies.can_begin_any(self.request.actor)), **kwargs)


class SummaryBeginView(FormPageMixin, MakeView):
    """Lập báo cáo tổng kết; one that stands already is opened."""

    policy = policies.can_begin_any
    form_class = BeginForm
    heading = lazy("Lập báo cáo tổng kết")
    lead = lazy("Hệ thống điền sẵn từ số liệu của năm: chỉ những câu đúng, kèm danh sách số liệu còn thiếu.")
    submit_label = lazy("Lập báo cáo")

    def crumbs(self):
        return list_crumbs()

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "actor": self.request.actor}

    def get_initial(self):
        return {"cluster_year": number_in(self.request.GET, "cluster_year")}

    def get_success_url(self):
        return reverse("reports:summary-list")

    def make(self, form) -> str:
        cluster_year, year = form.cleaned_data["cluster_year"], form.cleaned_data.get("year")
        found = summaries.begin_summary(
            cluster_year_id=cluster_year.pk if cluster_year else None,
            year_id=year.pk if year else None,
            actor=self.request.actor,
            now=self.request.received_at,
        )
        return found.get_absolute_url()


class SummaryMixin:
    """One report among those that the actor reads."""

    queryset = SummaryReport.objects.for_list()
    id_argument = "summary_id"
    success_url_name = "reports:summary-detail"

    def crumbs(self):
        return [*list_crumbs(), Crumb(str(self.object), self.object.get_absolute_url())]

    def get_kicker(self):
        return str(self.object)


class SummaryDetailView(SummaryMixin, ScopedPageView):
    """The report as it reads now, or as a version of it was handed over, with the differences between the two."""

    template_name = "reports/summary_detail.html"
    columns = (Column(lazy("Thay đổi"), width="narrow"), Column(lazy("Bản trước")), Column(lazy("Bản sau")))

    def get_context_data(self, **kwargs):
        report, actor = self.object, self.request.actor
        versions = list(report.versions.select_related("paper_version__paper__conference").order_by("number"))
        asked = self.request.GET.get("version")
        shown = next((each for each in versions if str(each.number) == asked), None)
        content = content_kept(shown) if shown else content_now(report, self.request.received_at)
        earlier = versions[-1] if versions and shown is None else None
        may_write = bool(policies.can_write(actor, report))
        lines = compare(earlier.content["text"].splitlines(), content.as_text.splitlines()) if earlier else []
        return super().get_context_data(
            content=content,
            versions=versions,
            shown=shown,
            earlier=earlier,
            lines=lines if any(line.kind != SAME for line in lines) else [],
            may_write=may_write,
            meetings=list(meetings(actor, report)) if may_write else [],
            may_finish=report.cluster_year_id is None and bool(policies.can_finish(actor, report)),
            crumbs=list_crumbs(),
            **kwargs,
        )


def meetings(actor, report: SummaryReport):
    """Meetings that close this year, are not over and that the actor prepares."""
    if report.cluster_year_id is None:
        return Conference.objects.none()
    closing = Conference.objects.filter(kind=ConferenceKind.CLOSING, cluster_year=report.cluster_year_id)
    return closing.filter(prepared_by(actor)).exclude(state__in=OVER).order_by("-held_on", "pk")


class SummaryEditView(DraftAutosaveMixin, SecondWriterMixin, SummaryMixin, FormPageMixin, TransitionView):
    """Soạn: sentences that are true now to tick, text of each part, kept while it is typed."""

    policy = staticmethod(policies.can_write)
    form_class = SummaryForm
    template_name = "reports/summary_edit.html"
    heading = lazy("Soạn báo cáo tổng kết")
    submit_label = lazy("Lưu")
    success_message = lazy("Đã lưu báo cáo.")

    @cached_property
    def facts(self):
        return facts_now(self.object, self.request.received_at)

    @cached_property
    def offered(self):
        return offered(self.facts)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "offered": self.offered}

    def get_initial(self):
        shown = ",".join(each.code for found in self.offered.values() for each in found)
        return {"version": self.object.version, "shown": shown, **self.stored()}

    def stored(self):
        texts = {f"text_{part.value}": self.object.texts.get(part.value, "") for part in Part}
        left = set(self.object.omitted)
        return texts | {
            f"said_{part.value}": [each.code for each in self.offered[part] if each.code not in left] for part in Part
        }

    def call(self, form):
        return summaries.save_summary(
            summary_id=self.object.pk,
            texts=form.texts,
            omitted=form.omitted(self.object.omitted),
            version=form.cleaned_data["version"],
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def autosaved_fields(self, form):
        return {"version": self.result.version}

    def form_invalid(self, form):
        form.show_again(self.object.omitted)
        return super().form_invalid(form)

    def get_context_data(self, **kwargs):
        return super().get_context_data(draft_autosave=not self.stale, **kwargs)


class ReadFirstMixin:
    """Steps that freeze what the person has read: the page shows it once more."""

    template_name = "reports/summary_hand_over.html"

    @cached_property
    def content(self):
        return content_now(self.object, self.request.received_at)

    def get_initial(self):
        if self.request.method == "POST":  # what was read is in the form: nothing is read anew before it is checked
            return {}
        return {"seen": summaries.what_is_read(self.content), "version": self.object.version}

    def show_refusal(self, form, error):
        """What changed meanwhile is read now."""
        self.object.refresh_from_db()
        self.__dict__.pop("content", None)
        form.data = form.data.copy()
        form.data["seen"] = summaries.what_is_read(self.content)
        form.data["version"] = self.object.version
        return super().show_refusal(form, error)

    def get_context_data(self, **kwargs):
        return super().get_context_data(content=self.content, **kwargs)


class SummaryHandOverView(ReadFirstMixin, SummaryMixin, FormPageMixin, TransitionView):
    """Chuyển vào tài liệu hội nghị."""

    policy = staticmethod(policies.can_write)
    form_class = HandOverForm
    heading = lazy("Chuyển vào tài liệu hội nghị")
    submit_label = lazy("Chuyển vào tài liệu hội nghị")
    success_message = lazy("Đã chuyển. Bản dự thảo nằm trong tài liệu hội nghị; chủ trì chốt bản chính thức tại đó.")
    consequences = (
        lazy("Bản đọc dưới đây được giữ nguyên với số liệu lúc này, thành dự thảo trong tài liệu hội nghị."),
        lazy("Người trình bày đọc được dự thảo; các đơn vị đọc được khi chủ trì chốt bản chính thức."),
    )

    def get_form_kwargs(self):
        found = meetings(self.request.actor, self.object)
        edited = any(summaries.is_edited(self.object, each.pk) for each in found)
        return {**super().get_form_kwargs(), "conferences": found, "edited": edited}

    def operation_arguments(self, form):
        data = form.cleaned_data
        told = {"seen": data["seen"], "version": data["version"], "replace": data.get("replace", False)}
        return {"conference_id": data["conference"].pk, **told}

    operation = staticmethod(summaries.hand_over_summary)


class SummaryFinishView(ReadFirstMixin, SummaryMixin, FormPageMixin, TransitionView):
    """Chốt bản chính thức of an organiser's own report; that of a cluster becomes official at its meeting."""

    queryset = SummaryReport.objects.for_list().filter(cluster_year=None)
    policy = staticmethod(policies.can_finish)
    operation = staticmethod(summaries.finish_summary)
    form_class = FinishForm
    heading = lazy("Chốt báo cáo tổng kết")
    submit_label = lazy("Chốt bản chính thức")
    success_message = lazy("Đã chốt bản chính thức với số liệu lúc này.")
    consequences = (lazy("Bản đọc dưới đây được giữ nguyên với số liệu lúc này; sửa tiếp thì chốt bản mới."),)
