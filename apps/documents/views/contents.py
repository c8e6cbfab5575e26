"""Files for the technical administrator: what there is, and removing a content. Nothing can be read here."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django_filters.views import FilterView

from apps.core.components import Column
from apps.core.lists import ExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import TransitionView, require
from apps.documents import policies
from apps.documents.domain import purging
from apps.documents.filters import AttachmentFilter
from apps.documents.forms import PurgeForm
from apps.documents.models import Attachment


class AttachmentListView(LoginRequiredMixin, ExportMixin, FilterView):
    """Tệp tải lên."""

    filterset_class = AttachmentFilter
    template_name = "documents/attachment_list.html"
    paginate_by = 50
    columns = [
        Column(_("Tên tệp"), width="wide"),
        Column(_("Dung lượng"), sort="size", numeric=True),
        Column(_("Tải lên"), sort="uploaded"),
        Column(_("Nội dung")),
        Column(_("Thao tác"), hidden_label=True),
    ]
    export_title = _("Tệp tải lên")
    export_file = "tep-tai-len"
    export_columns = (
        SheetColumn("name", _("Tên tệp"), width=50),
        SheetColumn("sha256", _("Mã băm SHA-256"), width=68),
        SheetColumn("size", _("Dung lượng (byte)"), "integer"),
        SheetColumn("at", _("Tải lên"), "datetime"),
        SheetColumn("by", _("Người tải lên"), width=30),
        SheetColumn("purged", _("Gỡ bỏ lúc"), "datetime"),
        SheetColumn("reason", _("Lý do gỡ bỏ"), width=40),
    )

    def export_row(self, row: Attachment):
        by = row.uploaded_by.label if row.uploaded_by else ""
        return (row.name, row.sha256, row.size, row.created_at, by, row.purged_at, row.purge_reason)

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            require(policies.can_purge(request.actor))
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        return Attachment.objects.visible_to(self.request.actor).select_related("uploaded_by").order_by("-pk")


class AttachmentPurgeView(TransitionView):
    """Gỡ bỏ nội dung tệp, with reason and a page that says what stays."""

    queryset = Attachment.objects
    policy = staticmethod(policies.can_purge)
    operation = staticmethod(purging.purge_content)
    id_argument = "attachment_id"
    form_class = PurgeForm
    template_name = "documents/attachment_purge.html"
    success_message = _("Đã gỡ bỏ nội dung tệp.")
    success_url = reverse_lazy("documents:attachment-list")

    def get_object(self):
        require(policies.can_purge(self.request.actor))
        return super().get_object()

    def get_context_data(self, **kwargs):
        return super().get_context_data(attachment=self.object, cancel_url=self.success_url, **kwargs)
