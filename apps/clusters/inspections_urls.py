"""Addresses of inspections; part of the clusters' own (urls)."""

from django.urls import path

from apps.clusters.views import findings, inspecting, inspections

urlpatterns = [
    path("inspections/", inspections.InspectionListView.as_view(), name="inspection-list"),
    path("inspections/new/", inspecting.OwnInspectionPlanView.as_view(), name="inspection-plan-own"),
    path("inspections/<int:pk>/", inspections.InspectionDetailView.as_view(), name="inspection-detail"),
    path("inspections/<int:pk>/edit/", inspecting.InspectionChangeView.as_view(), name="inspection-change"),
    path("inspections/<int:pk>/result/", inspecting.HoldView.as_view(), name="inspection-hold"),
    path("inspections/<int:pk>/removal/", inspecting.CancelView.as_view(), name="inspection-cancel"),
    path("findings/<int:pk>/fix/", findings.FixView.as_view(), name="finding-fix"),
    path("findings/<int:pk>/answer/", findings.JudgeView.as_view(), name="finding-judge"),
    path("findings/<int:pk>/reopening/", findings.ReopenView.as_view(), name="finding-reopen"),
    path("findings/<int:pk>/edit/", findings.FindingChangeView.as_view(), name="finding-change"),
    path("findings/<int:pk>/removal/", findings.FindingWithdrawView.as_view(), name="finding-withdraw"),
    path("<int:pk>/inspections/", inspections.ClusterInspectionsView.as_view(), name="cluster-inspections"),
    path("<int:pk>/inspections/new/", inspecting.InspectionPlanView.as_view(), name="inspection-plan"),
]
