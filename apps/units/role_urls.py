"""Addresses of roles and delegations."""

from django.urls import path

from apps.units.views import delegations, roles

urlpatterns = [
    path("roles/", roles.RoleListView.as_view(), name="role-list"),
    path("roles/end/", roles.RoleEndManyView.as_view(), name="role-end-many"),
    path("roles/<int:pk>/", roles.RoleDetailView.as_view(), name="role-detail"),
    path("roles/<int:pk>/change/", roles.RoleChangeView.as_view(), name="role-change"),
    path("roles/<int:pk>/end/", roles.RoleEndView.as_view(), name="role-end"),
    path("roles/<int:pk>/delegate/", delegations.DelegateView.as_view(), name="role-delegate"),
    path("delegations/<int:pk>/end/", delegations.DelegationEndView.as_view(), name="delegation-end"),
    path("units/<int:pk>/roles/", roles.UnitRolesView.as_view(), name="unit-roles"),
    path("units/<int:pk>/roles/give/", roles.RoleGiveView.as_view(), name="role-give"),
]
