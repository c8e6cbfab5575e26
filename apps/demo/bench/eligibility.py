"""eligibility: people nominated for Chiến sĩ thi đua cơ sở, judged, against the bare queries for the facts."""

import re
from datetime import date
from pathlib import Path

from django.db import connection

from apps.catalog.domain.assessing import judge
from apps.catalog.enums import Subject as SubjectKind
from apps.catalog.facts import Subject
from apps.catalog.models import AwardType
from apps.core.copying import copy_rows, new_ids
from apps.demo.bench.award_rows import make_registry
from apps.demo.bench.runner import Result, Sides, measure
from apps.documents.models import Document
from apps.registry.models import Initiative, InitiativeAuthor
from apps.units.models import Person, Unit

TEXT = (Path(__file__).parent / "eligibility.sql").read_text(encoding="utf-8")
QUERIES = dict(re.findall(r"^-- (\S+)\n(.+?)(?:;\n|\Z)", TEXT, re.DOTALL | re.MULTILINE))
SECTOR, SMALL_SECTOR = (2_500, 30_000, 100_000), (80, 300, 900)
NOMINEES, SMALL = (1_000, 5_000), (50, 200)
YEAR = 2025
RECEIVED = date(2025, 12, 10)


def run(*, small: bool) -> Result:
    """``n``: nominees."""
    sector = SMALL_SECTOR if small else SECTOR
    return measure("eligibility", [lambda n=n: sides(n, sector) for n in (SMALL if small else NOMINEES)])


def sides(nominees: int, sector: tuple[int, int, int]) -> Sides:
    make_registry(*sector)
    make_initiatives()
    people = list(Person.objects.order_by("pk").values_list("pk", flat=True)[:nominees])
    subjects = [Subject(SubjectKind.INDIVIDUAL, pk, YEAR) for pk in people]
    award = AwardType.objects.get(code="CSTDCS").pk

    def ours() -> dict:
        judged = judge(award_id=award, subjects=subjects, received_on=RECEIVED, considered_on=RECEIVED)
        return {
            (finding.rule.fact, subject.pk): finding.actual
            for subject, judgement in judged.items()
            for finding in judgement.counted.assessment.findings()
            if finding.rule.fact in QUERIES and finding.actual
        }

    def bare() -> dict:
        found = {}
        with connection.cursor() as cursor:
            for fact, sql in QUERIES.items():
                cursor.execute(sql, {"people": people, "year": YEAR})
                for pk, value, *_words in cursor.fetchall():
                    counts = value is not True and isinstance(value, int)
                    found[fact, pk] = found.get((fact, pk), 0) + value if counts else value
        return found

    return Sides(n=nominees, bare=bare, ours=ours)


def make_initiatives() -> None:
    """An initiative of the year for every third person."""
    if Initiative.objects.exists():
        return
    document = Document.objects.order_by("pk").first()
    unit = Unit.objects.order_by("path").first()
    people = list(Person.objects.order_by("pk").values_list("pk", flat=True)[::3])
    ids = new_ids(Initiative, len(people))
    names = ("id", "unit_id", "title", "level", "scope", "year", "document_id", "search_text", "title_key")
    copy_rows(
        Initiative,
        names,
        ((pk, unit.pk, f"Sáng kiến thử {pk}", "unit", "unit", YEAR, document.pk, "", "") for pk in ids),
    )
    copy_rows(InitiativeAuthor, ("initiative_id", "person_id"), zip(ids, people, strict=True))
