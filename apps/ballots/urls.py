"""Addresses of Bỏ phiếu bình xét, suy tôn."""

from django.urls import path

from apps.ballots.views import lists, preparing, results, running, slip_files, team, voters, voting

app_name = "ballots"
urlpatterns = [
    path("", lists.BallotListView.as_view(), name="ballot-list"),
    path("by-code/", voting.VoteByCodeView.as_view(), name="vote-by-code"),
    path("new/<str:app>/<str:model>/<int:pk>/", preparing.BallotCreateView.as_view(), name="ballot-create"),
    path("<int:pk>/", lists.BallotDetailView.as_view(), name="ballot-detail"),
    path("<int:pk>/edit/", preparing.RulesView.as_view(), name="ballot-edit"),
    path("<int:pk>/questions/add/", preparing.QuestionAddView.as_view(), name="question-add"),
    path("<int:pk>/questions/<int:question_pk>/", preparing.QuestionEditView.as_view(), name="question-edit"),
    path(
        "<int:pk>/questions/<int:question_pk>/remove/", preparing.QuestionRemoveView.as_view(), name="question-remove"
    ),
    path("<int:pk>/options/<int:option_pk>/withdraw/", preparing.OptionWithdrawView.as_view(), name="option-withdraw"),
    path("<int:pk>/tellers/", team.TellersView.as_view(), name="teller-name"),
    path("<int:pk>/key/", team.KeyView.as_view(), name="teller-key"),
    path("<int:pk>/voters/", voters.VoterListView.as_view(), name="voter-list"),
    path("<int:pk>/voters/refresh/", preparing.VotersRefreshView.as_view(), name="voter-refresh"),
    path("<int:pk>/voters/<int:voter_pk>/way/", voters.VoterWayView.as_view(), name="voter-way"),
    path("<int:pk>/voters/<int:voter_pk>/arrive/", voters.VoterArriveView.as_view(), name="voter-arrive"),
    path("<int:pk>/voters/<int:voter_pk>/code/", voters.VoterCodeView.as_view(), name="voter-code"),
    path("<int:pk>/voters/<int:voter_pk>/take-out/", voters.VoterTakeOutView.as_view(), name="voter-take-out"),
    path(
        "<int:pk>/voters/<int:voter_pk>/back-to-paper/",
        voters.VoterBackToPaperView.as_view(),
        name="voter-back-to-paper",
    ),
    path("<int:pk>/box/", voters.BoxView.as_view(), name="ballot-box"),
    path("<int:pk>/slips/", slip_files.BlankSlipsView.as_view(), name="blank-slips"),
    path("<int:pk>/opened-slips/", slip_files.OpenedSlipsView.as_view(), name="opened-slips"),
    path("<int:pk>/open/", running.OpenView.as_view(), name="ballot-open"),
    path("<int:pk>/vote/", voting.VoteStartView.as_view(), name="vote-start"),
    path("<int:pk>/vote/<int:voter_pk>/", voting.VoteView.as_view(), name="vote"),
    path("<int:pk>/close/", running.CloseView.as_view(), name="ballot-close"),
    path("<int:pk>/board/<int:question_pk>/", running.BoardView.as_view(), name="ballot-board"),
    path("<int:pk>/result/", results.ResultView.as_view(), name="ballot-result"),
    path("<int:pk>/receipts/", results.ReceiptListView.as_view(), name="receipt-list"),
    path("<int:pk>/second-round/<int:question_pk>/", running.SecondRoundView.as_view(), name="second-round"),
    path("<int:pk>/settle/<int:question_pk>/", running.RuleView.as_view(), name="settle-by-rule"),
    path("<int:pk>/certify/", running.CertifyView.as_view(), name="ballot-certify"),
    path("<int:pk>/void/", running.VoidView.as_view(), name="ballot-void"),
    path("<int:pk>/again/", running.AgainView.as_view(), name="ballot-again"),
]
