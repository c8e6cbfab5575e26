"""What is missing before a ballot can be opened: all of it at once, in words, without changing anything."""

from collections.abc import Callable, Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from apps.ballots.domain.company import company_of
from apps.ballots.domain.opening import (
    require_company,
    require_impartial_team,
    require_options,
    require_quorum,
    require_team,
)
from apps.ballots.domain.outcome import winners
from apps.ballots.models import Ballot
from apps.core.errors import DomainError


def missing_for_opening(ballot: Ballot, present: Iterable[str], quorum_percent: Decimal | None = None) -> list[str]:
    """``present``: parties that are there, ``quorum_percent``: how many must be, as the record that holds the ballot
    says now.
    """
    percent = ballot.quorum_percent if quorum_percent is None else quorum_percent
    company = company_of(ballot, present)
    questions = list(ballot.questions.select_related("among__ballot"))
    checks: list[Callable[[], object]] = [
        lambda: require_team(ballot),
        lambda: require_impartial_team(ballot),
        lambda: require_quorum(percent, company),
        lambda: require_company(ballot, company),
    ]
    for question in questions:
        if question.among_id and not question.options.exists():
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
