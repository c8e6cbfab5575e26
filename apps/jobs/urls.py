from django.urls import path

from apps.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.JobListView.as_view(), name="job-list"),
    path("<int:pk>/", views.JobDetailView.as_view(), name="job-detail"),
    path("<int:pk>/progress/", views.JobProgressView.as_view(), name="job-progress"),
    path("<int:pk>/cancel/", views.JobCancelView.as_view(), name="job-cancel"),
]
