"""Correcting and ending terms of heads; what keeps a mistyped year, a closed year or a second code out."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from apps.audit.models import Entry
from apps.clusters.domain.clusters import MayNotLeave, Place, UnitEnded, form_cluster, set_members
from apps.clusters.domain.heads import (
    DecisionFacts,
    HeadTermsOverlap,
    Office,
    OutsideOfYear,
    appoint_by_decision,
    appoint_head,
    change_head,
)
from apps.clusters.enums import HeadRole
from apps.clusters.models import ClusterYear, HeadTerm, Member
from apps.clusters.tests.factories import ClusterYearFactory, HeadTermFactory, MemberFactory
from apps.core.actor import system_actor
from apps.periods.domain.years import YearClosed
from apps.periods.enums import YearState
from apps.periods.tests.factories import EmulationYearFactory
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

NOW = datetime(2020, 11, 12, 9, tzinfo=UTC)
SYSTEM = system_actor()
pytestmark = pytest.mark.django_db


def appointed(cluster_year, unit, starts_on=date(2020, 1, 1), role=HeadRole.HEAD, **more):
    return appoint_head(
        cluster_year_id=cluster_year.pk,
        unit_id=unit.pk,
        role=role,
        starts_on=starts_on,
        actor=SYSTEM,
        now=NOW,
        **more,
    )


def changed(term, **more):
    facts = {"starts_on": term.starts_on, "ends_on": None, "person_name": "", "person_post": "", "reason": "Ghi nhầm"}
    return change_head(term_id=term.pk, actor=SYSTEM, now=NOW, **(facts | more))


def set_to(cluster_year, *units):
    return set_members(
        cluster_year_id=cluster_year.pk,
        name=cluster_year.name,
        places=[Place(unit.pk, order) for order, unit in enumerate(units, start=1)],
        version=ClusterYear.objects.get(pk=cluster_year.pk).version,
        actor=SYSTEM,
        now=NOW,
    )


def test_a_head_from_a_file_gets_the_decision_later():
    member = MemberFactory()
    term = appointed(member.cluster_year, member.unit)
    decision = DecisionFacts("1/QĐ-BTP", date(2019, 12, 20), "Bộ Tư pháp")
    for _ in range(2):
        appoint_by_decision(
            cluster_year_id=member.cluster_year_id,
            decision=decision,
            starts_on=term.starts_on,
            head=Office(member.unit_id, "Lê Văn Mẫu", "Vụ trưởng"),
            deputies=[],
            actor=SYSTEM,
            now=NOW,
        )
    term = HeadTerm.objects.get()
    assert (term.decision.symbol, term.person_name) == ("1/QĐ-BTP", "Lê Văn Mẫu")
    assert Entry.objects.filter(action="clusters.head_term.change").count() == 1


@pytest.mark.parametrize(
    ("day", "fits"),
    [(date(2019, 7, 4), False), (date(2019, 7, 5), True), (date(2021, 6, 29), True), (date(2021, 6, 30), False)],
)
def test_first_day_lies_near_the_year(day, fits):
    member = MemberFactory()
    if fits:
        assert appointed(member.cluster_year, member.unit, day).starts_on == day
    else:
        with pytest.raises(OutsideOfYear) as error:
            appointed(member.cluster_year, member.unit, day)
        assert error.value.field == "starts_on"


def test_a_closed_year_gets_no_cluster_and_no_head():
    member = MemberFactory(cluster_year__year__state=YearState.CLOSED)
    with pytest.raises(YearClosed):
        appointed(member.cluster_year, member.unit)
    with pytest.raises(YearClosed):
        changed(HeadTermFactory(cluster_year=member.cluster_year), person_name="Lê Văn Mẫu")
    year = member.cluster_year.year
    facts = {"name": "Cụm mới", "kind": "cluster", "organiser_id": year.organiser_id, "year_id": year.pk}
    with pytest.raises(YearClosed):
        form_cluster(code="MOI", members=[], actor=SYSTEM, now=NOW, **facts)
    assert not ClusterYear.objects.filter(cluster__code="MOI").exists()


def test_a_term_is_corrected_and_ended_with_a_reason():
    term = HeadTermFactory()
    changed(term, ends_on=date(2020, 6, 30), person_name="Lê Văn Mẫu", reason="Chuyển công tác")
    term.refresh_from_db()
    assert (term.ends_on, term.person_name) == (date(2020, 6, 30), "Lê Văn Mẫu")
    entry = Entry.objects.get(action="clusters.head_term.change")
    assert (entry.reason, entry.before["ends_on"], entry.after["ends_on"]) == ("Chuyển công tác", None, "2020-06-30")
    with pytest.raises(HeadTermsOverlap):
        changed(term, ends_on=date(2019, 12, 31))
    HeadTermFactory(cluster_year=term.cluster_year, starts_on=date(2020, 7, 1))
    with pytest.raises(HeadTermsOverlap):
        changed(term)


def test_page_ends_a_term_and_the_cluster_leads_there(client):
    term = HeadTermFactory()
    organiser = term.cluster_year.cluster.organiser
    client.force_login(RoleAssignmentFactory(unit=organiser, role=Role.STANDING_OFFICE).user)
    url = reverse("clusters:head-change", args=[term.cluster_year_id, term.pk])
    assert url in client.get(term.cluster_year.get_absolute_url()).content.decode()
    data = {"starts_on": "01/01/2020", "ends_on": "31/12/2019", "reason": "Hết nhiệm vụ"}
    assert client.post(url, data).status_code == 422
    assert client.post(url, {**data, "ends_on": "30/6/2020"}).status_code == 302
    term.refresh_from_db()
    assert term.ends_on == date(2020, 6, 30)
    assert client.get(reverse("clusters:head-change", args=[ClusterYearFactory().pk, term.pk])).status_code == 404


def test_the_head_may_not_leave_its_cluster():
    member = MemberFactory()
    other = MemberFactory(cluster_year=member.cluster_year)
    term = HeadTermFactory(cluster_year=member.cluster_year, unit=member.unit)
    with pytest.raises(MayNotLeave, match="kết thúc nhiệm vụ trước"):
        set_to(member.cluster_year, other.unit)
    changed(term, ends_on=date(2020, 11, 11))
    set_to(member.cluster_year, other.unit)


def test_a_unit_that_left_during_the_year_comes_back():
    gone = MemberFactory(left_on=date(2020, 6, 1))
    set_to(gone.cluster_year, gone.unit)
    assert Member.objects.get().left_on is None


def test_a_unit_that_had_ended_before_the_year_is_no_new_member():
    cluster_year = ClusterYearFactory()
    with pytest.raises(UnitEnded, match="chọn đơn vị kế thừa"):
        set_to(cluster_year, UnitFactory(valid_to=date(2019, 12, 31)))
    set_to(cluster_year, UnitFactory(valid_to=date(2020, 6, 30)))


def test_list_counts_members_that_stand(client):
    member = MemberFactory()
    MemberFactory(cluster_year=member.cluster_year, left_on=date(2020, 6, 1))
    organiser = member.cluster_year.cluster.organiser
    client.force_login(RoleAssignmentFactory(unit=organiser, role=Role.STANDING_OFFICE).user)
    [(row, *_rest)] = client.get(reverse("clusters:cluster-year-list")).context["rows"]
    assert row.member_count == 1


def test_a_used_code_is_refused_beside_its_field(client):
    known = ClusterYearFactory(cluster__code="CUM-1", year=EmulationYearFactory(year=2020))
    organiser = known.cluster.organiser
    client.force_login(RoleAssignmentFactory(unit=organiser, role=Role.STANDING_OFFICE).user)
    data = {"organiser": organiser.pk, "kind": "cluster", "code": "cum-1", "name": "Cụm khác", "year": 2020}
    answer = client.post(reverse("clusters:cluster-form"), data)
    assert answer.status_code == 422
    assert "chọn mã khác" in str(answer.context["form"].errors["code"])
    assert ClusterYear.objects.count() == 1
