"""Where each part of a certificate (giấy khen, bằng khen) stands on A4 landscape: data/certificate_layout.csv."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "certificate_layout.csv"


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
    with FILE.open(encoding="utf-8", newline="") as file:
        return {
            row["part"]: Place(
                row["left_mm"], row["top_mm"], row["width_mm"], row["size_pt"], row["style"], row["align"]
            )
            for row in csv.DictReader(file)
        }
