"""Imports of sheets on screen: hand in, see what was understood, answer, correct, write."""

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django_filters.views import FilterView

from apps.core import sheets, spreadsheets
from apps.core.components import Column
from apps.core.errors import DomainError
from apps.core.lists import XLSX, ExportMixin
from apps.core.views import ScopedObjectMixin, ScopedPageView, TransitionView, require
from apps.documents import sheet_import_policies as policies
from apps.documents.domain import sheet_imports
from apps.documents.models import SheetImport
from apps.documents.serving import serve_attachment
from apps.documents.sheet_import_enums import ImportState
from apps.documents.sheet_import_exports import problems_workbook
from apps.documents.sheet_import_filters import SheetImportFilter
from apps.documents.sheet_import_forms import SheetForm
from apps.documents.sheet_import_pages import Mapping, mappings, summary_facts

ANSWER = "answer:"
SHOWN_PROBLEMS = 100


class ImportListView(LoginRequiredMixin, ExportMixin, FilterView):
    """What one may import, and the imports begun so far, newest first."""

    filterset_class = SheetImportFilter
    template_name = "documents/sheet_import_list.html"
    paginate_by = 25
    export_title = gettext_lazy("Lần nhập bảng tính")
    export_file = "lan-nhap-bang-tinh"
    columns = [
        Column(gettext_lazy("Tệp")),
        Column(gettext_lazy("Loại bảng")),
        Column(gettext_lazy("Trạng thái")),
        Column(gettext_lazy("Số dòng"), sort="rows", numeric=True),
        Column(gettext_lazy("Bắt đầu lúc"), sort="began"),
    ]
    export_columns = (
        spreadsheets.Column("name", gettext_lazy("Tệp"), width=40),
        spreadsheets.Column("kind", gettext_lazy("Loại bảng")),
        spreadsheets.Column("state", gettext_lazy("Trạng thái")),
        spreadsheets.Column("rows", gettext_lazy("Số dòng"), "integer"),
        spreadsheets.Column("began", gettext_lazy("Bắt đầu lúc"), "datetime"),
    )

    def get_queryset(self):
        return SheetImport.objects.visible_to(self.request.actor).for_list().order_by("-created_at", "-pk")

    def get_context_data(self, **kwargs):
        return super().get_context_data(kinds=policies.kinds_for(self.request.actor), **kwargs)

    def export_row(self, row):
        return [row.attachment.name, row.kind_label, row.get_state_display(), row.row_count, row.created_at]


class KindMixin(LoginRequiredMixin):
    """Finds the kind named in the address (else 404) and asks its policy (else 403 with the reason)."""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        try:
            self.kind = sheets.kind(kwargs["kind"])
        except KeyError:
            raise Http404 from None
        require(self.kind.may(request.actor))
        return super().dispatch(request, *args, **kwargs)


class ImportTemplateView(KindMixin, View):
    """The template of a kind to fill in."""

    def get(self, request, *args, **kwargs):
        response = HttpResponse(sheets.template_of(self.kind), content_type=XLSX)
        response["Content-Disposition"] = f'attachment; filename="mau-{self.kind.name}.xlsx"'
        return response


class SheetFormView(TransitionView):
    """A page with a box for a file and one for pasted cells."""

    form_class = SheetForm
    template_name = "documents/sheet_import_form.html"
    guide_columns = [
        Column(gettext_lazy("Cột")),
        Column(gettext_lazy("Bắt buộc")),
        Column(gettext_lazy("Ví dụ")),
        Column(gettext_lazy("Cách điền")),
    ]

    def operation_arguments(self, form):
        return {"upload": form.cleaned_data["upload"]}

    def get_success_url(self):
        return self.result.get_absolute_url() if hasattr(self, "result") else reverse("documents:import-list")


class ImportCreateView(KindMixin, SheetFormView):
    """Beginning an import."""

    def get_object(self):
        return None

    def get_context_data(self, **kwargs):
        return super().get_context_data(kind=self.kind, cancel_url=reverse("documents:import-list"), **kwargs)

    def call(self, form):
        return sheet_imports.start(
            kind=self.kind.name,
            actor=self.request.actor,
            now=self.request.received_at,
            **self.operation_arguments(form),
        )


class ImportReplaceView(SheetFormView):
    """Handing in a corrected file for the same import."""

    queryset = SheetImport.objects.for_list()
    policy = staticmethod(policies.can_work)
    operation = staticmethod(sheet_imports.replace_file)
    id_argument = "import_id"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            kind=sheets.kind(self.object.kind), cancel_url=self.object.get_absolute_url(), **kwargs
        )


