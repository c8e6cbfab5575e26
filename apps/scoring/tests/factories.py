"""Criteria sets, sheets and their lines. ``open_sheet`` gives a whole sheet as the officer finds it."""

from datetime import UTC, datetime
from decimal import Decimal

import factory

from apps.accounts.grants import actor_for
from apps.accounts.tests.factories import UserFactory
from apps.clusters.tests.factories import ClusterYearFactory, MemberFactory
from apps.core.actor import system_actor
from apps.periods.tests.factories import EmulationYearFactory
from apps.scoring.domain import sheets
from apps.scoring.enums import BandKind, Method, SetState
from apps.scoring.models import Band, CriteriaSet, Criterion, ReviewStep, ScoreSheet
from apps.units.enums import Role, UnitKind
from apps.units.tests.factories import RoleAssignmentFactory

NOW = datetime(2020, 11, 12, 9, 20, tzinfo=UTC)  # 16:20 in Việt Nam


class CriteriaSetFactory(factory.django.DjangoModelFactory):
    """An issued set without criteria."""

    class Meta:
        model = CriteriaSet

    code = factory.Sequence(lambda n: f"BTC-{n}")
    year = factory.SubFactory(EmulationYearFactory)
    kinds = factory.LazyFunction(lambda: [UnitKind.MINISTRY_UNIT])
    title = "Bảng tiêu chí thử"
    state = SetState.ISSUED
    issued_at = NOW


class CriterionFactory(factory.django.DjangoModelFactory):
    """A leaf under ``parent``, scored by hand up to 2 points."""

    class Meta:
        model = Criterion

    criteria_set = factory.SubFactory(CriteriaSetFactory)
    parent = None
    part = factory.LazyAttribute(lambda o: (o.parent.part or o.parent) if o.parent else None)
    position = factory.Sequence(lambda n: n + 1)
    depth = factory.LazyAttribute(lambda o: o.parent.depth + 1 if o.parent else 0)
    is_leaf = True
    code = factory.Sequence(lambda n: f"T{n}")
    number = factory.LazyAttribute(lambda o: o.code)
    label = "Tiêu chí thử"
    method = Method.MANUAL
    max_points = Decimal(2)


class GroupFactory(CriterionFactory):
    """A part or group."""

    is_leaf = False
    method = Method.ADDITIVE
    label = "Phần thử"


class BandFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Band

    criterion = factory.SubFactory(CriterionFactory)
    position = factory.Sequence(lambda n: n + 1)
    kind = BandKind.BAND
    label = factory.Sequence(lambda n: f"Mức {n}")
    points = Decimal(1)


class ReviewStepFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReviewStep

    criteria_set = factory.SubFactory(CriteriaSetFactory)
    order = 1
    name = "Trưởng Cụm kiểm tra"
    role = "cluster_head"


def criteria_set_of_leaves(leaves: int, *, parts: int = 1, steps: int = 1, **options) -> CriteriaSet:
    """An issued set of so many hand-scored leaves of 2 points, spread over parts A, B, …"""
    criteria_set = CriteriaSetFactory(**options)
    position = 0
    for part in range(parts):
        position += 1
        letter = "ABCDEFGH"[part]
        row = GroupFactory(
            criteria_set=criteria_set, code=letter, number=letter, position=position, label=f"Phần {letter}"
        )
        count = leaves // parts + (1 if part < leaves % parts else 0)
        Criterion.objects.bulk_create(
            CriterionFactory.build(
                criteria_set=criteria_set,
                parent=row,
                part=row,
                depth=1,
                code=f"{letter}.{n}",
                number=f"{n}",
                position=position + n,
                label=f"Tiêu chí {letter}.{n}",
            )
            for n in range(1, count + 1)
        )
        position += count
    for order in range(1, steps + 1):
        ReviewStepFactory(criteria_set=criteria_set, order=order)
    return criteria_set


def open_sheet(criteria_set: CriteriaSet | None = None, *, members: int = 1, **member) -> ScoreSheet:
    """The first sheet of a new ClusterYear with so many members, opened through the domain."""
    criteria_set = criteria_set or criteria_set_of_leaves(2)
    cluster_year = ClusterYearFactory(year=criteria_set.year)
    MemberFactory.create_batch(members, cluster_year=cluster_year, **member)
    opened = sheets.open_sheets(
        cluster_year_id=cluster_year.pk, criteria_set_id=criteria_set.pk, actor=system_actor(), now=NOW
    )
    return opened[0]


def officer_of(sheet: ScoreSheet, **user):
    """A user who is the officer of the sheet's unit."""
    return RoleAssignmentFactory(unit=sheet.unit, role=Role.OFFICER, user=UserFactory(**user)).user


def leader_of(sheet: ScoreSheet, **user):
    """A user who leads the sheet's unit."""
    return RoleAssignmentFactory(unit=sheet.unit, role=Role.LEADER, user=UserFactory(**user)).user


def acting(user):
    """The Actor of a user on the day of NOW."""
    return actor_for(user, NOW.date())
