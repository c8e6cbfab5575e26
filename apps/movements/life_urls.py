"""Addresses of activities, commitments and the board of evenness; joined by ``urls``."""

from django.urls import path

from apps.movements.views import activities, commitments, evenness

urlpatterns = [
    path("evenness/", evenness.EvennessView.as_view(), name="evenness"),
    path("evenness/reminders/", evenness.RemindView.as_view(), name="evenness-remind"),
    path("mine/", commitments.OwnUnitView.as_view(), name="own-movements"),
    path("of-unit/<int:pk>/", activities.UnitMovementsView.as_view(), name="unit-movements"),
    path("participations/<int:pk>/activities/", activities.ActivityListView.as_view(), name="activity-list"),
    path("participations/<int:pk>/activities/new/", activities.ActivityCreateView.as_view(), name="activity-create"),
    path("activities/<int:pk>/edit/", activities.ActivityEditView.as_view(), name="activity-edit"),
    path("activities/<int:pk>/removal/", activities.ActivityRemoveView.as_view(), name="activity-remove"),
    path("activities/photos/<int:pk>/", activities.ActivityPhotoView.as_view(), name="activity-photo"),
    path("participations/<int:pk>/commitments/", commitments.CommitmentListView.as_view(), name="commitment-list"),
    path("participations/<int:pk>/commitments/new/", commitments.CommitView.as_view(), name="commitment-add"),
    path("participations/<int:pk>/commitments/paste/", commitments.PasteView.as_view(), name="commitment-paste"),
    path("participations/<int:pk>/commitments/removal/", commitments.TakeBackView.as_view(), name="commitment-remove"),
    path("commitments/lists/<int:pk>/", commitments.SignedListView.as_view(), name="commitment-scan"),
]
