"""Votes of a council: one ballot for nominees on whom the same members may vote, thresholds from the catalogue."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from decimal import ROUND_DOWN, Decimal

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.audit.trail import operation, record
from apps.awards.council_enums import ItemResult, Presence, SessionState
from apps.awards.council_queries import Threshold, thresholds
from apps.awards.domain.council_tellers import candidates_for, each_alone, parties_of, stands_for
from apps.awards.domain.council_word import speak
from apps.awards.domain.seating import voting_seats
from apps.awards.domain.sessions import NotFinished, lock_session
from apps.awards.models import AgendaItem, Conflict, Council, CouncilSession, Seat
from apps.ballots.domain import attending, opening, preparing, telling
from apps.ballots.domain.outcome import tally
from apps.ballots.domain.preparing import Asked, Elector, Rules, Stander
from apps.ballots.enums import BallotState, Base, Mode, Standing, Way
from apps.ballots.models import Ballot, Option, Voter
from apps.catalog.enums import VoteBase
from apps.core.actor import Actor
from apps.core.errors import TransitionNotAllowed
from apps.core.kept import kept_language
from apps.core.text import clean

BASES = {VoteBase.ALL_MEMBERS: Base.ALL, VoteBase.PRESENT: Base.PRESENT}


class CannotVote(NotFinished):
    """The council cannot vote on this now."""


@operation()
def prepare_ballots(*, session_id: int, actor: Actor, now: datetime, mode: str = Mode.PAPER) -> list[Ballot]:
    """Ballots for everybody on the agenda who has none: one for each group of nominees with the same voters.

    A member who is concerned is on no list of voters for that nominee; the nominee himself never votes on himself.
    Each award is a question of its own with the threshold of the day. The caller has asked ``can_serve``.
    Raises TransitionNotAllowed (not in session), CannotVote (nobody left to vote).
    """
    session = lock_session(session_id)
    if session.state != SessionState.IN_SESSION:
        raise TransitionNotAllowed
    waiting = session.items.filter(ballot=None, result=ItemResult.PENDING).select_related("nominee__award")
    items = list(waiting.order_by("position", "pk").select_for_update(of=("self",)))
    if not items:
        return []
    with kept_language():  # reasons and bases are stored, and printed in the minutes
        _exclude_nominees(session, items, actor, now)
        needed = thresholds({item.nominee.award_id for item in items}, session.council, session.held_on)
    seats = voting_seats(session)
    together: dict[frozenset[int], list[AgendaItem]] = defaultdict(list)
    excluded = _excluded_by_item(items)
    for item in items:
        together[frozenset(excluded[item.pk])].append(item)
    with kept_language():
        return [_prepare(session, mode, group, seats, out, needed, actor, now) for out, group in together.items()]


def _exclude_nominees(session: CouncilSession, items: Iterable[AgendaItem], actor: Actor, now: datetime) -> None:
    """Nobody votes on the own nomination, declared or not."""
    own: dict[int, list[AgendaItem]] = defaultdict(list)  # one person may stand for more than one award
    for item in items:
        if item.nominee.person_id:
            own[item.nominee.person_id].append(item)
    facts = {"reason": _("Là cá nhân được đề nghị."), "declared_at": now, "declared_by_label": actor.label}
    for seat in session.seats.filter(member__person_id__in=own).select_related("member"):
        for item in own[seat.member.person_id]:
            Conflict.objects.get_or_create(item=item, seat=seat, defaults=facts)


def _excluded_by_item(items: Collection[AgendaItem]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for item_id, seat_id in Conflict.objects.filter(item__in=items).values_list("item_id", "seat_id"):
        found[item_id].add(seat_id)
    return found


def _prepare(
    session: CouncilSession,
    mode: str,
    items: list[AgendaItem],
    seats: list[Seat],
    out: Collection[int],
    needed: dict[int, Threshold],
    actor: Actor,
    now: datetime,
) -> Ballot:
    """``seats``: all that hold a vote; ``out``: ids of those who are concerned by these nominees."""
    voters = [seat for seat in seats if seat.pk not in out]
    if not voters:
        raise CannotVote(_("Không còn thành viên nào được bỏ phiếu cho %(item)s.") % {"item": items[0]})
    by_award: dict[int, list[AgendaItem]] = defaultdict(list)
    for item in items:
        by_award[item.nominee.award_id].append(item)
    ballot = preparing.prepare(
        keeper=session.keeper,
        keeper_path=session.get_absolute_url(),
        rules=Rules(
            _("%(title)s: bỏ phiếu xét khen thưởng") % {"title": session.title},
            mode=mode,
            quorum_percent=quorum_percent(session.council),
            members=len(seats),  # "of all members" counts who is concerned too
        ),
        questions=[_asked(group, needed[award_id]) for award_id, group in by_award.items()],
        voters=[Elector(seat.party, seat.label, seat.label) for seat in voters],
        actor=actor,
        now=now,
    )
    _write_ways(ballot, voters, actor, now)
    for item in items:
        rule = needed[item.nominee.award_id]
        item.ballot, item.excluded = ballot, len(seats) - len(voters)
        item.threshold_percent, item.base, item.basis = rule.percent, rule.base, rule.basis
    AgendaItem.objects.bulk_update(items, ["ballot", "excluded", "threshold_percent", "base", "basis"])
    return ballot


def _write_ways(ballot: Ballot, voters: Iterable[Seat], actor: Actor, now: datetime) -> None:
    """Whoever gives the opinion in writing does not vote at the box."""
    in_writing = [seat.party for seat in voters if seat.presence == Presence.WRITING]
    for voter in ballot.voters.filter(party__in=in_writing):
        attending.choose_way(voter_id=voter.pk, way=Way.WRITING, actor=actor, now=now)


def free_items(ballot: Ballot) -> None:
    """A voided ballot decides nothing: its nominees may be voted on anew or put off. Called in its transaction."""
    AgendaItem.objects.filter(ballot=ballot, result=ItemResult.PENDING).update(ballot=None)


def take_items(*, session_id: int, ballot: Ballot, actor: Actor, now: datetime) -> None:
    """Nominees of a voided ballot wait for the one held in its place. Called in its transaction.

    Raises CannotVote: one of them stands elsewhere by now, or other members would vote; TransitionNotAllowed.
    """
    session = lock_session(session_id)
    if session.state != SessionState.IN_SESSION:
        raise TransitionNotAllowed
    waiting = session.items.filter(ballot=None, result=ItemResult.PENDING).select_for_update(of=("self",))
    items = {item.party: item for item in waiting.select_related("nominee")}
    standing = set(Option.objects.filter(question__ballot=ballot).values_list("party", flat=True))
    again = [item for party, item in items.items() if party in standing]
    excluded, seats = _excluded_by_item(again), voting_seats(session)
    voters = set(ballot.voters.values_list("party", flat=True))
    same = all(voters == {seat.party for seat in seats if seat.pk not in excluded[item.pk]} for item in again)
    if len(again) != len(standing) or not same:
        raise CannotVote(_("Hồ sơ, thành viên dự họp hoặc khai báo đã thay đổi: lập phiếu mới ở trang phiên họp."))
    AgendaItem.objects.filter(pk__in=[item.pk for item in again]).update(ballot=ballot)
    _write_ways(ballot, [seat for seat in seats if seat.party in voters], actor, now)


def quorum_percent(council: Council) -> Decimal:
    """The exact share cut to two decimals: with fewer than 5000 members it lets no smaller number pass."""
    return (Decimal(100) * council.quorum_of / council.quorum_in).quantize(Decimal("0.01"), ROUND_DOWN)


def _asked(items: list[AgendaItem], rule: Threshold) -> Asked:
    """Yes or no to each: as many places as nominees, so that the threshold alone decides."""
    return Asked(
        text=str(items[0].nominee.award),
        seats=len(items),
        options=tuple(Stander(item.party, stands(item)) for item in items),
        threshold_percent=rule.percent,
        base=BASES[rule.base],
        basis=rule.basis[:500],
    )


def stands(item: AgendaItem) -> str:
    nominee = item.nominee
    return ", ".join(filter(None, [nominee.recipient, nominee.post, nominee.unit_name]))[:500]


@operation()
def approve_tellers(
    *, session_id: int, ballot_id: int, user_ids: Collection[int], actor: Actor, now: datetime, reason: str = ""
) -> Ballot:
    """The team that the council approved: each of a different unit, where the council has people of several. While
    enough people neither stand nor serve in a nominated unit, nobody who does counts; else with a reason.

    Raises WrongTellers, NotPrepared.
    """
    session = lock_session(session_id)
    ballot = _own_ballot(session, ballot_id)
    neutral = {each.user_id: each.party for each in candidates_for(session, ballot, now) if each.is_here}
    parties = parties_of(ballot, user_ids, now)
    if len({party for party in neutral.values() if not stands_for(party)}) < len(set(user_ids)):
        # The council of one unit: its people count side by side.
        neutral, parties = (each_alone(found) for found in (neutral, parties))
    facts = [
        telling.TellerFacts(user.pk, parties[user.pk], user.label)
        for user in User.objects.filter(pk__in=user_ids, is_active=True).order_by("pk")
    ]
    return telling.name_tellers(
        ballot_id=ballot.pk, tellers=facts, neutral_parties=neutral.values(), reason=reason, actor=actor, now=now
    )


@operation()
def open_ballot(*, session_id: int, ballot_id: int, actor: Actor, now: datetime) -> Ballot:
    """Open with the members who are present. The caller has asked ``ballots.policies.can_tell``. Raises CannotOpen."""
    session = lock_session(session_id)
    ballot = _own_ballot(session, ballot_id)
    if session.state != SessionState.IN_SESSION:
        raise TransitionNotAllowed
    present = [seat.party for seat in session.seats.filter(presence=Presence.PRESENT)]
    quorum = quorum_percent(session.council)
    return opening.open_ballot(ballot_id=ballot.pk, present=present, quorum_percent=quorum, actor=actor, now=now)


def votes_for(actor: Actor, ballot: Ballot) -> list[Voter]:
    """The actor's own vote in the ballot, as a member of the council."""
    if actor.user_id is None:
        return []
    seats = Seat.objects.filter(member__person__user_id=actor.user_id)
    parties = [seat.party for seat in seats]
    return list(ballot.voters.filter(party__in=parties).order_by("order"))


