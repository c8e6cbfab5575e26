from django.urls import path

from apps.documents.views import sheet_imports as views

urlpatterns = [
    path("", views.ImportListView.as_view(), name="import-list"),
    path("new/<slug:kind>/", views.ImportCreateView.as_view(), name="import-create"),
    path("templates/<slug:kind>/", views.ImportTemplateView.as_view(), name="import-template"),
    path("<int:pk>/", views.ImportDetailView.as_view(), name="import-detail"),
    path("<int:pk>/answers/", views.ImportAnswerView.as_view(), name="import-answer"),
    path("<int:pk>/file/", views.ImportReplaceView.as_view(), name="import-replace"),
    path("<int:pk>/write/", views.ImportWriteView.as_view(), name="import-write"),
    path("<int:pk>/abandon/", views.ImportAbandonView.as_view(), name="import-abandon"),
    path("<int:pk>/problems/", views.ImportProblemsView.as_view(), name="import-problems"),
    path("<int:pk>/source/", views.ImportSourceView.as_view(), name="import-source"),
]
