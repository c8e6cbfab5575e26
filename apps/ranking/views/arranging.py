"""Pages of a ClusterYear beside its ranking: units not considered, settings, figures of work."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.clusters.models import ClusterYear
from apps.core.components import Crumb
from apps.core.errors import StaleVersion
from apps.core.form_pages import FormPageMixin
from apps.core.views import ScopedPageView, TransitionView
from apps.documents.citation_fields import cited_paper
from apps.ranking import policies
from apps.ranking.domain import arranging, deciding
from apps.ranking.forms import ExclusionForm, ReasonForm, SettingsForm, WorkloadForm
from apps.ranking.models import Exclusion, WorkloadFigure
from apps.ranking.queries import barred_from_leading, settings_of
from apps.ranking.workload import workloads
from apps.units.models import Unit

YEARS = ClusterYear.objects.for_list()


def hub(cluster_year: ClusterYear) -> str:
    return reverse("ranking:cluster-year", args=[cluster_year.pk])


def crumbs_of(cluster_year: ClusterYear) -> list[Crumb]:
    return [Crumb(_("Kết quả xếp hạng"), reverse("ranking:run-list")), Crumb(str(cluster_year), hub(cluster_year))]


def members(cluster_year: ClusterYear):
    found = Unit.objects.filter(memberships__in=cluster_year.members.standing())
    return found.order_by("memberships__order", "pk").distinct()


class ExclusionListView(ScopedPageView):
    """Đơn vị không xét: who, why, by which paper; and who may not lead the cluster next year."""

    queryset = YEARS
    policy = staticmethod(policies.can_see_working)
    template_name = "ranking/exclusion_list.html"

    def get_context_data(self, **kwargs):
        barred = barred_from_leading(self.object.pk)
        names = dict(self.object.members.filter(unit__in=barred).values_list("unit_id", "unit_name"))
        return super().get_context_data(
            exclusions=list(Exclusion.objects.for_list().filter(cluster_year=self.object)),
            barred=[(names.get(unit_id, ""), reason) for unit_id, reason in barred.items()],
            may_exclude=bool(policies.can_exclude(self.request.actor, self.object)),
            **kwargs,
        )


class ExclusionMakeView(FormPageMixin, TransitionView):
    queryset = YEARS
    policy = staticmethod(policies.can_exclude)
    form_class = ExclusionForm
    heading = gettext_lazy("Ghi đơn vị không xét")
    submit_label = gettext_lazy("Ghi đơn vị không xét")
    success_message = gettext_lazy("Đã ghi. Tính lại xếp hạng để áp dụng.")

    def crumbs(self):
        url = reverse("ranking:exclusion-list", args=[self.object.pk])
        return [*crumbs_of(self.object), Crumb(_("Đơn vị không xét"), url)]

    def get_consequences(self):
        return [
            _("Đơn vị giữ nguyên điểm nhưng không có hạng, không xếp loại trong năm này."),
            _("Đơn vị không xét năm nay không làm Trưởng, Phó Trưởng năm sau."),
        ]

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"units": members(self.object)}

    def call(self, form):
        data, organiser = form.cleaned_data, self.object.cluster.organiser
        document = cited_paper(
            form,
            issuer_name=data["issuer_name"] or organiser.name,
            owner_code=organiser.code,
            owner_name=organiser.name,
            actor=self.request.actor,
            now=self.request.received_at,
        )
        return deciding.exclude(
            cluster_year_id=self.object.pk,
            unit_id=data["unit"].pk,
            reason=data["reason"],
            document=document,
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def get_success_url(self):
        return reverse("ranking:exclusion-list", args=[self.object.pk])


class ExclusionLiftView(FormPageMixin, TransitionView):
    """The unit is considered again; what was decided stays readable."""

    queryset = Exclusion.objects.in_force().select_related(
        "unit", "cluster_year__cluster__organiser", "cluster_year__year"
    )
    form_class = ReasonForm
    operation = staticmethod(deciding.lift)
    id_argument = "exclusion_id"
    submit_label = gettext_lazy("Xét lại đơn vị")
    success_message = gettext_lazy("Đã ghi. Tính lại xếp hạng để áp dụng.")

    @staticmethod
    def policy(actor, exclusion):
        return policies.can_exclude(actor, exclusion.cluster_year)

    def get_heading(self):
        return _("Xét lại %(unit)s") % {"unit": self.object.unit.name}

    def crumbs(self):
        url = reverse("ranking:exclusion-list", args=[self.object.cluster_year_id])
        return [*crumbs_of(self.object.cluster_year), Crumb(_("Đơn vị không xét"), url)]

    def get_success_url(self):
        return reverse("ranking:exclusion-list", args=[self.object.cluster_year_id])


class SettingsView(FormPageMixin, TransitionView):
    """What the cluster shows of its ranking to whom, in all its years."""

    queryset = YEARS
    policy = staticmethod(policies.can_exclude)
    form_class = SettingsForm
    operation = staticmethod(arranging.arrange)
    id_argument = "cluster_year_id"
    heading = gettext_lazy("Ai xem được gì")
    submit_label = gettext_lazy("Lưu")
    success_message = gettext_lazy("Đã lưu thiết lập.")

    def crumbs(self):
        return crumbs_of(self.object)

    def show_refusal(self, form, error):
        """Somebody saved first: what was typed stays, and saving again is a decision."""
        if isinstance(error, StaleVersion):
            form.data = form.data.copy()
            form.data["version"] = settings_of(self.object).version
        return super().show_refusal(form, error)

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        found = settings_of(self.object)
        kwargs["instance"] = found
        kwargs["initial"] = {**kwargs["initial"], "version": found.version}
        return kwargs

    def get_success_url(self):
        return hub(self.object)


class WorkloadView(FormPageMixin, TransitionView):
    """Staff and cases typed for the members, with their source. The ranking does not read them."""

    queryset = YEARS
    policy = staticmethod(policies.can_compute)
    form_class = WorkloadForm
    template_name = "ranking/workload_edit.html"
    heading = gettext_lazy("Khối lượng công việc")
    lead = gettext_lazy("Đặt bên cạnh thứ hạng để so sánh, không ảnh hưởng điểm và thứ hạng.")
    submit_label = gettext_lazy("Lưu")
    success_message = gettext_lazy("Đã lưu số liệu.")

    def crumbs(self):
        return crumbs_of(self.object)

    def get_form_kwargs(self):
        units = list(members(self.object))
        stored = {each.unit_id: each for each in WorkloadFigure.objects.filter(cluster_year=self.object)}
        self.found = workloads(self.object, [unit.pk for unit in units])
        source = next((each.source for each in stored.values()), "")
        kwargs = super().get_form_kwargs()
        kwargs["initial"] = {**kwargs["initial"], "source": source}
        return kwargs | {"units": units, "figures": stored}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["rows"] = [(unit, staff, cases, self.found[unit.pk]) for unit, staff, cases in context["form"].rows()]
        return context

    def call(self, form):
        return arranging.type_workload(
            cluster_year_id=self.object.pk,
            figures=form.typed(),
            source=form.cleaned_data["source"],
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def get_success_url(self):
        return hub(self.object)
