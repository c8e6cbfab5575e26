"""Upwards: who goes to another authority, under which number, and what it answers."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from apps.accounts.grants import actor_for
from apps.awards import outcome_queries
from apps.awards.council_enums import ItemResult
from apps.awards.decision_enums import UpwardAnswer
from apps.awards.domain import deciding_checks, decisions, receiving, upward, upward_answers
from apps.awards.domain.decisions import NotDecidable
from apps.awards.domain.issuing import DayWrong, NumberUsed
from apps.awards.domain.lines_in_step import DecidedAnew
from apps.awards.domain.undecided import StandsInDecision
from apps.awards.domain.upward import NothingToSubmit, draft_upward, send_upward, waiting_upwards
from apps.awards.domain.upward_answers import NothingAnswered, record_answer
from apps.awards.enums import ProposalState
from apps.awards.models import AgendaItem, AwardProposal, Nominee, UpwardSubmission
from apps.awards.tests import council_world as world_of
from apps.awards.tests.council_world import BY, DAY, LATER, award, of_prime
from apps.awards.tests.council_world import UPWARD_HEAD as HEAD
from apps.awards.tests.council_world import upward_drafted as drafted
from apps.awards.tests.council_world import upward_sent as sent
from apps.awards.tests.test_decisions import head, issue
from apps.awards.views.decision_papers import SignedTextView
from apps.awards.views.upward import UpwardAnswerView, UpwardSentView
from apps.catalog.authorities import WrongAuthority
from apps.catalog.domain.eligibility import Outcome
from apps.catalog.models import AwardTerm
from apps.core.errors import TransitionNotAllowed
from apps.core.together import answered, together
from apps.documents.domain.numbers import WrongKind
from apps.documents.models import Document
from apps.notifications.models import Notice
from apps.registry.domain import acts
from apps.registry.domain.papers import PaperWrong
from apps.registry.enums import AwardState
from apps.registry.models import Award
from apps.registry.tests.factories import DecisionFactory
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return world_of.asked_of_prime()


def test_only_what_another_authority_decides_goes_upwards_and_nobody_twice(world):
    made = drafted(world)
    assert {line.nominee.award.code for line in made.lines.all()} == {"BKT"}
    assert waiting_upwards(world.held) == {}
    with pytest.raises(NothingToSubmit):
        draft_upward(session_id=world.held.pk, way_key="state:x", head=HEAD, **BY)
    upward.discard_upward(submission_id=made.pk, version=made.version, **BY)
    assert drafted(world).lines.count() == 2


def test_who_was_put_forward_upwards_is_not_withdrawn_and_is_held_again_when_it_is_sent(world):
    made = drafted(world)
    with pytest.raises(StandsInDecision):
        receiving.withdraw(proposal_id=world.proposed.pk, reason="Có đơn.", **BY)
    # However it came about: a dossier that does not stand any more, or a later word of the council, goes nowhere.
    AwardProposal.objects.update(state=ProposalState.NOT_RECOMMENDED)
    with pytest.raises(NotDecidable):
        sent(made)
    AwardProposal.objects.update(state=ProposalState.RECOMMENDED)
    AgendaItem.objects.filter(nominee=made.lines.first().nominee).update(result=ItemResult.NOT_RECOMMENDED)
    with pytest.raises(NotDecidable):
        sent(made)
    upward.discard_upward(submission_id=made.pk, version=made.version, **BY)
    assert drafted(world).lines.count() == 1  # the other one


def test_the_answer_from_above_stands_in_the_registry_and_settles_the_proposal(world):
    made = sent(drafted(world))
    here = [world.proposed.nominees.get(award__code="BKB").pk]
    decision = decisions.draft_decision(year_id=world.year.pk, head=head(world.held), nominee_ids=here, **BY)
    issue(decision)
    yes, no = (line.nominee for line in made.lines.order_by("position"))
    answer = {"submission_id": made.pk, "version": made.version, "others_refused": True}
    papers = [of_prime(n, date(2026, 1, n)) for n in (27, 29)]
    AwardTerm.objects.create(code="T", award=award("BKT"), authority="Thủ tướng Chính phủ", source="Luật Điều 78")
    petition = of_prime(29, DAY, symbol="56/TTr-TCCB", kind="submission")
    minister, misnamed = DecisionFactory(issued_on=DAY), of_prime(29, DAY, symbol="29/QĐ-BTP")
    for paper, granted, refused in (
        (papers[0], [yes.pk], DayWrong),
        (petition, [yes.pk], WrongKind),
        (minister, [yes.pk], WrongAuthority),
        (misnamed, [yes.pk], WrongAuthority),
        (petition, [], WrongKind),
        (papers[1], [], None),
    ):
        call = {**answer, "document": paper, "granted": granted, "others_refused": refused is not None}
        with pytest.raises(refused or NothingAnswered):
            record_answer(**call, **LATER)
    assert AwardProposal.objects.get().state == ProposalState.RECOMMENDED
    person = RoleAssignmentFactory(unit=world.unit, role=Role.OFFICER).user
    record_answer(**answer, document=papers[1], granted=[yes.pk], **LATER)
    found = Award.objects.get(award_type__code="BKT")
    assert (found.recipient_name, found.granted_on, found.upward_line.nominee) == (yes.name, papers[1].issued_on, yes)
    assert made.lines.get(nominee=no).answer == UpwardAnswer.REFUSED
    assert AwardProposal.objects.get().state == ProposalState.DECIDED
    assert Notice.objects.filter(kind__code="awards.superior_answered", recipient=person).exists()
    # Refused by a wrong tick, or granted after all: a later decision still names whom this one left out.
    made.refresh_from_db()
    later = {"document": papers[1], "granted": [no.pk], "others_refused": False}
    record_answer(submission_id=made.pk, version=made.version, **later, **LATER)
    assert {line.answer for line in made.lines.all()} == {UpwardAnswer.GRANTED}
    assert not upward_answers.answerable(made).exists()
    # Cancelled later by a decision of its own: it reads so everywhere, and a later grant can be noted.
    cancelling, paper, restoring = (of_prime(n, date(2026, 1, 30)) for n in (30, 31, 32))
    facts = {"document": cancelling, "reason_code": "a", "reason": "Kê khai sai"}
    acts.cancel_list(award_ids=[found.pk], **facts, **LATER)
    told, system = "Được khen thưởng; Đã hủy bỏ", world_of.SYSTEM
    line = upward_answers.answerable(made).get()
    shown = outcome_queries.with_outcome(Nominee.objects.all(), world.proposed, system).get(pk=yes.pk)
    words = outcome_queries.words_of(shown)
    (steps,) = answered(together(outcome_queries.steps_of(world.proposed, system)))
    assert (line.told, f"{told}: 29/QĐ-TTg" in words[-1]) == (told, True)
    assert [word.text for word in steps[-1].words if "Đã hủy bỏ" in word.text] != []
    made.refresh_from_db()
    fallen = {"document": papers[1], "granted": [yes.pk], "others_refused": False}
    Award.objects.exclude(award_type__code="BKB").update(state=AwardState.CANCELLED)
    with pytest.raises(PaperWrong, match="đã bị hủy bỏ"):  # what was cancelled grants nobody anything
        record_answer(submission_id=made.pk, version=made.version, **fallen, **LATER)
    Award.objects.exclude(pk=found.pk).update(state=AwardState.GRANTED)
    later = {"document": paper, "granted": [yes.pk], "others_refused": False}
    record_answer(submission_id=made.pk, version=made.version, **later, **LATER)
    assert {each.told for each in made.lines.all()} == {"Được khen thưởng"}
    with pytest.raises(DecidedAnew, match=yes.name):  # the former award does not come back beside the new one
        acts.restore_list(award_ids=[found.pk], document=restoring, reason="Khôi phục", **LATER)


@pytest.mark.parametrize(
    "paper",
    [
        {"symbol": "4512/BNV-TĐKT", "issuer_name": "Bộ Nội vụ", "kind": "letter"},
        {"symbol": "31/TB-VPCP", "issuer_name": "Văn phòng Chính phủ", "kind": "notice"},
        {"symbol": "77/VPCP-TĐ.KT", "issuer_name": "Văn phòng Chính phủ", "kind": "other"},
    ],
)
def test_that_nobody_is_granted_anything_comes_in_a_letter_of_whoever_answers(world, paper):
    made = sent(drafted(world))
    AwardTerm.objects.create(code="T", award=award("BKT"), authority="Thủ tướng Chính phủ", source="Luật Điều 78")
    answer = {"submission_id": made.pk, "version": made.version, "document": DecisionFactory(issued_on=DAY, **paper)}
    with pytest.raises(WrongKind):  # to grant takes a decision
        record_answer(**answer, granted=[made.lines.first().nominee_id], others_refused=True, **LATER)
    record_answer(**answer, granted=[], others_refused=True, **LATER)
    assert {line.answer for line in made.lines.all()} == {UpwardAnswer.REFUSED}
    assert not Award.objects.filter(award_type__code="BKT").exists()


@pytest.mark.parametrize(
    ("authority", "issuer"),
    [
        ("Thủ tướng Chính phủ", "Thủ tướng Chính phủ"),
        ("Chủ tịch UBND cấp tỉnh", ""),
        ("Bộ trưởng Bộ Tư pháp / Chủ tịch UBND cấp tỉnh", ""),
        ("Thủ trưởng cơ quan, đơn vị có tư cách pháp nhân", ""),
    ],
)
def test_the_form_of_the_answer_names_the_issuer_where_there_is_one_only(authority, issuer):
    assert UpwardAnswerView(object=UpwardSubmission(authority_name=authority)).get_initial()["issuer_name"] == issuer


def test_a_verified_condition_that_is_not_met_any_more_keeps_a_nominee_back(world, monkeypatch):
    made = drafted(world)

    def assess(nominees, now):
        for each in nominees:
            each.outcome, each.findings = (Outcome.BLOCKED if each.name == "Trần Thị Thử" else Outcome.MET), []

    monkeypatch.setattr(deciding_checks, "assess_everybody", assess)
    with pytest.raises(NotDecidable, match="Trần Thị Thử không đủ điều kiện"):
        sent(made)
    upward.discard_upward(submission_id=made.pk, version=made.version, **BY)
    assert "Trần Thị Thử" not in [line.nominee.name for line in drafted(world).lines.all()]


def test_number_and_date_are_typed_once_and_shut_the_list(world):
    made = drafted(world)
    with pytest.raises(DayWrong):
        sent(made, on=date(2026, 1, 2))
    other = DecisionFactory(symbol="56/TTr-BTP", issued_on=DAY, issuer_name="Bộ Tư pháp", owner_code="BTP")
    with pytest.raises(NumberUsed):
        sent(made, on=DAY)
    other.delete()
    done = sent(made)
    assert sent(made).pk == done.pk  # the answer of the first time was lost
    again = send_upward(submission_id=made.pk, version=made.version, symbol="56/TTr-BTP", issued_on=DAY, **LATER)
    assert again.version == done.version  # the same click twice: the version of before it was sent
    assert (done.document.symbol, done.document.kind) == ("56/TTr-BTP", "submission")
    with pytest.raises(TransitionNotAllowed):
        upward.discard_upward(submission_id=made.pk, version=done.version, **BY)


def test_the_office_goes_from_the_session_to_the_package(client, world):
    client.force_login(RoleAssignmentFactory(unit=world.ministry, role=Role.STANDING_OFFICE).user)
    page = client.get(world.held.get_absolute_url()).content.decode()
    new = reverse("awards:upward-create", args=[world.held.pk])
    assert new in page
    gone = {"addressed_to": "Ban", "abstract": "Về", "way": "state:Chủ tịch nước"}
    assert client.post(new, gone).status_code == 422  # never another authority's people
    assert not UpwardSubmission.objects.exists()
    [way] = waiting_upwards(world.held)
    typed = {
        "way": way.key,
        "addressed_to": "Ban Thi đua - Khen thưởng Trung ương",
        "abstract": "Về việc đề nghị khen thưởng",
    }
    made = client.post(new, typed)
    page = client.get(made.url).content.decode()
    for words in ("Ban Thi đua - Khen thưởng Trung ương", "9/9", reverse("reports:request", args=["upward_package"])):
        assert words in page
    found = UpwardSubmission.objects.get()
    number = {"symbol": "56/TTr-BTP", "issued_on": "28/01/2026", "version": found.version}
    assert client.post(reverse("awards:upward-sent", args=[found.pk]), number).status_code == 302
    assert "56/TTr-BTP" in client.get(reverse("awards:upward-list")).content.decode()
    url, found = reverse("awards:upward-answer", args=[found.pk]), UpwardSubmission.objects.get()
    assert url in client.get(made.url).content.decode()
    typed = client.get(url).context["form"].initial | {"symbol": "57/TTr-TTCP", "issued_on": "29/01/2026"}
    typed |= {"granted": [found.lines.first().nominee_id], "version": found.version}
    before, refused = Document.objects.count(), client.post(url, typed)
    assert (refused.status_code, Document.objects.count()) == (422, before)
    assert "là tờ trình, không phải quyết định" in str(refused.context["form"].errors["symbol"])
    typed["symbol"] = "9/QĐ-TTg"
    assert client.post(url, typed).status_code == 302
    assert "Được khen thưởng" in client.get(made.url).content.decode()


@pytest.mark.parametrize("view", [UpwardSentView, SignedTextView])
def test_who_stands_in_for_the_office_gives_no_number_and_uploads_no_signed_text(view):
    world = world_of.build()
    user = RoleAssignmentFactory(unit=world.ministry, role=Role.STANDING_OFFICE).user
    actor, about = actor_for(user, world_of.NOW.date()), UpwardSubmission(organiser=world.ministry)
    assert view.policy(actor, about)
    assert not view.policy(replace(actor, impersonated_by=user.pk), about)
