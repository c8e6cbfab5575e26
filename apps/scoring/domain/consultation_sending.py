"""Signing and sending a reply: on screen by the leader, or on paper with a scan, with the same effect."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.text import nfc
from apps.documents.domain import signed_copies
from apps.documents.domain.signed_copies import ChangedMeanwhile, PaperCopy
from apps.notifications.domain.sending import notify
from apps.obligations.domain import duties
from apps.obligations.models import Obligation
from apps.scoring.consultation_enums import ReplyState
from apps.scoring.consultation_telling import office_of
from apps.scoring.domain.consultation_drafts import consulted_draft
from apps.scoring.domain.consultation_replies import ReplyNotEditable, lock_reply, require_editable
from apps.scoring.domain.consultation_rounds import require_open
from apps.scoring.models import (
    CommentAnswer,
    ConsultationReply,
    DraftComment,
    ReplySending,
    SentComment,
)
from apps.units.telling_queries import leaders_of, officers_of

COPIED = ("target", "code", "number", "label", "body", "proposed_points", "proposed_wording")


class NothingSaid(DomainError):
    """Neither comments nor a statement nor agreement."""

    default_message = _("Chưa có ý kiến nào. Nhập ý kiến, hoặc đánh dấu nhất trí với dự thảo.")


def fingerprint(reply: ConsultationReply) -> str:
    """What the person read before signing: differs as soon as anything was saved anew."""
    return signed_copies.fingerprint([(reply.pk, reply.version)])


@operation()
def submit_reply(
    *,
    reply_id: int,
    way: str,
    actor: Actor,
    now: datetime,
    signed_copy: PaperCopy | None = None,
    seen: str = "",
) -> ConsultationReply:
    """Send: freeze the comments with receipt number and hash, fulfil the unit's duty, tell the standing office.

    Late replies are received and marked, while the round is open. Answers given before to comments that did not change
    go on to the new sending. ``seen``: the fingerprint of what was read before signing. The caller has asked
    ``policies.can_confirm`` or ``can_send_paper``.
    Raises ReplyNotEditable, RoundClosed, YearClosed, NothingSaid, SignedCopyMissing, ChangedMeanwhile, DutyClosed.
    """
    reply = lock_reply(reply_id)
    require_editable(reply)
    if seen and seen != fingerprint(reply):
        raise ChangedMeanwhile
    comments = list(reply.comments.all())
    if not (comments or reply.statement or reply.agrees):
        raise NothingSaid
    copy = signed_copies.copy_for(way, signed_copy, now)
    duty = reply.consultation.duty
    obligation = Obligation.objects.filter(duty=duty, unit_id=reply.unit_id).select_related("duty").first()
    before = reply.sendings.filter(is_current=True).first()
    reply.sendings.filter(is_current=True).update(is_current=False)
    sending = ReplySending.objects.create(
        reply=reply,
        number=reply.sendings.count() + 1,
        agrees=reply.agrees,
        statement=reply.statement,
        sent_at=now,
        sent_by_label=actor.label_for(reply),
        is_late=obligation is not None and now > obligation.due_at,
        signing_way=way,
        signed_by_label=signed_copies.signer_label(copy, actor.label_for(reply)),
        signed_copy=copy,
        sha256=hash_of(reply, comments),
    )
    year = reply.consultation.criteria_set.year.year
    sending.receipt_number = signed_copies.receipt_number(year, sending.pk, "YK")
    sending.save(update_fields=["receipt_number", "updated_at"])
    _freeze(sending, comments, before)
    reply.state, reply.submitted_at, reply.version = ReplyState.SENT, now, reply.version + 1
    reply.printed_at = reply.sent_to_leader_at = reply.inner_remark_at = None
    reply.inner_remark = reply.inner_remark_by_label = ""
    reply.save()
    duties.fulfil(year_id=duty.year_id, code=duty.code, unit_id=reply.unit_id, at=now, path=reply.get_absolute_url())
    after = {"way": way, "receipt": sending.receipt_number, "comments": len(comments), "sha256": sending.sha256}
    if sending.is_late:
        after["late"] = True
    record("scoring.consultation_reply.submit", actor=actor, target=reply, at=now, after=after)
    notify("scoring.consultation_reply", to=office_of(reply, now), about=reply, actor=actor, now=now)
    return reply


def hash_of(reply: ConsultationReply, comments: Iterable[DraftComment | SentComment]) -> str:
    """SHA-256 of what a unit says: no ids, no times."""
    lines = [reply.unit.code, f"{reply.agrees}|{reply.statement}"]
    lines += ["|".join(str(getattr(each, name) or "") for name in COPIED) for each in comments]
    return hashlib.sha256(nfc("\n".join(lines)).encode()).hexdigest()


def _freeze(sending: ReplySending, comments: list[DraftComment], before: ReplySending | None) -> None:
    """Copy the comments; an answer goes on to the same comment when it says the same."""
    places = consulted_draft(sending.reply.consultation).places
    made = SentComment.objects.bulk_create(
        SentComment(
            sending=sending,
            draft_id=each.pk,
            position=number,
            order=places.get(each.code, len(places) + 1),  # the annex stands behind the table
            **{name: getattr(each, name) for name in COPIED},
        )
        for number, each in enumerate(comments, start=1)
    )
    if before is None:
        return
    answered = CommentAnswer.objects.filter(comment__sending=before).select_related("comment")
    answers = {_content(answer.comment): answer for answer in answered}
    CommentAnswer.objects.bulk_create(
        CommentAnswer(
            comment=each,
            **{
                name: getattr(answers[_content(each)], name)
                for name in ("kind", "words", "changed_code", "saved_by_label", "saved_at")
            },
        )
        for each in made
        if _content(each) in answers
    )


def _content(comment: SentComment) -> tuple:
    return comment.draft_id, *(getattr(comment, name) for name in COPIED)


@operation()
def amend_reply(*, reply_id: int, actor: Actor, now: datetime) -> ConsultationReply:
    """Sửa và gửi lại: what was sent stands until it is sent anew. Raises ReplyNotEditable, RoundClosed, YearClosed."""
    reply = lock_reply(reply_id)
    require_open(reply.consultation)
    if reply.state != ReplyState.SENT:
        raise ReplyNotEditable(_("Ý kiến đang được soạn."))
    reply.state = ReplyState.DRAFT
    reply.save(update_fields=["state", "updated_at"])
    record("scoring.consultation_reply.amend", actor=actor, target=reply, at=now)
    return reply


@operation()
def send_to_leader(*, reply_id: int, actor: Actor, now: datetime) -> ConsultationReply:
    """Trình lãnh đạo: the officer asks the leader to confirm on screen. Repeating changes nothing."""
    reply = lock_reply(reply_id)
    require_editable(reply)
    if reply.sent_to_leader_at is None:
        reply.sent_to_leader_at = now
        reply.save(update_fields=["sent_to_leader_at", "updated_at"])
        record("scoring.consultation_reply.send_to_leader", actor=actor, target=reply, at=now)
        told = leaders_of(reply, now)
        notify("scoring.consultation_to_leader", to=told, about=reply, actor=actor, now=now)
    return reply


@operation()
def return_to_officer(*, reply_id: int, remark: str, actor: Actor, now: datetime) -> ConsultationReply:
    """Yêu cầu sửa lại, inside the unit: the trail tells that it happened, not the words."""
    reply = lock_reply(reply_id)
    require_editable(reply)
    reply.sent_to_leader_at = reply.printed_at = None
    reply.inner_remark, reply.inner_remark_by_label, reply.inner_remark_at = remark, actor.label, now
    said = ["inner_remark", "inner_remark_by_label", "inner_remark_at"]
    reply.save(update_fields=["sent_to_leader_at", "printed_at", *said, "updated_at"])
    record("scoring.consultation_reply.return_to_officer", actor=actor, target=reply, at=now)
    told = officers_of(reply, now)
    notify("scoring.consultation_to_officer", to=told, about=reply, body=remark, actor=actor, now=now)
    return reply


@operation()
def note_printed(*, reply_id: int, actor: Actor, now: datetime) -> ConsultationReply:
    """In để trình ký: it now waits for the signature on paper. One already sent is only printed."""
    reply = lock_reply(reply_id)
    if reply.state == ReplyState.DRAFT:
        reply.printed_at = now
        reply.save(update_fields=["printed_at", "updated_at"])
        record("scoring.consultation_reply.print", actor=actor, target=reply, at=now)
    return reply
