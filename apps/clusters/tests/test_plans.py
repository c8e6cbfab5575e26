"""The head's plan: drafted, issued by its paper, asked of the members, adjusted with a reason."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from apps.accounts.grants import actor_for
from apps.audit.models import Entry
from apps.audit.trail import operation
from apps.clusters.domain import plan_duties, plans
from apps.clusters.domain.clusters import Place, set_members
from apps.clusters.domain.heads import appoint_head
from apps.clusters.enums import HeadRole, ItemKind
from apps.clusters.models import ActivityPlan, ClusterYear
from apps.clusters.plan_exports import plans_data
from apps.clusters.plan_queries import item_standings, plan_standing
from apps.clusters.tests.factories import ClusterYearFactory, HeadTermFactory, MemberFactory
from apps.core.actor import system_actor
from apps.core.components import StatusWord
from apps.core.errors import StaleVersion, TransitionNotAllowed
from apps.core.pdf import Signature, numbered
from apps.documents.models import Document, Use
from apps.notifications.models import Notice
from apps.obligations.domain.calling import set_duty
from apps.obligations.domain.duties import ask
from apps.obligations.domain.waiving import waive
from apps.obligations.models import Duty, Obligation
from apps.periods.reference import load_holidays
from apps.periods.tests.factories import EmulationYearFactory
from apps.reports.registry import Printing
from apps.reports.renderers.plan import compose
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

NOW = datetime(2022, 4, 11, 3, tzinfo=UTC)
SYSTEM = system_actor()
PAPER = plans.PaperFacts("36/KH-KVTĐ", date(2022, 4, 8))
ITEMS = (
    plans.ItemFacts("Ký giao ước thi đua", ItemKind.PLEDGE, date(2022, 4, 29), asks_members=True),
    plans.ItemFacts("Gửi tham luận hội nghị", ItemKind.CONFERENCE, date(2022, 11, 15), asks_members=True),
    plans.ItemFacts("Tổ chức hội nghị tổng kết", ItemKind.CONFERENCE, date(2022, 12, 20), "Sở Tư pháp Hà Nội"),
)
pytestmark = pytest.mark.django_db


@pytest.fixture
def region() -> ClusterYear:
    """Three members, the first one heads."""
    found = ClusterYearFactory(year=EmulationYearFactory(year=2022))
    members = [MemberFactory(cluster_year=found, order=number) for number in (1, 2, 3)]
    HeadTermFactory(cluster_year=found, unit=members[0].unit, starts_on=date(2022, 1, 1))
    return found


def saved(region, items=ITEMS, version=0, **more):
    facts = {"title": "Kế hoạch hoạt động năm 2022", "intro": "Mục đích năm 2022"}
    return plans.save_plan(
        cluster_year_id=region.pk, items=items, version=version, actor=SYSTEM, now=NOW, **(facts | more)
    )


def issued(region):
    saved(region)
    return plans.issue_plan(cluster_year_id=region.pk, paper=PAPER, actor=SYSTEM, now=NOW)


def test_issued_by_its_paper_the_members_owe_what_it_asks(region):
    head = region.members.get(order=1).unit
    officer = RoleAssignmentFactory(unit=region.members.get(order=2).unit, role=Role.OFFICER).user
    ask(
        year_id=region.year_id,
        code="plan",
        label="Kế hoạch",
        due_on=date(2022, 4, 10),
        unit_ids=[head.pk],
        actor=SYSTEM,
        now=NOW,
    )
    assert (plan_standing(region, NOW).word, plan_standing(region, NOW).days_left) == (StatusWord.NOT_STARTED, -1)
    draft = saved(region)
    assert compose(plans_data([draft]), Printing(None, NOW)).document.number == numbered(None, "KH")
    assert plan_standing(region, NOW).word == StatusWord.DRAFT
    assert not Duty.objects.exclude(code="plan").exists()
    plan = plans.issue_plan(cluster_year_id=region.pk, paper=PAPER, actor=SYSTEM, now=NOW)
    paper = Document.objects.get(symbol="36/KH-KVTĐ")
    assert (paper.owner_code, paper.issuer_name, plan.document) == (region.cluster.code, region.name, paper)
    assert Use.objects.get(document=paper).path == plan.get_absolute_url()
    own = plan.items.get(position=2).code
    assert set(Duty.objects.values_list("code", "due_on")) == {
        ("plan", date(2022, 4, 10)),
        ("pledge", date(2022, 4, 29)),
        (own, date(2022, 11, 15)),
    }
    assert Obligation.objects.filter(duty__code=own).count() == 3
    standing = plan_standing(region, NOW)
    assert (standing.word, standing.days_left, standing.days_late) == (StatusWord.SENT, None, 1)
    assert Notice.objects.get(kind="clusters.plan_issued").recipient == officer
    with pytest.raises(TransitionNotAllowed):
        plans.issue_plan(cluster_year_id=region.pk, paper=PAPER, actor=SYSTEM, now=NOW)


def test_after_a_change_of_head_the_plan_is_still_what_was_asked_of_the_one_before(region):
    first, second = (region.members.get(order=order).unit for order in (1, 2))
    about = {"year_id": region.year_id, "code": "plan", "label": "Kế hoạch", "due_on": date(2022, 4, 10)}
    ask(unit_ids=[first.pk, region.members.get(order=3).unit_id], actor=SYSTEM, now=NOW, **about)
    region.head_terms.update(ends_on=date(2022, 3, 31))
    HeadTermFactory(cluster_year=region, unit=second, starts_on=date(2022, 4, 1))
    assert plan_standing(region, NOW).days_left == -1
    owed = Obligation.objects.filter(duty__code="plan", unit=first)
    owed.update(closed_unsent_at=NOW)
    assert plan_standing(region, NOW).days_left is None
    owed.update(closed_unsent_at=None)
    issued(region)
    assert plan_standing(region, NOW).days_late == 1
    assert Obligation.objects.get(duty__code="plan", fulfilled_at=NOW).unit == first


def test_of_two_heads_of_a_year_one_is_asked(region):
    """A change of head moves no duty, not even when its date is changed; what is asked afterwards is the new head's."""
    first, second = (region.members.get(order=order).unit_id for order in (1, 2))
    about = {"year_id": region.year_id, "label": "Việc", "audience": ["all:heads"], "actor": SYSTEM, "now": NOW}
    with time_machine.travel(NOW, tick=False):
        plan = set_duty(kind="plan", due_on=date(2022, 4, 9), **about)
        term = {"unit_id": second, "role": HeadRole.HEAD, "starts_on": date(2022, 4, 11)}
        appoint_head(cluster_year_id=region.pk, **term, actor=SYSTEM, now=NOW)
        set_duty(kind="plan", duty_id=plan.pk, due_on=date(2022, 4, 10), **about)  # passed: nobody is added
        set_duty(kind="consolidation", due_on=date(2022, 4, 30), **about)
    owed = Obligation.objects.values_list("duty__code", "unit").order_by("duty")
    assert list(owed) == [("plan", first), ("consolidation", second)]


