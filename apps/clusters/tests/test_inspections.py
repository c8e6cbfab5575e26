"""S000-10: an inspection with findings becomes the unit's tasks; the fix is reported, accepted or asked again."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from apps.accounts.grants import actor_for
from apps.clusters.domain import inspections
from apps.clusters.domain.findings import FixNotTold, accept_fix, ask_again, reopen_finding, report_fix
from apps.clusters.domain.inspections import Found, Plan
from apps.clusters.enums import FindingState
from apps.clusters.inspections_keepers import followed
from apps.clusters.inspections_reading import inspections_of_cluster
from apps.clusters.inspections_workflow import FINDING_FLOW
from apps.clusters.models import Finding, Inspection
from apps.clusters.tests.factories import ClusterYearFactory, HeadTermFactory, MemberFactory
from apps.core.actor import system_actor
from apps.core.components import StatusWord
from apps.core.errors import NotAllowed, StaleVersion, TransitionNotAllowed
from apps.documents.domain.citing import file_document
from apps.documents.models import Use
from apps.notifications.models import Notice
from apps.periods.domain.years import YearClosed
from apps.periods.enums import YearState
from apps.periods.tests.factories import EmulationYearFactory
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2022, 5, 20, 2, tzinfo=UTC)
HELD = date(2022, 5, 19)
SYSTEM = system_actor()
THREE = ("Chưa lưu biên bản bình xét", "Chưa mở sổ theo dõi", "Chưa gửi báo cáo chuyên đề")


@pytest.fixture
def region():
    cluster_year = ClusterYearFactory(year=EmulationYearFactory(year=2022))
    head, unit = MemberFactory.create_batch(2, cluster_year=cluster_year)
    HeadTermFactory(cluster_year=cluster_year, unit=head.unit)
    return cluster_year, RoleAssignmentFactory(unit=head.unit).user, RoleAssignmentFactory(unit=unit.unit).user, unit


def acting(user, now=NOW):
    return actor_for(user, now.date())


def planned(region) -> Inspection:
    cluster_year, head, _officer, member = region
    return inspections.plan_inspection(
        cluster_year_id=cluster_year.pk,
        unit_id=member.unit_id,
        plan=Plan(HELD, "Công tác thi đua, khen thưởng 5 tháng", ("Trần Thị Thử, Trưởng đoàn",)),
        actor=acting(head),
        now=NOW,
    )


def held(region, texts=THREE) -> list[Finding]:
    inspection = planned(region)
    inspections.hold_inspection(
        inspection_id=inspection.pk,
        version=inspection.version,
        held_on=HELD,
        found=[Found(text, HELD + timedelta(days=30)) for text in texts],
        conclusion="Ba nội dung cần khắc phục",
        minutes=None,
        actor=acting(region[1]),
        now=NOW,
    )
    return list(Finding.objects.order_by("number"))


def fix(region, finding, now=NOW, symbol="12/BC-T") -> Finding:
    unit = region[3].unit
    paper = file_document(
        symbol=symbol, issued_on=now.date(), issuer_name=unit.name, owner_code=unit.code, actor=SYSTEM, now=now
    )
    return report_fix(finding_id=finding.pk, note="Đã làm xong", document=paper, actor=acting(region[2], now), now=now)


def test_s000_10_three_findings_arrive_as_tasks_and_the_closing_list_tells_open_from_closed(client, region):
    cluster_year, head, officer, member = region
    findings = held(region)
    client.force_login(officer)
    with time_machine.travel(NOW, tick=False):
        home = client.get("/")
    tasks = [task for task in home.context["unit_year"].tasks if "Khắc phục sau kiểm tra" in task.title]
    assert [task.title.partition(": ")[2] for task in tasks] == list(THREE)
    assert {(task.due_on, task.days_left, task.status) for task in tasks} == {
        (date(2022, 6, 18), 29, StatusWord.NOT_STARTED)
    }
    assert Notice.objects.filter(recipient=officer, kind__code="clusters.inspection_findings").count() == 1

    fixed = fix(region, findings[0])
    assert Notice.objects.filter(recipient=head, kind__code="clusters.fix_reported").count() == 1
    accept_fix(finding_id=fixed.pk, actor=acting(head), now=NOW)
    again = fix(region, findings[1], symbol="13/BC-T")
    ask_again(finding_id=again.pk, remark="Gửi bản chụp sổ", actor=acting(head), now=NOW)

    found = inspections_of_cluster(cluster_year, acting(head))
    assert [finding.text for finding in found.open] == list(THREE[1:])
    assert [finding.text for finding in found.closed] == [THREE[0]]
    with time_machine.travel(NOW, tick=False):
        home = client.get("/")
        words = {
            task.title.partition(": ")[2]: task.status for task in home.context["unit_year"].tasks if ": " in task.title
        }
        assert words == {
            THREE[0]: StatusWord.FINAL,
            THREE[1]: StatusWord.RETURNED,
            THREE[2]: StatusWord.NOT_STARTED,
        }
        client.force_login(head)
        page = client.get(reverse("clusters:cluster-inspections", args=[cluster_year.pk]))
        file = client.get(page.request["PATH_INFO"], {"format": "csv"}).content.decode()
    assert [line.split('","')[4] for line in file.splitlines()[1:]] == [*THREE[1:], THREE[0]]
    assert [line.finding.text for line in page.context["closed_lines"]] == [THREE[0]]
    assert len(page.context["open_lines"]) == 2
    assert member.unit_name in page.content.decode()


def test_lateness_counts_to_the_first_report_and_stays(region):
    finding = held(region)[0]
    late = NOW + timedelta(days=40)
    fix(region, finding, now=late)
    ask_again(finding_id=finding.pk, remark="Chưa đủ", actor=acting(region[1], late), now=late)
    fix(region, finding, now=late + timedelta(days=9), symbol="14/BC-T")
    finding.refresh_from_db()
    assert finding.days_late(late + timedelta(days=99)) == (late.date() - finding.due_on).days == 11
    assert finding.first_fixed_at == late


def test_a_fix_rests_on_words_and_a_paper(region):
    finding = held(region)[0]
    for note, document in (("", None), ("Đã xong", None)):
        with pytest.raises(FixNotTold):
            report_fix(finding_id=finding.pk, note=note, document=document, actor=acting(region[2]), now=NOW)
    fix(region, finding)
    use = Use.objects.get(app="inspections")
    assert use.key == f"finding:{finding.pk}"
    assert followed([use.key], acting(region[1])) == {use.key}
    assert followed([use.key], acting(RoleAssignmentFactory().user)) == set()


def test_nobody_judges_the_own_unit_and_only_the_unit_reports(region):
    cluster_year, head, officer, member = region
    finding = held(region)[0]
    with pytest.raises(NotAllowed):
        report_fix(finding_id=finding.pk, note="Đã xong", document=None, actor=acting(head), now=NOW)
    fix(region, finding)
    with pytest.raises(NotAllowed):
        accept_fix(finding_id=finding.pk, actor=acting(officer), now=NOW)
    HeadTermFactory(cluster_year=cluster_year, unit=member.unit, role="cluster_deputy", starts_on=date(2022, 1, 1))
    with pytest.raises(NotAllowed):  # a deputy, of the inspected unit
        accept_fix(finding_id=finding.pk, actor=acting(officer), now=NOW)


@pytest.mark.parametrize("state", FindingState.values)
@pytest.mark.parametrize("action", [step.action for step in FINDING_FLOW.transitions])
def test_every_step_from_every_state(region, action, state):
    finding = held(region)[0]
    Finding.objects.filter(pk=finding.pk).update(state=state, fixed_at=NOW)
    act = {
        "report_fix": lambda: fix(region, finding),
        "accept": lambda: accept_fix(finding_id=finding.pk, actor=acting(region[1]), now=NOW),
        "ask_again": lambda: ask_again(finding_id=finding.pk, remark="Chưa đủ", actor=acting(region[1]), now=NOW),
        "reopen": lambda: reopen_finding(finding_id=finding.pk, remark="Chưa đúng", actor=acting(region[1]), now=NOW),
    }[action]
    if FINDING_FLOW.allows(action, state):
        assert act().state == FINDING_FLOW.target(action, state)
    else:
        with pytest.raises(TransitionNotAllowed):
            act()


def test_members_only_no_closed_years_no_stale_writers(region):
    cluster_year, head, _officer, _member = region
    with pytest.raises(inspections.NotAMember):
        inspections.plan_inspection(
            cluster_year_id=cluster_year.pk, unit_id=UnitFactory().pk, plan=Plan(HELD), actor=acting(head), now=NOW
        )
    inspection = planned(region)
    change = {"inspection_id": inspection.pk, "plan": Plan(HELD, "Mới"), "actor": acting(head), "now": NOW}
    inspections.change_inspection(version=1, **change)
    with pytest.raises(StaleVersion):
        inspections.change_inspection(version=1, **change)
    cluster_year.year.state = YearState.CLOSED
    cluster_year.year.save()
    with pytest.raises(YearClosed):
        inspections.change_inspection(version=2, **change)


def test_second_writer_sees_what_is_stored_beside_what_was_typed(client, region):
    inspection = planned(region)
    inspections.change_inspection(
        inspection_id=inspection.pk, version=1, plan=Plan(HELD, "Mới", ("Ông A", "Bà B")), actor=SYSTEM, now=NOW
    )
    client.force_login(region[1])
    typed = {"planned_on": "19/5/2022", "content": "Của tôi", "team": "Ông A", "version": "1"}
    with time_machine.travel(NOW, tick=False):
        answer = client.post(reverse("clusters:inspection-change", args=[inspection.pk]), typed)
    shown = [(each.label, each.stored, each.typed) for each in answer.context["differences"]]
    assert shown == [
        ("Nội dung kiểm tra", "Mới", "Của tôi"),
        ("Thành viên đoàn", "Ông A\nBà B", "Ông A"),
    ]
    assert "Lưu lần nữa thì nội dung của bạn thay" in answer.content.decode()


def test_a_planned_one_may_be_cancelled_a_held_one_stays(region):
    inspection = planned(region)
    inspections.cancel_inspection(inspection_id=inspection.pk, reason="Đổi kế hoạch", actor=acting(region[1]), now=NOW)
    assert not Inspection.objects.exists()
    finding = held(region)[0]
    with pytest.raises(inspections.AlreadyHeld):
        inspections.cancel_inspection(
            inspection_id=finding.inspection_id, reason="Đổi kế hoạch", actor=acting(region[1]), now=NOW
        )


def test_the_organiser_inspects_outside_of_any_cluster(client, region):
    cluster_year, _head, _officer, member = region
    office = RoleAssignmentFactory(unit=cluster_year.cluster.organiser, role=Role.STANDING_OFFICE).user
    client.force_login(office)
    typed = {"year": cluster_year.year_id, "unit": member.unit.code, "planned_on": "25/5/2022"}
    with time_machine.travel(NOW, tick=False):
        answer = client.post(reverse("clusters:inspection-plan-own"), typed)
    assert answer.status_code == 302
    assert Inspection.objects.get().cluster_year is None


def test_on_the_pages_from_plan_to_acceptance(client, region):
    cluster_year, head, officer, member = region
    client.force_login(head)
    with time_machine.travel(NOW, tick=False):
        typed = {
            "unit": member.unit_id,
            "planned_on": "19/5/2022",
            "team": "Bà Trần Thị Thử, Trưởng đoàn\nÔng Lê Văn Thử",
        }
        for unit in ("", None):  # as the page comes: nobody is inspected by mistake
            unchosen = {key: value for key, value in (typed | {"unit": unit}).items() if value is not None}
            assert client.post(reverse("clusters:inspection-plan", args=[cluster_year.pk]), unchosen).status_code == 422
        fresh = client.get(reverse("clusters:inspection-plan", args=[cluster_year.pk])).context["form"]
        assert next(iter(fresh.fields["unit"].choices))[1] == "Chọn đơn vị"
        answer = client.post(reverse("clusters:inspection-plan", args=[cluster_year.pk]), typed)
        assert answer.status_code == 302
        inspection = Inspection.objects.get()
        assert inspection.team == ["Bà Trần Thị Thử, Trưởng đoàn", "Ông Lê Văn Thử"]
        typed = {"version": 1, "held_on": "19/5/2022", "symbol": "01/BB-KT", "issued_on": "19/5/2022"}
        typed |= {f"text_{number}": text for number, text in enumerate(THREE, start=1)}
        assert client.post(reverse("clusters:inspection-hold", args=[inspection.pk]), typed).status_code == 302
        finding = Finding.objects.earliest("number")
        assert finding.due_on == date(2022, 6, 18)  # thirty days when no other is typed
        client.force_login(officer)
        address = reverse("clusters:finding-fix", args=[finding.pk])
        assert client.post(address, {"note": "Đã lưu biên bản"}).status_code == 422
        typed = {"note": "Đã lưu biên bản", "symbol": "12/BC-T", "issued_on": "20/5/2022"}
        assert client.post(address, typed).status_code == 302
        client.force_login(head)
        address = reverse("clusters:finding-judge", args=[finding.pk])
        assert "12/BC-T" in client.get(address).content.decode()
        assert client.post(address, {"answer": "ask_again"}).status_code == 422
        assert client.post(address, {"answer": "accept"}).status_code == 302
        finding.refresh_from_db()
        assert finding.state == FindingState.ACCEPTED
        assert client.get(reverse("clusters:inspection-list")).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(client, region, count, django_assert_max_num_queries):
    for _n in range(count):
        planned(region)
    client.force_login(region[1])
    with time_machine.travel(NOW, tick=False), django_assert_max_num_queries(20) as captured:
        client.get(reverse("clusters:inspection-list"))
    COUNTS.setdefault("list", len(captured))
    assert len(captured) == COUNTS["list"]


COUNTS: dict[str, int] = {}
