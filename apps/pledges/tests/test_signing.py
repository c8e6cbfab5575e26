"""Text frozen, new versions, ways of signing, proxy entry, opening again, races."""

import threading
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection

from apps.accounts.grants import actor_for
from apps.core.errors import StaleVersion, TransitionNotAllowed
from apps.documents.domain.signed_copies import ChangedMeanwhile, PaperCopy, SignedCopyMissing
from apps.notifications.models import Notice
from apps.obligations.models import Duty, Obligation, ProxyEntry
from apps.periods.domain.years import YearClosed
from apps.periods.enums import YearState
from apps.pledges import policies
from apps.pledges.commitment_queries import counts, in_state, owed_commitments
from apps.pledges.commitment_queries import promises as promised
from apps.pledges.domain import opening, promises, signing, texts
from apps.pledges.domain.signing import sign, what_is_signed
from apps.pledges.enums import PledgeState
from apps.pledges.models import Commitment, Pledge, PledgeVersion, Signature
from apps.pledges.queries import missing, places
from apps.pledges.tests.world import DUE, NOW, SYSTEM, build, drafted, opened, signed, two_lines
from apps.pledges.workflow import PLEDGE_FLOW
from emulation_portal.tests.matrix_world import scan

S = PledgeState


def copy(**more) -> PaperCopy:
    facts = {
        "number": "12/GU",
        "signed_on": date(2020, 11, 11),
        "signer_name": "Lê Văn Mẫu",
        "signer_post": "Vụ trưởng",
    }
    return PaperCopy(attachment=scan(), **(facts | more))


def overwritten(pledge: Pledge) -> Pledge:
    """Somebody saves another text, having read the pledge as it is here."""
    return texts.save_draft(
        pledge_id=pledge.pk,
        title="Khác",
        text="Khác",
        commitments=[],
        version=pledge.version,
        actor=SYSTEM,
        now=NOW,
    )


@pytest.mark.parametrize(
    ("action", "allowed"),
    [
        ("open", {S.DRAFT}),
        ("sign", {S.OPEN, S.SIGNED}),
        ("complete", {S.OPEN}),
        ("withdraw", {S.OPEN, S.SIGNED}),
        ("revise", {S.OPEN, S.SIGNED}),
        ("close", {S.OPEN, S.SIGNED}),
        ("reopen", {S.CLOSED}),
    ],
)
def test_flow(action, allowed):
    assert {state for state in S if PLEDGE_FLOW.allows(action, state)} == allowed
    assert len(PLEDGE_FLOW.transitions) == 7


@pytest.mark.django_db
def test_what_was_opened_for_signing_changes_no_more():
    pledge = opened(build(2, sheets=False))
    with pytest.raises(texts.TextFrozen):
        overwritten(pledge)
    assert pledge.in_force.text.startswith("Thi đua")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "write",
    [
        lambda version: PledgeVersion.objects.filter(pk=version.pk).update(text="Khác"),
        lambda version: version.commitments.update(text="Khác"),
        lambda version: version.commitments.all().delete(),
        lambda version: Commitment.objects.create(version=version, position=9, text="Thêm"),
    ],
)
def test_the_database_itself_keeps_a_frozen_text(write):
    version = opened(build(2, sheets=False)).in_force
    with pytest.raises(DatabaseError):
        write(version)


@pytest.mark.django_db
def test_a_change_makes_a_new_version_and_all_sign_anew():
    world = build(2, sheets=False)
    pledge = opened(world)
    first = pledge.in_force
    for unit in world.units:
        signed(pledge, unit)
    promise = first.commitments.get(position=1)
    promises.report_done(
        commitment_id=promise.pk, unit_id=world.units[0].pk, done_on=date(2020, 11, 9), actor=SYSTEM, now=NOW
    )
    pledge = opening.revise(pledge_id=pledge.pk, reason="Bổ sung chỉ tiêu", actor=SYSTEM, now=NOW)
    assert (pledge.state, pledge.in_force_id, missing(pledge)) == (S.DRAFT, first.pk, [])
    draft = pledge.versions.get(frozen_at=None)
    rows = [
        texts.Promised(each.text, each.unit_id, each.due_on, each.pk) for each in draft.commitments.order_by("position")
    ]
    texts.save_draft(
        pledge_id=pledge.pk,
        title=draft.title,
        text=f"{draft.text}\nThêm một dòng.",
        commitments=rows,
        version=pledge.version,
        actor=SYSTEM,
        now=NOW,
    )
    pledge = opening.open_for_signing(pledge_id=pledge.pk, due_on=DUE, actor=SYSTEM, now=NOW)
    assert (pledge.state, pledge.in_force.number, len(missing(pledge))) == (S.OPEN, 2, 2)
    assert Signature.objects.filter(version=first).count() == 2
    assert Obligation.objects.filter(duty__code="pledge", fulfilled_at=None).count() == 2
    # They were in time once: signing anew adds no lateness.
    assert not Obligation.objects.filter(duty__code="pledge", first_fulfilled_at=None).exists()
    assert Notice.objects.filter(kind="pledges.opened_again").exists()
    # What stayed word for word and was done remains done.
    done = [row for row in promised([pledge], NOW) if row.progress]
    assert [(row.commitment.text, row.unit_id) for row in done] == [("Gửi báo cáo đúng hạn", world.units[0].pk)]
    with pytest.raises(ChangedMeanwhile):
        sign(
            pledge_id=pledge.pk, unit_id=world.units[0].pk, way="screen", seen=first.sha256[:16], actor=SYSTEM, now=NOW
        )


