"""Hồ sơ cá nhân: list, file, making and correcting, ending many postings."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_filters.views import FilterView

from apps.core.lists import BulkActionView, ExportMixin
from apps.core.views import ScopedPageView, TransitionView, require
from apps.units import person_exports, person_policies
from apps.units import person_presentation as shown
from apps.units.domain import ending_postings, people
from apps.units.models import Person, Unit
from apps.units.person_filters import PersonFilter
from apps.units.person_forms import EndPostingForm, NewPersonForm, PersonEditForm
from apps.units.person_queries import main_posting, twins_of, with_list_columns

PAGE = 50


class PersonListView(LoginRequiredMixin, ExportMixin, FilterView):
    """People by given name; personal data are masked in the file that is taken from here."""

    filterset_class = PersonFilter
    template_name = "units/person_list.html"
    paginate_by = PAGE
    columns = shown.LIST_COLUMNS
    export_title = gettext_lazy("Danh sách cá nhân")
    export_file = "danh-sach-ca-nhan"
    export_columns = person_exports.PERSON_COLUMNS

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            require(person_policies.can_open_people(request.actor))
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        return with_list_columns(Person.objects.visible_to(self.request.actor).in_order())

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        actor = self.request.actor
        for person in context["page_obj"]:
            person.shown = main_posting(person.all_postings, actor.on)
            person.is_gone = not any(posting.is_held_on(actor.on) for posting in person.all_postings)
        may_keep = bool(person_policies.can_keep_people(actor))
        return context | {"may_keep": may_keep, "columns": self.columns if may_keep else self.columns[1:]}

    def export_row(self, row):
        return person_exports.person_row(row, self.request.actor.on)


class PersonDetailView(ScopedPageView):
    """One file. The address of a file that was merged leads to the kept one."""

    queryset = Person.objects
    template_name = "units/person_detail.html"

    def get(self, request, *args, **kwargs):
        return super().get(request, *args, **kwargs)

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            merged = Person.objects.filter(pk=kwargs["pk"]).exclude(merged_into=None).select_related("merged_into")
            if (other := merged.first()) is not None:
                get_object_or_404(self.get_queryset(), pk=other.merged_into_id)
                return HttpResponseRedirect(other.merged_into.get_absolute_url())
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        actor, person = self.request.actor, self.object
        postings = list(person.postings.for_list().select_related("unit", "basis"))
        may_edit = bool(person_policies.can_edit(actor, person))
        sees_discipline = bool(person_policies.can_see_discipline(actor, person))
        changeable = person_policies.changeable_ids(actor, postings) if may_edit else set()
        current = main_posting(postings, actor.on)
        return super().get_context_data(
            person=person,
            current=current,
            is_gone=not any(posting.is_held_on(actor.on) for posting in postings),
            facts=shown.public_facts(person),
            personal=shown.personal_facts(person, opened=False),
            may_open_personal=bool(person_policies.can_open_personal_data(actor, person)),
            postings=shown.posting_lines(postings, actor.on, changeable),
            service=shown.service_text(postings, actor.on),
            ratings=list(person.ratings.select_related("document")),
            disciplines=list(person.disciplines.select_related("document")) if sees_discipline else [],
            sees_discipline=sees_discipline,
            may_discipline=bool(person_policies.can_record_discipline(actor, person)),
            trainings=shown.training_entries(person.trainings.all()),
            twins=list(twins_of(person).visible_to(actor)[:5]) if may_edit else [],
            may_edit=may_edit,
            may_move=bool(person_policies.can_move(actor, person)),
            **kwargs,
        )


class PersonCreateView(TransitionView):
    """Thêm cá nhân, with the first posting. Possible twins are shown before a second file is made."""

    form_class = NewPersonForm
    template_name = "units/person_form.html"
    success_message = gettext_lazy("Đã lập hồ sơ.")
    twins: tuple[Person, ...] = ()

    def get_object(self):
        require(person_policies.can_keep_people(self.request.actor))

    def get_initial(self):
        paths = self.request.actor.unit_ids("officer", "leader")
        own = Unit.objects.filter(pk__in=paths)
        return super().get_initial() | ({"unit": own[0]} if len(own) == 1 else {})

    def call(self, form):
        data = form.posting_data
        actor = self.request.actor
        verdict = person_policies.can_add_to(actor, form.cleaned_data["unit"])
        if not verdict:
            raise people.NoSuchPerson(verdict.reason, field="unit")
        try:
            return people.create_person(
                data=form.person_data,
                posting=data,
                actor=actor,
                now=self.request.received_at,
                on=actor.on,
                is_somebody_else=form.cleaned_data["is_somebody_else"],
            )
        except people.PossibleTwin as doubt:
            seen = set(Person.objects.visible_to(actor).filter(pk__in=[twin.pk for twin in doubt.twins]))
            self.twins = tuple(twin for twin in doubt.twins if twin in seen)
            self.hidden_twins = len(doubt.twins) - len(self.twins)
            raise

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            twins=self.twins,
            hidden_twins=getattr(self, "hidden_twins", 0),
            asks_twin=bool(self.twins or getattr(self, "hidden_twins", 0)) or self.request.POST.get("is_somebody_else"),
            heading=_("Thêm cá nhân"),
            cancel_url=reverse("units:person-list"),
            **kwargs,
        )

    def get_success_url(self):
        return self.result.get_absolute_url()


class PersonEditView(TransitionView):
    """Sửa hồ sơ: the second of two writers is told, what they typed stays."""

    queryset = Person.objects
    policy = staticmethod(person_policies.can_edit)
    form_class = PersonEditForm
    template_name = "units/person_form.html"
    success_message = gettext_lazy("Đã lưu hồ sơ.")
    one_time = False

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        kwargs.pop("initial")
        return kwargs | {"person": self.object}

    def call(self, form):
        return people.update_person(
            person_id=self.object.pk,
            expected_version=form.cleaned_data["version"],
            data=form.person_data,
            actor=self.request.actor,
            now=self.request.received_at,
            on=self.request.actor.on,
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            person=self.object,
            heading=_("Sửa hồ sơ %(name)s") % {"name": self.object.label},
            cancel_url=self.object.get_absolute_url(),
            **kwargs,
        )

    def get_success_url(self):
        return self.object.get_absolute_url()


class PersonEndManyView(BulkActionView):
    """Kết thúc vị trí công tác of all people chosen in the list."""

    list_view = PersonListView
    policy = staticmethod(person_policies.can_keep_people)
    operation = staticmethod(ending_postings.end_postings)
    form_class = EndPostingForm
    question = gettext_lazy("Kết thúc vị trí công tác?")
    confirm_label = gettext_lazy("Kết thúc vị trí công tác")

    def sample_text(self, row):
        posting = main_posting(row.all_postings, self.request.actor.on)
        return f"{row.label} – {posting.post_and_unit}" if posting else row.label

    def done_text(self, done):
        return ngettext("Đã kết thúc %(n)d vị trí công tác.", "Đã kết thúc %(n)d vị trí công tác.", done) % {"n": done}

    def list_url(self):
        return reverse("units:person-list")
