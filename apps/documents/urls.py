from django.urls import include, path

from apps.documents.views import contents, detail, filing, lists

app_name = "documents"
urlpatterns = [
    path("", lists.DocumentListView.as_view(), name="document-list"),
    path("new/", filing.DocumentCreateView.as_view(), name="document-create"),
    path("<int:pk>/", detail.DocumentDetailView.as_view(), name="document-detail"),
    path("<int:pk>/change/", filing.DocumentChangeView.as_view(), name="document-change"),
    path("<int:pk>/remove/", filing.DocumentRemoveView.as_view(), name="document-remove"),
    path("<int:pk>/files/new/", filing.FileAddView.as_view(), name="document-attach"),
    path("<int:pk>/files/<int:file_id>/", detail.DocumentFileView.as_view(), name="document-content"),
    path("<int:pk>/files/<int:file_id>/remove/", filing.FileRemoveView.as_view(), name="document-detach"),
    path("attachments/", contents.AttachmentListView.as_view(), name="attachment-list"),
    path("attachments/<int:pk>/purge/", contents.AttachmentPurgeView.as_view(), name="attachment-purge"),
    path("imports/", include("apps.documents.sheet_import_urls")),
]
