"""Addresses of review; joined to those of the sheets under /score-sheets/."""

from django.urls import path

from apps.scoring.views import review_comparison, review_steps, reviews

urlpatterns = [
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
