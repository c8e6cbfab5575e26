"""manage.py verify_integrity: every check that an app registered; exit 1 when one finds a fault."""

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from apps.audit import integrity
from apps.audit.domain.verifying import tail, witnessed
from apps.core.commands import StableCommand
from apps.core.whole_numbers import whole_number


class Command(StableCommand):
    help = "Kiểm tra tính toàn vẹn của dữ liệu."

    def add_arguments(self, parser):
        parser.add_argument(
            "--witness",
            action="append",
            default=[],
            metavar="SỐ:GIÁ_TRỊ",
            help="giá trị niêm phong đã in hoặc đã ghi lại",
        )

    def handle(self, *args, **options):
        faults = 0
        results = integrity.run()
        if options["witness"]:
            results["audit.witness"] = [
                _("Giá trị niêm phong %(value)s không có trong chuỗi.") % {"value": held}
                for held in options["witness"]
                if not self.holds(held)
            ]
        for name, found in results.items():
            self.stdout.write(f"{name}: {'đúng' if not found else f'{len(found)} sai lệch'}")
            for sentence in found:
                self.stdout.write(f"  - {sentence}")
            faults += len(found)
        self.stderr.write(_("Chưa niêm phong: %(count)s dòng.") % {"count": tail().count})
        if faults:
            raise CommandError(f"{faults} sai lệch")

    def holds(self, held: str) -> bool:
        number, _colon, value = held.partition(":")
        seal = whole_number(number)
        return seal is not None and witnessed(seal, value)
