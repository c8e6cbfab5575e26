"""Addresses of Kết quả, chỉ tiêu."""

app_name = "results"
urlpatterns: list = []
