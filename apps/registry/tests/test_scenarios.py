"""S000-7, S000-8, S000-9 with the article's own figures; the people in the lists are invented."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command

from apps.catalog.reference import load_catalogue
from apps.core.actor import system_actor
from apps.core.sheets import check_file, import_file, kind
from apps.core.spreadsheets import Problems
from apps.documents.domain.citing import file_document
from apps.documents.models import Document
from apps.registry.models import Award, GrantDocument
from apps.registry.queries import several_in_year, totals, with_counts
from apps.units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 26, 2, tzinfo=UTC)
SYSTEM = system_actor()
CITY = "Chủ tịch UBND thành phố Hà Nội"
HEAD = ["symbol", "issued_on", "authority", "level", "award", "subject", "name", "unit", "occasion"]
HEAD += ["declared_collectives", "declared_individuals", "year"]
# Collectives and persons of the lists of the article (P11, P12), and the Sở itself.
LISTS = {
    "101/QĐ-UBND": (35, 32, "Thông tư liên tịch 05/2015/TTLT-BTP-BCA-BYT và Quyết định 453/QĐ-UBND"),
    "102/QĐ-UBND": (14, 22, "25 năm thực hiện trợ giúp pháp lý (2017–2022)"),
    "103/QĐ-UBND": (10, 14, "10 năm thực hiện Luật Phổ biến, giáo dục pháp luật"),
}


@pytest.fixture
def city(db):
    load_catalogue()
    return UnitFactory(code="STP-HN", name="Sở Tư pháp thành phố Hà Nội")


def rows_of(symbol, collectives, individuals, occasion, *, declared=None, first=0):
    declared = declared or (collectives, individuals)
    head = [symbol, "15/12/2022", CITY, "province", "BKT"]
    tail = [occasion, *declared]
    for n in range(collectives):
        yield [*head, "collective", f"Phòng minh họa số {n + 1}", "UBND quận minh họa", *tail]
    for n in range(individuals):
        yield [*head, "individual", f"Trần Thị Thử {first + n + 1}", "Phòng Tư pháp minh họa", *tail]


def sheet(rows) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([HEAD, *rows])
    return text.getvalue().encode()


def all_lists():
    for symbol, (collectives, individuals, occasion) in LISTS.items():
        yield from rows_of(symbol, collectives, individuals, occasion)
    occasion = "5 năm thực hiện Nghị định 83/2017/NĐ-CP"
    yield [
        "104/QĐ-UBND",
        "15/12/2022",
        CITY,
        "province",
        "BKT",
        "collective",
        "Sở Tư pháp thành phố Hà Nội",
        "",
        occasion,
        1,
        0,
    ]


def load(rows):
    return import_file(kind("awards"), sheet(rows), "khen-thuong.csv", actor=SYSTEM, now=NOW)


def test_s000_7_totals(city):
    summary = load(all_lists())
    assert summary.created == 59 + 1 + 68
    grants = with_counts(GrantDocument.objects.all()).order_by("document__symbol")
    assert [(grant.collectives, grant.individuals) for grant in grants] == [(35, 32), (14, 22), (10, 14), (1, 0)]
    found = totals(GrantDocument.objects.all())
    assert (found.collectives, found.individuals) == (60, 68)
    assert Award.objects.filter(unit=city, subject="collective").count() == 1
    again = load(all_lists())
    assert (again.created, again.unchanged) == (0, 128)


def test_s000_8_quota_mismatch(city):
    collectives, individuals, occasion = LISTS["101/QĐ-UBND"]
    short = rows_of("101/QĐ-UBND", collectives, individuals - 1, occasion, declared=(collectives, individuals))
    with pytest.raises(Problems) as refused:
        load(short)
    assert "thiếu 1 cá nhân so với quyết định (32)" in str(refused.value)
    assert not GrantDocument.objects.exists()
    assert load(rows_of("101/QĐ-UBND", collectives, individuals, occasion)).created == 67


def test_s000_9_same_person_twice(city):
    from apps.registry.tests.factories import PersonFactory, PostingFactory

    unit = UnitFactory(name="Phòng Tư pháp minh họa", parent=city)
    person = PersonFactory(full_name="Trần Thị Thử 1")
    PostingFactory(person=person, unit=unit)
    load([*rows_of("102/QĐ-UBND", 0, 2, "A"), *rows_of("103/QĐ-UBND", 0, 1, "B")])
    awards = list(Award.objects.filter(person=person))
    assert len(awards) == 2
    assert set(several_in_year(awards).values()) == {2}
    twice = [*rows_of("105/QĐ-UBND", 0, 1, "C", declared=(0, 2)), *rows_of("105/QĐ-UBND", 0, 1, "C", declared=(0, 2))]
    with pytest.raises(Problems) as refused:
        load(twice)
    assert "đứng hai lần trong danh sách" in str(refused.value)


def test_nobody_is_joined_by_a_name_without_diacritics(city):
    from apps.registry.tests.factories import PersonFactory, PostingFactory

    unit = UnitFactory(name="Phòng Tư pháp minh họa", parent=city)
    PostingFactory(person=PersonFactory(full_name="Trần Thi Thủ 1"), unit=unit)
    checked = check_file(kind("awards"), sheet(rows_of("102/QĐ-UBND", 0, 1, "A")), "x.csv", actor=SYSTEM, now=NOW)
    assert [doubt.key.split(":")[0] for doubt in checked.doubts] == ["person"]


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("award", "Huy chương không có", "danh mục"),
        ("award", "CTDCP", "không dành cho cá nhân (Điều 25"),
        ("level", "Cấp Nhà nước", "là khen thưởng cấp tỉnh, quyết định này của cấp nhà nước (Điều 74"),
        ("symbol", "101/TTr-UBND", "Không phải số của quyết định"),
        ("issued_on", "31/02/2022", ""),
        ("name", "", "Chưa nhập"),
        ("declared_individuals", "-1", "không giống"),
    ],
)
def test_a_wrong_cell_is_named_with_its_place_and_nothing_is_written(city, column, value, words):
    row = next(rows_of("101/QĐ-UBND", 0, 1, "A"))
    row[HEAD.index(column)] = value
    with pytest.raises(Problems) as refused:
        load([row])
    problem = refused.value.problems[0]
    assert problem.row == 2
    assert words in problem.message
    assert not Award.objects.exists()


def problem_of(row) -> str:
    with pytest.raises(Problems) as refused:
        load([row])
    return refused.value.problems[0].message


def changed(**cells):
    row = next(rows_of("101/QĐ-UBND", 0, 1, "A"))
    for column, value in cells.items():
        row[HEAD.index(column)] = value
    return row


def test_a_cell_that_is_too_long_is_named(city):
    assert "Dài quá 300 ký tự" in problem_of(changed(name="Trần " * 61))
    assert "quá lớn" in problem_of(changed(declared_individuals="1000001"))


def test_an_empty_level_is_that_of_the_award_where_there_is_no_doubt(city):
    load([changed(level="")])
    assert GrantDocument.objects.get().authority_level == "province"


def several(*awards, **cells):
    """Lines of one decision, one for each award."""
    people = [{"award": award, "name": f"Trần Thị Thử {n}"} for n, award in enumerate(awards)]
    return [changed(level="", declared_collectives="", declared_individuals="", **cells, **each) for each in people]


def test_the_level_is_that_of_all_lines_whatever_their_order(city):
    for number, awards in enumerate([("LDTT", "BKB"), ("BKB", "LDTT")]):
        rows = several(*awards, symbol=f"{number + 1}/QĐ-BTP", authority="Bộ trưởng Bộ Tư pháp")
        load([[*row, "2022"] for row in rows])
    assert list(GrantDocument.objects.values_list("authority_level", flat=True)) == ["ministry", "ministry"]


def test_a_minister_who_granted_what_heads_grant_grants_more_by_the_same_decision(city):
    minister = {"symbol": "3/QĐ-BTP", "authority": "Bộ trưởng Bộ Tư pháp"}
    head = {"symbol": "3/QĐ-CTH", "authority": "Cục trưởng Cục Thi hành án"}
    for who in (minister, head):
        load([[*row, "2022"] for row in several("LDTT", **who)])
    load(several("BKB", **minister))
    grants = dict(GrantDocument.objects.values_list("document__symbol", "authority_level"))
    assert grants == {"3/QĐ-BTP": "ministry", "3/QĐ-CTH": "grassroots"}
    for what in ("BKB", "KNC_TINH"):  # who grants the second is one of many, whom no row names
        (row,) = several(what, **head)
        assert "quyết định này của cấp cơ sở" in problem_of(row)


def test_a_list_whose_level_is_in_doubt_is_told_and_not_written(city, tmp_path):
    path = tmp_path / "khen-thuong.csv"
    for rows, words in (
        (several("Bằng khem", "BKT"), "dòng 2, .*danh mục"),
        (several("BKB", "BKT"), "Ghi cấp quyết định: danh sách có hình thức của các cấp khác nhau"),
        ([changed(), changed(level="Cấp Bộ, ngành", name="Trần Thị Thử 2")], "không thể có hai cấp"),
    ):
        path.write_bytes(sheet(rows))
        with pytest.raises(CommandError, match=words):
            call_command("import_awards", str(path))
    assert not GrantDocument.objects.exists()


def filed(city, symbol, **printed):
    register = {"issuer_name": CITY, "owner_code": city.code, "owner_name": city.name, **printed}
    return file_document(symbol=symbol, issued_on=date(2022, 12, 15), **register, actor=SYSTEM, now=NOW)


def test_numbers_of_former_times_are_taken_as_they_stand(city):
    symbols = ["1234/UB-QĐ", "245/KT-CTN", "144-CT", "435 KT/CTN"]
    load([changed(symbol=symbol) for symbol in symbols])
    papers = Document.objects.filter(pk__in=GrantDocument.objects.values("document")).order_by("pk")
    assert [(paper.symbol, paper.kind) for paper in papers] == [(symbol, "decision") for symbol in symbols]


def test_what_the_register_says_of_a_paper_comes_before_its_number(city):
    filed(city, "7/BC-UBND", kind="decision")
    load([changed(symbol="7/BC-UBND")])
    filed(city, "8/QĐ-UBND", kind="letter")
    assert "Sổ văn bản ghi số này là công văn" in problem_of(changed(symbol="8/QĐ-UBND"))


def test_the_zero_before_a_number_makes_no_other_decision(city):
    paper = filed(city, "6/QĐ-UBND")
    first, *more = several("BKT", "BKT", symbol="06/QĐ-UBND")
    load([first])
    again = load([*several("BKT", symbol="6/QĐ-UBND"), *more])
    assert (again.created, again.unchanged) == (1, 1)
    assert Document.objects.get() == GrantDocument.objects.get().document == paper


def test_a_known_decision_keeps_its_date(city):
    load([changed()])
    assert "đã có trong Sổ khen thưởng với ngày 15/12/2022" in problem_of(changed(issued_on="16/12/2022"))


def test_lines_that_stay_as_printed_are_told(city):
    rows = list(rows_of("102/QĐ-UBND", 1, 2, "A"))
    checked = check_file(kind("awards"), sheet(rows), "x.csv", actor=SYSTEM, now=NOW)
    told = [note.message for note in checked.notes]
    assert any(text.startswith("2 cá nhân không có trong hồ sơ") for text in told)
    assert any(text.startswith("1 tập thể không có trong danh mục") for text in told)
