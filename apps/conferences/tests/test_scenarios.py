"""S000-2, S002-5, S002-6, S002-8, S002-10 as far as the meeting itself goes."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from apps.accounts.tests.factories import UserFactory
from apps.audit.models import Entry
from apps.clusters.tests.factories import MemberFactory
from apps.conferences import policies
from apps.conferences.domain import attending, congresses, inviting, papers, planning
from apps.conferences.domain.attending import Named
from apps.conferences.domain.following import follow_members
from apps.conferences.domain.planning import Plan, WrongConference
from apps.conferences.enums import Answer, PaperKind, PaperState
from apps.conferences.handover_queries import readable_by
from apps.conferences.models import Conference
from apps.conferences.tests.world import NOW, SYSTEM, build
from apps.core.actor import Actor, Grant
from apps.core.errors import StaleVersion
from apps.notifications.models import Notice
from apps.periods.domain.years import YearClosed
from apps.periods.enums import YearState
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db
MORE = {"actor": SYSTEM, "now": NOW}


def holder(role, unit, **given) -> Actor:
    user = UserFactory()
    return Actor(user_id=user.pk, label=user.label, grants=(Grant(role, unit.pk, unit.path, **given),))


def test_s000_2_one_event_closes_a_year_and_signs_the_next():
    world = build()
    found = world.held()
    assert (found.cluster_year.year.year, found.next_cluster_year.year.year) == (2019, 2020)
    with pytest.raises(WrongConference):
        planning.hold_closing(
            cluster_year_id=world.signing.pk,
            next_cluster_year_id=world.closing.pk,
            plan=Plan("Ngược năm", date(2020, 12, 11)),
            **MORE,
        )


def test_s002_5_both_lines_of_nine_provinces_are_invited_and_the_quorum_is_counted():
    found = build().held(
        plan=Plan("Hội nghị tổng kết", date(2019, 12, 11), "Đồng Nai", quorum_percent=Decimal("66.67"))
    )
    attendees = list(found.attendees.order_by("order"))
    assert [attendee.line for attendee in attendees] == ["justice"] * 9 + ["enforcement"] * 9
    assert attendees[0].unit_name == "Sở Tư pháp Đồng Nai"
    eleven = {attendee.pk for attendee in attendees[:11]}
    attending.tick(conference_id=found.pk, present=eleven, seen=set(), **MORE)
    quorum = attending.quorum_of(found)
    assert (quorum.present, quorum.invited, quorum.is_enough) == (11, 18, False)
    code = attending.give_code(attendee_id=attendees[17].pk, **MORE)
    with pytest.raises(attending.NotToday):
        attending.tick_by_code(conference_id=found.pk, code=code, now=NOW)
    on_the_day = NOW + timedelta(days=9)
    attending.tick_by_code(conference_id=found.pk, code=f" {code.lower()} ", now=on_the_day)
    assert attending.quorum_of(found).is_enough  # 12 of 18 are two thirds
    with pytest.raises(attending.WrongCode):
        attending.tick_by_code(conference_id=found.pk, code="", now=on_the_day)
    # The list was shown before the last one ticked the own presence: it stays.
    attending.tick(conference_id=found.pk, present=set(), seen=eleven, **MORE)
    assert attending.quorum_of(found).present == 1


def test_s002_6_draft_becomes_official_with_day_and_remark_and_both_stay_readable():
    found = build().held()
    call = {"kind": PaperKind.REPORT, "title": "Báo cáo tổng kết", "text": "Dòng một.\nDòng hai."}
    paper = papers.add_paper(conference_id=found.pk, **call, **MORE)
    first = papers.make_official(paper_id=paper.pk, remark="Bổ sung số liệu việc", version=1, **MORE)
    paper.refresh_from_db()
    with pytest.raises(papers.NoDraft):
        papers.make_official(paper_id=paper.pk, remark="", version=paper.version, **MORE)
    papers.save_draft(
        paper_id=paper.pk, title="Báo cáo (sửa)", text="Dòng một.\nDòng hai, 2,74%.", version=paper.version, **MORE
    )
    with pytest.raises(StaleVersion):
        papers.save_draft(paper_id=paper.pk, title="x", text="y", version=paper.version, **MORE)
    # What another wrote meanwhile is not made official unread; its title is that of the paper only then.
    for write in (
        lambda: papers.make_official(paper_id=paper.pk, remark="", version=paper.version, **MORE),
        lambda: papers.name_presenters(paper_id=paper.pk, user_ids=[], version=paper.version, **MORE),
    ):
        with pytest.raises(StaleVersion):
            write()
    paper.refresh_from_db()
    assert paper.title == "Báo cáo tổng kết"
    second = papers.make_official(paper_id=paper.pk, remark="", version=paper.version, **MORE)
    paper.refresh_from_db()
    assert paper.title == "Báo cáo (sửa)"
    assert (first.state, first.remark, first.official_at) == (PaperState.OFFICIAL, "Bổ sung số liệu việc", NOW)
    texts = list(paper.versions.order_by("number").values_list("number", "text"))
    assert texts == [(1, "Dòng một.\nDòng hai."), (2, "Dòng một.\nDòng hai, 2,74%.")]
    assert second.number == 2


def test_a_paper_without_content_is_not_made_official_and_a_draft_is_read_by_no_unit():
    found = build().held()
    paper = papers.add_paper(conference_id=found.pk, kind=PaperKind.REPORT, title="Báo cáo", text="", **MORE)
    with pytest.raises(papers.EmptyPaper):
        papers.make_official(paper_id=paper.pk, remark="", version=paper.version, **MORE)
    with pytest.raises(papers.NotOfficial):
        papers.mark_read(version_id=paper.versions.get().pk, attendee_id=found.attendees.first().pk, **MORE)


def test_a_unit_that_has_a_vote_or_is_there_stays_on_the_list():
    found = build().held()
    (added,) = inviting.add_units(conference_id=found.pk, unit_ids=[UnitFactory().pk], **MORE)
    attending.tick(conference_id=found.pk, present={added.pk}, seen=set(), **MORE)
    for attendee in (found.attendees.order_by("order").first(), added):
        with pytest.raises(inviting.StaysOnList):
            inviting.take_off(attendee_id=attendee.pk, **MORE)
    attending.tick(conference_id=found.pk, present=set(), seen={added.pk}, **MORE)
    inviting.take_off(attendee_id=added.pk, **MORE)
    assert not found.attendees.filter(pk=added.pk).exists()


def test_s002_8_a_congress_that_moves_flags_those_below_and_tells_their_heads():
    ministry, unit = UnitFactory(name="Bộ Tư pháp"), UnitFactory(name="Cục Thử")
    role = RoleAssignmentFactory(unit=unit, role=Role.LEADER, starts_on=date(2019, 1, 1))
    sector = planning.hold_congress(
        organiser_id=ministry.pk, plan=Plan("Đại hội ngành lần thứ V", date(2020, 8, 25)), **MORE
    )
    own = planning.hold_congress(
        organiser_id=unit.pk,
        parent_id=sector.pk,
        plan=Plan("Đại hội Cục Thử", date(2020, 7, 20), days_before_parent=30),
        **MORE,
    )
    assert congresses.too_late(sector) == []
    plan = Plan(sector.title, sector.held_on - timedelta(days=20))
    moved = planning.change_plan(conference_id=sector.pk, plan=plan, version=sector.version, **MORE)
    assert congresses.too_late(moved) == [own]
    notice = Notice.objects.get(recipient=role.user)
    assert "phải xong trước hết ngày 06/07/2020" in notice.body
    with pytest.raises(StaleVersion):
        planning.change_plan(conference_id=sector.pk, plan=plan, version=sector.version, **MORE)


def test_s002_10_a_presenter_of_another_unit_reads_the_draft_of_that_paper_alone():
    world = build()
    found = world.held()
    made = [
        papers.add_paper(conference_id=found.pk, kind=PaperKind.REPORT, title=title, text="Nội dung", **MORE)
        for title in ("Báo cáo tổng kết", "Phương hướng")
    ]
    deputy = holder(Role.LEADER, world.units[4])
    drafts = [paper.versions.get() for paper in made]
    assert not policies.can_read(deputy, made[0], drafts[0])
    papers.name_presenters(paper_id=made[0].pk, user_ids=[deputy.user_id], version=made[0].version, **MORE)
    assert policies.can_read(deputy, made[0], drafts[0])
    assert not policies.can_read(deputy, made[1], drafts[1])
    papers.make_official(paper_id=made[1].pk, remark="", version=1, **MORE)
    assert policies.can_read(deputy, made[1], made[1].versions.get())


def test_who_sees_and_who_prepares():
    world = build()
    found = world.held()
    member = holder(Role.OFFICER, world.units[3])
    stranger = holder(Role.OFFICER, UnitFactory())
    head = holder("cluster_head", world.units[0], cluster_year_id=world.closing.pk)
    next_head = holder("cluster_head", world.units[1], cluster_year_id=world.signing.pk)
    office = holder(Role.STANDING_OFFICE, world.closing.cluster.organiser)
    seen = [bool(Conference.objects.visible_to(each).exists()) for each in (member, head, next_head, office, stranger)]
    assert seen == [True, True, True, True, False]
    may = [bool(policies.can_prepare(each, found)) for each in (member, head, next_head, office, stranger)]
    assert may == [False, True, False, True, False]
    attendee = found.attendees.get(unit=world.units[3])
    assert policies.can_answer(member, attendee)
    assert not policies.can_answer(stranger, attendee)
    assert not policies.can_run(replace(head, impersonated_by=1), found)


def test_answers_are_kept_and_a_closed_year_holds_no_meeting():
    world = build()
    found = world.held()
    attendee = found.attendees.order_by("order").last()
    said = {"attendee_id": attendee.pk, "answer": Answer.COMING, "version": 0, "post": "Phó Cục trưởng", **MORE}
    attending.answer(person="Trần Văn Thử", named=[Named("Bà Hai")], **said)
    with pytest.raises(StaleVersion):
        attending.answer(person="Khác", named=[], **said)
    assert attendee.named.get().name == "Bà Hai"
    assert Entry.objects.get(action="conferences.attendee.answer").after["named"] == ["Bà Hai"]
    attendee.refresh_from_db()
    assert (attendee.answer, attendee.person) == ("coming", "Trần Văn Thử")
    world.closing.year.state = YearState.CLOSED
    world.closing.year.save()
    with pytest.raises(YearClosed):
        world.held()


def test_a_unit_that_joins_is_invited_and_one_that_leaves_both_years_is_taken_off():
    world = build()
    found, (first, *_rest) = world.held(), world.units
    late = UnitFactory(name="Sở Tư pháp Thành phố Hồ Chí Minh")
    MemberFactory(cluster_year=world.closing, unit=late, order=19)
    world.closing.members.filter(unit=first).delete()
    change = {"cluster_year_id": world.closing.pk, "joined": {late.pk}, "left": {first.pk}}
    follow_members(**change, **MORE)
    assert [each.unit_id for each in found.attendees.order_by("order")] == [*(u.pk for u in world.units), late.pk]
    world.signing.members.filter(unit=first).delete()
    follow_members(**change, **MORE)
    assert set(found.attendees.values_list("unit_id", flat=True)) == {late.pk, *(u.pk for u in world.units[1:])}
    assert Entry.objects.filter(action="conferences.conference.follow_members").count() == 2


def test_a_meeting_planned_before_the_next_year_signs_it_once_that_year_is_opened():
    world = build()
    found = world.held(next_cluster_year_id=None)
    new = MemberFactory(cluster_year=world.signing, order=19).unit
    plan = Plan(found.title, found.held_on, found.place)
    change = {"conference_id": found.pk, "plan": plan, "version": found.version}
    with pytest.raises(WrongConference):
        planning.change_plan(**change, next_cluster_year_id=world.closing.pk, **MORE)
    changed = planning.change_plan(**change, next_cluster_year_id=world.signing.pk, **MORE)
    assert changed.next_cluster_year == world.signing
    assert changed.attendees.filter(unit=new).exists()


def test_who_leads_the_next_year_reads_the_handover_though_the_own_unit_was_no_member_before():
    world = build()
    new, other = UnitFactory(), UnitFactory()
    MemberFactory(cluster_year=world.signing, unit=new, order=19)
    head = holder("cluster_head", new, cluster_year_id=world.signing.pk)
    assert world.closing in readable_by(head)
    assert not readable_by(holder(Role.OFFICER, other)).exists()


def test_who_holds_a_congress_knows_the_one_above_by_title_and_day_alone():
    ministry = UnitFactory()
    below = UnitFactory(parent=ministry)
    plan = Plan("Đại hội thi đua yêu nước ngành Tư pháp", date(2025, 9, 9), "Hà Nội")
    sector = planning.hold_congress(organiser_id=ministry.pk, plan=plan, **MORE)
    officer = holder(Role.OFFICER, below)
    assert sector in Conference.objects.standing_above(officer)
    assert sector not in Conference.objects.visible_to(officer)
