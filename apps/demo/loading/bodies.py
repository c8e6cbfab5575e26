"""Units, years and clusters of the demo, from ``data/cum_1.json``."""

import json
from datetime import date, datetime
from pathlib import Path

from apps.clusters.domain.clusters import appoint_head, form_cluster
from apps.clusters.enums import HeadRole
from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.core.sheets import import_file
from apps.periods.domain.years import ensure_year
from apps.units.domain.units import ensure_unit
from apps.units.enums import UnitKind
from apps.units.models import Unit
from apps.units.sheets import UnitImport
from apps.units.shipped import load_shipped

DATA = Path(__file__).resolve().parent.parent / "data"
MINISTRY = "BTP"
COMMUNES_OF = "STP-LAO-CAI"
SUB_UNITS = "sub_units.csv"  # offices of communes of one Sở, divisions of one Cục: invented, marked minh họa


def read_cases() -> dict:
    return json.loads((DATA / "cum_1.json").read_text(encoding="utf-8"))


def load_units(*, actor: Actor, now: datetime) -> dict[str, Unit]:
    """The shipped catalogue of the sector and some units below; answers the ministry and its units by code.

    The catalogue knows every unit of the cases by the same code, so the file of the cases only repeats them.
    """
    load_shipped(actor=actor, now=now)
    import_file(UnitImport(), (DATA / SUB_UNITS).read_bytes(), SUB_UNITS, actor=actor, now=now)
    units: dict[str, Unit] = {}
    for order, row in enumerate(read_cases()["units"]):
        units[row["code"]] = ensure_unit(
            code=row["code"],
            name=row["name"],
            short_name=row["short_name"],
            kind=row["kind"],
            parent=None if row["code"] == MINISTRY else units[MINISTRY],
            protocol_order=order,
            valid_from=row["valid_from"] and date.fromisoformat(row["valid_from"]),
            valid_to=row["valid_to"] and date.fromisoformat(row["valid_to"]),
            aliases=tuple(row["aliases"]),
            actor=actor,
            now=now,
        )
    return units


def load_clusters(units: dict[str, Unit], *, actor: Actor, now: datetime) -> dict[int, ClusterYear]:
    """Cụm số 1 by year, with its head and deputy (illustrative: no source names them)."""
    found = {}
    for row in read_cases()["clusters"]:
        year = ensure_year(organiser_id=units[MINISTRY].pk, year=row["year"], actor=actor, now=now)
        cluster_year = form_cluster(
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            organiser_id=units[MINISTRY].pk,
            year_id=year.pk,
            members=[(units[code], order, "") for order, code in enumerate(row["members"], start=1)],
            actor=actor,
            now=now,
        )
        for role, key in ((HeadRole.HEAD, "head"), (HeadRole.DEPUTY, "deputy")):
            appoint_head(
                cluster_year_id=cluster_year.pk,
                unit_id=units[row[key]].pk,
                role=role,
                starts_on=date(row["year"], 1, 1),
                actor=actor,
                now=now,
            )
        found[row["year"]] = cluster_year
    return found


def load_communes(*, actor: Actor, now: datetime) -> ClusterYear:
    """This year's cluster of commune offices, organised by their Sở (S000-5 with today's units; invented)."""
    organiser = Unit.objects.get(code=COMMUNES_OF)
    year = ensure_year(organiser_id=organiser.pk, year=now.year, actor=actor, now=now)
    offices = Unit.objects.get_children(organiser).filter(kind=UnitKind.COMMUNE_OFFICE).in_order()
    formed = form_cluster(
        code="LAO-CAI-XA-1",
        name="Cụm thi đua các xã số 1 (minh họa)",
        kind="cluster",
        organiser_id=organiser.pk,
        year_id=year.pk,
        members=[(unit, order, "") for order, unit in enumerate(offices, start=1)],
        actor=actor,
        now=now,
    )
    for unit in offices[:1]:
        appoint_head(
            cluster_year_id=formed.pk,
            unit_id=unit.pk,
            role=HeadRole.HEAD,
            starts_on=max(filter(None, (year.starts_on, unit.valid_from))),
            actor=actor,
            now=now,
        )
    return formed
