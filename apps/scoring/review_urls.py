"""Addresses of review; joined to those of the sheets under /score-sheets/."""

from django.urls import path

from apps.scoring.views import assignments, confirmations, minutes, remarks, review_comparison, review_steps, reviews

CLUSTER = "clusters/<int:pk>/"

urlpatterns = [
    path("reviews/", assignments.MyReviewsView.as_view(), name="my-reviews"),
    path(f"{CLUSTER}reviewers/", assignments.ReviewersView.as_view(), name="reviewers"),
    path(f"{CLUSTER}review-setting/", assignments.ReviewSettingView.as_view(), name="review-setting"),
    path(f"{CLUSTER}steps/<int:step>/assignments/", assignments.AssignmentsView.as_view(), name="assignments"),
    path(
        f"{CLUSTER}steps/<int:step>/assignments/copy/",
        assignments.AssignmentsCopyView.as_view(),
        name="assignments-copy",
    ),
    path(
        f"{CLUSTER}steps/<int:step>/assignments/from-set/",
        assignments.AssignmentsFromSetView.as_view(),
        name="assignments-from-set",
    ),
    path("remarks/", remarks.RemarkListView.as_view(), name="remark-list"),
    path("remarks/<int:pk>/", remarks.RemarkDetailView.as_view(), name="remark-detail"),
    path("remarks/<int:pk>/answer/", remarks.RemarkAnswerView.as_view(), name="remark-answer"),
    path("remarks/<int:pk>/withdraw/", remarks.RemarkWithdrawView.as_view(), name="remark-withdraw"),
    path("outside/<str:token>/", confirmations.OutsideView.as_view(), name="outside"),
    path("<int:pk>/confirmation/", confirmations.ConfirmationView.as_view(), name="confirmation"),
    path("<int:pk>/confirmation/link/", confirmations.ConfirmationLinkView.as_view(), name="confirmation-link"),
    path("<int:pk>/confirmation/revoke/", confirmations.ConfirmationRevokeView.as_view(), name="confirmation-revoke"),
    path("<int:pk>/confirmation/accept/", confirmations.ConfirmationAcceptView.as_view(), name="confirmation-accept"),
    path("<int:pk>/confirmation/paper/", confirmations.ConfirmationPaperView.as_view(), name="confirmation-paper"),
    path("<int:pk>/confirmation/file/", confirmations.ConfirmationFileView.as_view(), name="confirmation-file"),
    path("<int:pk>/minutes/new/", minutes.MinutesCreateView.as_view(), name="minutes-create"),
    path("minutes/<int:pk>/", minutes.MinutesDetailView.as_view(), name="minutes-detail"),
    path("minutes/<int:pk>/edit/", minutes.MinutesEditView.as_view(), name="minutes-edit"),
    path("minutes/<int:pk>/points/", minutes.MinutesPointsView.as_view(), name="minutes-points"),
    path("minutes/<int:pk>/share/", minutes.MinutesShareView.as_view(), name="minutes-share"),
    path("minutes/<int:pk>/consent/", minutes.MinutesConsentView.as_view(), name="minutes-consent"),
    path("minutes/<int:pk>/sign/", minutes.MinutesSignView.as_view(), name="minutes-sign"),
    path("minutes/<int:pk>/upload/", minutes.MinutesUploadView.as_view(), name="minutes-upload"),
    path("minutes/<int:pk>/signed-copy/", minutes.MinutesFileView.as_view(), name="minutes-file"),
    path("minutes/<int:pk>/discard/", minutes.MinutesDiscardView.as_view(), name="minutes-discard"),
    path("<int:pk>/remarks/", remarks.RemarksSendView.as_view(), name="remarks-send"),
    path("<int:pk>/review/", reviews.ReviewPageView.as_view(), name="review"),
    path("<int:pk>/review/start/", review_steps.ReviewStartView.as_view(), name="review-start"),
    path("<int:pk>/review/agree/", review_steps.ReviewAgreeView.as_view(), name="review-agree"),
    path("<int:pk>/review/return/", review_steps.ReviewReturnView.as_view(), name="review-return"),
    path("<int:pk>/review/finish/", review_steps.ReviewFinishView.as_view(), name="review-finish"),
    path("<int:pk>/review/lines/<int:line>/", reviews.ReviewLineView.as_view(), name="review-line"),
    path("<int:pk>/review/lines/<int:line>/row/", reviews.ReviewRowView.as_view(), name="review-row"),
    path("<int:pk>/reopen/", review_steps.SheetReopenView.as_view(), name="sheet-reopen"),
    path("<int:pk>/close-unsent/", review_steps.SheetCloseUnsentView.as_view(), name="sheet-close-unsent"),
    path("<int:pk>/comparison/", review_comparison.SheetComparisonView.as_view(), name="sheet-comparison"),
]