@operation()
def record_results(*, session_id: int, ballot_id: int, actor: Actor, now: datetime) -> int:
    """Write the certified votes beside each nominee; answers how many are new. Repeating changes nothing.

    A proposal whose nominees all have a result is recommended when one of them is. A nominee taken off the slips
    before the opening is free again. Raises CannotVote.
    """
    session = lock_session(session_id)
    ballot = _own_ballot(session, ballot_id)
    if ballot.state != BallotState.CERTIFIED:
        raise CannotVote(_("Chưa lập biên bản kiểm phiếu."))
    waiting = session.items.filter(ballot=ballot, result=ItemResult.PENDING).select_related("nominee__award")
    items = {item.party: item for item in waiting}
    changed = []
    for question in ballot.questions.select_related("ballot"):
        result = tally(question)
        for option, votes, _place, standing in result.rows:
            if (item := items.get(option.party)) is None:
                continue
            elected = standing == Standing.ELECTED
            item.votes, item.votes_base, item.decided_at = votes, result.base, now
            item.result = ItemResult.RECOMMENDED if elected else ItemResult.NOT_RECOMMENDED
            changed.append(item)
    AgendaItem.objects.bulk_update(changed, ["votes", "votes_base", "result", "decided_at"])
    free_items(ballot)
    if changed:
        after = {str(each): {"votes": f"{each.votes}/{each.votes_base}", "result": each.result} for each in changed}
        record("awards.session.record_results", actor=actor, target=session, at=now, after=after)
        speak({item.nominee.proposal_id for item in changed}, voted=True, actor=actor, now=now)
    return len(changed)


