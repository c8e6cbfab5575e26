from django.urls import path

from apps.core.styleguide import StyleguideView
from apps.dashboard.views import (
    board_steps,
    boards,
    catalogue,
    history,
    home,
    integrity,
    lateness,
    papers,
    personal_data,
    rights,
    search,
    sector,
    switching,
    trail,
    trends,
)

app_name = "dashboard"
urlpatterns = [
    path("", home.HomeView.as_view(), name="home"),
    path("situation/", home.UnitSituationView.as_view(), name="unit-situation"),
    path("working-years/", switching.choose_year, name="working-year-choose"),
    path("working-roles/", switching.choose_role, name="working-role-choose"),
    path("boards/", sector.BoardListView.as_view(), name="board-list"),
    path("boards/<int:pk>/", boards.BoardView.as_view(), name="board-detail"),
    path("boards/<int:pk>/reminder/", boards.ReminderView.as_view(), name="board-reminder"),
    path("boards/<int:pk>/duties/<str:code>/", boards.DutyBoardView.as_view(), name="board-duty"),
    path("boards/<int:pk>/units/<int:unit_id>/", board_steps.BoardUnitView.as_view(), name="board-unit"),
    *(
        path(f"boards/<int:pk>/units/<int:unit_id>/duties/<str:code>/{step}/", view.as_view(), name=name)
        for step, view, name in (
            ("extension", board_steps.ExtensionView, "board-extend"),
            ("reopening", board_steps.ReopeningView, "board-reopen"),
            ("received", board_steps.ReceivingView, "board-receive"),
            ("received/end", board_steps.GivingBackView, "board-give-back"),
            ("waiving", board_steps.WaivingView, "board-waive"),
            ("waiving/end", board_steps.UnwaivingView, "board-unwaive"),
        )
    ),
    path("lateness/", lateness.LatenessListView.as_view(), name="lateness-list"),
    path("lateness/units/", lateness.UnitLatenessListView.as_view(), name="lateness-unit-list"),
    path("history/<slug:app>/<slug:model>/<int:pk>/", history.HistoryView.as_view(), name="history"),
    path("search/", search.SearchView.as_view(), name="search"),
    path("search/suggestions/", search.SuggestionsView.as_view(), name="search-suggestions"),
    path("papers/", papers.PaperListView.as_view(), name="paper-list"),
    path("clusters/<int:pk>/papers/", papers.ClusterPaperListView.as_view(), name="cluster-paper-list"),
    path("exceptions/", trail.ExceptionListView.as_view(), name="exception-list"),
    path("personal-data/", personal_data.PersonalDataListView.as_view(), name="personal-data-list"),
    path("integrity/", integrity.IntegrityView.as_view(), name="integrity"),
    path("integrity/check/", integrity.IntegrityCheckView.as_view(), name="integrity-check"),
    path("seals/", integrity.SealListView.as_view(), name="seal-list"),
    path("trail/<int:pk>/", trail.TrailDetailView.as_view(), name="trail-detail"),
    path("trail/", trail.TrailListView.as_view(), name="trail-list"),
    path("rights/", rights.MyRightsView.as_view(), name="my-rights"),
    path("rights/of/<str:label>/<int:pk>/", rights.AudienceView.as_view(), name="audience"),
    path("grants/", rights.GrantListView.as_view(), name="grant-list"),
    path("grants/heads/", rights.HeadGrantListView.as_view(), name="grant-head-list"),
    path("grants/delegations/", rights.DelegationGrantListView.as_view(), name="grant-delegation-list"),
    path("catalogue/", catalogue.CatalogueView.as_view(), name="catalogue"),
    path("units/<int:pk>/clusters/", catalogue.UnitClustersView.as_view(), name="unit-clusters"),
    path("units/<int:pk>/trend/", trends.UnitTrendView.as_view(), name="unit-trend"),
    path("clusters/<int:pk>/trend/", trends.ClusterTrendView.as_view(), name="cluster-trend"),
    path("styleguide/", StyleguideView.as_view(), name="styleguide"),
]
