from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "apps.core"
    label = "core"
    verbose_name = _("Nền tảng")

    def ready(self):
        from apps.core import (  # noqa: F401 - registers
            any_of,
            checks,
            search,
        )
