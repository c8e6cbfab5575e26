"""Addresses of councils, sessions and decisions; within the namespace of awards."""

from django.urls import path

from apps.awards.views import councils, decision_lines, decisions, session_acts, session_closing, sessions

urlpatterns = [
    path("councils/", councils.CouncilListView.as_view(), name="council-list"),
    path("councils/new/", councils.CouncilCreateView.as_view(), name="council-create"),
    path("councils/<int:pk>/", councils.CouncilDetailView.as_view(), name="council-detail"),
    path("councils/<int:pk>/change/", councils.CouncilChangeView.as_view(), name="council-change"),
    path("councils/<int:pk>/members/new/", councils.MemberAddView.as_view(), name="member-add"),
    path("councils/<int:pk>/members/<int:member>/end/", councils.MemberEndView.as_view(), name="member-end"),
    path("councils/<int:pk>/sessions/new/", sessions.SessionCreateView.as_view(), name="session-create"),
    path("sessions/", sessions.SessionListView.as_view(), name="session-list"),
    path("sessions/<int:pk>/", sessions.SessionDetailView.as_view(), name="session-detail"),
    path("sessions/<int:pk>/change/", sessions.SessionChangeView.as_view(), name="session-change"),
    path("sessions/<int:pk>/agenda/", sessions.AgendaView.as_view(), name="session-agenda"),
    path("sessions/<int:pk>/off/", sessions.OffAgendaView.as_view(), name="session-off"),
    path("sessions/<int:pk>/presence/", sessions.PresenceView.as_view(), name="session-presence"),
    path("sessions/<int:pk>/open/", session_acts.OpenView.as_view(), name="session-open"),
    path("sessions/<int:pk>/conclude/", session_acts.ConcludeView.as_view(), name="session-conclude"),
    path("sessions/<int:pk>/ballots/", session_acts.PrepareBallotsView.as_view(), name="session-ballots"),
    path("sessions/<int:pk>/ballots/<int:ballot>/", session_acts.ResultsView.as_view(), name="session-results"),
    path("sessions/<int:pk>/minutes/", session_acts.MinutesView.as_view(), name="session-minutes"),
    path("sessions/<int:pk>/minutes/sign/", session_closing.MinutesSignView.as_view(), name="session-sign"),
    path("sessions/<int:pk>/minutes/signed/", session_closing.MinutesFileView.as_view(), name="session-signed"),
    path("sessions/<int:pk>/reopen/", session_closing.ReopenView.as_view(), name="session-reopen"),
    path(
        "sessions/<int:pk>/conflicts/<int:conflict>/withdraw/",
        session_closing.ConflictWithdrawView.as_view(),
        name="conflict-withdraw",
    ),
    path("sessions/<int:pk>/answer/", session_acts.AnswerView.as_view(), name="session-answer"),
    path("sessions/<int:pk>/items/<int:item>/read/", session_acts.ReadView.as_view(), name="session-read"),
    path("sessions/<int:pk>/items/<int:item>/conflict/", session_acts.ConflictView.as_view(), name="session-conflict"),
    path("sessions/<int:pk>/decisions/new/", decisions.DecisionCreateView.as_view(), name="decision-create"),
    path("decisions/", decisions.DecisionListView.as_view(), name="decision-list"),
    path("decisions/<int:pk>/", decisions.DecisionDetailView.as_view(), name="decision-detail"),
    path("decisions/<int:pk>/change/", decisions.DecisionChangeView.as_view(), name="decision-change"),
    path("decisions/<int:pk>/issue/", decisions.DecisionIssueView.as_view(), name="decision-issue"),
    path("decisions/<int:pk>/discard/", decisions.DecisionDiscardView.as_view(), name="decision-discard"),
    path("decisions/<int:pk>/revoke/", decisions.DecisionRevokeView.as_view(), name="decision-revoke"),
    path("<int:pk>/simplified/", decision_lines.SimplifiedDraftView.as_view(), name="decision-simplified"),
    path(
        "decisions/<int:pk>/lines/<int:line>/remove/",
        decision_lines.LineRemoveView.as_view(),
        name="decision-line-remove",
    ),
    path(
        "decisions/<int:pk>/lines/<int:line>/correct/",
        decision_lines.LineCorrectView.as_view(),
        name="decision-line-correct",
    ),
    path("decisions/<int:pk>/restore/", decisions.DecisionRestoreView.as_view(), name="decision-restore"),
]
