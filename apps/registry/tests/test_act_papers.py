"""What a paper may do: which act it carries, of which day, from whom."""

from datetime import date, timedelta
from functools import partial

import pytest

from apps.catalog.authorities import WrongAuthority, issuers_of
from apps.catalog.models import AwardTerm
from apps.documents.domain.numbers import WrongKind
from apps.registry.domain.acts import cancel_list
from apps.registry.domain.granting import add_awards, enter_grant
from apps.registry.domain.papers import PaperWrong, file_paper, same_paper
from apps.registry.domain.recipients import Recipient, WrongLevel
from apps.registry.models import Award, GrantDocument
from apps.registry.tests.factories import (
    GRANTED,
    NOW,
    SYSTEM,
    TODAY,
    AwardFactory,
    AwardTypeFactory,
    DecisionFactory,
    GrantFactory,
    cancel,
    correct,
    restore,
)
from apps.units.tests.factories import UnitFactory

pytestmark = pytest.mark.django_db


def test_a_paper_does_one_thing_and_is_never_the_decision_itself_nor_one_that_fell():
    first, second, third = AwardFactory(), AwardFactory(), AwardFactory()
    cancelling, correcting = DecisionFactory(), DecisionFactory(symbol="88/BTP-TCCB", kind="letter")
    correct(second, correcting)
    cancel(first, document=cancelling)
    restoring = DecisionFactory()
    wrong = (
        (lambda: restore(first, cancelling), PaperWrong, "đã ghi là văn bản hủy bỏ: nhập số của văn bản khôi phục"),
        (lambda: restore(first, correcting), WrongKind, "là công văn, không phải quyết định"),
        (lambda: restore(first, first.grant.document), PaperWrong, "chính quyết định này"),
        (lambda: restore(first, second.grant.document), PaperWrong, "là quyết định khen thưởng"),
        (lambda: cancel(second, document=first.grant.document), PaperWrong, "đã bị hủy bỏ"),
    )
    for act, error, says in wrong:
        with pytest.raises(error, match=says) as told:
            act()
        assert told.value.field == "symbol"
    restore(first, restoring)
    petition, nothing = DecisionFactory(symbol="56/TTr-BTP", kind="submission"), DecisionFactory(symbol="abc")
    itself = DecisionFactory(symbol=third.grant.document.symbol, issuer_name="Bộ trưởng Bộ Tư pháp")
    with pytest.raises(PaperWrong, match="đã ghi là văn bản khôi phục hiệu lực"):
        cancel(first, document=restoring)
    wrong = (
        (petition, WrongKind, "56/TTr-BTP là tờ trình, không phải quyết định"),
        (nothing, WrongKind, "“abc” không phải số của quyết định"),
        (itself, PaperWrong, "chính quyết định này"),
    )
    for paper, error, says in wrong:
        with pytest.raises(error, match=says):
            cancel(third, document=paper)
    with pytest.raises(PaperWrong, match="đã ghi là văn bản khôi phục"):
        granting(restoring)
    with pytest.raises(WrongKind, match="tờ trình"):
        granting(petition)
    assert [each.state for each in Award.objects.order_by("pk")] == ["restored", "corrected", "granted"]
    assert GrantDocument.objects.count() == 3
    cancel(third, document=cancelling)  # one decision may cancel more than one list, and one may replace another
    cancel(second, document=AwardFactory().grant.document)


