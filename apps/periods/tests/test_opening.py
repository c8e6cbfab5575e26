"""Mở năm thi đua in one guided step; safe to repeat; two years side by side; a Sở opens its own."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from apps.accounts.grants import actor_for
from apps.audit.models import Entry
from apps.clusters.domain.heads import appoint_head
from apps.clusters.enums import HeadRole
from apps.clusters.models import ClusterYear, HeadTerm
from apps.clusters.tests.factories import ClusterYearFactory, HeadTermFactory, MemberFactory
from apps.core.actor import system_actor
from apps.core.errors import DomainError
from apps.jobs.models import Job
from apps.obligations.models import Duty, Obligation, last_moment
from apps.obligations.tests.factories import DutyFactory, ObligationFactory
from apps.periodic_reports.models import ReportTemplate
from apps.periodic_reports.tests.factories import issued_template
from apps.periods import opening
from apps.periods.domain import new_year
from apps.periods.domain.new_year import Plan, from_json, open_year, to_json
from apps.periods.domain.years import YearClosed
from apps.periods.models import EmulationYear
from apps.periods.reference import load_holidays
from apps.periods.tasks import open_year_task
from apps.periods.tests.factories import EmulationYearFactory
from apps.scoring.domain.criteria_sets import issue_set
from apps.scoring.models import CriteriaSet
from apps.scoring.tests.factories import criteria_set_of_leaves
from apps.units.enums import Role, SuccessionKind, UnitKind
from apps.units.models import SuccessionPair, UnitSuccession
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

NOW = datetime(2026, 11, 12, 9, tzinfo=UTC)
SYSTEM = system_actor()
pytestmark = pytest.mark.django_db


@pytest.fixture
def last():
    """2026: a cluster of three, the third member ends with the year; a duty that will fall on a Sunday; a set."""
    load_holidays()
    year = EmulationYearFactory(year=2026)
    cluster_year = ClusterYearFactory(year=year, name="Cụm thi đua số 1")
    members = MemberFactory.create_batch(3, cluster_year=cluster_year)
    HeadTermFactory(cluster_year=cluster_year, unit=members[0].unit, role=HeadRole.HEAD, starts_on=date(2026, 1, 1))
    duty = DutyFactory(year=year, code="registration", label="Đăng ký thi đua năm 2026", due_on=date(2026, 3, 14))
    for member in members:
        ObligationFactory(duty=duty, unit=member.unit)
    issue_set(criteria_set_id=criteria_set_of_leaves(1, year=year).pk, actor=SYSTEM, now=NOW)
    ended, heir = members[2].unit, UnitFactory(name="Đơn vị kế thừa")
    ended.valid_to = date(2026, 12, 31)
    ended.save()
    succession = UnitSuccession.objects.create(kind=SuccessionKind.MERGE, effective_on=date(2027, 1, 1))
    SuccessionPair.objects.create(succession=succession, predecessor=ended, successor=heir)
    return year


def draft(last) -> EmulationYear:
    return new_year.draft_of(last.year + 1, last.organiser, *new_year.next_days(last))


def rows_of(last, name: str) -> dict[str, opening.Row]:
    found = {part.name: rows for part, rows in opening.preview(last, draft(last), SYSTEM)}
    return {row.key: row for row in found[name]}


def everything(last, **changed) -> Plan:
    """What the form sends when nothing is changed, with ``changed[part][key]`` put over it."""
    chosen = {}
    for part, rows in opening.preview(last, draft(last), SYSTEM):
        for row in rows:
            if row.selectable or row.fields:
                values = {each.name: each.value for each in row.fields}
                chosen.setdefault(part.name, {})[row.key] = values | changed.get(part.name, {}).get(row.key, {})
    starts_on, ends_on = new_year.next_days(last)
    return Plan(last.organiser_id, last.year + 1, starts_on, ends_on, from_year_id=last.pk, chosen=chosen)


def opened(last, **changed) -> EmulationYear:
    return open_year(plan=everything(last, **changed), actor=SYSTEM, now=NOW)


def test_differences_are_shown_before_anything_is_written(last):
    [cluster] = rows_of(last, "clusters").values()
    assert (cluster.last, cluster.next, cluster.change) == ("3 đơn vị", "2 đơn vị", opening.Change.CHANGED)
    assert "không còn hoạt động (kế thừa: Đơn vị kế thừa)" in cluster.note
    duty = rows_of(last, "duties")["registration"]
    assert duty.fields[0].value == date(2027, 3, 15)  # 14/03/2027 is a Sunday
    assert "Chủ nhật" in duty.note
    assert EmulationYear.objects.count() == 1
    # Confirming estimates is owed by whoever enters one, in every year anew.
    DutyFactory(year=last, code="other:result_confirmation", due_on=date(2027, 1, 31))
    assert set(rows_of(last, "duties")) == {"letter", "registration"}


def test_one_step_carries_over_clusters_duties_and_criteria(last):
    year = opened(last)
    assert (year.year, year.state, year.starts_on) == (2027, "open", date(2027, 1, 1))
    cluster_year = ClusterYear.objects.get(year=year)
    assert cluster_year.members.count() == 2
    duty = Duty.objects.get(year=year)
    assert (duty.label, duty.due_on) == ("Đăng ký thi đua năm 2027", date(2027, 3, 15))
    assert "Đơn vị kế thừa" in duty.obligations.values_list("unit__name", flat=True)
    assert duty.obligations.count() == 3
    copied = CriteriaSet.objects.get(year=year)
    assert (copied.state, copied.criteria.count()) == ("draft", 2)
    assert not HeadTerm.objects.filter(cluster_year=cluster_year).exists()  # no decision yet: nobody is named


def test_opening_twice_writes_nothing_twice_and_keeps_what_people_changed(last):
    year = opened(last)
    Duty.objects.filter(year=year).update(due_on=date(2027, 4, 1))
    cluster_year = ClusterYear.objects.get(year=year)
    cluster_year.members.last().delete()
    counts = [model.objects.count() for model in (EmulationYear, ClusterYear, Duty, Obligation, CriteriaSet, Entry)]
    again = open_year(plan=everything(last), actor=SYSTEM, now=NOW)
    assert again == year
    assert counts == [
        model.objects.count() for model in (EmulationYear, ClusterYear, Duty, Obligation, CriteriaSet, Entry)
    ]
    assert Duty.objects.get(year=year).due_on == date(2027, 4, 1)
    assert cluster_year.members.count() == 1
    assert {row.change for row in rows_of(last, "duties").values()} == {opening.Change.DONE}


def test_same_plan_again_changes_nothing(last):
    plan = everything(last)
    open_year(plan=plan, actor=SYSTEM, now=NOW)
    entries = Entry.objects.count()
    open_year(plan=from_json(to_json(plan)), actor=SYSTEM, now=NOW)
    assert (Entry.objects.count(), Duty.objects.count()) == (entries, 2)


def test_s001_1_head_of_the_new_year_is_named_by_decision(last):
    """The new head's unit, decision and first day; the old head acts until the day before."""
    member = last.clusters.get().members.order_by("order")[1]
    key = str(last.clusters.get().cluster_id)
    decision = {
        "symbol": "12/QĐ-BTP",
        "issued_on": date(2026, 12, 20),
        "issuer_name": "Bộ",
        "starts_on": date(2027, 1, 1),
    }
    year = opened(last, heads={"decision": decision, key: {"head": str(member.unit_id)}})
    term = HeadTerm.objects.get(cluster_year__year=year)
    assert (term.unit_id, term.role, term.starts_on) == (member.unit_id, HeadRole.HEAD, date(2027, 1, 1))
    assert HeadTerm.objects.get(cluster_year__year=last).ends_on == date(2026, 12, 31)


