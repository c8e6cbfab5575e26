from django.urls import path

from apps.notifications.views import mails, notices, preferences, templates

app_name = "notifications"
urlpatterns = [
    path("", notices.NoticeListView.as_view(), name="notice-list"),
    path("read/", notices.MarkManyReadView.as_view(), name="notice-mark-read"),
    path("unread/", notices.MarkManyUnreadView.as_view(), name="notice-mark-unread"),
    path("<int:pk>/", notices.NoticeOpenView.as_view(), name="notice-open"),
    path("<int:pk>/mark/", notices.NoticeMarkView.as_view(), name="notice-mark"),
    path("choices/", preferences.PreferenceView.as_view(), name="preference-edit"),
    path("mails/", mails.MailListView.as_view(), name="mail-list"),
    path("mails/resend/", mails.MailResendView.as_view(), name="mail-resend"),
    path("mails/<int:pk>/", mails.MailDetailView.as_view(), name="mail-detail"),
    path("caught/", mails.CaughtListView.as_view(), name="caught-list"),
    path("caught/<str:name>/", mails.CaughtDetailView.as_view(), name="caught-detail"),
    path("templates/", templates.TemplateListView.as_view(), name="template-list"),
    path("templates/<str:code>/", templates.TemplateEditView.as_view(), name="template-edit"),
    path("templates/<str:code>/reset/", templates.TemplateResetView.as_view(), name="template-reset"),
]
