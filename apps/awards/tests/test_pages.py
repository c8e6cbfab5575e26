"""Pages of a proposal: 500 nominees cost no more queries than one; pasting; checking, signing; public comment."""

import secrets
from datetime import timedelta
from ipaddress import IPv6Address

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.audit.models import Entry
from apps.awards.domain import consulting, meetings, nominees, receiving
from apps.awards.domain.making import touch
from apps.awards.domain.receiving import Remark
from apps.awards.domain.sending_checks import NotReady
from apps.awards.models import AwardProposal, CommentPeriod, Nominee
from apps.awards.tests.world import MORE, NOW, SYSTEM, acting, add, award, build, freeze, person_line, submit, unit_line
from apps.core.actor import Actor
from apps.core.models import FormToken
from apps.documents.models import Use
from apps.notifications.models import Notice
from apps.reports.entries.proposals import find_proposal
from apps.reports.registry import NothingToReport
from apps.units.tests.factories import PersonFactory, RoleAssignmentFactory

pytestmark = pytest.mark.django_db
MOST_QUERIES = 20
MANY = 500
PAPERS = ("submission", "nominee_list", "eligibility_letter")


@pytest.fixture(autouse=True)
def at_now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def world():
    return build()


def page(name, *arguments, query=""):
    return reverse(f"awards:{name}", args=arguments) + query


def filled(world, number: int) -> AwardProposal:
    """A proposal with so many persons by name, written in one go: what a page costs does not hang on their files."""
    proposal = world.opened()
    rows = [
        Nominee(
            proposal=proposal,
            position=n,
            subject="individual",
            award=award("CSTDCS"),
            name=f"Trần Thị Thử {n}",
            post="Chuyên viên",
            unit_name=world.unit.name,
            outcome=1,
        )
        for n in range(1, number + 1)
    ]
    for row in rows:
        row.derive()
    Nominee.objects.bulk_create(rows)
    touch(proposal, SYSTEM, NOW)
    return proposal


def test_every_page_of_a_proposal_of_500_takes_at_most_20_queries(world, client):
    proposal = filled(world, MANY)
    first = proposal.nominees.order_by("position").first()
    own = [
        page("proposal-list"),
        page("proposal-detail", proposal.pk),
        page("nominee-list", proposal.pk),
        page("nominee-list", proposal.pk, query="?q=thu+499&missing=report"),
        page("nominee-detail", first.pk),
        *(page(name, first.pk) for name in ("nominee-change", "nominee-remove", "report-write")),
        *(page(f"nominee-{name}", proposal.pk) for name in ("add", "paste")),
        *(page(f"proposal-{name}", proposal.pk) for name in ("change", "assess", "meeting", "sign", "withdraw")),
        *(f"{reverse('reports:request', args=[name])}?proposal={proposal.pk}" for name in PAPERS),
        page("proposal-checklist", proposal.pk),
        page("paper-add", proposal.pk),
        page("proposal-votes", proposal.pk),
        page("proposal-check", proposal.pk),
        page("proposal-print", proposal.pk),
    ]
    shell = spent(client, world.leader, [reverse("notifications:notice-list")], None)[0]
    counts = dict(zip(own, spent(client, world.leader, own, 200), strict=True))
    AwardProposal.objects.filter(pk=proposal.pk).update(state="submitted", submitted_at=NOW)
    sending = freeze(proposal)
    office = [page("proposal-verify", proposal.pk), page("proposal-return", proposal.pk)]
    office += [page("consultation-ask", proposal.pk), page("comment-publish", proposal.pk)]
    counts |= dict(zip(office, spent(client, world.office, office, 200), strict=True))
    days = {"starts_on": NOW.date(), "contact": "Vụ TCCB", "days": 5, "basis": "Thử"}
    period = consulting.publish(proposal_id=proposal.pk, **days, **MORE)
    sent = [page("proposal-detail", proposal.pk), page("proposal-receipt", proposal.pk), sending.get_absolute_url()]
    sent += [period.get_absolute_url(), page("opinion-note", period.pk)]
    counts |= {f"sent {url}": n for url, n in zip(sent, spent(client, world.office, sent, 200), strict=True)}
    assert {url: n for url, n in counts.items() if n > MOST_QUERIES} == {}, shell
    assert AwardProposal.objects.count() == 1


