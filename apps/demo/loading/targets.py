"""Targets and results: the region of the south-east in 2019 (S002-2), the country in 2025, and the running year.

What the sources print (that all passed 2/2 targets, by 2,74 % and 2,79 %; the rates of the country) is kept to the
hundredth; the nine provinces and the figures of each bureau are illustrative, chosen so that the sums give just that.
"""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from apps.clusters.domain.clusters import form_cluster
from apps.clusters.domain.heads import DecisionFacts, Office, appoint_by_decision
from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.core.dates import local
from apps.documents.domain.citing import file_document
from apps.documents.models import Document
from apps.periods.domain.years import ensure_year
from apps.ranking.domain.arranging import Typed, type_workload
from apps.results.domain.entries import Result, enter_result
from apps.results.domain.figures_given import Given
from apps.results.domain.targets import assign_target
from apps.results.domain.whole_years import is_over
from apps.results.enums import Origin, Standing
from apps.results.models import Indicator, ResultEntry, Target
from apps.units.models import Unit

DATA = Path(__file__).resolve().parent.parent / "data" / "targets.json"
MINISTRY, ISSUER = "BTP", "Bộ Tư pháp"
PERCENT = 100
STAFF_OF_BUREAUS = (412, 268, 187, 205, 96, 143, 121, 134, 88)  # illustrative; cases come from the results


def load_targets(*, year: int, actor: Actor, now: datetime) -> int:
    """All of ``targets.json``; ``year`` is the running one. Answers how many targets. Repeating changes nothing."""
    found = json.loads(DATA.read_text(encoding="utf-8"))
    indicators = Indicator.objects.in_bulk(field_name="code")
    units = Unit.objects.in_bulk(field_name="code")
    if not Target.objects.exists():
        _region(found["region"], indicators, units, actor, now)
        _country(found["country"], indicators, units, actor, now)
        _running(found["running"], year, indicators, units, actor, now)
    return Target.objects.count()


def _region(region: dict, indicators, units, actor: Actor, now: datetime) -> ClusterYear:
    """Both lines of nine provinces, their head by decision, two targets and results of every bureau."""
    year = ensure_year(organiser_id=units[MINISTRY].pk, year=region["year"], actor=actor, now=now)
    members = [
        (units[f"{prefix}-{province}"], order, line)
        for prefix, line in (("STP", "justice"), ("THADS", "enforcement"))
        for order, province in enumerate(region["provinces"], start=1)
    ]
    cluster_year = form_cluster(
        code=region["code"],
        name=region["name"],
        kind="region",
        organiser_id=units[MINISTRY].pk,
        year_id=year.pk,
        members=members,
        actor=actor,
        now=now,
    )
    head, decision = region["head"], region["decision"]
    appoint_by_decision(
        cluster_year_id=cluster_year.pk,
        decision=DecisionFacts(
            decision["symbol"], date.fromisoformat(decision["issued_on"]), ISSUER, illustrative=True
        ),
        starts_on=date(region["year"], 1, 1),
        head=Office(units[head["unit"]].pk, head["person"], head["post"]),
        deputies=[],
        actor=actor,
        now=now,
    )
    letter = _letter(region["letter"], units[MINISTRY], actor, now)
    bureaus = [units[f"THADS-{province}"] for province in region["provinces"]]
    for code, target in region["targets"].items():
        parts = zip(bureaus, target["whole"], done_of(target, region["above"]), strict=True)
        for unit, whole, done in parts:
            assign_target(
                unit_id=unit.pk,
                year=region["year"],
                indicator_id=indicators[code].pk,
                value=Decimal(target["asked"]),
                issuer_name=region["letter"]["issuer"],
                document=letter,
                illustrative=True,
                actor=actor,
                now=now,
            )
            result = Result(
                happened_on=date(region["year"], 11, 15),
                as_of=date(region["year"], 9, 30),
                indicator=indicators[code],
                given=Given(numerator=Decimal(done), denominator=Decimal(whole)),
                illustrative=True,
            )
            enter_result(unit_id=unit.pk, year=region["year"], result=result, actor=actor, now=now)
    type_workload(
        cluster_year_id=cluster_year.pk,
        figures={unit.pk: Typed(staff, None) for unit, staff in zip(bureaus, STAFF_OF_BUREAUS, strict=True)},
        source="Biên chế giao năm 2019 (minh họa)",
        illustrative=True,
        actor=actor,
        now=now,
    )
    return cluster_year


