"""Dán từ Excel: figures of the sheet, checked whole, each mistake with its row; then saved or nothing."""

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from apps.core.components import Crumb
from apps.core.form_pages import FormPageMixin
from apps.core.sheets import import_file
from apps.core.sheets.grid import PASTED, pasted
from apps.core.spreadsheets import Problems
from apps.core.views import TransitionView
from apps.scoring import policies
from apps.scoring.department_forms import PasteForm
from apps.scoring.domain.reading import read_sheet
from apps.scoring.figure_sheets import FigureSheet
from apps.scoring.views.base import SheetMixin


class FigurePasteView(SheetMixin, FormPageMixin, TransitionView):
    """Rows of Excel with the code of the criterion and its figures."""

    policy = staticmethod(policies.can_edit)
    form_class = PasteForm
    template_name = "scoring/figure_paste.html"
    heading = _("Dán số liệu từ Excel")
    submit_label = _("Kiểm tra và lưu")

    def get_kicker(self):
        return self.sheet.unit_name

    def crumbs(self):
        sheet = self.sheet
        return [
            Crumb(_("Tự chấm điểm"), reverse("scoring:sheet-list")),
            Crumb(sheet.unit_name, sheet.get_absolute_url()),
        ]

    def call(self, form):
        who = {"actor": self.request.actor, "now": self.request.received_at}
        data = pasted(form.cleaned_data["pasted"])
        try:
            summary = import_file(FigureSheet(read_sheet(self.sheet)), data, str(PASTED), **who)
        except Problems as found:
            self.problems = list(found)
            raise
        count = summary.updated
        text = ngettext("Đã lưu %(count)s dòng từ Excel.", "Đã lưu %(count)s dòng từ Excel.", count)
        messages.success(self.request, text % {"count": count})
        return summary

    def get_context_data(self, **kwargs):
        return super().get_context_data(problems=getattr(self, "problems", []), **kwargs)

    def get_success_url(self):
        return self.sheet.get_absolute_url()
