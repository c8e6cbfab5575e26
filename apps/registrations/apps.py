from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistrationsConfig(AppConfig):
    name = "apps.registrations"
    label = "registrations"
    verbose_name = _("Đăng ký thi đua")

    def ready(self):
        from apps.clusters import leaving, naming
        from apps.periods import closing
        from apps.registrations import audiences, merging
        from apps.registrations.closing_checks import not_consolidated
        from apps.registrations.domain.following import follow_head
        from apps.registrations.queries import units_with_registrations

        closing.register("registrations", _("Đăng ký thi đua"), not_consolidated)
        merging.register()
        merging.register_people()
        audiences.register()
        naming.register(follow_head)
        leaving.register(_("đã lập đăng ký thi đua của năm"), units_with_registrations)