def test_one_paper_may_do_many_things_as_long_as_they_go_together():
    first, second, third, fourth = AwardFactory.create_batch(4)
    amending = DecisionFactory()  # corrects one, cancels another, restores a third that another decision cancelled
    correct(first, amending)
    cancel(second, document=amending)
    cancel(third)
    restore(third, amending)
    further = DecisionFactory()  # a supplementary decision corrects a name, before or after its list is entered
    correct(fourth, further)
    AwardFactory(grant=granting(further))
    correct(Award.objects.get(pk=third.pk), further)
    correct(AwardFactory(), AwardFactory().grant.document)
    assert [each.state for each in Award.objects.order_by("pk")[:4]] == [
        "corrected", "cancelled", "corrected", "corrected",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "symbol", ["123/TCTHADS-NV1", "12/STP-HCTP&BTTP", "123/STP-HC-TC", "45/VPCP-TĐ.KT", "31/TB-VPCP"]
)
def test_a_letter_that_corrects_is_numbered_as_its_office_numbers(symbol):
    keeper, by = UnitFactory(), {"actor": SYSTEM, "now": NOW}
    paper = file_paper(symbol=symbol, issued_on=TODAY, issuer_name="Bộ Tư pháp", keeper=keeper, **by)
    assert correct(AwardFactory(), paper).state == "corrected"


@pytest.mark.parametrize(
    ("issuer", "other", "one"),
    [
        ("Chủ tịch UBND tỉnh Hải Dương", "Ủy ban nhân dân tỉnh Hải Dương", True),
        ("UBND TP. Hà Nội", "Chủ tịch UBND thành phố Hà Nội", True),
        ("Cục trưởng Cục Thi hành án dân sự", "Cục Thi hành án dân sự", True),
        ("Bộ Tư pháp", "Bộ trưởng Bộ Tư pháp", True),
        ("", "UBND tỉnh Hải Dương", True),
        ("UBND tỉnh Hải Dương", "UBND thành phố Hải Dương", False),
        ("UBND tỉnh Hải Dương", "UBND tỉnh Gia Lai", False),
    ],
)
def test_two_bodies_may_give_one_number_on_one_day(issuer, other, one):
    paper, twin = (DecisionFactory(symbol="15/QĐ-UBND", issuer_name=name) for name in (issuer, other))
    award = AwardFactory(grant=GrantFactory(document=twin))
    own = GrantFactory(document=paper)
    assert same_paper(GrantDocument.objects.all(), paper) == [own, *([award.grant] if one else [])]
    if one:
        with pytest.raises(PaperWrong, match="chính quyết định này"):
            cancel(award, document=paper)
    else:
        assert cancel(award, document=paper).state == "cancelled"


@pytest.mark.parametrize(
    ("own", "level", "grants"),
    [
        ("state", "ministry", False),
        ("ministry", "state", False),
        ("ministry", "province", False),
        ("ministry", "ministry", True),
        ("ministry_or_province", "province", True),
        ("ministry", "ministry_or_province", True),
        ("grassroots", "ministry", True),
        ("grassroots", "state", False),
    ],
)
def test_a_decision_grants_what_is_granted_at_its_level(own, level, grants):
    kind, grant = AwardTypeFactory(code="X", level=own), GrantFactory(authority_level=level)
    entering = partial(add_awards, grant_id=grant.pk, actor=SYSTEM, now=NOW)
    recipients = [Recipient(award=kind, subject="individual", name="Lê Văn Lạ", year=2025)]
    if grants:
        assert entering(recipients=recipients)
        return
    with pytest.raises(WrongLevel, match="quyết định này của cấp"):
        entering(recipients=recipients)
    assert not Award.objects.exists()


def granting(document):
    keeper = UnitFactory()
    about = {"authority_name": "Bộ trưởng", "authority_level": "ministry", "keeper_id": keeper.pk}
    return enter_grant(document=document, **about, actor=SYSTEM, now=NOW)


