"""sheet_import: a roll of people through the whole sheet door, against reading the same file and two plain COPYs.

The bare side reads with the bare library and copies into tables with the same columns and indexes (no history triggers,
no checks); ours reads, checks every row, asks for twins, writes people, postings and ratings, trail and row history.
"""

import io
from random import Random

from django.db import connection
from django.utils import timezone
from python_calamine import CalamineWorkbook

from apps.core.actor import system_actor
from apps.core.sheets import import_file
from apps.core.spreadsheets import Column, Sheet, write_workbook
from apps.demo.bench.runner import Result, Sides, measure
from apps.demo.scale.bodies import make_units
from apps.demo.scale.names import NameDrawer
from apps.units.models import Unit
from apps.units.person_sheets import PeopleImport

SIZES = (2_000, 20_000)
SMALL = (50, 200)
UNITS = 400
TABLES = ("units_person", "units_posting", "units_qualityrating")
KEYS = (
    "code", "full_name", "honorific", "sex", "birth_date", "unit", "post", "kind", "from", "phone", "email", "leader",
    "rating_year", "rating",
)  # fmt: skip


def run(*, small: bool) -> Result:
    """``n``: people in the file."""
    return measure("sheet_import", [lambda n=n: sides(n) for n in (SMALL if small else SIZES)])


def roll(people: int) -> bytes:
    """An XLSX file of so many people, each with an official posting and a rating."""
    random = Random(people)  # noqa: S311 -- invented rows, no secret
    drawer, codes = NameDrawer(random), list(Unit.objects.values_list("code", flat=True))
    rows = []
    for number in range(people):
        drawn = drawer.draw()
        born = f"{random.randrange(1, 29):02d}/{random.randrange(1, 13):02d}/{random.randrange(1966, 2003)}"
        rows.append(
            (
                f"NK{number:07d}", drawn.full_name, drawn.honorific, "Nam" if drawn.sex == "male" else "Nữ", born,
                random.choice(codes), "Chuyên viên", "Chính thức", "01/07/2025", f"024 {number:07d}",
                f"nk{number}@example.vn", "không", 2025, "Hoàn thành tốt nhiệm vụ",
            )
        )  # fmt: skip
    return write_workbook([Sheet("Danh sách", "", [Column(key, key) for key in KEYS], rows)])


def sides(people: int) -> Sides:
    if Unit.objects.filter(code="SC-BTP").count() == 0:
        make_units(UNITS)
    data = roll(people)
    units = dict(Unit.objects.values_list("code", "pk"))
    for table in TABLES:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS bench_{table}")
            cursor.execute(f"CREATE TABLE bench_{table} (LIKE {table} INCLUDING INDEXES INCLUDING DEFAULTS)")
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), 1, false)")

    def reset() -> None:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE bench_units_person, bench_units_posting, bench_units_qualityrating")
            cursor.execute("TRUNCATE units_person CASCADE")

    def ours() -> list:
        import_file(PeopleImport(), data, "roll.xlsx", actor=system_actor(), now=timezone.now())
        return read_back("")

    def bare() -> list:
        _head, *rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
        copy_plainly(rows, units)
        return read_back("bench_")

    return Sides(n=people, bare=bare, ours=ours, reset=reset)


def read_back(prefix: str) -> list:
    """How many people and postings there are, and who works where."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT p.code, p.full_name, g.unit_id, r.level FROM {prefix}units_person p"  # noqa: S608 -- our own names
            f" JOIN {prefix}units_posting g ON g.person_id = p.id JOIN {prefix}units_qualityrating r"
            " ON r.person_id = p.id ORDER BY p.code"
        )
        return cursor.fetchall()


def copy_plainly(rows: list[list], units: dict[str, int]) -> None:
    now = timezone.now()
    columns = {
        "person": "id, created_at, updated_at, version, full_name, honorific, sex, birth_date, code, phone,"
        " private_phone, email, folded_name, name_sort_key, search_text, saved_by_label",
        "posting": "id, created_at, updated_at, version, person_id, unit_id, kind, post, is_leader, starts_on,"
        " end_reason, saved_by_label",
        "qualityrating": "id, created_at, updated_at, person_id, year, level, unit_name",
    }
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY bench_units_person ({columns['person']}) FROM STDIN") as copy:
            for number, row in enumerate(rows):
                day, month, year = row[4].split("/")
                name, born = row[1], f"{year}-{month}-{day}"
                copy.write_row(
                    (number, now, now, 1, name, row[2], row[3], born, row[0], row[9], "", row[10], name, name, name, "")
                )
        with cursor.copy(f"COPY bench_units_posting ({columns['posting']}) FROM STDIN") as copy:
            for number, row in enumerate(rows):
                copy.write_row(
                    (number, now, now, 1, number, units[row[5]], "official", row[6], False, "2025-07-01", "", "")
                )
        with cursor.copy(f"COPY bench_units_qualityrating ({columns['qualityrating']}) FROM STDIN") as copy:
            for number, row in enumerate(rows):
                copy.write_row((number, now, now, number, int(row[12]), "good", ""))
