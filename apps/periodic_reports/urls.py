"""Addresses of Báo cáo định kỳ."""

app_name = "periodic_reports"
urlpatterns: list = []
