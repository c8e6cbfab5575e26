from importlib.util import find_spec

from django.urls import path

from apps.scoring.views import sheets

app_name = "scoring"
urlpatterns = [
    path("<int:pk>/", sheets.SheetDetailView.as_view(), name="sheet-detail"),
]
if find_spec("apps.scoring.review_urls"):
    from apps.scoring.review_urls import urlpatterns as review_urls

    urlpatterns += review_urls
