"""Opening freezes the text; changing it makes a new version and all sign anew; closing at the year's end."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.notifications.domain.sending import notify
from apps.obligations.domain.duties import close_unsent, owe, unfulfil
from apps.obligations.domain.joining import ask_or_join
from apps.obligations.domain.withdrawing import ask_again
from apps.pledges.domain.texts import draft_of, fingerprint, lock_pledge, touch
from apps.pledges.enums import PledgeState
from apps.pledges.models import Commitment, CommitmentProgress, Pledge, PledgeVersion
from apps.pledges.queries import DUTY, missing, signers
from apps.pledges.workflow import PLEDGE_FLOW
from apps.units.enums import Role
from apps.units.queries import ids_of_people


class TextMissing(DomainError):
    """There is nothing to sign."""

    default_message = _("Giao ước chưa có nội dung. Hãy soạn trước khi mở ký.")


class ReasonMissing(DomainError):
    """Units have not signed: why the pledge is closed all the same."""

    default_message = _("Còn đơn vị chưa ký: ghi lý do khóa.")


class NothingBefore(DomainError):
    """The first draft is not dropped: there is no version to go back to."""

    default_message = _("Chưa có bản nào được mở ký trước đó.")


@operation()
def open_for_signing(
    *, pledge_id: int, due_on: date, actor: Actor, now: datetime, signed_on: date | None = None
) -> Pledge:
    """Mở ký: the draft becomes the version in force and never changes; every member of the line owes its signature.

    Where it replaces an earlier version, whoever had signed that one owes it again. The caller has asked ``can_open``.
    Raises TransitionNotAllowed, TextMissing, YearClosed.
    """
    pledge = lock_pledge(pledge_id)
    target = PLEDGE_FLOW.target("open", pledge.state)
    draft = draft_of(pledge)
    if not draft.text.strip() and not draft.commitments.exists():
        raise TextMissing
    _keep_progress(draft)
    draft.sha256 = fingerprint(draft)
    draft.frozen_at, draft.frozen_by_label = now, actor.label
    draft.save()
    earlier = pledge.in_force
    pledge.state, pledge.in_force, pledge.due_on, pledge.signed_on = target, draft, due_on, signed_on
    touch(pledge, actor, now)
    year_id = pledge.cluster_year.year_id
    unit_ids = [member.unit_id for member in signers(pledge)]
    ask_or_join(
        year_id=year_id,
        code=DUTY,
        label="Ký giao ước thi đua",
        due_on=due_on,
        unit_ids=unit_ids,
        actor=actor,
        now=now,
    )
    ask_again(year_id=year_id, codes=[DUTY], unit_ids=unit_ids, until=due_on, actor=actor, now=now)
    if earlier is not None:
        for unit_id in unit_ids:
            unfulfil(year_id=year_id, code=DUTY, unit_id=unit_id)
    after = {"number": draft.number, "sha256": draft.sha256, "due_on": due_on.isoformat()}
    record("pledges.pledge.open", actor=actor, target=pledge, at=now, after=after, reason=draft.reason)
    people = ids_of_people(unit_ids, [Role.OFFICER, Role.LEADER], local(now).date())  # of the line, no others
    if earlier is not None:
        notify("pledges.opened_again", to=people, about=pledge, body=draft.reason, actor=actor, now=now)
    else:
        notify("pledges.opened", to=people, about=pledge, actor=actor, now=now)
    return pledge


def _keep_progress(draft: PledgeVersion) -> None:
    """What was done of a commitment that stayed the same word for word remains done."""
    for each in draft.commitments.exclude(source=None).select_related("source"):
        if (each.text, each.unit_id) == (each.source.text, each.source.unit_id):
            CommitmentProgress.objects.bulk_create(
                CommitmentProgress(
                    commitment=each,
                    unit_id=row.unit_id,
                    done_on=row.done_on,
                    note=row.note,
                    told_by_label=row.told_by_label,
                )
                for row in each.source.progress.all()
            )


@operation()
def revise(*, pledge_id: int, reason: str, actor: Actor, now: datetime) -> Pledge:
    """Sửa nội dung, ký lại: a draft with the next number; the version in force stands until the draft is opened.

    Raises TransitionNotAllowed, YearClosed.
    """
    pledge = lock_pledge(pledge_id)
    before = pledge.state
    pledge.state = PLEDGE_FLOW.target("revise", before)
    source = pledge.in_force
    draft = PledgeVersion.objects.create(
        pledge=pledge, number=source.number + 1, title=source.title, text=source.text, reason=clean(reason)
    )
    Commitment.objects.bulk_create(
        Commitment(
            version=draft,
            position=each.position,
            text=each.text,
            unit_id=each.unit_id,
            due_on=each.due_on,
            source=each,
        )
        for each in source.commitments.order_by("position", "pk")
    )
    touch(pledge, actor, now)
    after = {"state": pledge.state, "number": draft.number}
    record(
        "pledges.pledge.revise", actor=actor, target=pledge, at=now, before=before, after=after, reason=clean(reason)
    )
    return pledge


@operation()
def discard(*, pledge_id: int, actor: Actor, now: datetime) -> Pledge:
    """Bỏ bản sửa: the version in force goes on, its signatures stand. Raises TextFrozen, NothingBefore, YearClosed."""
    pledge = lock_pledge(pledge_id)
    draft = draft_of(pledge)
    if pledge.in_force_id is None:
        raise NothingBefore
    number = draft.number
    draft.commitments.all().delete()
    draft.delete()
    pledge.state = PledgeState.OPEN if missing(pledge) else PledgeState.SIGNED
    touch(pledge, actor, now)
    record("pledges.pledge.discard", actor=actor, target=pledge, at=now, before={"number": number}, after=pledge.state)
    return pledge


@operation()
def close(*, pledge_id: int, actor: Actor, now: datetime, reason: str = "") -> Pledge:
    """Khóa: no more signatures; who has not signed is asked no more and stays late up to now.

    With units missing, only with a reason. Raises TransitionNotAllowed, ReasonMissing, YearClosed.
    """
    pledge = lock_pledge(pledge_id)
    before = pledge.state
    pledge.state = PLEDGE_FLOW.target("close", before)
    absent = missing(pledge)
    if absent and not clean(reason):
        raise ReasonMissing(field="reason")
    pledge.closed_at = now
    touch(pledge, actor, now)
    for member in absent:
        close_unsent(year_id=pledge.cluster_year.year_id, code=DUTY, unit_id=member.unit_id, now=now)
    after = {"state": pledge.state, "missing": [member.unit_name for member in absent]}
    record("pledges.pledge.close", actor=actor, target=pledge, at=now, before=before, after=after, reason=clean(reason))
    return pledge


@operation()
def reopen(*, pledge_id: int, reason: str, actor: Actor, now: datetime) -> Pledge:
    """Mở khóa with a reason: what was signed stands, the others owe it again.

    Raises TransitionNotAllowed, YearClosed.
    """
    pledge = lock_pledge(pledge_id)
    before = pledge.state
    pledge.state = PLEDGE_FLOW.target("reopen", before)
    absent = missing(pledge)
    if not absent:
        pledge.state = PLEDGE_FLOW.target("complete", pledge.state)
    for member in absent:
        owe(year_id=pledge.cluster_year.year_id, code=DUTY, unit_id=member.unit_id, until=pledge.due_on)
        unfulfil(year_id=pledge.cluster_year.year_id, code=DUTY, unit_id=member.unit_id)
    touch(pledge, actor, now)
    record(
        "pledges.pledge.reopen",
        actor=actor,
        target=pledge,
        at=now,
        before=before,
        after=pledge.state,
        reason=clean(reason),
    )
    return pledge
