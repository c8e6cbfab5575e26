"""Mẫu báo cáo: the list with how far each is, one template, its making and issuing."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters.views import FilterView

from apps.core.components import Column, Crumb
from apps.core.dates import later_by
from apps.core.form_pages import FormPageMixin
from apps.core.lists import ExportMixin, in_chunks
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import MakeView, ScopedPageView, SecondWriterMixin, TransitionView, require
from apps.core.whole_numbers import number_in
from apps.documents.forms import NothingForm
from apps.periodic_reports import aggregation_queries, policies, queries
from apps.periodic_reports.domain import templates as domain
from apps.periodic_reports.enums import TemplateState
from apps.periodic_reports.filters import TemplateFilter
from apps.periodic_reports.models import ReportTemplate
from apps.periodic_reports.reading import by_section
from apps.periodic_reports.shipped import find_shipped, shipped_data, shipped_templates
from apps.periodic_reports.template_forms import DueForm, NewTemplateForm, TemplateForm
from apps.periodic_reports.views.base import TemplateMixin, template_list_crumb
from apps.periods.due_dates import SetsDueDates
from apps.periods.enums import YearState
from apps.periods.models import EmulationYear
from apps.units.enums import Role, UnitKind

COLUMNS = [
    Column(gettext_lazy("Mẫu báo cáo"), width="wide"),
    Column(gettext_lazy("Năm")),
    Column(gettext_lazy("Loại báo cáo")),
    Column(gettext_lazy("Hạn nộp")),
    Column(gettext_lazy("Đã gửi")),
    Column(gettext_lazy("Trạng thái")),
]


class TemplateListView(LoginRequiredMixin, ExportMixin, FilterView):
    """Templates that the actor sees, newest year first, each with "Đã gửi x/y"."""

    filterset_class = TemplateFilter
    template_name = "periodic_reports/template_list.html"
    paginate_by = 50
    export_title = gettext_lazy("Mẫu báo cáo")
    export_file = "mau-bao-cao"
    export_columns = (
        SheetColumn("label", gettext_lazy("Mẫu báo cáo"), width=50),
        SheetColumn("year", gettext_lazy("Năm"), "year"),
        SheetColumn("organiser", gettext_lazy("Cơ quan ban hành"), width=36),
        SheetColumn("kind", gettext_lazy("Loại báo cáo"), width=24),
        SheetColumn("due", gettext_lazy("Hạn nộp"), "date"),
        SheetColumn("sent", gettext_lazy("Đã gửi"), "integer"),
        SheetColumn("asked", gettext_lazy("Số đơn vị phải nộp"), "integer"),
        SheetColumn("state", gettext_lazy("Trạng thái"), width=18),
    )

    def get_queryset(self):
        return ReportTemplate.objects.visible_to(self.request.actor).for_list().newest_first()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = self.with_counts(list(context["page_obj"].object_list))
        return context | {
            "columns": COLUMNS,
            "rows": rows,
            "may_create": bool(policies.can_create(self.request.actor)),
        }

    def with_counts(self, found: list[ReportTemplate]) -> list[tuple]:
        """Each template with how many were asked and have sent; None where the actor may not know."""
        actor = self.request.actor
        headed = actor.cluster_year_ids(*policies.READING)
        organised = [each.pk for each in found if policies.sees_everything(actor, each)]
        counts = aggregation_queries.counts_of(organised)
        rest = [each.pk for each in found if each.pk not in set(organised)]
        if headed and rest:
            counts |= aggregation_queries.counts_of(rest, headed)
        return [(each, counts.get(each.pk)) for each in found]

    def export_rows(self):
        for found in in_chunks(super().export_rows()):
            for each, counts in self.with_counts(found):
                known = counts if each.state == TemplateState.ISSUED else None
                sent, asked = (known["sent"], known["asked"]) if known else (None, None)
                year, kind = each.year, each.get_kind_display()
                yield (
                    each.label, year.year, year.organiser.name, kind, each.due_on, sent, asked, each.get_state_display()
                )  # fmt: skip


class TemplateDetailView(TemplateMixin, ScopedPageView):
    """What the report asks for, from whom, until when."""

    template_name = "periodic_reports/template_detail.html"

    def get_context_data(self, **kwargs):
        template, actor = self.template, self.request.actor
        items = list(template.items.order_by("position", "pk"))
        keeps = bool(policies.can_keep(actor, template))
        draft = template.state == TemplateState.DRAFT
        return super().get_context_data(
            template=template,
            sections=by_section(items, lambda item: item.section),
            items=items,
            kinds=[UnitKind(kind).label for kind in template.kinds],
            keeps=keeps,
            draft=draft,
            asked=len(queries.audience_of(template)) if draft and keeps else template.reports.count(),
            may_total=not draft and bool(policies.can_total(actor, template)),
            own_report=template.reports.filter(unit_id__in=actor.unit_ids("officer", "leader")).first(),
            crumbs=[template_list_crumb(), Crumb(str(template))],
            **kwargs,
        )


def years_of(actor):
    """Years not closed yet of the organisers whose standing office the actor is."""
    years = EmulationYear.objects.exclude(state=YearState.CLOSED).select_related("organiser")
    return years.filter(organiser_id__in=actor.unit_ids(Role.STANDING_OFFICE)).order_by("-year", "organiser")


class TemplateCreateView(SetsDueDates, FormPageMixin, MakeView):
    """A new template: empty, from last year's (``copy``) or from a shipped one (``shipped``)."""

    form_class = NewTemplateForm
    template_name = "periodic_reports/template_create.html"
    heading = gettext_lazy("Lập mẫu báo cáo")
    submit_label = gettext_lazy("Lập mẫu")

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            require(policies.can_create(request.actor))
            if not years_of(request.actor).exists():
                raise domain.NothingToIssue(_("Chưa có năm thi đua nào đang mở. Mở năm thi đua trước."))
        return super().dispatch(request, *args, **kwargs)

    def crumbs(self):
        return [template_list_crumb()]

    @property
    def copied(self) -> ReportTemplate | None:
        pk = number_in(self.request.GET, "copy")
        if pk is None:
            return None
        return get_object_or_404(ReportTemplate.objects.visible_to(self.request.actor).for_list(), pk=pk)

    @property
    def shipped(self):
        return find_shipped(self.request.GET.get("shipped", ""))

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"years": years_of(self.request.actor)}

    def get_initial(self):
        year = years_of(self.request.actor).first()
        initial = {"year": year}
        if copied := self.copied:
            ahead = year.year - copied.year.year
            names = ("code", "label", "kind", "kinds", "source", "illustrative")
            days = ("starts_on", "ends_on", "due_on", "internal_due_on")
            initial |= {name: getattr(copied, name) for name in names}
            initial |= {name: later_by(getattr(copied, name), ahead) for name in days}
        elif shipped := self.shipped:
            data = shipped_data(shipped, year.year)
            initial |= data.columns()
        return initial

    def get_context_data(self, **kwargs):
        recent = ReportTemplate.objects.visible_to(self.request.actor).for_list().newest_first()
        return super().get_context_data(
            copied=self.copied,
            chosen=self.shipped,
            recent=[each for each in recent[:20] if policies.can_keep(self.request.actor, each)],
            shipped=shipped_templates(),
            **kwargs,
        )

    def make(self, form) -> str:
        year, data = form.cleaned_data["year"], form.to_data()
        if self.copied is None and self.shipped is not None:
            items = shipped_data(self.shipped, year.year).items
            data = domain.TemplateData(**data.columns(), items=items)
        made = domain.create_template(
            year_id=year.pk,
            data=data,
            copy_of=self.copied.pk if self.copied else None,
            actor=self.request.actor,
            now=self.request.received_at,
        )
        return made.get_absolute_url()


