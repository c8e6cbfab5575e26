from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AwardsConfig(AppConfig):
    name = "apps.awards"
    label = "awards"
    verbose_name = _("Đề nghị khen thưởng")

    def ready(self):
        from apps.awards import merging

        merging.register()
        merging.register_people()
