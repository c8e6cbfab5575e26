"""Words of conferences."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ConferenceKind(models.TextChoices):
    CLOSING = "closing", _("Hội nghị tổng kết")
    MIDYEAR = "midyear", _("Hội nghị sơ kết")
    CONGRESS = "congress", _("Đại hội thi đua yêu nước")


class ConferenceState(models.TextChoices):
    PLANNED = "planned", _("Đang chuẩn bị")
    IN_SESSION = "in_session", _("Đang họp")
    CONCLUDED = "concluded", _("Đã kết thúc")
    CALLED_OFF = "called_off", _("Đã hoãn, hủy")


OVER = frozenset({ConferenceState.CONCLUDED, ConferenceState.CALLED_OFF})  # nothing is written into it any more

NOT_HELD = frozenset({ConferenceState.PLANNED, ConferenceState.CALLED_OFF})  # nothing of it can be told or signed


class Session(models.TextChoices):
    MORNING = "morning", _("Sáng")
    AFTERNOON = "afternoon", _("Chiều")
    WHOLE_DAY = "whole_day", _("Cả ngày")


class Answer(models.TextChoices):
    """What a unit answers to the invitation."""

    NONE = "none", _("Chưa trả lời")
    COMING = "coming", _("Dự họp")
    NOT_COMING = "not_coming", _("Vắng mặt")


class DelegateKind(models.TextChoices):
    """Why somebody comes to a congress."""

    EX_OFFICIO = "ex_officio", _("Đương nhiên")
    ELECTED = "elected", _("Được cử")
    ROLE_MODEL = "role_model", _("Điển hình tiên tiến")


class PaperKind(models.TextChoices):
    REPORT = "report", _("Báo cáo tổng kết")
    DIRECTION = "direction", _("Phương hướng, nhiệm vụ")
    PROGRAMME = "programme", _("Chương trình")
    OTHER = "other", _("Tài liệu khác")


class PaperState(models.TextChoices):
    DRAFT = "draft", _("Dự thảo")
    OFFICIAL = "official", _("Chính thức")


class MinutesState(models.TextChoices):
    DRAFT = "draft", _("Dự thảo")
    SIGNED = "signed", _("Đã ký")


class Step(models.TextChoices):
    """Steps of the meeting in their order on the projector (screen 10)."""

    ATTENDANCE = "attendance", _("Điểm danh")
    REPORT = "report", _("Báo cáo")
    RESULTS = "results", _("Kết quả chấm điểm")
    TELLERS = "tellers", _("Thông qua Tổ kiểm phiếu")
    BALLOT = "ballot", _("Bỏ phiếu")
    COUNT = "count", _("Kiểm phiếu")
    MINUTES = "minutes", _("Biên bản")
    PLEDGE = "pledge", _("Ký giao ước")
    NEXT_HEADS = "next_heads", _("Công bố Trưởng Cụm năm sau")