def test_head_named_after_the_opening_owes_the_plan_and_the_consolidated_sheet(last):
    """However the last year asked for them; with time for what is past by then. A change of head moves no duty."""
    DutyFactory(year=last, code="plan", due_on=date(2026, 2, 10))
    DutyFactory(year=last, code="consolidation", due_on=date(2026, 4, 15), audience=["all:heads"])
    cluster_year = ClusterYear.objects.get(year=opened(last))
    of_heads = Obligation.objects.filter(duty__year=cluster_year.year, duty__code__in=["plan", "consolidation"])
    assert (Duty.objects.filter(year=cluster_year.year).count(), of_heads.count()) == (3, 0)
    first, second = (member.unit for member in cluster_year.members.order_by("order"))
    for unit, day in ((first, date(2027, 3, 1)), (second, date(2027, 6, 1))):
        now = NOW.replace(year=day.year, month=day.month)
        term = {"unit_id": unit.pk, "role": HeadRole.HEAD, "starts_on": day}
        appoint_head(cluster_year_id=cluster_year.pk, **term, actor=SYSTEM, now=now)
    assert set(of_heads.values_list("duty__code", "unit", "extended_to")) == {
        ("plan", first.pk, last_moment(date(2027, 4, 11))),
        ("consolidation", first.pk, None),
    }


