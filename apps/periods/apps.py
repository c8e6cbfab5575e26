from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeriodsConfig(AppConfig):
    name = "apps.periods"
    label = "periods"
    verbose_name = _("Năm thi đua")

    def ready(self):
        from apps.core import reference
        from apps.periods import merging
        from apps.periods.reference import load_holidays, load_work_fields

        merging.register()
        reference.register("periods.work_fields", load_work_fields)
        reference.register("periods.holidays", load_holidays)
