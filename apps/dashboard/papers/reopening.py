"""Mở lại of whatever kind: the paper of one key, and giving it back with its hour in the duty."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.together import answered
from apps.dashboard.papers.kinds import Asked, Key, Paper, kind_of
from apps.obligations.domain.reopenings import note_reopening
from apps.obligations.models import Reopening


class AnotherPaper(DomainError):
    """Between the page and the answer another paper of the unit has come to stand there."""

    default_message = _("Đơn vị đã có hồ sơ khác ở đây sau khi bạn mở trang này. Hãy xem lại rồi gửi.")


def paper_of(key: Key, *, actor: Actor, now: datetime, cluster_year: ClusterYear | None = None) -> Paper | None:
    """The paper that may come back; None where there is none, or its kind does not come back."""
    kind = kind_of(key.code)
    if kind is None or kind.reopen is None:
        return None
    ids = frozenset([key.year_id]), frozenset([key.unit_id]), frozenset([key.code])
    asked = Asked(actor, now, *ids, cluster_year)
    return next((paper for paper in answered(kind.papers(asked)) if paper.key == key), None)


def name_of(paper: Paper) -> str:
    """The paper in words, as the page names what it gives back."""
    return paper.title or str(kind_of(paper.key.code).task)


@transaction.atomic
def reopen_paper(
    paper: Paper,
    *,
    shown: str = "",
    until: datetime | None,
    asked_by: str,
    asked_how: str,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Reopening | None:
    """Written into the duty, then done by the app that owns the paper. The caller has asked the kind's ``can_reopen``.

    ``shown``: the id of the paper that the page named, empty where it named none. The paper is locked before its duty,
    as when it is sent. Raises AnotherPaper, HourPassed, YearClosed and what the owner raises.
    """
    if shown and shown != str(paper.subject.pk):
        raise AnotherPaper
    kind = kind_of(paper.key.code)
    kind.lock(paper.subject.pk)
    about = {"until": until, "asked_by": asked_by, "asked_how": asked_how, "reason": reason}
    about["path"] = kind.path(paper)
    reopening = note_reopening(**paper.key._asdict(), **about, actor=actor, now=now)
    kind.reopen(paper=paper, reason=reason, actor=actor, now=now)
    return reopening