class KeepingPage(TemplateMixin, FormPageMixin, TransitionView):
    """A form about a template that its organiser keeps."""

    policy = staticmethod(policies.can_keep)
    id_argument = "template_id"
    success_url_name = "periodic_reports:template-detail"

    def get_kicker(self):
        return str(self.template)


class TemplateEditView(SetsDueDates, SecondWriterMixin, KeepingPage):
    """Change a draft."""

    operation = staticmethod(domain.change_template)
    form_class = TemplateForm
    heading = gettext_lazy("Sửa mẫu báo cáo")
    submit_label = gettext_lazy("Lưu")
    success_message = gettext_lazy("Đã lưu mẫu báo cáo.")

    def get_initial(self):
        names = domain.TemplateData.__dataclass_fields__.keys() - {"items"}
        return {name: getattr(self.template, name) for name in names} | {"version": self.template.version}

    def operation_arguments(self, form):
        return {"data": form.to_data(), "expected_version": form.cleaned_data["version"] or 0}


class TemplateIssueView(KeepingPage):
    """Ban hành, giao đơn vị."""

    operation = staticmethod(domain.issue_template)
    form_class = NothingForm
    heading = gettext_lazy("Ban hành mẫu, giao đơn vị báo cáo")
    submit_label = gettext_lazy("Ban hành")
    success_message = gettext_lazy("Đã ban hành. Các đơn vị thấy báo cáo ở “Việc cần làm”.")

    def get_consequences(self):
        asked = len(queries.audience_of(self.template))
        return [
            _("%(n)d đơn vị phải báo cáo, hạn nộp %(due)s.") % {"n": asked, "due": f"{self.template.due_on:%d/%m/%Y}"},
            _("Các dòng của mẫu không sửa được nữa."),
        ]


class TemplateDueView(SetsDueDates, KeepingPage):
    """Đổi hạn nộp for all; units that have come meanwhile are asked too."""

    operation = staticmethod(domain.change_due)
    form_class = DueForm
    heading = gettext_lazy("Đổi hạn nộp")
    submit_label = gettext_lazy("Đổi hạn nộp")
    success_message = gettext_lazy("Đã đổi hạn nộp.")
    consequences = (
        gettext_lazy("Hạn mới áp dụng cho mọi đơn vị. Gia hạn riêng một đơn vị thì làm ở bảng Theo dõi đơn vị."),
        gettext_lazy("Đơn vị mới lập thuộc loại đã chọn cũng được giao báo cáo."),
    )

    def get_initial(self):
        return {name: getattr(self.template, name) for name in ("due_on", "internal_due_on", "basis")}


class TemplateDeleteView(KeepingPage):
    """Throw a draft away."""

    operation = staticmethod(domain.delete_template)
    form_class = NothingForm
    heading = gettext_lazy("Bỏ mẫu báo cáo")
    submit_label = gettext_lazy("Bỏ mẫu")
    success_message = gettext_lazy("Đã bỏ mẫu báo cáo.")
    success_url = reverse_lazy("periodic_reports:template-list")
    consequences = (gettext_lazy("Mẫu dự thảo và mọi dòng của mẫu bị xóa."),)
