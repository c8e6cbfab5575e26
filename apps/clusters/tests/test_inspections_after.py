"""What becomes of findings: corrected, extended, taken back; after the year; when their unit is merged; own units."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from apps.clusters.domain import finding_changes, inspections
from apps.clusters.domain.findings import accept_fix, ask_again
from apps.clusters.domain.inspections import Plan
from apps.clusters.enums import FindingState
from apps.clusters.inspections_keepers import _apply, _preview
from apps.clusters.models import Finding, Inspection
from apps.clusters.tests.factories import HeadTermFactory
from apps.clusters.tests.test_inspections import HELD, NOW, SYSTEM, acting, fix, held, planned, region  # noqa: F401
from apps.clusters.year_parts import findings_of
from apps.core.components import StatusWord
from apps.core.errors import NotAllowed
from apps.core.together import answered
from apps.dashboard.papers.inspections import unit_tasks
from apps.dashboard.papers.kinds import Asked
from apps.documents.models import Use
from apps.notifications.models import Notice
from apps.periods.domain.years import YearClosed
from apps.periods.enums import YearState
from apps.units.enums import Role
from apps.units.merging import Merge
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db


def told(user, kind):
    return Notice.objects.filter(recipient=user, kind__code=kind).count()


def close(region):  # noqa: F811
    region[0].year.state = YearState.CLOSED
    region[0].year.save()


def accepted(region, finding):  # noqa: F811
    fix(region, finding)
    accept_fix(finding_id=finding.pk, actor=acting(region[1]), now=NOW)


@pytest.mark.parametrize("closed", [False, True])
def test_one_accepted_and_two_open_findings_go_on_to_the_successor(region, closed):  # noqa: F811
    findings = held(region)
    accepted(region, findings[0])
    if closed:
        close(region)
    into = UnitFactory()
    merge = Merge(units=(region[3].unit,), into=into, on=NOW.date())
    assert [line.count for line in _preview(merge)] == [1, 0]
    _apply(merge, actor=SYSTEM, now=NOW)
    assert Inspection.objects.get().unit == into


def test_what_is_accepted_stays_with_the_old_unit(region):  # noqa: F811
    accepted(region, held(region, ["Chưa mở sổ"])[0])
    merge = Merge(units=(region[3].unit,), into=UnitFactory(), on=NOW.date())
    assert [line.count for line in _preview(merge)] == [0, 1]


def test_nobody_inspects_the_own_unit_but_the_standing_office(client, region):  # noqa: F811
    cluster_year, head, *_rest = region
    own = cluster_year.head_terms.get().unit
    plan = {"cluster_year_id": cluster_year.pk, "unit_id": own.pk, "plan": Plan(HELD), "now": NOW}
    with pytest.raises(NotAllowed):
        inspections.plan_inspection(actor=acting(head), **plan)
    office = RoleAssignmentFactory(unit=cluster_year.cluster.organiser, role=Role.STANDING_OFFICE).user
    found = inspections.plan_inspection(actor=acting(office), **plan)
    result = {"version": 1, "held_on": HELD, "found": [], "conclusion": "", "minutes": None, "now": NOW}
    for act, facts in (
        (inspections.change_inspection, {"version": 1, "plan": Plan(HELD), "now": NOW}),
        (inspections.hold_inspection, result),
        (inspections.cancel_inspection, {"reason": "Đổi kế hoạch", "now": NOW}),
    ):
        with pytest.raises(NotAllowed):
            act(inspection_id=found.pk, actor=acting(head), **facts)
    inspections.hold_inspection(inspection_id=found.pk, actor=acting(office), **result)
    client.force_login(head)
    with time_machine.travel(NOW, tick=False):
        page = client.get(reverse("clusters:inspection-plan", args=[cluster_year.pk]))
    assert own not in page.context["form"].fields["unit"].queryset


def test_holding_and_calling_off_are_ones_own_acts(region):  # noqa: F811
    inspection = planned(region)
    standing_in = replace(acting(region[1]), impersonated_by="Quản trị")
    with pytest.raises(NotAllowed):
        inspections.cancel_inspection(inspection_id=inspection.pk, reason="Đổi lịch", actor=standing_in, now=NOW)
    with pytest.raises(NotAllowed):
        inspections.hold_inspection(
            inspection_id=inspection.pk,
            version=1,
            held_on=HELD,
            found=[],
            conclusion="",
            minutes=None,
            actor=standing_in,
            now=NOW,
        )


def test_the_unit_hears_of_a_new_day_and_of_an_inspection_called_off(region):  # noqa: F811
    inspection = planned(region)
    change = {"inspection_id": inspection.pk, "actor": acting(region[1]), "now": NOW}
    inspections.change_inspection(version=1, plan=Plan(HELD, "Nội dung khác"), **change)
    assert told(region[2], "clusters.inspection_changed") == 0
    inspections.change_inspection(version=2, plan=Plan(HELD + timedelta(days=7)), **change)
    assert told(region[2], "clusters.inspection_changed") == 1
    inspections.cancel_inspection(reason="Đổi kế hoạch", **change)
    last = Notice.objects.filter(recipient=region[2], kind__code="clusters.inspection_changed").latest("pk")
    assert "Đổi kế hoạch" in last.body
    assert last.path == reverse("clusters:inspection-list")


def test_a_finding_is_extended_corrected_and_taken_back_while_it_is_owed(client, region):  # noqa: F811
    _cluster_year, head, officer, _member = region
    first, second, third = held(region)
    read = finding_changes.what_is_read(first)
    client.force_login(head)
    with time_machine.travel(NOW, tick=False):
        address = reverse("clusters:finding-change", args=[first.pk])
        assert client.get(address).status_code == 200
        typed = {"text": first.text, "due_on": "31/7/2022", "reason": "Đơn vị đề nghị gia hạn"}
        assert client.post(address, typed).status_code == 422  # it does not say what was read
        assert client.post(address, typed | {"seen": read}).status_code == 302
        first.refresh_from_db()
        assert first.due_on == date(2022, 7, 31)
        # A deputy who read it before corrects a word: told who was first, the day that was given stays.
        word = typed | {"text": "Chưa lưu biên bản", "due_on": "18/6/2022", "seen": read}
        answer = client.post(address, word)
        assert (answer.status_code, [each.label for each in answer.context["differences"]]) == (
            422,
            ["Nội dung cần khắc phục", "Hạn khắc phục"],
        )
        assert answer.context["form"]["seen"].value() == finding_changes.what_is_read(first) != read
        read = finding_changes.what_is_read(first)
        assert client.post(address, typed | {"due_on": "1/5/2022", "seen": read}).status_code == 422
        address = reverse("clusters:finding-withdraw", args=[second.pk])
        assert client.post(address, {"reason": "Trùng nội dung 1"}).status_code == 302
    assert set(Finding.objects.values_list("pk", flat=True)) == {first.pk, third.pk}
    assert told(officer, "clusters.finding_changed") == 2
    fix(region, third)
    ask_again(finding_id=third.pk, remark="Chưa đủ", actor=acting(head), now=NOW)
    finding_changes.withdraw_finding(finding_id=third.pk, reason="Không phải lỗi", actor=acting(head), now=NOW)
    assert not Use.objects.filter(key=f"finding:{third.pk}").exists()
    fix(region, first, symbol="15/BC-T")
    with pytest.raises(finding_changes.NotOwed):
        finding_changes.withdraw_finding(finding_id=first.pk, reason="Nhầm lẫn", actor=acting(head), now=NOW)


def test_a_late_fix_stays_late_and_its_finding_stays_with_it(region):  # noqa: F811
    finding, late = held(region)[0], NOW + timedelta(days=40)
    fix(region, finding, now=late)
    who = {"finding_id": finding.pk, "reason": "Đơn vị đề nghị", "actor": acting(region[1], late), "now": late}
    ask_again(finding_id=finding.pk, remark="Chưa đủ", actor=who["actor"], now=late)
    before = finding.days_late(late)
    for days in (60, 90):
        found = finding_changes.change_finding(text=finding.text, due_on=HELD + timedelta(days=days), **who)
        assert found.days_late(late) == before == 11
    with pytest.raises(finding_changes.LateOnRecord):
        finding_changes.withdraw_finding(**who)


def test_findings_of_a_closed_year_are_not_rewritten(client, region):  # noqa: F811
    finding = held(region)[0]
    close(region)
    who = {"finding_id": finding.pk, "reason": "Đơn vị đề nghị", "actor": acting(region[1]), "now": NOW}
    with pytest.raises(YearClosed):
        finding_changes.change_finding(text=finding.text, due_on=HELD + timedelta(days=60), **who)
    with pytest.raises(YearClosed):
        finding_changes.withdraw_finding(**who)
    client.force_login(region[1])
    with time_machine.travel(NOW, tick=False):
        page = client.get(finding.inspection.get_absolute_url())
    assert [line[3] for line in page.context["lines"]] == [False] * 3


def test_a_closed_year_lists_open_findings_and_they_are_still_put_right(region):  # noqa: F811
    cluster_year, *_people, member = region
    first, second, _third = held(region)
    accepted(region, first)
    (told_of,) = findings_of(cluster_year.year)
    assert ("2 nội dung" in str(told_of.text), told_of.blocks) == (True, False)
    close(region)
    later = NOW.replace(year=2023)
    asked = Asked(acting(region[2], later), later, frozenset(), frozenset([member.unit_id]))
    assert [task.status for task in answered(unit_tasks(asked))] == [StatusWord.NOT_STARTED] * 2
    fix(region, second, now=later)
    office = RoleAssignmentFactory(unit=cluster_year.cluster.organiser, role=Role.STANDING_OFFICE).user
    found = accept_fix(finding_id=second.pk, actor=acting(office, later), now=later)
    assert found.state == FindingState.ACCEPTED


def test_when_no_term_runs_the_last_heads_and_the_standing_office_hear_of_the_fix(region):  # noqa: F811
    cluster_year, head, _officer, _member = region
    finding = held(region)[0]
    office = RoleAssignmentFactory(unit=cluster_year.cluster.organiser, role=Role.STANDING_OFFICE).user
    cluster_year.head_terms.update(starts_on=date(2022, 4, 1), ends_on=date(2022, 5, 31))
    earlier = HeadTermFactory(cluster_year=cluster_year, starts_on=date(2022, 1, 1), ends_on=date(2022, 1, 31))
    before = RoleAssignmentFactory(unit=earlier.unit).user
    fix(region, finding, now=NOW + timedelta(days=20))
    assert [told(user, "clusters.fix_reported") for user in (head, office, before)] == [1, 1, 0]
