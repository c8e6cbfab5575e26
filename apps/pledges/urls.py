"""Addresses of Giao ước thi đua."""

app_name = "pledges"
urlpatterns: list = []
