from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConferencesConfig(AppConfig):
    name = "apps.conferences"
    label = "conferences"
    verbose_name = _("Hội nghị")

    def ready(self):
        from apps.ballots import hosts
        from apps.clusters import membership
        from apps.conferences import calendar_events, merging
        from apps.conferences.ballot_host import PREFIX, ConferenceHost
        from apps.conferences.closing_checks import not_over
        from apps.conferences.domain.following import follow_members
        from apps.periods import agenda, closing

        closing.register("conferences", _("Hội nghị"), not_over)
        agenda.register("conferences", calendar_events.events_of)
        merging.register()
        membership.register(follow_members)
        hosts.register(PREFIX, ConferenceHost())
