from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ObligationsConfig(AppConfig):
    name = "apps.obligations"
    label = "obligations"
    verbose_name = _("Việc phải làm")

    def ready(self):
        from apps.obligations import merging

        merging.register()
