"""The level of a decision whose list grows: a minister is the head of an office too, and decides what heads decide."""

from collections.abc import Iterable

from apps.catalog.authorities import is_known_to_decide
from apps.catalog.enums import Level
from apps.catalog.models import AwardType
from apps.registry.domain.recipients import grants_at
from apps.registry.models import GrantDocument

LOWEST = (Level.COMMUNE, Level.GRASSROOTS)  # of both in one list: the commune's chairman decides what heads decide


def decisive(levels: Iterable[str]) -> list[str]:
    """Those of the levels of a list that tell who decided, in their order: who grants the higher ones grants the lowest
    too, and the ministry or a province is one of both, which another level says more closely. More than one: in doubt.
    """
    levels = list(dict.fromkeys(levels))
    above = [level for level in levels if level not in LOWEST]
    if len(above) > 1:
        above = [level for level in above if level != Level.MINISTRY_OR_PROVINCE]
    return above or [level for level in LOWEST if level in levels][:1]


def level_with(grant: GrantDocument, awards: Iterable[AwardType]) -> str:
    """The level as noted; of one that was noted with what heads decide that of these awards, where the catalogue knows
    that whoever issued it decides them. No page changes the head of a decision.
    """
    higher = {award for award in awards if not grants_at(award, grant.authority_level)}
    levels = decisive(award.level for award in higher)
    if grant.authority_level not in LOWEST or len(levels) != 1 or Level.STATE in levels:
        return grant.authority_level
    paper = grant.document
    about = {"issuer": paper.issuer_name, "symbol": paper.symbol, "on": paper.issued_on}
    return levels[0] if is_known_to_decide({award.pk for award in higher}, **about) else grant.authority_level
