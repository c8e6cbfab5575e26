"""Units and people: each group of pages has its own list of addresses."""

from apps.units import person_urls, role_urls

app_name = "units"
urlpatterns = [
    *person_urls.urlpatterns,
    *role_urls.urlpatterns,
]