@operation()
def postpone(*, session_id: int, proposal_id: int, reason: str, actor: Actor, now: datetime) -> int:
    """Để lại phiên sau: a proposal on which there was no vote waits for another session; answers how many nominees.

    Raises CannotVote: no reason, slips are made, or nothing is left to put off.
    """
    session = lock_session(session_id)
    if not clean(reason):
        raise CannotVote(_("Ghi lý do để lại phiên sau."), field="reason")
    pending = session.items.filter(nominee__proposal_id=proposal_id, result=ItemResult.PENDING)
    items = list(pending.select_related("nominee__award"))
    if not items or any(item.ballot_id for item in items):
        raise CannotVote(_("Hồ sơ đã có phiếu bầu hoặc đã có kết quả."))
    for item in items:
        item.result, item.note, item.decided_at = ItemResult.POSTPONED, clean(reason)[:500], now
    AgendaItem.objects.bulk_update(items, ["result", "note", "decided_at"])
    after = [str(item) for item in items]
    record("awards.session.postpone", actor=actor, target=session, at=now, after=after, reason=clean(reason))
    speak([proposal_id], voted=False, actor=actor, now=now)
    return len(items)


def _own_ballot(session: CouncilSession, ballot_id: int) -> Ballot:
    return Ballot.objects.get(pk=ballot_id, keeper=session.keeper)
