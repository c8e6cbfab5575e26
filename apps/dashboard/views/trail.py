"""Nhật ký: the auditor reads what was done, by whom, to what."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.utils.translation import gettext_lazy as _
from django_filters.views import FilterView

from apps.audit.models import Entry
from apps.core.components import Column
from apps.core.views import require
from apps.dashboard import policies
from apps.dashboard.actions import look
from apps.dashboard.filters import TrailFilter

COLUMNS = (
    Column(_("Lúc"), width="medium"),
    Column(_("Việc")),
    Column(_("Đối tượng")),
    Column(_("Người thực hiện"), width="medium"),
    Column(_("Lý do"), width="medium"),
)


class TrailListView(LoginRequiredMixin, FilterView):
    filterset_class = TrailFilter
    template_name = "dashboard/trail_list.html"
    paginate_by = 50
    strict = False

    def get_queryset(self):
        require(policies.can_read_trail(self.request.actor))
        return Entry.objects.order_by("-at", "-pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = [(entry, look(entry.action)) for entry in context["page_obj"]]
        return {**context, "columns": COLUMNS, "rows": rows}
