"""Tìm kiếm: one box over everything; a page for it, and a few lines while somebody types."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.views.generic import TemplateView

from apps.core.text import clean
from apps.dashboard.searching.finding import COUNTED, LEAST, MOST, search, suggest


class AskedMixin(LoginRequiredMixin):
    """The text of the address: tidied, and no longer than anybody types."""

    http_method_names = ("get", "head")

    @property
    def text(self) -> str:
        return clean(self.request.GET.get("q", "")[:MOST])


class SearchView(AskedMixin, TemplateView):
    """Grouped results: how many of each, the first few, and the way to the list with the filter set."""

    template_name = "dashboard/search.html"

    def get_context_data(self, **kwargs):
        asked = len(self.text) >= LEAST
        groups = search(self.text, self.request.actor) if asked else []
        return super().get_context_data(
            text=self.text, asked=asked, too_short=bool(self.text) and not asked, groups=groups, most=COUNTED, **kwargs
        )


class SuggestionsView(AskedMixin, TemplateView):
    """The fragment under the box."""

    template_name = "dashboard/_search_suggestions.html"

    def get_context_data(self, **kwargs):
        asked = len(self.text) >= LEAST
        groups = suggest(self.text, self.request.actor) if asked else []
        return super().get_context_data(text=self.text, asked=asked, groups=groups, **kwargs)
