"""Telling members of a council and the units of nominees what happened; called inside the operation that did it."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.utils.translation import gettext as _

from apps.awards.council_enums import ItemResult
from apps.awards.enums import ProposalState
from apps.awards.models import AwardDecision, AwardProposal, CouncilSession, DecisionLine, UpwardLine, UpwardSubmission
from apps.awards.telling_queries import members_of, nominated_people, people_of
from apps.core.actor import Actor
from apps.core.dates import format_date, local
from apps.core.kept import kept_language
from apps.notifications.domain.sending import notify


def invite(session: CouncilSession, *, actor: Actor, now: datetime, but: Collection[int] = ()) -> None:
    """When, where; ``but``: who was told otherwise."""
    with kept_language():
        words = {"day": format_date(session.held_on), "place": session.place or "–"}
        body = _("Ngày %(day)s, địa điểm: %(place)s. Đề nghị xác nhận dự họp.") % words
    to = members_of(session) - set(but)
    notify("awards.session_invited", to=to, about=session, body=body, actor=actor, now=now)


def session_moved(
    session: CouncilSession, former: date, place: str, invited: set[int], *, actor: Actor, now: datetime
) -> None:
    """Another day or place than ``former`` and ``place``: whoever was ``invited`` hears both, who sits no longer too;
    who is new is invited.
    """
    with kept_language():
        lines = []
        if session.held_on != former:
            words = {"day": format_date(session.held_on), "former": format_date(former)}
            lines += [_("Ngày họp: %(day)s (trước là %(former)s). Đề nghị xác nhận lại việc dự họp.") % words]
        if session.place != place:
            words = {"place": session.place or "–", "former": place or "–"}
            lines += [_("Địa điểm: %(place)s (trước là %(former)s).") % words]
    about = {"about": session, "actor": actor, "now": now}
    notify("awards.session_moved", to=invited, body=" ".join(lines), **about)
    invite(session, but=invited, actor=actor, now=now)


def papers_to_read(session: CouncilSession, number: int, *, actor: Actor, now: datetime) -> None:
    with kept_language():
        body = _("Thêm %(n)s đề nghị vào chương trình: đọc hồ sơ, khai báo hồ sơ có liên quan.")
    notify(
        "awards.session_papers",
        to=members_of(session),
        about=session,
        body=body % {"n": number},
        actor=actor,
        now=now,
    )


def council_has_spoken(proposal: AwardProposal, results: Mapping[str, int], *, actor: Actor, now: datetime) -> None:
    """The unit reads what the council said: the state that followed from it; where it said more than one thing, of how
    many each (``results``), so that nobody who was put off is missed.
    """
    with kept_language():
        body = str(ProposalState(proposal.state).label)
        said = [f"{label}: {results[value]}" for value, label in ItemResult.choices if results.get(value)]
        if len(said) > 1:
            body = "; ".join(said)
    notify("awards.council_said", to=people_of(proposal, now), about=proposal, body=body, actor=actor, now=now)


def put_forward(submission: UpwardSubmission, *, actor: Actor, now: datetime) -> None:
    """The units read that the authority above was asked."""
    words = {"about": submission, "body": submission.authority_name, "actor": actor, "now": now}
    for to, path in _units_of(submission.lines.all(), now):
        notify("awards.put_forward", to=to, path=path, **words)


def superior_has_answered(
    submission: UpwardSubmission, lines: Collection[UpwardLine], *, actor: Actor, now: datetime
) -> None:
    """Each unit opens its proposal, where the decision stands beside it."""
    words = {"about": submission, "body": submission.abstract, "actor": actor, "now": now}
    for to, path in _units_of(lines, now):
        notify("awards.superior_answered", to=to, path=path, **words)


def _units_of(lines, now: datetime) -> list[tuple[set[int], str]]:
    """The people of each proposal in the lines, and where they read on."""
    proposals = AwardProposal.objects.filter(nominees__upward_line__in=lines).distinct()
    return [(people_of(each, now), each.get_absolute_url()) for each in proposals]


def decision_is_issued(
    decision: AwardDecision, lines: Collection[DecisionLine], *, actor: Actor, now: datetime
) -> None:
    """Units that proposed open their proposal; units that others proposed open the list in the registry."""
    about, told = {"about": decision, "actor": actor, "now": now}, set()
    for proposal in {line.nominee.proposal_id: line.nominee.proposal for line in lines}.values():
        to = people_of(proposal, now)
        told |= to
        path = proposal.get_absolute_url()
        notify("awards.decided", to=to, body=decision.abstract, path=path, **about)
    path = decision.grant.get_absolute_url()
    others = nominated_people(lines, local(now).date()) - told
    notify("awards.decided", to=others, body=decision.abstract, path=path, **about)
