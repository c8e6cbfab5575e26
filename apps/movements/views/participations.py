"""A unit in a movement: its page, its plan, the checklist."""

from django.utils.translation import gettext_lazy as lazy

from apps.core.components import Crumb
from apps.core.form_differences import differences
from apps.core.form_pages import FormPageMixin
from apps.core.views import ScopedPageView, SecondWriterMixin, TransitionView
from apps.movements import policies
from apps.movements.domain import plans, ticks
from apps.movements.models import MovementReview, Participation
from apps.movements.paper_fields import paper_initial
from apps.movements.queries import cascade, listing
from apps.movements.review_words import review_word
from apps.movements.unit_forms import ChecklistForm, PlanForm
from apps.movements.views.common import asked_year, list_crumb, movement_badge
from apps.movements.views.figures import figure_charts

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
    return [{"review": review, "word": review_word(review)} for review in found]


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
