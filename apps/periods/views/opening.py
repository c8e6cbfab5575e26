"""Mở năm thi đua: one guided step from the last year, shown with its differences, confirmed once."""

from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.core.form_pages import FormPageMixin
from apps.core.views import MakeView, TransitionView, require
from apps.periods import opening, policies
from apps.periods.domain import new_year
from apps.periods.domain.new_year import Plan
from apps.periods.domain.working_days import working_days
from apps.periods.enums import Stage
from apps.periods.forms import FirstYearForm
from apps.periods.opening_forms import CHANGE, CONFIRMED, OpeningForm
from apps.periods.views.years import ManagedYearMixin, list_crumb, name_of, period_of
from apps.units.enums import Role
from apps.units.models import Unit


class YearNextView(ManagedYearMixin, TransitionView):
    """The year after ``self.object``: everything on one page, then once more what will be done, then done."""

    form_class = OpeningForm
    template_name = "periods/year_next.html"
    submit_label = lazy("Xem lại trước khi mở")

    def get_object(self):
        last = super().get_object()
        require(policies.can_manage(self.request.actor, last))
        self.draft = new_year.draft_of(last.year + 1, last.organiser, *new_year.next_days(last))
        return last

    def get_heading(self):
        return _("Mở năm thi đua %(year)s") % {"year": self.draft.year}

    def get_form_kwargs(self):
        parts = opening.preview(self.object, self.draft, self.request.actor)
        return {**super().get_form_kwargs(), "parts": parts, "settled": self.draft.pk is not None}

    def get_initial(self):
        stages = [stage for stage in Stage.values if self.object.uses(stage)]
        return {"starts_on": self.draft.starts_on, "ends_on": self.draft.ends_on, "stages": stages, "start": True}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            draft=self.draft,
            last_name=name_of(self.object),
            draft_period=period_of(self.draft),
            changes=opening.Change,
            **kwargs,
        )

    def form_valid(self, form):
        if CONFIRMED in self.request.POST:
            return super().form_valid(form)
        if CHANGE in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form))
        days = form.dates()
        calendar = working_days(min(days), max(days)) if days else working_days(*new_year.next_days(self.object))
        kept = [
            (name, value)
            for name, values in self.request.POST.lists()
            for value in values
            if name not in {"csrfmiddlewaretoken", "form_token", CHANGE}
        ]
        context = self.get_context_data(form=form, confirmed=form.confirmed_parts(calendar), kept=kept)
        self.template_name = "periods/year_next_confirm.html"
        return self.render_to_response(context)

    def call(self, form):
        plan = form.plan(self.draft, self.object)
        actor, now = self.request.actor, self.request.received_at
        self.job = None
        if self.weight() > new_year.MOST_AT_ONCE:
            self.job = new_year.ask_to_open(plan=plan, actor=actor, now=now)
            return self.job
        return new_year.open_year(plan=plan, actor=actor, now=now)

    def weight(self) -> int:
        """How many rows the last year has, roughly: whether a request may carry them."""
        return opening.weight(self.object)

    def get_success_url(self):
        if self.job is not None:
            messages.info(self.request, _("Năm có nhiều đơn vị: đang mở ở chế độ chạy nền."))
            return self.job.get_absolute_url()
        messages.success(self.request, _("Đã mở %(year)s.") % {"year": name_of(self.result)})
        return self.result.get_absolute_url()


class YearFirstView(FormPageMixin, MakeView):
    """The first year of a body that ran none: a Sở opens its own."""

    policy = staticmethod(policies.can_open_first)
    form_class = FirstYearForm
    heading = lazy("Mở năm thi đua đầu tiên")
    lead = lazy("Từ năm sau, mọi thứ được lấy từ năm trước trong một bước.")
    submit_label = lazy("Mở năm thi đua")
    success_message = lazy("Đã mở năm thi đua. Bước tiếp theo: lập Cụm, ban hành bảng tiêu chí.")

    def crumbs(self):
        return [list_crumb()]

    def get_form_kwargs(self):
        organisers = Unit.objects.filter(pk__in=self.request.actor.unit_ids(Role.STANDING_OFFICE))
        return {**super().get_form_kwargs(), "organisers": organisers}

    def get_initial(self):
        year = self.request.actor.on.year
        return {"year": year, "starts_on": f"01/01/{year}", "ends_on": f"31/12/{year}", "stages": Stage.values}

    def make(self, form) -> str:
        organiser = form.cleaned_data["organiser"]
        require(policies.can_organise(self.request.actor, organiser.pk))
        plan = Plan(organiser_id=organiser.pk, year=form.cleaned_data["year"], **form.days_and_stages())
        made = new_year.open_year(plan=plan, actor=self.request.actor, now=self.request.received_at)
        return made.get_absolute_url()
