"""Pages of a ballot of a meeting: from the preparation to the minutes, and what must not work on the way."""

import sys
from dataclasses import replace

import pytest
import time_machine
from django.core.signals import got_request_exception
from django.urls import reverse
from django.views.debug import ExceptionReporter

from apps.accounts.grants import actor_for
from apps.audit.models import Entry
from apps.ballots import policies
from apps.ballots.domain import keys, preparing
from apps.ballots.models import Ballot, PaperCount, Receipt, Slip, Voter
from apps.ballots.preparing_forms import QuestionForm
from apps.ballots.queries import earlier_questions
from apps.catalog.models import AwardType, Quota
from apps.conferences.ballot_host import ConferenceHost
from apps.conferences.domain import voting
from apps.conferences.tests.ballot_meeting import MORE, Meeting
from apps.conferences.tests.world import NOW
from apps.core.models import FormToken
from apps.notifications.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setitem(keys.COST, "n", 2**4)
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def meeting():
    from django.test import Client

    return Meeting(Client)


def text(response) -> str:
    return response.content.decode()


def test_a_ballot_is_prepared_on_its_pages_and_the_second_writer_is_told(meeting):
    create = reverse("ballots:ballot-create", args=["conferences", "conference", meeting.conference.pk])
    made = meeting.office.post(create, {"title": "Suy tôn Khối Sở", "mode": "paper", "scope": "justice"})
    ballot = meeting.ballot = Ballot.objects.get()
    assert made.url == meeting.url("question-add")
    assert (ballot.voters.count(), ballot.scope) == (9, "justice")
    form = meeting.office.get(made.url).context["form"]
    assert len(form["parties"].data or form.initial["parties"]) == 9
    asked = {"text": "Cờ", "seats": 2, "base": "all", "parties": form.initial["parties"][:4]}
    meeting.office.post(made.url, asked | {"version": 1})
    edit = meeting.url("question-edit", meeting.question().pk)
    late = meeting.office.post(edit, asked | {"version": 1, "text": "Cờ của Bộ"})
    assert late.status_code == 422
    assert "đã sửa lúc" in text(late)
    again = meeting.office.post(edit, asked | {"version": late.context["form"]["version"].value(), "text": "Cờ của Bộ"})
    assert (again.status_code, meeting.question().text) == (302, "Cờ của Bộ")
    option = meeting.question().options.first()
    meeting.office.post(meeting.url("option-withdraw", option.pk), {"reason": "Xin rút"})
    page = text(meeting.office.get(ballot.get_absolute_url()))
    assert "Đã rút: Xin rút" in page
    assert f'href="{meeting.conference.get_absolute_url()}"' in page  # the way back
    assert "Chưa thông qua Tổ kiểm phiếu (hai hoặc ba người)." in page


def test_quotas_of_the_catalogue_stand_in_the_question_of_the_award_that_the_ballot_names(meeting):
    award = AwardType.objects.create(code="CO-TEST", name="Cờ thi đua thử", in_sector=True, subject="collective")
    for code, day in (("Q-OLD", {"valid_to": "2018-12-31"}), ("Q-NEW", {"valid_from": "2019-01-01"})):
        Quota.objects.create(code=code, award=award, unit_kind="justice", count=2 if day.get("valid_to") else 3, **day)
    host = ConferenceHost()
    assert host.limits(meeting.prepared(title="Bình xét, suy tôn Cờ thi đua thử năm 2019")) == {"justice": 3}
    assert host.limits(meeting.prepared(title="Bình xét việc khác")) == {}


def test_the_key_of_a_teller_is_shown_once_on_the_own_page_and_stored_nowhere(meeting):
    meeting.with_team(mode="screen")
    page = meeting.tellers[0].post(meeting.url("teller-key"))
    code = page.context["code"]
    assert code in text(page)
    assert "no-store" in page.headers["Cache-Control"]
    assert code not in text(meeting.tellers[0].get(meeting.url("teller-key")))
    assert code not in text(meeting.tellers[0].get(meeting.ballot.get_absolute_url()))
    trail = str(list(Entry.objects.values_list("before", "after", "reason", "target_label")))
    assert code not in trail
    assert code not in str(list(FormToken.objects.values()))
    assert meeting.office.post(meeting.url("teller-key")).status_code == 403
    meeting.conference.attendees.filter(unit=meeting.world.units[6]).update(present_at=None)
    outside = meeting.tellers[1].post(meeting.url("teller-key"))  # outside the hall, without a second factor
    assert (outside.status_code, "cần xác thực hai bước" in text(outside)) == (403, True)
    told = text(meeting.tellers[1].post(meeting.url("ballot-open")))
    assert "Hai thành viên Tổ kiểm phiếu chưa nhận mã mở phiếu." in told


