from django.urls import path

app_name = "ranking"
urlpatterns: list[path] = []
