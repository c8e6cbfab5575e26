"""manage.py import_units FILE [--dry-run]: units from CSV or XLSX, checked as a whole before anything is written."""

from apps.core.sheets.command import ImportCommand


class Command(ImportCommand):
    help = "Nhập đơn vị từ tệp CSV hoặc Excel."
    kind_name = "units"
