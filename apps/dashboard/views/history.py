"""Lịch sử of one record: who did what when and why, and under it what changed, field by field."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from apps.audit import trail_pages
from apps.audit.queries.moments import Moments
from apps.core.presentation import PAGE_PARAMETER
from apps.core.views import require
from apps.dashboard.actions import look
from apps.dashboard.policies import can_read_history

ON_A_PAGE = 20


class HistoryView(LoginRequiredMixin, TemplateView):
    """Found among the records that the person sees (else 404), then the record's own rule is asked (else 403)."""

    template_name = "dashboard/history.html"

    @cached_property
    def page(self) -> trail_pages.TrailPage:
        page = trail_pages.page_of(f"{self.kwargs['app']}.{self.kwargs['model']}")
        if page is None:
            raise Http404
        return page

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.object = get_object_or_404(self.page.scope(request.actor), pk=kwargs["pk"])
        require(can_read_history(request.actor, self.object))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        moments = Moments(self.page, self.object, self.request.actor)
        page = Paginator(moments, ON_A_PAGE).get_page(self.request.GET.get(PAGE_PARAMETER))
        back = self.object.get_absolute_url() if hasattr(self.object, "get_absolute_url") else ""
        return super().get_context_data(
            object=self.object,
            noun=self.object._meta.verbose_name,
            back=back,
            page_obj=page,
            moments=[(moment, [(entry, look(entry.action)) for entry in moment.entries]) for moment in page],
            **kwargs,
        )
