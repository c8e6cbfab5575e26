"""The criteria file on the page: taken as CSV or XLSX, put in whole or not at all."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.generic import View

from apps.core.lists import XLSX
from apps.core.spreadsheets import Problems
from apps.core.views import ScopedObjectMixin, TransitionView
from apps.scoring.criteria_forms import UploadForm
from apps.scoring.domain import drafting
from apps.scoring.domain.criteria_files import read_criteria_file, write_criteria
from apps.scoring.domain.set_files import write_criteria_workbook
from apps.scoring.domain.set_rows import stored_rules
from apps.scoring.views.criteria_base import SetFormMixin, SetMixin, editor_crumb, editor_url, list_crumb, set_crumb

FORMATS = {"csv": (write_criteria, "text/csv; charset=utf-8"), "xlsx": (write_criteria_workbook, XLSX)}
MOST_SHOWN = 200


class SetFileView(SetMixin, ScopedObjectMixin, View):
    """Xuất: the same content gives the same bytes; uploaded again it changes nothing."""

    def get(self, request, pk, form):
        if form not in FORMATS:
            raise Http404
        write, content_type = FORMATS[form]
        response = HttpResponse(write(stored_rules(self.object.pk)), content_type=content_type)
        name = f"{self.object.code}-{self.object.revision}".replace('"', "").replace("/", "-")
        response["Content-Disposition"] = (
            f'attachment; filename="bang-tieu-chi-{name.encode("ascii", "replace").decode()}.{form}"'
        )
        return response


class SetImportView(SetFormMixin, TransitionView):
    """Nhập từ tệp: checked whole; one fault and nothing is written."""

    form_class = UploadForm
    template_name = "scoring/criteria_import.html"
    heading = lazy("Nhập bảng tiêu chí từ tệp")
    lead = lazy("Cả bảng được thay bằng nội dung của tệp. Sai một chỗ thì không ghi gì, mọi lỗi được liệt kê cùng lúc.")
    submit_label = lazy("Kiểm tra và nhập")
    success_message = lazy("Đã nhập bảng tiêu chí từ tệp.")
    problems = ()

    def crumbs(self):
        return [list_crumb(), set_crumb(self.object), editor_crumb(self.object)]

    def get_initial(self):
        return {"seen_hash": self.object.content_hash}

    def call(self, form):
        upload = form.cleaned_data["file"]
        try:
            file = read_criteria_file(upload, name=upload.name)
            file.raise_problems()
        except Problems as found:
            self.problems = found.problems
            raise
        return drafting.replace_criteria(
            criteria_set_id=self.object.pk,
            rules=file.in_reading_order,
            seen_hash=form.cleaned_data["seen_hash"],
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def get_context_data(self, **kwargs):
        shown = self.problems[:MOST_SHOWN]
        more = len(self.problems) - len(shown)
        return super().get_context_data(
            problems=shown,
            more=_("… và %(count)s lỗi khác.") % {"count": more} if more else "",
            set=self.object,
            **kwargs,
        )

    def get_success_url(self):
        return editor_url(self.object)