def test_s003_2_a_vote_on_screen_from_the_slip_to_the_minutes(meeting):
    meeting.opened()
    assert f'href="{meeting.url("vote", meeting.voter(0).pk)}"' in text(meeting.leaders[0].get("/"))
    assert "Tổ kiểm phiếu: Bình xét, suy tôn" in text(meeting.tellers[0].get("/"))
    slip = meeting.leaders[0].get(meeting.url("vote-start"), follow=True)
    assert "Chọn nhiều nhất 2 tên" in text(slip)
    assert "no-store" in slip.headers["Cache-Control"]
    check = meeting.cast(0, 1, step="check")
    assert (check.status_code, Voter.objects.filter(has_voted=True).count()) == (200, 0)
    back = meeting.cast(0, 1, step="mark")
    assert [line.is_marked for line in back.context["slip"].parts[0].lines] == [True, False, False]
    receipts = [meeting.cast(place, *numbers).context["receipt"] for place, numbers in enumerate([(1,), (1, 2), ()])]
    page = text(meeting.office.get(meeting.url("ballot-result")))
    assert "không ai xem được số phiếu" in page
    assert "<table" not in page  # no partial count
    wrong = dict.fromkeys(meeting.codes, "AAAA")
    first = next(iter(meeting.codes))
    refused = meeting.tellers[1].post(meeting.url("ballot-close"), meeting.codes | {first: wrong[first]})
    assert refused.status_code == 422
    assert "không đúng" in str(refused.context["form"].errors[first])
    assert all(code in text(refused) for name, code in meeting.codes.items() if name != first)
    assert meeting.tellers[1].post(meeting.url("ballot-close"), meeting.codes).url == meeting.url("ballot-result")
    for browser in (meeting.leaders[3], meeting.office):  # the projector promises it until the minutes of the count
        page = browser.get(meeting.url("ballot-result"))
        assert (page.context["results"], "Chưa lập biên bản kiểm phiếu" in text(page)) == ([], True)
    rows = meeting.tellers[0].get(meeting.url("ballot-result")).context["results"][0].rows
    assert [(row.votes, row.standing) for row in rows][:2] == [(2, "Được bầu"), (1, "Không được bầu")]
    listed = meeting.leaders[0].get(meeting.url("receipt-list"))
    assert listed.context["codes"] == sorted(receipts)
    found = meeting.leaders[0].post(meeting.url("receipt-list"), {"code": receipts[0].lower().replace("-", " ")})
    assert "Phiếu của bạn đã được đếm" in text(found)
    assert "Không thấy mã" in text(meeting.leaders[0].post(meeting.url("receipt-list"), {"code": "AAAA"}))
    meeting.tellers[0].post(meeting.url("ballot-certify"))
    assert Ballot.objects.get().state == "certified"
    assert meeting.leaders[3].get(meeting.url("ballot-result")).context["results"][0].rows == rows


