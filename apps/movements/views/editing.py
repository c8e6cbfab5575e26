"""Making and changing a movement: from its decision, its contents, removing a draft."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as lazy

from apps.clusters.enums import HEADS
from apps.clusters.models import Cluster, ClusterYear
from apps.core.components import Crumb
from apps.core.form_pages import FormPageMixin
from apps.core.views import MakeView, SecondWriterMixin, TransitionView
from apps.documents.forms import NothingForm
from apps.movements import policies
from apps.movements.content_reading import written
from apps.movements.domain import contents, movements
from apps.movements.domain.papers import PaperFacts
from apps.movements.enums import Level, MovementState, levels_of
from apps.movements.forms import ContentsForm, MovementForm
from apps.movements.models import Movement
from apps.movements.models.scope import WORKING
from apps.movements.views.common import list_crumb
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
