from django.urls import path

from apps.registry.views import acting, awards, checking, grants, public, statistics, works

app_name = "registry"
urlpatterns = [
    path("", awards.AwardListView.as_view(), name="award-list"),
    path("<int:pk>/", awards.AwardDetailView.as_view(), name="award-detail"),
    path("<int:pk>/correction/", acting.CorrectView.as_view(), name="award-correct"),
    path("<int:pk>/cancellation/", acting.CancelView.as_view(), name="award-cancel"),
    path("<int:pk>/restoration/", acting.RestoreView.as_view(), name="award-restore"),
    path("<int:pk>/flags/<int:flag>/", acting.SettleView.as_view(), name="award-settle"),
    path("people/<int:pk>/", awards.TimelineView.as_view(), name="person-timeline"),
    path("units/<int:pk>/", awards.UnitTimelineView.as_view(), name="unit-timeline"),
    path("statistics/", statistics.StatisticsView.as_view(), name="statistics"),
    path("decisions/", grants.GrantListView.as_view(), name="grant-list"),
    path("decisions/new/", grants.GrantCreateView.as_view(), name="grant-create"),
    path("decisions/<int:pk>/", grants.GrantDetailView.as_view(), name="grant-detail"),
    path("decisions/<int:pk>/recipients/", grants.RecipientAddView.as_view(), name="recipient-add"),
    path("decisions/<int:pk>/publication/", grants.PublishView.as_view(), name="grant-publish"),
    path("initiatives/", works.InitiativeListView.as_view(), name="initiative-list"),
    path("initiatives/new/", works.InitiativeCreateView.as_view(), name="initiative-create"),
    path("initiatives/<int:pk>/", works.InitiativeDetailView.as_view(), name="initiative-detail"),
    path("campaigns/", works.CampaignListView.as_view(), name="campaign-list"),
    path("campaigns/new/", works.CampaignCreateView.as_view(), name="campaign-create"),
    path("campaigns/<int:pk>/", works.CampaignDetailView.as_view(), name="campaign-detail"),
    path("campaigns/<int:pk>/state/", works.CampaignMoveView.as_view(), name="campaign-move"),
    path("holds/", works.HoldListView.as_view(), name="hold-list"),
    path("holds/new/", works.HoldCreateView.as_view(), name="hold-create"),
    path("holds/<int:pk>/end/", works.HoldEndView.as_view(), name="hold-end"),
    path("letters/", checking.LetterListView.as_view(), name="letter-list"),
    path("letters/new/", checking.CheckView.as_view(), name="letter-create"),
    path("letters/recheck/", checking.RecheckView.as_view(), name="letter-recheck"),
    path("letters/<int:pk>/", checking.LetterDetailView.as_view(), name="letter-detail"),
    path("letters/<int:pk>/again/", checking.LetterAgainView.as_view(), name="letter-again"),
    path("letters/<int:pk>/pdf/", checking.LetterPdfView.as_view(), name="letter-pdf"),
    path("public/", public.PublicListView.as_view(), name="public-list"),
]
