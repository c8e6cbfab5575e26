"""Words of a ballot."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BallotState(models.TextChoices):
    PREPARED = "prepared", _("Đang chuẩn bị")
    OPEN = "open", _("Đang bỏ phiếu")
    CLOSED = "closed", _("Đã đóng")
    CERTIFIED = "certified", _("Đã lập biên bản")
    VOID = "void", _("Hủy, bỏ phiếu lại")


BEFORE_CLOSING = (BallotState.PREPARED, BallotState.OPEN)
UNDER_WAY = (*BEFORE_CLOSING, BallotState.CLOSED)


class Mode(models.TextChoices):
    """How the whole ballot is held; on paper unless the meeting chooses otherwise."""

    PAPER = "paper", _("Phiếu giấy")
    SCREEN = "screen", _("Trên màn hình")
    MIXED = "mixed", _("Phiếu giấy và trên màn hình")


class Way(models.TextChoices):
    """How one voter votes."""

    PAPER = "paper", _("Phiếu giấy")
    SCREEN = "screen", _("Trên màn hình")
    WRITING = "writing", _("Vắng mặt, gửi phiếu kín")


class Base(models.TextChoices):
    """What a threshold is counted on."""

    ALL = "all", _("Tổng số thành viên")
    PRESENT = "present", _("Số người dự và gửi phiếu")
    VALID = "valid", _("Số phiếu hợp lệ")


class Standing(models.TextChoices):
    """What the count says of one option."""

    ELECTED = "elected", _("Được bầu")
    NOT_ELECTED = "not_elected", _("Không được bầu")
    TIED = "tied", _("Ngang phiếu ở vị trí cuối")


class Settled(models.TextChoices):
    """How a tie at the last place was settled; never by the system."""

    SECOND_ROUND = "second_round", _("Bỏ phiếu vòng hai")
    RULE = "rule", _("Theo quy chế")


class Told(models.TextChoices):
    """Steps of a ballot of which the record that holds it tells people."""

    TELLERS_NAMED = "tellers_named", _("Thông qua Tổ kiểm phiếu")
    OPENED = "opened", _("Mở bỏ phiếu")
    IN_WRITING = "in_writing", _("Đề nghị người vắng mặt gửi phiếu kín")
    CLOSED = "closed", _("Đóng bỏ phiếu")
    CERTIFIED = "certified", _("Lập biên bản kiểm phiếu")
    VOIDED = "voided", _("Hủy cuộc bỏ phiếu")
