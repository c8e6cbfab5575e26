"""Closed lists of the law. What may change from year to year is a row, not a line here."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Confidence(models.TextChoices):
    """How far a row can be relied on: verified rules stop, unverified ones warn, historical ones on their dates."""

    VERIFIED = "verified", _("Đã đối chiếu nguồn")
    UNVERIFIED = "unverified", _("Chưa đối chiếu")
    HISTORICAL = "historical", _("Lịch sử")
    ILLUSTRATIVE = "illustrative", _("Minh họa")


class AwardList(models.TextChoices):
    """Two lists, always under two headings."""

    TITLE = "title", _("Danh hiệu thi đua")
    COMMENDATION = "commendation", _("Hình thức khen thưởng")


class Level(models.TextChoices):
    """Who stands behind the award."""

    STATE = "state", _("Cấp Nhà nước")
    MINISTRY = "ministry", _("Cấp Bộ, ngành")
    PROVINCE = "province", _("Cấp tỉnh")
    MINISTRY_OR_PROVINCE = "ministry_or_province", _("Cấp Bộ, ngành hoặc cấp tỉnh")
    GRASSROOTS = "grassroots", _("Cấp cơ sở")
    COMMUNE = "commune", _("Cấp xã")


class Subject(models.TextChoices):
    """Whom an award is for."""

    INDIVIDUAL = "individual", _("Cá nhân")
    COLLECTIVE = "collective", _("Tập thể")
    BOTH = "both", _("Cá nhân và tập thể")
    HOUSEHOLD = "household", _("Hộ gia đình")


class Route(models.TextChoices):
    """Which way a proposal of a unit goes (Tuyến trình)."""

    OWN = "own", _("Đơn vị tự quyết định")
    PARENT = "parent", _("Thủ trưởng cơ quan cấp trên có tư cách pháp nhân quyết định")
    MINISTER = "minister", _("Bộ trưởng quyết định")
    MINISTER_SUBMITS = "minister_submits", _("Bộ trưởng trình cấp Nhà nước")
    PROVINCE = "province", _("Chủ tịch UBND cấp tỉnh quyết định")
    PROVINCE_SUBMITS = "province_submits", _("Cấp tỉnh trình cấp Nhà nước")


class CommendationType(models.TextChoices):
    """Loại hình khen thưởng (Luật Thi đua, khen thưởng, Điều 8): why in law; the occasion is a text beside it."""

    MERIT = "merit", _("Khen thưởng công trạng")
    SUDDEN = "sudden", _("Khen thưởng đột xuất")
    MOVEMENT = "movement", _("Khen thưởng phong trào thi đua")
    SERVICE = "service", _("Khen thưởng quá trình cống hiến")
    SENIORITY = "seniority", _("Khen thưởng theo niên hạn")
    FOREIGN = "foreign", _("Khen thưởng đối ngoại")


class VoteBase(models.TextChoices):
    """Of whom the share of votes is taken."""

    ALL_MEMBERS = "all_members", _("Tổng số thành viên")
    PRESENT = "present", _("Số thành viên dự họp")


class Comparison(models.TextChoices):
    """How a fact is held against the value of a rule."""

    AT_LEAST = "ge", _("từ … trở lên")
    AT_MOST = "le", _("không quá …")
    EQUAL = "eq", _("bằng …")
    IN = "in", _("thuộc …")
    NOT_IN = "not_in", _("không thuộc …")
    BETWEEN = "between", _("từ … đến …")


class GroupMode(models.TextChoices):
    """How the rules of a group count together."""

    ALL = "all", _("Đủ mọi điều kiện")
    ANY = "any", _("Ít nhất một điều kiện")
