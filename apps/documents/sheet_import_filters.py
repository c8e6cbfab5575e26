"""Filter of the list of one's own imports."""

import django_filters
from django.utils.translation import gettext_lazy as _

from apps.core import sheets
from apps.core.filters import ListFilter, ListOrder
from apps.documents.models import SheetImport
from apps.documents.sheet_import_enums import ImportState


def _kinds():
    return [(kind.name, kind.label) for kind in sheets.kinds()]


class SheetImportFilter(ListFilter):
    kind = django_filters.ChoiceFilter(label=_("Loại bảng"), choices=_kinds)
    state = django_filters.ChoiceFilter(label=_("Trạng thái"), choices=ImportState.choices)
    o = ListOrder(fields={"created_at": "began", "row_count": "rows"})

    class Meta:
        model = SheetImport
        fields = ["kind", "state"]
