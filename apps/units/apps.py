from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UnitsConfig(AppConfig):
    name = "apps.units"
    label = "units"
    verbose_name = _("Đơn vị")

    def ready(self):
        from apps.accounts import grants, required_factor
        from apps.audit import telling as audit_telling
        from apps.audit import words
        from apps.core import sheets
        from apps.documents import scope
        from apps.notifications import policies as mail_policies
        from apps.units import audiences, document_keepers, merging_rules
        from apps.units.account_sheets import AccountImport
        from apps.units.domain import merging_people
        from apps.units.enums import UnitKind
        from apps.units.integrity_telling import tell_faults
        from apps.units.person_sheets import PeopleImport
        from apps.units.queries import delegated_grants, is_office_of_ministry, role_grants
        from apps.units.second_factor import ministry_staff
        from apps.units.sheets import UnitImport

        grants.register(role_grants)
        grants.register(delegated_grants)
        mail_policies.register_office(is_office_of_ministry)
        merging_rules.register()
        merging_people.register_own()
        sheets.register(PeopleImport())
        sheets.register(AccountImport())
        required_factor.register(ministry_staff)
        scope.register_keepers(document_keepers.keepers)
        scope.register_issuers(document_keepers.issuers)
        scope.register_followers("units", document_keepers.followed)
        audiences.register()
        audit_telling.register(tell_faults)
        for key in ("unit_kind", "unit_kinds", "kinds"):
            words.tell(key, lambda value: str(dict(UnitKind.choices).get(value, "")))
        sheets.register(UnitImport())
