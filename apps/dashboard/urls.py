from django.urls import path

from apps.core.styleguide import StyleguideView
from apps.dashboard.views import boards, history, home, papers, switching, trail

app_name = "dashboard"
urlpatterns = [
    path("", home.HomeView.as_view(), name="home"),
    path("situation/", home.UnitSituationView.as_view(), name="unit-situation"),
    path("working-years/", switching.choose_year, name="working-year-choose"),
    path("working-roles/", switching.choose_role, name="working-role-choose"),
    path("boards/", boards.BoardListView.as_view(), name="board-list"),
    path("boards/<int:pk>/", boards.BoardView.as_view(), name="board-detail"),
    path("boards/<int:pk>/reminder/", boards.ReminderView.as_view(), name="board-reminder"),
    path("boards/<int:pk>/units/<int:unit_id>/extension/", boards.ExtensionView.as_view(), name="board-extend"),
    path("history/<slug:app>/<slug:model>/<int:pk>/", history.HistoryView.as_view(), name="history"),
    path("papers/", papers.PaperListView.as_view(), name="paper-list"),
    path("clusters/<int:pk>/papers/", papers.ClusterPaperListView.as_view(), name="cluster-paper-list"),
    path("trail/", trail.TrailListView.as_view(), name="trail-list"),
    path("styleguide/", StyleguideView.as_view(), name="styleguide"),
]
