"""Kinds of duties and how somebody asks for an exception."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DutyKind(models.TextChoices):
    """What is asked for. The code of a duty is its kind, with more after a colon where a year has several.

    In the order of the home lists (glossary §7).
    """

    PLAN = "plan", _("Kế hoạch hoạt động của Cụm")
    REGISTRATION = "registration", _("Đăng ký thi đua")
    CONSOLIDATION = "consolidation", _("Bảng tổng hợp đăng ký thi đua")
    PLEDGE = "pledge", _("Giao ước thi đua")
    MOVEMENT_LAUNCH = "movement_launch", _("Phát động phong trào")
    REPORT = "report", _("Báo cáo định kỳ")
    CONSULTATION = "consultation", _("Góp ý dự thảo bảng tiêu chí")
    SCORE_SHEET = "score_sheet", _("Bảng tự chấm điểm")
    PROPOSAL = "proposal", _("Hồ sơ đề nghị khen thưởng")
    INSPECTION = "inspection", _("Kiểm tra, khắc phục sau kiểm tra")
    OWN = "own", _("Việc của đơn vị giao trong nội bộ")
    OTHER = "other", _("Việc khác")


# Papers that an app keeps: it fulfils the duty when the unit sends. One duty of each in a year …
ONCE_A_YEAR = frozenset(
    {
        DutyKind.PLAN,
        DutyKind.REGISTRATION,
        DutyKind.CONSOLIDATION,
        DutyKind.PLEDGE,
        DutyKind.MOVEMENT_LAUNCH,
        DutyKind.SCORE_SHEET,
        "other:result_confirmation",
    }
)
# … or one for each template, milestone, item of a plan, round of consultation, own call.
KEPT_PREFIXES = ("report:", "movement_review:", "plan_item:", "consultation:", "own:")
# Asked for on pages of their own: templates, movements, rounds of consultation, own calls.
MADE_ELSEWHERE = frozenset({DutyKind.REPORT, DutyKind.MOVEMENT_LAUNCH, DutyKind.CONSULTATION, DutyKind.OWN})


def comes_by_itself(code: str) -> bool:
    """Whether an app fulfils the duty; of all others the asker says that the paper came (Đã nhận)."""
    return code in ONCE_A_YEAR or code.startswith(KEPT_PREFIXES)


# Papers that whoever received them gives back (Mở lại) …
GIVEN_BACK = frozenset({DutyKind.REGISTRATION, DutyKind.PLEDGE, DutyKind.SCORE_SHEET, DutyKind.PROPOSAL})
GIVEN_BACK_PREFIXES = ("report:",)
# … among them those that the standing office alone gives back; the others the heads, too.
OFFICE_GIVES_BACK = frozenset({DutyKind.SCORE_SHEET, DutyKind.PROPOSAL})


def is_given_back(code: str) -> bool:
    return code in GIVEN_BACK or code.startswith(GIVEN_BACK_PREFIXES)


class Asked(models.TextChoices):
    """How somebody asked for an exception (Hình thức đề nghị)."""

    TELEPHONE = "telephone", _("Điện thoại")
    LETTER = "letter", _("Văn bản")
    PORTAL = "portal", _("Trong hệ thống")  # by a TimeRequest; nobody chooses it in a form


# How somebody asked who did not ask in the portal.
OUTSIDE = [choice for choice in Asked.choices if choice[0] != Asked.PORTAL]


class RequestKind(models.TextChoices):
    """What a unit asks for."""

    EXTENSION = "extension", _("Gia hạn")
    REOPENING = "reopening", _("Mở lại")


def office_alone(kind: str, code: str) -> bool:
    """Whether no head of a cluster answers a request of this kind about a paper of this code."""
    return kind == RequestKind.REOPENING and code in OFFICE_GIVES_BACK


class RequestState(models.TextChoices):
    WAITING = "waiting", _("Đang chờ trả lời")
    GRANTED = "granted", _("Đã chấp thuận")
    REFUSED = "refused", _("Không chấp thuận")
    LAPSED = "lapsed", _("Không còn cần")
