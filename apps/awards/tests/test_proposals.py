"""The way of a proposal: written, sent, returned with remarks, sent again, verified, withdrawn."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from apps.awards import tasks
from apps.awards.domain import assessing, dossier, making, meetings, nominees, receiving, reports, submitting
from apps.awards.domain.canonical import content_of, hash_of, is_whole
from apps.awards.domain.making import NotEditable
from apps.awards.domain.meetings import Meeting
from apps.awards.domain.receiving import Remark, RemarkMissing
from apps.awards.domain.sending_checks import NotReady
from apps.awards.models import AchievementReport, AwardProposal, ProposalSubmission, SubmittedNominee, UnitMeeting
from apps.awards.queries import DUTY, state_forms_twice
from apps.awards.tasks import assess_proposal, check_decision
from apps.awards.tests.world import MORE, NOW, acting, add, award, batch, build, person_line, submit
from apps.core.errors import StaleVersion, TransitionNotAllowed
from apps.documents.domain.signed_copies import ChangedMeanwhile
from apps.jobs.models import Job
from apps.notifications.models import Notice
from apps.obligations.tests.factories import DutyFactory, ObligationFactory
from apps.periods.domain.years import YearClosed
from apps.units.models import Discipline

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return build()


def test_sent_is_frozen_with_findings_receipt_and_hash_and_the_office_is_told(world):
    proposal = world.opened(declared_individuals=1, declared_collectives=0)
    add(proposal, person_line(world.person(), "LDTT"))
    assert not AwardProposal.objects.visible_to(acting(world.office)).exists()
    sent = submit(proposal)
    submission = sent.submissions.get()
    assert (sent.state, submission.number, submission.is_current) == ("submitted", 1, True)
    assert submission.receipt_number == f"XN-KT-2026-{submission.pk:06d}"
    assert len(submission.sha256) == 64
    frozen = submission.nominees.get()
    assert frozen.findings
    assert frozen.version_code == "V2025-08"
    assert Notice.objects.filter(recipient=world.office, kind="awards.submitted").count() == 1
    assert AwardProposal.objects.visible_to(acting(world.office)).get() == proposal
    with pytest.raises(NotEditable):
        add(proposal, person_line(world.person(), "LDTT"))
    with pytest.raises(NotEditable):  # what was found then stays
        assessing.assess_again(proposal_id=proposal.pk, **MORE)
    assert is_whole(submission)
    for rows, change in (
        (SubmittedNominee.objects, {"votes_for": 1, "votes_base": 1}),
        (SubmittedNominee.objects, {"honorific": "Ông"}),
        (ProposalSubmission.objects, {"content": {}}),
        (ProposalSubmission.objects, {"receipt_number": "XN-KT-2026-999999"}),
    ):
        with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic():
            rows.update(**change)


@pytest.mark.parametrize(
    "change",
    [
        {"grounds": "Căn cứ khác"},
        {"declared_individuals": 9},
        {"nominees": {"honorific": "Ông"}},
        {"nominees": {"votes_for": 3, "votes_base": 9}},
        {"report": {"achievements": "Khác."}},
        {"meeting": {"conclusion": "Khác."}},
        {"papers": {"note": "Khác."}},
    ],
)
def test_the_hash_is_of_all_that_is_sent(world, change):
    proposal = world.opened()
    (nominee,) = add(proposal, person_line(world.person(), "LDTT"))
    reports.write_report(nominee_id=nominee.pk, texts={"achievements": "Tốt."}, entry_ids=[], version=0, **MORE)
    call = {"item_code": "", "label": "Văn bản khác", "secret_route": True}
    dossier.add_paper(proposal_id=proposal.pk, **call, **MORE)
    proposal.refresh_from_db()
    held = Meeting(date(2026, 3, 2), "Lê Văn Thử", invited=9, present=9)
    meetings.write_meeting(proposal_id=proposal.pk, meeting=held, version=proposal.version, **MORE)

    def hashed():
        found = AwardProposal.objects.get(pk=proposal.pk)
        lines = submitting.lines_of(found, list(found.nominees.for_list().in_order()))
        return hash_of(content_of(found), lines)

    before = hashed()
    assert hashed() == before
    (place, values), *_rest = change.items()
    if not isinstance(values, dict):
        AwardProposal.objects.update(**change)
    elif place == "report":
        AchievementReport.objects.update(**values)
    elif place == "meeting":
        UnitMeeting.objects.update(**values)
    else:
        getattr(proposal, place).update(**values)
    assert hashed() != before


def test_the_duty_is_owed_again_once_no_proposal_of_the_unit_in_the_year_stands(world):
    duty, done = DutyFactory(year=world.year, code=DUTY), {"fulfilled_at": NOW, "first_fulfilled_at": NOW}
    owed = ObligationFactory(duty=duty, unit=world.unit, **done)
    one, two = world.opened(), world.opened(occasion="Kỷ niệm 80 năm")
    AwardProposal.objects.update(state="submitted", submitted_at=NOW)
    receiving.return_proposal(proposal_id=one.pk, remarks=[], remark="Thiếu biên bản", **MORE)
    owed.refresh_from_db()
    assert owed.fulfilled_at == NOW
    receiving.withdraw(proposal_id=two.pk, reason="Đã lập hồ sơ khác", **MORE)
    owed.refresh_from_db()
    assert (owed.fulfilled_at, owed.first_fulfilled_at) == (None, NOW)  # the first is still with the unit, sent back


@pytest.mark.parametrize(
    ("declared", "words"),
    [((0, 32), "thiếu 1 cá nhân so với tờ trình (32)"), ((0, 30), "thừa 1 cá nhân"), ((1, 31), "thiếu 1 tập thể")],
)
def test_a_list_of_31_does_not_go_with_a_letter_of_32(world, declared, words):
    proposal = world.opened(declared_collectives=declared[0], declared_individuals=declared[1])
    add(proposal, *(person_line(world.person(), "LDTT") for _n in range(31)))
    with pytest.raises(NotReady) as error:
        submit(proposal)
    assert words in str(error.value)
    proposal.refresh_from_db()
    assert (proposal.state, SubmittedNominee.objects.count()) == ("draft", 0)


def test_an_open_number_goes_and_an_empty_list_does_not(world):
    proposal = world.opened()
    assert proposal.is_open_ended
    with pytest.raises(NotReady, match="chưa có"):
        submit(proposal)
    add(proposal, person_line(world.person(), "LDTT"))
    assert submit(proposal).state == "submitted"


def test_a_verified_condition_that_is_missed_stops_with_its_article(world):
    proposal, person = world.opened(), world.person()
    Discipline.objects.create(person=person, form="warning", starts_on=date(2026, 1, 5))
    (nominee,) = add(proposal, person_line(person, "CSTDTQ"))
    assert nominee.outcome == 3
    with pytest.raises(NotReady) as error:
        submit(proposal)
    assert "không đủ điều kiện tặng Chiến sĩ thi đua toàn quốc" in str(error.value)
    assert "Luật 06/2022/QH15" in str(error.value) or "Điều" in str(error.value)


def test_what_was_read_is_what_is_sent(world):
    from apps.awards.domain.submitting import fingerprint

    proposal = world.opened()
    add(proposal, person_line(world.person(), "LDTT"))
    proposal.refresh_from_db()
    seen = fingerprint(proposal)
    add(proposal, person_line(world.person(), "LDTT"))
    with pytest.raises(ChangedMeanwhile):
        submit(proposal, seen=seen)


def test_returned_with_remarks_per_item_each_is_answered_and_the_first_day_keeps_counting(world):
    proposal = world.opened()
    (nominee,) = add(proposal, person_line(world.person(), "LDTT"))
    submit(proposal)
    with pytest.raises(RemarkMissing):
        receiving.return_proposal(proposal_id=proposal.pk, remarks=[], **MORE)
    said = [Remark("Bổ sung báo cáo.", nominee_id=nominee.pk), Remark("Thiếu chữ ký.", item_code="HS-T-04")]
    back = receiving.return_proposal(proposal_id=proposal.pk, remarks=said, remark="Xem từng mục.", **MORE)
    assert (back.state, back.remarks.count()) == ("returned", 2)
    assert Notice.objects.filter(recipient=world.officer, kind="awards.returned").count() == 1
    with pytest.raises(NotReady, match="2 yêu cầu"):
        submit(proposal)
    for remark in back.remarks.all():
        receiving.answer_remark(remark_id=remark.pk, answer="Đã bổ sung.", **MORE)
    later = NOW + timedelta(days=9)
    submit(proposal, at=later)
    days = list(proposal.submissions.order_by("number").values_list("received_on", "is_current"))
    assert days == [(NOW.date(), False), (NOW.date(), True)]
    done = receiving.verify(proposal_id=proposal.pk, note="Đủ hồ sơ.", **MORE)
    assert (done.state, done.verified_note) == ("verified", "Đủ hồ sơ.")


def test_a_remark_on_a_line_that_is_taken_out_and_written_anew_is_still_to_be_answered(world):
    proposal, person = world.opened(), world.person()
    (nominee,) = add(proposal, person_line(person, "LDTT"))
    submit(proposal)
    said = [Remark("Bổ sung báo cáo.", nominee_id=nominee.pk)]
    receiving.return_proposal(proposal_id=proposal.pk, remarks=said, **MORE)
    version = proposal.nominees.get().version
    nominees.remove_nominee(nominee_id=nominee.pk, version=version, **MORE)
    add(proposal, person_line(person, "LDTT"))
    remark = proposal.remarks.get()
    assert (remark.nominee, remark.about) == (None, f"Bà {person.full_name} – Lao động tiên tiến")
    with pytest.raises(NotReady, match="1 yêu cầu"):
        submit(proposal)


def test_withdrawn_says_why_is_asked_for_no_more_and_was_never_sent_in_time(world):
    owed = ObligationFactory(duty=DutyFactory(year=world.year, code=DUTY, due_on=NOW.date()), unit=world.unit)
    proposal = world.opened()
    add(proposal, person_line(world.person(), "LDTT"))
    submit(proposal)
    with pytest.raises(receiving.ReasonMissing):
        receiving.withdraw(proposal_id=proposal.pk, reason=" ", **MORE)
    owed.refresh_from_db()
    assert owed.fulfilled_at == NOW
    receiving.withdraw(proposal_id=proposal.pk, reason="Có đơn đang xác minh.", **MORE)
    owed.refresh_from_db()
    assert (owed.fulfilled_at, owed.first_fulfilled_at, owed.days_late(NOW + timedelta(days=3))) == (None, None, 3)
    assert AwardProposal.objects.asked().count() == 0
    with pytest.raises(TransitionNotAllowed):
        receiving.verify(proposal_id=proposal.pk, note="", **MORE)


def test_council_and_decision_take_the_steps_of_the_flow(world):
    proposal = world.opened()
    add(proposal, person_line(world.person(), "LDTT"))
    submit(proposal)
    with pytest.raises(TransitionNotAllowed):
        receiving.move(proposal_id=proposal.pk, action="to_council", **MORE)
    receiving.verify(proposal_id=proposal.pk, note="", **MORE)
    states = [
        receiving.move(proposal_id=proposal.pk, action=action, **MORE).state
        for action in ("to_council", "recommend", "decide")
    ]
    assert states == ["before_council", "recommended", "decided"]


def test_nothing_is_written_in_a_closed_year_and_the_second_writer_is_told(world):
    proposal = world.opened()
    making.change_proposal(proposal_id=proposal.pk, batch=batch(occasion="Dịp khác"), version=1, **MORE)
    with pytest.raises(StaleVersion):
        making.change_proposal(proposal_id=proposal.pk, batch=batch(), version=1, **MORE)
    type(world.year).objects.update(state="closed")
    with pytest.raises(YearClosed):
        add(proposal, person_line(world.person(), "LDTT"))
    with pytest.raises(YearClosed):
        making.change_proposal(proposal_id=proposal.pk, batch=batch(), version=2, **MORE)


def test_an_award_that_the_receiving_body_does_not_decide_is_warned_of(world, client):
    proposal = world.opened()
    person = world.person()
    add(proposal, person_line(person, "BKT"), person_line(person))
    client.force_login(world.officer)
    told = "Bằng khen của Chủ tịch UBND cấp tỉnh thuộc thẩm quyền của Chủ tịch UBND cấp tỉnh, không phải "
    told += f"{world.year.organiser.name}: kiểm tra lại nơi nhận (1 đề nghị)."
    page = client.get(reverse("awards:proposal-check", args=[proposal.pk])).content.decode()
    assert told in page
    assert page.count("kiểm tra lại nơi nhận") == 1  # not of the award that the ministry grants
    submit(proposal)
    client.force_login(world.office)
    assert told in client.get(reverse("awards:proposal-verify", args=[proposal.pk])).content.decode()


def test_two_state_forms_for_one_in_a_letter_are_warned_of_and_a_long_list_is_checked_by_a_job(world, monkeypatch):
    proposal, person = world.opened(), world.person()
    add(proposal, person_line(person, "CSTDTQ"), person_line(person, "BKTTG"), person_line(world.person(), "BKTTG"))
    assert state_forms_twice(proposal.nominees.all()) == [f"Bà {person.full_name}"]
    assert assessing.ask_to_assess(proposal_id=proposal.pk, **MORE) == assessing.Asked(0)
    monkeypatch.setattr(assessing, "AT_ONCE", 2)
    proposal.nominees.update(outcome=None)
    by = {"actor": acting(world.officer), "now": NOW}
    asked = assessing.ask_to_assess(proposal_id=proposal.pk, **by)
    assert assessing.ask_to_assess(proposal_id=proposal.pk, **by | {"now": NOW + timedelta(seconds=9)}) == asked
    for _twice in range(2):
        assess_proposal(job_id=asked.job.pk)
    job = Job.objects.get(pk=asked.job.pk)
    told = (job.state, job.result, job.result_url)
    assert told == ("done", {"changed": 3}, reverse("awards:nominee-list", args=[proposal.pk]))
    anew = assessing.ask_to_assess(proposal_id=proposal.pk, **by | {"now": NOW + timedelta(days=9)}).job
    assert (anew.pk, anew.state, anew.result, anew.created_at) == (job.pk, "queued", None, NOW + timedelta(days=9))
    assert award("CSTDTQ").level == "state"
    for task, name in ((assess_proposal, "proposal_id"), (check_decision, "decision_id")):
        Job.objects.filter(pk=job.pk).update(state="queued", params={name: 0})  # discarded while the job waited
        task(job_id=job.pk)
        job.refresh_from_db()
        assert (job.state, job.error) == ("failed", "Đã bị bỏ trước khi kiểm tra xong.")
    rows = Job.objects.filter(pk=job.pk)
    for name in ("assess_again", "check_lines"):
        monkeypatch.setattr(tasks, name, lambda **_about: rows.update(cancel_requested_at=NOW))
    monkeypatch.setattr(tasks, "_asked_for", lambda *_about: (by["actor"], proposal))
    for task in (assess_proposal, check_decision):
        rows.update(state="queued", cancel_requested_at=None)
        task(job_id=job.pk)  # asked to stop while it worked: nothing is kept
        assert rows.get().state == "cancelled"
