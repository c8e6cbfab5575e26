from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    name = "apps.registry"
    label = "registry"
    verbose_name = _("Sổ khen thưởng")

    def ready(self):
        from apps.core import sheets
        from apps.documents import scope
        from apps.documents.found_by import register_found_by
        from apps.documents.standing import register_standing
        from apps.registry import award_facts, basis_facts, document_uses, letter_standing, merging_rules
        from apps.registry.models import GrantDocument
        from apps.registry.sheets import AwardImport

        sheets.register(AwardImport())
        merging_rules.register()
        merging_rules.register_people()
        award_facts.register()
        basis_facts.register()
        scope.register_followers("registry", document_uses.followed)
        register_found_by(GrantDocument, "document")
        register_standing(letter_standing.LETTER, letter_standing.standing)
