"""One paper: all that is printed on it, its files, where it is used."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from apps.core.components import Fact, FileItem
from apps.core.dates import format_date
from apps.core.templatetags.formats import vi_datetime
from apps.core.views import ScopedObjectMixin, ScopedPageView
from apps.documents import policies
from apps.documents.models import Document, DocumentFile
from apps.documents.queries import where_used
from apps.documents.serving import serve_attachment
from apps.documents.signatures.telling import lines_of


class DocumentDetailView(ScopedPageView):
    queryset = Document.objects
    template_name = "documents/document_detail.html"

    def get_context_data(self, **kwargs):
        document, actor = self.object, self.request.actor
        may_change = bool(policies.can_change(actor, document))
        used = where_used(document, actor)
        return super().get_context_data(
            document=document,
            facts=document_facts(document),
            files=file_items(document, may_change=may_change),
            used=used,
            may_change=may_change,
            may_remove=may_change and not used.places and not used.others,
            **kwargs,
        )


class DocumentFileView(ScopedObjectMixin, View):
    """The content of one file of a paper."""

    queryset = Document.objects

    def get(self, request, pk, file_id):
        file = get_object_or_404(DocumentFile.objects.select_related("attachment"), pk=file_id, document=self.object)
        return serve_attachment(request, file.attachment)


def document_facts(document: Document) -> list[Fact]:
    """What is known of the paper, in the order in which a paper prints it; what is unknown is left out."""
    signer = " ".join(filter(None, (document.prefix, document.signer_post)))
    rows = [
        Fact(_("Loại văn bản"), document.get_kind_display()),
        Fact(_("Số, ký hiệu"), document.symbol),
        Fact(_("Ngày ban hành"), format_date(document.issued_on)),
        Fact(_("Cơ quan ban hành"), document.issuer_name or _("Chưa ghi")),
        Fact(_("Trích yếu"), document.abstract),
        Fact(_("Người ký"), document.signer_name or signer, signer if document.signer_name else ""),
        Fact(_("Hướng dẫn của năm thi đua"), document.guidance_year),
        Fact(_("Đơn vị lưu"), document.owner_name or document.owner_code),
        Fact(_("Phạm vi"), _("Mọi đơn vị trong hệ thống") if document.for_everyone else ""),
    ]
    if document.saved_at:
        rows.append(Fact(_("Ghi lần cuối"), vi_datetime(document.saved_at), document.saved_by_label))
    return [row for row in rows if row.value]


def file_items(document: Document, *, may_change: bool) -> list[FileItem]:
    """The files of a paper; one whose content was removed leads to the notice that says so."""
    items = []
    for file in document.files.select_related("attachment").prefetch_related("attachment__signatures"):
        attachment, arguments = file.attachment, [document.pk, file.pk]
        gone = attachment.purged_at is not None
        items.append(
            FileItem(
                name=attachment.name,
                url=reverse("documents:document-content", args=arguments),
                size=None if gone else attachment.size,
                note=_("Đã gỡ bỏ nội dung") if gone else file.note,
                digest=attachment.sha256,
                lines=lines_of(attachment),
                remove_url=reverse("documents:document-detach", args=arguments) if may_change else "",
            )
        )
    return items
