"""Addresses of Hội nghị."""

from django.urls import path

from apps.conferences import mode_urls
from apps.conferences.views import lists

app_name = "conferences"
urlpatterns = [
    path("", lists.ConferenceListView.as_view(), name="conference-list"),
    path("<int:pk>/", lists.ConferenceDetailView.as_view(), name="conference-detail"),
    *mode_urls.urlpatterns,
]
