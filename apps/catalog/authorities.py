"""Whose decisions may grant an award on a day: names under which an authority issues, the mark in its numbers.

Who decides is a row of the law (AwardTerm); how its papers look is a row of ``data/authority_papers.csv``. The ministry
may write the first in words of its own: of an authority that no row knows, nobody can tell whose paper is not its own.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from functools import cache

from django.utils.translation import gettext as _

from apps.catalog import queries
from apps.catalog.models import AwardTerm
from apps.catalog.reference import read
from apps.core.errors import DomainError
from apps.core.text import fold

_ALTERNATIVES = re.compile(r"\s+/\s+|;\s*")
_PARTS_OF_SYMBOL = re.compile(r"[-/.\s]")
_SPELLINGS = (  # of what papers shorten or not, folded
    (re.compile(r"\buy ban nhan dan\b"), "ubnd"),
    (re.compile(r"\btp(?:\. ?| )(?=\w)"), "thanh pho "),
    (re.compile(r"\b(?:nuoc )?chxhcn\b"), "nuoc cong hoa xa hoi chu nghia"),
)
_POST = re.compile(r"(?:(?:bo|cuc|tong cuc|chi cuc|vu|vien|hieu|thu) truong|chu tich|(?:tong )?giam doc) ")


class WrongAuthority(DomainError):
    """A paper of somebody who may not decide this award on its day; ``field``: the issuer or the number says so."""


@dataclass(frozen=True)
class Issues:
    """How one authority issues: patterns of its name; the last part of its numbers, empty where it varies."""

    issuers: tuple[str, ...]
    mark: str

    def is_named(self, issuer: str) -> bool:
        return any(fnmatchcase(_name(issuer), pattern) for pattern in self.issuers)

    def has_mark(self, symbol: str) -> bool:
        return not self.mark or _PARTS_OF_SYMBOL.split(fold(symbol))[-1] == fold(self.mark)


ANYBODY = Issues(("*",), "")


def _name(printed: str) -> str:
    """A printed name as patterns are compared with it: "UBND TP. Hà Nội" is "Ủy ban nhân dân thành phố Hà Nội"."""
    name = fold(printed)
    for short, full in _SPELLINGS:
        name = short.sub(full, name)
    return name


@cache
def _shipped() -> dict[str, Issues]:
    return {
        fold(row["authority"]): Issues(tuple(_name(each) for each in _ALTERNATIVES.split(row["issuers"])), row["mark"])
        for row in read("authority_papers.csv")
    }


def issuers_of(authority: str) -> list[Issues]:
    """One for each who may decide: "Bộ trưởng … / Chủ tịch UBND cấp tỉnh" are two."""
    return [_shipped().get(fold(each), ANYBODY) for each in _ALTERNATIVES.split(authority)]


def issuer_of(authority: str) -> str:
    """Who issues where that is one body; empty where it is one of many: "Chủ tịch UBND cấp tỉnh", either of two."""
    able = issuers_of(authority)
    many = len(able) > 1 or (able[0] is not ANYBODY and any("*" in pattern for pattern in able[0].issuers))
    return "" if many else authority


def is_one_body(issuer: str, other: str) -> bool:
    """Two printed names are of one body: it and its head ("Chủ tịch UBND tỉnh X"), or names of one row; UBND of two
    provinces are two.
    """
    names = {_name(issuer), _name(other)}
    return len({_POST.sub("", name, count=1) if _POST.match(name) else name for name in names}) == 1 or any(
        names <= set(each.issuers) for each in _shipped().values()
    )


def require_authority(
    award_ids: Iterable[int],
    *,
    issuer: str,
    symbol: str,
    on: date,
    granted_by: Mapping[int, Collection[str]] | None = None,
) -> None:
    """A paper of this issuer, number and day may decide these awards; of an award whose authority of that day no row
    knows, by the newest row. ``symbol``: empty for a letter, whose number names a drafting unit; ``granted_by``: of
    each award the names of who granted it once, and may speak of it still. At most two queries.

    Raises WrongAuthority with the article.
    """
    for term in _terms(set(award_ids), on):
        able = [each for each in issuers_of(term.authority) if each.is_named(issuer)]
        if not able and _name(issuer) in map(_name, (granted_by or {}).get(term.award_id, ())):
            continue
        if not able:
            said = _("%(award)s do %(authority)s quyết định (%(source)s): nhập quyết định của %(authority)s.")
            raise WrongAuthority(said % _words(term), field="issuer_name")
        if symbol and not any(each.has_mark(symbol) for each in able):
            said = _("%(award)s do %(authority)s quyết định (%(source)s); số “%(symbol)s” không có ký hiệu %(mark)s.")
            words = _words(term) | {"symbol": symbol, "mark": f"QĐ-{able[0].mark}"}
            raise WrongAuthority(said % words, field="symbol")


def _words(term: AwardTerm) -> dict[str, str]:
    return {"award": term.award.name, "authority": term.authority, "source": term.source}


def is_known_to_decide(award_ids: Collection[int], *, issuer: str, symbol: str, on: date) -> bool:
    """Whether the law's rows name this issuer for each of these awards. Nobody is where no row speaks of an award, or
    where its row leaves open who decides: that refuses no paper, and makes nobody known.
    """
    terms = _terms(set(award_ids), on)
    return len(terms) == len(set(award_ids)) and all(_names(term, issuer, symbol) for term in terms)


def _names(term: AwardTerm, issuer: str, symbol: str) -> bool:
    named = (each for each in issuers_of(term.authority) if "*" not in each.issuers and each.is_named(issuer))
    return any(each.has_mark(symbol) for each in named)


def _terms(award_ids: set[int], on: date) -> list[AwardTerm]:
    terms = queries.terms_on(award_ids, on)
    if unknown := award_ids - set(terms):
        terms |= queries.terms_on(unknown, date.max)
    return [terms[award_id] for award_id in sorted(terms)]
