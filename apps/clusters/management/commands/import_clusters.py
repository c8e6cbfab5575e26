"""manage.py import_clusters FILE [--dry-run] [--answer KEY=VALUE]: clusters of a year from CSV or XLSX."""

from apps.core.sheets.command import ImportCommand


class Command(ImportCommand):
    help = "Nhập Cụm, Khu vực, Khối thi đua theo năm từ tệp CSV hoặc XLSX (sai một chỗ thì không ghi gì)."
    kind_name = "clusters"
