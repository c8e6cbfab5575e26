from django.urls import path

from apps.dashboard.views import guide

app_name = "help"
urlpatterns = [
    path("", guide.GuideView.as_view(), name="guide"),
    path("images/<slug:name>/", guide.image, name="image"),
    path("<slug:slug>/", guide.ChapterView.as_view(), name="chapter"),
]
