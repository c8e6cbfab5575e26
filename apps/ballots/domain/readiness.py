"""What is missing before a ballot can be opened: all of it at once, in words, without changing anything."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from apps.ballots.domain.opening import require_company, require_options, require_quorum, require_team
from apps.ballots.domain.outcome import winners
from apps.ballots.models import Ballot
from apps.core.errors import DomainError


def missing_for_opening(ballot: Ballot, present: int, voters: int) -> list[str]:
    """``present`` of ``voters`` are there as the record that holds the ballot says now."""
    questions = list(ballot.questions.select_related("among__ballot"))
    checks: list[Callable[[], object]] = [
        lambda: require_team(ballot),
        lambda: require_quorum(ballot, present, voters),
        lambda: require_company(ballot),
    ]
    for question in questions:
        if question.among_id:
            checks.append(lambda earlier=question.among: winners(earlier))
        else:
            checks.append(lambda asked=question: require_options(asked))
    found = [_refusal(check) for check in checks]
    if not questions:
        found.append(_("Chưa có nội dung bỏ phiếu."))
    return [text for text in found if text]


def _refusal(check: Callable[[], object]) -> str:
    try:
        check()
    except DomainError as error:
        return str(error.message)
    return ""