def done_of(target: dict, above: list[str]) -> list[int]:
    """Done by each unit: a little above what was asked, the last one takes the rest so that the sums are exact."""
    asked, whole = Decimal(target["asked"]), target["whole"]
    total = sum(whole) * (asked + Decimal(target["excess"])) / PERCENT
    done = [int(each * (asked + Decimal(more)) / PERCENT) for each, more in zip(whole, above, strict=False)]
    return [*done, int(total) - sum(done)]


def _letter(row: dict, keeper: Unit, actor: Actor, now: datetime) -> Document:
    return file_document(
        symbol=row["symbol"],
        issued_on=date.fromisoformat(row["issued_on"]),
        issuer_name=row["issuer"],
        abstract="Giao chỉ tiêu thi hành án dân sự",
        owner_code=keeper.code,
        owner_name=keeper.name,
        illustrative=True,
        actor=actor,
        now=now,
    )


def _country(country: dict, indicators, units, actor: Actor, now: datetime) -> None:
    """The whole country in 2025 as published: rates only, so they are shown and never added up."""
    unit = units[country["unit"]]
    for code, row in country["targets"].items():
        assign_target(
            unit_id=unit.pk,
            year=country["year"],
            indicator_id=indicators[code].pk,
            value=Decimal(row["asked"]),
            issuer_name=country["issuer"],
            issuer_id=units[MINISTRY].pk,
            note="Toàn quốc",
            actor=actor,
            now=now,
        )
        result = Result(
            happened_on=date.fromisoformat(country["on"]),
            as_of=date.fromisoformat(country["as_of"]),
            indicator=indicators[code],
            given=Given(value=Decimal(row["result"])),
            text=row["note"],
        )
        enter_result(unit_id=unit.pk, year=country["year"], result=result, actor=actor, now=now)


def _running(running: dict, year: int, indicators, units, actor: Actor, now: datetime) -> None:
    """The running year: bureaus with estimates, two of them late, two below what was asked; a Sở with its own."""
    day = local(now).date() - timedelta(days=20)
    for code, asked in running["asked"].items():
        for number, name in enumerate(running["units"]):
            _assign(units[name], year, indicators[code], asked, ISSUER, Origin.SECTOR, actor, now)
            reached = running["reached"][code][number]
            if reached is None:
                continue
            whole = Decimal(10_000 + 1_000 * number)
            given = Given(numerator=whole * Decimal(reached) / PERCENT, denominator=whole)
            standing = Standing.ACTUAL if number % 2 == 0 and is_over(units[name], year, now) else Standing.ESTIMATE
            _enter(units[name], year, Result(day, indicators[code], given, standing=standing), actor, now)
    for row in running["targets"]:
        unit, indicator = units[row["unit"]], indicators[row["indicator"]]
        _assign(unit, year, indicator, row["value"], row["issuer"], row["origin"], actor, now)
    for row in running["results"]:
        numbers = {name: Decimal(row[name]) for name in ("value", "numerator", "denominator") if name in row}
        unit, standing = units[row["unit"]], row["standing"]
        standing = standing if is_over(unit, year, now) else Standing.ESTIMATE
        _enter(unit, year, Result(day, indicators[row["indicator"]], Given(**numbers), standing=standing), actor, now)
    for row in running["achievements"]:
        _enter(units[row["unit"]], year, Result(day, text=row["text"], field_code=row["field"]), actor, now)


def _assign(unit, year, indicator, value, issuer, origin, actor, now) -> None:
    assign_target(
        unit_id=unit.pk,
        year=year,
        indicator_id=indicator.pk,
        value=Decimal(value),
        issuer_name=issuer,
        origin=origin,
        illustrative=True,
        actor=actor,
        now=now,
    )


def _enter(unit: Unit, year: int, result: Result, actor: Actor, now: datetime) -> ResultEntry:
    marked = replace(result, illustrative=True)
    return enter_result(unit_id=unit.pk, year=year, result=marked, actor=actor, now=now)
