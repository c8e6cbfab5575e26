from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PledgesConfig(AppConfig):
    name = "apps.pledges"
    label = "pledges"
    verbose_name = _("Giao ước thi đua")

    def ready(self):
        from apps.clusters import leaving, membership
        from apps.periods import agenda, closing
        from apps.pledges import audiences, calendar_events, merging
        from apps.pledges.closing_checks import not_signed
        from apps.pledges.domain.following import follow_members
        from apps.pledges.queries import units_that_signed

        closing.register("pledges", _("Giao ước thi đua"), not_signed)
        agenda.register("pledges", calendar_events.events_of)
        merging.register()
        audiences.register()
        membership.register(follow_members)
        leaving.register(_("đã ký giao ước thi đua của năm"), units_that_signed)
