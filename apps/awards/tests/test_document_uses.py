"""A paper that awards cite leads to every place that uses it, whoever may open the place."""

import pytest

from apps.accounts.grants import actor_for
from apps.awards.document_uses import IN_PROPOSALS, WITH_PAGES, followed
from apps.awards.domain import consulting, councils, decisions, dossier, meetings
from apps.awards.domain.councils import CouncilPlan
from apps.awards.domain.meetings import Meeting
from apps.awards.domain.upward_answers import record_answer
from apps.awards.enums import ProposalState
from apps.awards.models import Council
from apps.awards.tests import council_world as world_of
from apps.awards.tests.council_world import BY, DAY, LATER, of_prime, person_line, upward_drafted, upward_sent
from apps.awards.tests.test_decisions import head, issue
from apps.awards.tests.test_later_acts import paper, revoke
from apps.catalog.models import AwardTerm
from apps.documents.models import Use
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory

pytestmark = pytest.mark.django_db


def test_every_citation_of_awards_leads_its_office_there_and_a_stranger_nowhere():
    world = world_of.asked_of_prime()
    council = Council.objects.get()
    plan = CouncilPlan(council.name, council.starts_on, council.ends_on)
    call = {"council_id": council.pk, "version": council.version, "plan": plan}
    councils.change_council(**call, decision=paper(symbol="1/QĐ-BTP"), **BY)
    being_written = world.proposal(person_line(), state=ProposalState.RETURNED)
    dossier.add_paper(proposal_id=being_written.pk, item_code="", label="Xác nhận thuế", document=paper(), **BY)
    being_written.refresh_from_db()
    met = Meeting(world_of.NOW.date(), "Thử", 9, 9, document_id=paper(symbol="2/BB", kind="minutes").pk)
    meetings.write_meeting(proposal_id=being_written.pk, meeting=met, version=being_written.version, **BY)
    sent = world.proposal(person_line())
    call = {"body_name": "Sở Nội vụ", "asked_on": world_of.NOW.date(), "due_on": DAY}
    asked = consulting.ask(proposal_id=sent.pk, request=paper(symbol="3/CV"), **call, **BY)
    said = {"opinion": "agrees", "answered_on": world_of.NOW.date(), "answer_document": paper(symbol="4/CV")}
    consulting.answer(consultation_id=asked.pk, **said, **BY)
    here = [world.proposed.nominees.get(award__code="BKB").pk]
    revoke(issue(decisions.draft_decision(year_id=world.year.pk, head=head(world.held), nominee_ids=here, **BY)))
    AwardTerm.objects.create(
        code="T", award=world_of.award("BKT"), authority="Thủ tướng Chính phủ", source="Luật Điều 78"
    )
    made = upward_sent(upward_drafted(world))
    said = {"document": of_prime(9, DAY), "granted": [made.lines.first().nominee_id], "others_refused": False}
    record_answer(submission_id=made.pk, version=made.version, **said, **LATER)

    keys = set(Use.objects.filter(app="awards").values_list("key", flat=True))
    assert {key.partition(":")[0] for key in keys} == IN_PROPOSALS.keys() | WITH_PAGES.keys()
    office = RoleAssignmentFactory(unit=world.ministry, role=Role.STANDING_OFFICE).user
    stranger = RoleAssignmentFactory(role=Role.STANDING_OFFICE).user
    assert [followed(keys, actor_for(user, DAY)) for user in (office, stranger)] == [keys, set()]
