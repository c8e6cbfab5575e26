"""Others are heard: hiệp y in its days, the public by the rule, the list of the sending that was published."""

from datetime import UTC, datetime, timedelta

import pytest

from apps.awards.comment_queries import comment_rule_of
from apps.awards.domain import consulting, hearing, nominees, receiving, reopening
from apps.awards.domain.consulting import AlreadyAnswered, AlreadyPublished
from apps.awards.domain.hearing import CommentMissing, ConsultationOpen
from apps.awards.domain.nominees import input_of
from apps.awards.domain.receiving import Remark
from apps.awards.models import CommentPeriod, Nominee
from apps.awards.tests.world import SYSTEM, add, build, freeze, person_line

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 3, 12, 2, 20, tzinfo=UTC)  # while the rule that stops was in force
LATER = NOW.replace(year=2026)
MORE = {"actor": SYSTEM, "now": NOW}
CONTACT = {"contact": "Vụ Tổ chức cán bộ"}


@pytest.fixture
def world():
    return build(2025)


def sent(world, *codes, at=NOW):
    proposal = world.opened()
    add(proposal, *(person_line(world.person(), code) for code in codes), at=at)
    Nominee.objects.update(outcome=0)
    proposal.state, proposal.submitted_at = "submitted", at
    proposal.save()
    return proposal


def step(proposal, action, days=0):
    at = {"actor": SYSTEM, "now": NOW + timedelta(days=days)}
    if action == "verify":
        return receiving.verify(proposal_id=proposal.pk, note="", **at)
    return receiving.move(proposal_id=proposal.pk, action=action, **at)


def test_who_was_asked_answers_or_has_its_days_and_answers_once(world):
    proposal = sent(world, "LDTT")
    days = {"asked_on": NOW.date(), "due_on": NOW.date() + timedelta(days=3)}
    asked = consulting.ask(proposal_id=proposal.pk, body_name="Công an tỉnh", **days, **MORE)
    with pytest.raises(ConsultationOpen):
        step(proposal, "verify")
    answer = {"consultation_id": asked.pk, "answered_on": NOW.date()}
    consulting.answer(opinion="disagrees", **answer, **MORE)
    with pytest.raises(AlreadyAnswered):
        consulting.answer(opinion="agrees", **answer, **MORE)
    assert step(proposal, "verify").state == "verified"
    consulting.ask(proposal_id=proposal.pk, body_name="Thanh tra", **days, **MORE)
    with pytest.raises(ConsultationOpen):
        step(proposal, "to_council", days=3)
    assert step(proposal, "to_council", days=4).state == "before_council"


def test_a_rule_that_was_checked_stops_on_its_dates_and_another_asks_why(world):
    high, lower = sent(world, "DH_AHLD"), sent(world, "CSTDTQ")
    freeze(high, NOW)
    step(high, "verify")
    with pytest.raises(CommentMissing, match="Danh hiệu Anh hùng Lao động phải lấy ý kiến công khai đủ 10 ngày"):
        step(high, "to_council")
    period = consulting.publish(proposal_id=high.pk, starts_on=NOW.date(), **CONTACT, **MORE)
    last = (period.ends_on - NOW.date()).days
    with pytest.raises(CommentMissing):
        step(high, "decide", days=last)
    assert step(high, "to_council", days=last + 1).state == "before_council"
    with pytest.raises(CommentMissing, match="ghi lý do"):
        step(lower, "verify")
    receiving.verify(proposal_id=lower.pk, note="Thời hạn chưa có quy định mới.", **MORE)
    assert step(lower, "to_council").state == "before_council"
    # Received before it ended a dossier keeps its rule; of one received after nobody has read the new one.
    since = sent(world, "DH_AHLD", at=LATER)
    rules = [comment_rule_of(proposal, LATER.date()) for proposal in (high, since)]
    assert [rule.confidence for rule in rules] == ["historical", "unverified"]
    assert [bool(hearing.unpublished(since, LATER.date(), stops=each)) for each in (True, False)] == [False, True]


def test_the_public_reads_what_was_sent_until_it_is_given_back_and_new_names_get_their_own_days(world, client):
    proposal = sent(world, "DH_AHLD", "LDTT")
    freeze(proposal, NOW)
    first = consulting.publish(proposal_id=proposal.pk, starts_on=NOW.date(), **CONTACT, **MORE)
    named = proposal.nominees.get(award__code="DH_AHLD")
    assert [each.name for each in first.lines()] == [named.name]  # no rule asks for the other one
    with pytest.raises(AlreadyPublished):
        consulting.publish(proposal_id=proposal.pk, starts_on=NOW.date(), **CONTACT, **MORE)
    reopening.reopen(proposal_id=proposal.pk, reason="Thiếu biên bản", **MORE)
    assert CommentPeriod.objects.open_on(NOW.date()).get() == first  # its days count, so the list can be read
    consulting.note_opinion(period_id=first.pk, received_on=NOW.date(), text="Nhất trí.", **MORE)
    reopening.close_again(proposal_id=proposal.pk, **MORE)
    receiving.return_proposal(proposal_id=proposal.pk, remarks=[Remark("Sửa tên.")], **MORE)
    assert not CommentPeriod.objects.open_on(NOW.date()).exists()
    line = input_of(named).__class__(**{**vars(input_of(named)), "name": "Người Khác"})
    nominees.change_nominee(nominee_id=named.pk, line=line, version=named.version, **MORE)
    first.refresh_from_db()
    assert (first.closed_on, [each.name for each in first.lines()]) == (NOW.date(), [named.name])
    proposal.refresh_from_db()
    proposal.state = "verified"
    proposal.save()
    freeze(proposal, NOW)
    with pytest.raises(CommentMissing):
        step(proposal, "to_council", days=60)
    again = consulting.publish(proposal_id=proposal.pk, starts_on=NOW.date(), whole=True, **CONTACT, **MORE)
    assert {each.name for each in again.lines()} >= {"Người Khác"}
    assert again.lines().count() == 2
    opinion = consulting.note_opinion(period_id=again.pk, received_on=NOW.date(), text="Có ý kiến.", **MORE)
    consulting.conclude(opinion_id=opinion.pk, conclusion="Đã xác minh.", **MORE)
    opinion.refresh_from_db()
    assert opinion.conclusion == "Đã xác minh."
