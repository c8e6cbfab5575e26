"""Decisions by the fields of Nghị định 30/2020/NĐ-CP, Phụ lục VI."""

from datetime import date
from xml.etree import ElementTree as ET

import pytest

from apps.api.decree import number_and_notation
from apps.api.tests.world import program
from apps.registry.models import GrantDocument
from apps.registry.tests.factories import DecisionFactory, GrantFactory

FIELDS = {
    *("FileCode", "DocOrdinal", "TypeName", "CodeNumber", "CodeNotation", "IssuedDate", "OrganName", "Subject"),
    *("Language", "PageAmount", "Description", "SignerInfo", "To", "Priority", "IssuedAmount", "DueDate"),
}


def read(response):
    return ET.fromstring(response.content)  # noqa: S314 -- our own answer


def make(keeper, symbol: str, day: date) -> GrantDocument:
    document = DecisionFactory(
        symbol=symbol,
        issued_on=day,
        kind="decision",
        abstract="Về việc tặng Bằng khen " + "x" * 600,
        signer_name="Lê Văn Thử",
        signer_post="Bộ trưởng",
    )
    return GrantFactory(document=document, keeper=keeper, occasion="Tổng kết <năm> 2021 & 2022")


def test_a_decision_is_told_by_the_fields_and_lengths_of_the_decree(world):
    keeper = world.world.ministry
    later, earlier = make(keeper, "210/QĐ-BTP", date(2022, 3, 2)), make(keeper, "99/QĐ-BTP", date(2022, 1, 9))
    office = program(world.people["office"], ["decisions"])
    rows = office.all("metadata/decisions?year=2022")
    assert {frozenset(row) for row in rows} == {frozenset(FIELDS)}
    found = {row["CodeNumber"]: row for row in rows}
    assert [found["99"]["DocOrdinal"], found["210"]["DocOrdinal"]] == [None, None]  # a later entry would move it
    row = office.get(f"metadata/decisions?decision={later.pk}").json()["items"][0]
    assert row["FileCode"] == {"OrganId": keeper.code[:13], "FileCatalog": 2022, "FileNotation": ""}
    assert (row["TypeName"], row["CodeNotation"], row["IssuedDate"]) == ("Quyết định", "QĐ-BTP", "2022-03-02")
    assert row["SignerInfo"] == {"Position": "Bộ trưởng", "FullName": "Lê Văn Thử"}
    assert (len(row["Subject"]), row["Language"], row["PageAmount"], row["To"]) == (500, "Tiếng Việt", None, [])
    assert earlier.document.symbol == "99/QĐ-BTP"


@pytest.mark.parametrize(
    ("symbol", "parts"),
    [
        ("210/QĐ-BTP", ("210", "QĐ-BTP")),
        ("10-QĐ/TU", ("10", "QĐ/TU")),
        ("12a/QĐ-UBND", ("12a", "QĐ-UBND")),
        ("210QĐ-BTP", ("210", "QĐ-BTP")),
        ("QĐ-BTP", ("", "QĐ-BTP")),
    ],
)
def test_a_symbol_is_number_and_notation_whoever_issues_it(symbol, parts):
    assert number_and_notation(symbol) == parts


def test_the_xml_says_the_same(world):
    grant = make(world.world.ministry, "210/QĐ-BTP", date(2022, 3, 2))
    office = program(world.people["office"], ["decisions"])
    response = office.get(f"metadata/decisions.xml?decision={grant.pk}")
    assert response.headers["Content-Type"] == "application/xml; charset=utf-8"
    root = read(response)
    (document,) = root
    assert {each.tag for each in document} == FIELDS
    assert document.findtext("Description") == "Tổng kết <năm> 2021 & 2022"
    assert document.findtext("SignerInfo/FullName") == "Lê Văn Thử"
    assert "next" in read(office.get("metadata/decisions.xml?limit=1")).attrib


def test_a_program_of_another_body_gets_none(world):
    assert program(world.people["stranger"], ["decisions"]).all("metadata/decisions") == []
