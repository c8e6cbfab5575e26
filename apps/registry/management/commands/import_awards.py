"""manage.py import_awards FILE [--dry-run]: granted awards into the registry, all or nothing."""

from apps.core.sheets.command import ImportCommand


class Command(ImportCommand):
    help = "Nhập khen thưởng đã tặng vào Sổ khen thưởng từ tệp CSV hoặc XLSX."
    kind_name = "awards"
