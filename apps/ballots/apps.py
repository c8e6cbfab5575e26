from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BallotsConfig(AppConfig):
    name = "apps.ballots"
    label = "ballots"
    verbose_name = _("Bỏ phiếu bình xét, suy tôn")

    def ready(self):
        from apps.audit import integrity
        from apps.ballots.domain.verifying import faults

        integrity.register("ballots", faults)
