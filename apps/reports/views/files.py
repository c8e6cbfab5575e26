"""Files that were made: one's own archive, one file, its download."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.forms import Form
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django_filters.views import FilterView

from apps.core.components import Column, Crumb, Fact
from apps.core.form_pages import FormPageMixin
from apps.core.lists import ExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.templatetags.formats import file_size, vi_date, vi_datetime
from apps.core.views import ScopedObjectMixin, ScopedPageView, TransitionView
from apps.documents.domain import issuing
from apps.documents.models import IssuedFile
from apps.documents.serving import serve_issued
from apps.reports import policies, registry
from apps.reports.anew import address_anew
from apps.reports.filters import IssuedFileFilter


class FileListView(LoginRequiredMixin, ExportMixin, FilterView):
    """The archive of the files that the person asked for; one that may no longer be fetched says why."""

    filterset_class = IssuedFileFilter
    template_name = "reports/file_list.html"
    paginate_by = 25
    columns = [
        Column(gettext_lazy("Tệp"), sort="title"),
        Column(gettext_lazy("Kết xuất lúc"), sort="issued"),
        Column(gettext_lazy("Dung lượng"), numeric=True),
        Column(gettext_lazy("Mã tra cứu")),
    ]
    export_title = gettext_lazy("Tệp đã kết xuất")
    export_file = "tep-da-ket-xuat"
    export_columns = (
        SheetColumn("title", gettext_lazy("Tệp"), width=50),
        SheetColumn("name", gettext_lazy("Tên tệp"), width=40),
        SheetColumn("issued", gettext_lazy("Kết xuất lúc"), "datetime"),
        SheetColumn("size", gettext_lazy("Dung lượng (byte)"), "integer"),
        SheetColumn("code", gettext_lazy("Mã tra cứu"), width=20),
    )

    def export_row(self, row: IssuedFile):
        return (row.title, row.file_name, row.issued_at, row.size, row.verification_code)

    def get_queryset(self):
        return policies.own_files(self.request.actor)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        today = localdate(self.request.received_at)
        return context | {
            "fetchable": policies.fetchable(context["page_obj"], self.request.actor),
            "shut_reason": policies.SEEN_NO_MORE,
            "over": policies.over(context["page_obj"], today),
        }


class OwnOrSharedMixin:
    """One's own file, or a paper that was issued and that one sees."""

    def get_object(self):
        found = get_object_or_404(IssuedFile.objects.select_related("issued_by"), pk=self.kwargs["pk"])
        if not policies.is_open(self.request.actor, found):
            raise Http404
        return found


class FileDetailView(OwnOrSharedMixin, ScopedPageView):
    """One file: download, code, hash; how to have it anew where it is kept no longer."""

    policy = staticmethod(policies.can_fetch)
    template_name = "reports/file_detail.html"

    def get_context_data(self, **kwargs):
        issued = self.object
        report = registry.find(issued.report)
        facts = [
            Fact(_("Báo cáo"), report.title if report else _("Gói tệp")),
            Fact(_("Số liệu lúc"), vi_datetime(issued.data_at)),
            Fact(_("Kết xuất lúc"), vi_datetime(issued.issued_at)),
            Fact(_("Người yêu cầu"), issued.issued_by.label if issued.issued_by else _("Hệ thống")),
            Fact(_("Dung lượng"), file_size(issued.size)),
            Fact(_("Giữ đến hết ngày"), vi_date(issued.expires_on) if issued.expires_on else _("Không thời hạn")),
            Fact(_("Mã tra cứu"), issued.verification_code),
            Fact(_("Mã băm SHA-256"), issued.sha256),
        ]
        parts = IssuedFile.objects.filter(batch_code=issued.verification_code).order_by("pk")
        over = issued.is_over(localdate(self.request.received_at))
        anew = address_anew(issued) if over else ""
        is_own = issued.issued_by_id == self.request.actor.user_id
        told = {"facts": facts, "parts": parts, "over": over, "anew": anew, "is_own": is_own}
        return super().get_context_data(issued=issued, **told, **kwargs)


class FileKeepView(FormPageMixin, TransitionView):
    """Giữ không thời hạn: what was handed out stays as it is and is no longer emptied."""

    queryset = IssuedFile.objects
    policy = staticmethod(policies.can_download)
    operation = staticmethod(issuing.keep_for_good)
    id_argument = "issued_id"
    form_class = Form
    heading = submit_label = gettext_lazy("Giữ không thời hạn")
    consequences = (gettext_lazy("Nội dung tệp và các tệp trong gói không bị gỡ nữa; không đặt lại thời hạn được."),)
    success_message = gettext_lazy("Tệp được giữ không thời hạn.")
    success_url_name = "reports:file-detail"

    def crumbs(self):
        url = reverse("reports:file-detail", args=[self.object.pk])
        return [Crumb(_("Tệp đã kết xuất"), reverse("reports:file-list")), Crumb(self.object.file_name, url)]


class FileDownloadView(OwnOrSharedMixin, ScopedObjectMixin, View):
    """The stored bytes, never rendered again."""

    policy = staticmethod(policies.can_download)

    def get(self, request, *args, **kwargs):
        return serve_issued(request, self.object)
