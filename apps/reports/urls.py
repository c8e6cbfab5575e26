from django.urls import path

from apps.reports.views import catalogue, files

app_name = "reports"
urlpatterns = [
    path("", catalogue.CatalogueView.as_view(), name="report-list"),
    path("", catalogue.CatalogueView.as_view(), name="catalogue"),
    path("files/", files.FileListView.as_view(), name="file-list"),
    path("files/<int:pk>/", files.FileDetailView.as_view(), name="file-detail"),
    path("files/<int:pk>/download/", files.FileDownloadView.as_view(), name="file"),
    path("<slug:name>/request/", catalogue.RequestView.as_view(), name="request"),
]
