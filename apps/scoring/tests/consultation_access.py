"""Who may open which page of a consultation; ``access.py`` takes these rows in."""

from apps.scoring.models import SentComment
from apps.scoring.tests.consultation_cases import for_matrix
from emulation_portal.tests.matrix import Row, Subject


def draft(subject: Subject) -> list:
    return [for_matrix(subject).draft.pk]


def running(subject: Subject) -> list:
    return [for_matrix(subject).sent.consultation_id]


def of_unit(subject: Subject) -> list:
    return [for_matrix(subject).sent.consultation_id, subject.sheet.unit_id]


def comment(subject: Subject) -> list:
    return [SentComment.objects.get(sending__reply=for_matrix(subject).sent).pk]


def sent(subject: Subject) -> list:
    return [for_matrix(subject).sent.pk]


def writing(subject: Subject) -> list:
    return [for_matrix(subject).writing.pk]


def own_comment(subject: Subject) -> list:
    reply = for_matrix(subject).writing
    return [reply.pk, reply.comments.get().pk]


ROWS = [
    Row("consultations:consultation-list", "401 200 200 200 200 200 200 200 200"),
    Row("consultations:open", "401 404 404 404 404 404 200 403|404 404", arguments=draft),
    Row("consultations:consultation-detail", "401 404 404 200 200 404 200 200 404", arguments=running),
    Row("consultations:draft", "401 404 404 200 200 404 200 200 404", arguments=running),
    Row("consultations:changes", "401 404 404 200 200 404 200 200 404", arguments=running),
    Row("consultations:deadline", "401 404 404 403 403 404 200 403 404", arguments=running),
    Row("consultations:close", "401 404 404 403 403 404 200 403 404", arguments=running),
    Row("consultations:comment-list", "401 404 404 403 403 404 200 200 404", arguments=running),
    Row("consultations:answer-many", "401 404 404 403 403 404 200 403 404", arguments=running),
    Row("consultations:answer", "401 404 404 404 404 404 200 403 404", arguments=comment),
    Row("consultations:reply-start", "401 404 404 200 200 404 403 403 404", arguments=of_unit),
    Row("consultations:reply-detail", "401 404 404 200 200 404 200 200 404", arguments=sent),
    Row("consultations:reply-statement", "401 404 404 200 200 404 404 404 404", arguments=writing),
    Row("consultations:comment-add", "401 404 404 200 200 404 404 404 404", arguments=writing),
    Row("consultations:comment-change", "401 404 404 200 200 404 404 404 404", arguments=own_comment),
    Row("consultations:comment-remove", "401 404 404 200 200 404 404 404 404", arguments=own_comment),
    Row("consultations:reply-amend", "401 404 404 200 200 404 403 403 404", arguments=sent),
    Row("consultations:reply-check", "401 404 404 200 200 404 404 404 404", arguments=writing),
    Row("consultations:reply-confirm", "401 404 404 403 302 404 404 404 404", arguments=writing, method="post"),
    Row("consultations:reply-to-leader", "401 404 404 302 302 404 404 404 404", arguments=writing, method="post"),
    Row("consultations:reply-to-officer", "401 404 404 403 422 404 404 404 404", arguments=writing, method="post"),
    Row("consultations:reply-printed", "401 404 404 302 302 404 404 404 404", arguments=writing, method="post"),
    Row("consultations:reply-print", "401 404 404 200 200 404 404 404 404", arguments=writing),
    Row("consultations:reply-sign", "401 404 404 200 200 404 404 404 404", arguments=writing),
    Row("consultations:reply-signed-copy", "401 404 404 200 200 404 200 200 404", arguments=sent),
    Row("consultations:paper-receive", "401 404 404 403 403 404 200 403 404", arguments=sent),
    Row("consultations:reply-receipt", "401 404 404 200 200 404 200 200 404", arguments=sent),
]
