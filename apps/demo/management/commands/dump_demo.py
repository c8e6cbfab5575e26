"""manage.py dump_demo: keep the demo as it is now for the test that migrates old rows. Renewed when models change."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from apps.demo import dumps


class Command(BaseCommand):
    help = "Lưu dữ liệu trình diễn hiện tại cho kiểm thử nâng cấp."

    def handle(self, *args, **options):
        path = dumps.DATA / f"demo-{timezone.localdate():%Y-%m-%d}.sql.gz"
        size = dumps.write(path)
        self.stdout.write(f"{path.name}: {size} byte")
