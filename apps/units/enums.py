"""Kinds of unit and roles of people in them (codes of glossary-and-screens §3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnitKind(models.TextChoices):
    MINISTRY = "ministry", _("Bộ")
    MINISTRY_UNIT = "ministry_unit", _("Đơn vị thuộc Bộ")
    MINISTRY_SERVICE_UNIT = "ministry_service_unit", _("Đơn vị sự nghiệp công lập thuộc Bộ")
    JUSTICE_DEPARTMENT = "justice_department", _("Sở Tư pháp")
    ENFORCEMENT_GENERAL = "enforcement_general", _("Tổng cục Thi hành án dân sự")
    ENFORCEMENT_PROVINCE = "enforcement_province", _("Thi hành án dân sự tỉnh, thành phố")
    ENFORCEMENT_OFFICE = "enforcement_office", _("Phòng Thi hành án dân sự khu vực")
    ENFORCEMENT_DISTRICT = "enforcement_district", _("Chi cục Thi hành án dân sự")
    DIVISION = "division", _("Phòng, ban của đơn vị")
    PROVINCIAL_SERVICE_UNIT = "provincial_service_unit", _("Đơn vị sự nghiệp thuộc Sở")
    DISTRICT_JUSTICE = "district_justice", _("Phòng Tư pháp huyện")
    COMMUNE_OFFICE = "commune_office", _("Văn phòng HĐND và UBND cấp xã")
    EXTERNAL = "external", _("Cơ quan, tổ chức ngoài ngành")


# Kinds by line of work (Khối), for filters; a kind that belongs to none is in no line.
LINE_KINDS = {
    "ministry": (UnitKind.MINISTRY, UnitKind.MINISTRY_UNIT, UnitKind.MINISTRY_SERVICE_UNIT),
    "justice": (
        UnitKind.JUSTICE_DEPARTMENT,
        UnitKind.PROVINCIAL_SERVICE_UNIT,
        UnitKind.DISTRICT_JUSTICE,
        UnitKind.COMMUNE_OFFICE,
    ),
    "enforcement": (
        UnitKind.ENFORCEMENT_GENERAL,
        UnitKind.ENFORCEMENT_PROVINCE,
        UnitKind.ENFORCEMENT_OFFICE,
        UnitKind.ENFORCEMENT_DISTRICT,
    ),
}
LINE_LABELS = {
    "ministry": _("Đơn vị thuộc Bộ"),
    "justice": _("Khối Sở Tư pháp"),
    "enforcement": _("Khối Thi hành án dân sự"),
}


class SuccessionKind(models.TextChoices):
    """What happened to a body by decision (Thừa kế, sắp xếp đơn vị)."""

    MERGE = "merge", _("Sáp nhập, tổ chức lại")
    SPLIT = "split", _("Chia, tách")
    RENAME = "rename", _("Đổi tên")
    DISSOLVE = "dissolve", _("Giải thể")
    MOVE = "move", _("Chuyển đơn vị cấp trên")


class Role(models.TextChoices):
    """Roles given in a unit. Head and deputy of a cluster are not here: they come from clusters.HeadTerm."""

    OFFICER = "officer", _("Cán bộ phụ trách thi đua, khen thưởng")
    LEADER = "leader", _("Lãnh đạo đơn vị")
    STANDING_OFFICE = "standing_office", _("Thường trực Hội đồng Thi đua - Khen thưởng")
    AUDITOR = "auditor", _("Cán bộ kiểm tra, giám sát")