class ImportDetailView(ScopedPageView):
    """Kết quả kiểm tra: mistakes, questions, what was understood, and the button that writes."""

    queryset = SheetImport.objects.for_list()
    template_name = "documents/sheet_import_detail.html"
    problem_columns = [
        Column(gettext_lazy("Trang tính")),
        Column(gettext_lazy("Dòng"), numeric=True),
        Column(gettext_lazy("Cột")),
        Column(gettext_lazy("Nội dung")),
    ]

    def get_context_data(self, **kwargs):
        found, report = self.object, self.object.report
        preview = report.get("preview") or {}
        headings = [Column(_("Dòng"), numeric=True), *(Column(text) for text in preview.get("headings", []))]
        return super().get_context_data(
            import_=found,
            facts=summary_facts(found),
            can_work=bool(policies.can_work(self.request.actor, found)) and not found.is_busy,
            why_not_write=policies.can_write(self.request.actor, found).reason,
            problems=report.get("problems", [])[:SHOWN_PROBLEMS],
            more_problems=max(found.problem_count - SHOWN_PROBLEMS, 0),
            doubts=report.get("doubts", []),
            answered=[doubt for doubt in report.get("answered", []) if not doubt["key"].startswith("column:")],
            notes=report.get("notes", []),
            preview_columns=headings,
            preview_rows=preview.get("rows", []),
            mappings=mappings(found),
            **kwargs,
        )


class ImportAnswerView(ScopedObjectMixin, View):
    """Answers to the questions of the check, or another meaning of a column; then it is checked again."""

    queryset = SheetImport.objects.for_list()
    policy = staticmethod(policies.can_work)
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        answers = {key.removeprefix(ANSWER): value for key, value in request.POST.items() if key.startswith(ANSWER)}
        answers = {key: value for key, value in answers.items() if self._is_changed(key, value)}
        try:
            sheet_imports.answer(
                import_id=self.object.pk, answers=answers, actor=request.actor, now=request.received_at
            )
        except DomainError as error:
            messages.error(request, str(error.message))
        else:
            messages.success(request, _("Đã kiểm tra lại theo trả lời của bạn."))
        return HttpResponseRedirect(self.object.get_absolute_url())

    def _is_changed(self, key: str, value: str) -> bool:
        """Only questions that were asked, answered by one of their options or by nothing.

        A column whose meaning is left as it was is no answer.
        """
        asked = [doubt for part in ("doubts", "answered") for doubt in self.object.report.get(part, [])]
        options = {doubt["key"]: {option["value"] for option in doubt["options"]} for doubt in asked}
        if key in options:
            return value in options[key] | {""}
        current: dict[str, Mapping] = {f"column:{each.key}": each for each in mappings(self.object)}
        if key not in current or value == current[key].letter:
            return False
        return not value or value in {letter for letter, _text in current[key].options}


class EmptyForm(forms.Form):
    """Nothing is typed: the click is all."""


class ImportWriteView(TransitionView):
    """“Ghi vào hệ thống”."""

    queryset = SheetImport.objects.for_list()
    policy = staticmethod(policies.can_write)
    operation = staticmethod(sheet_imports.confirm)
    id_argument = "import_id"
    form_class = EmptyForm
    template_name = "core/confirm.html"
    success_url_name = "documents:import-detail"

    def get(self, request, *args, **kwargs):
        if not self.object.is_ready:
            return HttpResponseRedirect(self.object.get_absolute_url())
        return super().get(request, *args, **kwargs)

    def call(self, form):
        written = super().call(form)
        if written.state == ImportState.DONE:
            messages.success(self.request, _("Đã ghi vào hệ thống."))
        elif not written.is_busy:
            messages.error(self.request, str(sheet_imports.NotReady.default_message))
        return written

    def get_context_data(self, **kwargs):
        found = self.object
        counts = {"created": found.created_count, "updated": found.updated_count, "unchanged": found.unchanged_count}
        return super().get_context_data(
            question=_("Ghi “%(name)s” vào hệ thống?") % {"name": found.attachment.name},
            lead=_("Thêm mới %(created)s, thay đổi %(updated)s, giữ nguyên %(unchanged)s dòng.") % counts,
            confirm_label=_("Ghi vào hệ thống"),
            cancel_url=found.get_absolute_url(),
            **kwargs,
        )


class ImportAbandonView(TransitionView):
    """Giving an import up."""

    queryset = SheetImport.objects.for_list()
    policy = staticmethod(policies.can_work)
    operation = staticmethod(sheet_imports.abandon)
    id_argument = "import_id"
    form_class = EmptyForm
    template_name = "core/confirm.html"
    success_url_name = "documents:import-detail"
    success_message = gettext_lazy("Đã bỏ lần nhập này; không có gì được ghi.")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            question=_("Bỏ lần nhập “%(name)s”?") % {"name": self.object.attachment.name},
            lead=_("Không có gì được ghi vào hệ thống. Tệp vẫn được giữ trong nhật ký."),
            confirm_label=_("Bỏ lần nhập này"),
            cancel_url=self.object.get_absolute_url(),
            **kwargs,
        )


class ImportProblemsView(ScopedObjectMixin, View):
    """Mistakes and questions as XLSX, to work through beside the file."""

    queryset = SheetImport.objects.for_list()

    def get(self, request, *args, **kwargs):
        response = HttpResponse(problems_workbook(self.object), content_type=XLSX)
        response["Content-Disposition"] = f'attachment; filename="loi-{self.object.pk}.xlsx"'
        return response


class ImportSourceView(ScopedObjectMixin, View):
    """The file as it was handed in."""

    queryset = SheetImport.objects.for_list()

    def get(self, request, *args, **kwargs):
        return serve_attachment(request, self.object.attachment)
