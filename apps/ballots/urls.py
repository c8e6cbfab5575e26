"""Addresses of Bỏ phiếu bình xét, suy tôn."""

from django.urls import path

from apps.ballots.views import lists, results

app_name = "ballots"
urlpatterns = [
    path("", lists.BallotListView.as_view(), name="ballot-list"),
    path("<int:pk>/", lists.BallotDetailView.as_view(), name="ballot-detail"),
    path("<int:pk>/result/", results.ResultView.as_view(), name="ballot-result"),
    path("<int:pk>/receipts/", results.ReceiptListView.as_view(), name="receipt-list"),
]
