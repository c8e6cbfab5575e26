"""Words of councils and their sessions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

COUNCIL_MEMBER = "council_member"  # the role that a seat gives (accounts.grants)


class CouncilKind(models.TextChoices):
    """Two councils of a body (glossary 10, 11)."""

    EMULATION = "emulation", _("Hội đồng Thi đua - Khen thưởng")
    INITIATIVE = "initiative", _("Hội đồng sáng kiến")


class Position(models.TextChoices):
    """What somebody is in a council; the order of the list is that of protocol."""

    CHAIR = "chair", _("Chủ tịch Hội đồng")
    VICE_CHAIR = "vice_chair", _("Phó Chủ tịch Hội đồng")
    MEMBER = "member", _("Ủy viên Hội đồng")
    SECRETARY = "secretary", _("Ủy viên Thư ký")


class SessionState(models.TextChoices):
    PLANNED = "planned", _("Đang chuẩn bị")
    IN_SESSION = "in_session", _("Đang họp")
    CONCLUDED = "concluded", _("Đã kết thúc")


class Presence(models.TextChoices):
    """How a member takes part in a session."""

    UNKNOWN = "", _("Chưa trả lời")
    COMING = "coming", _("Sẽ dự họp")
    PRESENT = "present", _("Có mặt")
    ABSENT = "absent", _("Vắng mặt")
    WRITING = "writing", _("Vắng mặt, cho ý kiến bằng văn bản")


class ItemResult(models.TextChoices):
    """What the council said about one nominee."""

    PENDING = "", _("Chưa bỏ phiếu")
    RECOMMENDED = "recommended", _("Hội đồng đề nghị")
    NOT_RECOMMENDED = "not_recommended", _("Hội đồng không đề nghị")
    POSTPONED = "postponed", _("Để lại phiên sau")