def test_s003_5_and_6_what_must_not_work_on_the_voters_page(meeting):
    meeting.opened(own_party_allowed=False)
    slip = meeting.leaders[0].get(meeting.url("vote", meeting.voter(0).pk)).context["slip"]
    assert [line.is_own for line in slip.parts[0].lines] == [True, False, False]
    assert "không bầu cho đơn vị mình" in text(meeting.cast(0, 1))
    for forged in ("9", "-1", "1 OR 1=1", "٣"):
        answer = meeting.cast(0, forged)
        assert answer.status_code == 422
        assert "không nằm trong danh sách" in text(answer)
    assert meeting.cast(0, 2, browser=meeting.leaders[1]).status_code == 403  # another unit's slip
    assert meeting.cast(0, 2, browser=meeting.tellers[0]).status_code == 403  # a teller is no voter
    nobody = meeting.browser(meeting.world.units[9])
    assert "Bạn không có phiếu" in text(nobody.get(meeting.url("vote-start")))
    assert meeting.cast(0, 2).context["receipt"]
    second = meeting.new_client()
    second.force_login(meeting.leaders[0].user)
    for browser in (meeting.leaders[0], second):  # the form sent again; another device
        answer = meeting.cast(0, 3, browser=browser)
        assert answer.status_code == 409
        assert "Bạn đã bỏ phiếu. Mỗi đơn vị bỏ phiếu một lần." in text(answer)
    for place in (1, 2):
        meeting.cast(place, 1)
    meeting.tellers[0].post(meeting.url("ballot-close"), meeting.codes)
    late = meeting.cast(3, 2)
    assert (late.status_code, "Đã đóng bỏ phiếu" in text(late), Slip.objects.count()) == (409, True, 3)


def test_steps_of_the_team_are_for_the_team_of_that_ballot(meeting):
    meeting.opened()
    first, kept = meeting.ballot, meeting.tellers
    meeting.tellers = [meeting.browser(meeting.world.units[place]) for place in (5, 6)]
    meeting.with_team(mode="screen")
    for name in ("ballot-open", "teller-key", "ballot-close"):
        assert kept[0].post(meeting.url(name)).status_code == 403
    meeting.ballot = first
    assert meeting.office.post(meeting.url("ballot-close")).status_code == 403  # S003-7
    assert meeting.office.post(meeting.url("ballot-void"), {"reason": "Không vừa ý"}).status_code == 403
    assert kept[0].post(meeting.url("ballot-void"), {"reason": "Mất mã mở phiếu"}).status_code == 302
    again = meeting.office.post(meeting.url("ballot-again"))
    assert Ballot.objects.get(pk=again.url.rstrip("/").rpartition("/")[2]).previous == first


def test_a_form_that_would_be_filled_in_vain_is_not_shown(meeting):
    meeting.with_team()
    teller, question, voter = meeting.tellers[0], meeting.question().pk, meeting.voter(0).pk
    prepares = [
        (meeting.office, meeting.url(name)) for name in ("ballot-edit", "question-add", "teller-name", "voter-refresh")
    ]
    before = [*prepares, (teller, meeting.url("ballot-open"))]
    during = [(teller, meeting.url(*to)) for to in (("ballot-box",), ("voter-arrive", voter), ("ballot-close",))]
    after = [(teller, meeting.url(*to)) for to in (("ballot-board", question), ("ballot-certify",))]
    steps = (before, during, after)
    for shown, act in ((before, "ballot-open"), (during, "ballot-close"), (after, "")):
        for step in steps:
            expected = 200 if step is shown else 409
            assert {browser.get(url).status_code for browser, url in step} == {expected}
        if act == "ballot-close":  # slips that nobody noted would be lost, and zero votes certified
            refused = teller.post(meeting.url(act))
            assert (refused.status_code, "Chưa ghi ai đã bỏ phiếu." in text(refused)) == (422, True)
            teller.post(meeting.url("ballot-box"), {"voters": [voter]})
        if act:
            assert teller.post(meeting.url(act)).status_code == 302


