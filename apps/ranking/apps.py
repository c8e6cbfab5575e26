from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RankingConfig(AppConfig):
    name = "apps.ranking"
    label = "ranking"
    verbose_name = _("Xếp hạng")

    def ready(self):
        from apps.audit import integrity
        from apps.clusters import leading
        from apps.documents import scope
        from apps.ranking import audiences, document_uses, leading_facts, merging, year_parts
        from apps.ranking.domain.checking import run_faults, sheet_faults
        from apps.ranking.queries import barred_from_leading

        integrity.register("scoring.sheets", sheet_faults)
        integrity.register("ranking.runs", run_faults)
        scope.register_followers("ranking", document_uses.seen)
        leading.register(barred_from_leading)
        leading_facts.register()
        merging.register()
        audiences.register()
        year_parts.register()