@pytest.mark.parametrize(
    ("prefix", "post", "above", "position"),
    [
        ("", "Giám đốc Sở Tư pháp", "", "TRƯỞNG KHU VỰC"),
        ("KT.", "Phó Trưởng Khu vực", "KT. TRƯỞNG KHU VỰC", "PHÓ TRƯỞNG KHU VỰC"),
        ("TM.", "Trưởng Khu vực", "", "TM. TRƯỞNG KHU VỰC"),
    ],
)
def test_signature_stands_as_the_paper_says(region, prefix, post, above, position):
    saved(region)
    paper = replace(PAPER, signer_name="Lê Văn Thử", signer_post=post, prefix=prefix)
    plan = plans.issue_plan(cluster_year_id=region.pk, paper=paper, actor=SYSTEM, now=NOW)
    data = replace(plans_data([plan])[0], head_title="Trưởng Khu vực")
    document = compose([data], Printing(None, NOW)).document
    assert document.signatures == [Signature(above, position, "Lê Văn Thử")]


def test_head_named_after_the_plan_was_issued_owes_it_no_more(region):
    region.head_terms.all().delete()
    about = {"year_id": region.year_id, "code": "plan", "label": "Kế hoạch", "due_on": date(2022, 4, 10)}
    ask(unit_ids=[], audience=["all:heads"], actor=SYSTEM, now=NOW, **about)
    issued(region)
    term = {"unit_id": region.members.get(order=2).unit_id, "role": HeadRole.HEAD, "starts_on": date(2022, 5, 1)}
    appoint_head(cluster_year_id=region.pk, **term, actor=SYSTEM, now=NOW + timedelta(days=30))
    assert Obligation.objects.get(duty__code="plan").fulfilled_at == NOW


