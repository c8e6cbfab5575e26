"""Mở lại of whatever kind: the paper of one key, giving it back with its hour in the duty, to whoever asked for it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.together import answered
from apps.core.verdict import require_allowed
from apps.dashboard.papers.kinds import Asked, Key, Paper, kind_of
from apps.obligations.domain.extensions import extend
from apps.obligations.domain.reopenings import note_reopening
from apps.obligations.domain.requesting import AnsweredAlready, waiting_request
from apps.obligations.enums import Asked as AskedHow
from apps.obligations.models import Reopening, TimeRequest


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


def requested_paper(request: TimeRequest, *, actor: Actor, now: datetime) -> Paper | None:
    """What a request for Mở lại would give back; None for more time, and where no paper is left to come back."""
    if request.kind != TimeRequest.Kind.REOPENING:
        return None
    owed = request.obligation
    return paper_of(Key(owed.duty.year_id, owed.duty.code, owed.unit_id), actor=actor, now=now)


@transaction.atomic
def grant_request(*, request_id: int, until: datetime, shown: str, actor: Actor, now: datetime) -> None:
    """Chấp thuận: Gia hạn, or Mở lại by the app that owns the paper, until the hour that the answerer sets. Either one
    answers the request. ``shown``: the id of the paper that the page named.

    The caller has asked ``obligations.policies.can_answer``. Raises AnsweredAlready, NotAllowed (another paper stands
    there, which the actor may not give back), and what ``extend`` and ``reopen_paper`` raise.
    """
    who = {"actor": actor, "now": now}
    paper = requested_paper(TimeRequest.objects.for_list().get(pk=request_id), **who)
    if paper is not None:  # locked before its duty and what is asked about it
        kind_of(paper.key.code).lock(paper.subject.pk)
    request = waiting_request(request_id)
    about = {"until": until, "asked_by": request.asked_by, "asked_how": AskedHow.PORTAL, "reason": request.reason}
    if request.kind == TimeRequest.Kind.EXTENSION:
        extend(obligation_id=request.obligation_id, **about, **who)
        return
    if paper is None:
        raise AnsweredAlready
    shown = shown or str(paper.subject.pk)
    if (paper := requested_paper(request, **who)) is None:
        raise AnsweredAlready
    require_allowed(kind_of(paper.key.code).can_reopen(actor, paper))
    reopen_paper(paper, shown=shown, **about, **who)
