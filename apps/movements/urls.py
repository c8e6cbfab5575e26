"""Addresses of Phong trào thi đua."""

from apps.movements import role_model_urls

app_name = "movements"
urlpatterns: list = [
    *role_model_urls.urlpatterns,
]
