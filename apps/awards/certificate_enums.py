"""Words of certificates."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Paper(models.TextChoices):
    """Sheets, always landscape."""

    A4 = "A4", _("A4 ngang (297 × 210 mm)")
    A3 = "A3", _("A3 ngang (420 × 297 mm)")


SIZES = {Paper.A4: (297, 210), Paper.A3: (420, 297)}  # width, height in mm


class Reissue(models.TextChoices):
    """Why a sheet is made anew though nothing on it was wrong (Cấp đổi, cấp lại)."""

    SPOILT = "spoilt", _("Cấp đổi: giấy hư hỏng, giấy cũ được thu lại")
    LOST = "lost", _("Cấp lại: giấy bị mất")


class Part(models.TextChoices):
    """What stands on a certificate, in the order of data/certificate_layout.csv."""

    NATIONAL_NAME = "national_name", _("Quốc hiệu")
    MOTTO = "motto", _("Tiêu ngữ")
    AUTHORITY = "authority", _("Người, cơ quan quyết định")
    VERB = "verb", _("Chữ “TẶNG”")
    AWARD = "award", _("Tên hình thức khen thưởng")
    RECIPIENT = "recipient", _("Tên tập thể, cá nhân")
    UNIT = "unit", _("Chức vụ, đơn vị")
    REASON = "reason", _("Thành tích")
    DECISION = "decision", _("Số, ngày quyết định")
    PLACE_DATE = "place_date", _("Địa danh, ngày")
    POST = "post", _("Chức vụ người ký")
    SIGNER = "signer", _("Họ tên người ký")
    CODE = "code", _("Mã tra cứu")
    QR = "qr", _("Mã QR")


# A printed blank has these already.
ON_THE_BLANK = (Part.NATIONAL_NAME, Part.MOTTO, Part.AUTHORITY, Part.VERB, Part.AWARD)
