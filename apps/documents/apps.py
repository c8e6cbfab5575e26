from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "apps.documents"
    label = "documents"
    verbose_name = _("Văn bản")

    def ready(self):
        from apps.audit import integrity
        from apps.documents.domain.integrity import file_faults

        integrity.register("documents.files", file_faults)
