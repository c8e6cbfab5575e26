"""award_import: lists of many decisions through the whole sheet door, against reading the same file and three COPYs.

The bare side reads with the bare library and copies into tables with the same columns and indexes (no history triggers,
no checks, nobody looked up); ours reads, checks every row, finds units and people, holds each list against the declared
number, writes papers, decisions, awards and what they rely on, trail and row history.
"""

import io

from django.db import connection
from django.db.models import Max
from django.utils import timezone
from python_calamine import CalamineWorkbook

from apps.catalog.models import AwardType
from apps.core.actor import system_actor
from apps.core.sheets import import_file
from apps.core.spreadsheets import Column, Sheet, write_workbook
from apps.demo.bench.award_rows import make_registry
from apps.demo.bench.runner import Result, Sides, measure
from apps.documents.models import Document
from apps.registry.sheets import AwardImport
from apps.units.models import Posting, Unit

SIZES, SMALL = (10_000, 100_000), (300, 3_000)
SECTOR, SMALL_SECTOR = (2_500, 30_000, 0), (80, 300, 0)
LIST = 50
TABLES = ("documents_document", "registry_grantdocument", "registry_award")
CODES = ("LDTT", "LDTT", "CSTDCS", "BKB", "LDTT")
KEYS = (
    "symbol", "issued_on", "authority", "level", "award", "subject", "name", "honorific", "post", "unit",
    "person_code", "year", "declared_individuals",
)  # fmt: skip
COPIES = {
    "documents_document": "id, created_at, updated_at, version, symbol, issued_on, issuer_name, issuer_code, kind,"
    " abstract, signer_name, signer_post, prefix, owner_code, owner_name, for_everyone, secret_route, illustrative,"
    " saved_by_label, symbol_key, issuer_key, sort_key, search_text",
    "registry_grantdocument": "id, created_at, updated_at, version, document_id, authority_name, authority_level,"
    " keeper_id, type, occasion, declared_individuals, list_closed, illustrative, search_text,"
    " saved_by_label",
    "registry_award": "id, created_at, updated_at, version, grant_id, award_type_id, subject, person_id, unit_id,"
    " recipient_name, honorific, post, unit_name, standing, standing_reason, year, achievement, granted_on, state,"
    " search_text, recipient_key, saved_by_label",
}


def run(*, small: bool) -> Result:
    """``n``: awards in the file."""
    sector = SMALL_SECTOR if small else SECTOR
    return measure("award_import", [lambda n=n: sides(n, sector) for n in (SMALL if small else SIZES)])


def book(awards: int) -> bytes:
    """An XLSX file of so many awards, in decisions of LIST people each."""
    held = list(
        Posting.objects.filter(kind="official", ends_on=None)
        .order_by("person_id")
        .values_list("person__full_name", "person__honorific", "person__code", "unit__code")
    )
    minister, rows = "Bộ trưởng Bộ Tư pháp", []
    for number in range(awards):
        decision = number // LIST
        name, honorific, code, unit = held[number % len(held)]
        year = 2016 + decision % 10
        length = min(LIST, awards - decision * LIST)
        award = CODES[decision % len(CODES)]
        rows.append(
            (
                f"{decision + 1}/QĐ-NK", f"20/12/{year}", minister, "Cấp Bộ, ngành", award, "Cá nhân", name, honorific,
                "Chuyên viên", unit, code, year, length,
            )
        )  # fmt: skip
    return write_workbook([Sheet("Danh sách", "", [Column(key, key) for key in KEYS], rows)])


def sides(awards: int, sector: tuple[int, int, int]) -> Sides:
    make_registry(*sector)
    data = book(awards)
    units = dict(Unit.objects.values_list("code", "pk"))
    people = dict(Posting.objects.values_list("person__code", "person_id"))
    types = dict(AwardType.objects.values_list("code", "pk"))
    last = Document.objects.aggregate(last=Max("pk", default=0))["last"]
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"DROP TABLE IF EXISTS bench_{table}")
            cursor.execute(f"CREATE TABLE bench_{table} (LIKE {table} INCLUDING INDEXES INCLUDING DEFAULTS)")

    def reset() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {', '.join(f'bench_{table}' for table in TABLES)}")
            # What the import wrote and nothing else: to empty papers with all that hangs on them would empty postings.
            cursor.execute("TRUNCATE registry_grantdocument, documents_use CASCADE")
            cursor.execute("DELETE FROM documents_document WHERE id > %s", [last])

    def ours() -> list:
        import_file(AwardImport(), data, "awards.xlsx", actor=system_actor(), now=timezone.now())
        return read_back("")

    def bare() -> list:
        _head, *rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
        copy_plainly(rows, units, people, types)
        return read_back("bench_")

    return Sides(n=awards, bare=bare, ours=ours, reset=reset)


def read_back(prefix: str) -> list:
    """Decisions with the number of their awards and the people and units that these are tied to, added up."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.symbol, d.issued_on, count(*), sum(a.person_id), sum(a.unit_id)"  # noqa: S608 -- our own names
            f" FROM {prefix}registry_award a JOIN {prefix}registry_grantdocument g ON g.id = a.grant_id"
            f" JOIN {prefix}documents_document d ON d.id = g.document_id GROUP BY 1, 2 ORDER BY 1, 2"
        )
        return cursor.fetchall()


def copy_plainly(rows: list[list], units: dict, people: dict, types: dict) -> None:
    now = timezone.now()
    first = rows[::LIST]
    days = ["-".join(reversed(row[1].split("/"))) for row in first]
    minister, keeper = first[0][2], min(units.values())
    papers = (
        (
            number, now, now, 1, row[0], days[number], minister, "", "decision", "", "", "", "", "SC-BTP", "", False,
            False, False, "", row[0], minister, row[0], row[0],
        )
        for number, row in enumerate(first)
    )  # fmt: skip
    grants = (
        (number, now, now, 1, number, minister, "ministry", keeper, "", "", int(row[12]), False, False, row[0], "")
        for number, row in enumerate(first)
    )
    awards = (
        (
            number, now, now, 1, number // LIST, types[row[4]], "individual", people[row[10]], units[row[9]], row[6],
            row[7], row[8], row[9], "official", "", int(row[11]), "", days[number // LIST], "granted",
            f"{row[6]} {row[9]}", row[6], "",
        )
        for number, row in enumerate(rows)
    )  # fmt: skip
    with connection.cursor() as cursor:
        for table, lines in zip(TABLES, (papers, grants, awards), strict=True):
            with cursor.copy(f"COPY bench_{table} ({COPIES[table]}) FROM STDIN") as copy:
                for line in lines:
                    copy.write_row(line)
