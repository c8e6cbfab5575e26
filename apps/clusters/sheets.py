"""Clusters through the forgiving sheet door: ``manage.py import_clusters FILE`` and the import page."""

from django.utils.translation import gettext_lazy as _

from apps.clusters import policies
from apps.clusters.domain.importing import write_clusters
from apps.clusters.enums import ClusterKind, Line
from apps.clusters.import_checking import ClusterCheck
from apps.core import sheets

ROLES = (("head", _("Trưởng")), ("deputy", _("Phó Trưởng")))


class ClusterImport(sheets.ImportKind):
    """One row is one member of one cluster in one year."""

    name = "clusters"
    label = _("Cụm, Khu vực, Khối thi đua")
    columns = (
        sheets.SheetColumn("code", _("Mã Cụm"), required=True, also=("mã", "mã cụm"), example="CUM-1", most=50),
        sheets.SheetColumn(
            "name", _("Tên Cụm"), required=True, also=("tên", "cụm"), example="Cụm thi đua số 1", most=200
        ),
        sheets.SheetColumn("year", _("Năm"), required=True, also=("năm thi đua",), kind="integer", example="2026"),
        sheets.SheetColumn("organiser", _("Đơn vị tổ chức"), required=True, also=("cơ quan tổ chức",), example="BTP"),
        sheets.SheetColumn("unit", _("Đơn vị thành viên"), required=True, also=("đơn vị", "mã đơn vị"), example="VPB"),
        sheets.SheetColumn("order", _("Thứ tự"), also=("tt", "stt"), kind="integer", example="1"),
        sheets.SheetColumn("line", _("Khối"), also=("tuyến",), kind="choice", choices=Line.choices),
        sheets.SheetColumn("role", _("Nhiệm vụ"), also=("vai trò", "trưởng, phó"), kind="choice", choices=ROLES),
        sheets.SheetColumn("kind", _("Loại"), kind="choice", choices=ClusterKind.choices),
    )
    notes = (
        _("Một dòng là một đơn vị của một Cụm trong một năm; năm chưa có thì được mở."),
        _("Loại để trống: theo chữ đầu của tên (Khu vực, Cụm, Khối)."),
        _("Trưởng, Phó Trưởng trong tệp làm nhiệm vụ từ 01/01; ghi quyết định ở trang của Cụm."),
        _("Đơn vị không có trong tệp vẫn ở lại Cụm."),
    )

    def may(self, actor):
        return policies.can_form(actor)

    def check(self, table, *, actor, now, answers):
        return ClusterCheck(table, actor=actor).checked()

    def write(self, checked, *, actor, now, step):
        write_clusters(checked.plan, actor=actor, now=now, step=step)
        return sheets.Summary(checked.created, checked.updated, checked.unchanged)
