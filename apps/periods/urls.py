"""Addresses of the years."""

app_name = "periods"
urlpatterns: list = []
