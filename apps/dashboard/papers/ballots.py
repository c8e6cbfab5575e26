"""Bỏ phiếu on the homes: what a teller and a leader have to do in votes that are under way; one query."""

from collections.abc import Iterable

from django.db.models import CharField, F, IntegerField, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.ballots.enums import UNDER_WAY, BallotState, Mode, Way
from apps.ballots.models import Teller, Voter
from apps.conferences.domain.voting import party_of
from apps.core.components import StatusWord, TaskRow
from apps.dashboard.papers.kinds import Asked, register_unit_tasks
from apps.units.enums import Role

UNIT_ORDER = 95


def ballot_tasks(asked: Asked) -> Iterable[TaskRow]:
    """Votes that the person counts, and open ones on screen in which the leader has not voted yet."""
    actor = asked.actor
    about = {name: F(f"ballot__{name}") for name in ("title", "state", "mode")}
    none = Cast(Value(None), IntegerField())
    counting = Teller.objects.filter(user_id=actor.user_id, ballot__state__in=UNDER_WAY).order_by()
    parties = [party_of(unit_id) for unit_id in actor.unit_ids(Role.LEADER)] if not actor.impersonated_by else []
    voting = Voter.objects.filter(party__in=parties, ballot__state=BallotState.OPEN, has_voted=False).order_by()
    names = ("ballot_id", "voter", "key", "who", *about)
    rows = counting.annotate(
        voter=none, key=Cast("key_order", IntegerField()), who=Cast("label", CharField()), **about
    ).values_list(*names)
    waiting = (
        voting.exclude(way=Way.PAPER)
        .exclude(ballot__mode=Mode.PAPER)
        .annotate(voter=Cast("pk", IntegerField()), key=none, who=Cast("label", CharField()), **about)
    )
    for found in rows.union(waiting.values_list(*names), all=True).order_by("ballot_id", "voter"):
        ballot_id, voter, key, who, title, state, mode = found
        yield _vote(ballot_id, voter, title, who) if voter else _count(ballot_id, title, state, mode, key)


def _vote(ballot_id: int, voter: int, title: str, who: str) -> TaskRow:
    return TaskRow(
        title=_("Bỏ phiếu: %(title)s") % {"title": title},
        url=reverse("ballots:vote", args=[ballot_id, voter]),
        status=StatusWord.NOT_STARTED,
        note=who,
        action_label=_("Bỏ phiếu"),
    )


def _count(ballot_id: int, title: str, state: str, mode: str, key: int | None) -> TaskRow:
    page, words = {
        BallotState.PREPARED: ("ballot-detail", _("Chuẩn bị mở")),
        BallotState.OPEN: ("ballot-detail", _("Theo dõi, đóng bỏ phiếu")),
        BallotState.CLOSED: ("ballot-result", _("Kiểm phiếu")),
    }[state]
    if state == BallotState.PREPARED and mode != Mode.PAPER and key is None:
        page, words = "ballot-detail", _("Nhận mã mở phiếu")  # a third member finds there that two hold keys
    return TaskRow(
        title=_("Tổ kiểm phiếu: %(title)s") % {"title": title},
        url=reverse(f"ballots:{page}", args=[ballot_id]),
        status=StatusWord.NOT_STARTED if state == BallotState.PREPARED else StatusWord.DRAFT,
        note=str(BallotState(state).label),
        action_label=words,
    )


def of_ballots(tasks: Iterable[TaskRow]) -> list[TaskRow]:
    """Those of the rows that are about votes and councils: the leader's home shows them among what waits for it."""
    starts = (reverse("ballots:ballot-list"), reverse("awards:session-list"))
    return [task for task in tasks if task.url.startswith(starts)]


register_unit_tasks("ballots", UNIT_ORDER, ballot_tasks)
