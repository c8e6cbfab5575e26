from django.db import models
from django.utils.translation import gettext_lazy as _


class YearState(models.TextChoices):
    PREPARING = "preparing", _("Đang chuẩn bị")
    OPEN = "open", _("Đang thực hiện")
    CLOSING = "closing", _("Đang tổng kết")
    CLOSED = "closed", _("Đã khóa sổ")


class Confidence(models.TextChoices):
    """How far a row of a shipped list can be relied on."""

    VERIFIED = "verified", _("Đã đối chiếu nguồn")
    UNVERIFIED = "unverified", _("Chưa đối chiếu")
    HISTORICAL = "historical", _("Lịch sử")
    ILLUSTRATIVE = "illustrative", _("Minh họa")


class DayKind(models.TextChoices):
    """How a day differs from its weekday."""

    HOLIDAY = "holiday", _("Ngày nghỉ lễ, tết")
    SUBSTITUTE = "substitute", _("Ngày nghỉ bù, nghỉ hoán đổi")
    WORKING = "working", _("Ngày làm bù")


class Stage(models.TextChoices):
    """Steps of the yearly cycle that an organiser may leave out; what is left out disappears from the screens."""

    PLEDGE = "pledge", _("Giao ước thi đua")
    REGISTRATION = "registration", _("Đăng ký thi đua")
    MOVEMENT = "movement", _("Phong trào thi đua")
    REPORT = "report", _("Báo cáo, chỉ tiêu")
    INSPECTION = "inspection", _("Kiểm tra công tác thi đua, khen thưởng")
    SCORING = "scoring", _("Tự chấm điểm, kiểm tra điểm")
    RANKING = "ranking", _("Xếp hạng")
    CONFERENCE = "conference", _("Hội nghị, bỏ phiếu")
    AWARD = "award", _("Khen thưởng")


class PublicPart(models.TextChoices):
    """What an organiser may show to everybody, without sign-in, year by year.

    Lists that are out for comment are no part of this: each is published by an act of its own, for the days of the law.
    """

    AWARD = "award", _("Danh sách khen thưởng đã công khai")
    MOVEMENT = "movement", _("Phong trào thi đua đang thực hiện")
    RANKING = "ranking", _("Kết quả xếp hạng đã công bố")


def usually_public() -> list[str]:
    """Lists of awards are published one by one as well; anything else waits for the organiser's word."""
    return [PublicPart.AWARD]