def test_the_date_of_the_organiser_stays_the_official_one(region):
    ask(
        year_id=region.year_id,
        code="pledge",
        label="Ký giao ước",
        due_on=date(2022, 3, 31),
        unit_ids=[region.members.get(order=1).unit_id],
        actor=SYSTEM,
        now=NOW,
    )
    issued(region)
    duty = Duty.objects.get(code="pledge")
    assert (duty.due_on, duty.label) == (date(2022, 3, 31), "Ký giao ước")
    last_days = {owed.last_day for owed in duty.obligations.all()}
    assert last_days == {date(2022, 3, 31), date(2022, 4, 29)}


def test_an_issued_plan_is_adjusted_with_a_reason(region):
    plan = issued(region)
    own = plan.items.get(position=2)
    kept = [
        plans.ItemFacts(item.title, item.kind, item.due_on, item.owner, item.asks_members, item.pk)
        for item in plan.items.exclude(pk=own.pk)
    ]
    with pytest.raises(plans.ReasonMissing):
        saved(region, kept, version=plan.version)
    with pytest.raises(StaleVersion):
        saved(region, kept, version=plan.version - 1, reason="Bỏ tham luận")
    saved(region, kept, version=plan.version, reason="Bỏ tham luận")
    # Nobody owes any more what was taken out; the rest goes on.
    assert not Obligation.objects.open().filter(duty__code=own.code).exists()
    assert Obligation.objects.open().filter(duty__code="pledge").count() == 3


def test_the_same_again_writes_nothing_and_a_lost_answer_is_no_conflict(region):
    plan = saved(region)
    entries, kept = Entry.objects.count(), list(plan.items.values_list("pk", flat=True))
    for version in (0, 1):
        assert saved(region, version=version).version == 1
    assert (Entry.objects.count(), list(plan.items.values_list("pk", flat=True))) == (entries, kept)
    with pytest.raises(StaleVersion):
        saved(region, version=0, intro="Khác")
    ActivityPlan.objects.update(saved_by_label="người khác")
    with pytest.raises(StaleVersion):
        saved(region, version=0)


def test_days_off_in_the_plan_are_told_once_it_is_saved(client, region):
    load_holidays()
    officer = RoleAssignmentFactory(unit=region.members.get(order=1).unit, role=Role.OFFICER).user
    client.force_login(officer)
    rows = {"rows-TOTAL_FORMS": 1, "rows-INITIAL_FORMS": 0, "rows-0-title": "Hội nghị", "rows-0-kind": "other"}
    typed = {"title": "Kế hoạch", "version": 0, "rows-0-due_on": "04/09/2022"} | rows
    with time_machine.travel(NOW, tick=False):
        told = client.post(reverse("clusters:plan-edit", args=[region.pk]), typed, follow=True).content.decode()
    assert "04/09/2022 là ngày nghỉ (Chủ nhật). Ngày làm việc kế tiếp: 05/09/2022." in told


def test_what_is_asked_has_a_date(region):
    with pytest.raises(plans.PlanIncomplete, match="phải có thời hạn"):
        saved(region, [plans.ItemFacts("Gửi báo cáo", asks_members=True)])
    assert not ActivityPlan.objects.exists()


