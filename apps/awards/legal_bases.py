"""Căn cứ of decisions and tờ trình: which texts of the catalogue they name on a day (data/legal_bases.csv)."""

from collections.abc import Collection
from datetime import date
from functools import cache

from apps.awards.rules import shipped
from apps.catalog.models import Provision

LAW = "Luật "


@cache
def rows() -> tuple[tuple[str, frozenset[str]], ...]:
    """(code of the provision, codes of awards that it is named for; empty: for all), in the order of print."""
    return tuple((row["provision"], frozenset(row["awards"].split())) for row in shipped("legal_bases"))


def legal_bases(award_codes: Collection[str], on: date) -> tuple[str, ...]:
    """The căn cứ lines in force on the day, without closing marks; none where the catalogue knows no text of the day.

    One query.
    """
    wanted = [code for code, awards in rows() if not awards or awards & set(award_codes)]
    in_force = Provision.objects.in_force(on).filter(code__in=wanted)
    found = {row.code: row for row in in_force if _made_by(row) <= on.year}
    return tuple(_line(found[code]) for code in wanted if code in found)


def _made_by(provision: Provision) -> int:
    """The year in its number: of some texts only the last day is known, and none is cited before its time."""
    year = provision.symbol.split("/")[1:2]
    return int(year[0]) if year and year[0].isdigit() else 0


def _line(provision: Provision) -> str:
    """As in "Căn cứ Nghị định số 152/2025/NĐ-CP …"; of a law the number stands last."""
    title = provision.title
    if title.startswith(LAW):
        return f"Căn cứ {title} số {provision.symbol}"
    kind = "Nghị định" if title.startswith("Nghị định") else title.partition(" ")[0]
    if title.startswith("Thông tư"):
        kind = "Thông tư"
    return f"Căn cứ {kind} số {provision.symbol}{title.removeprefix(kind)}"
