from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResultsConfig(AppConfig):
    name = "apps.results"
    label = "results"
    verbose_name = _("Kết quả, chỉ tiêu")

    def ready(self):
        from apps.core import reference, sheets
        from apps.documents import scope
        from apps.obligations import opening
        from apps.periods import closing
        from apps.results import document_uses, merging_rules, target_facts
        from apps.results.closing_checks import unconfirmed
        from apps.results.domain.confirming_tasks import DUTY
        from apps.results.reference import load_indicators
        from apps.results.result_sheets import ResultImport
        from apps.results.target_sheets import TargetImport

        reference.register("results.indicators", load_indicators)
        scope.register_followers("results", document_uses.followed)
        merging_rules.register()
        target_facts.register()
        opening.leave_out("results", lambda year: {DUTY})  # owed by whoever enters an estimate, in every year
        closing.register("results", _("Kết quả, chỉ tiêu"), unconfirmed)
        sheets.register(TargetImport())
        sheets.register(ResultImport())
