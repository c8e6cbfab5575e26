"""Đính chính, hủy bỏ, khôi phục: the whole table of steps, the wave of flags, races."""

import threading
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from apps.audit.models import Entry
from apps.catalog.authorities import WrongAuthority, issuers_of
from apps.catalog.models import AwardTerm
from apps.core.actor import Actor, system_actor
from apps.core.errors import NotAllowed, StaleVersion, TransitionNotAllowed
from apps.documents.domain.numbers import WrongKind
from apps.registry.domain.acts import (
    NothingCorrected,
    cancel_award,
    cancel_list,
    correct_award,
    restore_award,
    settle_flag,
)
from apps.registry.domain.granting import add_awards, enter_grant
from apps.registry.domain.papers import PaperWrong, file_paper, same_paper
from apps.registry.domain.recipients import Recipient, WrongLevel
from apps.registry.domain.reviewing import cancel_awards
from apps.registry.enums import ActKind, AwardState
from apps.registry.models import Award, AwardAct, GrantDocument, Reliance
from apps.registry.tests.factories import AwardFactory, AwardTypeFactory, DecisionFactory, GrantFactory, PersonFactory
from apps.registry.workflow import AWARD_FLOW
from apps.units.domain.merging_people import MergeDoubtful, merge_people
from apps.units.tests.factories import UnitFactory

NOW = datetime(2026, 11, 26, 2, tzinfo=UTC)
SYSTEM = system_actor()

pytestmark = pytest.mark.django_db


def cancel(award, **changes):
    arguments = {
        "award_id": award.pk,
        "version": Award.objects.get(pk=award.pk).version,
        "reason_code": "a",
        "document": DecisionFactory(),
        "reason": "Kê khai gian dối (minh họa)",
        "actor": SYSTEM,
        "now": NOW,
    }
    return cancel_award(**{**arguments, **changes})


def restore(award, document=None):
    version = Award.objects.get(pk=award.pk).version
    by = {"document": document or DecisionFactory(), "actor": SYSTEM, "now": NOW}
    return restore_award(award_id=award.pk, version=version, reason="Kết luận mới (minh họa)", **by)


def correct(award, document):
    by = {"document": document, "actor": SYSTEM, "now": NOW}
    changes = {"post": "Chuyên viên chính"}
    return correct_award(award_id=award.pk, version=award.version, changes=changes, reason="Sai chức vụ", **by)


@pytest.mark.parametrize("state", AwardState.values)
@pytest.mark.parametrize("action", ActKind.values)
def test_the_whole_table_of_steps(state, action):
    allowed = {
        "correct": {"granted", "corrected", "restored"},
        "cancel": {"granted", "corrected", "restored"},
        "restore": {"cancelled"},
    }
    assert AWARD_FLOW.allows(action, state) is (state in allowed[action])


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


GRANTED, CANCELLED = date(2025, 12, 20), date(2026, 3, 2)
BEFORE, TODAY, TOMORROW = date(2026, 3, 1), date(2026, 11, 26), date(2026, 11, 27)


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


def test_a_correction_keeps_what_was_printed_before():
    award = AwardFactory(recipient_name="Trần Thi Thử")
    correct_award(
        award_id=award.pk,
        version=1,
        changes={"recipient_name": "Trần Thị Thử", "state": "cancelled"},
        document=DecisionFactory(),
        reason="Sai chính tả",
        actor=SYSTEM,
        now=NOW,
    )
    award.refresh_from_db()
    assert (award.recipient_name, award.state) == ("Trần Thị Thử", AwardState.CORRECTED)
    act = AwardAct.objects.get()
    assert (act.before, act.after) == ({"recipient_name": "Trần Thi Thử"}, {"recipient_name": "Trần Thị Thử"})


def test_a_correction_of_nothing_is_refused():
    award = AwardFactory()
    with pytest.raises(NothingCorrected):
        correct_award(
            award_id=award.pk,
            version=1,
            changes={"recipient_name": award.recipient_name},
            document=DecisionFactory(),
            reason="x",
            actor=SYSTEM,
            now=NOW,
        )


def test_a_cancellation_flags_every_later_award_that_relied_on_it():
    first, second, third, other = AwardFactory.create_batch(4)
    Reliance.objects.create(award=second, basis=first)
    Reliance.objects.create(award=third, basis=second)
    Reliance.objects.create(award=third, basis=other)
    cancel(first)
    flagged = set(Reliance.objects.exclude(flagged_at=None).values_list("award_id", "basis_id"))
    assert flagged == {(second.pk, first.pk), (third.pk, second.pk)}
    assert first.acts.get().reason_code == "a"
    restore(first)
    assert not Reliance.objects.exclude(flagged_at=None).exists()


