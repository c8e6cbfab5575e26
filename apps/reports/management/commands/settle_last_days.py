"""``settle_last_days``: papers made before the rule of keeping get their last day, without waiting for the night's
clearing to come near them.
"""

from django.utils import timezone

from apps.core.actor import system_actor
from apps.core.commands import StableCommand
from apps.reports.domain.keeping import settle_last_days


class Command(StableCommand):
    help = "Keep files of issued, sent or signed papers as long as data/keeping.json says."

    def handle(self, *args, **options):
        self.stdout.write(str(settle_last_days(actor=system_actor(), now=timezone.now())))