def spent(client, user, urls, status) -> list[int]:
    client.force_login(user)
    client.get("/")  # what is read once a session
    numbers = []
    for url in urls:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            response = client.get(url)
        assert status is None or response.status_code == status, url
        numbers.append(len(captured))
    return numbers


def test_the_list_costs_the_same_for_one_and_for_many(world, client):
    filled(world, 1)
    (one,) = spent(client, world.leader, [page("proposal-list")], 200)
    for _n in range(5):
        filled(world, 2)
    (many,) = spent(client, world.leader, [page("proposal-list")], 200)
    assert many == one


def test_a_sent_proposal_stays_sent_and_its_step_is_a_filter_of_its_own(world, client):
    """Glossary §4; a saved address that names a step as the state finds the same."""
    proposal = filled(world, 1)
    client.force_login(world.office)
    url = reverse("awards:proposal-list")
    for state in ("verified", "before_council", "recommended", "not_recommended"):
        AwardProposal.objects.filter(pk=proposal.pk).update(state=state, submitted_at=NOW)
        for asked, found in (("state=sent", 1), (f"step={state}", 1), (f"state={state}", 1), ("state=final", 0)):
            rows = client.get(f"{url}?{asked}").context["rows"]
            assert [word.label for _proposal, word, _step in rows] == ["Đã gửi"] * found, asked
    assert (
        dict(client.get(url).context["filter"].form.fields["state"].choices).keys() & {"verified", "received"} == set()
    )


def test_pasting_is_checked_whole_and_a_list_of_31_of_32_writes_nothing(world, client):
    proposal = world.opened(declared_individuals=3)
    people = [world.person() for _n in range(2)]
    client.force_login(world.officer)
    head = "Họ và tên\tDanh hiệu, hình thức\tĐối tượng\tTư cách\tLý do"
    lines = [f"{person.full_name}\tLĐTT\t\t\t" for person in people]
    url = page("nominee-paste", proposal.pk)
    answer = client.post(url, {"cells": "\n".join([head, *lines])})
    assert answer.status_code == 422
    assert "thiếu 1 cá nhân so với tờ trình (3)" in answer.content.decode()
    assert {each["sheet"] for each in answer.context["problems"]} == {"Bảng dán"}  # no file was handed in
    stranger = "Lê Văn Lạ\tBKB\tCá nhân\t\t"
    answer = client.post(url, {"cells": "\n".join([head, *lines, stranger])})
    assert "không công tác tại Cục Công nghệ thông tin ngày 12/03/2026" in answer.content.decode()
    assert not proposal.nominees.exists()
    whole = "Lê Văn Lạ\tBằng khen của Bộ trưởng\tCá nhân\tNguyên cán bộ, công chức, viên chức\tNghỉ hưu năm 2025"
    answer = client.post(url, {"cells": "\n".join([head, *lines, whole])})
    assert answer.status_code == 302
    assert proposal.nominees.count() == 3


def test_checked_confirmed_by_the_leader_and_received(world, client):
    proposal = world.opened()
    add(proposal, person_line(world.person(), "LDTT"))
    client.force_login(world.leader)
    shown = client.get(page("proposal-check", proposal.pk))
    seen = shown.context["signing"].seen
    add(proposal, person_line(world.person(), "LDTT"))
    answer = client.post(page("proposal-confirm", proposal.pk), {"seen": seen})
    assert answer.status_code == 422  # somebody changed it meanwhile
    seen = client.get(page("proposal-check", proposal.pk)).context["signing"].seen
    answer = client.post(page("proposal-confirm", proposal.pk), {"seen": seen})
    assert answer.url == page("proposal-receipt", proposal.pk)
    assert f"XN-KT-2026-{proposal.submissions.get().pk:06d}" in client.get(answer.url).content.decode()
    client.force_login(world.office)
    nominee = proposal.nominees.first()
    said = {"place_1": f"nominee:{nominee.pk}", "text_1": "Bổ sung báo cáo thành tích.", "remark": ""}
    client.post(page("proposal-return", proposal.pk), said)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.remarks.get().nominee) == ("returned", nominee)


def test_the_page_of_checking_tells_all_for_which_the_sending_is_refused(world, client):
    proposal = world.opened(declared_individuals=2)
    add(proposal, person_line(world.person(), "CSTDCS"))
    client.force_login(world.leader)
    shown = client.get(page("proposal-check", proposal.pk)).context["problems"]
    with pytest.raises(NotReady) as refused:
        submit(proposal)
    assert shown == refused.value.problems
    assert any("chưa có Hội đồng sáng kiến" in sentence for sentence in shown)


