"""Nhập thay and Mở lại of award proposals from the board, as of registrations and reports."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.awards.domain import making, nominees, receiving, submitting
from apps.awards.domain.nominees import NomineeInput
from apps.awards.enums import ProposalState
from apps.awards.exports import proposal_data
from apps.awards.models import AwardProposal
from apps.awards.queries import DUTY
from apps.core.components import StatusWord
from apps.dashboard.papers.closing import close_expired_papers
from apps.dashboard.papers.kinds import Key
from apps.dashboard.papers.reopening import paper_of, reopen_paper
from apps.dashboard.queries.board import board_of
from apps.dashboard.tests.world import NOW, SYSTEM, build
from apps.documents.domain.attachments import store
from apps.documents.domain.signed_copies import PaperCopy
from apps.notifications.models import Notice
from apps.obligations.domain.duties import ask, fulfil
from apps.obligations.models import Duty, ProxyEntry, Reopening
from apps.obligations.queries import asked_and_sent, owing
from apps.registrations.tests.factories import award, load_awards
from apps.reports.renderers.signing import day_of, signature_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
BY = {"actor": SYSTEM, "now": NOW}
UNTIL = datetime(2020, 11, 13, 10, 0, tzinfo=UTC)  # 17:00 tomorrow in Việt Nam
REOPENED = {
    "until_on": "13/11/2020",
    "until_time": "17:00",
    "asked_by": "Ông Lê Văn Mẫu",
    "asked_how": "telephone",
    "reason": "Thiếu một tập thể",
}


@pytest.fixture
def at_now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def world():
    """Every unit owes its proposal by the 10th, two days ago."""
    load_awards()
    found = build(2, sheets=False)
    owed = {"year_id": found.cluster_year.year_id, "unit_ids": [unit.pk for unit in found.units]}
    ask(code=DUTY, label="Hồ sơ đề nghị khen thưởng", due_on=date(2020, 11, 10), **owed, **BY)
    return found


def named(proposal, unit) -> AwardProposal:
    line = NomineeInput(award("TTLDXS").pk, "collective", unit_id=unit.pk)
    nominees.add_nominees(proposal_id=proposal.pk, lines=[line], **BY)
    return AwardProposal.objects.get(pk=proposal.pk)


def shown_tags(world) -> tuple[str, ...]:
    return board_of(world.cluster_year, SYSTEM, NOW).rows[1].line(DUTY).paper.tags


def on_board(name: str, world, *more) -> str:
    return reverse(name, args=[world.cluster_year.pk, world.units[1].pk, *more])


def test_the_head_types_a_proposal_from_its_paper_whose_day_counts_and_the_unit_corrects_it(client, world):
    unit = world.units[1]
    client.force_login(world.head)
    begin = on_board("awards:proposal-proxy-begin", world)
    assert begin in client.get(on_board("dashboard:board-unit", world)).content.decode()
    typed = {"type": "merit", "occasion": "Tổng kết năm 2020", "period_from": 2020, "period_to": 2020}
    typed |= {"received_on": "10/11/2020", "basis": "Công văn 12/VP"}
    assert client.post(begin, typed | {"received_on": "13/11/2020"}).status_code == 422
    assert client.post(begin, typed).status_code == 302
    proposal = named(AwardProposal.objects.get(), unit)
    check = client.get(reverse("awards:proposal-check", args=[proposal.pk]))
    send = reverse("awards:proposal-proxy-send", args=[proposal.pk])
    assert send in check.content.decode()
    assert client.post(send, {"seen": check.context["signing"].seen}).status_code == 302
    sent = proposal.submissions.get()
    assert (sent.received_on, bool(sent.proxy_by_label), sent.signing_way) == (date(2020, 11, 10), True, "paper")
    printed = proposal_data(AwardProposal.objects.get())
    assert (day_of(printed), signature_on(printed).note) == (None, "(Ký trên giấy, nhận ngày 10/11/2020)")
    assert ProxyEntry.objects.get().basis == "Công văn 12/VP"
    assert world.obligation(1).days_late(NOW) == 0
    receiving.verify(proposal_id=proposal.pk, note="Đủ", **BY)  # the unit's days to correct run on
    client.force_login(world.officers[1])
    correct = reverse("awards:proposal-correct", args=[proposal.pk])
    assert correct in client.get(proposal.get_absolute_url()).content.decode()
    assert client.post(correct).status_code == 302
    proposal.refresh_from_db()
    assert (proposal.state, proposal.is_proxy) == (ProposalState.RETURNED, False)
    assert proposal.verified_at is None
    board, owed = board_of(world.cluster_year, SYSTEM, NOW), world.obligation(1)
    total, line = board.duty(DUTY).total, board.rows[1].line(DUTY)
    assert (total.sent, len(total.missing), total.overdue) == (0, 2, 1)  # back, and never sent
    counted = asked_and_sent(Duty.objects.filter(pk=owed.duty_id)).get()
    assert (counted.asked - counted.sent, owing(owed.duty, NOW, late_only=False).count()) == (2, 2)
    assert (owing(owed.duty, NOW, late_only=True).get().unit, owed.days_late(NOW)) == (world.units[0], 0)
    assert (line.word, line.tags) == (StatusWord.DRAFT, ("Đang sửa lại",))
    home = [task for task in client.get("/").context["tasks"] if task.url == proposal.get_absolute_url()]
    assert [(task.note, task.days_left, task.days_late) for task in home] == [
        ("Đã gửi lần đầu ngày 10/11/2020; sửa xong thì gửi lại.", None, 0)
    ]
    kinds = Notice.objects.filter(recipient=world.standing_office).values_list("kind", flat=True)
    assert kinds.latest("pk") == "awards.with_unit"  # the office itself is asked for nothing
    client.force_login(world.head)
    assert client.get(proposal.get_absolute_url()).status_code == 404  # it is the unit's own again


def test_a_reopened_proposal_stands_again_at_its_hour_unless_the_unit_has_changed_it(client, world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    unit, year = world.units[1], world.cluster_year.year
    batch = making.yearly_batch(year.year)
    proposal = named(making.open_proposal(unit_id=unit.pk, year_id=year.pk, batch=batch, **BY), unit)
    scan = store(SimpleUploadedFile("to-trinh.pdf", b"%PDF-1.4\n%%EOF\n"), **BY)
    copy = PaperCopy(scan, "12/TTr-VP", NOW.date(), "Lê Văn Mẫu", "Phó Vụ trưởng", "KT.")
    submitting.submit_proposal(proposal_id=proposal.pk, way="paper", signed_copy=copy, **BY)
    receiving.verify(proposal_id=proposal.pk, note="Đủ", **BY)
    assert shown_tags(world) == ("Có bản ký, đóng dấu",)
    typed = {"proxy_received_on": NOW.date(), "proxy_by_label": "Bà Thử", "proxy_basis": "Công văn 12/VP"}
    typed |= {"correct_until": UNTIL.date(), "proxy_cluster_year": world.cluster_year}
    AwardProposal.objects.update(**typed)
    client.force_login(world.standing_office)
    place = on_board("dashboard:board-reopen", world, DUTY)
    assert place in client.get(on_board("dashboard:board-unit", world)).content.decode()

    def told():
        proposal.refresh_from_db()
        return proposal.state, bool(proposal.verified_at), world.obligation(1).fulfilled_at == NOW

    shown = client.get(place).content.decode()
    assert (proposal.occasion in shown, f'name="paper" value="{proposal.pk}"' in shown) == (True, True)
    assert client.post(place, REOPENED | {"paper": proposal.pk + 1}).status_code == 422
    assert client.post(place, REOPENED | {"paper": proposal.pk}).status_code == 302
    assert told() == ("returned", True, False)
    assert shown_tags(world) == ()  # what was signed is what was sent, not what is written now
    assert not proposal.is_proxy
    later = UNTIL + timedelta(seconds=1)
    assert close_expired_papers(now=later) == 1
    assert told() == ("verified", True, True)
    assert (proposal.is_proxy, proposal.proxy_basis, proposal.correct_until) == (True, "Công văn 12/VP", UNTIL.date())

    assert client.post(place, REOPENED).status_code == 302
    proposal.refresh_from_db()
    making.change_proposal(proposal_id=proposal.pk, batch=batch, version=proposal.version, **BY)
    assert close_expired_papers(now=later) == 1
    assert told() == ("returned", False, False)
    assert "chưa gửi lại" in proposal.remark
    assert (proposal.proxy_basis, proposal.correct_until) == ("", None)
    kinds = dict(Notice.objects.order_by("pk").values_list("recipient", "kind"))
    people = [kinds[each.pk] for each in (world.officers[1], world.standing_office)]
    assert people == ["awards.returned", "awards.with_unit"]
    submitting.submit_proposal(proposal_id=proposal.pk, way="screen", **BY)
    assert told() == ("submitted", False, True)


def test_a_reopening_is_about_one_paper_of_several(client, world):
    unit, year = world.units[1], world.cluster_year.year
    one, two = (
        named(making.open_proposal(unit_id=unit.pk, year_id=year.pk, batch=making.yearly_batch(year.year), **BY), unit)
        for _ in range(2)
    )
    owed = {"year_id": year.pk, "code": DUTY, "unit_id": unit.pk}
    actor = {"asked_by": "Ông Lê Văn Mẫu", "asked_how": "telephone", "reason": "Thiếu một tập thể", "until": UNTIL}
    later = UNTIL + timedelta(seconds=1)

    def missing() -> bool:
        return bool(board_of(world.cluster_year, SYSTEM, NOW).duty(DUTY).total.missing[1:])

    def give_back(proposal):
        paper = paper_of(Key(**owed), actor=SYSTEM, now=NOW, cluster_year=world.cluster_year)
        reopen_paper(replace(paper, subject=proposal), **actor, **BY)

    def state_of(proposal):
        proposal.refresh_from_db()
        return proposal.state, world.obligation(1).fulfilled_at is not None

    AwardProposal.objects.filter(pk=two.pk).update(state="draft", sent_to_leader_at=NOW)
    submitting.submit_proposal(proposal_id=one.pk, way="screen", **BY)
    assert not missing()  # a second batch is being drafted

    give_back(one)
    assert state_of(one) == ("returned", False)
    fulfil(**owed, at=NOW, path=two.get_absolute_url())
    AwardProposal.objects.filter(pk=two.pk).update(state="submitted", submitted_at=NOW)
    assert close_expired_papers(now=later) == 1  # sending the other batch did not end it
    assert state_of(one) == ("submitted", True)

    give_back(one)
    assert state_of(one) == ("returned", True)  # the other one stands, and the board shows it
    assert not missing()
    receiving.withdraw(proposal_id=two.pk, reason="Đã lập hồ sơ khác", **BY)
    assert state_of(one) == ("returned", False)
    receiving.withdraw(proposal_id=one.pk, reason="Đã lập hồ sơ khác", **BY)
    assert not Reopening.objects.open().exists()
    assert close_expired_papers(now=later) == 0
    assert state_of(one) == ("withdrawn", False)
    client.force_login(world.head)
    board = client.get(reverse("dashboard:board-detail", args=[world.cluster_year.pk])).content.decode()
    assert one.get_absolute_url() not in board, "what is withdrawn is no page for the head"
