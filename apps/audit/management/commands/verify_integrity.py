"""manage.py verify_integrity: every check that an app registered; exit 1 when one finds a fault."""

from django.core.management.base import CommandError

from apps.audit import integrity
from apps.core.commands import StableCommand


class Command(StableCommand):
    help = "Kiểm tra tính toàn vẹn của dữ liệu."

    def handle(self, *args, **options):
        faults = 0
        for name, found in integrity.run().items():
            self.stdout.write(f"{name}: {'đúng' if not found else f'{len(found)} sai lệch'}")
            for sentence in found:
                self.stdout.write(f"  - {sentence}")
            faults += len(found)
        if faults:
            raise CommandError(f"{faults} sai lệch")
