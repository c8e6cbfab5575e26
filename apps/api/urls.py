"""Below /api/v1/: the guide for people at its root, the rest for programs."""

from django.urls import path

from apps.api.api import api
from apps.api.views import GuideView

app_name = "api"
urlpatterns = [
    path("", GuideView.as_view(), name="guide"),
    *(each for each in api.urls[0] if each.name != "api-root"),
]
