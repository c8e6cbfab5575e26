"""Phân công kiểm tra: who checks which groups of criteria, how far each one is, the reviewer's own sheets."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import ListView

from apps.clusters.models import ClusterYear
from apps.core.components import Column, Crumb
from apps.core.errors import StaleVersion
from apps.core.form_pages import FormPageMixin
from apps.core.lists import ExportMixin, in_chunks
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import ScopedPageView, TransitionView
from apps.core.whole_numbers import numbers_in
from apps.documents.forms import NothingForm
from apps.scoring import review_policies, review_queries
from apps.scoring.assignment_forms import AddReviewerForm, AssignmentForm, ReviewSettingForm
from apps.scoring.domain import assignments, review_settings
from apps.scoring.domain.tables import load_table
from apps.scoring.enums import StepRole
from apps.scoring.models import ReviewStep, ScoreSheet
from apps.scoring.review_progress import as_given, my_sheets, progress_of, waiting_for
from apps.units.models import Person, Unit

ADDED = {"unit": "u", "person": "p"}  # names in the address of the columns added so far


class ReviewersView(ScopedPageView):
    """Each step with its reviewers, what is missing, how far each one is."""

    queryset = ClusterYear.objects.for_list()
    policy = staticmethod(review_policies.can_oversee)
    template_name = "scoring/reviewers.html"

    def get_context_data(self, **kwargs):
        actor = self.request.actor
        return super().get_context_data(
            steps=progress_of(self.object),
            setting=review_settings.setting_of(self.object.pk),
            may_assign=bool(review_policies.can_assign(actor, self.object)),
            may_set=bool(review_policies.can_set(actor, self.object)),
            **kwargs,
        )


class OfClusterStep:
    """Finds the step in the address among those of the ClusterYear's sheets."""

    queryset = ClusterYear.objects.for_list()
    policy = staticmethod(review_policies.can_assign)
    id_argument = "cluster_year_id"

    def get_object(self):
        cluster_year = super().get_object()
        sets = ScoreSheet.objects.filter(cluster_year=cluster_year).order_by().values("criteria_set_id")
        steps = ReviewStep.objects.filter(pk=self.kwargs["step"], criteria_set_id__in=sets)
        self.step = steps.exclude(role=StepRole.OUTSIDE).select_related("criteria_set").first()
        if self.step is None:
            raise Http404
        return cluster_year

    def table_url(self) -> str:
        return reverse("scoring:assignments", args=[self.object.pk, self.step.pk])


