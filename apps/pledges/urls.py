"""Addresses of Giao ước thi đua."""

from django.urls import path

from apps.pledges.views import drafting, lists, promises, receipts, signing

app_name = "pledges"
urlpatterns = [
    path("", lists.PledgeListView.as_view(), name="pledge-list"),
    path("commitments/", promises.OwnListView.as_view(), name="commitment-list"),
    path("new/<int:pk>/", drafting.CreateView.as_view(), name="pledge-create"),
    path("<int:pk>/", lists.PledgeDetailView.as_view(), name="pledge-detail"),
    path("<int:pk>/versions/", lists.VersionListView.as_view(), name="pledge-versions"),
    path("<int:pk>/edit/", drafting.EditView.as_view(), name="pledge-edit"),
    path("<int:pk>/open/", drafting.OpenView.as_view(), name="pledge-open"),
    path("<int:pk>/revise/", drafting.ReviseView.as_view(), name="pledge-revise"),
    path("<int:pk>/discard/", drafting.DiscardView.as_view(), name="pledge-discard"),
    path("<int:pk>/close/", drafting.CloseView.as_view(), name="pledge-close"),
    path("<int:pk>/reopen/", drafting.ReopenView.as_view(), name="pledge-reopen"),
    path("<int:pk>/units/<int:unit_id>/", signing.SignPageView.as_view(), name="pledge-sign"),
    path("<int:pk>/units/<int:unit_id>/confirm/", signing.ConfirmView.as_view(), name="pledge-confirm"),
    path("<int:pk>/units/<int:unit_id>/paper/", signing.PaperView.as_view(), name="pledge-paper"),
    path("<int:pk>/units/<int:unit_id>/proxy/", signing.ProxyView.as_view(), name="pledge-proxy"),
    path("<int:pk>/units/<int:unit_id>/remind/", signing.RemindView.as_view(), name="pledge-remind"),
    path("<int:pk>/units/<int:unit_id>/print/", signing.PrintView.as_view(), name="pledge-print"),
    path("<int:pk>/commitments/", promises.PledgeCommitmentsView.as_view(), name="pledge-commitments"),
    path(
        "<int:pk>/units/<int:unit_id>/commitments/<int:commitment_id>/done/",
        promises.DoneView.as_view(),
        name="commitment-done",
    ),
    path(
        "<int:pk>/units/<int:unit_id>/commitments/<int:commitment_id>/undone/",
        promises.UndoneView.as_view(),
        name="commitment-undone",
    ),
    path("signatures/<int:pk>/", receipts.ReceiptView.as_view(), name="signature-receipt"),
    path("signatures/<int:pk>/file/", receipts.SignedCopyView.as_view(), name="signature-file"),
    path("signatures/<int:pk>/received/", receipts.ReceivePaperView.as_view(), name="signature-received"),
    path("signatures/<int:pk>/withdraw/", receipts.WithdrawView.as_view(), name="signature-withdraw"),
]
