"""manage.py update_translations: bring locale/en up to the source and tell how many texts wait for English."""

from django.conf import settings

from apps.core import translations
from apps.core.commands import StableCommand


class Command(StableCommand):
    help = "Cập nhật locale/en theo mã nguồn."

    def handle(self, *args, **options):
        path = settings.BASE_DIR / "locale" / "en" / "LC_MESSAGES" / "django.po"
        catalog = translations.update(settings.BASE_DIR, path)
        missing = translations.untranslated(catalog)
        self.stdout.write(f"{len(catalog)} câu, {len(missing)} câu chưa có tiếng Anh")
