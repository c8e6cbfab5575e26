from django.urls import path

from apps.ranking.views import clusters, runs, years

app_name = "ranking"
urlpatterns = [
    path("", clusters.RankingListView.as_view(), name="run-list"),
    path("clusters/<int:pk>/", clusters.ClusterYearView.as_view(), name="cluster-year"),
    path("clusters/<int:pk>/progress/", clusters.ProgressView.as_view(), name="cluster-year-progress"),
    path("clusters/<int:pk>/compute/", clusters.ComputeView.as_view(), name="run-compute"),
    path("years/<int:pk>/compute/", years.YearComputeView.as_view(), name="year-compute"),
    path("<int:pk>/", runs.RunDetailView.as_view(), name="run-detail"),
    path("<int:pk>/publish/", runs.RunPublishView.as_view(), name="run-publish"),
    path("<int:pk>/units/<int:entry_pk>/", runs.EntryExplainView.as_view(), name="entry-explain"),
]
