"""Addresses of Đăng ký thi đua."""

app_name = "registrations"
urlpatterns: list = []