def test_who_may_grant_an_award_cancels_and_restores_it():
    prime = GrantFactory(document__issuer_name="Thủ tướng Chính phủ", authority_name="Thủ tướng Chính phủ")
    state = AwardFactory(grant=prime, award_type=AwardTypeFactory(code="BKTTG", level="state", name="Bằng khen TTg"))
    term = {"award": state.award_type, "authority": "Thủ tướng Chính phủ", "source": "Luật 06/2022/QH15 Điều 78"}
    AwardTerm.objects.create(code="T", **term)
    with pytest.raises(WrongAuthority, match=r"do Thủ tướng Chính phủ quyết định .*Điều 78") as told:
        cancel(state)
    assert told.value.field == "issuer_name"
    with pytest.raises(WrongAuthority, match="không có ký hiệu QĐ-TTg") as told:
        cancel(state, document=DecisionFactory(issuer_name="Thủ tướng Chính phủ"))
    assert (told.value.field, Award.objects.get().state) == ("symbol", "granted")
    cancel(state, document=DecisionFactory(symbol="9/QĐ-TTg", issuer_name="Thủ tướng Chính phủ"))
    other = AwardFactory(grant=GrantFactory(), award_type=state.award_type)  # as history has it: its issuer may speak
    correct(other, DecisionFactory(symbol="88/BTP-TCCB", kind="letter"))
    own = AwardFactory()  # a list of both: who granted the one does not speak of the other
    third = AwardFactory(grant=prime, award_type=state.award_type)
    by = {"reason_code": "a", "reason": "Kê khai gian dối (minh họa)", "actor": SYSTEM, "now": NOW}
    for ids in ([own.pk, third.pk], [other.pk, third.pk]):
        with pytest.raises(WrongAuthority, match="do Thủ tướng Chính phủ quyết định"):
            cancel_list(award_ids=ids, document=DecisionFactory(), **by)
    AwardTerm.objects.update(authority="Người đứng đầu Chính phủ")  # as the ministry wrote it: no row knows the papers
    cancel(third)


@pytest.mark.parametrize(
    ("authority", "issuer", "may"),
    [
        ("Chủ tịch UBND cấp tỉnh", "Chủ tịch UBND TP Hà Nội", True),
        ("Chủ tịch UBND cấp tỉnh", "UBND TP. Hồ Chí Minh", True),
        ("Chủ tịch UBND cấp tỉnh", "Ủy ban nhân dân TP.Đà Nẵng", True),
        ("Bộ trưởng Bộ Tư pháp / Chủ tịch UBND cấp tỉnh", "Ủy ban nhân dân tỉnh Gia Lai", True),
        ("Chủ tịch UBND cấp tỉnh", "UBND phường Tân An", False),
        ("Chủ tịch nước", "Chủ tịch nước CHXHCN Việt Nam", True),
        ("Chủ tịch nước", "Chủ tịch UBND TP Hà Nội", False),
    ],
)
def test_an_authority_issues_under_its_names_as_papers_print_them(authority, issuer, may):
    assert any(each.is_named(issuer) for each in issuers_of(authority)) is may


BEFORE, CANCELLED, TOMORROW = date(2026, 3, 1), date(2026, 3, 2), date(2026, 11, 27)


@pytest.mark.parametrize(
    ("act", "day", "beside"),
    [
        *((act, day, beside) for act in ("correct", "cancel") for day, beside in (
            (GRANTED - timedelta(days=1), "issued_on"), (GRANTED, ""), (TODAY, ""), (TOMORROW, "issued_on"),
        )),
        ("restore", BEFORE, "issued_on"), ("restore", CANCELLED, ""), ("restore", TOMORROW, "issued_on"),
        ("cancel again", CANCELLED, "issued_on"), ("cancel again", TODAY, ""),
        *((act, "its own", "symbol") for act in ("correct", "cancel", "restore")),
    ],
)  # fmt: skip
def test_the_paper_of_an_act_is_another_one_of_a_day_between_the_decision_before_and_today(act, day, beside):
    award = AwardFactory()
    if act in {"restore", "cancel again"}:
        cancel(award, document=DecisionFactory(issued_on=CANCELLED))
    if act == "cancel again":
        restore(award, document=DecisionFactory(issued_on=CANCELLED + timedelta(days=1)))
    paper = award.grant.document if day == "its own" else DecisionFactory(issued_on=day)
    state = Award.objects.get().state
    does = {"correct": correct, "restore": restore}.get(act, cancel)
    if beside:
        with pytest.raises(PaperWrong) as refused:
            does(award, document=paper)
        assert (refused.value.field, Award.objects.get().state) == (beside, state)
    else:
        assert does(award, document=paper).state != state
