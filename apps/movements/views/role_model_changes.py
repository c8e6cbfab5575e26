"""Giới thiệu, bồi dưỡng, tổng kết, nhân rộng, ghi nhận: the forms of a role model."""

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.core.components import Crumb
from apps.core.dates import format_date, local
from apps.core.form_pages import FormPageMixin
from apps.core.views import MakeView, SecondWriterMixin, TransitionView, require
from apps.core.whole_numbers import number_in
from apps.movements import role_model_policies as policies
from apps.movements import role_model_queries as queries
from apps.movements.domain import role_model_steps, role_models
from apps.movements.models import Movement, RoleModel
from apps.movements.role_model_forms import AwardForm, CorrectionForm, SpreadForm, StepForm, SuggestionForm
from apps.movements.role_model_workflow import ROLE_MODEL_FLOW
from apps.units.models import Unit

MOST_FIELDS = 30


def list_crumb() -> Crumb:
    return Crumb(_("Điển hình tiên tiến"), reverse("movements:role-model-list"))


def known_fields(unit) -> list[str]:
    """Fields of work written before in the unit, to pick from."""
    used = RoleModel.objects.filter(unit=unit).exclude(field="").order_by("field").values_list("field", flat=True)
    return list(used.distinct()[:MOST_FIELDS])


class ListsMixin:
    """Names of the roll and fields of work to pick from while typing."""

    template_name = "movements/role_model_form.html"

    def lists_for(self, unit) -> dict:
        if unit is None:
            return {}
        today = local(self.request.received_at).date()
        return {"names": queries.names_on_roll(unit, today), "fields_known": known_fields(unit)}

    def movements(self):
        today = local(self.request.received_at).date()
        return Movement.objects.visible_to(self.request.actor).running(today).order_by("title_key", "pk")


class SuggestView(ListsMixin, FormPageMixin, MakeView):
    """Giới thiệu điển hình: a minute on a phone. ``?unit=``: of a unit below, for its standing office."""

    policy = staticmethod(policies.can_suggest_any)
    form_class = SuggestionForm
    heading = _("Giới thiệu điển hình tiên tiến")
    lead = _("Thấy việc làm tốt của ai, giới thiệu ngay hôm nay. Cán bộ thi đua của đơn vị sẽ xem và làm các bước sau.")
    submit_label = _("Gửi giới thiệu")
    success_message = _("Đã gửi. Cảm ơn bạn; cán bộ thi đua của đơn vị đã được báo.")

    def crumbs(self):
        return [list_crumb()]

    def units(self):
        asked = number_in(self.request.GET, "unit")
        if asked is not None:
            unit = Unit.objects.filter(pk=asked).first()
            if unit is None:
                raise Http404
            require(policies.can_suggest_for(self.request.actor, unit))
            return Unit.objects.filter(pk=unit.pk)
        return policies.own_units(self.request.actor)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"units": self.units(), "movements": self.movements()}

    def get_initial(self):
        return {
            "deed_on": format_date(local(self.request.received_at).date()),
            "movement": number_in(self.request.GET, "movement"),
        }

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs, **self.lists_for(self.units().first()))

    def make(self, form):
        data = dict(form.cleaned_data)
        unit = data.pop("unit")
        made = role_models.suggest(unit_id=unit.pk, actor=self.request.actor, now=self.request.received_at, **data)
        return made.get_absolute_url()


class RoleModelChangeView(FormPageMixin, TransitionView):
    """A form about one role model; a policy of the object."""

    queryset = RoleModel.objects.for_list()
    policy = staticmethod(policies.can_keep)
    id_argument = "role_model_id"
    success_url_name = "movements:role-model-detail"
    submit_label = _("Lưu")

    def crumbs(self):
        return [list_crumb(), Crumb(str(self.object), self.object.get_absolute_url())]

    def get_kicker(self):
        return str(self.object)

    def get_initial(self):
        today = format_date(local(self.request.received_at).date())
        return {"version": self.object.version, "on": today}


class CorrectView(SecondWriterMixin, ListsMixin, RoleModelChangeView):
    """The text corrected; whoever saves second is told and keeps what was typed."""

    policy = staticmethod(policies.can_correct)
    operation = staticmethod(role_models.correct)
    form_class = CorrectionForm
    heading = _("Sửa nội dung giới thiệu")
    success_message = _("Đã lưu nội dung.")

    def get_form_kwargs(self):
        movements = self.movements()
        if self.object.movement_id:
            movements = movements | Movement.objects.filter(pk=self.object.movement_id)
        units = Unit.objects.filter(pk=self.object.unit_id)
        return super().get_form_kwargs() | {"units": units, "movements": movements.distinct()}

    def get_initial(self):
        found = self.object
        names = ("name", "deed", "subject", "field", "movement", "version", "unit")
        return {name: getattr(found, name) for name in names} | {"deed_on": format_date(found.deed_on)}

    def operation_arguments(self, form):
        data = dict(form.cleaned_data)
        data.pop("unit")
        return data

    def call(self, form):
        cited = self.object.award_id
        found = super().call(form)
        if cited and found.award_id is None:
            messages.warning(self.request, _("Khen thưởng đã dẫn không còn khớp nên được gỡ ra: hãy dẫn lại."))
        return found

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs, **self.lists_for(self.object.unit))


class StepView(RoleModelChangeView):
    """One step of the flow, named in the address."""

    operation = staticmethod(role_model_steps.take_step)
    form_class = StepForm
    success_message = _("Đã ghi bước mới.")

    def dispatch(self, request, *args, **kwargs):
        found = [each for each in ROLE_MODEL_FLOW.transitions if each.action == kwargs["action"]]
        if not found:
            raise Http404
        self.transition = found[0]
        return super().dispatch(request, *args, **kwargs)

    @property
    def heading(self):
        return self.transition.label

    def get_consequences(self):
        if self.transition.action == "spread":
            return [
                _("Mọi người có vai trò trong hệ thống đọc được tên và việc làm này."),
                _("Ngày nhân rộng được tính là ngày ghi nhận nếu chưa có khen thưởng sớm hơn."),
            ]
        if self.transition.action == "stop":
            return [_("Không tính vào số liệu nữa; theo dõi lại được bất cứ lúc nào.")]
        return []

    def operation_arguments(self, form):
        return super().operation_arguments(form) | {"action": self.transition.action}


class TellView(RoleModelChangeView):
    operation = staticmethod(role_model_steps.tell)
    form_class = SpreadForm
    heading = _("Ghi một lần nhân rộng")
    lead = _("Mỗi lần điển hình được kể ở hội nghị, trên báo, trong sinh hoạt cơ quan … ghi một dòng.")
    success_message = _("Đã ghi một lần nhân rộng.")


class RecogniseView(RoleModelChangeView):
    operation = staticmethod(role_models.cite_award)
    form_class = AwardForm
    template_name = "movements/role_model_award.html"
    heading = _("Ghi khen thưởng của điển hình")
    lead = _("Chọn khen thưởng đã có trong Sổ khen thưởng, có từ sau ngày có việc làm.")
    success_message = _("Đã ghi khen thưởng.")

    def get_form_kwargs(self):
        awards = queries.citable_awards(self.object, self.request.actor)
        return super().get_form_kwargs() | {"awards": awards}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"any_award": context["form"].fields["award"].queryset.exists()}
