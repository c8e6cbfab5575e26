from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClustersConfig(AppConfig):
    name = "apps.clusters"
    label = "clusters"
    verbose_name = _("Cụm thi đua")

    def ready(self):
        from apps.accounts import grants
        from apps.clusters import merging
        from apps.clusters.queries import head_grants

        grants.register(head_grants)
        merging.register()
