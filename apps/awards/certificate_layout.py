"""Where each part of a certificate (giấy khen, bằng khen) stands on its sheet.

As shipped (data/certificate_layout.csv, A4 landscape, for the larger sheet in proportion), or as the body that prints
has set it for its own blanks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from apps.awards.certificate_enums import SIZES, Paper
from apps.awards.models import CertificateLayout
from apps.awards.rules import shipped

TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Place:
    """A box from the left and upper edge of the sheet, in mm; ``size`` of the letters in pt."""

    left: Decimal
    top: Decimal
    width: Decimal
    size: Decimal
    style: str
    align: str
    shown: bool = True


@dataclass(frozen=True)
class Layout:
    """The sheet and its boxes."""

    paper: str
    places: Mapping[str, Place]


@cache
def shipped_places(paper: str = Paper.A4) -> Mapping[str, Place]:
    """Part → place on an empty sheet of this size."""
    factor = Decimal(SIZES[paper][0]) / SIZES[Paper.A4][0]

    def scaled(text: str) -> Decimal:
        return (Decimal(text) * factor).quantize(TENTH)

    return {
        row["part"]: Place(
            scaled(row["left_mm"]),
            scaled(row["top_mm"]),
            scaled(row["width_mm"]),
            scaled(row["size_pt"]),
            row["style"],
            row["align"],
        )
        for row in shipped("certificate_layout")
    }


SHIPPED = Layout(Paper.A4, shipped_places())


def layout_of(row: CertificateLayout) -> Layout:
    """As the body has set it, moved by what its printer is off."""
    return Layout(row.paper, {part: _moved(place, row) for part, place in places_of(row).items()})


def places_of(row: CertificateLayout) -> dict[str, Place]:
    """The stored boxes; a part that is new since is where it was shipped."""
    return {
        part: replace(place, **_stored(row.parts[part])) if part in row.parts else place
        for part, place in shipped_places(row.paper).items()
    }


def _stored(part: dict) -> dict:
    return {name: Decimal(part[name]) for name in ("left", "top", "width", "size")} | {"shown": part["shown"]}


def _moved(place: Place, row: CertificateLayout) -> Place:
    return replace(place, left=place.left + row.shift_left, top=place.top + row.shift_top)


def layouts_for(organiser_id: int, award_ids) -> dict[int, Layout]:
    """Award → how its sheets are printed; one query."""
    rows = {row.award_id: row for row in CertificateLayout.objects.filter(organiser_id=organiser_id)}
    found = {}
    for award_id in set(award_ids):
        row = rows.get(award_id) or rows.get(None)
        found[award_id] = layout_of(row) if row else SHIPPED
    return found
