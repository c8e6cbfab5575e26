from django.urls import path

from apps.ranking.views import arranging, clusters, dry_runs, looking, publishing, runs, years

app_name = "ranking"
urlpatterns = [
    path("", clusters.RankingListView.as_view(), name="run-list"),
    path("clusters/<int:pk>/", clusters.ClusterYearView.as_view(), name="cluster-year"),
    path("clusters/<int:pk>/progress/", clusters.ProgressView.as_view(), name="cluster-year-progress"),
    path("clusters/<int:pk>/compute/", clusters.ComputeView.as_view(), name="run-compute"),
    path("years/<int:pk>/compute/", years.YearComputeView.as_view(), name="year-compute"),
    path("clusters/<int:pk>/exclusions/", arranging.ExclusionListView.as_view(), name="exclusion-list"),
    path("clusters/<int:pk>/exclusions/new/", arranging.ExclusionMakeView.as_view(), name="exclusion-make"),
    path("exclusions/<int:pk>/lift/", arranging.ExclusionLiftView.as_view(), name="exclusion-lift"),
    path("clusters/<int:pk>/settings/", arranging.SettingsView.as_view(), name="settings"),
    path("clusters/<int:pk>/workload/", arranging.WorkloadView.as_view(), name="workload"),
    path("clusters/<int:pk>/fairness/", looking.FairnessView.as_view(), name="fairness"),
    path("clusters/<int:pk>/review-times/", looking.ReviewTimesView.as_view(), name="review-times"),
    path("dry-runs/sets/<int:pk>/", dry_runs.DryRunSetView.as_view(), name="dry-run-set"),
    path("dry-runs/sets/<int:pk>/ask/", dry_runs.DryRunAskView.as_view(), name="dry-run-ask"),
    path("dry-runs/<int:pk>/", dry_runs.DryRunView.as_view(), name="dry-run"),
    path("dry-runs/<int:pk>/progress/", dry_runs.DryRunProgressView.as_view(), name="dry-run-progress"),
    path("dry-runs/<int:pk>/workbook/", dry_runs.DryRunWorkbookView.as_view(), name="dry-run-workbook"),
    path("<int:pk>/", runs.RunDetailView.as_view(), name="run-detail"),
    path("<int:pk>/announce/", publishing.RunAnnounceView.as_view(), name="run-announce"),
    path("<int:pk>/publish/", publishing.RunPublishView.as_view(), name="run-publish"),
    path("<int:pk>/ties/", publishing.TieDecideView.as_view(), name="tie-decide"),
    path("<int:pk>/comparison/", looking.ComparisonView.as_view(), name="run-comparison"),
    path("<int:pk>/units/<int:entry_pk>/", runs.EntryExplainView.as_view(), name="entry-explain"),
    path("<int:pk>/units/<int:entry_pk>/what-if/", looking.WhatIfView.as_view(), name="what-if"),
]
