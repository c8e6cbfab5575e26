"""S001-1 and S003-9: rights of heads begin and end on the days of the decisions."""

from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from apps.accounts.grants import actor_for
from apps.audit.models import Entry
from apps.clusters.domain.heads import DecisionFacts, HeadTermsOverlap, Office, appoint_by_decision, appoint_head
from apps.clusters.enums import HeadRole
from apps.clusters.models import ClusterYear, HeadTerm
from apps.clusters.tests.factories import ClusterFactory, ClusterYearFactory, MemberFactory
from apps.core.actor import system_actor
from apps.dashboard import policies as board
from apps.dashboard.navigation import menu
from apps.dashboard.workplace import build
from apps.documents.models import Document, Use
from apps.periods.domain.years import advance
from apps.periods.tests.factories import EmulationYearFactory
from apps.ranking.policies import can_compute
from apps.scoring.models import ScoreSheet
from apps.scoring.review_policies import can_review
from apps.scoring.tests.review_cases import sheet_in_step
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
SYSTEM = system_actor()
pytestmark = pytest.mark.django_db


def region(first: int, *more: int, kind: str = "region") -> list[ClusterYear]:
    """The same cluster in several years of one organiser."""
    years = [EmulationYearFactory(year=first)]
    years += [EmulationYearFactory(year=year, organiser=years[0].organiser) for year in more]
    cluster = ClusterFactory(organiser=years[0].organiser, kind=kind)
    return [ClusterYearFactory(cluster=cluster, year=year) for year in years]


def decide(cluster_year, starts_on, head, *deputies, symbol="1/QĐ-BTP"):
    return appoint_by_decision(
        cluster_year_id=cluster_year.pk,
        decision=DecisionFacts(symbol, starts_on - timedelta(days=20), "Bộ Tư pháp"),
        starts_on=starts_on,
        head=head and Office(head.pk),
        deputies=[Office(unit.pk) for unit in deputies],
        actor=SYSTEM,
        now=NOW,
    )


def officer_in(unit):
    return RoleAssignmentFactory(unit=unit, starts_on=date(2019, 1, 1)).user


def menus(user, on: date) -> dict[int, list[str]]:
    """Kind of menu of each role by working year."""
    actor = actor_for(user, on)
    return {year: [role.menu for role in build(actor, year, None).roles] for year in build(actor, None, None).years}


def test_s001_1_head_2023():
    now_2023, next_year = region(2023, 2024)
    lao_cai, other = (MemberFactory(cluster_year=year).unit for year in (now_2023, next_year))
    for cluster_year in (now_2023, next_year):
        for unit in (lao_cai, other):
            if not cluster_year.members.filter(unit=unit).exists():
                MemberFactory(cluster_year=cluster_year, unit=unit)
    elsewhere = ClusterYearFactory(year=now_2023.year)
    user = officer_in(lao_cai)
    decide(now_2023, date(2023, 1, 1), lao_cai, symbol="2478/QĐ-BTP")

    assert menus(user, date(2022, 12, 31))[2023] == ["officer"]
    assert menus(user, date(2023, 1, 1))[2023] == ["cluster_head", "officer"]
    assert menus(user, date(2023, 1, 1))[2024] == ["officer"], "that region in that year only"
    head = actor_for(user, date(2023, 1, 1))
    assert head.cluster_year_ids() == {now_2023.pk}
    assert not ClusterYear.objects.visible_to(head).filter(pk=elsewhere.pk).exists()

    decide(next_year, date(2024, 1, 1), other, symbol="3000/QĐ-BTP")
    assert menus(user, date(2023, 12, 31))[2023] == ["cluster_head", "officer"]
    assert menus(user, date(2024, 1, 1))[2023] == ["officer", "former_head"]
    assert menus(officer_in(other), date(2024, 1, 1))[2024] == ["cluster_head", "officer"]
    after = actor_for(user, date(2024, 1, 1))
    assert not after.holds(HeadRole.HEAD, HeadRole.DEPUTY)
    assert ClusterYear.objects.visible_to(after).filter(pk=now_2023.pk).exists()
    assert board.can_watch(after, now_2023)
    assert board.can_act_on_board(after, now_2023), "closing tasks until done"
    assert can_compute(after, now_2023)
    assert not board.can_watch(after, next_year)
    offered = [str(item.label) for item in menu("former_head", facts={"cluster_year": now_2023.pk}, view_name="")]
    assert offered == ["Năm đã phụ trách", "Chấm điểm, xếp hạng", "Thành viên, Trưởng, Phó Trưởng"]

    for action in ("start_closing", "close"):
        advance(year_id=now_2023.year_id, action=action, actor=SYSTEM, now=NOW, acknowledged=True)
    closed = actor_for(user, date(2024, 6, 1))
    assert closed.holds("former_head", cluster_year_id=now_2023.pk)
    assert board.can_watch(closed, now_2023), "reading stays"
    assert not board.can_act_on_board(closed, now_2023)
    assert not can_compute(closed, now_2023)


