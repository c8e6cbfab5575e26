"""Nhập thay: whose paper it is, which day counts, what the unit may do with it, who checks it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from apps.core.actor import system_actor
from apps.documents.domain.citing import file_document
from apps.notifications.models import Notice
from apps.obligations.domain.duties import ask
from apps.obligations.domain.proxies import ReceivedLater
from apps.obligations.models import Obligation, ProxyEntry
from apps.periods.enums import YearState
from apps.periods.models import EmulationYear
from apps.reports.renderers.score_sheet import signed
from apps.scoring.domain import proxies, returns, reviews
from apps.scoring.domain.inputs import LineInput
from apps.scoring.domain.line_reopening import reopen_line
from apps.scoring.domain.lines import SheetNotEditable, save_line
from apps.scoring.domain.proxies import NoProxy
from apps.scoring.domain.returns import NoCorrection
from apps.scoring.domain.submissions import last_submission, submit_proxy
from apps.scoring.enums import SheetState
from apps.scoring.exports import sheets_data
from apps.scoring.models import ScoreLine, ScoreSheet, SheetVersion
from apps.scoring.policies import can_type_for
from apps.scoring.review_policies import can_review
from apps.scoring.tests.factories import NOW, acting, criteria_set_of_leaves, leader_of, officer_of, open_sheet
from apps.scoring.tests.review_cases import finish, head_of, open_lines, send, standing_office_of, type_points

pytestmark = pytest.mark.django_db
WHO = {"actor": system_actor("Bà Trần Thị Nhập"), "now": NOW}
ARRIVED = date(2020, 11, 9)  # three days ago
PAPER = {"received_on": ARRIVED, "basis": "128/BC-VP ngày 06/11/2020"}


def typed(steps: int = 1, **options) -> ScoreSheet:
    """A sheet that is typed from the unit's paper, due the day after the paper came."""
    sheet = open_sheet(criteria_set_of_leaves(2, steps=steps), **options)
    owed = {"year_id": sheet.cluster_year.year_id, "code": "score_sheet", "unit_ids": [sheet.unit_id]}
    ask(label="Tự chấm điểm", due_on=date(2020, 11, 10), **owed, **WHO)
    return proxies.begin_proxy(sheet_id=sheet.pk, **PAPER, **WHO)


def sent(**options) -> ScoreSheet:
    return submit_proxy(sheet_id=typed(**options).pk, **WHO)


def again(sheet: ScoreSheet) -> ScoreSheet:
    return ScoreSheet.objects.get(pk=sheet.pk)


def url(name: str, sheet: ScoreSheet) -> str:
    return reverse(f"scoring:{name}", args=[sheet.pk])


def test_day_of_the_paper_counts_and_the_unit_is_told():
    sheet = typed()
    officer = officer_of(sheet)
    submit_proxy(sheet_id=sheet.pk, **WHO)
    version, owed = last_submission(sheet), Obligation.objects.get()
    assert (owed.days_late(NOW), ProxyEntry.objects.get().received_on) == (0, ARRIVED)
    assert (version.received_on, version.proxy_by_label) == (ARRIVED, "Bà Trần Thị Nhập")
    assert (version.signing_way, version.signed_by_label, version.signed_copy) == ("paper", "", None)
    assert (again(sheet).state, again(sheet).correct_until) == (SheetState.SELF_SUBMITTED, date(2020, 11, 17))
    assert Notice.objects.filter(recipient=officer).values_list("kind", flat=True)[0] == "obligations.proxy_entered"
    assert "Bà Trần Thị Nhập nhập thay từ bản giấy nhận ngày 09/11/2020" in signed(sheets_data([again(sheet)])[0])


def test_unit_that_owes_nothing_is_told_as_well():
    sheet = open_sheet()
    officer = officer_of(sheet)
    proxies.begin_proxy(sheet_id=sheet.pk, **PAPER, **WHO)
    submit_proxy(sheet_id=sheet.pk, **WHO)
    notice = Notice.objects.get(recipient=officer)
    assert notice.kind_id == "obligations.proxy_entered"
    told = "Bà Trần Thị Nhập đã nhập thay bảng chấm điểm từ bản giấy nhận ngày 09/11/2020 (128/BC-VP ngày 06/11/2020)."
    assert notice.body == f"{told} Đơn vị xem lại, sửa được đến hết ngày 17/11/2020."