def test_each_flag_tells_of_the_nearest_award_that_fell_whatever_the_order_of_the_list():
    near, last, end, far = AwardFactory.create_batch(4)
    chain = [
        Reliance.objects.create(award=award, basis=basis) for award, basis in ((near, far), (last, near), (end, last))
    ]
    by = {"reason": "Kê khai gian dối (minh họa)", "actor": SYSTEM, "now": NOW}
    cancel_list(award_ids=[near.pk, far.pk], reason_code="a", document=DecisionFactory(), **by)
    told = Reliance.objects.in_bulk([row.pk for row in chain])
    for row, fell in zip(chain, (far, near, near), strict=True):
        assert told[row.pk].flag_reason.startswith(str(fell))


def test_a_settled_flag_stays_settled_after_restoring():
    first, second = AwardFactory.create_batch(2)
    row = Reliance.objects.create(award=second, basis=first)
    cancel(first)
    settle_flag(reliance_id=row.pk, note="Vẫn đủ điều kiện theo thành tích khác", actor=SYSTEM, now=NOW)
    restore(first)
    row.refresh_from_db()
    assert row.settled_note
    assert row.flagged_at


def test_a_cancelled_award_is_not_cancelled_again():
    award = AwardFactory()
    cancel(award)
    with pytest.raises(TransitionNotAllowed):
        cancel(award)


def test_others_are_refused_and_nothing_changes():
    award = AwardFactory()
    with pytest.raises(NotAllowed):
        cancel(award, actor=Actor(user_id=1, label="Bà Thử"))
    assert Award.objects.get().state == AwardState.GRANTED
    assert not Entry.objects.exists()


def test_a_list_that_is_cancelled_is_locked_once_and_in_the_order_of_its_numbers():
    """Two lists that overlap never wait for each other, whatever the days of their awards."""
    awards = [AwardFactory(granted_on=day) for day in (GRANTED, GRANTED - timedelta(days=1))]
    paper = {"symbol": "9/QĐ-KT", "issued_on": TODAY, "issuer_name": "Bộ Tư pháp"}
    why = {"reason_code": "a", "reason": "Kê khai gian dối (minh họa)"}
    with CaptureQueriesContext(connection) as asked:
        assert cancel_awards(ids=[award.pk for award in awards], **paper, **why, actor=SYSTEM, now=NOW) == 2
    locks = [each["sql"] for each in asked if 'FOR UPDATE OF "registry_award"' in each["sql"]]
    assert [sql.partition(" ORDER BY ")[2].partition(" FOR ")[0] for sql in locks] == ['"registry_award"."id" ASC']
    papers = [each["sql"] for each in asked if "FOR NO KEY UPDATE" in each["sql"]]
    assert any('FROM "documents_document"' in sql for sql in papers)  # whoever grants by it meanwhile waits


@pytest.mark.parametrize("subject", ["individual", "collective"])
def test_the_same_recipient_twice_in_one_decision_is_refused_by_the_database(subject):
    award = AwardFactory(subject=subject)
    with pytest.raises(IntegrityError), transaction.atomic():
        AwardFactory(
            subject=subject, grant=award.grant, person=award.person, unit=award.unit, award_type=award.award_type
        )


@pytest.mark.django_db(transaction=True)
def test_two_who_cancel_at_once_one_does_and_the_other_is_told():
    award, documents = AwardFactory(), DecisionFactory.create_batch(2)
    barrier, ends = threading.Barrier(2), []

    def run(document):
        barrier.wait()
        try:
            cancel(award, version=1, document=document)
            ends.append("done")
        except (StaleVersion, TransitionNotAllowed):
            ends.append("told")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(document,)) for document in documents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["done", "told"]
    assert AwardAct.objects.count() == 1


def test_joining_two_files_carries_the_awards_over_and_refuses_one_decision_twice():
    kept, other = PersonFactory(full_name="Trần Thị Thử"), PersonFactory(full_name="Trần Thị Thử")
    award = AwardFactory(person=other)
    merge_people(kept_id=kept.pk, other_id=other.pk, reason="Một người (minh họa)", actor=SYSTEM, now=NOW)
    award.refresh_from_db()
    assert award.person == kept
    third = PersonFactory(full_name="Trần Thị Thử")
    AwardFactory(person=third, grant=award.grant, award_type=award.award_type)
    with pytest.raises(MergeDoubtful):
        merge_people(kept_id=kept.pk, other_id=third.pk, reason="Một người (minh họa)", actor=SYSTEM, now=NOW)
