"""Bản cam kết cá nhân: N/N of a unit, who is missing, ticking, pasting, the signed lists."""

from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View

from apps.core.components import Crumb
from apps.core.dates import LAST_YEAR, format_date, local
from apps.core.form_pages import FormPageMixin
from apps.core.sheets import import_file
from apps.core.sheets.grid import PASTED, pasted
from apps.core.spreadsheets import Problems
from apps.core.views import ScopedObjectMixin, ScopedPageView, TransitionView, require
from apps.core.whole_numbers import number_in
from apps.documents.serving import serve_attachment
from apps.movements import activity_policies as policies
from apps.movements import commitment_queries as queries
from apps.movements.activity_forms import CommitForm, PasteForm, TakeBackForm
from apps.movements.commitment_sheets import CommitmentSheet, with_heading
from apps.movements.domain import commitments
from apps.movements.models import CommitmentList, Participation
from apps.movements.views.activities import ParticipationMixin
from apps.units.models import Unit

PER_PAGE = 200


class OfYearMixin(ParticipationMixin):
    """The year of the commitments: that of ``?year=``, else the last one of the movement that has begun."""

    @property
    def year(self) -> int:
        movement, today = self.object.movement, local(self.request.received_at).date()
        asked = number_in(self.request.GET, "year", most=LAST_YEAR)
        if asked is not None and movement.covers(asked):
            return asked
        return max(movement.starts_on.year, min(today.year, movement.ends_on.year))

    @property
    def today(self):
        return local(self.request.received_at).date()

    def page_url(self) -> str:
        return f"{reverse('movements:commitment-list', args=[self.object.pk])}?year={self.year}"

    def crumbs(self):
        return [*super().crumbs(), Crumb(_("Bản cam kết cá nhân"), self.page_url())]

    def get_success_url(self):
        return self.page_url()


class CommitmentListView(OfYearMixin, ScopedPageView):
    """N/N for everybody who sees the unit in the movement; names for those who see its people."""

    template_name = "movements/commitment_list.html"

    def get_context_data(self, **kwargs):
        place, actor = self.object, self.request.actor
        names_open = bool(policies.can_see_names(actor, place))
        people = queries.with_commitment(queries.roll(place, self.today), place, self.year)
        page = Paginator(people.order_by("signed_on", "name_sort_key", "pk"), PER_PAGE)
        shown = page.get_page(self.request.GET.get("page")) if names_open else None
        movement = place.movement
        return super().get_context_data(
            participation=place,
            year=self.year,
            years=range(movement.starts_on.year, min(movement.ends_on.year, self.today.year) + 1),
            count=queries.count(place, self.year, self.today),
            names_open=names_open,
            page_obj=shown,
            lists=place.commitment_lists.filter(year=self.year).select_related("attachment") if names_open else (),
            may_write=bool(policies.can_write(actor, place)),
            crumbs=self.crumbs()[:2],
            form=kwargs.pop("form", None) or CommitForm(initial={"signed_on": format_date(self.today)}),
            **kwargs,
        )


class CommitView(OfYearMixin, FormPageMixin, TransitionView):
    """Ticks for many at once; those who are not ticked yet are offered."""

    policy = staticmethod(policies.can_write)
    operation = staticmethod(commitments.commit)
    id_argument = "participation_id"
    form_class = CommitForm
    template_name = "movements/commitment_form.html"
    heading = _("Ghi bản cam kết cá nhân")
    submit_label = _("Ghi những người đã chọn")
    success_message = _("Đã ghi bản cam kết.")

    def people(self):
        found = queries.with_commitment(queries.roll(self.object, self.today), self.object, self.year)
        return found.filter(signed_on=None)

    def get_initial(self):
        return {"signed_on": format_date(self.today)}

    def get_context_data(self, **kwargs):
        ticked = set(self.request.POST.getlist("people"))
        boxes = [(person, str(person.pk) in ticked) for person in self.people()]
        return super().get_context_data(boxes=boxes, year=self.year, **kwargs)

    def operation_arguments(self, form):
        data = form.cleaned_data
        chosen = list(self.people().values_list("pk", flat=True)) if data["everybody"] else data["people"]
        return {"year": self.year, "person_ids": chosen, "signed_on": data["signed_on"], "scan": data["scan"]}


class TakeBackView(OfYearMixin, FormPageMixin, TransitionView):
    """Who was ticked by mistake."""

    policy = staticmethod(policies.can_write)
    operation = staticmethod(commitments.take_back)
    id_argument = "participation_id"
    form_class = TakeBackForm
    template_name = "movements/commitment_form.html"
    heading = _("Bỏ ghi bản cam kết ghi nhầm")
    submit_label = _("Bỏ ghi những người đã chọn")
    success_message = _("Đã bỏ ghi.")

    def get_context_data(self, **kwargs):
        ticked = set(self.request.POST.getlist("people"))
        rows = self.object.commitments.filter(year=self.year).select_related("person").order_by("person__name_sort_key")
        boxes = [(row.person, str(row.person_id) in ticked) for row in rows]
        return super().get_context_data(boxes=boxes, year=self.year, **kwargs)

    def operation_arguments(self, form):
        data = form.cleaned_data
        return {"year": self.year, "person_ids": data["people"], "reason": data["reason"]}


class PasteView(OfYearMixin, FormPageMixin, TransitionView):
    """Names copied from Excel: checked whole, each mistake with its line; then written or nothing."""

    policy = staticmethod(policies.can_write)
    form_class = PasteForm
    template_name = "movements/commitment_paste.html"
    heading = _("Dán danh sách cam kết từ Excel")
    submit_label = _("Kiểm tra và ghi")
    success_message = _("Đã ghi bản cam kết theo danh sách.")

    def get_initial(self):
        return {"signed_on": format_date(self.today)}

    def call(self, form):
        data = form.cleaned_data
        kind = CommitmentSheet(self.object, year=self.year, signed_on=data["signed_on"], today=self.today)
        try:
            return import_file(
                kind,
                pasted(with_heading(data["pasted"])),
                str(PASTED),
                actor=self.request.actor,
                now=self.request.received_at,
            )
        except Problems as found:
            self.problems = list(found)
            raise

    def get_context_data(self, **kwargs):
        return super().get_context_data(problems=getattr(self, "problems", []), **kwargs)


class SignedListView(ScopedObjectMixin, View):
    """The scan of a signed list: names stand in it."""

    queryset = Participation.objects.for_list()

    def get_object(self):
        self.signed = get_object_or_404(CommitmentList.objects.select_related("attachment"), pk=self.kwargs["pk"])
        return get_object_or_404(self.get_queryset(), pk=self.signed.participation_id)

    def get(self, request, pk):
        require(policies.can_see_names(request.actor, self.object))
        return serve_attachment(request, self.signed.attachment)


class OwnUnitView(ScopedObjectMixin, View):
    """/movements/mine/: the movements of the unit that the person works for."""

    def get_object(self):
        ids = self.request.actor.unit_ids(*policies.WRITING)
        return get_object_or_404(Unit.objects.filter(pk__in=ids).order_by("path")[:1])

    def get(self, request):
        return HttpResponseRedirect(reverse("movements:unit-movements", args=[self.object.pk]))
