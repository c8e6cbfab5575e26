"""manage.py load_reference: the reference rows of every app, which ``migrate`` loads too, and what was written."""

from apps.core import reference
from apps.core.commands import StableCommand


class Command(StableCommand):
    help = "Nạp dữ liệu danh mục đi kèm hệ thống (chạy lại không đổi gì)."

    def handle(self, *args, **options):
        for name, written in reference.load_all().items():
            self.stderr.write(f"{name}: {written} dòng mới hoặc đã đổi")
