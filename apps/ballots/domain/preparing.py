"""Making a ballot: its rules, questions, who stands, who votes. Nothing of it changes once the ballot is open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.ballots.domain.chaining import let_winners_stand
from apps.ballots.domain.keeping import lock_ballot, tell
from apps.ballots.enums import BallotState, Base, Mode, Told, Way
from apps.ballots.models import Ballot, GroupLimit, Option, Question, Voter
from apps.core.actor import Actor
from apps.core.errors import DomainError, TransitionNotAllowed
from apps.core.text import clean
from apps.core.versions import require_version


class NotPrepared(TransitionNotAllowed):
    """Rules, questions and lists are fixed by the opening."""

    default_message = _("Cuộc bỏ phiếu đã mở: nội dung, danh sách không thay đổi được nữa.")


class WrongQuestion(DomainError):
    """Seats, choices and options do not fit each other."""


@dataclass(frozen=True)
class Rules:
    """How the ballot is held; ``own_party_allowed`` is printed in the minutes either way; ``scope``: of the caller.

    ``members``: all who would vote, where more than the list of this ballot (0: the list is everybody).
    """

    title: str
    mode: str = Mode.PAPER
    own_party_allowed: bool = True
    quorum_percent: Decimal = Decimal(0)
    organiser_party: str = ""
    scope: str = ""
    members: int = 0


@dataclass(frozen=True)
class Stander:
    """Who stands: the caller's key, the printed name, the kind that quotas count by."""

    party: str
    label: str
    group: str = ""


@dataclass(frozen=True)
class Asked:
    """One question; ``among``: id of an earlier question, whose winners then are the options; ``round_of``: of one
    whose tie this one settles.
    """

    text: str
    seats: int
    options: tuple[Stander, ...] = ()
    max_choices: int = 0  # 0: as many as there are seats
    threshold_percent: Decimal = Decimal(0)
    threshold_above: bool = False
    base: str = Base.ALL
    basis: str = ""
    among: int | None = None
    round_of: int | None = None
    limits: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Elector:
    """Who votes: one party by its person; ``way``: as in the vote before this one, where there was one."""

    party: str
    label: str
    person: str = ""
    way: str = ""


def lock_prepared(ballot_id: int) -> Ballot:
    """Raises NotPrepared."""
    ballot = lock_ballot(ballot_id)
    if ballot.state != BallotState.PREPARED:
        raise NotPrepared
    return ballot


@operation()
def prepare(
    *,
    keeper: str,
    keeper_path: str,
    rules: Rules,
    questions: Iterable[Asked],
    voters: Iterable[Elector],
    actor: Actor,
    now: datetime,
    previous: Ballot | None = None,
) -> Ballot:
    """Make a ballot. The caller has asked its own policy. Raises WrongQuestion."""
    last = Ballot.objects.filter(keeper=keeper).aggregate(last=Max("order"))["last"] or 0
    ballot = Ballot.objects.create(
        keeper=keeper,
        keeper_path=keeper_path,
        title=clean(rules.title),
        mode=rules.mode,
        own_party_allowed=rules.own_party_allowed,
        quorum_percent=rules.quorum_percent,
        organiser_party=rules.organiser_party,
        scope=rules.scope,
        members=rules.members,
        order=last + 1,
        previous=previous,
        saved_by_label=actor.label,
        saved_at=now,
    )
    for order, asked in enumerate(questions, start=1):
        add_question(ballot, asked, order)
    write_voters(ballot, voters)
    record("ballots.ballot.prepare", actor=actor, target=ballot, at=now, after={"mode": ballot.mode})
    for voter in ballot.voters.filter(way=Way.WRITING):
        tell(Told.IN_WRITING, ballot, voter=voter, actor=actor, now=now)
    return ballot


def add_question(ballot: Ballot, asked: Asked, order: int) -> Question:
    """Raises WrongQuestion."""
    question = Question(ballot=ballot, order=order)
    change_question(question, asked)
    return question


def change_question(question: Question, asked: Asked) -> None:
    """Write what is asked, who stands and the quota, in place of what was there. Raises WrongQuestion."""
    if asked.seats < 1:
        raise WrongQuestion(_("Số lượng được chọn phải từ 1 trở lên."), field="seats")
    if asked.among is None and len(asked.options) < 1:
        raise WrongQuestion(_("Chưa có đơn vị nào được bình xét."), field="options")
    if len({each.party for each in asked.options}) != len(asked.options):
        raise WrongQuestion(_("Một đơn vị có hai lần trong danh sách bình xét."), field="options")
    question.text, question.basis = clean(asked.text), clean(asked.basis)
    question.seats, question.max_choices = asked.seats, asked.max_choices or asked.seats
    question.threshold_percent, question.threshold_above = asked.threshold_percent, asked.threshold_above
    question.base, question.among_id, question.round_of_id = asked.base, asked.among, asked.round_of
    question.save()
    question.options.all().delete()
    write_options(question, asked.options)
    if question.among_id and question.among.ballot.state == BallotState.CERTIFIED:
        let_winners_stand(question)
    question.group_limits.all().delete()
    GroupLimit.objects.bulk_create(
        GroupLimit(question=question, group=group, most=most) for group, most in asked.limits.items()
    )


