from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MovementsConfig(AppConfig):
    name = "apps.movements"
    label = "movements"
    verbose_name = _("Phong trào thi đua")

    def ready(self):
        from apps.documents import scope
        from apps.documents.found_by import register_found_by
        from apps.movements import document_uses, merging, opening, people_merging_rules, year_parts
        from apps.movements.duty_pages import date_page
        from apps.movements.models import Movement
        from apps.obligations import owners

        merging.register()
        owners.register("movement_review:", date_page)
        opening.register()
        year_parts.register()
        people_merging_rules.register()
        scope.register_followers("movements", document_uses.followed)
        register_found_by(Movement, "decision")
