from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "apps.reports"
    label = "reports"
    verbose_name = _("Báo cáo")

    def ready(self):
        from apps.reports.catalogue import register_all

        register_all()