def write_options(question: Question, standers: Iterable[Stander]) -> None:
    Option.objects.bulk_create(
        Option(question=question, number=number, party=each.party, label=each.label, group=each.group)
        for number, each in enumerate(standers, start=1)
    )


def write_voters(ballot: Ballot, electors: Iterable[Elector]) -> None:
    """On paper unless the whole ballot is on screen; who was absent, or chose the way, does so again."""
    way = Way.SCREEN if ballot.mode == Mode.SCREEN else Way.PAPER
    kept = Way.values if ballot.mode == Mode.MIXED else (Way.WRITING,)
    Voter.objects.bulk_create(
        Voter(
            ballot=ballot,
            order=order,
            party=each.party,
            label=each.label,
            person=each.person,
            way=each.way if each.way in kept else way,
        )
        for order, each in enumerate(electors, start=1)
    )


def lock_version(ballot_id: int, version: int) -> Ballot:
    """For who changes what is prepared. Raises NotPrepared, StaleVersion."""
    ballot = lock_prepared(ballot_id)
    require_version(ballot, version)
    return ballot


def save_prepared(ballot: Ballot, actor: Actor, now: datetime) -> None:
    """The next version, with who made it."""
    ballot.version += 1
    ballot.saved_by_label, ballot.saved_at = actor.label, now
    ballot.save()


@operation()
def change_rules(*, ballot_id: int, rules: Rules, version: int, actor: Actor, now: datetime) -> Ballot:
    """The scope stays. Raises NotPrepared, StaleVersion."""
    ballot = lock_version(ballot_id, version)
    before = {"mode": ballot.mode, "own_party_allowed": ballot.own_party_allowed}
    ballot.title, ballot.mode = clean(rules.title), rules.mode
    ballot.own_party_allowed, ballot.quorum_percent = rules.own_party_allowed, rules.quorum_percent
    ballot.organiser_party, ballot.members = rules.organiser_party, rules.members
    save_prepared(ballot, actor, now)
    if ballot.mode != Mode.MIXED:
        way = Way.SCREEN if ballot.mode == Mode.SCREEN else Way.PAPER
        ballot.voters.exclude(way=Way.WRITING).update(way=way)
    if not ballot.is_on_screen:  # codes and keys of a vote on screen go: nothing may open what is not sealed
        ballot.voters.update(code_hash="")
        ballot.tellers.update(key_order=None, public_key=None, wrapped_key=None)
    after = {"mode": ballot.mode, "own_party_allowed": ballot.own_party_allowed}
    record("ballots.ballot.change", actor=actor, target=ballot, at=now, before=before, after=after)
    return ballot


@operation()
def replace_voters(*, ballot_id: int, voters: Iterable[Elector], actor: Actor, now: datetime) -> Ballot:
    """The list as a whole, before the opening; who stays on it keeps the way of voting. Raises NotPrepared."""
    ballot = lock_prepared(ballot_id)
    before = list(ballot.voters.values_list("party", flat=True))
    ways = dict(ballot.voters.values_list("party", "way"))
    ballot.voters.all().delete()
    write_voters(ballot, voters)
    for voter in ballot.voters.filter(party__in=ways):
        Voter.objects.filter(pk=voter.pk).update(way=ways[voter.party])
    after = list(ballot.voters.values_list("party", flat=True))
    record("ballots.ballot.list_voters", actor=actor, target=ballot, at=now, before=before, after=after)
    return ballot


@operation()
def withdraw_option(*, option_id: int, reason: str, actor: Actor, now: datetime) -> Option:
    """A party does not stand any longer; its line stays with the reason. Raises NotPrepared, WrongQuestion."""
    option = Option.objects.select_related("question").get(pk=option_id)
    ballot = lock_prepared(option.question.ballot_id)
    if not clean(reason):
        raise WrongQuestion(_("Hãy ghi lý do rút khỏi danh sách bình xét."), field="reason")
    option.withdrawn_reason = clean(reason)
    option.save()
    save_prepared(ballot, actor, now)
    record("ballots.option.withdraw", actor=actor, target=ballot, at=now, after=option.label, reason=clean(reason))
    return option