def test_somebody_absent_votes_by_the_sealed_code_without_an_account(meeting):
    meeting.with_team(mode="screen")
    absent = meeting.voter(3)
    early = meeting.tellers[0].post(meeting.url("voter-code", absent.pk))  # votes on screen from the own account
    assert (early.status_code, "Chỉ cấp mã cho người vắng mặt" in text(early)) == (422, True)
    assert meeting.url("voter-code", absent.pk) not in text(meeting.tellers[0].get(meeting.url("voter-list")))
    assert meeting.url("voter-code", meeting.voter(8).pk) in text(meeting.tellers[0].get(meeting.url("voter-list")))
    assert Notice.objects.filter(kind="ballots.sealed_code").count() == 0
    meeting.office.post(meeting.url("voter-way", absent.pk), {"way": "writing"})
    assert meeting.office.post(meeting.url("voter-code", absent.pk)).status_code == 403  # only the team hands out codes
    shown = meeting.tellers[0].post(meeting.url("voter-code", absent.pk))
    code, by_code = shown.context["code"], reverse("ballots:vote-by-code")
    assert code not in str(list(Voter.objects.values()))
    told = Notice.objects.get(kind="ballots.sealed_code")
    assert (told.recipient, code in told.body) == (meeting.leaders[3].user, False)
    stranger = meeting.new_client()
    assert "Chưa mở bỏ phiếu" in text(stranger.post(by_code, {"code": code}))
    for teller in meeting.tellers:
        teller.post(meeting.url("teller-key"))
    meeting.tellers[0].post(meeting.url("ballot-open"))
    assert "Kiểm tra" not in text(stranger.post(by_code, {"code": code}))
    data = {"code": code, f"question-{meeting.question().pk}": ["2"]}
    assert "Kiểm tra lựa chọn" in text(stranger.post(by_code, data | {"step": "check"}))
    assert stranger.post(by_code, data | {"step": "cast"}).context["receipt"]
    assert "không đúng hoặc đã dùng" in text(stranger.post(by_code, data | {"step": "cast"}))


def test_the_counting_board_says_beside_the_field_what_does_not_fit(meeting):
    meeting.opened(mode="paper")
    meeting.tellers[0].post(meeting.url("ballot-box"), {"voters": [meeting.voter(place).pk for place in range(4)]})
    meeting.tellers[0].post(meeting.url("ballot-close"))
    board = meeting.url("ballot-board", meeting.question().pk)
    good = {"version": 0, "handed_out": 18, "taken_in": 4, "spoiled": 0, "blank": 0}
    good |= {"votes-1": 2, "votes-2": 2, "votes-3": 0}
    for wrong, field, words in (
        ({"taken_in": 19}, "taken_in", "Thu vào không nhiều hơn phát ra"),
        ({"spoiled": 5}, "spoiled", "không nhiều hơn thu vào"),
        ({"votes-2": 5}, "votes-2", "không nhiều hơn số phiếu hợp lệ"),
        ({"votes-2": ""}, "votes-2", "Trường này"),
    ):
        answer = meeting.tellers[1].post(board, good | wrong)
        assert (answer.status_code, words in str(answer.context["form"].errors[field])) == (422, True), wrong
    meeting.tellers[1].post(board, good | {"taken_in": 3, "votes-2": 1})
    page = text(meeting.tellers[1].get(meeting.url("ballot-result")))
    assert "thu vào 3 phiếu giấy, trong khi 4 người đã bỏ phiếu giấy" in page
    stale = meeting.tellers[0].post(board, good)
    assert stale.status_code == 422
    assert [each.label for each in stale.context["differences"]] == ["Thu vào", "2. Sở Tư pháp Bà Rịa – Vũng Tàu"]
    meeting.tellers[0].post(board, good | {"version": stale.context["form"]["version"].value()})
    assert PaperCount.objects.get().taken_in == 4
    page = text(meeting.tellers[1].get(meeting.url("ballot-result")))
    assert "ngang phiếu, còn 1 vị trí" in page
    assert "11,11%" in page  # two of eighteen, as in the minutes
    made = meeting.tellers[1].post(meeting.url("second-round", meeting.question().pk))
    assert Ballot.objects.count() == 2
    assert "vòng hai" in text(meeting.office.get(made.url))
    early = meeting.tellers[1].post(meeting.url("ballot-certify"))
    assert (early.status_code, "vòng hai chưa lập biên bản" in text(early)) == (422, True)
    assert Ballot.objects.get(pk=meeting.ballot.pk).state == "closed"
    later = voting.prepare_ballot(conference_id=meeting.conference.pk, title="Suy tôn tiếp", votes=[], **MORE)
    labels = [label for _value, label in question_form(later).fields["among"].choices]
    assert labels == ["Không", "Cờ thi đua – Bình xét, suy tôn"]  # once, not again from the second round


