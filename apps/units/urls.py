"""Units and people: each group of pages has its own list of addresses."""

from apps.units import account_urls, person_urls, role_urls, unit_urls

app_name = "units"
urlpatterns = [
    *unit_urls.urlpatterns,
    *person_urls.urlpatterns,
    *role_urls.urlpatterns,
    *account_urls.urlpatterns,
]