def test_begin_refuses_a_day_to_come_and_a_sheet_that_was_sent():
    sheet = typed()
    with pytest.raises(ReceivedLater):
        proxies.begin_proxy(sheet_id=sheet.pk, received_on=NOW.date() + timedelta(days=1), basis="128", **WHO)
    submit_proxy(sheet_id=sheet.pk, **WHO)
    with pytest.raises(SheetNotEditable):
        proxies.begin_proxy(sheet_id=sheet.pk, **PAPER, **WHO)


def test_signature_of_the_unit_ends_what_others_had_begun():
    sheet = typed()
    send(sheet)
    assert (again(sheet).is_proxy, last_submission(sheet).proxy_by_label) == (False, "")
    assert Obligation.objects.get().days_late(NOW) == 2
    with pytest.raises(SheetNotEditable):
        submit_proxy(sheet_id=sheet.pk, **WHO)


def test_ended_entry_stays_as_the_draft_of_the_unit_and_is_not_sent():
    sheet = typed()
    type_points(sheet, A_1="1.5")
    proxies.end_proxy(sheet_id=sheet.pk, **WHO)
    assert (again(sheet).is_proxy, open_lines(sheet)["A.1"].points) == (False, Decimal("1.5"))
    with pytest.raises(NoProxy):
        submit_proxy(sheet_id=sheet.pk, **WHO)


def test_what_comes_back_or_is_closed_is_typed_by_nobody():
    sheet = sent()
    returns.return_sheet(sheet_id=sheet.pk, remark="Thiếu số liệu", **WHO)
    found = [again(sheet).is_proxy]
    proxies.begin_proxy(sheet_id=sheet.pk, **PAPER, **WHO)
    submit_proxy(sheet_id=sheet.pk, **WHO)
    returns.reopen_sheet(sheet_id=sheet.pk, reason="Nhầm", **WHO)
    found.append(again(sheet).is_proxy)
    proxies.begin_proxy(sheet_id=sheet.pk, **PAPER, **WHO)
    returns.close_again(sheet_id=sheet.pk, **WHO)
    found.append(again(sheet).is_proxy)
    returns.reopen_sheet(sheet_id=sheet.pk, reason="Nhầm", **WHO)
    proxies.begin_proxy(sheet_id=sheet.pk, **PAPER, **WHO)
    returns.close_unsent(sheet_id=sheet.pk, reason="Không nộp", **WHO)
    assert [*found, again(sheet).is_proxy] == [False] * 4


@pytest.mark.parametrize("taken_over", [False, True])
def test_unit_corrects_within_its_days_and_stays_in_time(taken_over):
    sheet = sent()
    office = standing_office_of(sheet)
    head = head_of(sheet)
    if taken_over:
        reviews.start_step(sheet_id=sheet.pk, **WHO)
    returns.correct(sheet_id=sheet.pk, actor=WHO["actor"], now=NOW + timedelta(days=5))
    assert (again(sheet).state, again(sheet).is_proxy) == (SheetState.SELF_SCORING, False)
    assert Obligation.objects.get().is_with_unit_again
    assert SheetVersion.objects.get(locked_at=None).stage == "self"
    told = set(Notice.objects.filter(kind="scoring.sheet_with_unit").values_list("recipient_id", flat=True))
    assert told == ({head.pk} if taken_over else set())
    assert office.pk not in told
    send(sheet)
    assert (Obligation.objects.get().days_late(NOW), last_submission(sheet).proxy_by_label) == (0, "")


def test_unit_corrects_neither_after_its_days_nor_what_was_checked_to_the_end():
    sheet = sent()
    with pytest.raises(NoCorrection):
        returns.correct(sheet_id=sheet.pk, actor=WHO["actor"], now=NOW + timedelta(days=6))
    reviews.start_step(sheet_id=sheet.pk, **WHO)
    sheet = finish(sheet)
    with pytest.raises(NoCorrection):
        returns.correct(sheet_id=sheet.pk, **WHO)
    reopen_line(sheet, sheet.criteria_set.criteria.get(code="A.1"), "Xem lại", **WHO)
    halfway = sent(steps=2)
    reviews.start_step(sheet_id=halfway.pk, **WHO)
    finish(halfway)
    for checked in (sheet, halfway):
        assert again(checked).state == SheetState.IN_STEP
        with pytest.raises(NoCorrection):
            returns.correct(sheet_id=checked.pk, **WHO)
    unchecked = sent(steps=0)
    assert unchecked.state == SheetState.FINAL  # by nobody's check
    assert returns.correct(sheet_id=unchecked.pk, **WHO).state == SheetState.SELF_SCORING


