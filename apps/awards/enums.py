"""Words of proposals: how far they are, which paper is where, what others answered."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProposalState(models.TextChoices):
    """How far a proposal is (design §4)."""

    DRAFT = "draft", _("Đang soạn")
    SUBMITTED = "submitted", _("Đã gửi")
    RETURNED = "returned", _("Yêu cầu bổ sung")
    VERIFIED = "verified", _("Đã thẩm định")
    BEFORE_COUNCIL = "before_council", _("Trình Hội đồng")
    RECOMMENDED = "recommended", _("Hội đồng đề nghị")
    NOT_RECOMMENDED = "not_recommended", _("Hội đồng không đề nghị")
    DECIDED = "decided", _("Đã quyết định")
    WITHDRAWN = "withdrawn", _("Đã rút")


# Lies with the receiving body, undecided.
RECEIVED = (ProposalState.SUBMITTED, ProposalState.VERIFIED, ProposalState.BEFORE_COUNCIL, ProposalState.RECOMMENDED)
# The council has spoken on the list; of whom it put off it speaks in a later session.
SPOKEN = (ProposalState.RECOMMENDED, ProposalState.NOT_RECOMMENDED, ProposalState.DECIDED)
# What the unit may change; what counts as asked for ("trình"): never summed with what was granted ("tặng").
EDITABLE = (ProposalState.DRAFT, ProposalState.RETURNED)
ASKED = (
    ProposalState.SUBMITTED,
    ProposalState.RETURNED,
    ProposalState.VERIFIED,
    ProposalState.BEFORE_COUNCIL,
    ProposalState.RECOMMENDED,
    ProposalState.NOT_RECOMMENDED,
    ProposalState.DECIDED,
)
# Sent and not refused: what it asks for is not asked for a second time.
STANDING = tuple(state for state in ASKED if state not in (ProposalState.RETURNED, ProposalState.NOT_RECOMMENDED))


class ReportForm(models.TextChoices):
    """Form of an achievement report (Báo cáo thành tích); the number of the form is a row of data."""

    INDIVIDUAL = "individual", _("Cá nhân")
    COLLECTIVE = "collective", _("Tập thể")
    THEMED = "themed", _("Chuyên đề, phong trào thi đua")
    SUDDEN = "sudden", _("Đột xuất")


class PaperKind(models.TextChoices):
    """What fills a line of the checklist: the proposal itself, its reports, its minutes, or a paper that is cited."""

    PETITION = "petition", _("Tờ trình")
    REPORT = "report", _("Báo cáo thành tích")
    MINUTES = "minutes", _("Biên bản")
    INITIATIVE = "initiative", _("Chứng nhận sáng kiến, đề tài")
    PAPER = "paper", _("Văn bản kèm theo")


class Opinion(models.TextChoices):
    """What a body that was asked answered (Hiệp y)."""

    NONE = "", _("Chưa trả lời")
    AGREES = "agrees", _("Đồng ý")
    DISAGREES = "disagrees", _("Không đồng ý")
    OTHER = "other", _("Ý kiến khác")
