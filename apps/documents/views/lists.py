"""Danh sách văn bản: what the person's bodies keep and what is published."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters.views import FilterView

from apps.core.components import Column
from apps.core.lists import ExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.documents import policies
from apps.documents.filters import DocumentFilter
from apps.documents.models import Document

COLUMNS = [
    Column(gettext_lazy("Số, ký hiệu"), sort="symbol"),
    Column(gettext_lazy("Ngày ban hành"), sort="issued"),
    Column(gettext_lazy("Cơ quan ban hành"), sort="issuer"),
    Column(gettext_lazy("Trích yếu"), width="wide"),
    Column(gettext_lazy("Đơn vị lưu")),
    Column(gettext_lazy("Tệp"), numeric=True),
]


class DocumentListView(LoginRequiredMixin, ExportMixin, FilterView):
    """Newest first; search finds ``36/KH-KVTĐ`` by ``36/kh-kvtd``."""

    filterset_class = DocumentFilter
    template_name = "documents/document_list.html"
    paginate_by = 50
    export_title = gettext_lazy("Danh sách văn bản")
    export_file = "van-ban"

    def get_queryset(self):
        papers = Document.objects.visible_to(self.request.actor).for_list()
        return papers.order_by("-issued_on", "sort_key", "pk")

    def get_context_data(self, **kwargs):
        may_file = bool(policies.can_file(self.request.actor))
        return super().get_context_data(columns=COLUMNS, may_file=may_file, **kwargs)

    @property
    def export_columns(self):
        return (
            SheetColumn("symbol", _("Số, ký hiệu"), width=22),
            SheetColumn("issued_on", _("Ngày ban hành"), "date"),
            SheetColumn("kind", _("Loại văn bản"), width=18),
            SheetColumn("issuer", _("Cơ quan ban hành"), width=36),
            SheetColumn("abstract", _("Trích yếu"), width=60),
            SheetColumn("signer", _("Người ký"), width=30),
            SheetColumn("owner", _("Đơn vị lưu"), width=36),
            SheetColumn("files", _("Số tệp"), "integer"),
        )

    def export_row(self, row: Document):
        return (
            row.symbol,
            row.issued_on,
            row.get_kind_display(),
            row.issuer_name,
            row.abstract,
            " ".join(filter(None, (row.prefix, row.signer_post, row.signer_name))),
            row.owner_name or row.owner_code,
            row.file_count,
        )
