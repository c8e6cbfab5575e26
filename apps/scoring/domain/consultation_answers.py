"""Tiếp thu, Giải trình: what the organiser does with the comments of the units."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import Line, operation, record, record_many
from apps.core.actor import Actor
from apps.core.errors import DomainError, StaleVersion
from apps.core.text import clean
from apps.scoring.domain.consultation_rounds import lock_round, require_open
from apps.scoring.models import CommentAnswer, SentComment


class WordsMissing(DomainError):
    """Giải trình says why; Tiếp thu says how the draft changes."""

    default_message = _("Nhập nội dung tiếp thu hoặc lý do giải trình.")


class CommentReplaced(DomainError):
    """The unit has sent anew since; the newer comment is the one to answer."""

    default_message = _("Đơn vị đã gửi lại ý kiến. Hãy tải lại danh sách và trả lời ý kiến mới nhất.")


@operation()
def answer_comment(
    *,
    comment_id: int,
    kind: str,
    words: str,
    expected_version: int,
    actor: Actor,
    now: datetime,
    changed_code: str = "",
) -> CommentAnswer:
    """Answer one comment, or change the answer; ``expected_version`` 0: none was there when the page was opened.

    The caller has asked ``policies.can_answer``.
    Raises StaleVersion, CommentReplaced, WordsMissing, RoundClosed, YearClosed.
    """
    comment = _lock(comment_id)
    words = clean(words, multiline=True)
    if not words:
        raise WordsMissing(field="words")
    answer = CommentAnswer.objects.filter(comment=comment).first()
    if (answer.version if answer else 0) != expected_version:
        raise _stale(answer, now)
    before = None if answer is None else {"kind": answer.kind, "words": answer.words}
    if answer is None:
        answer = CommentAnswer(comment=comment, version=0)
    answer.kind, answer.words, answer.changed_code = kind, words, clean(changed_code)
    answer.version += 1
    answer.saved_by_label, answer.saved_at = actor.label, now
    answer.save()
    after = {"about": comment.place, "kind": kind, "words": words}
    reply = comment.sending.reply
    record("scoring.consultation_comment.answer", actor=actor, target=reply, at=now, before=before, after=after)
    return answer


@operation()
def answer_comments(*, ids: Iterable[int], kind: str, words: str, actor: Actor, now: datetime) -> int:
    """One answer for many comments of a round that have none yet; answers how many. Answered ones stay as they are.

    The caller has asked ``policies.can_answer``. Raises CommentReplaced, WordsMissing, RoundClosed, YearClosed.
    """
    words = clean(words, multiline=True)
    if not words:
        raise WordsMissing(field="words")
    ids = list(ids)
    rounds = SentComment.objects.filter(pk__in=ids).order_by().values_list("sending__reply__consultation_id", flat=True)
    for consultation_id in sorted(set(rounds)):
        require_open(lock_round(consultation_id))
    comments = SentComment.objects.filter(pk__in=ids).unanswered().select_related("sending__reply").order_by("pk")
    comments = list(comments)
    if any(not comment.sending.is_current for comment in comments):
        raise CommentReplaced
    said = {"kind": kind, "words": words, "saved_by_label": actor.label, "saved_at": now}
    CommentAnswer.objects.bulk_create(CommentAnswer(comment=comment, **said) for comment in comments)
    lines = (
        Line(
            "scoring.consultation_comment.answer",
            comment.sending.reply,
            after={"about": comment.place, "kind": kind, "words": words},
        )
        for comment in comments
    )
    record_many(lines, actor=actor, at=now)
    return len(comments)


def _lock(comment_id: int) -> SentComment:
    """The comment, its round locked: two people answering it wait for each other."""
    comment = SentComment.objects.for_list().get(pk=comment_id)
    require_open(lock_round(comment.sending.reply.consultation_id))
    comment = SentComment.objects.for_list().get(pk=comment_id)
    if not comment.sending.is_current:
        raise CommentReplaced
    return comment


def _stale(answer: CommentAnswer | None, now: datetime) -> DomainError:
    if answer is None:
        return CommentReplaced()
    return StaleVersion(who=answer.saved_by_label, at=answer.saved_at)
