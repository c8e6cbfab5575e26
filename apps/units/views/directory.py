"""Danh bạ cán bộ TĐKT: who is in charge of emulation work in which unit, and how to reach them."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.utils.translation import gettext_lazy
from django_filters.views import FilterView

from apps.core.lists import ExportMixin
from apps.core.views import require
from apps.units import person_exports, person_policies
from apps.units import person_presentation as shown
from apps.units.directory_queries import directory
from apps.units.person_filters import DirectoryFilter


class DirectoryView(LoginRequiredMixin, ExportMixin, FilterView):
    """Officers and leaders of today. Work telephones are public inside the portal."""

    filterset_class = DirectoryFilter
    template_name = "units/directory.html"
    paginate_by = 50
    columns = shown.DIRECTORY_COLUMNS
    export_title = gettext_lazy("Danh bạ cán bộ thi đua, khen thưởng")
    export_file = "danh-ba-can-bo-tdkt"
    export_columns = person_exports.DIRECTORY_COLUMNS

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            require(person_policies.can_open_directory(request.actor))
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        return directory(self.request.actor.on)

    def export_row(self, row):
        return person_exports.directory_row(row)
