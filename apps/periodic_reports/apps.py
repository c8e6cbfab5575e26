from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeriodicReportsConfig(AppConfig):
    name = "apps.periodic_reports"
    label = "periodic_reports"
    verbose_name = _("Báo cáo định kỳ")

    def ready(self):
        from apps.clusters import leaving
        from apps.obligations import owners
        from apps.periodic_reports import audiences, merging, opening
        from apps.periodic_reports.closing_checks import not_taken_over
        from apps.periodic_reports.queries import date_page, units_that_reported
        from apps.periods import closing

        closing.register("reports", _("Báo cáo định kỳ"), not_taken_over)
        merging.register()
        owners.register("report:", date_page)
        audiences.register()
        opening.register()
        leaving.register(_("đã gửi báo cáo của năm"), units_that_reported)
