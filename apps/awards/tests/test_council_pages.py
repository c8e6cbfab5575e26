"""Councils, sessions and decisions on screen: from the agenda to the registry, and the number of queries."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.accounts.grants import actor_for
from apps.awards.council_enums import ItemResult, Presence
from apps.awards.decision_forms import AddLinesForm
from apps.awards.domain import council_voting, decisions, seating, sessions
from apps.awards.models import AwardDecision, AwardProposal, Conflict, Council, CouncilSession, Reading
from apps.awards.policies import can_edit
from apps.awards.tests import council_world as world_of
from apps.awards.tests.council_world import BY, NOW, opened, person_line, vote
from apps.awards.views import choosing
from apps.documents.tests.factories import PDF
from apps.registry.models import Award, AwardCampaign, GrantDocument
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return world_of.build()


@pytest.fixture
def office(client, world):
    user = RoleAssignmentFactory(unit=world.ministry, role=Role.STANDING_OFFICE).user
    client.force_login(user)
    return client


def address(name: str, *args) -> str:
    return reverse(f"awards:{name}", args=args)


def test_the_office_goes_from_the_agenda_to_the_registry(office, world):
    proposal = world.proposal(person_line(), person_line())
    session = world.session()
    office.post(address("session-agenda", session.pk), {"proposals": [proposal.pk]})
    seats = {f"seat-{pk}": "present" for pk in session.seats.values_list("pk", flat=True)}
    for there in ("0/9", "9/9"):  # what the page says of the session is asked of it
        assert f"Có mặt {there} thành viên" in office.get(address("session-open", session.pk)).content.decode()
        office.post(address("session-presence", session.pk), seats)
    assert "Phiên họp chưa kết thúc" in office.get(address("decision-create", session.pk)).context["nobody_waits"]
    first, second = session.items.order_by("position")
    concerned = {"seat": session.seats.first().pk, "reason": "Quan hệ gia đình"}
    office.post(address("session-conflict", session.pk, second.pk), concerned)
    fresh = CouncilSession.objects.get()
    office.post(address("session-open", session.pk), {"version": fresh.version})
    for told in ("Đã lập phiếu bầu", "Không lập thêm phiếu"):
        answer = office.post(address("session-ballots", session.pk), {"mode": "paper"}, follow=True)
        assert list(answer.context["messages"])[-1].message.startswith(told)
    session = CouncilSession.objects.get()
    ballots = {item.nominee_id: item.ballot for item in session.items.select_related("ballot")}
    vote(session, ballots[first.nominee_id], {first.nominee_id: 9})
    vote(session, ballots[second.nominee_id], {second.nominee_id: 3})
    page = office.get(session.get_absolute_url()).content.decode()
    assert "Quan hệ gia đình" in page
    assert "9/9" in page
    assert f"{proposal.unit_name} đề nghị" in page  # not as if it were the workplace
    result = office.get(reverse("ballots:ballot-result", args=[ballots[first.nominee_id].pk])).content.decode()
    assert "Tập thể, cá nhân" in result
    assert "Đơn vị được bình xét" not in result
    own = office.get(ballots[second.nominee_id].get_absolute_url()).content.decode()
    assert "xét khen thưởng (1)</p>" in result
    assert "xét khen thưởng (2)</h1>" in own
    assert "ầu cho đơn vị mình" not in result + own  # who is concerned does not vote at all
    assert "3/9" in page  # of all members: who is concerned counts too
    office.post(address("session-minutes", session.pk), {"conclusion": "Thống nhất", "version": session.version})
    fresh = CouncilSession.objects.get()
    office.post(address("session-conclude", session.pk), {"version": fresh.version})

    form = office.get(address("decision-create", session.pk)).context["form"]
    head = {name: value for name, value in form.initial.items() if value is not None}
    gone = head | {"way": "ministry:Chánh Văn phòng Bộ"}  # never another authority's people, nor an empty list
    assert office.post(address("decision-create", session.pk), gone).status_code == 422
    response = office.post(address("decision-create", session.pk), head)
    decision = AwardDecision.objects.get()
    assert response.url == decision.get_absolute_url()
    assert [line.nominee_id for line in decision.lines.all()] == [first.nominee_id]
    left = office.get(address("decision-create", session.pk)).context  # nobody is left
    assert (left["nominees"], left["nobody_waits"][:13]) == ([], "Không có ai đ")
    issue = {"symbol": "145/QĐ-BTP", "issued_on": "25/01/2026", "version": decision.version}
    assert office.post(address("decision-issue", decision.pk), issue | {"issued_on": "01/01/2026"}).status_code == 422
    assert Award.objects.count() == 0
    assert office.post(address("decision-issue", decision.pk), issue).status_code == 302
    assert Award.objects.get().recipient_name == first.nominee.name
    assert "145/QĐ-BTP" in office.get(decision.get_absolute_url()).content.decode()
    assert (
        f'\n"1","{first.nominee.recipient}"'
        in office.get(decision.get_absolute_url(), {"format": "csv"}).content.decode()
    )


def test_what_the_agenda_asks_nobody_rewrites_on_the_pages_of_the_ballot(office, world):
    session = opened(world.session(world.proposal(person_line())), [Presence.PRESENT] * 9)
    (ballot,) = council_voting.prepare_ballots(session_id=session.pk, **BY)
    question = ballot.questions.get()
    voters = office.get(reverse("ballots:voter-list", args=[ballot.pk])).context["view"].columns
    assert voters[1].label == "Ủy viên"  # people vote here, not units
    page = office.get(ballot.get_absolute_url()).content.decode()
    asked = {"text": "Dễ hơn", "seats": 1, "base": "present", "parties": ["nominee:1"], "version": ballot.version}
    for name, *more in (
        ("question-add",),
        ("question-edit", question.pk),
        ("question-remove", question.pk),
        ("option-withdraw", question.options.get().pk),
    ):
        url = reverse(f"ballots:{name}", args=[ballot.pk, *more])
        answers = [office.get(url).status_code, office.post(url, asked | {"reason": "Không"}).status_code]
        assert (answers, url in page) == ([403, 403], False), name
    assert (ballot.questions.get().text, question.options.get().withdrawn_reason) == (question.text, "")


def test_a_member_answers_reads_and_declares_for_itself_only(client, world):
    session = world.session(world.proposal(person_line()))
    item, member = session.items.get(), world.members[3]
    client.force_login(member.person.user)
    assert "Đã đọc 0/1 hồ sơ" in client.get(session.get_absolute_url()).content.decode()
    client.post(address("session-answer", session.pk), {"presence": "writing"})
    client.post(address("session-read", session.pk, item.pk))
    mine = session.seats.get(member=member)
    other = session.seats.exclude(pk=mine.pk).first()
    refused = client.post(address("session-conflict", session.pk, item.pk), {"seat": other.pk, "reason": "Không phải"})
    assert refused.status_code == 422
    client.post(address("session-conflict", session.pk, item.pk), {"seat": mine.pk, "reason": "Cùng đơn vị"})
    assert (mine.presence, Reading.objects.get().seat, Conflict.objects.get().seat) == (Presence.WRITING, mine, mine)
    own, declare = Conflict.objects.get(), address("session-conflict", session.pk, item.pk)
    assert declare not in client.get(session.get_absolute_url()).content.decode()
    assert not client.get(declare).context["form"].fields["seat"].queryset
    theirs = seating.declare_conflict(item_id=item.pk, seat_id=other.pk, reason="Cùng đơn vị", **BY)
    wrong = {"reason": "Khai nhầm người, đã hỏi lại"}
    gone = [client.post(address("conflict-withdraw", session.pk, each.pk), wrong).status_code for each in (theirs, own)]
    assert (gone, Conflict.objects.get()) == ([404, 302], theirs)
    assert "Đã đọc 1/1 hồ sơ" in client.get(session.get_absolute_url()).content.decode()


def test_a_member_without_any_role_finds_the_session_on_the_home_and_reads_its_dossiers(client, world):
    proposal, other = world.proposal(person_line()), world.proposal(person_line())
    session, member = world.session(proposal), world.members[3]
    user = member.person.user
    actor = actor_for(user, NOW.date())
    assert list(AwardProposal.objects.visible_to(actor)) == [proposal]
    assert list(GrantDocument.objects.visible_to(actor)) == list(AwardCampaign.objects.visible_to(actor)) == []
    assert not can_edit(actor, proposal)
    client.force_login(user)
    page = client.get("/")
    assert page.context["place"].role.label == "Ủy viên Hội đồng – Bộ Tư pháp"
    assert [task.url for task in page.context["tasks"]] == [
        address("session-answer", session.pk), *[session.get_absolute_url()] * 3
    ]  # fmt: skip
    shown = client.get(session.get_absolute_url()).content.decode()
    assert session.items.get().nominee.get_absolute_url() in shown
    for url in (proposal.get_absolute_url(), session.items.get().nominee.get_absolute_url()):
        assert client.get(url).status_code == 200
    assert client.get(other.get_absolute_url()).status_code == 404
    assert client.get(address("proposal-change", proposal.pk)).status_code in {403, 404}
    assert (
        client.get(address("session-list")).status_code == client.get(reverse("dashboard:my-rights")).status_code == 200
    )


def test_what_undoes_and_closes_a_session_has_its_pages(office, client, world):
    session = opened(world.session(world.proposal(person_line())), [Presence.PRESENT] * 9)
    item, reason = session.items.get(), "Khai nhầm người, đã hỏi lại"
    seating.declare_conflict(item_id=item.pk, seat_id=session.seats.first().pk, reason="Cùng đơn vị", **BY)
    url = address("conflict-withdraw", session.pk, item.conflicts.get().pk)
    assert url in office.get(session.get_absolute_url()).content.decode()
    assert office.post(url, {"reason": reason}).status_code == 302
    assert not item.conflicts.exists()
    council_voting.postpone(session_id=session.pk, proposal_id=item.nominee.proposal_id, reason=reason, **BY)
    sessions.conclude_session(session_id=session.pk, version=CouncilSession.objects.get().version, **BY)
    step = {"reason": reason, "version": CouncilSession.objects.get().version}
    assert office.post(address("session-reopen", session.pk), step).status_code == 302
    sessions.write_minutes(
        session_id=session.pk, version=CouncilSession.objects.get().version, opinions="", conclusion="Nhất trí", **BY
    )
    sessions.conclude_session(session_id=session.pk, version=CouncilSession.objects.get().version, **BY)
    signed = {"number": "12/BB-HĐ", "signed_on": "22/01/2026", "signer_name": "Trần Văn Thử 1"}
    signed |= {"signer_post": "Chủ tịch Hội đồng", "seen": str(CouncilSession.objects.get().version)}
    signed["file"] = SimpleUploadedFile("bien-ban.pdf", PDF, content_type="application/pdf")
    assert office.post(address("session-sign", session.pk), signed).status_code == 302
    scan = office.get(address("session-signed", session.pk))
    assert (scan.status_code, b"".join(scan)) == (200, PDF)
    assert office.post(address("session-reopen", session.pk), step).status_code == 422  # signed minutes stand


def test_a_long_agenda_comes_by_pages_and_reading_leads_back_to_the_page_of_the_dossier(client, world, monkeypatch):
    for place in ("sessions", "session_acts"):
        monkeypatch.setattr(f"apps.awards.views.{place}.ITEMS_A_PAGE", 1)
    session = world.session(world.proposal(person_line(), person_line()))
    first, second = (item.nominee.recipient for item in session.items.select_related("nominee").order_by("position"))
    client.force_login(world.members[3].person.user)
    page = client.get(session.get_absolute_url()).content.decode()
    assert ("Đã đọc 0/2 hồ sơ" in page, first in page, second in page) == (True, True, False)
    done = client.post(address("session-read", session.pk, session.items.order_by("position").last().pk))
    assert done.url.partition("#")[0] == f"{session.get_absolute_url()}?page=2"
    page = client.get(done.url).content.decode()
    assert ("Đã đọc 1/2 hồ sơ" in page, first in page, second in page) == (True, False, True)


def test_a_body_without_a_valid_council_reads_so_above_the_list(client, world):
    client.force_login(RoleAssignmentFactory(unit=world.unit, role=Role.OFFICER).user)
    page = client.get(address("council-list")).content.decode()
    assert "Hội đồng sáng kiến: Cục Công nghệ thông tin" in page
    form = {"unit": world.unit.pk, "kind": "initiative", "name": "Hội đồng sáng kiến", "starts_on": "01/01/2026"}
    form |= {"quorum_of": 2, "quorum_in": 3, "threshold_percent": 70, "threshold_base": "all_members"}
    made = client.post(address("council-create"), form)
    assert made.status_code == 302
    council = world.unit.councils.get()
    client.post(address("member-add", council.pk), {"name": "Ngô Văn Thử", "position": "chair"})
    assert "Mới có 1 thành viên" in client.get(council.get_absolute_url()).content.decode()
    client.force_login(RoleAssignmentFactory(unit=world.ministry, role=Role.STANDING_OFFICE).user)
    Council.objects.filter(pk=world.council.pk).update(ends_on=date(2026, 1, 31))  # a day that has passed
    page = client.get(address("council-list")).content.decode()
    for words in ("2 đơn vị có tư cách pháp nhân chưa có Hội đồng sáng kiến còn hiệu lực", "Nhiệm kỳ đã kết thúc"):
        assert words in page
    assert (
        address("session-create", world.council.pk) not in client.get(world.council.get_absolute_url()).content.decode()
    )


def test_the_button_of_a_page_without_fields_stands_in_its_form(office, world):
    session = world.session(world.proposal(person_line()))
    decision = AwardDecision.objects.create(
        organiser=world.ministry, year=world.year, abstract="Về việc tặng", authority_name="Bộ trưởng",
        authority_level="ministry",
    )  # fmt: skip
    line = decision.lines.create(nominee=session.items.get().nominee, position=1)
    for url in (
        address("decision-line-remove", decision.pk, line.pk),
        address("decision-discard", decision.pk),
    ):
        main = office.get(url).content.decode().partition("<main")[2].partition("</main>")[0]
        assert main.count("<form") == 1, url
        assert "<button" in main.partition("<form")[2].partition("</form>")[0], url


def test_of_a_long_list_the_first_are_shown_and_a_search_finds_the_rest(office, world, monkeypatch):
    """On the agenda and in a draft; what is ticked stays on the page through searches and a refusal."""
    monkeypatch.setattr(choosing, "AT_ONCE", 1)
    proposals = [world.proposal(person_line(), unit_name=f"Sở Tư pháp tỉnh {name}") for name in ("An", "Bình")]
    session = world.session()
    agenda = address("session-agenda", session.pk)
    told = []
    for query in ({}, {"q": "so tu phap an"}):
        page = office.get(agenda, query)
        told.append([pk for pk, _label in page.context["form"].fields["proposals"].choices])
        assert 'type="search"' in page.content.decode()
    assert told == [[proposals[1].pk], [proposals[0].pk]]
    assert ["còn lại" in office.get(agenda, query).content.decode() for query in ({}, {"q": "an"})] == [True, False]
    ticked = {"proposals": [each.pk for each in proposals]}
    refused = office.post(agenda, {"proposals": [proposals[0].pk, 0]})  # 0: gone meanwhile
    searched = office.post(agenda, ticked | {"q": "khong ai", "search": "1"})
    for page, status, kept in ((refused, 422, proposals[:1]), (searched, 200, proposals)):
        boxes = re.findall(r"<input[^>]* checked[^>]*>", page.content.decode())
        told = sorted(re.search(r'value="(\d+)"', box)[1] for box in boxes)
        assert (page.status_code, told) == (status, [str(each.pk) for each in kept])
    assert office.post(agenda, ticked).status_code == 302
    assert session.items.count() == 2
    head = {"organiser": world.ministry, "year": world.year, "abstract": "Về việc tặng", "authority_level": "ministry"}
    draft = address("decision-lines-add", AwardDecision.objects.create(**head).pk)
    people = [item.nominee for item in session.items.select_related("nominee__award").order_by("pk")]
    monkeypatch.setattr(decisions, "may_join", lambda _decision, _on: people)
    for query, seen in (({}, people[0]), ({"q": people[1].name}, people[1])):
        ticks = office.get(draft, query).context["form"].fields["nominees"].widget.choices
        assert [pk for pk, _label in ticks] == [seen.pk]
    assert len(AddLinesForm(waiting=people, shown=[]).fields["nominees"].choices) == 2


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(office, world, django_assert_max_num_queries, count):
    session = opened(world.session(world.proposal(*(person_line() for _ in range(count)))), [Presence.PRESENT] * 9)
    council_voting.prepare_ballots(session_id=session.pk, **BY)
    ids = session.items.values_list("nominee_id", flat=True)
    vote(session, session.items.first().ballot, dict.fromkeys(ids, 9))
    session.refresh_from_db()
    sessions.conclude_session(session_id=session.pk, version=session.version, **BY)
    assert not session.items.filter(result=ItemResult.PENDING).exists()
    office.get(session.get_absolute_url())
    by_name = ("session-list", "council-list", "decision-list", "upward-list", "layout-list")
    for url in (session.get_absolute_url(), address("upward-create", session.pk), *map(address, by_name)):
        with django_assert_max_num_queries(20):
            assert office.get(url).status_code == 200
