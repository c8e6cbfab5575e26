from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "apps.audit"
    label = "audit"
    verbose_name = _("Nhật ký")

    def ready(self):
        from apps.audit import integrity
        from apps.audit.domain.verifying import seal_faults
        from apps.audit.protection import fit_out, guard_faults

        integrity.register("audit.seals", seal_faults)
        integrity.register("audit.guards", guard_faults)
        post_migrate.connect(fit_out, sender=self, dispatch_uid="audit.fit_out")
