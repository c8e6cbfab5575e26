"""Registers by which apps above tell this one what it does not know: who keeps papers, who issues them, who may follow.

Filled in ``AppConfig.ready()``. A *keeper* is whatever keeps a register of papers (sổ văn bản): a unit, a cluster.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Q

from apps.core.actor import Actor
from apps.core.text import clean, fold

COLUMNS = ("code", "name", "files", "publishes")


@dataclass(frozen=True)
class Keeper:
    """A body whose papers the actor reads; ``files``: may file and change them; ``publishes``: also for everybody."""

    code: str
    name: str
    files: bool = False
    publishes: bool = False


_keepers: list[Callable] = []
_issuers: list[Callable] = []
_followers: dict[str, Callable] = {}


def register_keepers(source: Callable) -> None:
    """``source(actor)`` answers a queryset of ``values_list(*COLUMNS)``: the bodies whose papers the actor reads.

    ``files`` and ``publishes`` are annotations of the queryset, so that it can be narrowed to registers.
    """
    _keepers.append(source)


def register_issuers(source: Callable) -> None:
    """``source(name)`` answers (code, name) pairs of bodies that are found by a printed name."""
    _issuers.append(source)


def register_followers(app: str, seen: Callable) -> None:
    """``seen(keys, actor)`` answers those of the keys of Use rows whose place the actor may open."""
    _followers[app] = seen


def registers_of(actor: Actor) -> dict[str, Keeper]:
    """Bodies into whose register the actor may file, by code: one query, whatever the number of sources."""
    if not _keepers or not actor.grants:
        return {}
    first, *others = (source(actor).filter(files=True) for source in _keepers)
    rows = first.union(*others, all=True) if others else first
    found: dict[str, Keeper] = {}
    for code, name, files, publishes in sorted(rows):
        known = found.get(code)
        found[code] = Keeper(code, name, files, publishes or (known is not None and known.publishes))
    return found


def kept_for(actor: Actor, field: str = "owner_code") -> Q:
    """Rows whose ``field`` is the code of one of the actor's keepers: subqueries, nothing is fetched."""
    condition = Q(pk__in=[])
    if actor.grants:
        for source in _keepers:
            condition |= Q(**{f"{field}__in": source(actor).values("code")})
    return condition


def issuer_code(name: str) -> str:
    """Code of the body of this printed name (former names and spellings included); empty when none or several fit."""
    wanted = clean(name)
    if not wanted:
        return ""
    codes = {code for source in _issuers for code, known in source(wanted) if fold(known) == fold(wanted)}
    return codes.pop() if len(codes) == 1 else ""


def may_follow(app: str, keys: Iterable[str], actor: Actor) -> set[str]:
    """Those of the keys whose place the actor may open; of an app that registered nothing, none."""
    keys = list(keys)
    seen = _followers.get(app)
    return set(seen(keys, actor)) if seen and keys else set()
