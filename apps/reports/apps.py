from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "apps.reports"
    label = "reports"
    verbose_name = _("Báo cáo")

    def ready(self):
        from apps.audit import trail_pages
        from apps.documents.domain import purging
        from apps.reports import merging, summary_policies
        from apps.reports.catalogue import register_all
        from apps.reports.models import SummaryReport

        register_all()
        purging.packs_uploads("upward_package")
        merging.register()
        trail_pages.register(
            SummaryReport, related={"reports.SummaryVersion": "report"}, policy=summary_policies.can_read_history
        )
