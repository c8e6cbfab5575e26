"""Nhật ký, Việc ngoài lệ: the auditor reads what was done, by whom, to what, and what it changed."""

from django.apps import apps
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView
from django_filters.views import FilterView

from apps.audit.differences import plain
from apps.audit.models import Entry
from apps.audit.queries.operations import rows_of_operation
from apps.audit.queries.seals import seal_of
from apps.audit.trail_pages import kept_secret, page_of
from apps.core import spreadsheets
from apps.core.components import Column, Fact
from apps.core.lists import ExportMixin
from apps.core.templatetags.formats import vi_datetime
from apps.core.views import require
from apps.dashboard import policies
from apps.dashboard.actions import GROUPS, look
from apps.dashboard.queries.trail import exceptional
from apps.dashboard.trail_filters import ExceptionFilter, TrailFilter

COLUMNS = (
    Column(gettext_lazy("Lúc"), width="medium"),
    Column(gettext_lazy("Việc")),
    Column(gettext_lazy("Đối tượng")),
    Column(gettext_lazy("Người thực hiện"), width="medium"),
    Column(gettext_lazy("Lý do"), width="medium"),
)
EXPORTED = (
    spreadsheets.Column("at", gettext_lazy("Lúc"), "datetime"),
    spreadsheets.Column("action", gettext_lazy("Việc"), width=34),
    spreadsheets.Column("group", gettext_lazy("Loại việc")),
    spreadsheets.Column("target", gettext_lazy("Đối tượng"), width=50),
    spreadsheets.Column("key", gettext_lazy("Mã hồ sơ"), width=24),
    spreadsheets.Column("actor", gettext_lazy("Người thực hiện")),
    spreadsheets.Column("reason", gettext_lazy("Lý do"), width=50),
)
MOST_SIBLINGS = 50


class AuditorMixin(LoginRequiredMixin):
    """Pages of the auditor of the whole."""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        require(policies.can_read_trail(request.actor))
        return super().dispatch(request, *args, **kwargs)


class TrailListView(AuditorMixin, ExportMixin, FilterView):
    filterset_class = TrailFilter
    template_name = "dashboard/trail_list.html"
    paginate_by = 50
    strict = False
    export_title = gettext_lazy("Nhật ký")
    export_file = "nhat-ky"
    export_columns = EXPORTED

    def get_queryset(self):
        return Entry.objects.order_by("-at", "-pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = [(entry, look(entry.action)) for entry in context["page_obj"]]
        return {**context, "columns": COLUMNS, "rows": rows}

    def export_row(self, entry):
        found = look(entry.action)
        return {
            "at": entry.at,
            "action": str(found.label),
            "group": str(GROUPS[found.group]),
            "target": entry.target_label,
            "key": entry.target_key,
            "actor": entry.actor_label,
            "reason": entry.reason,
        }


class ExceptionListView(TrailListView):
    """Steps outside of the usual way: proxy entries, reopenings, extensions, merges, purges, acting for others."""

    filterset_class = ExceptionFilter
    template_name = "dashboard/exception_list.html"
    export_title = gettext_lazy("Việc ngoài lệ")
    export_file = "viec-ngoai-le"

    def get_queryset(self):
        return super().get_queryset().filter(exceptional())


class TrailDetailView(AuditorMixin, DetailView):
    """One line with its values, the other lines of the same operation, the rows it changed and the seal over it."""

    queryset = Entry.objects.all()
    template_name = "dashboard/trail_detail.html"

    def get_context_data(self, **kwargs):
        entry = self.object
        siblings = Entry.objects.filter(operation_id=entry.operation_id).exclude(pk=entry.pk).order_by("pk")
        rows, more = rows_of_operation(entry.operation_id, kept_secret(entry.target_key, self.request.actor))
        return super().get_context_data(
            entry=entry,
            look=look(entry.action),
            facts=self.facts(entry),
            siblings=[(other, look(other.action)) for other in siblings[:MOST_SIBLINGS]],
            rows=rows,
            more=more,
            history_url=history_url(entry.target_key),
            **kwargs,
        )

    def facts(self, entry: Entry) -> list[Fact]:
        part, model = seal_of(entry), model_of(entry.target_key)
        facts = [
            Fact(_("Lúc"), vi_datetime(entry.at)),
            Fact(_("Đối tượng"), entry.target_label),
            Fact(_("Người thực hiện"), entry.actor_label or "–"),
            Fact(_("Lý do"), entry.reason or "–"),
            Fact(_("Trước"), plain(entry.before, model=model)) if entry.before is not None else None,
            Fact(_("Sau"), plain(entry.after, model=model)) if entry.after is not None else None,
            Fact(_("Niêm phong"), sealed_text(part)),
            Fact(_("Mã lần thao tác"), entry.operation_id),
        ]
        return [fact for fact in facts if fact]


def sealed_text(part) -> str:
    if part is None:
        return _("Chưa niêm phong; dòng mới được niêm phong trong vài phút")
    return _("Số %(number)s, lúc %(at)s") % {"number": part.seal_id, "at": vi_datetime(part.seal.sealed_at)}


def model_of(target_key: str) -> type[Model] | None:
    """What kind of record a line is about; None for what the portal no longer keeps."""
    try:
        return apps.get_model(target_key.rpartition(":")[0])
    except (LookupError, ValueError):
        return None


def history_url(target_key: str) -> str:
    """The history of the record that a line is about; empty when it has none."""
    label, _colon, pk = target_key.rpartition(":")
    if not page_of(label) or not pk.isdecimal():
        return ""
    return reverse("dashboard:history", args=[*label.split("."), pk])
