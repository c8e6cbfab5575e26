"""Hội nghị on the homes: invitations that wait for the unit's answer, what a teller and a leader have to do in votes
that are under way; one query for all of them.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import CharField, DateField, F, IntegerField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.ballots.enums import UNDER_WAY, BallotState, Mode, Way
from apps.ballots.models import Teller, Voter
from apps.conferences.domain.voting import party_of
from apps.conferences.enums import Answer, ConferenceState
from apps.conferences.models import Attendee, Conference
from apps.core.actor import Actor
from apps.core.components import StatusWord, TaskRow
from apps.core.dates import local
from apps.core.together import Asking
from apps.dashboard.papers.kinds import Asked, register_unit_tasks
from apps.units.enums import Role

UNIT_ORDER = 95
ANSWERS, COUNTS, VOTES = range(3)
TYPES = {"what": IntegerField, "about": IntegerField, "own": IntegerField, "key": IntegerField, "on": DateField}


class Found(NamedTuple):
    """A row of the union. ``about``: the ballot or the meeting; ``own``: the voter, or the invited unit's line;
    ``key``: of a teller; ``on``: until when an answer is asked for.
    """

    what: int
    about: int
    own: int | None
    key: int | None
    who: str
    title: str
    state: str
    mode: str
    on: date | None


def meeting_tasks(asked: Asked) -> Asking:
    """In the order of the meeting: invitations, then votes, each once for who counts and who votes."""
    actor = asked.actor
    rows = _invited(asked).union(_counting(actor), _voting(actor), all=True)
    found = [Found(*row) for row in (yield rows.order_by("c_about", "c_what", "c_own"))]
    return [_row(each, local(asked.now).date()) for each in found]


def _row(found: Found, today: date) -> TaskRow:
    if found.what == ANSWERS:
        return _answer(found, today)
    return _vote(found) if found.what == VOTES else _count(found)


def _invited(asked: Asked):
    """Units of the home that were invited to a meeting to come and have not said who comes."""
    units = asked.unit_ids & set(asked.actor.unit_ids(Role.OFFICER, Role.LEADER))
    waiting = Attendee.objects.filter(unit__in=units, answer=Answer.NONE, conference__state=ConferenceState.PLANNED)
    return _columns(
        waiting.exclude(invited_at=None),
        what=Value(ANSWERS),
        about=F("conference_id"),
        own=F("pk"),
        who=F("unit_name"),
        title=F("conference__title"),
        on=F("conference__answer_by"),
    )


def _counting(actor: Actor):
    """Votes that the person counts; not of a meeting that was called off."""
    key = Concat(Value("conferences.conference:"), Cast("pk", CharField()))
    off = Conference.objects.filter(state=ConferenceState.CALLED_OFF).order_by().annotate(key=key).values("key")
    return _columns(
        Teller.objects.filter(user_id=actor.user_id, ballot__state__in=UNDER_WAY).exclude(ballot__keeper__in=off),
        what=Value(COUNTS),
        key=F("key_order"),
        who=F("label"),
        **_of_ballot(),
    )


def _voting(actor: Actor):
    """Open votes on screen in which the leader has not voted yet."""
    parties = [party_of(unit_id) for unit_id in actor.unit_ids(Role.LEADER)] if not actor.impersonated_by else []
    waiting = Voter.objects.filter(party__in=parties, ballot__state=BallotState.OPEN, has_voted=False)
    return _columns(
        waiting.exclude(way=Way.PAPER).exclude(ballot__mode=Mode.PAPER),
        what=Value(VOTES),
        own=F("pk"),
        who=F("label"),
        **_of_ballot(),
    )


def _of_ballot() -> dict:
    names = {"title": "title", "state": "state", "mode": "mode"}
    return {"about": F("ballot_id"), **{name: F(f"ballot__{field}") for name, field in names.items()}}


def _columns(rows, **columns):
    """The same columns of the same types in each part of the union; what a part does not say is empty."""
    cast = {f"c_{name}": Cast(columns.get(name, Value(None)), TYPES.get(name, CharField)()) for name in Found._fields}
    return rows.order_by().annotate(**cast).values_list(*cast)


def _answer(found: Found, today: date) -> TaskRow:
    return TaskRow(
        title=_("Trả lời giấy mời: %(title)s") % {"title": found.title},
        url=reverse("conferences:attendee-answer", args=[found.about, found.own]),
        status=StatusWord.NOT_STARTED,
        due_on=found.on,
        days_left=(found.on - today).days if found.on else None,
        note=found.who,
        action_label=_("Trả lời"),
    )


def _vote(found: Found) -> TaskRow:
    return TaskRow(
        title=_("Bỏ phiếu: %(title)s") % {"title": found.title},
        url=reverse("ballots:vote", args=[found.about, found.own]),
        status=StatusWord.NOT_STARTED,
        note=found.who,
        action_label=_("Bỏ phiếu"),
    )


def _count(found: Found) -> TaskRow:
    page, words = {
        BallotState.PREPARED: ("ballot-detail", _("Chuẩn bị mở")),
        BallotState.OPEN: ("ballot-detail", _("Theo dõi, đóng bỏ phiếu")),
        BallotState.CLOSED: ("ballot-result", _("Kiểm phiếu")),
    }[found.state]
    if found.state == BallotState.PREPARED and found.mode != Mode.PAPER and found.key is None:
        page, words = "ballot-detail", _("Nhận mã mở phiếu")  # a third member finds there that two hold keys
    return TaskRow(
        title=_("Tổ kiểm phiếu: %(title)s") % {"title": found.title},
        url=reverse(f"ballots:{page}", args=[found.about]),
        status=StatusWord.NOT_STARTED if found.state == BallotState.PREPARED else StatusWord.DRAFT,
        note=str(BallotState(found.state).label),
        action_label=words,
    )


def of_ballots(tasks: Iterable[TaskRow]) -> list[TaskRow]:
    """Those of the rows that are about meetings, votes and councils: the leader's home shows them among what waits."""
    starts = (reverse("ballots:ballot-list"), reverse("awards:session-list"), reverse("conferences:conference-list"))
    return [task for task in tasks if task.url.startswith(starts)]


register_unit_tasks("ballots", UNIT_ORDER, meeting_tasks)
