"""manage.py seal_trail: seal now what the schedule would seal within minutes; repeating it changes nothing."""

from django.utils import timezone

from apps.audit.domain.sealing import seal_trail
from apps.core.commands import StableCommand


class Command(StableCommand):
    help = "Niêm phong nhật ký."

    def handle(self, *args, **options):
        seals = seal_trail(now=timezone.now())
        for seal in seals:
            self.stdout.write(f"{seal.number} {seal.count} {seal.hash}")
        if not seals:
            self.stdout.write("không có dòng mới")
