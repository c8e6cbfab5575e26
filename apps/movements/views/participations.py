"""A unit in a movement: its page, its ticks, its plan, the page that confirms all live movements at once."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext
from django.views.generic import RedirectView

from apps.core.components import Crumb
from apps.core.form_differences import differences
from apps.core.form_pages import FormPageMixin
from apps.core.views import ScopedPageView, SecondWriterMixin, TransitionView, require
from apps.movements import policies
from apps.movements.domain import confirming, plans, ticks
from apps.movements.enums import Tick
from apps.movements.models import MovementReview, Participation
from apps.movements.paper_fields import paper_initial
from apps.movements.queries import cascade, listing
from apps.movements.unit_forms import YES, ChecklistForm, ConfirmAllForm, PlanForm, TickEntryForm, TickForm, YearForm
from apps.movements.views.common import REVIEW_WORDS, asked_year, list_crumb, movement_badge
from apps.movements.views.figures import figure_charts
from apps.units.enums import Role
from apps.units.models import Unit

WITH_PAPERS = Participation.objects.for_list().select_related(
    "launched_document", "plan_document", "report_document", "movement__decision"
)


class ParticipationDetailView(ScopedPageView):
    """What the unit has done: ticks, contents with its plan, years, checklist, reports."""

    queryset = WITH_PAPERS
    template_name = "movements/participation_detail.html"

    def get_context_data(self, **kwargs):
        row, actor = self.object, self.request.actor
        year = asked_year(self.request, row.movement)
        row.programmed = row.confirmations.filter(year=year, included=True).exists()
        marks = {mark.content_id: mark for mark in row.marks.all()}
        confirmations = list(row.confirmations.select_related("document").order_by("-year"))
        this_year = next((said for said in confirmations if said.year == year), None)
        done = cascade.with_completeness(Participation.objects.filter(pk=row.pk)).get()
        checks = {check.item_id: check.met for check in row.checks.all()}
        live = row.movement.is_live and row.left_on is None
        speaks = live and bool(policies.can_speak_for(actor, row))
        return super().get_context_data(
            row=row,
            movement=row.movement,
            badge=movement_badge(row.movement.state),
            ticks=listing.ticks_of(row, confirmation=this_year),
            contents=[(content, marks.get(content.pk)) for content in row.movement.contents.all()],
            done=done,
            checklist=[(item, checks.get(item.pk)) for item in row.movement.checklist.all()],
            confirmations=confirmations,
            silent=row.movement.covers(year) and this_year is None,
            reviews=review_rows(row, actor),
            figures=figure_charts(row.movement, row.unit_id, year),
            speaks=speaks,
            enters=(set() if speaks or not (live and policies.can_enter_instead(actor, row)) else set(ticks.FIELDS)),
            may_drop=row.left_on is None and bool(policies.can_add_to(actor, row)),
            this_year=year,
            **kwargs,
        )


def review_rows(row: Participation, actor) -> list[dict]:
    found = MovementReview.objects.visible_to(actor).filter(participation=row).for_list().order_by("milestone__year")
    return [{"review": review, "word": REVIEW_WORDS[review.state]} for review in found]


class SpeakMixin(FormPageMixin):
    """Forms of the unit's own people about one movement."""

    queryset = WITH_PAPERS
    policy = staticmethod(policies.can_speak_for)

    def crumbs(self):
        return [list_crumb(), Crumb(str(self.object.movement), self.object.get_absolute_url())]

    def get_kicker(self):
        return self.object.unit_name

    def get_success_url(self):
        return self.object.get_absolute_url()


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


