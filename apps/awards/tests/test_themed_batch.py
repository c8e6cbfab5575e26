"""A themed batch of 35 collectives and 32 persons: from the pasted sheet to 67 rows of the registry, page by page."""

import pytest
from django.urls import reverse

from apps.awards.domain import sessions
from apps.awards.enums import ProposalState
from apps.awards.models import AwardDecision, AwardProposal, CouncilSession
from apps.awards.tests import council_world as world_of
from apps.awards.tests.council_world import BY, NOW, vote
from apps.catalog.reference import load_catalogue
from apps.registry.models import Award
from apps.units.enums import Role, UnitKind
from apps.units.tests.factories import PersonFactory, PostingFactory, RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db
COLLECTIVES, PERSONS = 35, 32
OUTSIDE = "Ngoài ngành\tPhối hợp thực hiện Thông tư liên tịch 05/2015/TTLT-BTP-BCA-BYT"


def address(name: str, *args) -> str:
    return reverse(f"awards:{name}", args=args)


def sheet_of(unit) -> str:
    """Three own collectives and three own people; the others work with the unit from outside."""
    divisions = [UnitFactory(parent=unit, kind=UnitKind.DIVISION, name=f"Phòng Thử {n}").name for n in range(1, 4)]
    unit.refresh_from_db()
    people = [PostingFactory(unit=unit, person=PersonFactory()).person.full_name for _n in range(3)]
    head = "Tên tập thể, họ và tên\tDanh hiệu, hình thức\tĐối tượng\tTư cách\tLý do"
    rows = [f"{name}\tBKB\tTập thể\t\t" for name in divisions]
    rows += [f"Trạm Y tế Thử {n}\tBKB\tTập thể\t{OUTSIDE}" for n in range(len(rows), COLLECTIVES)]
    rows += [f"{name}\tBKB\tCá nhân\t\t" for name in people]
    rows += [f"Lê Văn Ngoài {n}\tBKB\tCá nhân\t{OUTSIDE}" for n in range(len(people), PERSONS)]
    return "\n".join([head, *rows])


def before_council(client, world, proposal):
    """One slip for all of them; everybody is for everybody."""
    session = world.session()
    client.post(address("session-agenda", session.pk), {"proposals": [proposal.pk]})
    seats = {f"seat-{pk}": "present" for pk in session.seats.values_list("pk", flat=True)}
    client.post(address("session-presence", session.pk), seats)
    client.post(address("session-open", session.pk), {"version": CouncilSession.objects.get().version})
    client.post(address("session-ballots", session.pk), {"mode": "paper"})
    ballot = session.items.first().ballot
    assert set(session.items.values_list("ballot", flat=True)) == {ballot.pk}
    vote(session, ballot, dict.fromkeys(session.items.values_list("nominee_id", flat=True), 9))
    sessions.conclude_session(session_id=session.pk, version=CouncilSession.objects.get().version, **BY)
    return session


def test_a_themed_batch_of_35_collectives_and_32_persons_from_a_sheet_to_the_registry(client, time_machine):
    time_machine.move_to(NOW, tick=False)
    load_catalogue()
    world = world_of.build(())
    unit = world.unit
    type(unit).objects.filter(pk=unit.pk).update(kind=UnitKind.MINISTRY_UNIT)
    role_of = {role: RoleAssignmentFactory(unit=unit, role=role).user for role in (Role.OFFICER, Role.LEADER)}
    office = RoleAssignmentFactory(unit=world.ministry, role=Role.STANDING_OFFICE).user

    client.force_login(role_of[Role.OFFICER])
    typed = {"unit": unit.pk, "year": world.year.pk, "type": "movement", "period_from": 2021, "period_to": 2025}
    typed |= {"occasion": "Sơ kết 5 năm thực hiện Thông tư liên tịch 05/2015/TTLT-BTP-BCA-BYT"}
    typed |= {"declared_collectives": COLLECTIVES, "declared_individuals": PERSONS}
    assert client.post(address("proposal-create"), typed).status_code == 302
    proposal = AwardProposal.objects.get()
    cells = sheet_of(unit)
    short = cells.rpartition("\n")[0]
    answer = client.post(address("nominee-paste", proposal.pk), {"cells": short})
    assert "thiếu 1 cá nhân so với tờ trình (32)" in answer.content.decode()
    assert not proposal.nominees.exists()
    assert client.post(address("nominee-paste", proposal.pk), {"cells": cells}).status_code == 302
    assert proposal.nominees.count() == COLLECTIVES + PERSONS

    client.force_login(role_of[Role.LEADER])
    seen = client.get(address("proposal-check", proposal.pk)).context["signing"].seen
    sent = client.post(address("proposal-confirm", proposal.pk), {"seen": seen})
    assert sent.url == address("proposal-receipt", proposal.pk)

    client.force_login(office)
    version = AwardProposal.objects.get().version
    assert client.post(address("proposal-verify", proposal.pk), {"version": version, "note": "Đủ"}).status_code == 302
    session = before_council(client, world, proposal)
    form = client.get(address("decision-create", session.pk)).context["form"]
    head = {name: value for name, value in form.initial.items() if value is not None}
    made = client.post(address("decision-create", session.pk), head)
    decision = AwardDecision.objects.get()
    assert made.url == decision.get_absolute_url()
    time_machine.move_to("2026-01-28T02:00:00Z", tick=False)
    client.force_login(office)  # eight days later
    issue = {"symbol": "453/QĐ-BTP", "issued_on": "26/01/2026", "version": decision.version}
    assert client.post(address("decision-issue", decision.pk), issue).status_code == 302
    rows = list(Award.objects.filter(grant__document__symbol="453/QĐ-BTP").values_list("subject", flat=True))
    assert (rows.count("collective"), rows.count("individual")) == (COLLECTIVES, PERSONS)
    assert AwardProposal.objects.get().state == ProposalState.DECIDED
    listed = client.get(reverse("registry:award-list"), {"q": "ngoài 31"}).content.decode()
    assert "Lê Văn Ngoài 31" in listed
    assert Award.objects.exclude(person=None).count() == 3
