"""The four ticks of a unit, each with its date and paper: by the unit itself, or from its paper by the organiser."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.core.views import TransitionView
from apps.movements import policies
from apps.movements.domain import confirming, ticks
from apps.movements.enums import Tick
from apps.movements.paper_fields import paper_initial
from apps.movements.unit_forms import YES, TickEntryForm, TickForm, YearForm
from apps.movements.views.common import asked_year
from apps.movements.views.participations import SpeakMixin


class TickView(SpeakMixin, TransitionView):
    """One tick with its date and document; the yearly one with the text of the programme."""

    submit_label = lazy("Lưu")
    success_message = lazy("Đã lưu.")

    def get_object(self):
        if self.kwargs["tick"] not in Tick.values:
            raise Http404
        return super().get_object()

    @property
    def tick(self) -> Tick:
        return Tick(self.kwargs["tick"])

    @property
    def is_year(self) -> bool:
        return self.tick == Tick.PROGRAMMED

    def get_heading(self):
        label = self.tick.label
        return f"{label} {asked_year(self.request, self.object.movement)}" if self.is_year else label

    def get_lead(self):
        return self.object.movement.title

    def get_form_class(self):
        return YearForm if self.is_year else TickForm

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        return kwargs if self.is_year else {**kwargs, "is_set": getattr(self.object, self.fields[0]) is not None}

    @property
    def fields(self):
        return ticks.FIELDS[self.tick]

    def get_initial(self):
        row = self.object
        if not self.is_year:
            on, paper = (getattr(row, name) for name in self.fields)
            return {"done": YES, "on": on or self.request.actor.on, **paper_initial(paper)}
        year = asked_year(self.request, self.object.movement)
        said = row.confirmations.filter(year__lte=year).select_related("document").order_by("-year").first()
        if said is None:
            return {"included": YES}
        own = said.year == year  # last year's text is offered, its paper and answer are not
        return {
            "included": (YES if said.included else "no") if own else YES,
            "text": said.text,
            **paper_initial(said.document if own else None),
        }

    def call(self, form):
        data, actor, now = form.cleaned_data, self.request.actor, self.request.received_at
        if self.is_year:
            return confirming.confirm_year(
                participation_id=self.object.pk,
                year=asked_year(self.request, self.object.movement),
                included=data["included"] == YES,
                text=data["text"],
                paper=form.paper,
                actor=actor,
                now=now,
            )
        if data["done"] == YES:
            return ticks.set_tick(
                participation_id=self.object.pk, tick=self.tick, on=data["on"], paper=form.paper, actor=actor, now=now
            )
        reason = data.get("reason", "")
        return ticks.clear_tick(participation_id=self.object.pk, tick=self.tick, reason=reason, actor=actor, now=now)


class TickEntryView(SpeakMixin, TransitionView):
    """Nhập thay of one tick by whoever runs the movement."""

    policy = staticmethod(policies.can_enter_instead)
    form_class = TickEntryForm
    submit_label = lazy("Nhập thay")
    success_message = lazy("Đã nhập thay; đơn vị được báo và có thể sửa.")

    def get_object(self):
        if self.kwargs["tick"] not in ticks.FIELDS:
            raise Http404
        return super().get_object()

    def get_heading(self):
        return _("Nhập thay: %(tick)s") % {"tick": Tick(self.kwargs["tick"]).label}

    def get_lead(self):
        return self.object.movement.title

    def call(self, form):
        return ticks.set_tick_instead(
            participation_id=self.object.pk,
            tick=self.kwargs["tick"],
            on=form.cleaned_data["on"],
            basis=form.cleaned_data["basis"],
            paper=form.paper,
            actor=self.request.actor,
            now=self.request.received_at,
        )
