from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RankingConfig(AppConfig):
    name = "apps.ranking"
    label = "ranking"
    verbose_name = _("Xếp hạng")

    def ready(self):
        from apps.audit import integrity
        from apps.documents import scope
        from apps.ranking import audiences, document_uses, merging, year_parts
        from apps.ranking.domain.checking import run_faults, sheet_faults

        integrity.register("scoring.sheets", sheet_faults)
        integrity.register("ranking.runs", run_faults)
        scope.register_followers("ranking", document_uses.seen)
        merging.register()
        audiences.register()
        year_parts.register()