def test_the_second_writer_of_votes_is_told_and_sees_both_numbers(world, client):
    proposal = world.opened()
    (nominee,) = add(proposal, person_line(world.person(), "LDTT"))
    held = meetings.Meeting(NOW.date(), "Lê Văn Thử", invited=20, present=18)
    meetings.write_meeting(proposal_id=proposal.pk, meeting=held, version=2, **MORE)
    client.force_login(world.officer)
    url, field = page("proposal-votes", proposal.pk), f"votes_{nominee.pk}"
    seen = client.get(url).context["form"]["version"].value()
    assert client.post(url, {"version": seen, field: "18"}).status_code == 302
    answer = client.post(url, {"version": seen, field: ""})
    assert answer.status_code == 422
    (difference,) = answer.context["differences"]
    assert (difference.stored, difference.typed) == (18, "")
    nominee.refresh_from_db()
    assert nominee.votes_for == 18
    again = answer.context["form"]["version"].value()
    assert client.post(url, {"version": again, field: "17"}).status_code == 302


def test_who_receives_it_reads_what_was_sent_while_the_unit_completes_it(world, client):
    proposal = world.opened()
    (nominee,) = add(proposal, person_line(world.person(), "LDTT", post="Chuyên viên thử"))
    submit(proposal)
    receiving.return_proposal(proposal_id=proposal.pk, remarks=[], remark="Bổ sung.", **MORE)
    Nominee.objects.update(post="Đang sửa")
    AwardProposal.objects.update(grounds="Căn cứ đang sửa")
    sending = proposal.submissions.get().get_absolute_url()
    client.force_login(world.office)
    for name, pk in [
        ("nominee-list", proposal.pk),
        ("nominee-detail", nominee.pk),
        ("proposal-checklist", proposal.pk),
    ]:
        assert client.get(page(name, pk)).headers.get("Location") == sending, name
    shown = client.get(sending).content.decode()
    assert "Chuyên viên thử" in shown
    assert "Khớp với nội dung đã gửi." in shown
    detail = client.get(page("proposal-detail", proposal.pk)).content.decode()
    assert sending in detail
    assert not [text for text in (shown, detail) if "đang sửa" in text.lower()]
    with pytest.raises(NothingToReport):
        find_proposal({"proposal": proposal.pk}, acting(world.office))
    client.force_login(world.officer)
    assert "Đang sửa" in client.get(page("nominee-list", proposal.pk)).content.decode()


def test_the_timeline_tells_what_was_sent_apart_from_what_was_granted_to_whoever_sees_the_dossier(world, client):
    person, costs = world.person(), []
    timelines = [reverse("registry:person-timeline", args=[person.pk])]
    timelines.append(reverse("registry:unit-timeline", args=[world.unit.pk]))
    for code, of_unit in (("BKB", "BKB"), ("LDTT", "TTLDTT"), ("GK", "GK")):
        sent = world.opened()
        add(sent, person_line(person, code), unit_line(world.unit, of_unit))
        submit(sent)
        add(world.opened(), person_line(person, "CSTDCS"))  # not sent: nobody else knows of it
        costs.append(spent(client, world.officer, timelines, 200))
        if len(costs) == 1:
            shown = [client.get(url).content.decode() for url in timelines]
            sending = sent.submissions.get().get_absolute_url()
            assert [page.count(f'href="{sending}"') for page in shown] == [1, 1]
            assert ["Chiến sĩ thi đua cơ sở" in page.partition("Đã trình")[2] for page in shown] == [False, False]
            assert "Xuất Excel" not in shown[0]  # what is exported was granted
    assert costs[0] == costs[1] == costs[2]
    receiving.return_proposal(proposal_id=sent.pk, remarks=[Remark("Thay người.")], **MORE)
    nominee, other = sent.nominees.get(person=person), world.person()
    nominees.change_nominee(nominee_id=nominee.pk, line=person_line(other, "GK"), version=nominee.version, **MORE)
    client.force_login(world.officer)
    again = reverse("registry:person-timeline", args=[other.pk])
    assert sent.submissions.get().get_absolute_url() not in client.get(again).content.decode()  # never asked of
    client.force_login(RoleAssignmentFactory().user)
    page = client.get(timelines[1]).content.decode()
    assert sending not in page
    assert "Không có hồ sơ nào đã gửi mà bạn được xem" in page


