from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ObligationsConfig(AppConfig):
    name = "apps.obligations"
    label = "obligations"
    verbose_name = _("Việc phải làm")

    def ready(self):
        from apps.documents import scope
        from apps.obligations import audience, document_uses, merging

        audience.register_own()
        merging.register()
        scope.register_followers("obligations", document_uses.seen)
        self.take_part_in_years()

    @staticmethod
    def take_part_in_years():
        from apps.obligations import opening, year_parts

        opening.register()
        year_parts.register()
