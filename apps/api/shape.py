"""Shapes that the endpoints share: parameters of an address, and the parts of what they answer."""

import re
from datetime import UTC, date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field

from apps.api.paging import MOST

WHOLE = re.compile(r"-?[0-9]{1,20}")
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})")
LARGEST = 2**63 - 1
FIRST, LAST = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


def _whole(value):
    """As typed in an address: digits, nothing that merely reads like a number."""
    if isinstance(value, str) and not WHOLE.fullmatch(value):
        raise ValueError("Phải là một số nguyên.")
    return value


def _moment(value):
    if isinstance(value, str) and not MOMENT.fullmatch(value):
        raise ValueError("Phải là thời điểm có múi giờ, dạng 2026-11-26T08:00:00+07:00 (dấu + viết %2B).")
    return value


def _in_utc(moment: datetime) -> datetime:
    """As the database reads it, which knows no offset of twenty hours; before and after all days is still before."""
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return FIRST if moment.year == 1 else LAST


Whole = BeforeValidator(_whole)
Id = Annotated[int, Field(ge=1, le=LARGEST), Whole]
Year = Annotated[int, Field(ge=1945, le=2199), Whole]
Limit = Annotated[int, Field(ge=1, le=MOST, description="Số dòng của một trang"), Whole]
NO_NUL = {"pattern": r"^[^\u0000]*$"}  # an address with one is refused before it is read
Word = Annotated[str, Field(max_length=50, json_schema_extra=NO_NUL)]
Cursor = Annotated[str, Field(max_length=500, json_schema_extra=NO_NUL)]
Moment = Annotated[AwareDatetime, BeforeValidator(_moment), AfterValidator(_in_utc)]


class Paged(Schema):
    """What every list understands."""

    changed_since: Moment | None = Field(None, description="Chỉ những gì thay đổi từ thời điểm này")
    cursor: Cursor | None = Field(None, description="Giá trị next của trang trước")
    limit: Limit = 100

    def chosen(self) -> dict:
        """The filters, as they stand in the cursor."""
        return self.model_dump(mode="json", exclude={"cursor", "limit"}, exclude_none=True)


class UnitRef(Schema):
    """A unit where it is mentioned."""

    id: int
    code: str
    name: str


class Paper(Schema):
    """A document where it is cited."""

    symbol: str
    issued_on: date


class Row(Schema):
    """What every row carries."""

    id: int
    version: int = Field(description="Tăng mỗi lần sửa; 1 với dữ liệu không bao giờ sửa")
    updated_at: datetime


def unit_ref(unit) -> dict:
    return {"id": unit.pk, "code": unit.code, "name": unit.name}


def paper(document) -> dict | None:
    return document and {"symbol": document.symbol, "issued_on": document.issued_on}
