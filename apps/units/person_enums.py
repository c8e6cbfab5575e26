"""Words about people: how they are addressed, what ties them to a unit, how a year was rated (glossary, no. 13)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Honorific(models.TextChoices):
    """Names in official lists carry one of these. Stored as printed."""

    MR = "Ông", _("Ông")
    MRS = "Bà", _("Bà")


class Sex(models.TextChoices):
    MALE = "male", _("Nam")
    FEMALE = "female", _("Nữ")


class PostingKind(models.TextChoices):
    """What ties a person to a unit. ``FORMER`` is a post of the past that is kept beside the name ("Nguyên …")."""

    OFFICIAL = "official", _("Chính thức")
    SECONDED = "seconded", _("Biệt phái")
    CONCURRENT = "concurrent", _("Kiêm nhiệm")
    FORMER = "former", _("Nguyên")


class RatingLevel(models.TextChoices):
    """Levels of the yearly rating of officials (Luật Cán bộ, công chức; Nghị định 90/2020/NĐ-CP)."""

    EXCELLENT = "excellent", _("Hoàn thành xuất sắc nhiệm vụ")
    GOOD = "good", _("Hoàn thành tốt nhiệm vụ")
    DONE = "done", _("Hoàn thành nhiệm vụ")
    NOT_DONE = "not_done", _("Không hoàn thành nhiệm vụ")


class DisciplineForm(models.TextChoices):
    """Forms of discipline of officials and public employees (Nghị định 112/2020/NĐ-CP)."""

    REPRIMAND = "reprimand", _("Khiển trách")
    WARNING = "warning", _("Cảnh cáo")
    DEMOTION = "demotion", _("Giáng chức")
    REMOVAL = "removal", _("Cách chức")
    RECALL = "recall", _("Bãi nhiệm")
    DISMISSAL = "dismissal", _("Buộc thôi việc")
