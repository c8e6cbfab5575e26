"""Kinds of papers and how they were signed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    DECISION = "decision", _("Quyết định")
    PLAN = "plan", _("Kế hoạch")
    REPORT = "report", _("Báo cáo")
    SUBMISSION = "submission", _("Tờ trình")
    LETTER = "letter", _("Công văn")
    NOTICE = "notice", _("Thông báo")
    MINUTES = "minutes", _("Biên bản")
    PROGRAMME = "programme", _("Chương trình")
    OTHER = "other", _("Văn bản khác")


class SigningPrefix(models.TextChoices):
    """Authority under which a paper is signed (Nghị định 30/2020/NĐ-CP)."""

    NONE = "", _("Ký trực tiếp")
    ON_BEHALF = "TM.", _("TM. – thay mặt tập thể")
    ACTING = "Q.", _("Q. – quyền cấp trưởng")
    DEPUTY = "KT.", _("KT. – ký thay cấp trưởng")
    BY_ORDER = "TL.", _("TL. – thừa lệnh")
    AUTHORISED = "TUQ.", _("TUQ. – thừa ủy quyền")
