"""manage.py import_criteria FILE --code SET --year Y --organiser UNIT --kinds KIND[,KIND] [--issue]."""

from pathlib import Path

from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from apps.core.actor import system_actor
from apps.core.commands import StableCommand
from apps.periods.domain.years import ensure_year
from apps.scoring.domain.criteria_files import CriteriaFile, read_criteria_file
from apps.scoring.domain.criteria_sets import UNCHANGED, Imported, import_criteria, issue_set
from apps.scoring.enums import SetState
from apps.units.enums import UnitKind
from apps.units.models import Unit


class Command(StableCommand):
    help = "Nạp bảng tiêu chí từ tệp CSV hoặc XLSX (sai một chỗ thì không ghi gì; nạp lại tệp cũ không đổi gì)."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--code", required=True, help="mã bảng tiêu chí")
        parser.add_argument("--year", required=True, type=int, help="năm thi đua")
        parser.add_argument("--organiser", required=True, help="mã đơn vị tổ chức")
        parser.add_argument("--kinds", required=True, help="loại đơn vị, cách nhau bằng dấu phẩy")
        parser.add_argument("--title", default="", help="tên bảng tiêu chí")
        parser.add_argument("--illustrative", action="store_true", default=None, help="đánh dấu minh họa")
        parser.add_argument("--issue", action="store_true", help="ban hành ngay")

    def handle(self, *args, **options):
        file = read_criteria_file(options["file"], name=options["file"].name)
        file.raise_problems()
        found, issued = self.write(file, options)
        for warning in file.warnings:
            self.stderr.write(f"Lưu ý: {warning}")
        outcome = "issued" if issued and found.outcome == UNCHANGED else found.outcome
        self.stdout.write(f"{found.criteria_set.code}: {outcome}")

    @transaction.atomic
    def write(self, file: CriteriaFile, options: dict) -> tuple[Imported, bool]:
        """Import and issue together, or neither. Answers whether it was issued now."""
        actor, now = system_actor("import_criteria"), timezone.now()
        organiser = Unit.objects.filter(code=options["organiser"]).first()
        if organiser is None:
            raise CommandError(f"Không có đơn vị {options['organiser']}")
        kinds = [kind.strip() for kind in options["kinds"].split(",") if kind.strip()]
        unknown = [kind for kind in kinds if kind not in UnitKind.values]
        if unknown or not kinds:
            raise CommandError(f"Loại đơn vị không hợp lệ: {', '.join(unknown)}. Dùng: {', '.join(UnitKind.values)}")
        year = ensure_year(organiser_id=organiser.pk, year=options["year"], actor=actor, now=now)
        found = import_criteria(
            rules=file.rules,
            code=options["code"],
            year_id=year.pk,
            kinds=kinds,
            title=options["title"],
            illustrative=options["illustrative"],
            actor=actor,
            now=now,
        )
        if not options["issue"] or found.criteria_set.state == SetState.ISSUED:
            return found, False
        issue_set(criteria_set_id=found.criteria_set.pk, actor=actor, now=now)
        return found, True
