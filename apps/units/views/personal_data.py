"""Dữ liệu cá nhân, opened or taken out with a reason: the only two places that show it without its mask."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView

from apps.audit import access
from apps.core.dates import format_datetime
from apps.core.lists import XLSX
from apps.core.presentation import used_filters
from apps.core.spreadsheets import Sheet, write_workbook
from apps.core.views import INVALID, InvalidMixin, ScopedObjectMixin
from apps.units import person_exports, person_policies
from apps.units import person_presentation as shown
from apps.units.models import Person
from apps.units.person_forms import ReasonForm
from apps.units.views.people import PersonListView

MOST_EXPORTED = 5_000


class PersonalDataView(ScopedObjectMixin, InvalidMixin, FormView):
    """Xem dữ liệu cá nhân: asks for the reason, answers the post with the data; each opening is kept in the log."""

    queryset = Person.objects
    policy = staticmethod(person_policies.can_open_personal_data)
    form_class = ReasonForm
    template_name = "units/person_personal.html"

    def form_valid(self, form):
        person = self.object
        access.seen(
            "view",
            actor=self.request.actor,
            target=person,
            at=self.request.received_at,
            fields=Person.PERSONAL,
            reason=form.cleaned_data["reason"],
        )
        return self.render_to_response(self.get_context_data(opened=shown.personal_facts(person, opened=True)))


class PersonalExportView(PersonListView):
    """The list as the filters find it, with personal data of those in the actor's charge; the others stay masked."""

    template_name = "units/person_personal_export.html"
    http_method_names = ["get", "post"]

    def get(self, request, *args, **kwargs):
        return self.ask(ReasonForm())

    def post(self, request, *args, **kwargs):
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self.ask(form, status=INVALID)
        found = self.found()
        if found.qs.count() > MOST_EXPORTED:
            form.add_error(None, _("Mỗi lần xuất nhiều nhất %(limit)s người. Hãy lọc bớt.") % {"limit": MOST_EXPORTED})
            return self.ask(form, status=INVALID)
        people = list(found.qs)
        mine = person_policies.personal_data_open(request.actor, people)
        access.seen_together(
            "export",
            actor=request.actor,
            targets=[person for person in people if person.pk in mine],
            at=request.received_at,
            fields=Person.PERSONAL,
            reason=form.cleaned_data["reason"],
        )
        return self.file(people, mine, found)

    def found(self):
        return self.filterset_class(self.request.GET, queryset=self.get_queryset(), request=self.request)

    def ask(self, form, status=200):
        found = self.found()
        context = {
            "form": form,
            "count": found.qs.count(),
            "used_filters": used_filters(found),
            "cancel_url": f"{reverse('units:person-list')}?{self.request.GET.urlencode()}",
        }
        return render(self.request, self.template_name, context, status=status)

    def file(self, people, mine, found):
        on = self.request.actor.on
        notes = [f"{label}: {value}" for label, value in used_filters(found)]
        notes.append(_("Xuất lúc %(time)s") % {"time": format_datetime(self.request.received_at)})
        notes.append(_("Có dữ liệu cá nhân; việc xuất tệp này đã được ghi lại."))
        rows = [person_exports.person_row(person, on, opened=person.pk in mine) for person in people]
        sheet = Sheet(str(self.export_title), str(self.export_title), self.export_columns, rows, notes=notes)
        response = HttpResponse(write_workbook([sheet]), content_type=XLSX)
        response["Content-Disposition"] = f'attachment; filename="{self.export_file}-du-lieu-ca-nhan.xlsx"'
        return response
