"""Addresses of Hội nghị."""

from django.urls import path

from apps.conferences import mode_urls
from apps.conferences.views import attendance, attendees, calling_off, lists, papers, planning

app_name = "conferences"
urlpatterns = [
    path("", lists.ConferenceListView.as_view(), name="conference-list"),
    path("new/<int:pk>/", planning.PlanView.as_view(), name="conference-plan"),
    path("new/congress/", planning.CongressMakeView.as_view(), name="congress-make"),
    path("arrive/", attendance.ArriveView.as_view(), name="arrive"),
    path("<int:pk>/", lists.ConferenceDetailView.as_view(), name="conference-detail"),
    path("<int:pk>/edit/", planning.EditView.as_view(), name="conference-edit"),
    path("<int:pk>/call-off/", calling_off.CallOffView.as_view(), name="call-off"),
    path("<int:pk>/plan-again/", calling_off.PlanAgainView.as_view(), name="plan-again"),
    path("<int:pk>/invite/", planning.InviteView.as_view(), name="conference-invite"),
    path("<int:pk>/units/", attendees.AttendeeListView.as_view(), name="attendee-list"),
    path("<int:pk>/units/add/", attendees.UnitsAddView.as_view(), name="attendee-add"),
    path("<int:pk>/units/<int:attendee_id>/answer/", attendees.AnswerView.as_view(), name="attendee-answer"),
    path("<int:pk>/units/<int:attendee_id>/allot/", attendees.AllotView.as_view(), name="attendee-allot"),
    path("<int:pk>/units/<int:attendee_id>/take-off/", attendees.TakeOffView.as_view(), name="attendee-take-off"),
    path("<int:pk>/units/<int:attendee_id>/arrive/", attendance.OwnArrivalView.as_view(), name="attendee-arrive"),
    path("<int:pk>/units/<int:attendee_id>/code/", attendance.CodeView.as_view(), name="attendee-code"),
    path("<int:pk>/attendance/", attendance.AttendanceView.as_view(), name="attendance"),
    path("<int:pk>/attendance/codes/", attendance.CodesView.as_view(), name="attendance-codes"),
    path("<int:pk>/papers/add/", papers.PaperAddView.as_view(), name="paper-add"),
    path("papers/<int:pk>/", papers.PaperDetailView.as_view(), name="paper-detail"),
    path("papers/<int:pk>/edit/", papers.PaperEditView.as_view(), name="paper-edit"),
    path("papers/<int:pk>/official/", papers.PaperOfficialView.as_view(), name="paper-official"),
    path("papers/<int:pk>/presenters/", papers.PresentersView.as_view(), name="paper-presenters"),
    path("papers/<int:pk>/read/<int:attendee_id>/", papers.PaperReadView.as_view(), name="paper-read"),
    path("papers/<int:pk>/versions/<int:number>/file/", papers.PaperFileView.as_view(), name="paper-file"),
    *mode_urls.urlpatterns,
]
