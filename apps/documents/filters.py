"""Filters of the list of papers and of the administrator's list of files."""

import django_filters
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _

from apps.core.filters import ListFilter, ListOrder, TextFilter
from apps.documents.enums import DocumentKind
from apps.documents.models import Attachment, Document
from apps.documents.symbols import SymbolFilter

PURGED, PRESENT = "purged", "present"


class DocumentFilter(ListFilter):
    q = SymbolFilter(field_name="search_text", label=_("Số, ký hiệu, trích yếu, cơ quan"))
    kind = django_filters.ChoiceFilter(label=_("Loại văn bản"), choices=DocumentKind.choices)
    issuer = TextFilter(field_name="issuer_key", label=_("Cơ quan ban hành"))
    year = django_filters.ChoiceFilter(label=_("Năm ban hành"), field_name="issued_on__year")
    owner = django_filters.ChoiceFilter(label=_("Đơn vị lưu"), field_name="owner_code")
    guidance = django_filters.ChoiceFilter(label=_("Công văn, biểu mẫu của năm"), field_name="guidance_year")
    o = ListOrder(fields={"sort_key": "symbol", "issued_on": "issued", "issuer_key": "issuer"})

    class Meta:
        model = Document
        fields: list[str] = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        seen = self.queryset.order_by()
        years = seen.annotate(y=ExtractYear("issued_on")).values_list("y", flat=True).distinct()
        self._offer("year", [(year, year) for year in sorted(years, reverse=True)])
        self._offer("owner", sorted(set(seen.values_list("owner_code", "owner_name").distinct()), key=lambda o: o[1]))
        guided = seen.exclude(guidance_year=None).values_list("guidance_year", flat=True).distinct()
        self._offer("guidance", [(year, year) for year in sorted(guided, reverse=True)])

    def _offer(self, name: str, choices: list) -> None:
        self.filters[name].extra["choices"] = [(key, label or key) for key, label in choices]


class AttachmentFilter(ListFilter):
    q = django_filters.CharFilter(field_name="name", lookup_expr="icontains", label=_("Tên tệp"))
    content = django_filters.ChoiceFilter(
        label=_("Nội dung"),
        choices=[(PRESENT, _("Còn trong kho")), (PURGED, _("Đã gỡ bỏ"))],
        method="by_content",
    )
    o = ListOrder(fields={"created_at": "uploaded", "size": "size"})

    class Meta:
        model = Attachment
        fields: list[str] = []

    def by_content(self, queryset, _name, value):
        return queryset.filter(purged_at__isnull=value == PRESENT)
