"""Addresses of clusters by year."""

from django.urls import path

from apps.clusters import inspections_urls
from apps.clusters.views import clusters, heads, plans

app_name = "clusters"
urlpatterns = [
    path("", clusters.ClusterYearListView.as_view(), name="cluster-year-list"),
    path("new/", clusters.ClusterFormView.as_view(), name="cluster-form"),
    path("<int:pk>/", clusters.ClusterYearDetailView.as_view(), name="cluster-year-detail"),
    path("<int:pk>/members/", clusters.MembersView.as_view(), name="cluster-year-members"),
    path("<int:pk>/members/<int:member_id>/move/", clusters.MemberMoveView.as_view(), name="member-move"),
    path("<int:pk>/copy/", clusters.CopyYearView.as_view(), name="cluster-year-copy"),
    path("<int:pk>/heads/", heads.AppointView.as_view(), name="head-appoint"),
    path("<int:pk>/heads/<int:term_id>/", heads.HeadChangeView.as_view(), name="head-change"),
    *inspections_urls.urlpatterns,
    path("<int:pk>/plan/", plans.PlanDetailView.as_view(), name="plan-detail"),
    path("<int:pk>/plan/edit/", plans.PlanEditView.as_view(), name="plan-edit"),
    path("<int:pk>/plan/copy/", plans.PlanCopyView.as_view(), name="plan-copy"),
    path("<int:pk>/plan/issue/", plans.PlanIssueView.as_view(), name="plan-issue"),
    path("<int:pk>/plan/items/<int:item_id>/<int:unit_id>/done/", plans.ItemDoneView.as_view(), name="plan-item-done"),
    path(
        "<int:pk>/plan/items/<int:item_id>/<int:unit_id>/undone/",
        plans.ItemUndoneView.as_view(),
        name="plan-item-undone",
    ),
]