def test_last_years_plan_a_year_later(region):
    issued(region)
    following = ClusterYearFactory(
        cluster=region.cluster, year=EmulationYearFactory(year=2023, organiser=region.year.organiser)
    )
    plan = plans.copy_plan(cluster_year_id=following.pk, actor=SYSTEM, now=NOW)
    assert (plan.title, plan.intro) == ("Kế hoạch hoạt động năm 2023", "Mục đích năm 2023")
    assert [item.due_on for item in plan.items.all()] == [date(2023, 4, 29), date(2023, 11, 15), date(2023, 12, 20)]
    with pytest.raises(plans.PlanExists):
        plans.copy_plan(cluster_year_id=following.pk, actor=SYSTEM, now=NOW)


def test_a_unit_ticks_off_what_the_plan_asks_and_the_head_opens_it_again(region):
    plan = issued(region)
    item, unit = plan.items.get(position=2), region.members.get(order=3).unit
    facts = {"item_id": item.pk, "unit_id": unit.pk, "actor": SYSTEM, "now": NOW}
    plan_duties.report_done(note="Tham luận số 5", **facts)
    plan_duties.report_done(**facts)
    standing = item_standings(plan, NOW)[1]
    assert ([row.member.unit_id for row in standing.done], len(standing.missing)) == ([unit.pk], 2)
    plan_duties.take_back_done(reason="Chưa có tệp", **facts)
    assert len(item_standings(plan, NOW)[1].missing) == 3
    with pytest.raises(plan_duties.NotAsked):  # signed on the page of the pledge
        plan_duties.report_done(**{**facts, "item_id": plan.items.get(position=1).pk})


def test_pages_without_javascript(client, region):
    officer = RoleAssignmentFactory(unit=region.members.get(order=1).unit, role=Role.OFFICER).user
    member = RoleAssignmentFactory(unit=region.members.get(order=2).unit, role=Role.OFFICER).user
    page, edit = (reverse(f"clusters:plan-{name}", args=[region.pk]) for name in ("detail", "edit"))
    with time_machine.travel(NOW, tick=False):
        client.force_login(officer)
        assert "Chưa có kế hoạch hoạt động của năm" in client.get(page).content.decode()
        data = {
            "title": "Kế hoạch năm 2022",
            "intro": "",
            "version": 0,
            "rows-TOTAL_FORMS": 2,
            "rows-INITIAL_FORMS": 0,
            "rows-0-title": "Gửi tham luận",
            "rows-0-kind": "other",
            "rows-0-due_on": "15/11/2022",
            "rows-0-asks_members": "on",
            "rows-1-kind": "other",
        }
        assert client.post(edit, {**data, "rows-0-due_on": ""}).status_code == 422
        assert client.post(edit, data).status_code == 302
        stale = client.post(edit, {**data, "title": "Của người thứ hai"})
        assert stale.status_code == 422
        assert "Của người thứ hai" in stale.content.decode()
        client.force_login(member)
        assert "Gửi tham luận" not in client.get(page).content.decode()
        client.force_login(officer)
        url = reverse("clusters:plan-issue", args=[region.pk])
        assert client.post(url, {"symbol": "36/KH-KVTĐ", "issued_on": "08/4/2022"}).status_code == 302
        client.force_login(member)
        text = client.get(page).content.decode()
        item, unit = ActivityPlan.objects.get().items.get(), region.members.get(order=2).unit
        done = reverse("clusters:plan-item-done", args=[region.pk, item.pk, unit.pk])
        assert done in text
        assert "Đã xong 0/3 đơn vị" in text
        assert client.post(done, {"note": ""}).status_code == 302
        assert "Đã xong 1/3 đơn vị" in client.get(page).content.decode()
        assert client.get(edit).status_code == 403


