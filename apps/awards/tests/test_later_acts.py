"""Decisions after their issue, and what keeps one from being issued: other bodies, reviews, closed lists, papers."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from apps.awards.domain import council_voting, decisions, receiving, revoking
from apps.awards.domain.assessing import assess_everybody
from apps.awards.domain.decisions import NotDecidable
from apps.awards.domain.lines_in_step import DecidedAnew
from apps.awards.domain.payments import owed_since
from apps.awards.domain.revoking import NothingToRevoke
from apps.awards.domain.routing import split
from apps.awards.enums import ProposalState
from apps.awards.models import AwardDecision, AwardProposal, DecisionLine, Nominee, UnitMeeting
from apps.awards.tests import council_world as world_of
from apps.awards.tests.council_world import BY, DAY, LATER, person_line, unit_line
from apps.awards.tests.test_decisions import drafted, head, issue, terms
from apps.catalog.domain.eligibility import Outcome
from apps.catalog.models import BaseSalary, EligibilityRule, Provision
from apps.catalog.reference import load_catalogue
from apps.core.dates import format_date, local
from apps.periods.enums import YearState
from apps.registry.domain import acts, granting
from apps.registry.domain.granting import ListClosed
from apps.registry.domain.papers import PaperWrong
from apps.registry.enums import AwardState
from apps.registry.models import Award, ReviewHold
from apps.registry.tests.factories import DecisionFactory
from apps.units.enums import Role, UnitKind
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db


def paper(**given):
    return DecisionFactory(**{"issued_on": DAY} | given)


def revoke(decision, document=None):
    version = AwardDecision.objects.get(pk=decision.pk).version
    more = {"document": document or paper(), "reason_code": "c", "reason": "Thẩm định sai", **LATER}
    return revoking.revoke_decision(decision_id=decision.pk, version=version, **more)


def restore(decision, document=None):
    version = AwardDecision.objects.get(pk=decision.pk).version
    more = {"document": document or paper(), "reason": "Kết luận mới", **LATER}
    return revoking.restore_decision(decision_id=decision.pk, version=version, **more)


def cancel(award: Award):
    more = {"document": paper(), "reason_code": "a", "reason": "Kê khai gian dối", **LATER}
    return acts.cancel_award(award_id=award.pk, version=award.version, **more)


@pytest.mark.parametrize(
    ("kind", "legal", "code", "by_ministry", "by_itself"),
    [
        ("ministry_unit", True, "LDTT", "elsewhere", "here"),
        ("ministry_unit", False, "LDTT", "here", "upwards"),
        ("justice_department", None, "LDTT", "elsewhere", "here"),
        ("justice_department", None, "CTDB", "here", "upwards"),
        ("justice_department", None, "BKB", "here", "upwards"),
        ("justice_department", None, "BKT", "upwards", "upwards"),
        ("ministry_unit", True, "CTDCP", "upwards", "upwards"),
    ],
)
def test_who_decides_depends_on_the_body_whose_council_met(kind, legal, code, by_ministry, by_itself):
    load_catalogue()
    world = world_of.build(())
    unit = UnitFactory(parent=world.ministry, kind=kind, legal_person=legal)
    person = world_of.PersonFactory()
    division = UnitFactory(parent=unit, kind=UnitKind.DIVISION)
    for line in (unit_line(division, code), person_line(code, person=person, unit=division)):
        nominees = list(world.proposal(line, unit=unit).nominees.select_related("award", "proposal"))
        for organiser, expected in ((world.ministry, by_ministry), (unit, by_itself)):
            (way,) = split(nominees, DAY, organiser)
            assert (way.here, way.upwards, way.elsewhere) == tuple(
                expected == each for each in ("here", "upwards", "elsewhere")
            )


@pytest.mark.parametrize(
    ("code", "given", "says"),
    [
        ("LDTT", {}, "thẩm quyền của"),
        ("BKB", {"authority_level": "grassroots"}, "Cấp quyết định"),
        ("BKB", {"authority_name": "Thủ tướng Chính phủ"}, "Thủ tướng Chính phủ không phải"),
    ],
)
def test_what_another_body_decides_is_not_issued_here(code, given, says):
    load_catalogue()
    world = world_of.build()
    unit = UnitFactory(parent=world.ministry, kind=UnitKind.MINISTRY_UNIT, legal_person=True)
    decision = drafted(world, world.proposal(person_line(code, unit=unit), unit=unit), **given)
    with pytest.raises(NotDecidable, match=says):
        issue(decision)
    assert Award.objects.count() == 0


def test_a_review_begun_after_the_dossier_was_sent_stops_the_issue_with_its_article():
    world = world_of.build()
    provision = Provision.objects.create(code="ND", title="Nghị định", symbol="152/2025/NĐ-CP")
    EligibilityRule.objects.create(
        code="FREEZE", subject="both", order=1, fact="under_review", comparison="eq", value=False,
        label="Không đang bị xem xét kỷ luật", provision=provision, confidence="verified", source="NĐ",
    )  # fmt: skip
    person = world_of.PersonFactory()
    decision = drafted(world, world.proposal(person_line(person=person)))
    hold = ReviewHold.objects.create(person=person, unit=world.unit, kind="discipline", started_on=DAY)
    with pytest.raises(NotDecidable, match=r"xem xét kỷ luật.*152/2025"):
        issue(decision)
    hold.delete()
    assert issue(decision).state == "issued"


def test_a_list_of_many_proposals_is_held_at_once_and_each_by_its_own_meeting():
    """Who stands in two proposals of a day is confirmed in that one only whose meeting says so."""
    world, person = world_of.build(), world_of.PersonFactory()
    EligibilityRule.objects.create(
        code="SAID", subject="both", order=1, fact="declared:said", comparison="eq", value=True, label="Tiêu biểu",
        confidence="verified", source="NĐ",
    )  # fmt: skip
    proposals = [world.proposal(person_line(person=each)) for each in (person, person, world_of.PersonFactory())]
    UnitMeeting.objects.create(proposal=proposals[0], held_on=DAY, confirms_conditions=True, present=1, invited=1)
    nominees = list(Nominee.objects.select_related("award", "proposal").order_by("pk"))
    counts = []
    for some in (nominees[:1], nominees[::2]):
        with CaptureQueriesContext(connection) as captured:
            assess_everybody(some, LATER["now"])
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assess_everybody(nominees, LATER["now"])
    said = [nominee.outcome for nominee in nominees]
    assert said == [Outcome.MET, Outcome.UNKNOWN, Outcome.UNKNOWN]


def test_the_list_of_an_issued_decision_is_closed_to_the_registry():
    world = world_of.build()
    decision = issue(drafted(world, world.proposal(person_line())))
    with pytest.raises(ListClosed):
        granting.add_awards(grant_id=decision.grant_id, recipients=[], **LATER)


def test_after_a_revoking_nominees_are_decided_anew_with_and_without_a_vote():
    world = world_of.build()
    voted, plain = world.proposal(person_line()), world.proposal(person_line())
    first = issue(drafted(world, voted))
    quick = {"year_id": world.year.pk, "head": head(), "simplified": "Luật Điều 85", **BY}
    ids = [plain.nominees.get().pk]
    second = issue(decisions.draft_decision(nominee_ids=ids, **quick), symbol="2/QĐ-KT")
    for decision in (first, second):
        revoke(decision)
    states = AwardProposal.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [ProposalState.RECOMMENDED, ProposalState.VERIFIED]
    assert restore(first).state == "restored"
    assert AwardProposal.objects.get(pk=voted.pk).state == ProposalState.DECIDED
    assert decisions.draft_decision(nominee_ids=ids, **quick).lines.count() == 1
    with pytest.raises(DecidedAnew):
        restore(second)
    AwardDecision.objects.filter(state="draft").delete()
    AwardProposal.objects.filter(pk=plain.pk).update(state=ProposalState.RETURNED)
    with pytest.raises(NothingToRevoke):
        restore(second)


def test_one_award_given_without_a_vote_and_cancelled_alone_is_decided_anew_from_its_proposal(client):
    world = world_of.build()
    client.force_login(RoleAssignmentFactory(unit=world.ministry, role=Role.STANDING_OFFICE).user)
    proposal = world.proposal(person_line(), person_line())
    quick = {"year_id": world.year.pk, "head": head(), "simplified": "Luật Điều 85", **BY}
    issue(decisions.draft_decision(nominee_ids=[each.pk for each in proposal.nominees.all()], **quick))
    page = reverse("awards:decision-simplified", args=[proposal.pk])
    for expected in (False, True):
        assert (page in client.get(proposal.get_absolute_url()).content.decode()) is expected
        if not expected:
            cancel(Award.objects.earliest("pk"))
    proposal.refresh_from_db()
    (waiting,) = decisions.waiting_without_vote(proposal)
    assert decisions.draft_decision(nominee_ids=[waiting.pk], **quick).lines.get().nominee == waiting


def test_restoring_leaves_alone_who_was_cancelled_before_and_the_line_follows_its_award():
    world = world_of.build()
    decision = issue(drafted(world, world.proposal(person_line(), person_line())))
    one, _two = Award.objects.order_by("pk")
    with CaptureQueriesContext(connection) as asked:
        cancel(one)
    (written,) = [each["sql"] for each in asked if 'UPDATE "awards_decisionline"' in each["sql"]]
    assert '"paid"' not in written  # money is counted anew only when an award holds again
    assert list(decision.lines.values_list("is_live", flat=True)) == [False, True]
    revoke(decision)
    restore(decision)
    assert list(Award.objects.order_by("pk").values_list("state", flat=True)) == [
        AwardState.CANCELLED,
        AwardState.RESTORED,
    ]
    assert list(decision.lines.values_list("is_live", flat=True)) == [False, True]


@pytest.mark.parametrize("outsider", [False, True])
def test_revoking_and_restoring_never_pay_more_than_the_highest_and_tell_what_is_owed(outsider):
    """Lower 0.3 paid, higher pays the rest 0.7. Lower revoked: 0.3 owed. Lower restored: 1.0 in all."""
    world = world_of.build()
    for code, multiple in (("CSTDCS", "1"), ("LDTT", "0.3")):
        world_of.award(code, list="title", subject="individual")
        terms(code, multiple)
    BaseSalary.objects.create(code="A", amount=1_000_000)
    person = world_of.PersonFactory()
    who = {"person": person}
    lines = [person_line(code, **who) for code in ("LDTT", "CSTDCS")]
    if outsider:
        lines = [line | {"person": None, "name": "Trần Thị Ngoài", "unit_name": "Báo"} for line in lines]
    lower, higher = (
        issue(drafted(world, world.proposal(line)), symbol=f"{number}/QĐ-KT")
        for number, line in enumerate(lines, start=1)
    )
    paid = DecisionLine.objects.order_by("pk").values_list("paid", flat=True)
    assert list(paid) == [300_000, 700_000]
    revoke(lower)
    (owed,) = owed_since(revoking.lines_of(lower), DAY)
    assert (owed.line, owed.amount) == (higher.lines.get(), 300_000)
    restore(lower)
    assert sum(paid.all()) == 1_000_000
    revoke(higher)
    revoke(lower)
    restore(higher)  # now it pays all by itself
    assert DecisionLine.objects.get(decision=higher).paid == 1_000_000
    restore(lower)
    assert sum(paid.all()) == 1_000_000


@pytest.mark.parametrize("day", [date(2026, 1, 27), date(2026, 1, 31)])
def test_the_paper_of_a_later_act_is_another_one_of_a_day_since_the_decision(day):
    world = world_of.build()
    decision = issue(drafted(world, world.proposal(person_line())))
    for wrong in (decision.document, paper(issued_on=day)):
        with pytest.raises(PaperWrong):
            revoke(decision, wrong)
    assert Award.objects.get().state == AwardState.GRANTED


def test_a_decision_of_a_closed_year_is_still_revoked_and_restored():
    world = world_of.build()
    decision = issue(drafted(world, world.proposal(person_line())))
    type(world.year).objects.update(state=YearState.CLOSED)
    assert revoke(decision).state == "revoked"
    assert restore(decision).state == "restored"


def test_a_withdrawn_proposal_leaves_the_session_with_and_without_slips():
    world = world_of.build()
    before, voting = world.proposal(person_line()), world.proposal(person_line())
    session = world.session(before, voting)
    more = {"reason": "Rút theo đề nghị của đơn vị", **BY}
    receiving.withdraw(proposal_id=before.pk, **more)
    assert session.items.get().nominee.proposal == voting
    session = world_of.opened(session, ["present"] * 9)
    council_voting.prepare_ballots(session_id=session.pk, **BY)
    receiving.withdraw(proposal_id=voting.pk, **more)
    item = session.items.get()
    assert (item.result, item.note) == ("postponed", "Rút theo đề nghị của đơn vị")


def test_lines_are_removed_and_corrected_and_a_list_without_a_vote_is_drafted_on_their_pages(client):
    world = world_of.build()
    client.force_login(RoleAssignmentFactory(unit=world.ministry, role=Role.STANDING_OFFICE).user)
    proposal = world.proposal(person_line(name="Trần Thi Thử"), person_line())
    page = reverse("awards:decision-simplified", args=[proposal.pk])
    for year, here in (("closed", False), ("open", True)):  # a closed year says what to do instead
        type(world.year).objects.update(state=year)
        shown, reopen = client.get(proposal.get_absolute_url()).content.decode(), f"/{world.year.pk}/reopen/"
        assert (page in shown, reopen in shown) == (here, not here)
    form = client.get(page).context["form"].initial | {"simplified": "Luật Điều 85", "type": "sudden"}
    made = client.post(page, form | {"authority_name": "Bộ trưởng", "declared_individuals": 1})
    decision = AwardDecision.objects.get()
    assert made.url == decision.get_absolute_url()
    first, second = decision.lines.all()
    assert client.post(reverse("awards:decision-line-remove", args=[decision.pk, second.pk])).status_code == 302
    issue(decision)
    correct = reverse("awards:decision-line-correct", args=[decision.pk, first.pk])
    assert correct in client.get(decision.get_absolute_url()).content.decode()
    today = local(timezone.now()).date()
    typed = client.get(correct).context["form"].initial
    typed |= {"year": 2025, "recipient_name": "Trần Thị Thử", "symbol": "9/QĐ-BTP", "reason": "Sai chính tả"}
    assert client.post(correct, typed | {"issued_on": "27/01/2026"}).status_code == 422
    answer = client.post(correct, typed | {"issued_on": format_date(today)})
    assert (answer.status_code, Award.objects.get().recipient_name) == (302, "Trần Thị Thử")