@pytest.mark.django_db
def test_a_dropped_draft_leaves_the_version_in_force():
    world = build(2, sheets=False)
    pledge = opened(world)
    signed(pledge, world.units[0])
    opening.revise(pledge_id=pledge.pk, reason="Sửa câu chữ", actor=SYSTEM, now=NOW)
    pledge = opening.discard(pledge_id=pledge.pk, actor=SYSTEM, now=NOW)
    assert (pledge.state, pledge.versions.count(), len(missing(pledge))) == (S.OPEN, 1, 1)
    with pytest.raises(texts.TextFrozen):
        opening.discard(pledge_id=pledge.pk, actor=SYSTEM, now=NOW)


@pytest.mark.django_db
def test_the_second_writer_of_a_draft_is_told():
    pledge = drafted(build(2, sheets=False))
    with pytest.raises(StaleVersion):
        texts.save_draft(
            pledge_id=pledge.pk,
            title="Khác",
            text="Khác",
            commitments=[],
            version=pledge.version - 1,
            actor=SYSTEM,
            now=NOW,
        )


@pytest.mark.django_db
def test_signed_on_paper_with_name_and_post_as_printed(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    world = build(2, sheets=False)
    pledge = opened(world)
    seen = what_is_signed(pledge)
    officer = actor_for(world.officers[1], NOW.date())
    facts = {"pledge_id": pledge.pk, "unit_id": world.units[1].pk, "seen": seen, "actor": officer, "now": NOW}
    with pytest.raises(SignedCopyMissing):
        sign(way="paper", **facts)
    found = sign(way="paper", signed_copy=copy(prefix="KT."), **facts)
    assert (found.signer_name, found.signer_post, found.prefix) == ("Lê Văn Mẫu", "Vụ trưởng", "KT.")
    assert (found.signed_on, found.receipt_number) == (date(2020, 11, 11), f"XN-GU-2020-{found.pk:06d}")
    with pytest.raises(signing.AlreadySigned):
        sign(way="paper", signed_copy=copy(), **facts)


@pytest.mark.django_db
def test_typed_for_a_unit_the_day_of_arrival_counts(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    world = build(2, sheets=False)
    pledge = opened(world)
    later = NOW + timedelta(days=10)  # two days after the due date
    head = actor_for(world.head, NOW.date())
    facts = {"pledge_id": pledge.pk, "unit_id": world.units[1].pk, "seen": what_is_signed(pledge), "way": "paper"}
    proxy = signing.Proxy(date(2020, 11, 10), "Bản giấy gửi bưu điện")
    with pytest.raises(signing.ReceivedWhen):
        sign(signed_copy=copy(), proxy=proxy, actor=head, now=later, **facts)
    found = sign(
        signed_copy=copy(),
        proxy=signing.Proxy(date(2020, 11, 20), "Bản giấy gửi bưu điện"),
        actor=head,
        now=later,
        **facts,
    )
    owed = Obligation.objects.get(unit=world.units[1], duty__code="pledge")
    assert (found.is_proxy, owed.days_late(later)) == (True, 0)
    assert ProxyEntry.objects.get().received_on == date(2020, 11, 20)
    told = Notice.objects.filter(kind="obligations.proxy_entered").values_list("recipient_id", flat=True)
    assert set(told) == {world.officers[1].pk, world.leaders[1].pk}
    # The unit itself opens what was typed wrongly.
    signing.withdraw(
        signature_id=found.pk, reason="Sai người ký", actor=actor_for(world.officers[1], NOW.date()), now=later
    )
    owed.refresh_from_db()
    assert owed.fulfilled_at is None
    assert len(missing(pledge)) == 2
    Duty.objects.filter(code="pledge").update(code="other:pledge")  # who owes nothing is told as well
    sign(signed_copy=copy(), proxy=signing.Proxy(date(2020, 11, 21), "Công văn 9"), actor=head, now=later, **facts)
    notice = Notice.objects.filter(kind="obligations.proxy_entered", recipient=world.officers[1]).latest("pk")
    assert "đã nhập thay giao ước thi đua từ bản giấy nhận ngày 21/11/2020 (Công văn 9)." in notice.body


@pytest.mark.django_db
def test_opened_again_until_an_hour_the_signature_stands_again():
    world = build(2, sheets=False)
    pledge = opened(world)
    for unit in world.units:
        signature = signed(pledge, unit)
    signing.withdraw(signature_id=signature.pk, reason="Ghi sai chức vụ", actor=SYSTEM, now=NOW)
    pledge.refresh_from_db()
    assert pledge.state == S.OPEN
    facts = {"pledge_id": pledge.pk, "unit_id": world.units[1].pk, "since": NOW, "actor": SYSTEM, "now": NOW}
    assert signing.restore(**facts) == signature
    assert signing.restore(**facts) is None
    pledge.refresh_from_db()
    assert pledge.state == S.SIGNED


@pytest.mark.django_db
def test_each_line_has_its_own_text_and_signatories():
    world = two_lines(4)
    justice, enforcement = opened(world, "justice"), opened(world, "enforcement")
    with pytest.raises(texts.PledgeExists):
        texts.create_pledge(cluster_year_id=world.cluster_year.pk, line="", actor=SYSTEM, now=NOW)
    assert [place.unit_name for place in places(justice)] == [unit.name for unit in world.units[:2]]
    with pytest.raises(signing.NotASigner):
        signed(justice, world.units[3])
    signed(enforcement, world.units[3])
    assert [member.unit_id for member in missing(enforcement)] == [world.units[2].pk]


@pytest.mark.django_db
def test_closing_with_units_missing_wants_a_reason():
    world = build(2, sheets=False)
    pledge = opened(world)
    with pytest.raises(opening.ReasonMissing):
        opening.close(pledge_id=pledge.pk, actor=SYSTEM, now=NOW)
    signed(pledge, world.units[1])
    opening.close(pledge_id=pledge.pk, reason="Đơn vị sáp nhập", actor=SYSTEM, now=NOW)
    assert not Obligation.objects.open().filter(duty__code="pledge").exists()  # nobody is reminded any more
    with pytest.raises(TransitionNotAllowed):
        signed(pledge, world.units[0])
    opening.reopen(pledge_id=pledge.pk, reason="Nhận thêm bản ký", actor=SYSTEM, now=NOW)
    assert [each.unit for each in Obligation.objects.open().filter(duty__code="pledge")] == [world.units[0]]
    signed(pledge, world.units[0])


@pytest.mark.django_db
def test_a_closed_year_takes_no_signature():
    world = build(2, sheets=False)
    pledge = opened(world)
    world.cluster_year.year.state = YearState.CLOSED
    world.cluster_year.year.save()
    with pytest.raises(YearClosed):
        signed(pledge, world.units[0])


@pytest.mark.django_db
def test_a_successor_is_bound_by_the_signature_of_its_predecessor():
    from apps.pledges.merging import _apply
    from apps.units.merging import Merge

    world = build(3, sheets=False)
    pledge = opened(world)
    old, new = world.units[2], world.units[1]
    signed(pledge, old)
    _apply(Merge((old,), new, date(2020, 12, 1)), actor=SYSTEM, now=NOW)
    world.cluster_year.members.filter(unit=old).update(left_on=date(2020, 12, 1))
    assert [member.unit_id for member in missing(pledge)] == [world.units[0].pk]
    assert old.name in [place.unit_name for place in places(pledge)]
    # The commitment of the old unit is the successor's now.
    owed = [(row.commitment.text, row.unit_id) for row in promised([pledge], NOW, [new.pk])]
    assert owed == [("Gửi báo cáo đúng hạn", new.pk), ("Tổ chức sơ kết", new.pk)]


@pytest.mark.django_db
def test_closing_ends_the_duty_of_a_unit_that_had_signed_an_earlier_version():
    world = build(2, sheets=False)
    pledge = opened(world)
    signed(pledge, world.units[0])
    opening.revise(pledge_id=pledge.pk, reason="Bổ sung", actor=SYSTEM, now=NOW)
    opening.open_for_signing(pledge_id=pledge.pk, due_on=DUE, actor=SYSTEM, now=NOW)
    opening.close(pledge_id=pledge.pk, reason="Hết năm", actor=SYSTEM, now=NOW)
    assert not Obligation.objects.open().filter(duty__code="pledge").exists()


@pytest.mark.django_db
def test_opening_a_line_is_told_to_its_units_alone():
    world = two_lines(4)
    opened(world, "justice")
    told = set(Notice.objects.filter(kind="pledges.opened").values_list("recipient_id", flat=True))
    assert told == {user.pk for user in [*world.officers[:2], *world.leaders[:2]]}


@pytest.mark.django_db
def test_the_heads_officer_types_for_others_but_not_for_the_own_unit():
    world = build(2, sheets=False)
    pledge, head = opened(world), actor_for(world.head, NOW.date())
    assert policies.can_proxy(head, pledge, world.units[1].pk)
    assert not policies.can_proxy(head, pledge, world.units[0].pk)


@pytest.mark.django_db
def test_commitments_are_overdue_until_done():
    world = build(2, sheets=False)
    pledge = opened(world)
    first, *_rest = promised([pledge], NOW)
    assert (first.is_overdue, first.days_left) == (True, -2)
    facts = {"commitment_id": first.commitment.pk, "unit_id": first.unit_id, "actor": SYSTEM, "now": NOW}
    with pytest.raises(promises.DoneInFuture):
        promises.report_done(done_on=date(2020, 11, 13), **facts)
    promises.report_done(done_on=date(2020, 11, 12), note="BC số 5", **facts)
    first, *_rest = promised([pledge], NOW)
    assert (first.is_overdue, first.days_late, first.progress.note) == (False, 2, "BC số 5")
    promises.take_back(**facts)
    assert promised([pledge], NOW)[0].is_overdue
    other = promised([pledge], NOW)[-1]
    with pytest.raises(promises.NotPromised):
        promises.report_done(
            commitment_id=other.commitment.pk, unit_id=world.units[0].pk, done_on=NOW.date(), actor=SYSTEM, now=NOW
        )


def at_once(*calls) -> list[str]:
    """Each call in its own thread, all meeting at a barrier; answers the names of the refusals."""
    barrier, refused = threading.Barrier(len(calls)), []

    def run(call):
        barrier.wait()
        try:
            call()
        except Exception as error:  # noqa: BLE001 -- the test names what it expects
            refused.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


@pytest.mark.django_db(transaction=True)
def test_the_last_two_sign_at_once_and_the_pledge_is_complete():
    world = build(2, sheets=False)
    pledge = opened(world)
    assert at_once(*[lambda unit=unit: signed(Pledge.objects.get(), unit) for unit in world.units]) == []
    pledge.refresh_from_db()
    assert (pledge.state, Signature.objects.count()) == (S.SIGNED, 2)


@pytest.mark.django_db(transaction=True)
def test_one_unit_signs_twice_at_once_and_has_one_signature():
    world = build(2, sheets=False)
    opened(world)
    refused = at_once(*[lambda: signed(Pledge.objects.get(), world.units[0]) for _number in range(2)])
    assert (refused, Signature.objects.count()) == (["AlreadySigned"], 1)


@pytest.mark.django_db(transaction=True)
def test_a_save_that_meets_the_opening_leaves_the_text_that_is_signed():
    pledge = drafted(build(2, sheets=False))

    def save():
        overwritten(pledge)

    def freeze():
        opening.open_for_signing(pledge_id=pledge.pk, due_on=DUE, actor=SYSTEM, now=NOW)

    at_once(save, freeze)
    version = PledgeVersion.objects.get()
    assert version.frozen_at
    assert version.sha256 == texts.fingerprint(version)


@pytest.mark.django_db
def test_what_was_not_done_when_the_pledge_was_closed_grows_no_later():
    pledge = opened(build(2, sheets=False))
    opening.close(pledge_id=pledge.pk, reason="Hết năm", actor=SYSTEM, now=NOW)
    years_later, found = NOW + timedelta(days=1255), Pledge.objects.filter(pk=pledge.pk)
    assert promised([pledge], years_later)[0].days_left == -2
    overdue = counts(owed_commitments(found), NOW.date())["overdue"]
    assert counts(owed_commitments(found), years_later.date())["overdue"] == overdue
    assert in_state(owed_commitments(found), "overdue", years_later.date()).count() == overdue > 0
