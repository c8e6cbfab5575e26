from django.urls import path

from apps.notifications.views import notices, preferences

app_name = "notifications"
urlpatterns = [
    path("", notices.NoticeListView.as_view(), name="notice-list"),
    path("read/", notices.MarkManyReadView.as_view(), name="notice-mark-read"),
    path("unread/", notices.MarkManyUnreadView.as_view(), name="notice-mark-unread"),
    path("<int:pk>/", notices.NoticeOpenView.as_view(), name="notice-open"),
    path("<int:pk>/mark/", notices.NoticeMarkView.as_view(), name="notice-mark"),
    path("choices/", preferences.PreferenceView.as_view(), name="preference-edit"),
]