def test_s003_9_handover():
    sheet = sheet_in_step()
    cluster_year = sheet.cluster_year
    following = ClusterYearFactory(
        cluster=cluster_year.cluster,
        year=EmulationYearFactory(year=cluster_year.year.year + 1, organiser=cluster_year.year.organiser),
    )
    old, law, finance = UnitFactory(), UnitFactory(name="Vụ Pháp luật quốc tế"), UnitFactory(name="Cục Kế hoạch")
    old_head, new_head, new_deputy = officer_in(old), officer_in(law), officer_in(finance)
    decide(cluster_year, date(2020, 1, 1), old, symbol="1/QĐ-BTP")
    day = date(2021, 1, 1)
    terms = appoint_by_decision(
        cluster_year_id=following.pk,
        decision=DecisionFacts("2/QĐ-BTP", date(2020, 12, 20), "Bộ Tư pháp"),
        starts_on=day,
        head=Office(law.pk, "Bạch Quốc An", "Vụ trưởng Vụ Pháp luật quốc tế"),
        deputies=[Office(finance.pk, "Phan Anh Tuấn", "Cục trưởng Cục Kế hoạch - Tài chính")],
        actor=SYSTEM,
        now=NOW,
    )
    assert [term.holder for term in terms] == [
        "Bạch Quốc An, Vụ trưởng Vụ Pháp luật quốc tế",
        "Phan Anh Tuấn, Cục trưởng Cục Kế hoạch - Tài chính",
    ]
    before = day - timedelta(days=1)
    for user, role in ((new_head, "cluster_head"), (new_deputy, "cluster_deputy")):
        assert not actor_for(user, before).holds(role)
        assert actor_for(user, day).holds(role, cluster_year_id=following.pk)
    assert actor_for(old_head, before).holds("cluster_head", cluster_year_id=cluster_year.pk)
    after = actor_for(old_head, day)
    assert not after.holds("cluster_head")
    assert can_review(after, sheet), "the closing tasks of 2020 are his until done"
    assert not can_review(actor_for(new_head, day), sheet)
    assert ScoreSheet.objects.visible_to(after).filter(pk=sheet.pk).exists()


def test_decision_is_filed_cited_and_stands_in_the_trail():
    [cluster_year] = region(2023)
    unit = UnitFactory()
    for _ in range(2):  # sent twice, done once
        [term] = decide(cluster_year, date(2023, 1, 1), unit, symbol="2478/QĐ-BTP")
    assert term.decision == Document.objects.get()
    assert Use.objects.get().path == cluster_year.get_absolute_url()
    assert Entry.objects.filter(action="clusters.head_term.appoint").count() == 1


def test_two_heads_at_a_time_are_refused_and_the_page_is_told_who():
    [cluster_year] = region(2023)
    first = UnitFactory(name="Sở Tư pháp Lào Cai")
    decide(cluster_year, date(2023, 1, 1), first)
    with pytest.raises(HeadTermsOverlap) as error:
        decide(cluster_year, date(2023, 1, 1), UnitFactory(), symbol="2/QĐ-BTP")
    assert "Sở Tư pháp Lào Cai" in str(error.value)
    assert error.value.field == "starts_on"
    assert HeadTerm.objects.count() == 1
    assert Document.objects.count() == 1, "the second decision is not kept either"


def test_head_changed_in_the_year_lets_the_old_one_read_only():
    [cluster_year] = region(2023)
    first, second = UnitFactory(), UnitFactory()
    user = officer_in(first)
    decide(cluster_year, date(2023, 1, 1), first)
    decide(cluster_year, date(2023, 7, 1), second, symbol="2/QĐ-BTP")
    assert actor_for(user, date(2023, 6, 30)).holds("cluster_head")
    assert [grant.role for grant in actor_for(user, date(2023, 7, 1)).grants] == ["former_head", "officer"]
    assert HeadTerm.objects.get(unit=first).ends_on == date(2023, 6, 30)


def test_earlier_year_entered_later_ends_where_the_next_head_begins():
    first, second = region(2022, 2023)
    decide(second, date(2023, 1, 1), UnitFactory())
    [term] = decide(first, date(2022, 1, 1), UnitFactory(), symbol="0/QĐ-BTP")
    assert term.ends_on == date(2022, 12, 31)


def test_third_deputy_and_a_unit_in_both_offices_are_refused():
    [cluster_year] = region(2023)
    units = UnitFactory.create_batch(3)
    decide(cluster_year, date(2023, 1, 1), units[0], units[1])
    with pytest.raises(HeadTermsOverlap):
        decide(cluster_year, date(2023, 2, 1), None, units[0], symbol="2/QĐ-BTP")
    decide(cluster_year, date(2023, 2, 1), None, units[2], symbol="3/QĐ-BTP")
    with pytest.raises(HeadTermsOverlap) as error:
        decide(cluster_year, date(2023, 3, 1), None, UnitFactory(), symbol="4/QĐ-BTP")
    assert "hai Phó" in str(error.value)


@pytest.mark.django_db(transaction=True)
def test_two_decisions_in_the_same_moment_make_one_head():
    [cluster_year] = region(2023)
    units, barrier, refused = UnitFactory.create_batch(2), Barrier(2), []

    def enter(unit):
        barrier.wait()
        try:
            appoint_head(
                cluster_year_id=cluster_year.pk,
                unit_id=unit.pk,
                role=HeadRole.HEAD,
                starts_on=date(2023, 1, 1),
                actor=SYSTEM,
                now=NOW,
            )
        except HeadTermsOverlap as error:
            refused.append(str(error))
        finally:
            connection.close()

    threads = [Thread(target=enter, args=[unit]) for unit in units]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert HeadTerm.objects.filter(cluster_year=cluster_year).count() == 1
    assert len(refused) == 1
