"""Heads by decision: the region of the northern border mountains, and the handover of Cụm số 1 (S001-1, S003-9)."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

from apps.clusters.domain.clusters import copy_year, form_cluster
from apps.clusters.domain.heads import DecisionFacts, Office, appoint_by_decision
from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.core.dates import local
from apps.periods.domain.years import ensure_year
from apps.units.domain.delegations import delegate
from apps.units.enums import Role
from apps.units.models import RoleAssignment, Unit

DATA = Path(__file__).resolve().parent.parent / "data" / "heads.json"
ISSUER = "Bộ Tư pháp"


def load_heads(*, actor: Actor, now: datetime) -> int:
    """The clusters and decisions of ``heads.json``; answers how many decisions. Repeating changes nothing."""
    found = json.loads(DATA.read_text(encoding="utf-8"))
    ministry = Unit.objects.get(code="BTP")
    for decision in found["decisions"]:
        year = ensure_year(organiser_id=ministry.pk, year=decision["year"], actor=actor, now=now)
        if decision["cluster"] == found["region"]["code"]:
            cluster_year = _region(found["region"], ministry, year, actor, now)
        else:
            cluster_year = _next_year(decision["cluster"], decision["year"], actor, now)
        _appoint(cluster_year, decision, actor, now)
    _away_in_lao_cai(actor, now)
    return len(found["decisions"])


def _region(region: dict, ministry: Unit, year, actor: Actor, now: datetime) -> ClusterYear:
    units = Unit.objects.in_bulk(region["members"], field_name="code")
    return form_cluster(
        code=region["code"],
        name=region["name"],
        kind="region",
        organiser_id=ministry.pk,
        year_id=year.pk,
        members=[(units[code], order, "justice") for order, code in enumerate(region["members"], start=1)],
        actor=actor,
        now=now,
    )


def _next_year(code: str, year: int, actor: Actor, now: datetime) -> ClusterYear:
    known = ClusterYear.objects.filter(cluster__code=code, year__year=year).first()
    if known is not None:
        return known
    source = ClusterYear.objects.get(cluster__code=code, year__year=year - 1)
    return copy_year(cluster_year_id=source.pk, year=year, actor=actor, now=now)


def _appoint(cluster_year: ClusterYear, decision: dict, actor: Actor, now: datetime) -> None:
    def office(row):
        unit = Unit.objects.get(code=row["unit"])
        return Office(unit.pk, row.get("person", ""), row.get("post", ""))

    appoint_by_decision(
        cluster_year_id=cluster_year.pk,
        decision=DecisionFacts(
            decision["symbol"], date.fromisoformat(decision["issued_on"]), ISSUER, illustrative=True
        ),
        starts_on=date(decision["year"], 1, 1),
        head=office(decision["head"]),
        deputies=[office(row) for row in decision["deputies"]],
        actor=actor,
        now=now,
    )


def _away_in_lao_cai(actor: Actor, now: datetime) -> None:
    """The invented leader of the Sở is away for a week, the officer stands in."""
    held = RoleAssignment.objects.filter(unit__code="STP-LAO-CAI", user__is_demo=True).order_by("pk")
    leader, officer = (held.filter(role=role).first() for role in (Role.LEADER, Role.OFFICER))
    if not leader.delegations.exists():
        delegate(
            assignment_id=leader.pk,
            user_id=officer.user_id,
            starts_on=local(now).date(),
            ends_on=local(now).date() + timedelta(days=6),
            reason="Đi công tác (minh họa)",
            actor=actor,
            now=now,
        )
