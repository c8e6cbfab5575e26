"""500 nominees before a council, in a tờ trình cấp trên, in a decision: a page asks twenty queries at most, always."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.awards import tasks
from apps.awards.council_enums import Presence
from apps.awards.domain import council_voting, issuing, sessions
from apps.awards.domain.decisions import draft_decision
from apps.awards.domain.upward import waiting_upwards
from apps.awards.models import AwardDecision, CouncilSession, Nominee, UpwardLine, UpwardSubmission
from apps.awards.tests import council_world as world_of
from apps.awards.tests.council_world import BY, DAY, LATER, opened, person_line, vote
from apps.awards.tests.test_decisions import head
from apps.catalog.enums import Level
from apps.catalog.models import AwardType, CouncilExemption
from apps.core.dates import format_date
from apps.jobs.models import Job
from apps.registry.models import Award
from apps.registry.tests.factories import DecisionFactory
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory

pytestmark = pytest.mark.django_db
MOST_QUERIES, MOST_OF_A_POST, MANY = 20, 70, 500
PAPERS_UPWARDS = ("upward_letter", "upward_package")


def many(world):
    """A verified proposal with so many persons from outside; written in one go."""
    proposal = world.proposal(person_line())
    first = proposal.nominees.get()
    rows = [
        Nominee(proposal=proposal, position=n, subject="individual", award=first.award, name=f"Trần Thị Thử {n}")
        for n in range(2, MANY + 1)
    ]
    for row in rows:
        row.derive()
    Nominee.objects.bulk_create(rows)
    return proposal


def asked(client, urls, answers=None) -> dict[str, int]:
    """Address → queries, of those that ask too many; ``answers``: a list to keep what came."""
    client.get("/")
    counts = {}
    for url in urls:
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(url)
        assert answer.status_code in {200, 302}, (url, answer.status_code)
        counts[url] = len(captured)
        if answers is not None:
            answers.append(answer.context)
    return {url: n for url, n in counts.items() if n > MOST_QUERIES}


def pages(thing, *names):
    return [thing.get_absolute_url(), *(reverse(f"awards:{name}", args=[thing.pk]) for name in names)]


def put_forward(client, session):
    """As if another authority decided on all of them: the tờ trình from the draft to the answer, and its papers."""
    AwardType.objects.update(level=Level.STATE)
    assert asked(client, pages(session, "upward-create")) == {}
    (found,) = waiting_upwards(session).values()
    assert len(found) == MANY
    made = UpwardSubmission(organiser=session.council.organiser, year=session.year, session=session)
    made.authority_name, made.authority_level, made.abstract = "Thủ tướng Chính phủ", Level.STATE, "Về việc tặng"
    made.save()
    UpwardLine.objects.bulk_create(
        UpwardLine(submission=made, nominee=each, position=n) for n, each in enumerate(found)
    )
    papers = [f"{reverse('reports:request', args=[name])}?upward={made.pk}" for name in PAPERS_UPWARDS]
    draft = [*pages(made, "upward-sent", "upward-discard"), *papers, f"{made.get_absolute_url()}?page=10"]
    assert asked(client, draft) == {}
    made.document, made.sent_at = DecisionFactory(owner_code="BTP"), LATER["now"]
    made.save()
    assert asked(client, [*pages(made, "upward-answer"), *papers, reverse("awards:upward-list")]) == {}
    made.delete()
    AwardType.objects.update(level=Level.MINISTRY)


def test_every_page_of_a_session_and_a_decision_of_500_takes_at_most_20_queries(client, time_machine):
    time_machine.move_to(LATER["now"], tick=False)
    world = world_of.build()
    client.force_login(RoleAssignmentFactory(unit=world.ministry, role=Role.STANDING_OFFICE).user)
    proposal = many(world)
    exempt = {"award": proposal.nominees.first().award, "label": "thành tích đột xuất", "source": "Luật Điều 85"}
    CouncilExemption.objects.create(code="NV", **exempt)
    assert asked(client, pages(proposal, "upward-unvoted", "decision-simplified")) == {}
    session = world.session(proposal)
    item = session.items.first()
    conflict = reverse("awards:session-conflict", args=[session.pk, item.pk])
    planned = pages(session, "session-agenda", "session-presence", "session-change", "session-off", "session-open")
    assert asked(client, [*planned, conflict, f"{session.get_absolute_url()}?page=10"]) == {}

    session = opened(session, [Presence.PRESENT] * 9)
    assert asked(client, pages(session, "session-ballots", "session-conclude")) == {}
    (ballot,) = council_voting.prepare_ballots(session_id=session.pk, **BY)
    results = reverse("awards:session-results", args=[session.pk, ballot.pk])
    vote(session, ballot, dict.fromkeys(session.items.values_list("nominee_id", flat=True), 9))
    assert asked(client, [*pages(session, "session-minutes"), results]) == {}
    sessions.conclude_session(session_id=session.pk, version=CouncilSession.objects.get().version, **BY)
    assert asked(client, pages(session, "session-sign", "session-reopen", "decision-create")) == {}
    put_forward(client, CouncilSession.objects.get())

    ids = list(session.items.values_list("nominee_id", flat=True))
    decision = draft_decision(year_id=world.year.pk, head=head(session), nominee_ids=ids, **BY)
    draft = pages(decision, "decision-lines-add", "decision-change", "decision-issue", "decision-discard")
    assert asked(client, draft) == {}
    check = reverse("awards:decision-check", args=[decision.pk])
    assert asked(client, [check]) == {}
    job = Job.objects.get(pk=client.post(check).url.rstrip("/").rpartition("/")[2])  # so many: in the background
    tasks.check_decision.run(job_id=job.pk)
    job.refresh_from_db()
    found = client.get(job.result_url).context["checked"]
    assert (found.at, found.outcomes, found.blocked) == (LATER["now"], (("Cần xác nhận thêm", MANY),), ())
    issuing.issue_decision(decision_id=decision.pk, version=1, symbol="145/QĐ-BTP", issued_on=DAY, **LATER)
    correct = reverse("awards:decision-line-correct", args=[decision.pk, decision.lines.first().pk])
    issued = [*pages(AwardDecision.objects.get(), "decision-revoke", "decision-signed"), correct]
    assert asked(client, [*issued, reverse("awards:decision-list"), reverse("awards:session-list")]) == {}
    found = client.get(reverse("awards:decision-list"), {"q": "số 145 - QĐ - BTP ngày 28/01/2026"})
    assert [each.pk for each in found.context["page_obj"]] == [decision.pk]
    what_council_and_decision_said(client, world, proposal)
    revoked_and_restored(client, world)


def revoked_and_restored(client, world):
    """In the request: acts of the registry, lines, money and notices of all of them in a fixed number of queries."""
    client.force_login(RoleAssignmentFactory(unit=world.ministry, role=Role.STANDING_OFFICE).user)
    decision = AwardDecision.objects.get()
    typed = {"issued_on": format_date(DAY), "issuer_name": "Bộ Tư pháp", "reason_code": "c", "reason": "Sai quy định"}
    for name, symbol, state in (("revoke", "30/QĐ-BTP", "cancelled"), ("restore", "31/QĐ-BTP", "restored")):
        page = reverse(f"awards:decision-{name}", args=[decision.pk])
        form = client.get(page).context["form"].initial | typed | {"symbol": symbol}
        with CaptureQueriesContext(connection) as captured:
            assert client.post(page, form).status_code == 302
        assert len(captured) <= MOST_OF_A_POST, len(captured)
        assert Award.objects.filter(grant=decision.grant_id, state=state).count() == MANY


def what_council_and_decision_said(client, world, proposal):
    """On the pages of the proposal, for the unit too, which opens neither session nor decision."""
    first = proposal.nominees.in_order().first()
    own, answers = [*pages(proposal, "nominee-list"), first.get_absolute_url()], []
    session, decision = (each.objects.get().get_absolute_url() for each in (CouncilSession, AwardDecision))
    assert [step.url for step in client.get(own[0]).context["steps"]] == [session, decision]
    client.force_login(RoleAssignmentFactory(unit=world.unit, role=Role.OFFICER).user)
    assert asked(client, own, answers) == {}
    detail, listed, one = answers
    assert [(step.label, step.url, [word.text for word in step.words]) for step in detail["steps"]] == [
        ("Xét khen thưởng năm 2025 ngày 22/01/2026", "", [f"Hội đồng đề nghị: {MANY}"]),
        ("Quyết định 145/QĐ-BTP ngày 28/01/2026", "", [f"Đã ban hành: {MANY}"]),
    ]
    told = [word.text for step in one["steps"] for word in step.words]
    assert told == ["Hội đồng đề nghị: 9/9 phiếu", "Đã ban hành"]
    assert listed["page_obj"][0].words == ["Hội đồng đề nghị: 9/9 phiếu", "145/QĐ-BTP (28/01/2026)"]
