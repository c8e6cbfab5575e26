"""Addresses of duties."""

app_name = "obligations"
urlpatterns: list = []
