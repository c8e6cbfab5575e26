"""manage.py lock_demo_accounts: after it nobody signs in with the known password of the demo."""

from django.utils import timezone

from apps.accounts.domain.users import lock_demo_accounts
from apps.core.actor import system_actor
from apps.core.commands import StableCommand


class Command(StableCommand):
    help = "Khóa mọi tài khoản trình diễn."

    def handle(self, *args, **options):
        locked = lock_demo_accounts(actor=system_actor("Khóa tài khoản trình diễn"), now=timezone.now())
        self.stdout.write(str(locked))
