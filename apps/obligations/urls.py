"""Addresses of duties."""

from django.urls import path

from apps.obligations.views import duties, own_calls, reminding

app_name = "obligations"
urlpatterns = [
    path("", duties.DutyListView.as_view(), name="duty-list"),
    path("years/<int:pk>/create/", duties.DutyCreateView.as_view(), name="duty-create"),
    path("<int:pk>/", duties.DutyDetailView.as_view(), name="duty-detail"),
    path("<int:pk>/edit/", duties.DutyEditView.as_view(), name="duty-edit"),
    path("<int:pk>/received/", duties.ReceivingView.as_view(), name="duty-receive"),
    path("<int:pk>/reminder/", reminding.DutyReminderView.as_view(), name="duty-reminder"),
    path("owed/<int:pk>/call/", own_calls.OwnCallView.as_view(), name="own-call"),
    path("owed/<int:pk>/received/", own_calls.TakeInView.as_view(), name="own-call-received"),
    path("owed/<int:pk>/not-received/", own_calls.TakeInView.as_view(received=False), name="own-call-given-back"),
]
