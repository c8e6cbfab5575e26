"""manage.py import_people FILE [--dry-run] [--answer KEY=VALUE]: people and postings from CSV or XLSX."""

from apps.core.sheets.command import ImportCommand


class Command(ImportCommand):
    help = "Nhập cá nhân và vị trí công tác từ tệp CSV hoặc XLSX (sai một chỗ thì không ghi gì)."
    kind_name = "people"
