"""From whom a movement means to its launch, and the steps of the whole afterwards."""

from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django_filters.views import FilterView

from apps.clusters.models import ClusterYear
from apps.core.components import Column
from apps.core.lists import ExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import ScopedObjectMixin, TransitionView
from apps.movements import policies
from apps.movements.domain import audiences, launching
from apps.movements.enums import ReviewState
from apps.movements.filters import PreviewFilter
from apps.movements.forms import AudienceForm, LaunchForm, MoveForm
from apps.movements.models import Movement, MovementReview
from apps.movements.queries.audience import audience_of, units_meant
from apps.movements.views.editing import BY_YEAR, RunMixin
from apps.movements.workflow import MOVEMENT_FLOW
from apps.units.enums import UnitKind
from apps.units.models import Unit


class AudienceView(RunMixin, TransitionView):
    """Đối tượng: kinds, lines, clusters, units; how many that is stands on the next page."""

    form_class = AudienceForm
    operation = audiences.set_audience
    id_argument = "movement_id"
    heading = lazy("Đối tượng tham gia")
    lead = lazy("Chọn một hay nhiều cách; danh sách được chốt khi phát động, bổ sung sau phải ghi lý do.")
    submit_label = lazy("Lưu và xem danh sách")

    def get_form_kwargs(self):
        seen = ClusterYear.objects.visible_to(self.request.actor).filter(year__year__gte=self.object.starts_on.year - 1)
        chosen = self.object.audience.exclude(cluster_year=None).values("cluster_year_id")
        if not audiences.asks_sector(self.object):
            own = audiences.own_clusters(self.object, self.request.actor)
            seen = seen.filter(pk__in=own.order_by().values("pk"))
        clusters = ClusterYear.objects.filter(Q(pk__in=seen.order_by().values("pk")) | Q(pk__in=chosen))
        return {
            **super().get_form_kwargs(),
            "clusters": clusters.select_related("year").order_by(*BY_YEAR),
            "of_cluster": self.object.cluster_year_id is not None,
        }

    def get_initial(self):
        audience = audience_of(self.object)
        codes = Unit.objects.filter(pk__in=audience.unit_ids).in_order().values_list("code", flat=True)
        return {
            "kinds": audience.kinds,
            "lines": audience.lines,
            "clusters": audience.cluster_year_ids,
            "units": "\n".join(codes),
        }

    def operation_arguments(self, form):
        return {"audience": form.audience}

    def get_success_url(self):
        return reverse("movements:movement-launch", args=[self.object.pk])


class LaunchView(RunMixin, TransitionView):
    """Phát động: "n đơn vị" before it happens; the list can be read and downloaded."""

    policy = staticmethod(policies.can_launch)
    form_class = LaunchForm
    operation = launching.launch
    id_argument = "movement_id"
    template_name = "movements/movement_launch.html"
    heading = lazy("Phát động phong trào")
    submit_label = lazy("Phát động")
    success_message = lazy("Đã phát động. Các đơn vị trong danh sách đã được thông báo.")
    consequences = (
        lazy("Danh sách đơn vị được chốt; đơn vị bổ sung sau phải ghi lý do."),
        lazy("Cán bộ, lãnh đạo các đơn vị nhận thông báo và có việc “Xác nhận phát động phong trào”."),
    )

    def units(self):
        return units_meant(audience_of(self.object), self.object.organiser, self.request.actor.on)

    def get_initial(self):
        return {"seen": self.units().count()}

    def get_context_data(self, **kwargs):
        by_kind = self.units().order_by().values("kind").annotate(n=Count("pk")).order_by("-n", "kind")
        kinds = [(UnitKind(row["kind"]).label, row["n"]) for row in by_kind]
        total = sum(number for _label, number in kinds)
        context = super().get_context_data(kinds=kinds, total=total, **kwargs)
        if self.request.method == "POST" and context["form"].is_bound:
            context["form"].data = {**context["form"].data.dict(), "seen": total}
        return context


class PreviewView(ExportMixin, ScopedObjectMixin, FilterView):
    """Whom the audience means today, before the list is frozen."""

    queryset = Movement.objects.for_list()
    policy = staticmethod(policies.can_run)
    filterset_class = PreviewFilter
    template_name = "movements/movement_preview.html"
    paginate_by = 50
    columns = (Column(lazy("Đơn vị")), Column(lazy("Loại đơn vị")), Column(lazy("Tỉnh, thành phố")))
    export_title = lazy("Đơn vị thuộc đối tượng phong trào")
    export_file = "doi-tuong-phong-trao"
    export_columns = (
        SheetColumn("code", lazy("Mã đơn vị")),
        SheetColumn("name", lazy("Đơn vị"), width=60),
        SheetColumn("kind", lazy("Loại đơn vị"), width=30),
        SheetColumn("province", lazy("Tỉnh, thành phố"), width=25),
    )

    def get_object(self):
        return get_object_or_404(Movement.objects.visible_to(self.request.actor).for_list(), pk=self.kwargs["pk"])

    def get_queryset(self):
        return units_meant(audience_of(self.object), self.object.organiser, self.request.actor.on)

    def get_context_data(self, **kwargs):
        movement = self.object
        context = super().get_context_data(**kwargs)
        return {**context, "movement": movement}

    def export_row(self, row):
        return [row.code, row.name, row.get_kind_display(), row.province]


class MoveView(RunMixin, TransitionView):
    """Sơ kết, tổng kết, mở lại of the whole movement."""

    policy = staticmethod(policies.can_launch)
    form_class = MoveForm
    operation = launching.move_on
    id_argument = "movement_id"
    success_message = lazy("Đã ghi.")

    def get_object(self):
        if self.kwargs["action"] not in {"review", "conclude", "reopen"}:
            raise Http404
        return super().get_object()

    def get_heading(self):
        labels = {step.action: step.label for step in MOVEMENT_FLOW.transitions}
        return labels[self.kwargs["action"]]

    @property
    def submit_label(self):
        return self.get_heading()

    def get_consequences(self):
        if self.kwargs["action"] != "conclude":
            return []
        asked = MovementReview.objects.filter(milestone__movement=self.object, participation__left_on=None)
        waiting = asked.filter(state__in=[ReviewState.DRAFT, ReviewState.RETURNED]).count()
        lines = [_("Đơn vị không cập nhật được nữa; mở lại phải ghi lý do.")]
        if waiting:
            text = ngettext("Còn %(n)d báo cáo chưa gửi.", "Còn %(n)d báo cáo chưa gửi.", waiting)
            lines.append(text % {"n": waiting})
        return lines

    def operation_arguments(self, form):
        return {"action": self.kwargs["action"], "reason": form.cleaned_data["reason"]}
