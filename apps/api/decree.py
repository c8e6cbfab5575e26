"""Metadata of outgoing documents by Nghị định 30/2020/NĐ-CP, Phụ lục VI: names of fields and lengths are the decree's.

What the portal does not keep stays empty: place in the file, number of pages, urgency, copies, due date,
recipients, notation of the file.
``OrganId`` is the code of the unit in the portal, ``FileCatalog`` the year in whose register the decision stands.
"""

import re
from datetime import date
from xml.etree import ElementTree as ET  # only written, never read

from django.db.models import QuerySet
from ninja import Schema
from pydantic import Field

from apps.registry.models import GrantDocument

LANGUAGE = "Tiếng Việt"
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class FileCode(Schema):
    """Mã hồ sơ."""

    OrganId: str = Field(max_length=13)
    FileCatalog: int
    FileNotation: str = Field(max_length=20)


class SignerInfo(Schema):
    """Thông tin người ký."""

    Position: str = Field(max_length=100)
    FullName: str = Field(max_length=50)


class Recipient(Schema):
    """Nơi nhận."""

    OrganId: str = Field(max_length=13)
    OrganName: str = Field(max_length=200)


class DocumentMetadata(Schema):
    """Thông tin đầu ra của văn bản đi, tên trường theo Phụ lục VI Nghị định 30/2020/NĐ-CP."""

    FileCode: FileCode
    DocOrdinal: int | None = Field(description="Để trống: cổng không giữ số thứ tự trong hồ sơ")
    TypeName: str = Field(max_length=100)
    CodeNumber: str = Field(max_length=11)
    CodeNotation: str = Field(max_length=30)
    IssuedDate: date
    OrganName: str = Field(max_length=200)
    Subject: str = Field(max_length=500)
    Language: str = Field(max_length=30)
    PageAmount: int | None
    Description: str = Field(max_length=500)
    SignerInfo: SignerInfo
    To: list[Recipient]
    Priority: int | None
    IssuedAmount: int | None
    DueDate: date | None


def with_papers(grants: QuerySet) -> QuerySet:
    """Decisions with all that ``metadata_of`` reads."""
    return grants.select_related("document", "keeper")


def number_and_notation(symbol: str) -> tuple[str, str]:
    """210/QĐ-BTP is 210 and QĐ-BTP; of party bodies 10-QĐ/TU is 10 and QĐ/TU."""
    number, rest = re.fullmatch(r"\s*(\d+(?:[^\W\d_](?![^\W\d_]))?|)(.*)", symbol, re.DOTALL).groups()
    return number, rest.lstrip("/- ").rstrip()


def metadata_of(grant: GrantDocument) -> dict:
    """One decision by the names of the decree, cut to its lengths."""
    document = grant.document
    number, notation = number_and_notation(document.symbol)
    return {
        "FileCode": {"OrganId": grant.keeper.code[:13], "FileCatalog": document.issued_on.year, "FileNotation": ""},
        "DocOrdinal": None,
        "TypeName": str(document.get_kind_display())[:100],
        "CodeNumber": number[:11],
        "CodeNotation": notation[:30],
        "IssuedDate": document.issued_on,
        "OrganName": (document.issuer_name or grant.authority_name)[:200],
        "Subject": document.abstract[:500],
        "Language": LANGUAGE,
        "PageAmount": None,
        "Description": grant.occasion[:500],
        "SignerInfo": {"Position": document.signer_post[:100], "FullName": document.signer_name[:50]},
        "To": [],
        "Priority": None,
        "IssuedAmount": None,
        "DueDate": None,
    }


def as_xml(rows: list[dict], following: str | None) -> bytes:
    """``<Documents next="…"><Document><FileCode>…``: an empty element for what is not kept."""
    root = ET.Element("Documents")
    if following:
        root.set("next", following)
    for row in rows:
        _write(ET.SubElement(root, "Document"), row)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def _write(element, value) -> None:
    if isinstance(value, dict):
        for name, inner in value.items():
            _write(ET.SubElement(element, name), inner)
    elif isinstance(value, list):
        for inner in value:
            _write(ET.SubElement(element, "Recipient"), inner)
    elif value is not None:
        element.text = UNPRINTABLE.sub("", str(value))
