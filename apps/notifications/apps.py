from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "apps.notifications"
    label = "notifications"
    verbose_name = _("Thông báo")

    def ready(self):
        from apps.accounts import telling
        from apps.core import reference, translated_rows
        from apps.jobs import telling as job_telling
        from apps.notifications import checks  # noqa: F401 - registers the system checks
        from apps.notifications.domain.jobs import tell_end
        from apps.notifications.domain.kinds import DATA, load_kinds
        from apps.notifications.domain.sending import notify

        reference.register("notifications.kinds", load_kinds)
        translated_rows.register(DATA, "group", "label", "why_compulsory")
        telling.register(notify)
        job_telling.register(tell_end)
