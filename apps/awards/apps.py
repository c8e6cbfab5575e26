from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AwardsConfig(AppConfig):
    name = "apps.awards"
    label = "awards"
    verbose_name = _("Đề nghị khen thưởng")

    def ready(self):
        from apps.accounts import grants
        from apps.awards import audiences, award_facts, council_merging, document_uses, merging
        from apps.awards.asked_lines import asked_lines
        from apps.awards.ballot_host import PREFIX, SessionHost
        from apps.awards.closing_checks import undecided
        from apps.awards.council_queries import seat_grants
        from apps.awards.domain.certificates import awards_corrected
        from apps.awards.domain.lines_in_step import awards_acted
        from apps.awards.models import AwardDecision
        from apps.ballots import hosts
        from apps.documents import scope
        from apps.documents.found_by import register_found_by
        from apps.periods import closing
        from apps.registry import after_acts, asked_for

        closing.register("awards", _("Khen thưởng"), undecided)
        grants.register(seat_grants)
        award_facts.register()
        audiences.register()
        scope.register_followers("awards", document_uses.followed)
        register_found_by(AwardDecision, "document")
        merging.register()
        council_merging.register()
        hosts.register(PREFIX, SessionHost())
        merging.register_people()
        after_acts.register(awards_acted)
        after_acts.register(awards_corrected)
        asked_for.register(asked_lines)
