"""registration_consolidation: "Gửi Bộ" of many registrations in one ClusterYear, against one hand-written statement."""

from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from apps.core.actor import system_actor
from apps.demo.bench.award_rows import make_registry
from apps.demo.bench.runner import Result, Sides, measure
from apps.demo.scale.registrations import make_registrations
from apps.registrations.domain.consolidating import send_to_ministry
from apps.registrations.models import Consolidation, ConsolidationEntry, TitleRegistration

SQL = (Path(__file__).parent / "registration_consolidation.sql").read_text(encoding="utf-8")
SIZES, SMALL = (2_000, 10_000), (50, 200)


def run(*, small: bool) -> Result:
    """``n``: registrations."""
    return measure("registration_consolidation", [lambda n=n: sides(n) for n in (SMALL if small else SIZES)])


def sides(count: int) -> Sides:
    make_registry(count + 1, 1, 0)
    cluster_year = make_registrations(count)

    def bare() -> tuple:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(SQL, {"cluster_year": cluster_year.pk})
        return shown()

    def ours() -> tuple:
        send_to_ministry(cluster_year_id=cluster_year.pk, actor=system_actor(), now=timezone.now())
        return shown()

    return Sides(n=count, bare=bare, ours=ours, reset=take_back)


def shown() -> tuple:
    """What is visible afterwards: the hash of the sheet, how many entries, how many registrations are consolidated."""
    sheet = Consolidation.objects.get()
    taken = TitleRegistration.objects.filter(state="consolidated").count()
    return sheet.sha256, ConsolidationEntry.objects.filter(consolidation=sheet).count(), taken


def take_back() -> None:
    """As if nothing had been sent: frozen rows go only with their triggers at rest."""
    tables = ("registrations_consolidationentry", "registrations_consolidation")
    with transaction.atomic(), connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 -- names from this file
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("UPDATE registrations_titleregistration SET state = 'submitted'")
