"""What keeps a list from being decided on a day: another body decides, a review is open, a basis has fallen."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from apps.awards.domain import routing
from apps.awards.domain.assessing import assess_everybody
from apps.awards.domain.sending_checks import MOST_NAMED, not_qualified
from apps.awards.models import AwardDecision, DecisionLine, Nominee
from apps.catalog.models import AwardTerm
from apps.core.text import fold


def objections(decision: AwardDecision, lines: Sequence[DecisionLine], on: date, now: datetime) -> list[str]:
    """Sentences, each with its article or body; none when the list may be decided on the day. Stores nothing.

    ``lines`` have ``nominee__award`` and ``nominee__proposal``. What was found when the list was sent stays.
    """
    return [*seen_at_once(decision, lines, on), *not_eligible([line.nominee for line in lines], now)]


def seen_at_once(decision: AwardDecision, lines: Sequence[DecisionLine], on: date) -> list[str]:
    """What the page tells before the issue: who decides. Every condition is held against the list in the issue itself,
    because it asks for the files of each of five hundred.
    """
    return [*_not_here(decision, lines, on), *_head_wrong(decision, lines)]


def _not_here(decision: AwardDecision, lines: Sequence[DecisionLine], on: date) -> list[str]:
    ways = routing.split([line.nominee for line in lines], on, decision.organiser)
    return [
        _("%(who)s: thẩm quyền của %(authority)s, không quyết định ở đây.")
        % {"who": nominees[0].recipient, "authority": way.authority}
        for way, nominees in ways.items()
        if not way.here
    ][:MOST_NAMED]


def _head_wrong(decision: AwardDecision, lines: Sequence[DecisionLine]) -> list[str]:
    """The level is that of the body or of every award of the list; the authority is nobody above the body."""
    own = routing.levels_of(decision.organiser)
    levels = {line.nominee.award.level for line in lines}
    if decision.authority_level not in {own[0], *(levels if len(levels) == 1 else ())}:
        return [_("Cấp quyết định không phù hợp với đơn vị hoặc danh sách khen thưởng.")]
    names: dict[bool, set[str]] = defaultdict(set)
    for authority, level in AwardTerm.objects.order_by().values_list("authority", "award__level").distinct():
        names[level in own].add(fold(authority))
    if fold(decision.authority_name) in names[False] - names[True]:
        return [
            _("%(authority)s không phải người, cơ quan quyết định của đơn vị này.")
            % {"authority": decision.authority_name}
        ]
    return []


def not_eligible(nominees: Sequence[Nominee], now: datetime) -> list[str]:
    """Verified conditions as they stand today: reviews begun and awards cancelled since the dossier was sent.

    ``nominees`` have ``award`` and ``proposal``.
    """
    assess_everybody(nominees, now)
    return not_qualified(nominees)
