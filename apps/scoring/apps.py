from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScoringConfig(AppConfig):
    name = "apps.scoring"
    label = "scoring"
    verbose_name = _("Chấm điểm")

    def ready(self):
        from apps.audit import words
        from apps.clusters import leaving
        from apps.core import reference
        from apps.documents import scope
        from apps.obligations import owners
        from apps.scoring import audiences, document_uses, facts, merging, opening, sources, year_parts
        from apps.scoring.consultation_queries import date_page
        from apps.scoring.queries import units_with_sheets
        from apps.scoring.reference import load_difference_reasons

        reference.register("scoring.difference_reasons", load_difference_reasons)
        facts.register()
        for key in ("source", "source_fact"):
            words.tell(key, sources.words_of)
        merging.register()
        scope.register_followers("scoring", document_uses.seen)
        audiences.register()
        opening.register()
        year_parts.register()
        owners.register("consultation:", date_page)
        leaving.register(_("đã mở bảng tự chấm điểm của năm"), units_with_sheets)
