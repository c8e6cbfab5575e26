"""How far a unit is with its report, in the words that people read."""

from apps.core.components import StatusWord
from apps.movements.enums import ReviewState
from apps.movements.models import MovementReview

WORDS = {
    ReviewState.DRAFT: StatusWord.DRAFT,
    ReviewState.SUBMITTED: StatusWord.SENT,
    ReviewState.RETURNED: StatusWord.RETURNED,
    ReviewState.ACCEPTED: StatusWord.RECEIVED,
}


def review_word(review: MovementReview) -> StatusWord:
    """Chưa làm while it holds no more than what was filled in when it was opened."""
    untouched = review.state == ReviewState.DRAFT and review.version == 1
    return StatusWord.NOT_STARTED if untouched else WORDS[review.state]
