"""Khen thưởng đã công khai: for anybody, without signing in."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters.views import FilterView

from apps.accounts.public_pages import PublicPageMixin
from apps.core.components import Column
from apps.registry.filters import PublicFilter
from apps.registry.queries import public_awards


class PublicListView(PublicPageMixin, FilterView):
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

    def get_queryset(self):
        return public_awards(timezone.localtime(self.request.received_at).date())
