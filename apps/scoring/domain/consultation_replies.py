"""A unit writes its reply to a consultation: comments per criterion and on the annex, each saved safely."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.core.versions import require_version
from apps.obligations.models import Obligation
from apps.scoring.consultation_enums import CommentTarget, ReplyState
from apps.scoring.domain.consultation_drafts import consulted_draft
from apps.scoring.domain.consultation_rounds import lock_round, require_open
from apps.scoring.models import Consultation, ConsultationReply, DraftComment


class NotAsked(DomainError):
    """The unit is not among those whose comments are wanted."""

    default_message = _("Đơn vị không thuộc diện lấy ý kiến của đợt này.")


class ReplyNotEditable(DomainError):
    """The reply was sent; the unit takes it back for changes first."""

    default_message = _("Ý kiến đã gửi. Cần sửa thì bấm “Sửa và gửi lại” trước khi đợt lấy ý kiến đóng.")


class NoSuchCriterion(DomainError):
    """The code is not in the draft."""

    default_message = _("Dự thảo không có tiêu chí này.")


class CommentEmpty(DomainError):
    """Neither a comment nor a proposal."""

    default_message = _("Nhập ý kiến, hoặc đề nghị điểm, lời văn khác.")


class CommentGone(DomainError):
    """Somebody took the comment out meanwhile."""

    default_message = _("Ý kiến này đã được người khác bỏ. Nội dung bạn nhập vẫn còn ở đây.")


@dataclass(frozen=True)
class CommentInput:
    """One comment as typed. ``code`` only for a criterion."""

    target: str
    code: str = ""
    body: str = ""
    proposed_points: Decimal | None = None
    proposed_wording: str = ""


@operation()
def start_reply(*, consultation_id: int, unit_id: int, actor: Actor, now: datetime) -> ConsultationReply:
    """Góp ý: the reply of a unit that was asked. Repeating answers the one that is there.

    The caller has asked ``policies.can_start``. Raises NotAsked, RoundClosed, YearClosed.
    """
    consultation = Consultation.objects.for_list().get(pk=consultation_id)
    owed = Obligation.objects.filter(duty=consultation.duty, unit_id=unit_id, waived_at=None).select_related("unit")
    obligation = owed.first()
    if obligation is None:
        raise NotAsked
    found = ConsultationReply.objects.filter(consultation=consultation, unit_id=unit_id).first()
    if found is not None:
        return found
    require_open(lock_round(consultation_id))
    name = obligation.unit.name
    found, created = ConsultationReply.objects.get_or_create(
        consultation=consultation, unit_id=unit_id, defaults={"unit_name": name}
    )
    if created:
        record("scoring.consultation_reply.start", actor=actor, target=found, at=now)
    return found


def lock_reply(reply_id: int) -> ConsultationReply:
    """The round and the reply under their locks, for the rest of the transaction. Every write of it starts here.

    The round first, as whoever answers or closes it does: what is read afterwards is what they left.
    """
    lock_round(ConsultationReply.objects.values_list("consultation_id", flat=True).get(pk=reply_id))
    return ConsultationReply.objects.for_list().select_for_update(of=("self",), no_key=True).get(pk=reply_id)


def require_editable(reply: ConsultationReply) -> None:
    """Raises ReplyNotEditable, RoundClosed, YearClosed."""
    require_open(reply.consultation)
    if reply.state != ReplyState.DRAFT:
        raise ReplyNotEditable


@operation()
def save_statement(
    *, reply_id: int, agrees: bool, statement: str, expected_version: int, actor: Actor, now: datetime
) -> ConsultationReply:
    """What the unit says of the draft as a whole. Raises StaleVersion, ReplyNotEditable, RoundClosed, YearClosed."""
    reply = lock_reply(reply_id)
    require_editable(reply)
    statement = clean(statement, multiline=True)
    if (reply.agrees, reply.statement) == (agrees, statement):
        return reply
    require_version(reply, expected_version)
    reply.agrees, reply.statement = agrees, statement
    _bump(reply, actor, now, "agrees", "statement")
    record("scoring.consultation_reply.save", actor=actor, target=reply, at=now, after={"agrees": agrees})
    return reply


@operation()
def add_comment(*, reply_id: int, comment: CommentInput, actor: Actor, now: datetime) -> DraftComment:
    """One more comment. Raises NoSuchCriterion, CommentEmpty, ReplyNotEditable, RoundClosed, YearClosed."""
    reply = lock_reply(reply_id)
    require_editable(reply)
    last = reply.comments.aggregate(last=Max("position"))["last"] or 0
    made = DraftComment(reply=reply, position=last + 1)
    _write(made, comment, reply, actor, now)
    _bump(reply, actor, now)
    record("scoring.consultation_comment.save", actor=actor, target=reply, at=now, after={"added": made.place})
    return made


@operation()
def change_comment(
    *, comment_id: int, comment: CommentInput, expected_version: int, actor: Actor, now: datetime
) -> DraftComment:
    """Save what was typed; who saves second is told.

    Raises CommentGone, StaleVersion, NoSuchCriterion, CommentEmpty, ReplyNotEditable, RoundClosed, YearClosed.
    """
    stored, reply = _lock_comment(comment_id)
    require_version(stored, expected_version)
    before = stored.place
    stored.version += 1
    _write(stored, comment, reply, actor, now)
    _bump(reply, actor, now)
    after = {"changed": stored.place}
    record("scoring.consultation_comment.save", actor=actor, target=reply, at=now, before=before, after=after)
    return stored


@operation()
def remove_comment(*, comment_id: int, actor: Actor, now: datetime) -> ConsultationReply:
    """Bỏ ý kiến. Raises CommentGone, ReplyNotEditable, RoundClosed, YearClosed."""
    stored, reply = _lock_comment(comment_id)
    place = stored.place
    stored.delete()
    _bump(reply, actor, now)
    record("scoring.consultation_comment.remove", actor=actor, target=reply, at=now, before=place)
    return reply


def _lock_comment(comment_id: int) -> tuple[DraftComment, ConsultationReply]:
    reply_id = DraftComment.objects.filter(pk=comment_id).values_list("reply_id", flat=True).first()
    if reply_id is None:
        raise CommentGone
    reply = lock_reply(reply_id)
    require_editable(reply)
    stored = DraftComment.objects.select_for_update(no_key=True).filter(pk=comment_id).first()
    if stored is None:
        raise CommentGone
    return stored, reply


def _write(stored: DraftComment, given: CommentInput, reply: ConsultationReply, actor: Actor, now: datetime) -> None:
    """Put the input into the comment, with the criterion as the draft prints it."""
    stored.target, stored.code, stored.number, stored.label = given.target, "", "", ""
    if given.target == CommentTarget.CRITERION:
        rule = consulted_draft(reply.consultation).by_code.get(given.code)
        if rule is None:
            raise NoSuchCriterion(field="code")
        stored.code, stored.number, stored.label = rule.code, rule.number, rule.label
    stored.body = clean(given.body, multiline=True)
    stored.proposed_wording = clean(given.proposed_wording, multiline=True)
    stored.proposed_points = given.proposed_points if stored.code else None
    if not (stored.body or stored.proposed_wording or stored.proposed_points is not None):
        raise CommentEmpty(field="body")
    stored.saved_by_label, stored.saved_at = actor.label, now
    stored.save()


def _bump(reply: ConsultationReply, actor: Actor, now: datetime, *fields: str) -> None:
    """What was printed is no longer what would be sent; the leader's page shows the newest."""
    reply.version += 1
    reply.printed_at = None
    reply.saved_by_label, reply.saved_at = actor.label, now
    reply.save(update_fields=[*fields, "version", "printed_at", "saved_by_label", "saved_at", "updated_at"])
