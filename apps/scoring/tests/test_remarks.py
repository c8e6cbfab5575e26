"""Kiến nghị về điểm: when a unit may send, the answer with its reason, what an accepted one opens again."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from apps.core.flow import TransitionNotAllowed
from apps.notifications.models import Notice
from apps.scoring.domain import confirmations, finalising, remarks, returns, reviews
from apps.scoring.domain.line_reopening import ConfirmedFirst
from apps.scoring.domain.remarks import (
    AlreadyAnswered,
    AlreadyWaiting,
    AnswerMissing,
    NothingSaid,
    PointsNotShown,
    RemarksClosed,
    Wish,
)
from apps.scoring.domain.review_settings import save_setting
from apps.scoring.enums import PointsShown, RemarkState, SheetState, Stage, StepRole
from apps.scoring.models import ReviewAssignment, ScoreLine, ScoreRemark, ScoreSheet
from apps.scoring.review_queries import outdated_finals
from apps.scoring.tests.factories import CriterionFactory, acting, criteria_set_of_leaves, officer_of
from apps.scoring.tests.review_cases import (
    LATER,
    SYSTEM,
    D,
    finish,
    head_of,
    open_lines,
    review,
    sheet_in_step,
    standing_office_of,
)
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db
TODAY = date(2020, 11, 12)


def cut_sheet():
    """A final sheet: A.1 cut from 2 to 1, A.2 agreed."""
    sheet = sheet_in_step()
    review(open_lines(sheet)["A.1"], D(1), reason_code="late")
    return finish(sheet)


def line_of(sheet, code="A.1"):
    version = remarks.version_to_remark(sheet) or sheet.versions.order_by("-pk").first()
    return version.lines.get(criterion__code=code)


def send(sheet, text="Đề nghị xem lại: có văn bản.", code="A.1", now=LATER):
    line = line_of(sheet, code)
    return remarks.send_remarks(sheet_id=sheet.pk, wishes={line.criterion_id: Wish(text, D(2))}, actor=SYSTEM, now=now)


def answer(remark, *, accept, text="Đã kiểm tra lại văn bản.", actor=SYSTEM):
    return remarks.answer_remark(remark_id=remark.pk, accept=accept, answer=text, actor=actor, now=LATER)


def setting(sheet, **values):
    values = {"points_shown": PointsShown.EACH_STEP, "remarks_until": None, "answer_days": 5, "version": 1} | values
    return save_setting(cluster_year_id=sheet.cluster_year_id, actor=SYSTEM, now=LATER, **values)


def test_a_remark_keeps_what_was_read_and_until_when_it_is_answered():
    [remark] = send(cut_sheet())
    assert (remark.points_seen, remark.points_wanted, remark.state) == (D(1), D(2), RemarkState.WAITING)
    assert remark.due_on == TODAY + timedelta(days=5)


def test_nothing_can_be_remarked_before_a_step_has_ended():
    sheet = sheet_in_step()
    with pytest.raises(PointsNotShown):
        send(sheet)


@pytest.mark.parametrize(
    ("shown", "may"), [(PointsShown.EACH_STEP, True), (PointsShown.FINAL, False)], ids=["each step", "when final"]
)
def test_between_two_steps_the_setting_says_whether_the_unit_reads_points(client, shown, may):
    sheet = sheet_in_step(criteria_set_of_leaves(2, steps=2))
    setting(sheet, points_shown=shown)
    review(open_lines(sheet)["A.1"], D(1), reason_code="late")
    sheet = finish(sheet)
    assert (remarks.version_to_remark(sheet) is not None) == may
    client.force_login(officer_of(sheet))
    page = client.get(reverse("scoring:sheet-comparison", args=[sheet.pk]))
    assert ([heading.label for heading in page.context["comparison"].headings] == ["Tự chấm"]) == (not may)
    client.force_login(standing_office_of(sheet))
    page = client.get(reverse("scoring:sheet-comparison", args=[sheet.pk]))
    assert len(page.context["comparison"].headings) == 2
    taken = client.get(reverse("scoring:sheet-comparison", args=[sheet.pk]), {"format": "csv"})
    assert '"Số","Tiêu chí","Điểm chuẩn","Tự chấm","Lý do chênh lệch"' in b"".join(taken).decode()


@pytest.mark.parametrize(("last_day", "may"), [(TODAY, True), (TODAY - timedelta(days=1), False)])
def test_remarks_are_taken_until_the_last_day_ends(last_day, may):
    sheet = cut_sheet()
    setting(sheet, remarks_until=last_day)
    if may:
        assert send(sheet)
    else:
        with pytest.raises(RemarksClosed, match="11/11/2020"):
            send(sheet)


def test_an_empty_text_says_nothing_and_one_remark_waits_at_a_time():
    sheet = cut_sheet()
    with pytest.raises(NothingSaid):
        send(sheet, text="  ")
    send(sheet)
    with pytest.raises(AlreadyWaiting):
        send(sheet)


def test_an_accepted_remark_opens_only_its_line_and_the_ranking_of_the_old_points_is_outdated():
    sheet = cut_sheet()
    final = sheet.versions.get(stage=Stage.FINAL)
    [remark] = send(sheet)
    answer(remark, accept=True)
    sheet = ScoreSheet.objects.get(pk=sheet.pk)
    assert sheet.state == SheetState.IN_STEP
    lines = open_lines(sheet)
    assert {code: line.checked_at is None for code, line in lines.items()} == {"A.1": True, "A.2": False}
    assert outdated_finals([final.pk]) == {final.pk}
    review(lines["A.1"], D(2), reason_code="late", reason_text="Theo kiến nghị")
    finalising.finish_step(sheet_id=sheet.pk, actor=SYSTEM, now=LATER)
    newest = sheet.versions.filter(stage=Stage.FINAL).order_by("-pk").first()
    assert (final.total, newest.total) == (D("2.5"), D("3.5"))
    assert sheet.versions.get(pk=final.pk).sha256 == final.sha256


def test_a_rejected_remark_changes_no_points_and_needs_its_reason():
    sheet = cut_sheet()
    [remark] = send(sheet)
    with pytest.raises(AnswerMissing):
        answer(remark, accept=False, text=" ")
    answer(remark, accept=False)
    sheet.refresh_from_db()
    assert (sheet.state, ScoreRemark.objects.get().state) == (SheetState.FINAL, RemarkState.REJECTED)


def test_the_second_to_answer_is_told_who_was_first():
    [remark] = send(cut_sheet())
    answer(remark, accept=False)
    with pytest.raises(AlreadyAnswered, match="Hệ thống đã trả lời"):
        answer(remark, accept=True)


def test_in_a_later_step_an_accepted_remark_unticks_the_line_there():
    sheet = sheet_in_step(criteria_set_of_leaves(2, steps=2))
    sheet = finish(sheet)
    [remark] = send(sheet)
    reviews.agree_lines(sheet_id=sheet.pk, actor=SYSTEM, now=LATER)
    answer(remark, accept=True)
    assert open_lines(sheet)["A.1"].checked_at is None
    assert open_lines(sheet)["A.2"].checked_at is not None


@pytest.mark.parametrize("order", [1, 2], ids=["nobody inside before", "checked inside before"])
def test_while_a_body_outside_has_the_sheet_an_accepted_remark_calls_it_back(order):
    criteria_set = criteria_set_of_leaves(2, steps=3)
    criteria_set.steps.filter(order=order).update(role=StepRole.OUTSIDE)
    sheet = sheet_in_step(criteria_set)
    if order == 2:
        review(open_lines(sheet)["A.1"], D(1), reason_code="late")
        finish(sheet)
    made = confirmations.make_link(sheet_id=sheet.pk, body_name="UBND tỉnh", days=7, actor=SYSTEM, now=LATER)
    outside = made.confirmation.version
    if order == 1:
        line = sheet.versions.get(stage=Stage.SELF).lines.first()
        values = {"version": line.sheet_version, "points_seen": 1, "text": "Thử", "sent_at": LATER, "due_on": TODAY}
        remark = ScoreRemark.objects.create(sheet=sheet, criterion=line.criterion, **values)
        with pytest.raises(ConfirmedFirst):
            answer(remark, accept=True)
        return
    [remark] = send(sheet)
    answer(remark, accept=True)
    sheet = ScoreSheet.objects.get(pk=sheet.pk)
    outside.refresh_from_db()
    assert (sheet.state, sheet.step, outside.locked_at is None) == (SheetState.IN_STEP, 1, False)
    assert confirmations.living(made.token, LATER) is None
    lines = open_lines(sheet)
    assert {code: line.checked_at is None for code, line in lines.items()} == {"A.1": True, "A.2": False}
    review(lines["A.1"], D(2), reason_code="late", reason_text="Theo kiến nghị")
    finalising.finish_step(sheet_id=sheet.pk, actor=SYSTEM, now=LATER)
    again = confirmations.make_link(sheet_id=sheet.pk, body_name="UBND tỉnh", days=7, actor=SYSTEM, now=LATER)
    assert again.confirmation.version.lines.get(criterion__code="A.1").points == D(2)


def test_a_sheet_given_back_to_the_unit_is_not_opened_by_a_remark():
    sheet = cut_sheet()
    [remark] = send(sheet)
    returns.reopen_sheet(sheet_id=sheet.pk, reason="Nhập nhầm số liệu", actor=SYSTEM, now=LATER)
    with pytest.raises(TransitionNotAllowed):
        answer(remark, accept=True)
    assert ScoreRemark.objects.get().state == RemarkState.WAITING


def test_pages_from_sending_to_answering(client):
    sheet = cut_sheet()
    head = head_of(sheet)
    client.force_login(officer_of(sheet))
    url = reverse("scoring:remarks-send", args=[sheet.pk])
    line = line_of(sheet)
    page = client.get(url)
    assert page.context["form"].rows[0][0] == line  # the line with a difference comes first
    assert f'name="line_{line.criterion_id}"' in page.content.decode()
    wrong = client.post(url, {f"points_{line.criterion_id}": "2"})
    assert (wrong.status_code, "Ghi nội dung kiến nghị" in wrong.content.decode()) == (422, True)
    client.post(url, {f"line_{line.criterion_id}": "Đã có văn bản gửi đúng hạn.", f"points_{line.criterion_id}": "2"})
    remark = ScoreRemark.objects.get()
    client.force_login(head)
    assert remark.text in client.get(reverse("scoring:remark-list")).content.decode()
    page = client.post(
        reverse("scoring:remark-answer", args=[remark.pk]), {"accept": "yes", "answer": "Tiếp thu, chấm lại."}
    )
    assert page.status_code == 302
    shown = client.get(page.url).content.decode()
    assert "Chấm lại dòng này" in shown
    review_page = client.get(reverse("scoring:review", args=[sheet.pk]), {"show": "open"}).content.decode()
    assert "Kiến nghị của đơn vị" in review_page or "Điểm đã chốt" in review_page


def test_a_line_tells_the_reason_of_the_step_that_changed_it(client):
    """A step that agrees with the one before repeats no reason."""
    sheet = cut_sheet()
    line = line_of(sheet)
    earlier = ScoreLine.objects.filter(sheet_version__in=remarks.versions_read(sheet), criterion=line.criterion_id)
    assert earlier.exclude(pk=line.pk).exclude(reason=None).exists()
    ScoreLine.objects.filter(pk=line.pk).update(reason=None, reason_text="")
    client.force_login(officer_of(sheet))
    shown = client.get(reverse("scoring:remarks-send", args=[sheet.pk])).context["form"].rows[0][0]
    assert (shown.pk, shown.told.reason.code) == (line.pk, "late")


def test_what_was_typed_stays_when_newer_points_came_meanwhile(client):
    sheet = cut_sheet()
    before = line_of(sheet)
    [remark] = send(sheet, code="A.2")
    answer(remark, accept=True)
    review(open_lines(sheet)["A.2"], D(1), reason_code="late")
    finalising.finish_step(sheet_id=sheet.pk, actor=SYSTEM, now=LATER)
    client.force_login(officer_of(sheet))
    url = reverse("scoring:remarks-send", args=[sheet.pk])
    typed = {f"line_{before.criterion_id}": "Đã có văn bản.", "seen": str(before.sheet_version_id)}
    page = client.post(url, typed)
    shown = page.content.decode()
    assert (page.status_code, "Đã có văn bản." in shown, "đã có bản mới" in shown) == (422, True, True)
    send(sheet)  # a colleague was quicker: the text still stays
    page = client.post(url, typed | {"seen": str(page.context["version"].pk)})
    assert (page.status_code, "Đã có văn bản." in page.content.decode()) == (422, True)
    returns.reopen_sheet(sheet_id=sheet.pk, reason="Nhập nhầm", actor=SYSTEM, now=LATER)
    page = client.post(url, typed | {"seen": str(page.context["version"].pk)})
    assert (page.status_code, "Đã có văn bản." in page.content.decode()) == (422, True)


def test_points_shown_once_stay_shown_while_a_line_is_checked_anew(client):
    sheet = cut_sheet()
    setting(sheet, points_shown=PointsShown.FINAL)
    final = sheet.versions.get(stage=Stage.FINAL)
    [remark] = send(sheet)
    answer(remark, accept=True)
    sheet = ScoreSheet.objects.get(pk=sheet.pk)
    assert remarks.version_to_remark(sheet) == final
    client.force_login(officer_of(sheet))
    page = client.get(reverse("scoring:sheet-comparison", args=[sheet.pk]))
    assert page.context["comparison"].headings[-1].version == final
    assert not page.context["points_hidden"]


def test_who_was_given_a_group_five_levels_up_sees_the_remark_and_nobody_else_given_something_is_told():
    sheet = cut_sheet()
    group = sheet.criteria_set.criteria.get(code="A")
    leaf = sheet.criteria_set.criteria.get(code="A.1")
    parent = group
    for level in range(4):
        parent = CriterionFactory(
            criteria_set=sheet.criteria_set, parent=parent, part=group, code=f"G{level}", position=90 + level, depth=1
        )
    leaf.parent = parent
    leaf.save()
    given = {code: RoleAssignmentFactory(unit=UnitFactory(), role=Role.OFFICER) for code in ("G0", "A.2")}
    for code, role in given.items():
        ReviewAssignment.objects.create(
            cluster_year=sheet.cluster_year,
            step=sheet.criteria_set.steps.get(),
            criterion=sheet.criteria_set.criteria.get(code=code),
            unit=role.unit,
        )
    [remark] = send(sheet)
    seen = {code: ScoreRemark.objects.visible_to(acting(role.user)).exists() for code, role in given.items()}
    assert seen == {"G0": True, "A.2": False}
    told = set(Notice.objects.filter(kind__code="scoring.remark_sent").values_list("recipient", flat=True))
    assert (given["G0"].user_id in told, given["A.2"].user_id in told) == (True, False)
    assert remark.get_absolute_url() == Notice.objects.get(recipient=given["G0"].user_id).path


@pytest.mark.parametrize("count", [1, 2])
def test_the_list_asks_the_same_whatever_its_length(client, count, django_assert_num_queries):
    sheet = cut_sheet()
    for code in ("A.1", "A.2")[:count]:
        send(sheet, code=code)
    client.force_login(standing_office_of(sheet))
    with django_assert_num_queries(10):
        assert len(client.get(reverse("scoring:remark-list")).context["page_obj"]) == count
    assert (
        client.get(reverse("scoring:remark-list"), {"format": "xlsx"})
        .headers["Content-Type"]
        .startswith("application/vnd")
    )
