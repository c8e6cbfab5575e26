"""Tài liệu, biểu mẫu of an officer's year, and Tài liệu của Cụm: the list of papers with what belongs on top."""

from urllib.parse import urlencode

from django.shortcuts import get_object_or_404

from apps.clusters.models import ClusterYear
from apps.dashboard.workplace import workplace
from apps.documents.queries import guidance_for
from apps.documents.views.lists import DocumentListView


class PaperListView(DocumentListView):
    """All papers that the person reads, under the guidance letters and forms of the year at work."""

    template_name = "dashboard/paper_list.html"

    def get_context_data(self, **kwargs):
        year = workplace(self.request).year
        guidance = guidance_for(self.request.actor, year) if year else []
        return super().get_context_data(year=year, guidance=guidance, **kwargs)


class ClusterPaperListView(DocumentListView):
    """The register of one cluster: plans, pledges, minutes that it issues."""

    template_name = "dashboard/cluster_paper_list.html"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            seen = ClusterYear.objects.for_list().visible_to(request.actor)
            self.cluster_year = get_object_or_404(seen, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        return super().get_queryset().filter(owner_code=self.cluster_year.cluster.code)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            cluster_year=self.cluster_year,
            create_query="?" + urlencode({"owner": self.cluster_year.cluster.code}),
            **kwargs,
        )
