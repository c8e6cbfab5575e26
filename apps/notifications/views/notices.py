"""The inbox (Thông báo): list, opening one, marking."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views import View
from django_filters.views import FilterView

from apps.core.components import Column, Tab
from apps.core.lists import BulkActionView, ExportMixin
from apps.core.presentation import PAGE_PARAMETER, changed_query
from apps.core.spreadsheets import Column as SheetColumn
from apps.core.views import ScopedObjectMixin
from apps.notifications import policies
from apps.notifications.domain.reading import mark_read, mark_unread
from apps.notifications.filters import NoticeFilter
from apps.notifications.models import Notice
from apps.notifications.queries import unread_count


class NoticeListView(LoginRequiredMixin, ExportMixin, FilterView):
    """Own notices, newest first."""

    filterset_class = NoticeFilter
    template_name = "notifications/notice_list.html"
    paginate_by = 25
    strict = False
    columns = (
        Column(_("Chọn"), hidden_label=True, width="narrow"),
        Column(_("Thông báo"), width="wide"),
        Column(_("Loại")),
        Column(_("Lúc"), sort="at", width="medium"),
        Column(_("Đánh dấu"), hidden_label=True),
    )
    export_title = _("Thông báo")
    export_file = "thong-bao"
    export_columns = (
        SheetColumn("at", _("Lúc"), "datetime"),
        SheetColumn("kind", _("Loại"), width=30),
        SheetColumn("title", _("Thông báo"), width=60),
        SheetColumn("body", _("Nội dung"), width=60),
        SheetColumn("actor", _("Người thực hiện"), width=30),
        SheetColumn("read", _("Đọc lúc"), "datetime"),
    )

    def get_queryset(self):
        return Notice.objects.visible_to(self.request.actor).for_list().order_by("-created_at", "-pk")

    def get_context_data(self, **kwargs):
        unread_only = self.request.GET.get("state") == "unread"
        links = {PAGE_PARAMETER: None}
        tabs = [
            Tab(_("Tất cả"), changed_query(self.request, state=None, **links), active=not unread_only),
            Tab(
                _("Chưa đọc"),
                changed_query(self.request, state="unread", **links),
                active=unread_only,
                count=unread_count(self.request.user.pk),
            ),
        ]
        return super().get_context_data(
            tabs=tabs, columns=self.columns, manages_mail=policies.can_manage_mail(self.request.actor), **kwargs
        )

    def export_row(self, row):
        return (
            row.created_at,
            str(row.kind),
            row.title,
            row.body,
            row.actor_label,
            row.read_at,
        )


class NoticeOpenView(ScopedObjectMixin, View):
    """Reads the notice and goes on to what it is about; without an address of ours it is shown by itself."""

    queryset = Notice.objects.for_list()

    def get(self, request, *args, **kwargs):
        notice = self.object
        mark_read(ids=[notice.pk], actor=request.actor, now=request.received_at)
        if notice.path.startswith("/") and url_has_allowed_host_and_scheme(notice.path, allowed_hosts=None):
            return HttpResponseRedirect(notice.path)
        return render(request, "notifications/notice_detail.html", {"notice": notice})


class NoticeMarkView(ScopedObjectMixin, View):
    """Marks one notice: ``as`` is "read" or "unread"; then back to the list as it stood."""

    queryset = Notice.objects
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        mark = mark_unread if request.POST.get("as") == "unread" else mark_read
        mark(ids=[self.object.pk], actor=request.actor, now=request.received_at)
        query = request.POST.get("query", "")
        back = reverse("notifications:notice-list")
        return HttpResponseRedirect(f"{back}?{query}" if query.isprintable() and query else back)


class MarkManyView(BulkActionView):
    """All that the filters find, or those ticked."""

    list_view = NoticeListView

    def list_url(self):
        return reverse("notifications:notice-list")

    def sample_text(self, row):
        return row.title


class MarkManyReadView(MarkManyView):
    operation = staticmethod(mark_read)
    question = _("Đánh dấu đã đọc?")
    confirm_label = _("Đánh dấu đã đọc")

    def done_text(self, done):
        return ngettext("Đã đánh dấu đã đọc %(n)d thông báo.", "Đã đánh dấu đã đọc %(n)d thông báo.", done) % {
            "n": done
        }


class MarkManyUnreadView(MarkManyView):
    operation = staticmethod(mark_unread)
    question = _("Đánh dấu chưa đọc?")
    confirm_label = _("Đánh dấu chưa đọc")

    def done_text(self, done):
        return ngettext("Đã đánh dấu chưa đọc %(n)d thông báo.", "Đã đánh dấu chưa đọc %(n)d thông báo.", done) % {
            "n": done
        }