class AssignmentsView(OfClusterStep, TransitionView):
    """The table of groups and reviewers, saved whole; columns are added through the address."""

    template_name = "scoring/assignments.html"
    form_class = AssignmentForm

    def stored(self):
        if not hasattr(self, "_stored"):
            self._stored = assignments.assignments_of(self.object.pk, self.step.pk)
        return self._stored

    def adding(self) -> AddReviewerForm:
        given = self.request.GET if {"unit", "person"} & self.request.GET.keys() else None
        return AddReviewerForm(given)

    def columns(self, added: AddReviewerForm) -> dict:
        """(kind, id) → name: those stored, then those added in the address."""
        given = as_given(self.stored(), self.step.order)
        found = {each.key: each.name for each in given}
        query = self.request.GET
        for unit in Unit.objects.filter(pk__in=numbers_in(query, "u")):
            found.setdefault(("unit", unit.pk), unit.name)
        for person in Person.objects.filter(pk__in=numbers_in(query, "p"), user__isnull=False):
            found.setdefault(("person", person.pk), person.label)
        if added.is_bound and added.is_valid():
            for kind in ADDED:
                if one := added.cleaned_data[kind]:
                    found.setdefault((kind, one.pk), one.name if kind == "unit" else one.label)
        return found

    def get_form_kwargs(self):
        self.added = self.adding()
        self.reviewers = self.columns(self.added)
        return {
            "data": self.request.POST if self.request.method == "POST" else None,
            "table": load_table(self.step.criteria_set_id),
            "given": as_given(self.stored(), self.step.order),
            "reviewers": self.reviewers,
            "seen": assignments.seen_mark(self.stored()),
        }

    def get_context_data(self, **kwargs):
        kwargs.setdefault("form", self.get_form())
        address = QueryDict(mutable=True)
        for kind, pk in self.reviewers:
            address.appendlist(ADDED[kind], str(pk))
        return super().get_context_data(
            step=self.step,
            added=self.added,
            kept=[(name, value) for name, values in address.lists() for value in values],
            address=f"{self.request.path}?{address.urlencode()}" if address else self.request.path,
            cancel_url=self.get_success_url(),
            **kwargs,
        )

    def call(self, form):
        return assignments.save_assignments(
            cluster_year_id=self.object.pk,
            step_id=self.step.pk,
            wanted=form.wanted(),
            seen=form.cleaned_data["seen"],
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def show_refusal(self, form, error):
        """What was ticked stays; saving again is based on what is stored now."""
        if isinstance(error, assignments.AssignmentsChanged):
            del self._stored
            form.data = form.data.copy()
            form.data["seen"] = assignments.seen_mark(self.stored())
        return super().show_refusal(form, error)

    def get_success_url(self):
        return reverse("scoring:reviewers", args=[self.object.pk])

    @property
    def success_message(self):
        return _("Đã lưu phân công.") if self.result else _("Phân công không thay đổi.")


class _TakeOverView(OfClusterStep, FormPageMixin, TransitionView):
    """A confirm page that fills the table from elsewhere."""

    form_class = NothingForm
    submit_label = gettext_lazy("Lấy sang")

    def get_kicker(self):
        return f"{self.object} · {self.step.name}"

    def crumbs(self):
        return [Crumb(_("Phân công kiểm tra"), reverse("scoring:reviewers", args=[self.object.pk]))]

    def operation_arguments(self, form):
        return {"step_id": self.step.pk}

    def get_success_url(self):
        return self.table_url()

    @property
    def success_message(self):
        n = self.result
        return ngettext("Đã lấy sang %(n)d phân công.", "Đã lấy sang %(n)d phân công.", n) % {"n": n}


class AssignmentsCopyView(_TakeOverView):
    """Lấy từ năm trước."""

    operation = staticmethod(assignments.copy_last_year)
    heading = gettext_lazy("Lấy phân công từ năm trước?")
    lead = gettext_lazy("Tiêu chí được nhận ra theo mã. Phân công đã có của năm nay được giữ nguyên.")


class AssignmentsFromSetView(_TakeOverView):
    """Lấy theo bảng tiêu chí."""

    operation = staticmethod(assignments.take_from_set)
    heading = gettext_lazy("Lấy phân công theo “Đơn vị chấm điểm theo lĩnh vực” của bảng tiêu chí?")
    lead = gettext_lazy("Tên đơn vị trong bảng được đối chiếu với danh mục đơn vị. Phân công đã có được giữ nguyên.")


class MyReviewsView(LoginRequiredMixin, ExportMixin, ListView):
    """Sheets of which the person, or the unit they work for, checks some criteria."""

    template_name = "scoring/my_reviews.html"
    paginate_by = 50
    columns = [
        Column(gettext_lazy("Đơn vị được kiểm tra")),
        Column(gettext_lazy("Cụm, Khu vực")),
        Column(gettext_lazy("Bước")),
        Column(gettext_lazy("Đã kiểm tra"), width="medium"),
    ]
    export_title = gettext_lazy("Các bảng được phân công kiểm tra")
    export_file = "phan-cong-kiem-tra"
    export_columns = (
        SheetColumn("unit", gettext_lazy("Đơn vị được kiểm tra"), width=44),
        SheetColumn("cluster", gettext_lazy("Cụm, Khu vực"), width=40),
        SheetColumn("step", gettext_lazy("Bước"), width=24),
        SheetColumn("checked", gettext_lazy("Đã kiểm tra"), "integer"),
        SheetColumn("lines", gettext_lazy("Số dòng"), "integer"),
    )

    def export_rows(self):
        for sheets in in_chunks(super().export_rows()):
            yield from my_sheets(sheets, self.request.actor)

    def export_row(self, row):
        return (row.sheet.unit_name, str(row.sheet.cluster_year), row.step, row.checked, row.lines)

    def get_queryset(self):
        actor = self.request.actor
        mine = review_queries.for_review(actor, sheets=waiting_for(actor))
        return mine.order_by("-cluster_year__year__year", "cluster_year_id", "order", "pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = my_sheets(context["page_obj"].object_list, self.request.actor)
        return context | {"rows": rows, "columns": self.columns}


class ReviewSettingView(FormPageMixin, TransitionView):
    """Cài đặt kiểm tra điểm."""

    queryset = ClusterYear.objects.for_list()
    policy = staticmethod(review_policies.can_set)
    operation = staticmethod(review_settings.save_setting)
    id_argument = "cluster_year_id"
    form_class = ReviewSettingForm
    heading = gettext_lazy("Cài đặt kiểm tra điểm")
    submit_label = gettext_lazy("Lưu")
    success_message = gettext_lazy("Đã lưu cài đặt kiểm tra điểm.")
    success_url_name = "scoring:reviewers"

    def get_kicker(self):
        return str(self.object)

    def get_initial(self):
        setting = review_settings.setting_of(self.object.pk)
        names = ("points_shown", "remarks_until", "answer_days", "version")
        return {name: getattr(setting, name) for name in names}

    def crumbs(self):
        return [Crumb(_("Phân công kiểm tra"), reverse("scoring:reviewers", args=[self.object.pk]))]

    def show_refusal(self, form, error):
        """Who saves second reads why, keeps what was typed, and may save it over the other's."""
        if isinstance(error, StaleVersion):
            form.data = form.data.copy()
            form.data["version"] = review_settings.setting_of(self.object.pk).version
        return super().show_refusal(form, error)
