"""The counting team (Tổ kiểm phiếu): two or three, each of a different party, neutral where that is possible."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.ballots.domain.keeping import tell
from apps.ballots.domain.keys import make_key_pair
from apps.ballots.domain.preparing import lock_prepared
from apps.ballots.enums import Told
from apps.ballots.models import Ballot, Option, Question, Teller
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.text import clean

FEWEST, MOST = 2, 3
KEY_HOLDERS = 2
TWICE = _("Mỗi thành viên Tổ kiểm phiếu là một người khác nhau.")


class WrongTellers(DomainError):
    """The team may not count this ballot."""


@dataclass(frozen=True)
class TellerFacts:
    """Who counts: the account, the party, how the minutes name the person."""

    user_id: int
    party: str
    label: str
    post: str = ""


def standing_parties(ballot: Ballot) -> set[str]:
    """Parties that stand in any question of the ballot; of a chained question those that stood before, back to the
    first of the chain.
    """
    ids, found = set(), list(ballot.questions.all())
    while found:
        ids |= {question.pk for question in found}
        earlier = {question.among_id for question in found if question.among_id} - ids
        found = list(Question.objects.filter(pk__in=earlier))
    return set(Option.objects.filter(question__in=ids, withdrawn_reason="").values_list("party", flat=True))


@operation()
def name_tellers(
    *,
    ballot_id: int,
    tellers: Iterable[TellerFacts],
    neutral_parties: Iterable[str],
    actor: Actor,
    now: datetime,
    reason: str = "",
) -> Ballot:
    """Write the team that the meeting approved, in place of the one before; keys already made are gone with it.

    ``neutral_parties``: parties from which somebody who does not stand could count. While there are enough of them,
    nobody of a standing party counts; else ``reason`` says why and goes into the minutes. Nobody of the organiser
    counts while the organiser stands. Raises NotPrepared, WrongTellers.
    """
    ballot = lock_prepared(ballot_id)
    team = list(tellers)
    standing = standing_parties(ballot)
    if len({each.user_id for each in team}) != len(team):
        raise WrongTellers(TWICE)
    if not FEWEST <= len(team) <= MOST:
        raise WrongTellers(_("Tổ kiểm phiếu có hai hoặc ba người."))
    if len({each.party for each in team}) != len(team):
        raise WrongTellers(_("Mỗi thành viên Tổ kiểm phiếu là người của một đơn vị khác nhau."))
    if ballot.organiser_party in standing and any(each.party == ballot.organiser_party for each in team):
        raise WrongTellers(_("Đơn vị tổ chức được bình xét: người của đơn vị tổ chức không kiểm phiếu."))
    partial = [each for each in team if each.party in standing]
    if partial and len(set(neutral_parties) - standing) >= len(team):
        names = ", ".join(each.label for each in partial)
        raise WrongTellers(
            _("%(names)s thuộc đơn vị được bình xét hoặc có liên quan, trong khi có đủ người khác.") % {"names": names}
        )
    if partial and not clean(reason):
        raise WrongTellers(
            _("Hãy ghi lý do chọn người của đơn vị được bình xét; lý do in trong biên bản."), field="reason"
        )
    ballot.tellers.all().delete()
    Teller.objects.bulk_create(
        Teller(
            ballot=ballot,
            user_id=each.user_id,
            order=order,
            party=each.party,
            label=each.label,
            post=each.post,
            reason=clean(reason) if each in partial else "",
        )
        for order, each in enumerate(team, start=1)
    )
    after = [each.label for each in team]
    record("ballots.ballot.name_tellers", actor=actor, target=ballot, at=now, after=after, reason=clean(reason))
    tell(Told.TELLERS_NAMED, ballot, actor=actor, now=now)
    return ballot


@operation()
def take_key(*, teller_id: int, actor: Actor, now: datetime) -> str:
    """Make this teller's key; the code is answered once and never stored. Asked again: a new key, a new code.

    The first two who take one hold the keys. Raises NotPrepared, WrongTellers.
    """
    teller = Teller.objects.select_related("ballot").get(pk=teller_id)
    ballot = lock_prepared(teller.ballot_id)
    teller.refresh_from_db()
    if not ballot.is_on_screen:
        raise WrongTellers(_("Bỏ phiếu giấy không cần mã mở phiếu."))
    taken = set(ballot.tellers.exclude(pk=teller.pk).values_list("key_order", flat=True)) - {None}
    free = [order for order in range(1, KEY_HOLDERS + 1) if order not in taken]
    if not free:
        raise WrongTellers(_("Hai thành viên khác đã giữ mã mở phiếu."))
    pair = make_key_pair()
    teller.key_order, teller.public_key, teller.wrapped_key = free[0], pair.public, pair.wrapped
    teller.save()
    record("ballots.teller.take_key", actor=actor, target=ballot, at=now, after=teller.label)
    return pair.code
