"""Where score sheets stand: their status word, who holds them now, how late they are."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.clusters.enums import HEAD_TITLES, HeadRole
from apps.core.actor import Actor
from apps.core.components import StatusWord
from apps.core.together import Asking
from apps.obligations.models import Obligation
from apps.scoring.domain.status import asking_words
from apps.scoring.enums import SheetState, StepRole
from apps.scoring.models import ScoreSheet
from apps.scoring.review_policies import can_review
from apps.scoring.review_queries import Step, steps_of
from apps.units.enums import Role

DUTY = "score_sheet"
WITH_UNIT = frozenset({SheetState.SELF_SCORING, SheetState.RETURNED})
WITH_REVIEWER = frozenset({SheetState.SELF_SUBMITTED, SheetState.IN_STEP})


@dataclass(frozen=True)
class Standing:
    """One sheet with its word, its duty and the step whose turn it is (None: with the unit, or over)."""

    sheet: ScoreSheet
    word: StatusWord
    step: Step | None = None
    obligation: Obligation | None = None

    @property
    def is_missing(self) -> bool:
        """Still owed: neither sent nor closed as "không nộp"."""
        return self.sheet.state in WITH_UNIT

    def waits_for(self, *roles: str) -> bool:
        return self.step is not None and self.step.role in roles

    def holder(self) -> str:
        """Who has the paper in hand now; empty when it is over."""
        sheet = self.sheet
        if sheet.state in WITH_UNIT:
            return _("Lãnh đạo đơn vị") if sheet.sent_to_leader_at else _("Cán bộ TĐKT")
        if self.step is None:
            return ""
        if self.step.role == Role.STANDING_OFFICE:
            return _("Thường trực HĐ")
        if self.step.role == StepRole.OUTSIDE:
            return _("Cơ quan thi đua, khen thưởng cấp tỉnh")
        return str(HEAD_TITLES[sheet.cluster_year.cluster.kind, HeadRole.HEAD])

    def url_for(self, actor: Actor) -> str:
        """The review where the actor may check the sheet now, else the sheet. For sheets found by ``for_boards``."""
        if self.step is not None and can_review(actor, self.sheet):
            return reverse("scoring:review", args=[self.sheet.pk])
        return self.sheet.get_absolute_url()

    def days_late(self, now: datetime) -> int:
        """Of a paper that arrived after its date."""
        return days_late(self.obligation, now)


def days_late(obligation: Obligation | None, now: datetime) -> int:
    """Days late of what has arrived at least once; 0 for what is still owed (days_left tells that)."""
    return obligation.days_late(now) if obligation and obligation.first_fulfilled_at else 0


def standings(sheets: list[ScoreSheet]) -> Asking:
    """Each sheet of ``for_boards`` with word and step, in the given order."""
    words = yield from asking_words(sheets)
    return [Standing(sheet, words[sheet.pk], step_of(sheet)) for sheet in sheets]


def step_of(sheet: ScoreSheet) -> Step | None:
    """The step that has the sheet, or that takes it over next; no query for sheets of ``for_boards``."""
    if sheet.state not in WITH_REVIEWER:
        return None
    steps = steps_of(sheet)
    order = sheet.step or min((step.order for step in steps), default=0)
    return next((step for step in steps if step.order == order), None)
