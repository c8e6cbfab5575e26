"""Addresses of the meeting as it goes and of what follows it."""

from django.urls import path

from apps.conferences.views import hall, handover, heads, minutes, mode, running

urlpatterns = [
    path("<int:pk>/mode/", mode.ModeStartView.as_view(), name="mode-start"),
    path("<int:pk>/mode/<slug:step>/", mode.ModeView.as_view(), name="mode"),
    path("<int:pk>/open/", running.OpenView.as_view(), name="open"),
    path("<int:pk>/conclude/", running.ConcludeView.as_view(), name="conclude"),
    path("<int:pk>/reopen/", running.ReopenView.as_view(), name="reopen"),
    path("<int:pk>/steps/<slug:step>/done/", running.StepDoneView.as_view(), name="step-done"),
    path("<int:pk>/steps/<slug:step>/undone/", running.StepUndoneView.as_view(), name="step-undone"),
    path("<int:pk>/minutes/", minutes.MinutesDetailView.as_view(), name="minutes-detail"),
    path("<int:pk>/minutes/edit/", minutes.MinutesEditView.as_view(), name="minutes-edit"),
    path("<int:pk>/minutes/signed/", minutes.MinutesUploadView.as_view(), name="minutes-upload"),
    path("<int:pk>/minutes/receipt/", minutes.MinutesReceiptView.as_view(), name="minutes-receipt"),
    path("<int:pk>/minutes/file/", minutes.MinutesFileView.as_view(), name="minutes-file"),
    path("<int:pk>/minutes/reopen/", minutes.MinutesReopenView.as_view(), name="minutes-reopen"),
    path("<int:pk>/pledges/<int:pledge_id>/", hall.HallSigningView.as_view(), name="hall-signing"),
    path("<int:pk>/nominations/", heads.NominationView.as_view(), name="nominations"),
    path("<int:pk>/next-heads/", heads.NextHeadsView.as_view(), name="next-heads"),
    path("<int:pk>/next-heads/announce/", running.AnnounceHeadsView.as_view(), name="announce-heads"),
    path("handovers/<int:pk>/", handover.HandoverDetailView.as_view(), name="handover-detail"),
    path("handovers/<int:pk>/edit/", handover.HandoverEditView.as_view(), name="handover-edit"),
    path("handovers/<int:pk>/give/", handover.ConfirmView.as_view(), name="handover-give"),
    path("handovers/<int:pk>/take/", handover.TakeView.as_view(), name="handover-take"),
]