def test_a_line_typed_wrong_comes_back_with_what_was_typed(world, client):
    proposal = world.opened()
    client.force_login(world.officer)
    typed = {"award": award("CTDB").pk, "subject": "individual", "name": "Lê Văn Lạ", "standing": "official"}
    answer = client.post(page("nominee-add", proposal.pk), typed)
    assert answer.status_code == 422
    assert "không dành cho cá nhân (Điều 26" in answer.content.decode()
    assert 'value="Lê Văn Lạ"' in answer.content.decode()
    assert not proposal.nominees.exists()


def test_the_public_page_shows_names_until_the_last_day_and_no_longer(world, client, time_machine):
    proposal = world.opened()
    person = PersonFactory()
    add(
        proposal,
        person_line(world.person(), "HCLD3"),
        person_line(person, "BKB", standing="former", standing_reason="Nghỉ hưu, lý do riêng"),
        unit_line(world.unit, "BKB"),
    )
    Nominee.objects.update(outcome=1)
    AwardProposal.objects.update(state="submitted", submitted_at=NOW)
    call = {"proposal_id": proposal.pk, "contact": "Vụ Tổ chức cán bộ, 024 0000 0000", **MORE}
    with pytest.raises(consulting.WrongDays, match="Ít nhất 5 ngày"):
        consulting.publish(starts_on=NOW.date(), days=3, basis="Tự định", **call)
    freeze(proposal)
    period = consulting.publish(starts_on=NOW.date(), whole=True, **call)
    assert (period.working_days, f"{period.ends_on:%d/%m/%Y}") == (5, "18/03/2026")  # Thursday to Wednesday
    shown = client.get(period.get_absolute_url()).content.decode()
    assert person.full_name in shown
    assert "lý do riêng" not in shown
    assert client.get(page("public-comment-list")).status_code == 200
    time_machine.move_to("2026-03-18T16:59:59Z", tick=False)
    assert client.get(period.get_absolute_url()).status_code == 200
    time_machine.move_to("2026-03-18T17:00:00Z", tick=False)
    assert client.get(period.get_absolute_url()).status_code == 404
    # The dossier's own page leads only where something may be done, by the rule of the domain.
    client.force_login(world.office)
    links = (period.get_absolute_url(), page("consultation-ask", proposal.pk), page("opinion-note", period.pk))
    later, earlier = "2026-03-18T17:00:00Z", "2026-03-18T16:59:59Z"
    for at, state, starts_on, offered in (
        (later, "submitted", period.starts_on, [False, True, True]),
        (earlier, "submitted", period.starts_on, [True, True, True]),
        (earlier, "decided", period.starts_on, [False, False, False]),
        (earlier, "returned", period.starts_on, [False, False, False]),
        (earlier, "submitted", period.ends_on + timedelta(days=1), [False, True, False]),
    ):
        time_machine.move_to(at, tick=False)
        AwardProposal.objects.update(state=state)
        CommentPeriod.objects.update(starts_on=starts_on, ends_on=max(starts_on, period.ends_on))
        shown = client.get(page("proposal-detail", proposal.pk)).content.decode()
        assert [f'href="{link}"' in shown for link in links] == offered, (at, state)


def test_anybody_sends_an_opinion_to_the_last_day_and_only_the_receiving_body_reads_who(world, client, time_machine):
    proposal = world.opened()
    add(proposal, person_line(world.person(), "LDTT"))
    submit(proposal)
    call = {"proposal_id": proposal.pk, "contact": "Vụ TCCB", "days": 5, "basis": "Thử", **MORE}
    period = consulting.publish(starts_on=NOW.date(), whole=True, **call)
    send = page("public-opinion-send", period.pk)
    typed = {"sender": "Lê Thị Gửi", "contact": "0900 000 000", "text": "Tôi có ý kiến về danh sách."}
    token = client.get(send).context["form_token"]
    for _twice in range(2):
        answer = client.post(send, typed | {"form_token": token}, follow=True)
        assert "Lê Thị Gửi" not in answer.content.decode()
    assert "Đã gửi ý kiến" in client.post(send, typed | {"text": "Ý kiến thứ hai."}, follow=True).content.decode()
    assert client.post(send, typed | {"sender": ""}).status_code == 422
    assert [opinion.text for opinion in period.opinions.all()] == [typed["text"], "Ý kiến thứ hai."]
    assert Notice.objects.filter(recipient=world.office, kind="awards.opinion_sent").count() == 1  # once a day
    client.force_login(world.office)
    assert "Lê Thị Gửi (0900 000 000)" in client.get(page("proposal-detail", proposal.pk)).content.decode()
    client.force_login(world.officer)
    assert "Lê Thị Gửi" not in client.get(page("proposal-detail", proposal.pk)).content.decode()
    time_machine.move_to("2026-03-30T02:00:00Z", tick=False)
    assert client.post(send, typed).status_code == 404


