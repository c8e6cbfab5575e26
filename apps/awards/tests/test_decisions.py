"""Decisions: from the recommended list to the registry, number typed once, money, revoking and its wave."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.translation import override

from apps.awards.decision_enums import DecisionState
from apps.awards.decision_exports import decision_data
from apps.awards.decision_workflow import DECISION_FLOW
from apps.awards.domain import decisions, issuing, payments, receiving, revoking, undecided
from apps.awards.domain.decisions import DecisionHead, NotDecidable
from apps.awards.domain.issuing import DayWrong, NumberUsed
from apps.awards.domain.routing import Way, split
from apps.awards.enums import ProposalState
from apps.awards.models import AgendaItem, AwardDecision, AwardProposal, DecisionLine, Nominee
from apps.awards.tests import council_world as world_of
from apps.awards.tests.council_world import BY, DAY, LATER, person_line, recommended, unit_line
from apps.awards.views.decisions import initial_head
from apps.catalog.models import AwardTerm, AwardType, BaseSalary
from apps.catalog.reference import load_catalogue
from apps.core.errors import StaleVersion, TransitionNotAllowed
from apps.registry.domain.granting import CountsDiffer
from apps.registry.enums import AwardState
from apps.registry.models import Award, GrantDocument, Reliance
from apps.registry.tests.factories import AwardFactory, DecisionFactory
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory

pytestmark = pytest.mark.django_db


def head(session=None, **given) -> DecisionHead:
    facts = {
        "abstract": "Về việc tặng Bằng khen của Bộ trưởng Bộ Tư pháp",
        "authority_name": "Bộ trưởng Bộ Tư pháp",
        "authority_level": "ministry",
        "session_id": session.pk if session else None,
    }
    return DecisionHead(**facts | given)


def drafted(world, *proposals, **given) -> AwardDecision:
    session = recommended(world, *proposals)
    ids = Nominee.objects.filter(proposal__in=proposals).values_list("pk", flat=True)
    return decisions.draft_decision(year_id=world.year.pk, head=head(session, **given), nominee_ids=list(ids), **BY)


def issue(decision, symbol="145/QĐ-BTP", on=DAY, **given) -> AwardDecision:
    version = given.pop("version", AwardDecision.objects.get(pk=decision.pk).version)
    return issuing.issue_decision(
        decision_id=decision.pk, version=version, symbol=symbol, issued_on=on, **LATER | given
    )


@pytest.mark.parametrize("state", DecisionState.values)
@pytest.mark.parametrize("action", ["issue", "correct", "revoke", "restore"])
def test_the_whole_table_of_steps(state, action):
    holds = {"issued", "corrected", "restored"}
    allowed = {"issue": {"draft"}, "correct": holds, "revoke": holds, "restore": {"revoked"}}
    assert DECISION_FLOW.allows(action, state) is (state in allowed[action])


def test_issuing_writes_the_list_into_the_registry_once_however_often_it_is_sent():
    world = world_of.build()
    proposal = world.proposal(unit_line(world.unit), person_line(honorific="Bà", post="Chuyên viên"))
    decision = drafted(world, proposal, declared_collectives=1, declared_individuals=1)
    issued = issue(decision)
    again = issue(decision, version=decision.version)  # the answer of the first time was lost
    assert again.pk == issued.pk
    assert GrantDocument.objects.count() == 1
    rows = list(Award.objects.order_by("pk").values_list("subject", "post", "granted_on", "year"))
    assert rows == [("collective", "", DAY, 2025), ("individual", "Chuyên viên", DAY, 2025)]
    assert [line.award.recipient_name for line in issued.lines.all()] == [
        line.nominee.name for line in issued.lines.all()
    ]
    assert (issued.state, issued.document.symbol) == (DecisionState.ISSUED, "145/QĐ-BTP")
    assert AwardProposal.objects.get().state == ProposalState.DECIDED
    with pytest.raises((TransitionNotAllowed, StaleVersion)):
        issue(decision, symbol="146/QĐ-BTP")


def test_a_list_of_31_where_the_text_says_32_is_refused_and_nothing_is_written():
    world = world_of.build()
    decision = drafted(world, world.proposal(*(person_line() for _ in range(3))), declared_individuals=4)
    with pytest.raises(CountsDiffer, match=r"thiếu 1 cá nhân so với quyết định \(4\)"):
        issue(decision)
    assert (Award.objects.count(), AwardDecision.objects.get().state) == (0, DecisionState.DRAFT)


def test_a_number_of_another_paper_is_refused_whatever_its_case_and_dashes():
    world = world_of.build()
    decision = drafted(world, world.proposal(person_line()))
    paper = DecisionFactory(symbol="145/QĐ-BTP", issued_on=date(2026, 1, 5), abstract="Về việc nâng lương")
    with pytest.raises(NumberUsed, match="145/QĐ-BTP năm 2026 đã dùng cho văn bản khác: Về việc nâng lương"):
        issue(decision, symbol="145/qđ-btp")
    assert Award.objects.count() == 0
    # The clerk has filed this very decision before: said so, it is taken.
    paper.delete()
    own = DecisionFactory(symbol="145/QĐ-BTP", issued_on=DAY)
    assert issue(decision, same_paper=True).document == own


@pytest.mark.parametrize(("on", "refused"), [(date(2026, 1, 21), True), (date(2026, 1, 31), True), (DAY, False)])
def test_the_day_lies_between_the_session_and_today(on, refused):
    world = world_of.build()
    decision = drafted(world, world.proposal(person_line()))
    if not refused:
        assert issue(decision, on=on).document.issued_on == on
        return
    with pytest.raises(DayWrong):
        issue(decision, on=on)


def test_the_day_follows_every_session_behind_the_list_and_the_verification_of_who_needs_no_vote():
    """Recommended in another session than that of the draft, or by none: each has a day before which nothing is."""
    world = world_of.build()
    decision = drafted(world, world.proposal(person_line()))
    other, free = (
        world.proposal(person_line()),
        world.proposal(person_line(), verified_at=datetime(2026, 1, 27, tzinfo=UTC)),
    )
    recommended(world, other, on=date(2026, 1, 25))
    one = {"decision_id": decision.pk, **LATER}
    decisions.add_lines(nominee_ids=[other.nominees.get().pk], **one)
    with pytest.raises(DayWrong, match=r"25/01/2026"):
        issue(decision, on=date(2026, 1, 24))
    decisions.add_lines(nominee_ids=[free.nominees.get().pk], simplified="Luật Điều 85", **one)
    with pytest.raises(DayWrong, match=r"thẩm định hồ sơ \(27/01/2026"):
        issue(decision, on=date(2026, 1, 26))
    issue(decision)
    printed = decision_data(AwardDecision.objects.for_list().get())
    assert [each.held_on.day for each in printed.councils] == [22, 25]


def test_only_recommended_nominees_or_the_simplified_procedure_with_its_reason():
    world = world_of.build()
    waiting = world.proposal(person_line())
    nominee = waiting.nominees.get()
    draft = {"year_id": world.year.pk, "head": head(), "nominee_ids": [nominee.pk], **BY}
    with pytest.raises(NotDecidable, match="Điều 85"):
        decisions.draft_decision(**draft)
    made = decisions.draft_decision(**draft, simplified="Thành tích đột xuất, Luật Điều 85")
    assert made.lines.get().simplified == "Thành tích đột xuất, Luật Điều 85"
    with pytest.raises(NotDecidable, match="quyết định khác"):
        decisions.draft_decision(**draft, simplified="Lần nữa")
    assert AwardDecision.objects.count() == 1
    AwardProposal.objects.update(state=ProposalState.NOT_RECOMMENDED)
    decisions.discard_draft(decision_id=made.pk, version=AwardDecision.objects.get().version, **BY)
    with pytest.raises(NotDecidable, match="chưa được Hội đồng đề nghị"):
        decisions.draft_decision(**draft, simplified="Luật Điều 85")


@pytest.mark.parametrize("simplified", ["", "Thành tích đột xuất, Luật Điều 85"])
def test_who_stands_in_a_list_is_not_withdrawn_or_rewritten_and_is_held_again_when_it_is_issued(client, simplified):
    world = world_of.build()
    proposal = world.proposal(person_line())
    if simplified:
        ids = [proposal.nominees.get().pk]
        call = {"year_id": world.year.pk, "head": head(), "nominee_ids": ids, "simplified": simplified}
        decision = decisions.draft_decision(**call, **BY)
        with pytest.raises(undecided.StandsInDecision):
            receiving.return_proposal(proposal_id=proposal.pk, remarks=[], remark="Sửa.", **BY)
    else:
        decision = drafted(world, proposal)
    with pytest.raises(undecided.StandsInDecision, match="liên hệ Thường trực Hội đồng"):
        receiving.withdraw(proposal_id=proposal.pk, reason="Có đơn.", **BY)
    client.force_login(RoleAssignmentFactory(unit=proposal.unit, role=Role.OFFICER).user)
    withdraw = reverse("awards:proposal-withdraw", args=[proposal.pk])
    assert withdraw not in client.get(proposal.get_absolute_url()).content.decode()
    # However it came about: a line of a dossier that does not stand any more is not granted.
    state = ProposalState.RETURNED if simplified else ProposalState.WITHDRAWN
    AwardProposal.objects.update(state=state, withdrawn_reason="Có đơn.")
    with pytest.raises(NotDecidable, match="chưa được Hội đồng đề nghị"):
        issue(decision)
    assert Award.objects.count() == 0


def terms(code: str, multiple: str, **given):
    AwardTerm.objects.create(
        code=f"{code}-T", award=world_of.award(code), authority="Bộ trưởng", individual_multiple=multiple, **given
    )


def test_the_bonus_is_multiple_times_base_salary_of_the_decision_day():
    world = world_of.build()
    BaseSalary.objects.create(code="A", amount=2_340_000, valid_to=date(2026, 1, 27))
    BaseSalary.objects.create(code="B", amount=2_530_000, valid_from=DAY)
    terms("BKB", "1.5")
    decision = drafted(world, world.proposal(person_line(), unit_line(world.unit)))
    lines = {line.nominee.subject: line for line in issue(decision).lines.all()}
    person = lines["individual"]
    assert (person.multiple, person.base_salary, person.bonus, person.paid) == (
        Decimal("1.5"),
        2_530_000,
        3_795_000,
        3_795_000,
    )
    assert (lines["collective"].bonus, lines["collective"].bonus_note[:9]) == (None, "Không có ")


def test_of_two_titles_of_one_year_only_the_highest_bonus_is_paid_in_the_end():
    """The lower one was paid before: the higher decision pays the rest. A commendation is another list."""
    world = world_of.build()
    title = {"list": "title", "subject": "individual"}
    for code, multiple, facts in (("CSTDCS", "1", title), ("LDTT", "0.3", title), ("BKB", "1.5", {})):
        world_of.award(code, **facts)
        terms(code, multiple)
    BaseSalary.objects.create(code="A", amount=2_340_000)
    person = world_of.PersonFactory()
    first = drafted(world, world.proposal(person_line("LDTT", person=person)))
    issue(first, symbol="1/QĐ-BTP")
    second = drafted(world, world.proposal(person_line("CSTDCS", person=person), person_line("BKB", person=person)))
    lines = {line.nominee.award.code: line for line in issue(second, symbol="2/QĐ-BTP").lines.all()}
    assert DecisionLine.objects.get(nominee__award__code="LDTT").paid == 702_000
    assert (lines["CSTDCS"].bonus, lines["CSTDCS"].paid) == (2_340_000, 2_340_000 - 702_000)
    assert "702.000 đồng cho Khen thưởng LDTT" in lines["CSTDCS"].bonus_note
    assert lines["BKB"].paid == 3_510_000


TITLE = ("CSTDCS", 2025)  # multiple 1 of 1 000 đồng; LDTT 0,3, CSTDTQ 4,5; BKB, a commendation, 1,5


@pytest.mark.parametrize(
    ("listed", "paid"),
    [
        ([TITLE], [1000]),
        ([("LDTT", 2025), TITLE], [0, 1000]),  # the highest one, wherever it stands in the list
        ([TITLE, ("LDTT", 2025), ("CSTDTQ", 2025)], [0, 0, 4500]),
        ([TITLE, ("LDTT", 2024)], [1000, 300]),  # another year
        ([TITLE, ("BKB", 2025)], [1000, 1500]),  # title and commendation are two lists
        ([("BKB", 2025), ("BKT", 2025)], [1500, 1500]),
        ([("CSTDCS", 2025, "Bà khác"), TITLE], [1000, 1000]),  # another recipient
        ([TITLE, ("KHONG", 2025)], [1000, None]),  # no multiple known: nothing to hold against
    ],
)
def test_of_several_titles_of_a_recipient_in_one_year_the_highest_is_paid(listed, paid, monkeypatch):
    """By ``data/payment_rules.csv``, whose source is still to be found; amounts in đồng."""
    known = {"CSTDCS": "1", "LDTT": "0.3", "CSTDTQ": "4.5", "BKB": "1.5", "BKT": "1.5"}
    kinds = {code: AwardType(pk=n, code=code, name=code) for n, code in enumerate([*known, "KHONG"], start=1)}
    for code, kind in kinds.items():
        kind.list = "commendation" if code in {"BKB", "BKT"} else "title"
    multiples = {kinds[code].pk: AwardTerm(individual_multiple=Decimal(value)) for code, value in known.items()}
    monkeypatch.setattr(payments.queries, "terms_on", lambda _awards, _on: multiples)
    monkeypatch.setattr(payments.queries, "base_salary", lambda _on: BaseSalary(amount=1000))
    lines = []
    for position, (code, year, *name) in enumerate(listed):
        proposal = AwardProposal(period_from=year, period_to=year)
        who = {"name": name[0] if name else "Bà Thử", "subject": "individual"}
        nominee = Nominee(proposal=proposal, award=kinds[code], **who)
        lines.append(DecisionLine(nominee=nominee, position=position))
    payments.lay_down(lines, DAY)
    assert [line.paid for line in lines] == paid


def test_what_is_stored_and_printed_stays_vietnamese_for_an_english_reader():
    world = world_of.build()
    member = world.members[1].person
    with override("en"):
        decision = drafted(world, world.proposal(person_line(person=member)))
        line = issue(decision).lines.get()
        way = Way("Bộ trưởng Bộ Tư pháp", "ministry", upwards=False)
        head_line = initial_head(way, [line.nominee])["abstract"]
    item = AgendaItem.objects.get()
    told = [head_line, item.conflicts.get().reason, item.basis, line.bonus_note]
    starts = ["Về việc tặng", "Là cá nhân", "Quy chế của", "Không có mức"]
    assert [text[: len(start)] for text, start in zip(told, starts, strict=True)] == starts


def test_revoking_cancels_the_whole_list_and_flags_what_relied_on_it_and_restoring_takes_it_back():
    world = world_of.build()
    decision = issue(drafted(world, world.proposal(person_line(), person_line())))
    basis = Award.objects.filter(grant=decision.grant).first()
    later, last = AwardFactory(), AwardFactory()
    Reliance.objects.create(award=later, basis=basis)
    Reliance.objects.create(award=last, basis=later)
    revoked = revoking.revoke_decision(
        decision_id=decision.pk,
        version=AwardDecision.objects.get().version,
        reason_code="c",
        document=DecisionFactory(issued_on=DAY),
        reason="Thẩm định sai (minh họa)",
        **LATER,
    )
    assert set(Award.objects.filter(grant=decision.grant).values_list("state", flat=True)) == {AwardState.CANCELLED}
    assert Reliance.objects.exclude(flagged_at=None).count() == 2
    assert (revoked.state, decision.lines.filter(is_live=True).count()) == (DecisionState.REVOKED, 0)
    restored = revoking.restore_decision(
        decision_id=decision.pk,
        version=revoked.version,
        document=DecisionFactory(issued_on=DAY),
        reason="Kết luận mới",
        **LATER,
    )
    assert restored.state == DecisionState.RESTORED
    assert Reliance.objects.exclude(flagged_at=None).count() == 0
    assert decision.lines.filter(is_live=True).count() == 2


def test_a_correction_changes_the_printed_name_and_the_word_of_the_decision():
    world = world_of.build()
    decision = issue(drafted(world, world.proposal(person_line(name="Trần Thi Thử"))))
    line = decision.lines.get()
    revoking.correct_line(
        line_id=line.pk,
        version=1,
        changes={"recipient_name": "Trần Thị Thử"},
        document=DecisionFactory(issued_on=DAY),
        reason="Sai chính tả",
        **LATER,
    )
    assert Award.objects.get().recipient_name == "Trần Thị Thử"
    assert AwardDecision.objects.get().state == DecisionState.CORRECTED


def test_recommended_nominees_are_split_by_authority_and_route():
    load_catalogue()
    world = world_of.build(())
    proposal = world.proposal(
        unit_line(world.unit, "CTDB"), unit_line(world.unit, "CTDCP"), person_line("BKB", unit=world.unit)
    )
    ways = split(list(proposal.nominees.select_related("award", "proposal")), date(2026, 1, 22), world.ministry)
    told = {(way.authority, way.upwards): [each.award.code for each in rows] for way, rows in ways.items()}
    assert told == {
        ("Bộ trưởng Bộ Tư pháp", False): ["CTDB", "BKB"],
        ("Thủ tướng Chính phủ", True): ["CTDCP"],
    }


def test_checking_the_list_again_is_not_all_well_while_somebody_needs_confirming(client):
    world = world_of.build()
    decision = drafted(world, world.proposal(person_line()))
    client.force_login(RoleAssignmentFactory(unit=world.ministry, role=Role.STANDING_OFFICE).user)
    answer = client.post(reverse("awards:decision-check", args=[decision.pk]), follow=True)
    told = [(each.level_tag, str(each)) for each in answer.context["messages"]]
    assert told == [("warning", "Không có trường hợp nào không đủ điều kiện. Cần xác nhận thêm: 1.")]
