from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    name = "apps.catalog"
    label = "catalog"
    verbose_name = _("Danh mục")

    def ready(self):
        from apps.audit import words
        from apps.catalog import facts, people_facts, transfer_facts
        from apps.catalog.reference import load_catalogue
        from apps.core import reference

        reference.register("catalog", load_catalogue)
        people_facts.register()
        transfer_facts.register()
        words.tell("fact", facts.label_of)
