"""Addresses of Phong trào thi đua."""

app_name = "movements"
urlpatterns: list = []
