"""Files for the technical administrator: what there is, and removing a content. Nothing can be read here."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django_filters.views import FilterView

from apps.core.components import Column
from apps.core.lists import DefaultLookMixin
from apps.core.views import TransitionView, require
from apps.documents import policies
from apps.documents.domain import purging
from apps.documents.filters import AttachmentFilter
from apps.documents.forms import PurgeForm
from apps.documents.models import Attachment


class AttachmentListView(LoginRequiredMixin, DefaultLookMixin, FilterView):
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
