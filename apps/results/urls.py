"""Addresses of Kết quả, chỉ tiêu."""

from django.urls import path, re_path

from apps.results.views import entering, entries, indicators, regions, targets

app_name = "results"
urlpatterns = [
    path("", entries.ResultListView.as_view(), name="result-list"),
    path("new/", entering.ResultCreateView.as_view(), name="result-create"),
    re_path(
        r"^new/(?P<kind>figure|achievement|index)/$",
        entering.ResultCreateView.as_view(),
        name="result-create-kind",
    ),
    path("<int:pk>/", entries.ResultDetailView.as_view(), name="result-detail"),
    path("<int:pk>/edit/", entering.ResultEditView.as_view(), name="result-edit"),
    path("<int:pk>/confirmation/", entering.ConfirmView.as_view(), name="result-confirm"),
    path("<int:pk>/removal/", entering.ResultRemoveView.as_view(), name="result-remove"),
    path("<int:pk>/files/", entering.FileAddView.as_view(), name="file-add"),
    path("files/<int:pk>/", entering.FileView.as_view(), name="file"),
    path("files/<int:pk>/removal/", entering.FileRemoveView.as_view(), name="file-remove"),
    path("targets/", targets.TargetListView.as_view(), name="target-list"),
    path("targets/new/", targets.TargetCreateView.as_view(), name="target-create"),
    path("targets/<int:pk>/edit/", targets.TargetChangeView.as_view(), name="target-change"),
    path("units/<int:pk>/<int:year>/", targets.UnitTargetsView.as_view(), name="unit-targets"),
    path("clusters/<int:pk>/", regions.ClusterTargetsView.as_view(), name="cluster-targets"),
    path("sector/<int:year>/", regions.SectorView.as_view(), name="sector"),
    path("indicators/", indicators.IndicatorListView.as_view(), name="indicator-list"),
    path("indicators/new/", indicators.IndicatorCreateView.as_view(), name="indicator-create"),
    path("indicators/<int:pk>/edit/", indicators.IndicatorEditView.as_view(), name="indicator-edit"),
]
