"""Consultation on a draft: asking, commenting, sending to the second, answering, closing, a further round."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.core.errors import StaleVersion
from apps.documents.domain.signed_copies import ChangedMeanwhile
from apps.notifications.models import Notice
from apps.obligations.domain.extensions import extend
from apps.obligations.models import Obligation
from apps.scoring.consultation_queries import counts_of, result_of
from apps.scoring.domain import consultation_rounds as rounds
from apps.scoring.domain.consultation_answers import CommentReplaced, answer_comment, answer_comments
from apps.scoring.domain.consultation_drafts import changes_since
from apps.scoring.domain.consultation_replies import (
    CommentEmpty,
    CommentInput,
    NoSuchCriterion,
    NotAsked,
    ReplyNotEditable,
    add_comment,
    change_comment,
    start_reply,
)
from apps.scoring.domain.consultation_sending import amend_reply, fingerprint, submit_reply
from apps.scoring.domain.criteria_sets import ConsultationRunning, issue_set
from apps.scoring.enums import SetState
from apps.scoring.models import CommentAnswer, CriteriaSet, ReplySending, SentComment
from apps.scoring.tests.consultation_cases import (
    DUE_ON,
    LAST_MOMENT,
    NOW,
    RULES,
    SYSTEM,
    build,
    draft_set,
    reply_with,
)
from apps.units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db
AFTER = LAST_MOMENT + timedelta(days=2)
ON_PLAN = CommentInput("criterion", "A.1", "Nên tính cả kế hoạch liên ngành.", Decimal("1.5"))
ON_LAW = CommentInput("criterion", "A.2", "", None, "Phổ biến pháp luật cho đồng bào vùng cao")
ON_ANNEX = CommentInput("general_rule", body="Đề nghị làm tròn đến 0,25 điểm.")


def answer(comment, kind="accepted", *, expected=0, words="Đã sửa trong dự thảo.", at=AFTER, **more):
    return answer_comment(
        comment_id=comment.pk, kind=kind, words=words, expected_version=expected, actor=SYSTEM, now=at, **more
    )


def close(case, at=AFTER):
    return rounds.close_consultation(consultation_id=case.consultation.pk, actor=case.office_actor, now=at)


def test_s001_5_comments_on_two_criteria_and_the_annex_are_answered_and_the_issued_version_shows_what_changed():
    case = build()
    reply_with(case, ON_PLAN, ON_LAW, ON_ANNEX)
    reply_with(case, replace(ON_PLAN, body="Nhất trí điểm."), index=1)
    side_by_side = SentComment.objects.of(case.consultation.pk).filter(code="A.1")
    assert {(c.sending.reply.unit_id, c.place) for c in side_by_side} == {
        (unit.pk, "1. Ban hành kế hoạch") for unit in case.units
    }
    for comment in SentComment.objects.of(case.consultation.pk):
        answer(comment, "explained" if comment.target == "general_rule" else "accepted")
    close(case)
    edited = (RULES[0], replace(RULES[1], max_points=Decimal("1.5")), replace(RULES[2], max_points=Decimal("3.5")))
    draft_set(case.criteria_set.year, (*edited, RULES[3]))
    issue_set(criteria_set_id=case.criteria_set.pk, actor=SYSTEM, now=AFTER)
    issued = result_of(case.consultation)
    assert issued.state == SetState.ISSUED
    changes = changes_since(case.consultation, issued)
    assert [(c.rule.code, c.change) for c in changes] == [("A.1", "changed"), ("A.2", "changed")]
    points = {cell.label: (cell.before, cell.after) for cell in changes[0].cells}
    assert points["Điểm chuẩn"] == ("2", "1,5")
    answers = CommentAnswer.objects.order_by("pk").values_list("kind", flat=True)
    assert sorted(answers) == ["accepted", "accepted", "accepted", "explained"]


@pytest.mark.parametrize(("at", "late"), [(LAST_MOMENT, False), (LAST_MOMENT + timedelta(microseconds=1), True)])
def test_a_reply_is_late_from_the_first_moment_after_the_day(at, late):
    case = build(1)
    reply_with(case, ON_PLAN, at=at)
    assert ReplySending.objects.get().is_late is late
    assert Obligation.objects.get(unit=case.units[0]).days_late(at) == int(late)


def test_an_extended_unit_is_in_time_until_its_hour():
    case = build(1)
    until = LAST_MOMENT + timedelta(hours=12)
    owed = Obligation.objects.get(unit=case.units[0])
    asked = {"asked_by": "Bà Thử", "asked_how": "telephone", "reason": "Chờ họp liên ngành"}
    extend(obligation_id=owed.pk, until=until, actor=SYSTEM, now=NOW, **asked)
    with pytest.raises(rounds.StillRunning):
        close(case, at=LAST_MOMENT + timedelta(hours=1))
    reply_with(case, ON_PLAN, at=until)
    assert ReplySending.objects.get().is_late is False


def test_opening_asks_the_units_and_tells_their_people():
    case = build()
    assert case.criteria_set.consultations.get() == case.consultation
    assert CriteriaSet.objects.get().state == SetState.CONSULTATION
    assert case.consultation.duty.due_on == DUE_ON
    assert set(case.consultation.duty.obligations.values_list("unit_id", flat=True)) == {u.pk for u in case.units}
    assert not Notice.objects.exists()  # the people of this case took office after the round was opened


def test_a_set_is_not_issued_over_an_open_round():
    case = build(1)
    with pytest.raises(ConsultationRunning):
        issue_set(criteria_set_id=case.criteria_set.pk, actor=SYSTEM, now=AFTER)


@pytest.mark.parametrize(
    ("comment", "refusal"),
    [
        (CommentInput("criterion", "A.9", "Không có"), NoSuchCriterion),
        (CommentInput("whole", body="   "), CommentEmpty),
        (CommentInput("class_rule", proposed_points=Decimal(1)), CommentEmpty),
    ],
)
def test_a_comment_names_a_criterion_of_the_draft_and_says_something(comment, refusal):
    case = build(1)
    with pytest.raises(refusal):
        reply_with(case, comment, at=None)


def test_only_units_that_were_asked_reply():
    case = build(1)
    stranger = UnitFactory()
    with pytest.raises(NotAsked):
        start_reply(consultation_id=case.consultation.pk, unit_id=stranger.pk, actor=SYSTEM, now=NOW)


def test_who_saves_second_is_told():
    case = build(1)
    comment = reply_with(case, ON_PLAN, at=None).comments.get()
    told = {"comment_id": comment.pk, "expected_version": 1, "actor": SYSTEM, "now": NOW}
    change_comment(comment=replace(ON_PLAN, body="Một"), **told)
    with pytest.raises(StaleVersion):
        change_comment(comment=replace(ON_PLAN, body="Hai"), **told)
    comment.refresh_from_db()
    assert comment.body == "Một"


def test_what_was_read_is_what_is_sent():
    case = build(1)
    reply = reply_with(case, ON_PLAN, at=None)
    seen = fingerprint(reply.__class__.objects.get(pk=reply.pk))
    add_comment(reply_id=reply.pk, comment=ON_LAW, actor=SYSTEM, now=NOW)
    with pytest.raises(ChangedMeanwhile):
        submit_reply(reply_id=reply.pk, way="screen", seen=seen, actor=SYSTEM, now=NOW)


def test_sent_anew_the_same_comment_keeps_its_answer_and_a_changed_one_asks_for_another():
    case = build(1)
    reply = reply_with(case, ON_PLAN, ON_LAW)
    with pytest.raises(ReplyNotEditable):
        add_comment(reply_id=reply.pk, comment=ON_ANNEX, actor=SYSTEM, now=NOW)
    old = list(SentComment.objects.of(case.consultation.pk).order_by("position"))
    for comment in old:
        answer(comment, at=NOW)
    amend_reply(reply_id=reply.pk, actor=SYSTEM, now=NOW)
    draft = reply.comments.get(code="A.2")
    change_comment(comment_id=draft.pk, expected_version=1, comment=replace(ON_LAW, body="Mới"), actor=SYSTEM, now=NOW)
    assert counts_of(case.consultation).unanswered == 0  # what was sent stands until it is sent anew
    submit_reply(reply_id=reply.pk, way="screen", actor=SYSTEM, now=NOW)
    standing = SentComment.objects.of(case.consultation.pk)
    assert [c.code for c in standing.unanswered()] == ["A.2"]
    with pytest.raises(CommentReplaced):
        answer(old[1], expected=1, at=NOW)


def test_two_who_answer_the_same_comment_second_is_told():
    case = build(1)
    reply_with(case, ON_PLAN)
    comment = SentComment.objects.get()
    answer(comment, at=NOW)
    with pytest.raises(StaleVersion):
        answer(comment, "explained", words="Giữ nguyên", at=NOW)
    assert CommentAnswer.objects.get().kind == "accepted"


def test_one_answer_for_many_leaves_answered_ones_alone():
    case = build()
    reply_with(case, ON_PLAN, ON_LAW)
    reply_with(case, ON_ANNEX, index=1)
    answer(SentComment.objects.get(code="A.1"), at=NOW)
    ids = list(SentComment.objects.values_list("pk", flat=True))
    assert answer_comments(ids=ids, kind="explained", words="Giữ như dự thảo.", actor=SYSTEM, now=NOW) == 2
    assert CommentAnswer.objects.get(comment__code="A.1").kind == "accepted"


def test_a_round_closes_once_all_is_answered_and_silent_units_owe_nothing_more():
    case = build()
    reply_with(case, ON_PLAN)
    with pytest.raises(rounds.StillRunning):
        close(case, at=NOW)
    with pytest.raises(rounds.Unanswered):
        close(case)
    answer(SentComment.objects.get())
    close(case)
    assert Obligation.objects.get(unit=case.units[1]).closed_unsent_at == AFTER
    assert CriteriaSet.objects.get().state == SetState.DRAFT
    with pytest.raises(rounds.RoundClosed):
        reply_with(case, ON_LAW, index=1, at=AFTER)


def test_a_second_round_asks_about_the_new_draft_and_keeps_the_first_with_its_answers():
    case = build(1)
    reply_with(case, ON_PLAN)
    answer(SentComment.objects.get(), words="Tiếp thu ở lần 1.")
    close(case)
    draft_set(case.criteria_set.year, (*RULES[:3], replace(RULES[3], label="Thi đua")))
    second = rounds.open_consultation(
        criteria_set_id=case.criteria_set.pk,
        due_on=AFTER.date() + timedelta(days=5),
        unit_ids=[case.units[0].pk],
        actor=SYSTEM,
        now=AFTER,
    )
    first, case.consultation = case.consultation, second
    reply_with(case, ON_LAW, at=AFTER)
    answer(SentComment.objects.of(second.pk).get(), "explained", words="Giữ nguyên ở lần 2.")
    assert [(c.answer.words) for each in (first, second) for c in SentComment.objects.of(each.pk)] == [
        "Tiếp thu ở lần 1.",
        "Giữ nguyên ở lần 2.",
    ]
    assert second.number == 2
    assert "Thi đua, khen thưởng" in first.draft_file
    assert "Thi đua, khen thưởng" not in second.draft_file


def test_changing_the_deadline_does_not_forgive_what_was_late():
    case = build(1)
    late = LAST_MOMENT + timedelta(hours=1)
    reply_with(case, ON_PLAN, at=late)
    change = {"consultation_id": case.consultation.pk, "actor": SYSTEM, "now": late}
    rounds.change_deadline(due_on=DUE_ON + timedelta(days=3), expected_version=1, **change)
    with pytest.raises(StaleVersion):
        rounds.change_deadline(due_on=DUE_ON + timedelta(days=4), expected_version=1, **change)
    assert Obligation.objects.get().days_late(AFTER) == 1
    assert ReplySending.objects.get().is_late


@pytest.mark.parametrize(
    "write",
    [
        lambda reply, comment: submit_reply(reply_id=reply.pk, way="screen", actor=SYSTEM, now=NOW),
        lambda reply, comment: add_comment(reply_id=reply.pk, comment=ON_LAW, actor=SYSTEM, now=NOW),
        lambda reply, comment: change_comment(
            comment_id=comment.pk, comment=ON_LAW, expected_version=1, actor=SYSTEM, now=NOW
        ),
        lambda reply, comment: amend_reply(reply_id=reply.pk, actor=SYSTEM, now=NOW),
        lambda reply, comment: start_reply(
            consultation_id=reply.consultation_id, unit_id=reply.unit_id, actor=SYSTEM, now=NOW
        ),
    ],
)
def test_who_writes_a_reply_waits_for_who_answers_or_closes_the_round(write):
    """The round is locked first: an answer just given goes on with the comment, a round just closed takes nothing."""
    case = build(1)
    reply = reply_with(case, ON_PLAN, at=None)
    comment = reply.comments.get()
    if write.__code__.co_names[0] == "amend_reply":
        submit_reply(reply_id=reply.pk, way="screen", actor=SYSTEM, now=NOW)
    if write.__code__.co_names[0] == "start_reply":
        comment.delete()
        reply.delete()
    with CaptureQueriesContext(connection) as queries:
        write(reply, comment)
    locks = [each["sql"] for each in queries if "FOR NO KEY UPDATE" in each["sql"]]
    assert 'OF "scoring_consultation"' in locks[0]
