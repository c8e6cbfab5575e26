"""Making and changing a movement: from its decision, contents, audience, launch, the steps of the whole."""

from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django_filters.views import FilterView

from apps.clusters.enums import HEADS
from apps.clusters.models import Cluster, ClusterYear
from apps.core.components import Column, Crumb
from apps.core.form_pages import FormPageMixin
from apps.core.lists import ExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import MakeView, ScopedObjectMixin, SecondWriterMixin, TransitionView
from apps.documents.forms import NothingForm
from apps.movements import policies
from apps.movements.content_reading import written
from apps.movements.domain import audiences, contents, launching, movements
from apps.movements.domain.papers import PaperFacts
from apps.movements.enums import Level, MovementState, ReviewState, levels_of
from apps.movements.filters import PreviewFilter
from apps.movements.forms import AudienceForm, ContentsForm, LaunchForm, MoveForm, MovementForm
from apps.movements.models import Movement, MovementReview
from apps.movements.models.scope import WORKING
from apps.movements.queries.audience import audience_of, units_meant
from apps.movements.views.common import list_crumb
from apps.movements.workflow import MOVEMENT_FLOW
from apps.units.enums import Role, UnitKind
from apps.units.models import Unit

BY_YEAR = ("-year__year", "name_key", "pk")


def choices_for(actor, movement: Movement | None = None) -> dict:
    """Bodies that the person works for, clusters that they head or organise, movements that these may follow."""
    headed = actor.cluster_year_ids(*HEADS)
    organised = Q(cluster__organiser_id__in=actor.unit_ids(Role.STANDING_OFFICE), year__year__gte=actor.on.year - 1)
    clusters = Q(pk__in=headed) | organised
    bodies = Q(pk__in=actor.unit_ids(*WORKING))
    if headed:
        heading = Cluster.objects.filter(years__in=headed).order_by().values("organiser_id")
        bodies |= Q(pk__in=heading)
    if movement is not None:
        bodies, clusters = Q(pk=movement.organiser_id), clusters | Q(pk=movement.cluster_year_id)
    parents = Movement.objects.visible_to(actor).exclude(state=MovementState.DRAFT)
    if movement is not None:
        parents = parents.exclude(pk=movement.pk)
    organisers = Unit.objects.filter(bodies).order_by("path")
    levels = {level for kind in organisers.values_list("kind", flat=True) for level in levels_of(kind)}
    return {
        "levels": levels | ({movement.level} if movement else set()),
        "organisers": organisers,
        "clusters": ClusterYear.objects.filter(clusters).select_related("year").order_by(*BY_YEAR),
        "parents": parents.order_by("-starts_on", "title_key", "pk"),
    }


class MovementCreateView(FormPageMixin, MakeView):
    """Lập phong trào từ quyết định."""

    policy = staticmethod(policies.can_create)
    form_class = MovementForm
    heading = lazy("Lập phong trào thi đua")
    lead = lazy("Ghi theo quyết định, kế hoạch. Sau đó nhập nội dung, chọn đối tượng rồi phát động.")
    submit_label = lazy("Lưu và tiếp tục")
    success_message = lazy("Đã lập. Bước tiếp theo: nội dung thi đua.")

    def crumbs(self):
        return [list_crumb()]

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), **choices_for(self.request.actor)}

    def get_initial(self):
        actor = self.request.actor
        office = Unit.objects.filter(pk__in=actor.unit_ids(Role.STANDING_OFFICE), kind=UnitKind.MINISTRY).exists()
        return {"level": Level.MINISTRY if office else Level.UNIT}

    def make(self, form) -> str:
        made = movements.create_movement(
            organiser_id=form.cleaned_data["organiser"].pk,
            data=form.data_of_movement,
            actor=self.request.actor,
            now=self.request.received_at,
        )
        return reverse("movements:movement-contents", args=[made.pk])


class RunMixin(FormPageMixin):
    """Forms of whoever runs the movement."""

    queryset = Movement.objects.for_list()
    policy = staticmethod(policies.can_run)

    def crumbs(self):
        return [list_crumb(), Crumb(str(self.object), self.object.get_absolute_url())]

    def get_kicker(self):
        return str(self.object)

    def get_success_url(self):
        return self.object.get_absolute_url()


class MovementEditView(SecondWriterMixin, RunMixin, TransitionView):
    form_class = MovementForm
    heading = lazy("Sửa thông tin phong trào")
    submit_label = lazy("Lưu")
    success_message = lazy("Đã lưu.")

    def get_form_kwargs(self):
        return {
            **super().get_form_kwargs(),
            **choices_for(self.request.actor, self.object),
            "launched": self.object.state != MovementState.DRAFT,
        }

    def get_initial(self):
        movement = self.object
        decision = movement.decision
        bases = [basis.document for basis in movement.bases.select_related("document")]
        return {
            **{name: getattr(movement, name) for name in MovementForm.SHARED},
            "organiser": movement.organiser_id,
            "cluster_year": movement.cluster_year_id,
            "parent": movement.parent_id,
            "decision_symbol": decision.symbol if decision else "",
            "decision_issued_on": decision.issued_on if decision else None,
            "decision_issuer": decision.issuer_name if decision else "",
            "bases": [PaperFacts(paper.symbol, paper.issued_on, paper.issuer_name) for paper in bases],
            "version": movement.version,
        }

    def operation_arguments(self, form):
        data = form.cleaned_data
        return {
            "data": form.data_of_movement,
            "version": data["version"] or 0,
            "reason": data.get("reason", ""),
        }

    operation = movements.change_movement
    id_argument = "movement_id"


class ContentsView(RunMixin, TransitionView):
    """Nội dung thi đua 1, 2 → (1)–(7), and the checklist."""

    form_class = ContentsForm
    heading = lazy("Nội dung thi đua, tiêu chí")
    lead = lazy("Dán từ kế hoạch, mỗi dòng một nội dung.")
    submit_label = lazy("Lưu và tiếp tục")
    success_message = lazy("Đã lưu nội dung.")

    def get_initial(self):
        return {
            "contents": written(self.object.contents.all()),
            "checklist": "\n".join(item.text for item in self.object.checklist.all()),
        }

    def call(self, form):
        actor, now = self.request.actor, self.request.received_at
        contents.set_contents(movement_id=self.object.pk, lines=form.lines, actor=actor, now=now)
        return movements.set_checklist(movement_id=self.object.pk, texts=form.texts, actor=actor, now=now)

    def get_success_url(self):
        if self.object.state == MovementState.DRAFT and not self.object.audience.exists():
            return reverse("movements:movement-audience", args=[self.object.pk])
        return self.object.get_absolute_url()


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


class MovementRemoveView(RunMixin, TransitionView):
    """Xóa dự thảo."""

    form_class = NothingForm
    operation = movements.remove_draft
    id_argument = "movement_id"
    heading = lazy("Xóa dự thảo phong trào")
    submit_label = lazy("Xóa dự thảo")
    success_message = lazy("Đã xóa dự thảo.")

    def get_success_url(self):
        return reverse("movements:movement-list")
