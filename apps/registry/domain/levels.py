"""The level of a decision whose list grows: a minister is the head of an office too, and decides what heads decide."""

from collections.abc import Iterable

from apps.catalog.authorities import is_known_to_decide
from apps.catalog.enums import Level
from apps.catalog.models import AwardType
from apps.registry.domain.recipients import grants_at
from apps.registry.models import GrantDocument

LOWEST = (Level.COMMUNE, Level.GRASSROOTS)  # of both in one list: the commune's chairman decides what heads decide


def level_with(grant: GrantDocument, awards: Iterable[AwardType]) -> str:
    """The level as noted; of one that was noted with what heads decide that of these awards, where the catalogue knows
    that whoever issued it decides them. No page changes the head of a decision.
    """
    higher = {award for award in awards if not grants_at(award, grant.authority_level)}
    levels = {award.level for award in higher}
    if len(levels) > 1:
        levels.discard(Level.MINISTRY_OR_PROVINCE)
    if grant.authority_level not in LOWEST or len(levels) != 1 or Level.STATE in levels:
        return grant.authority_level
    paper = grant.document
    about = {"issuer": paper.issuer_name, "symbol": paper.symbol, "on": paper.issued_on}
    return levels.pop() if is_known_to_decide({award.pk for award in higher}, **about) else grant.authority_level
