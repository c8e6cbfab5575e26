from django.urls import path

from apps.scoring.review_urls import urlpatterns as review_urls
from apps.scoring.views import departments, evidence, filling, lines, papers, parts, pasting, sheets, submission

app_name = "scoring"
urlpatterns = [
    path("", sheets.SheetListView.as_view(), name="sheet-list"),
    path("<int:pk>/", sheets.SheetDetailView.as_view(), name="sheet-detail"),
    path("<int:pk>/parts/<int:number>/", parts.SheetPartView.as_view(), name="sheet-part"),
    path("<int:pk>/check/", submission.SheetCheckView.as_view(), name="sheet-check"),
    path("<int:pk>/confirm/", submission.SheetConfirmView.as_view(), name="sheet-confirm"),
    path("<int:pk>/to-leader/", submission.SheetToLeaderView.as_view(), name="sheet-to-leader"),
    path("<int:pk>/to-officer/", submission.SheetReturnInsideView.as_view(), name="sheet-to-officer"),
    path("<int:pk>/printed/", submission.SheetPrintedView.as_view(), name="sheet-printed"),
    path("<int:pk>/print/", sheets.SheetPrintView.as_view(), name="sheet-print"),
    path("<int:pk>/sign/", submission.SheetSignView.as_view(), name="sheet-sign"),
    path("<int:pk>/signed-copy/", evidence.SignedCopyFileView.as_view(), name="sheet-signed-copy"),
    path("<int:pk>/paper/", papers.PaperReceiveView.as_view(), name="paper-receive"),
    path("<int:pk>/receipt/", submission.SheetReceiptView.as_view(), name="sheet-receipt"),
    path("<int:pk>/documents/", evidence.EvidenceDocumentsView.as_view(), name="evidence-documents"),
    path("<int:pk>/paste/", pasting.FigurePasteView.as_view(), name="figure-paste"),
    path("<int:pk>/departments/", departments.DepartmentsView.as_view(), name="sheet-departments"),
    path("<int:pk>/own/", departments.OwnPartView.as_view(), name="own-part"),
    path("<int:pk>/own/done/", departments.OwnPartDoneView.as_view(), name="own-part-done"),
    path("<int:pk>/refresh/", filling.SheetRefreshView.as_view(), name="sheet-refresh"),
    path("lines/<int:pk>/remark/", filling.FigureRemarkView.as_view(), name="figure-remark"),
    path("figure-remarks/<int:pk>/answer/", filling.FigureAnswerView.as_view(), name="figure-answer"),
    path("lines/<int:pk>/", lines.LineView.as_view(), name="line-detail"),
    path("lines/<int:pk>/save/", lines.LineSaveView.as_view(), name="line-save"),
    path("lines/<int:pk>/evidence/", evidence.EvidenceAddView.as_view(), name="evidence-add"),
    path("evidence/<int:pk>/file/", evidence.EvidenceFileView.as_view(), name="evidence-file"),
    path("evidence/<int:pk>/remove/", evidence.EvidenceRemoveView.as_view(), name="evidence-remove"),
    *review_urls,
]
