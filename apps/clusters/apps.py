from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClustersConfig(AppConfig):
    name = "apps.clusters"
    label = "clusters"
    verbose_name = _("Cụm thi đua")

    def ready(self):
        from apps.accounts import grants
        from apps.clusters import audiences, document_keepers, duty_audience, inspections_keepers, merging
        from apps.clusters.plan_queries import date_page
        from apps.clusters.queries import delegated_head_grants, head_grants, heads_of_unit
        from apps.clusters.sheets import ClusterImport
        from apps.core import sheets
        from apps.documents import scope
        from apps.obligations import answerers, owners

        grants.register(head_grants)
        grants.register(delegated_head_grants)
        merging.register()
        scope.register_keepers(document_keepers.keepers)
        scope.register_issuers(document_keepers.issuers)
        scope.register_followers("clusters", document_keepers.followed)
        scope.register_followers("inspections", inspections_keepers.followed)
        inspections_keepers.register_merging()
        audiences.register()
        duty_audience.register_sources()
        owners.register("plan_item:", date_page)
        answerers.register(heads_of_unit)
        sheets.register(ClusterImport())
        self.follow_who_comes()
        self.take_part_in_years()

    @staticmethod
    def follow_who_comes():
        from apps.clusters import membership, naming
        from apps.clusters.domain import organiser_duties, plan_duties

        membership.register(plan_duties.follow_members)
        membership.register(organiser_duties.follow_members, order=membership.LAST)
        naming.register(organiser_duties.follow_head)
        naming.register(plan_duties.follow_head)

    @staticmethod
    def take_part_in_years():
        from apps.clusters import inspections_calendar, opening, year_parts
        from apps.periods import agenda

        opening.register()
        year_parts.register()
        agenda.register("inspections", inspections_calendar.events_of)
