"""Where each part of a certificate (giấy khen, bằng khen) stands on A4 landscape: data/certificate_layout.csv."""

from dataclasses import dataclass
from functools import cache

from apps.awards.rules import shipped


@dataclass(frozen=True)
class Place:
    """A box from the left and upper edge of the sheet, in mm; ``size`` of the letters in pt."""

    left: str
    top: str
    width: str
    size: str
    style: str
    align: str


@cache
def places() -> dict[str, Place]:
    return {
        row["part"]: Place(row["left_mm"], row["top_mm"], row["width_mm"], row["size_pt"], row["style"], row["align"])
        for row in shipped("certificate_layout")
    }
