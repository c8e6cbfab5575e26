"""Units and people: each group of pages has its own list of addresses."""

from django.urls import URLPattern

app_name = "units"
urlpatterns: list[URLPattern] = []
