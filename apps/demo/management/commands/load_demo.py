"""manage.py load_demo [--today DATE]: the real cases, through domain functions only. Repeating changes nothing."""

from datetime import date, datetime, time

from django.utils import timezone

from apps.core.commands import StableCommand
from apps.demo.loading.demo import load_demo


class Command(StableCommand):
    help = "Nạp dữ liệu trình diễn (chạy lại không đổi gì)."

    def add_arguments(self, parser):
        parser.add_argument("--today", type=date.fromisoformat, help="ngày giả định, dạng 2026-11-23")

    def handle(self, *args, **options):
        now = timezone.now()
        if options["today"]:
            now = timezone.make_aware(datetime.combine(options["today"], time(9)))
        load_demo(now=now, say=self.stderr.write)
