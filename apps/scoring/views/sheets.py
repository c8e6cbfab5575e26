"""Pages of one sheet and the list of sheets."""

from apps.core.views import ScopedPageView
from apps.scoring.models import ScoreSheet


class SheetDetailView(ScopedPageView):
    queryset = ScoreSheet.objects.for_list()
    template_name = "scoring/sheet_detail.html"