def test_head_without_a_decision_is_refused_and_nothing_is_written(last):
    key, unit = str(last.clusters.get().cluster_id), last.clusters.get().members.first().unit_id
    with pytest.raises(DomainError, match="quyết định"):
        opened(last, heads={key: {"head": str(unit)}})
    assert EmulationYear.objects.count() == 1


def test_closed_year_takes_nothing_over(last):
    EmulationYearFactory(organiser=last.organiser, year=2027, state="closed")
    with pytest.raises(YearClosed):
        open_year(plan=everything(last), actor=SYSTEM, now=NOW)


def test_two_years_are_open_side_by_side(last, client):
    opened(last)
    last.refresh_from_db()
    assert last.state == "open"
    client.force_login(RoleAssignmentFactory(unit=last.organiser, role=Role.STANDING_OFFICE).user)
    page = client.get(reverse("periods:year-list"))
    assert [year.year for year, *_rest in page.context["side_by_side"]] == [2027, 2026]
    assert "Mở năm thi đua 2028" in page.content.decode()


def test_enforcement_work_year_goes_on_as_one():
    year = EmulationYearFactory(year=2026, starts_on=date(2025, 10, 1), ends_on=date(2026, 9, 30))
    assert new_year.next_days(year) == (date(2026, 10, 1), date(2027, 9, 30))
    assert year.is_enforcement_work_year


def post_of(client, url) -> dict:
    """The form as the browser sends it when nothing is touched."""
    form = client.get(url).context["form"]
    data = {}
    for name in form.fields:
        value = form[name].value()
        if value is True:
            data[name] = "on"
        elif value not in (None, False, ""):
            data[name] = form[name].field.prepare_value(value) if hasattr(value, "isoformat") else value
    return data


def test_guided_step_asks_once_more_and_then_opens(last, client):
    client.force_login(RoleAssignmentFactory(unit=last.organiser, role=Role.STANDING_OFFICE).user)
    url = reverse("periods:year-next", args=[last.pk])
    data = post_of(client, url) | {"value-duties-registration-due_on": "07/02/2027"}
    asked = client.post(url, data)
    text = asked.content.decode()
    assert asked.status_code == 200
    assert "07/02/2027 là ngày nghỉ (Tết Nguyên đán Đinh Mùi)" in text
    assert EmulationYear.objects.count() == 1
    changing = client.post(url, {**data, "change": "1"})
    assert 'value="07/02/2027"' in changing.content.decode()
    token = {"form_token": asked.context["form_token"]}
    done = client.post(url, {**data, **token, "confirmed": "1"})
    year = EmulationYear.objects.get(year=2027)
    assert (done.status_code, done.headers["Location"]) == (302, year.get_absolute_url())
    assert Duty.objects.get(year=year).due_on == date(2027, 2, 7)  # warned, not forbidden
    assert client.post(url, {**data, **token, "confirmed": "1"}).headers["Location"] == year.get_absolute_url()


