"""Units join, leave and merge while a pledge is signed: who owes, what is complete, what the successor takes over."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from apps.accounts.grants import actor_for
from apps.audit.models import Entry
from apps.clusters.domain.clusters import MayNotLeave, Place, move_member, set_members
from apps.clusters.tests.factories import ClusterYearFactory
from apps.core.together import answered
from apps.dashboard.papers.kinds import Asked
from apps.dashboard.papers.pledges import papers
from apps.notifications.models import Notice
from apps.obligations.models import Duty, Obligation, Reopening
from apps.pledges.commitment_queries import promises
from apps.pledges.domain.promises import report_done, take_back
from apps.pledges.domain.signing import withdraw
from apps.pledges.enums import PledgeState
from apps.pledges.models import Pledge
from apps.pledges.queries import asked_of, cluster_standing, missing, pledges_of_cluster, with_counts
from apps.pledges.tests.world import NOW, SYSTEM, World, build, opened, signed, two_lines
from apps.units.domain.merging import NewUnit, merge_units
from apps.units.domain.successions import Basis
from apps.units.domain.units import UnitFields
from apps.units.models import Unit
from apps.units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db
ON = date(2020, 11, 12)


def arrange(world: World, units, line="") -> None:
    """Make these the members of the cluster."""
    world.cluster_year.refresh_from_db()
    set_members(
        cluster_year_id=world.cluster_year.pk,
        name=world.cluster_year.name,
        places=[Place(unit.pk, order, line) for order, unit in enumerate(units, start=1)],
        version=world.cluster_year.version,
        actor=SYSTEM,
        now=NOW,
    )


def merge(old, *, into=None, new=None) -> None:
    merge_units(
        unit_ids=[unit.pk for unit in old],
        into_id=into.pk if into else None,
        new=new,
        on=ON,
        basis=Basis(text="Nghị quyết 202/2025/QH15"),
        actor=SYSTEM,
        now=NOW,
    )


def state(pledge: Pledge) -> str:
    return Pledge.objects.get(pk=pledge.pk).state


def owing(code: str = "pledge") -> set[int]:
    return set(Obligation.objects.open().filter(duty__code=code).values_list("unit_id", flat=True))


def test_when_the_last_unsigned_unit_leaves_all_have_signed():
    world = build(3, sheets=False)
    pledge = opened(world)
    for unit in world.units[:2]:
        signed(pledge, unit)
    arrange(world, world.units[:2])
    assert state(pledge) == PledgeState.SIGNED
    assert owing() == set()
    assert Notice.objects.filter(kind="pledges.complete").exists()
    assert Entry.objects.filter(action="pledges.pledge.members").exists()
    # Back again it signs like all the others, and has time where the date has passed.
    Pledge.objects.filter(pk=pledge.pk).update(due_on=date(2020, 11, 11))
    Duty.objects.filter(code="pledge").update(due_on=date(2020, 11, 11))
    arrange(world, world.units)
    assert (state(pledge), owing()) == (PledgeState.OPEN, {world.units[2].pk})
    assert Obligation.objects.get(unit=world.units[2]).last_day == date(2020, 12, 12)


def test_a_unit_that_joins_after_all_have_signed_owes_its_signature_and_has_time():
    world = build(2, sheets=False)
    pledge = opened(world)
    for unit in world.units:
        signed(pledge, unit)
    new = UnitFactory()
    Pledge.objects.filter(pk=pledge.pk).update(due_on=date(2020, 11, 11))
    Duty.objects.filter(code="pledge").update(due_on=date(2020, 11, 11))
    arrange(world, [*world.units, new])
    assert (state(pledge), owing()) == (PledgeState.OPEN, {new.pk})
    owed = Obligation.objects.get(unit=new)
    assert (owed.last_day, owed.days_late(NOW)) == (date(2020, 12, 12), 0)
    signed(pledge, new)
    assert state(pledge) == PledgeState.SIGNED


def test_a_unit_moved_to_another_cluster_owes_the_pledge_there():
    world = build(3, sheets=False)
    pledge = opened(world)
    there = ClusterYearFactory(year=world.cluster_year.year)
    signed(pledge, world.units[0])
    signed(pledge, world.units[1])
    member = world.cluster_year.members.get(unit=world.units[2])
    move_member(member_id=member.pk, to_id=there.pk, reason="Sắp xếp lại", actor=SYSTEM, now=NOW)
    assert state(pledge) == PledgeState.SIGNED
    assert owing() == {world.units[2].pk}  # of the year; the other cluster has not opened its pledge yet


def test_moved_into_the_other_line_the_pledge_of_that_line_asks_it():
    world = two_lines(4)
    justice, enforcement = opened(world, "justice"), opened(world, "enforcement")
    signed(enforcement, world.units[2])
    signed(enforcement, world.units[3])
    world.cluster_year.refresh_from_db()
    lines = ["justice", "enforcement", "enforcement", "enforcement"]
    set_members(
        cluster_year_id=world.cluster_year.pk,
        name=world.cluster_year.name,
        places=[Place(unit.pk, n, line) for n, (unit, line) in enumerate(zip(world.units, lines, strict=True), 1)],
        version=world.cluster_year.version,
        actor=SYSTEM,
        now=NOW,
    )
    assert (state(justice), state(enforcement)) == (PledgeState.OPEN, PledgeState.OPEN)
    assert [member.unit_id for member in missing(enforcement)] == [world.units[1].pk]


def test_when_the_last_unsigned_unit_merges_all_have_signed():
    world = build(3, sheets=False)
    pledge = opened(world)
    signed(pledge, world.units[0])
    signed(pledge, world.units[1])
    merge([world.units[2]], into=world.units[1])
    assert (state(pledge), owing()) == (PledgeState.SIGNED, set())


def test_a_successor_that_has_not_signed_is_bound_and_owes_nothing_more():
    world = build(3, sheets=False)
    pledge = opened(world)
    signed(pledge, world.units[0])
    signature = signed(pledge, world.units[2])
    merge([world.units[2]], into=world.units[1])
    assert (state(pledge), owing()) == (PledgeState.SIGNED, set())
    without = world.units[:1]
    with pytest.raises(MayNotLeave):
        arrange(world, without)
    # Its people open the receipt of the predecessor.
    on_board = {paper.key.unit_id: paper for paper in answered(papers(asked_by(world, 1)))}
    assert on_board[world.units[1].pk].url == signature.get_absolute_url()


def asked_by(world: World, index: int) -> Asked:
    actor = actor_for(world.officers[index], NOW.date())
    unit_ids = frozenset(unit.pk for unit in world.units)
    return Asked(actor, NOW, frozenset([world.cluster_year.year_id]), unit_ids)


def test_people_of_the_successor_open_the_receipt(client):
    world = build(3, sheets=False)
    signature = signed(opened(world), world.units[2])
    merge([world.units[2]], into=world.units[1])
    client.force_login(world.officers[1])
    assert client.get(reverse("pledges:signature-receipt", args=[signature.pk])).status_code == 200


def test_a_signature_opened_again_after_a_merge_is_noted_once_with_the_successor():
    world = build(3, sheets=False)
    signature = signed(opened(world), world.units[2])
    merge([world.units[2]], into=world.units[1])
    asked = {"until": NOW + timedelta(days=1), "asked_by": "Ông Thử", "asked_how": "telephone", "reason": "Ghi sai tên"}
    for _again in range(2):
        withdraw(signature_id=signature.pk, reason=asked["reason"], asked=asked, actor=SYSTEM, now=NOW)
    noted = Reopening.objects.get()
    assert (noted.obligation.unit, noted.asked_by, noted.until) == (world.units[1], "Ông Thử", asked["until"])


def test_counts_name_whoever_is_missing_though_a_merged_unit_has_signed():
    world = build(3, sheets=False)
    pledge = opened(world)
    signed(pledge, world.units[1])
    signed(pledge, world.units[2])
    merge([world.units[2]], into=world.units[1])
    (found,) = with_counts(Pledge.objects.filter(pk=pledge.pk))
    assert (found.signed, asked_of(found)) == (2, 3)
    assert cluster_standing(pledges_of_cluster(world.cluster_year.pk)).missing == 1 == len(missing(pledge))


def test_what_predecessors_have_done_is_done_for_the_successor():
    world = build(3, sheets=False)
    pledge = opened(world)
    old = world.units[1:]
    for unit in old:
        signed(pledge, unit)
    everybody, named = pledge.in_force.commitments.order_by("position")
    for commitment, unit in [(everybody, old[0]), (named, old[1])]:
        report_done(commitment_id=commitment.pk, unit_id=unit.pk, done_on=ON, actor=SYSTEM, now=NOW)
    merge(old, new=NewUnit("MOI", UnitFields("Sở Tư pháp tỉnh Mới", old[0].kind)))
    unit = Unit.objects.get(code="MOI")

    def told() -> list[bool]:
        return [each.progress is not None for each in promises([pledge], NOW, [unit.pk])]

    assert told() == [False, True], "one of the two has not done what all have promised"
    report_done(commitment_id=everybody.pk, unit_id=unit.pk, done_on=ON, actor=SYSTEM, now=NOW + timedelta(hours=1))
    assert told() == [True, True]
    take_back(commitment_id=named.pk, unit_id=unit.pk, actor=SYSTEM, now=NOW)
    assert told() == [True, False]


def test_a_commitment_of_an_unsigned_unit_goes_to_its_successor():
    world = build(3, sheets=False)
    pledge = opened(world)  # the second commitment is that of the last unit
    merge([world.units[2]], into=world.units[1])
    owed = [each.commitment.position for each in promises([pledge], NOW, [world.units[1].pk])]
    assert owed == [1, 2]
