"""Khen thưởng đã công khai: for anybody, without signing in."""

from django.utils import timezone
from django.utils.translation import gettext as in_words
from django.utils.translation import gettext_lazy as _
from django_filters.views import FilterView

from apps.accounts.public_pages import PublicPageMixin
from apps.catalog.enums import Subject
from apps.core.components import Column
from apps.core.lists import ExportMixin
from apps.core.spreadsheets import Column as SheetColumn
from apps.registry.filters import PublicFilter
from apps.registry.queries import public_awards


class PublicListView(PublicPageMixin, ExportMixin, FilterView):
    """Recipient, post, unit, award and decision of published lists; nothing else about anybody."""

    filterset_class = PublicFilter
    template_name = "registry/public_list.html"
    paginate_by = 50
    columns = (
        Column(_("Người, tập thể")),
        Column(_("Đơn vị")),
        Column(_("Danh hiệu, hình thức")),
        Column(_("Quyết định")),
    )
    export_title = _("Khen thưởng đã công khai")
    export_file = "khen-thuong-da-cong-khai"
    export_columns = (
        SheetColumn("recipient", _("Người, tập thể"), width=36),
        SheetColumn("post", _("Chức vụ"), width=30),
        SheetColumn("unit", _("Đơn vị"), width=44),
        SheetColumn("award", _("Danh hiệu, hình thức"), width=40),
        SheetColumn("occasion", _("Dịp khen thưởng"), width=50),
        SheetColumn("symbol", _("Quyết định"), width=20),
        SheetColumn("granted", _("Ngày quyết định"), "date"),
        SheetColumn("authority", _("Người, cơ quan quyết định"), width=36),
        SheetColumn("note", _("Ghi chú"), width=16),
    )

    def export_row(self, row):
        unit = row.unit_name or (row.unit.name if row.unit else "")
        grant, note = row.grant, in_words("minh họa") if row.grant.illustrative else ""
        named = (row.recipient, row.post, unit if row.subject == Subject.INDIVIDUAL else "", row.award_type.name)
        return (*named, grant.occasion, grant.document.symbol, row.granted_on, grant.authority_name, note)

    def get_queryset(self):
        return public_awards(timezone.localtime(self.request.received_at).date())
