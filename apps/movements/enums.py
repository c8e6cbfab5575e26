"""Words of Phong trào thi đua (glossary 31–36)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.units.enums import UnitKind


class Level(models.TextChoices):
    """Whose movement it is."""

    GOVERNMENT = "government", _("Chính phủ")
    MINISTRY = "ministry", _("Bộ")
    CLUSTER = "cluster", _("Cụm")
    LOCAL = "local", _("Địa phương")
    UNIT = "unit", _("Đơn vị")


def levels_of(organiser_kind: str) -> tuple[str, ...]:
    """Levels of the movements that a body of a kind runs: those of Chính phủ and Bộ are the ministry's."""
    if organiser_kind == UnitKind.MINISTRY:
        return tuple(Level.values)
    return (Level.CLUSTER, Level.LOCAL, Level.UNIT)


class MovementState(models.TextChoices):
    DRAFT = "draft", _("Dự thảo")
    LAUNCHED = "launched", _("Đang thực hiện")
    REVIEWED = "reviewed", _("Đang thực hiện (đã sơ kết)")
    CONCLUDED = "concluded", _("Đã tổng kết")


# People read three words: a first review does not end the work.
MOVEMENT_WORDS = {state: state.label for state in MovementState}
MOVEMENT_WORDS[MovementState.REVIEWED] = MovementState.LAUNCHED.label
LIVE = (MovementState.LAUNCHED, MovementState.REVIEWED)


class Tick(models.TextChoices):
    """What a unit confirms of a movement, free of order, each with date and document."""

    LAUNCHED = "launched", _("Đã phát động")
    PLANNED = "planned", _("Đã có kế hoạch")
    PROGRAMMED = "programmed", _("Đã đưa vào chương trình năm")
    REPORTED = "reported", _("Đã báo cáo")


class ReviewKind(models.TextChoices):
    FIRST = "first", _("Sơ kết")
    FINAL = "final", _("Tổng kết")


class ReviewState(models.TextChoices):
    DRAFT = "draft", _("Đang soạn")
    SUBMITTED = "submitted", _("Đã gửi")
    RETURNED = "returned", _("Yêu cầu bổ sung")
    ACCEPTED = "accepted", _("Đã tiếp nhận")
