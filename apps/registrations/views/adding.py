"""Quick ways to fill the table of persons: pasted from Excel, ticked on the roll, taken over from last year."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from apps.core import sheets
from apps.core.errors import DomainError
from apps.core.form_pages import FormPageMixin
from apps.core.lists import XLSX
from apps.core.views import TransitionView
from apps.documents.forms import NothingForm
from apps.documents.views.pasting import PasteMixin
from apps.registrations import policies
from apps.registrations.domain.carrying import carry_over
from apps.registrations.domain.rows import NotEditable, RowChange, RowsRefused, save_rows
from apps.registrations.forms import PickForm
from apps.registrations.sheets import PersonRows
from apps.registrations.views.base import RegistrationMixin


class AddingMixin(RegistrationMixin):
    """A page that adds rows to a registration that may be edited."""

    policy = staticmethod(policies.can_edit)
    success_url_name = "registrations:registration-detail"

    def get(self, request, *args, **kwargs):
        if not self.is_open:
            messages.warning(request, str(NotEditable.default_message))
            return HttpResponseRedirect(self.registration.get_absolute_url())
        return super().get(request, *args, **kwargs)


class RowPasteView(PasteMixin, AddingMixin, TransitionView):
    """Dán từ Excel: everything is checked; only when nothing is wrong or open it is written, at once."""

    template_name = "registrations/row_paste.html"
    refusals = (RowsRefused,)

    def kind(self) -> PersonRows:
        return PersonRows(self.registration, self.choices(), self.nominees())

    def cancel_url(self):
        return self.registration.get_absolute_url()

    def said(self, summary):
        created = summary.created if summary else 0
        text = ngettext("Đã thêm %(n)d người.", "Đã thêm %(n)d người.", created) % {"n": created}
        if self.checked.unchanged:
            text += " " + _("%(n)s người đã có sẵn.") % {"n": self.checked.unchanged}
        return text


class RowTemplateView(RegistrationMixin, View):
    """The template of the table of persons."""

    policy = staticmethod(policies.can_edit)

    def get(self, request, *args, **kwargs):
        kind = PersonRows(self.registration, self.choices(), self.nominees())
        response = HttpResponse(sheets.template_of(kind), content_type=XLSX)
        response["Content-Disposition"] = 'attachment; filename="mau-dang-ky-ca-nhan.xlsx"'
        return response


class RowPickView(AddingMixin, TransitionView):
    """Chọn từ danh sách cán bộ: one award, many people."""

    form_class = PickForm
    template_name = "registrations/row_pick.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"choices": self.choices(), "nominees": self.nominees()}

    def get_context_data(self, **kwargs):
        return super().get_context_data(cancel_url=self.registration.get_absolute_url(), **kwargs)

    def call(self, form):
        stored = set(self.registration.rows.filter(person__isnull=False).values_list("award_id", "person_id"))
        added = [row for row in form.inputs() if (row.award_id, row.person_id) not in stored]
        try:
            save_rows(
                registration_id=self.registration.pk,
                changes=[RowChange(None, row) for row in added],
                actor=self.request.actor,
                now=self.request.received_at,
            )
        except RowsRefused as refused:
            raise DomainError(str(next(iter(refused.errors.values())))) from None
        text = ngettext("Đã thêm %(n)d người.", "Đã thêm %(n)d người.", len(added)) % {"n": len(added)}
        messages.success(self.request, text)


class CarryOverView(AddingMixin, FormPageMixin, TransitionView):
    """Lấy từ năm trước."""

    operation = staticmethod(carry_over)
    id_argument = "registration_id"
    form_class = NothingForm
    heading = gettext_lazy("Lấy từ năm trước")
    submit_label = gettext_lazy("Lấy từ năm trước")
    lead = gettext_lazy(
        "Thêm các dòng đã gửi năm trước. Điều kiện thay đổi được ghi bên dòng; "
        "danh hiệu không còn trong mẫu được bỏ lại."
    )

    def get_kicker(self):
        return self.registration.unit_name

    def call(self, form):
        carried = super().call(form)
        text = _("Lấy từ năm %(year)s: thêm %(added)s dòng, %(known)s dòng đã có.") % {
            "year": carried.year,
            "added": carried.added,
            "known": carried.known,
        }
        messages.success(self.request, text)
        if carried.left_out:
            names = "; ".join(carried.left_out)
            messages.warning(self.request, _("Không còn trong mẫu đăng ký, đã bỏ lại: %(rows)s.") % {"rows": names})
        return carried
