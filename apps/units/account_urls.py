"""Addresses of accounts and their slips."""

from django.urls import path

from apps.units.views import accounts

urlpatterns = [
    path("accounts/slips/", accounts.SlipListView.as_view(), name="slip-list"),
    path("accounts/slips/<int:pk>/", accounts.SlipBatchView.as_view(), name="slip-batch"),
    path("accounts/slips/<int:pk>/print/", accounts.SlipPrintView.as_view(), name="slip-print"),
    path("accounts/users/<int:pk>/reset/", accounts.AccountResetView.as_view(), name="account-reset"),
    path("units/<int:pk>/accounts/", accounts.UnitAccountsView.as_view(), name="unit-accounts"),
]
