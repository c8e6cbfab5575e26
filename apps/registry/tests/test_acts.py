"""Đính chính, hủy bỏ, khôi phục: the whole table of steps, the wave of flags, races."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from apps.audit.models import Entry
from apps.core.actor import Actor
from apps.core.errors import NotAllowed, StaleVersion, TransitionNotAllowed
from apps.registry.domain.acts import NothingCorrected, cancel_list, correct_award, settle_flag
from apps.registry.domain.reviewing import cancel_awards
from apps.registry.enums import ActKind, AwardState
from apps.registry.models import Award, AwardAct, Reliance
from apps.registry.tests.factories import (
    GRANTED,
    NOW,
    SYSTEM,
    TODAY,
    AwardFactory,
    DecisionFactory,
    PersonFactory,
    cancel,
    restore,
)
from apps.registry.workflow import AWARD_FLOW
from apps.units.domain.merging_people import MergeDoubtful, merge_people

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", AwardState.values)
@pytest.mark.parametrize("action", ActKind.values)
def test_the_whole_table_of_steps(state, action):
    allowed = {
        "correct": {"granted", "corrected", "restored"},
        "cancel": {"granted", "corrected", "restored"},
        "restore": {"cancelled"},
    }
    assert AWARD_FLOW.allows(action, state) is (state in allowed[action])


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