def test_on_a_paper_ballot_nobody_is_sent_to_vote_on_screen(meeting):
    meeting.opened(mode="paper")
    Voter.objects.filter(pk=meeting.voter(0).pk).update(way="writing", present=False)
    assert meeting.url("vote-start") not in text(meeting.leaders[0].get(meeting.url("ballot-detail")))
    assert meeting.url("vote", meeting.voter(0).pk) not in text(meeting.leaders[0].get(reverse("dashboard:home")))
    answer = meeting.cast(0, 1)
    assert (answer.status_code, "phong bì kín" in text(answer)) == (409, True)


def test_slips_are_printed_one_for_each_voter_on_paper(meeting):
    meeting.with_team()
    printed = meeting.office.get(meeting.url("blank-slips"))
    assert printed.headers["Content-Type"] == "application/pdf"
    assert printed.content.startswith(b"%PDF")
    assert meeting.leaders[0].get(meeting.url("blank-slips")).status_code == 403


def test_error_reports_and_logs_hold_no_codes_and_no_choices(meeting, monkeypatch, caplog):
    meeting.opened()
    Voter.objects.exclude(pk=meeting.voter(0).pk).update(has_voted=True)  # closing asks that somebody has voted
    reports = []

    def keep(sender, request, **kwargs):
        reports.append(ExceptionReporter(request, *sys.exc_info()).get_traceback_text())

    def crash(*args, **kwargs):
        raise RuntimeError("out of memory")

    monkeypatch.setattr("apps.ballots.domain.closing.record", crash)
    monkeypatch.setattr("apps.ballots.domain.casting.record", crash)
    got_request_exception.connect(keep)
    try:
        meeting.tellers[0].raise_request_exception = meeting.leaders[0].raise_request_exception = False
        assert meeting.tellers[0].post(meeting.url("ballot-close"), meeting.codes).status_code == 500
        marker = f"question-{meeting.question().pk}"
        assert meeting.cast(0, 1, 2).status_code == 500
    finally:
        got_request_exception.disconnect(keep)
    told = "".join(reports) + caplog.text
    assert len(reports) == 2
    assert not any(code in told for code in meeting.codes.values())
    assert "'1', '2'" not in told
    assert f"{marker} = ['" not in told
    assert Receipt.objects.count() == 0


def question_form(ballot) -> QuestionForm:
    return QuestionForm(standers=[], groups={}, earlier=earlier_questions(ballot))


def test_who_acts_in_anothers_name_neither_names_the_team_nor_drops_a_ballot(meeting):
    ballot, office = meeting.prepared(), actor_for(meeting.office.user, NOW.date())
    may = (policies.can_prepare, policies.can_name_tellers, policies.can_void)
    assert [bool(each(office, ballot)) for each in may] == [True, True, True]
    assert [bool(each(replace(office, impersonated_by=1), ballot)) for each in may] == [True, False, False]


@pytest.mark.parametrize("count", [1, 3])
def test_the_exported_list_asks_the_meetings_once(meeting, count, django_assert_num_queries):
    for _number in range(count):
        meeting.prepared()
    with django_assert_num_queries(10):
        meeting.leaders[0].get(reverse("ballots:ballot-list") + "?format=xlsx")


@pytest.mark.parametrize("count", [1, 3])
def test_list_and_page_ask_as_often_for_one_ballot_as_for_three(meeting, count, django_assert_num_queries):
    for _number in range(count):
        meeting.prepared()
    with django_assert_num_queries(10):
        page = meeting.leaders[0].get(reverse("ballots:ballot-list"))
    assert len(page.context["object_list"]) == count


def test_rules_changed_by_two_people(meeting):
    ballot = meeting.prepared()
    rules = {"title": "Suy tôn", "mode": "mixed", "own_party_forbidden": "on", "version": ballot.version}
    assert meeting.office.post(meeting.url("ballot-edit"), rules).status_code == 302
    late = meeting.office.post(meeting.url("ballot-edit"), rules | {"title": "Khác"})
    assert (late.status_code, "Khác" in text(late)) == (422, True)
    ballot.refresh_from_db()
    assert (ballot.title, ballot.mode, ballot.own_party_allowed) == ("Suy tôn", "mixed", False)
    assert preparing.lock_prepared(ballot.pk).version == 2