def test_an_opinion_names_no_account_its_conclusion_keeps_its_origin_and_one_sender_does_not_fill_the_day(
    world, client, settings
):
    settings.OPINIONS_PER_DAY = 2
    proposal = world.opened()
    add(proposal, person_line(world.person(), "LDTT"))
    submit(proposal)
    call = {"proposal_id": proposal.pk, "contact": "Vụ TCCB", "days": 5, "basis": "Thử", **MORE}
    period = consulting.publish(starts_on=NOW.date(), whole=True, **call)
    send = page("public-opinion-send", period.pk)
    typed = {"sender": "Lê Thị Gửi", "contact": "0900 000 000", "text": "Tôi có ý kiến về danh sách."}
    client.force_login(world.officer)
    token = client.get(send).context["form_token"]
    assert client.post(send, typed | {"form_token": token}).status_code == 302
    assert FormToken.objects.get(token=token).user_id is None
    assert list(Entry.objects.filter(action="awards.comment.send").values_list("actor_id", "actor_label")) == [("", "")]
    notice = Notice.objects.get(recipient=world.office, kind="awards.opinion_sent")
    assert str(world.officer) not in f"{notice.title} {notice.body} {notice.actor_label}"
    assert [client.post(send, typed).status_code for _again in range(2)] == [302, 422]
    client.logout()
    here = secrets.randbits(64) << 64  # Redis remembers an earlier run of this test
    for offset, status in ((1, 302), (2, 302), (3, 422), (1 << 64, 302)):
        assert client.post(send, typed, REMOTE_ADDR=str(IPv6Address(here ^ offset))).status_code == status, offset
    opinion = period.opinions.first()
    proposal.refresh_from_db()
    proposal.state = "decided"
    proposal.save()
    assert client.get(page("public-comment-list")).context["page_obj"].paginator.count == 0
    assert client.get(send).status_code == 404
    office = Actor(None, "Bà Văn phòng", is_system=True)
    consulting.conclude(opinion_id=opinion.pk, conclusion="Đã xác minh.", actor=office, now=NOW)
    opinion.refresh_from_db()
    assert (opinion.on_page, opinion.by_label, opinion.concluded_by_label) == (True, consulting.ON_PAGE, office.label)


def test_a_form_of_a_sent_proposal_writes_nothing(world, client):
    proposal = world.opened()
    (nominee,) = add(proposal, person_line(world.person(), "LDTT"))
    submit(proposal)
    client.force_login(world.officer)
    answer = client.post(page("nominee-remove", nominee.pk), {"version": 1})
    assert answer.status_code == 422
    assert proposal.nominees.count() == 1


def test_the_signed_minutes_of_the_meeting_are_filed_and_cited_and_the_public_lists_are_found(world, client):
    proposal = world.opened()
    client.force_login(world.officer)
    typed = {"held_on": "02/03/2026", "chair_name": "Lê Văn Thử", "invited": 20, "present": 18}
    for version, symbol in ((proposal.version, "07/BB-CNTT"), (proposal.version + 1, "08/BB-CNTT")):
        paper = {"symbol": symbol, "issued_on": "02/03/2026", "version": version}
        assert client.post(page("proposal-meeting", proposal.pk), typed | paper).status_code == 302
    assert "08/BB-CNTT" in client.get(page("proposal-detail", proposal.pk)).content.decode()
    assert 'value="08/BB-CNTT"' in client.get(page("proposal-meeting", proposal.pk)).content.decode()
    assert [use.document.symbol for use in Use.objects.select_related("document")] == ["08/BB-CNTT"]
    client.logout()
    assert page("public-comment-list") in client.get(reverse("accounts:sign-in")).content.decode()