class PlanView(SecondWriterMixin, SpeakMixin, TransitionView):
    """Kế hoạch của đơn vị: contents 1, 2 and (1)–(7), each with what the unit does, or why it is not its function."""

    form_class = PlanForm
    template_name = "movements/plan_form.html"
    heading = lazy("Kế hoạch thực hiện phong trào")
    submit_label = lazy("Lưu")
    success_message = lazy("Đã lưu kế hoạch.")

    def get_form_kwargs(self):
        row = self.object
        others = (
            Participation.objects.standing()
            .filter(unit=row.unit_id, movement__state__in=["launched", "reviewed"])
            .exclude(pk=row.pk)
            .select_related("movement")
            .order_by("movement__starts_on", "pk")
        )
        return {
            **super().get_form_kwargs(),
            "contents": list(row.movement.contents.all()),
            "marks": {mark.content_id: mark for mark in row.marks.all()},
            "others": list(others),
        }

    def get_initial(self):
        row = self.object
        return {"version": row.version, "planned_on": row.planned_on, **paper_initial(row.plan_document)}

    def differences(self, form):
        names = [f"plan_{content.pk}" for content in form.asked]
        return differences(form, {**self.stored(), **{name: form.fields[name].initial for name in names}})

    operation = plans.save_plan
    id_argument = "participation_id"

    def operation_arguments(self, form):
        data = form.cleaned_data
        return {
            "version": data["version"],
            "lines": form.lines,
            "planned_on": data["planned_on"],
            "paper": form.paper,
            "also_for": data.get("also_for") or (),
        }


class ChecklistView(SpeakMixin, TransitionView):
    """Tiêu chí của phong trào: đạt, chưa đạt."""

    form_class = ChecklistForm
    heading = lazy("Tiêu chí của phong trào")
    submit_label = lazy("Lưu")
    success_message = lazy("Đã lưu.")

    def get_form_kwargs(self):
        row = self.object
        marks = {check.item_id: check.met for check in row.checks.all()}
        return {**super().get_form_kwargs(), "items": row.movement.checklist.all(), "marks": marks}

    def call(self, form):
        return plans.save_checks(
            participation_id=self.object.pk,
            met=form.met,
            actor=self.request.actor,
            now=self.request.received_at,
        )


class OwnUnitView(LoginRequiredMixin, RedirectView):
    """Leads to the confirmation page of the person's own unit; where there are several, others can be chosen there."""

    def get_redirect_url(self, *args, **kwargs):
        units = sorted(self.request.actor.unit_ids(Role.OFFICER, Role.LEADER))
        if not units:
            return reverse("movements:movement-list")
        return reverse("movements:confirmation", args=[units[0]])


class ConfirmationView(FormPageMixin, TransitionView):
    """One page for all live movements of a unit: launched, planned, in the programme of the year."""

    form_class = ConfirmAllForm
    template_name = "movements/confirmation.html"
    submit_label = lazy("Lưu xác nhận")
    success_message = lazy("Đã lưu xác nhận.")

    def get_object(self):
        unit = get_object_or_404(Unit.objects.visible_to(self.request.actor), pk=self.kwargs["unit_id"])
        require(policies.can_confirm_unit(self.request.actor, unit))
        return unit

    def crumbs(self):
        return [list_crumb()]

    def get_heading(self):
        return _("Xác nhận các phong trào năm %(year)s") % {"year": asked_year(self.request)}

    def get_kicker(self):
        return self.object.name

    def get_form_kwargs(self):
        rows = cascade.live_of_unit(self.object.pk, asked_year(self.request)).filter(
            movement__state__in=["launched", "reviewed"]
        )
        return {**super().get_form_kwargs(), "participations": rows}

    def get_initial(self):
        return {"on": self.request.actor.on, "paper_for": [Tick.PLANNED]}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        others = sorted(self.request.actor.unit_ids(Role.OFFICER, Role.LEADER) - {self.object.pk})
        silent = sum(not row.answered for row in context["form"].participations)
        waiting = ngettext(
            "%(n)d phong trào chưa cập nhật chương trình năm.",
            "%(n)d phong trào chưa cập nhật chương trình năm.",
            silent,
        )
        return {
            **context,
            "unit": self.object,
            "other_units": Unit.objects.filter(pk__in=others).in_order(),
            "silent_text": waiting % {"n": silent} if silent else "",
            "this_year": asked_year(self.request),
        }

    def call(self, form):
        return confirming.confirm_all(
            unit_id=self.object.pk,
            year=asked_year(self.request),
            confirmations=form.confirmations,
            paper=form.paper,
            paper_for=form.cleaned_data["paper_for"],
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def get_success_url(self):
        return reverse("movements:confirmation", args=[self.object.pk]) + f"?in={asked_year(self.request)}"
