from django.urls import path

from apps.reports.views import batches, catalogue, files, summaries

app_name = "reports"
urlpatterns = [
    path("", catalogue.CatalogueView.as_view(), name="report-list"),
    path("", catalogue.CatalogueView.as_view(), name="catalogue"),
    path("summaries/", summaries.SummaryListView.as_view(), name="summary-list"),
    path("summaries/new/", summaries.SummaryBeginView.as_view(), name="summary-begin"),
    path("summaries/<int:pk>/", summaries.SummaryDetailView.as_view(), name="summary-detail"),
    path("summaries/<int:pk>/edit/", summaries.SummaryEditView.as_view(), name="summary-edit"),
    path("summaries/<int:pk>/hand-over/", summaries.SummaryHandOverView.as_view(), name="summary-hand-over"),
    path("summaries/<int:pk>/finish/", summaries.SummaryFinishView.as_view(), name="summary-finish"),
    path("batches/new/", batches.BatchView.as_view(), name="batch"),
    path("schedules/", batches.ScheduleListView.as_view(), name="schedule-list"),
    path("schedules/new/", batches.ScheduleMakeView.as_view(), name="schedule-make"),
    path("schedules/<int:pk>/run/", batches.ScheduleRunView.as_view(), name="schedule-run"),
    path("schedules/<int:pk>/pause/", batches.SchedulePauseView.as_view(), name="schedule-pause"),
    path("schedules/<int:pk>/resume/", batches.ScheduleResumeView.as_view(), name="schedule-resume"),
    path("schedules/<int:pk>/stop/", batches.ScheduleStopView.as_view(), name="schedule-stop"),
    path("schedules/<int:pk>/leave/", batches.ScheduleLeaveView.as_view(), name="schedule-leave"),
    path("files/<int:pk>/keep/", files.FileKeepView.as_view(), name="file-keep"),
    path("files/", files.FileListView.as_view(), name="file-list"),
    path("files/<int:pk>/", files.FileDetailView.as_view(), name="file-detail"),
    path("files/<int:pk>/download/", files.FileDownloadView.as_view(), name="file"),
    path("<slug:name>/request/", catalogue.RequestView.as_view(), name="request"),
]
