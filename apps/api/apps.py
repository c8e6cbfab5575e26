from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    name = "apps.api"
    label = "api"
    verbose_name = _("API đọc số liệu")

    def ready(self):
        from apps.accounts import token_scopes
        from apps.api.resources import RESOURCES

        for resource in RESOURCES:
            token_scopes.register(resource.code, resource.label)
