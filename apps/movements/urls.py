"""Addresses of Phong trào thi đua."""

from django.urls import path

from apps.movements import life_urls, role_model_urls
from apps.movements.views import (
    confirmations,
    editing,
    launching,
    milestones,
    movements,
    participations,
    reviews,
    ticks,
    units,
)

app_name = "movements"
urlpatterns = [
    *role_model_urls.urlpatterns,
    *life_urls.urlpatterns,
    path("", movements.MovementListView.as_view(), name="movement-list"),
    path("new/", editing.MovementCreateView.as_view(), name="movement-create"),
    path("<int:pk>/", movements.MovementDetailView.as_view(), name="movement-detail"),
    path("<int:pk>/edit/", editing.MovementEditView.as_view(), name="movement-edit"),
    path("<int:pk>/contents/", editing.ContentsView.as_view(), name="movement-contents"),
    path("<int:pk>/audience/", launching.AudienceView.as_view(), name="movement-audience"),
    path("<int:pk>/preview/", launching.PreviewView.as_view(), name="movement-preview"),
    path("<int:pk>/launch/", launching.LaunchView.as_view(), name="movement-launch"),
    path("<int:pk>/steps/<str:action>/", launching.MoveView.as_view(), name="movement-move"),
    path("<int:pk>/removal/", editing.MovementRemoveView.as_view(), name="movement-remove"),
    path("<int:pk>/units/", units.MovementUnitsView.as_view(), name="movement-units"),
    path("<int:pk>/units/new/", units.UnitAddView.as_view(), name="unit-add"),
    path("<int:pk>/milestones/new/", milestones.MilestoneCreateView.as_view(), name="milestone-create"),
    path("milestones/<int:pk>/", milestones.MilestoneDetailView.as_view(), name="milestone-detail"),
    path("milestones/<int:pk>/day/", milestones.MilestoneDayView.as_view(), name="milestone-day"),
    path("milestones/<int:pk>/removal/", milestones.MilestoneRemoveView.as_view(), name="milestone-remove"),
    path("milestones/<int:pk>/acceptance/", milestones.ReviewsAcceptView.as_view(), name="reviews-accept"),
    path("participations/<int:pk>/", participations.ParticipationDetailView.as_view(), name="participation-detail"),
    path("participations/<int:pk>/ticks/<str:tick>/", ticks.TickView.as_view(), name="tick-set"),
    path("participations/<int:pk>/ticks/<str:tick>/entry/", ticks.TickEntryView.as_view(), name="tick-entry"),
    path("participations/<int:pk>/plan/", participations.PlanView.as_view(), name="plan-edit"),
    path("participations/<int:pk>/checklist/", participations.ChecklistView.as_view(), name="checklist-mark"),
    path("participations/<int:pk>/removal/", units.UnitDropView.as_view(), name="unit-drop"),
    path("confirmations/", confirmations.OwnUnitView.as_view(), name="confirmation-own"),
    path("confirmations/<int:unit_id>/", confirmations.ConfirmationView.as_view(), name="confirmation"),
    path("reviews/<int:pk>/", reviews.ReviewDetailView.as_view(), name="review-detail"),
    path("reviews/<int:pk>/edit/", reviews.ReviewEditView.as_view(), name="review-edit"),
    path("reviews/<int:pk>/entries/", reviews.ReviewRefillView.as_view(), name="review-refill"),
    path("reviews/<int:pk>/sending/", reviews.ReviewSendView.as_view(), name="review-send"),
    path("reviews/<int:pk>/return/", reviews.ReviewReturnView.as_view(), name="review-return"),
    path("reviews/<int:pk>/acceptance/", reviews.ReviewAcceptView.as_view(), name="review-accept"),
    path("reviews/<int:pk>/entry/", reviews.ReviewEntryView.as_view(), name="review-entry"),
]
