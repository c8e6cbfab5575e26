from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeriodsConfig(AppConfig):
    name = "apps.periods"
    label = "periods"
    verbose_name = _("Năm thi đua")

    def ready(self):
        from apps.periods import merging

        merging.register()
