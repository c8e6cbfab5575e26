"""Whether somebody of a proposal stands in a list of the deciding body: such a proposal goes nowhere else meanwhile."""

from django.utils.translation import gettext_lazy as _

from apps.awards.decision_enums import UpwardAnswer
from apps.awards.models import AwardProposal, DecisionLine, UpwardLine
from apps.core.errors import DomainError


class StandsInDecision(DomainError):
    """Somebody of the list stands in a decision that is drafted or holds, or was put forward upwards; that list lets
    them go first.
    """

    default_message = _(
        "Có trường hợp của hồ sơ đang ở trong quyết định hoặc dự thảo quyết định: đưa ra khỏi danh sách đó trước."
    )


def stands_in_list(proposal: AwardProposal) -> bool:
    """Whether somebody of it stands in such a list now. Two queries at most."""
    try:
        require_undecided(proposal)
    except StandsInDecision:
        return True
    return False


def require_undecided(proposal: AwardProposal) -> None:
    """Nobody of it stands in a decision or a tờ trình cấp trên; the lock of the proposal keeps ``decisions.add_lines``
    and ``upward`` waiting meanwhile. Raises StandsInDecision.
    """
    if DecisionLine.objects.filter(nominee__proposal=proposal, is_live=True).exists():
        raise StandsInDecision
    if UpwardLine.objects.filter(nominee__proposal=proposal).exclude(answer=UpwardAnswer.REFUSED).exists():
        raise StandsInDecision(_("Có trường hợp của hồ sơ đang ở trong tờ trình cấp trên."))