def test_whoever_typed_does_not_check_and_nobody_types_for_the_own_unit():
    sheet = typed()
    head, other = acting(head_of(sheet)), acting(standing_office_of(sheet))
    line = open_lines(sheet)["A.1"]
    save_line(line_id=line.pk, expected_version=1, inputs=LineInput(points=Decimal(1)), actor=head, now=NOW)
    sheet = submit_proxy(sheet_id=sheet.pk, actor=head, now=NOW)
    assert "Bạn đã nhập điểm tự chấm trong bảng này" in can_review(head, sheet).reason
    assert can_review(other, sheet)
    assert can_type_for(other, sheet)
    assert "Đây là đơn vị của bạn" in can_type_for(acting(leader_of(sheet)), sheet).reason


def test_head_types_sends_and_the_unit_sees_it_on_its_pages(client):
    with time_machine.travel(NOW, tick=False):
        sheet = open_sheet(criteria_set_of_leaves(2))
        own = {"owner_code": sheet.unit.code, "owner_name": sheet.unit_name, "abstract": "", "issuer_name": "Vụ"}
        file_document(symbol="77/KH-NB", issued_on=date(2020, 3, 2), **own, **WHO)
        officer, head, other = officer_of(sheet), head_of(sheet), standing_office_of(sheet)
        line = open_lines(sheet)["A.1"]
        save_line(line_id=line.pk, expected_version=1, inputs=LineInput(points=Decimal(1)), **WHO)
        client.force_login(head)
        assert url("proxy-begin", sheet) in client.get(url("sheet-detail", sheet)).content.decode()
        begin = client.get(url("proxy-begin", sheet)).content.decode()
        assert "Bảng đã có 1/2 dòng được nhập" in begin
        assert "Ai nhập điểm thay thì không kiểm tra bảng này" in begin
        answer = client.post(url("proxy-begin", sheet), {"received_on": "09/11/2020", "basis": "128/BC-VP"})
        assert answer.headers["Location"] == url("sheet-detail", sheet)
        assert "77/KH-NB" not in client.get(url("evidence-documents", sheet)).content.decode()
        page = client.get(reverse("scoring:sheet-part", args=[sheet.pk, 1])).content.decode()
        assert f"l{line.pk}-points" in page
        post = {f"l{line.pk}-version": 2, f"l{line.pk}-points": "1,5"}
        assert client.post(reverse("scoring:line-save", args=[line.pk]), post).status_code == 200

        client.force_login(officer)  # who has had the page open since before
        late = client.post(reverse("scoring:line-save", args=[line.pk]), post | {f"l{line.pk}-points": "2"})
        assert (late.status_code, ScoreLine.objects.get(pk=line.pk).points) == (409, Decimal("1.5"))
        note = client.get(url("sheet-check", sheet)).content.decode()
        assert "nhập từ bản giấy nhận ngày 09/11/2020 (128/BC-VP)" in note
        assert "Đơn vị tự ký, gửi thì việc nhập thay chấm dứt" in note
        assert "77/KH-NB" in client.get(url("evidence-documents", sheet)).content.decode()

        client.force_login(head)
        check = client.get(url("sheet-check", sheet))
        assert ("Gửi bản nhập thay" in check.content.decode(), "Trình lãnh đạo" in check.content.decode()) == (1, 0)
        gone = client.post(url("proxy-send", sheet), {"seen": check.context["signing"].seen})
        assert gone.headers["Location"] == url("sheet-receipt", sheet)
        receipt = client.get(gone.headers["Location"]).content.decode()
        assert "Ngày nhận bản giấy" in receipt
        assert "09/11/2020" in receipt
        assert client.get(url("review", sheet)).status_code == 403
        client.force_login(other)
        for name in ("review", "review-start"):
            page = client.get(url(name, sheet)).content.decode()
            assert "đến hết ngày 17/11/2020 đơn vị còn sửa được" in page
            assert "Đơn vị không sửa được nữa" not in page

        client.force_login(officer)
        listed = client.get(reverse("scoring:sheet-list")).content.decode()
        detail = client.get(url("sheet-detail", sheet)).content.decode()
        assert 'tag--sent">Nhập thay' in listed
        assert "Đơn vị sửa được đến hết ngày 17/11/2020." in detail
        assert url("sheet-correct", sheet) in detail
        assert client.post(url("sheet-correct", sheet)).headers["Location"] == url("sheet-detail", sheet)
        assert again(sheet).state == SheetState.SELF_SCORING

        EmulationYear.objects.update(state=YearState.CLOSED)
        client.force_login(head)
        assert url("proxy-begin", sheet) not in client.get(url("sheet-detail", sheet)).content.decode()
