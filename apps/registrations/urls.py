"""Addresses of Đăng ký thi đua."""

from django.urls import path

from apps.registrations.views import adding, clusters, lists, receiving, rows, submission

app_name = "registrations"
urlpatterns = [
    path("", lists.RegistrationListView.as_view(), name="registration-list"),
    path("rows/", lists.RowListView.as_view(), name="row-list"),
    path("clusters/", lists.ConsolidationListView.as_view(), name="consolidation-list"),
    path("clusters/<int:pk>/", clusters.ClusterRegistrationsView.as_view(), name="cluster-year"),
    path("clusters/<int:pk>/list/", clusters.PublicListView.as_view(), name="public-list"),
    path("clusters/<int:pk>/send/", clusters.SendView.as_view(), name="consolidation-send"),
    path("clusters/<int:pk>/units/<int:unit_id>/start/", receiving.StartView.as_view(), name="registration-start"),
    path("clusters/<int:pk>/units/<int:unit_id>/proxy/", receiving.ProxyView.as_view(), name="proxy-begin"),
    path("consolidations/<int:pk>/", clusters.ConsolidationView.as_view(), name="consolidation-detail"),
    path("<int:pk>/", rows.RegistrationView.as_view(), name="registration-detail"),
    path("<int:pk>/paste/", adding.RowPasteView.as_view(), name="row-paste"),
    path("<int:pk>/template/", adding.RowTemplateView.as_view(), name="row-template"),
    path("<int:pk>/people/", adding.RowPickView.as_view(), name="row-pick"),
    path("<int:pk>/carry-over/", adding.CarryOverView.as_view(), name="row-carry"),
    path("<int:pk>/check/", submission.CheckView.as_view(), name="registration-check"),
    path("<int:pk>/confirm/", submission.ConfirmView.as_view(), name="registration-confirm"),
    path("<int:pk>/to-leader/", submission.ToLeaderView.as_view(), name="registration-to-leader"),
    path("<int:pk>/to-officer/", submission.ReturnInsideView.as_view(), name="registration-to-officer"),
    path("<int:pk>/printed/", submission.PrintedView.as_view(), name="registration-printed"),
    path("<int:pk>/print/", submission.PrintView.as_view(), name="registration-print"),
    path("<int:pk>/sign/", submission.SignView.as_view(), name="registration-sign"),
    path("<int:pk>/send-proxy/", submission.ProxySendView.as_view(), name="proxy-send"),
    path("<int:pk>/end-proxy/", receiving.EndProxyView.as_view(), name="proxy-end"),
    path("<int:pk>/signed-copy/", submission.SignedCopyView.as_view(), name="registration-signed-copy"),
    path("<int:pk>/paper/", submission.PaperReceiveView.as_view(), name="paper-receive"),
    path("<int:pk>/receipt/", submission.ReceiptView.as_view(), name="registration-receipt"),
    path("<int:pk>/accept/", receiving.AcceptView.as_view(), name="registration-accept"),
    path("<int:pk>/return/", receiving.ReturnView.as_view(), name="registration-return"),
    path("<int:pk>/reopen/", receiving.ReopenView.as_view(), name="registration-reopen"),
    path("<int:pk>/correct/", receiving.CorrectView.as_view(), name="registration-correct"),
]
