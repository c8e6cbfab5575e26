"""Dữ liệu cá nhân: who opened or exported whose data, when, which fields, why."""

from functools import cache

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext_lazy as _
from django_filters.views import FilterView

from apps.audit.models import AccessEntry
from apps.audit.words import field_label
from apps.core import spreadsheets
from apps.core.components import Column
from apps.core.lists import ExportMixin
from apps.dashboard.trail_filters import AccessFilter
from apps.dashboard.views.trail import AuditorMixin

COLUMNS = (
    Column(_("Lúc"), width="medium"),
    Column(_("Người truy cập"), width="medium"),
    Column(_("Cách truy cập")),
    Column(_("Dữ liệu của")),
    Column(_("Trường dữ liệu")),
    Column(_("Lý do"), width="medium"),
)


class PersonalDataListView(AuditorMixin, ExportMixin, FilterView):
    filterset_class = AccessFilter
    template_name = "dashboard/personal_data_list.html"
    paginate_by = 50
    strict = False
    export_title = _("Truy cập dữ liệu cá nhân")
    export_file = "truy-cap-du-lieu-ca-nhan"
    export_columns = (
        spreadsheets.Column("at", _("Lúc"), "datetime"),
        spreadsheets.Column("actor", _("Người truy cập")),
        spreadsheets.Column("kind", _("Cách truy cập")),
        spreadsheets.Column("target", _("Dữ liệu của")),
        spreadsheets.Column("parts", _("Số người cùng lần"), "integer"),
        spreadsheets.Column("fields", _("Trường dữ liệu"), width=40),
        spreadsheets.Column("reason", _("Lý do"), width=50),
    )

    @property
    def is_in_full(self) -> bool:
        """Whether a person or one export is asked for; else an export is one line."""
        return bool(self.request.GET.get("occasion") or self.request.GET.get("q"))

    def get_queryset(self):
        entries = AccessEntry.objects.order_by("-at", "-pk")
        return entries if self.is_in_full else entries.filter(part=1)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        page = context["page_obj"]
        rows = [(entry, fields_text(entry), 0 if self.is_in_full else entry.parts - 1) for entry in page]
        return {**context, "columns": COLUMNS, "rows": rows}

    def export_row(self, entry):
        return {
            "at": entry.at,
            "actor": entry.actor_label,
            "kind": entry.get_kind_display(),
            "target": entry.target_label,
            "parts": entry.parts,
            "fields": fields_text(entry),
            "reason": entry.reason,
        }


def fields_text(entry: AccessEntry) -> str:
    """Names of the fields as on screen."""
    label = entry.target_key.rpartition(":")[0]
    return ", ".join(_field_text(label, name) for name in entry.fields) or "–"


@cache
def _field(label: str, name: str):
    try:
        return apps.get_model(label)._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None


def _field_text(label: str, name: str) -> str:
    found = _field(label, name)
    return field_label(found) if found is not None and hasattr(found, "verbose_name") else name