def test_query_count_of_the_page_does_not_grow(client, region, django_assert_max_num_queries):
    plan = issued(region)
    client.force_login(RoleAssignmentFactory(unit=region.members.get(order=1).unit, role=Role.OFFICER).user)
    with time_machine.travel(NOW, tick=False):
        for _round in range(2):
            with django_assert_max_num_queries(35):
                client.get(plan.get_absolute_url())
            for number in range(10, 16):
                MemberFactory(cluster_year=region, order=number)
            with operation():
                plan_duties.ask_members(plan, actor=SYSTEM, now=NOW)


def test_what_the_head_ticks_for_a_unit_is_told_to_it_and_marked(client, region):
    plan = issued(region)
    item = plan.items.get(position=2)
    unit = region.members.get(order=2)
    officer = RoleAssignmentFactory(unit=unit.unit, role=Role.OFFICER).user
    head = RoleAssignmentFactory(unit=region.members.get(order=1).unit, role=Role.OFFICER).user
    plan_duties.report_done(item_id=item.pk, unit_id=unit.unit_id, actor=actor_for(head, NOW.date()), now=NOW)
    assert Notice.objects.filter(recipient=officer, kind__code="clusters.plan_item_done").count() == 1
    standing = item_standings(plan, NOW)[1]
    assert [row.member for row in standing.typed] == [unit]
    client.force_login(officer)
    with time_machine.travel(NOW, tick=False):
        page = client.get(plan.get_absolute_url()).content.decode()
        assert f"Nhập thay: {unit.unit_name}" in page
    plan_duties.take_back_done(item_id=item.pk, unit_id=unit.unit_id, reason="Ghi nhầm", actor=SYSTEM, now=NOW)
    plan_duties.report_done(item_id=item.pk, unit_id=unit.unit_id, actor=actor_for(officer, NOW.date()), now=NOW)
    assert item_standings(plan, NOW)[1].typed == ()


def test_saving_an_issued_plan_leaves_excused_who_was_excused_with_a_reason(region):
    plan = issued(region)
    excused, dropped = plan.items.get(position=2), region.members.get(order=2).unit_id
    owed = Obligation.objects.get(duty__code=excused.code, unit_id=dropped)
    waive(obligation_id=owed.pk, reason="Đơn vị mới thành lập", actor=SYSTEM, now=NOW)
    items = [plans.ItemFacts(i.title, i.kind, i.due_on, i.owner, i.asks_members, i.pk) for i in plan.items.all()]

    def adjust(rows):
        return saved(region, rows, ActivityPlan.objects.get().version, reason="Công văn mới")

    adjust(items)
    owed.refresh_from_db()
    assert (owed.waived_at is None, owed.waived_reason) == (False, "Đơn vị mới thành lập")
    adjust([*items[:1], replace(items[1], asks_members=False), *items[2:]])
    assert not Obligation.objects.open().filter(duty__code=excused.code).exists()
    adjust(items)
    assert Obligation.objects.open().filter(duty__code=excused.code).count() == 2
    assert Entry.objects.filter(action="obligations.obligation.unwaive").count() == 2


def test_who_joins_owes_the_lines_of_an_issued_plan_and_who_leaves_does_not(region):
    plan = issued(region)
    own = plan.items.get(position=2).code
    first, second, third = [member.unit_id for member in region.members.order_by("order")]
    new = UnitFactory().pk

    def arrange(*unit_ids, now=NOW):
        region.refresh_from_db()
        set_members(
            cluster_year_id=region.pk,
            name=region.name,
            places=[Place(unit_id, order) for order, unit_id in enumerate(unit_ids, start=1)],
            version=region.version,
            actor=SYSTEM,
            now=now,
        )

    def owing(code):
        return set(Obligation.objects.open().filter(duty__code=code).values_list("unit_id", flat=True))

    arrange(first, second, new)
    assert (owing(own), owing("pledge")) == ({first, second, new}, {first, second, new})
    later = datetime(2022, 11, 20, 3, tzinfo=UTC)
    arrange(first, second, third, now=later)
    assert owing(own) == {first, second, third}
    back = Obligation.objects.get(duty__code=own, unit=third)
    assert (back.days_late(later), back.last_day) == (0, date(2022, 12, 20))
