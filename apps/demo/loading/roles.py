"""Heads by decision: the region of the northern border mountains, and the handover of Cụm số 1 (S001-1, S003-9)."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

from django.contrib.auth.hashers import make_password

from apps.accounts.domain.users import ensure_user
from apps.clusters.domain.clusters import copy_year, form_cluster
from apps.clusters.domain.heads import DecisionFacts, Office, appoint_by_decision
from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.demo.loading.people import demo_password
from apps.periods.domain.years import ensure_year
from apps.units.domain.delegations import delegate
from apps.units.domain.roles import give_role
from apps.units.enums import Role
from apps.units.models import Unit

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
    _people_of_lao_cai(actor, now)
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


def _people_of_lao_cai(actor: Actor, now: datetime) -> None:
    """Invented officer and leader of the Sở; the leader is away for a week, the officer stands in."""
    unit = Unit.objects.get(code="STP-LAO-CAI")
    assignments = {}
    for role, prefix, name, honorific, post in (
        (Role.OFFICER, "cb", "Trần Thị Thử Lào Cai", "Bà", "Chuyên viên"),
        (Role.LEADER, "ld", "Lê Văn Mẫu Lào Cai", "Ông", "Giám đốc"),
    ):
        user = ensure_user(
            username=f"{prefix}.{unit.code.lower()}",
            full_name=name,
            honorific=honorific,
            post=f"{post} (minh họa)",
            phone="0214 000 0000",
            password_hash=make_password(demo_password()),
            is_demo=True,
            actor=actor,
            now=now,
        )
        assignments[role] = give_role(
            user_id=user.pk, unit_id=unit.pk, role=role, starts_on=date(2022, 1, 1), actor=actor, now=now
        )
    leader = assignments[Role.LEADER]
    if not leader.delegations.exists():
        delegate(
            assignment_id=leader.pk,
            user_id=assignments[Role.OFFICER].user_id,
            starts_on=now.date(),
            ends_on=now.date() + timedelta(days=6),
            reason="Đi công tác (minh họa)",
            actor=actor,
            now=now,
        )
