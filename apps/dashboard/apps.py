from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DashboardConfig(AppConfig):
    name = "apps.dashboard"
    label = "dashboard"
    verbose_name = _("Trang chủ")

    def ready(self):
        from apps.dashboard.histories import register_histories
        from apps.dashboard.papers import kinds

        register_histories()
        kinds.discover()