def test_large_year_is_opened_by_a_job_with_progress(last, client, monkeypatch):
    monkeypatch.setattr(new_year, "MOST_AT_ONCE", 1)
    user = RoleAssignmentFactory(unit=last.organiser, role=Role.STANDING_OFFICE).user
    client.force_login(user)
    url = reverse("periods:year-next", args=[last.pk])
    client.post(url, {**post_of(client, url), "confirmed": "1"})
    assert not EmulationYear.objects.filter(year=2027).exists()
    job = Job.objects.get()
    open_year_task(job_id=job.pk)
    job.refresh_from_db()
    year = EmulationYear.objects.get(year=2027)
    assert (job.state, job.result_url) == ("done", year.get_absolute_url())
    assert Duty.objects.filter(year=year).count() == 1


def test_so_opens_its_own_first_year_and_then_the_next(client):
    department = UnitFactory(kind=UnitKind.JUSTICE_DEPARTMENT)
    user = RoleAssignmentFactory(unit=department, role=Role.STANDING_OFFICE).user
    client.force_login(user)
    url = reverse("periods:year-first")
    data = {
        "organiser": department.pk,
        "year": 2026,
        "starts_on": "01/01/2026",
        "ends_on": "31/12/2026",
        "stages": ["registration", "scoring", "ranking"],
    }
    client.post(url, data)
    year = EmulationYear.objects.get(organiser=department)
    assert (year.state, year.uses("ranking"), year.uses("pledge")) == ("open", True, False)
    url = reverse("periods:year-next", args=[year.pk])
    client.post(url, {**post_of(client, url), "confirmed": "1"})
    following = EmulationYear.objects.get(organiser=department, year=2027)
    assert following.stages_off == year.stages_off


def test_so_may_not_open_the_ministrys_year(last, client):
    user = RoleAssignmentFactory(unit=UnitFactory(), role=Role.STANDING_OFFICE).user
    client.force_login(user)
    assert client.get(reverse("periods:year-next", args=[last.pk])).status_code == 403
    first = client.post(
        reverse("periods:year-first"),
        {
            "organiser": last.organiser_id,
            "year": 2027,
            "starts_on": "01/01/2027",
            "ends_on": "31/12/2027",
            "stages": ["scoring"],
        },
    )
    assert first.status_code == 422
    assert not EmulationYear.objects.filter(year=2027).exists()
    assert actor_for(user, NOW.date()).holds(Role.STANDING_OFFICE)


@pytest.mark.parametrize("clusters", [1, 4])
def test_query_count_of_the_guided_step_does_not_grow(last, client, clusters, django_assert_max_num_queries):
    for _number in range(clusters):
        MemberFactory.create_batch(2, cluster_year=ClusterYearFactory(year=last))
        DutyFactory(year=last, code=f"report:r{_number}")
    client.force_login(RoleAssignmentFactory(unit=last.organiser, role=Role.STANDING_OFFICE).user)
    with django_assert_max_num_queries(34):
        assert client.get(reverse("periods:year-next", args=[last.pk])).status_code == 200


def test_reports_come_with_their_templates_as_drafts(last):
    template = issued_template(
        cluster_year=ClusterYear.objects.get(year=last),
        code="nam-2026",
        label="Báo cáo năm 2026",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        due_on=date(2026, 11, 13),
    )
    assert template.duty_code not in rows_of(last, "duties")
    year = opened(last)
    copied = ReportTemplate.objects.get(year=year)
    assert (copied.code, copied.label, copied.state) == ("nam-2027", "Báo cáo năm 2027", "draft")
    assert (copied.starts_on, copied.due_on) == (date(2027, 1, 1), date(2027, 11, 15))  # a Saturday before
    assert copied.items.count() == template.items.count() > 0
    assert not Duty.objects.filter(year=year, code__startswith="report:").exists()
    opened(last)
    assert ReportTemplate.objects.filter(year=year).count() == 1
