from django.urls import path

from apps.catalog.views import awards, rows

app_name = "catalog"
urlpatterns = [
    path("", awards.AwardListView.as_view(), name="award-list"),
    path("<int:pk>/", awards.AwardDetailView.as_view(), name="award-detail"),
    path("<int:pk>/rows/<slug:kind>/new/", rows.RowCreateView.as_view(), name="row-create"),
    path("rows/<slug:kind>/<int:pk>/", rows.RowEditView.as_view(), name="row-edit"),
    path("rows/<slug:kind>/<int:pk>/end/", rows.RowEndView.as_view(), name="row-end"),
]
