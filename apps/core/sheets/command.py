"""``manage.py import_units FILE [--dry-run] [--answer KEY=VALUE]``: one command for each kind of sheet."""

from pathlib import Path

from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.core.actor import system_actor
from apps.core.commands import StableCommand
from apps.core.sheets.engine import check_file, write_checked
from apps.core.sheets.kinds import kind
from apps.core.spreadsheets.reading import bytes_of


class ImportCommand(StableCommand):
    """A subclass names its ``kind_name``. The result is one line on stdout; mistakes and questions end with 1."""

    kind_name = ""

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="kiểm tra, không ghi gì")
        parser.add_argument(
            "--answer",
            action="append",
            default=[],
            metavar="CÂU HỎI=TRẢ LỜI",
            help="trả lời một câu hỏi về tệp, lặp lại được",
        )

    def handle(self, *args, **options):
        summary = self.run_import(
            options["file"],
            dry_run=options["dry_run"],
            answers=_answers(options["answer"]),
        )
        name = f"{self.kind_name}: {'dry run, ' if options['dry_run'] else ''}"
        self.stdout.write(f"{name}{summary}")

    def run_import(self, path: Path, *, dry_run: bool, answers: dict):
        chosen, actor, now = kind(self.kind_name), system_actor(f"import_{self.kind_name}"), timezone.now()
        with transaction.atomic():
            checked = check_file(chosen, bytes_of(path, path.name), path.name, actor=actor, now=now, answers=answers)
            for note in checked.notes:
                self.stderr.write(_("Lưu ý: %(note)s") % {"note": note})
            return write_checked(chosen, checked, actor=actor, now=now, dry_run=dry_run)


def _answers(given: list[str]) -> dict[str, str]:
    answers = {}
    for each in given:
        key, mark, value = each.rpartition("=")
        if not mark:
            raise CommandError(_("Câu trả lời viết dạng CÂU HỎI=TRẢ LỜI: %(text)s") % {"text": each})
        answers[key] = value
    return answers
