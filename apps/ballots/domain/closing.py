"""Closing: with both codes the envelopes are opened in memory, shuffled, and written as slips that know no voter."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime

from cryptography.exceptions import InvalidTag
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.ballots.domain.casting import place_of, questions_of
from apps.ballots.domain.envelopes import unseal
from apps.ballots.domain.keeping import lock_ballot, tell
from apps.ballots.domain.keys import private_key
from apps.ballots.domain.marks import check_marks, unpack
from apps.ballots.domain.opening import LEAST_ON_SCREEN
from apps.ballots.enums import Mode, Told
from apps.ballots.models import Ballot, Receipt, Slip, Teller, Voter
from apps.ballots.workflow import BALLOT_FLOW
from apps.core.actor import Actor
from apps.core.errors import DomainError

NOBODY_VOTED = _(
    "Chưa ghi ai đã bỏ phiếu. Ghi phiếu giấy vào hòm trước khi đóng; không ai bỏ phiếu thì hủy cuộc bỏ phiếu."
)


class WrongKey(DomainError):
    """A teller's code does not open the key; ``field`` names the teller."""


class CannotClose(DomainError):
    """The slips cannot be opened now."""


@operation()
def close_ballot(*, ballot_id: int, codes: Mapping[int, str], actor: Actor, now: datetime) -> Ballot:
    """End the vote; ``codes``: the code of each key holder by teller id (none on paper).

    In one transaction: slips and receipts are written, envelopes and wrapped keys deleted. Votes in flight finish
    first or are refused. Raises TransitionNotAllowed, WrongKey, CannotClose.
    """
    ballot = lock_ballot(ballot_id)
    before = ballot.state
    ballot.state = BALLOT_FLOW.target("close", before)
    voters = list(ballot.voters.select_for_update().order_by("pk"))
    sealed = [voter for voter in voters if voter.envelope is not None]
    if not any(voter.has_voted for voter in voters):
        raise CannotClose(NOBODY_VOTED)  # slips in the box that nobody noted would be lost, and zero votes certified
    if ballot.is_on_screen:
        _require_company(ballot, voters)
        _open_envelopes(ballot, sealed, _keys(ballot, codes))
    elif sealed:
        raise _cannot_open(sealed[0])  # no vote is thrown away
    Voter.objects.filter(ballot=ballot).update(envelope=None, code_hash="")
    ballot.tellers.update(wrapped_key=None)
    ballot.closed_at, ballot.closed_by_label = now, actor.label
    ballot.save()
    after = {"state": ballot.state, "voted": sum(voter.has_voted for voter in voters), "voters": len(voters)}
    record("ballots.ballot.close", actor=actor, target=ballot, at=now, before={"state": before}, after=after)
    tell(Told.CLOSED, ballot, actor=actor, now=now)
    return ballot


def _keys(ballot: Ballot, codes: Mapping[int, str]) -> list:
    """Private keys, the inner one first. Every wrong code is told at once."""
    holders = list(Teller.objects.filter(ballot=ballot, key_order__isnull=False).order_by("key_order"))
    keys = [private_key(bytes(holder.wrapped_key), codes.get(holder.pk, "")) for holder in holders]
    wrong = [holder for holder, key in zip(holders, keys, strict=True) if key is None]
    if wrong:
        names = ", ".join(holder.label for holder in wrong)
        raise WrongKey(_("Mã mở phiếu của %(names)s không đúng.") % {"names": names}, field=f"code-{wrong[0].pk}")
    return keys


def _require_company(ballot: Ballot, voters: list[Voter]) -> None:
    """One or two slips of a kind, on screen or on paper beside a screen, would show who chose what."""
    on_screen = sum(voter.envelope is not None for voter in voters)
    on_paper = sum(voter.has_voted for voter in voters) - on_screen
    if 0 < on_screen < LEAST_ON_SCREEN:
        told = _("Mới có %(n)s phiếu trên màn hình: mở ra sẽ lộ lựa chọn. Chờ thêm.")
        if ballot.mode == Mode.MIXED:
            told = _(
                "Mới có %(n)s phiếu trên màn hình: mở ra sẽ lộ lựa chọn."
                " Chờ thêm, hoặc để những người đó bỏ lại bằng phiếu giấy."
            )
        raise CannotClose(told % {"n": on_screen})
    if on_screen and 0 < on_paper < LEAST_ON_SCREEN:
        raise CannotClose(
            _(
                "Chỉ có %(n)s phiếu giấy bên cạnh phiếu trên màn hình: đếm sẽ lộ lựa chọn."
                " Trả lại phiếu để những người đó bỏ phiếu trên màn hình."
            )
            % {"n": on_paper}
        )


def _cannot_open(voter: Voter) -> CannotClose:
    told = _("Phong bì của %(who)s không mở được: dữ liệu đã bị sửa. Hãy hủy và bỏ phiếu lại.")
    return CannotClose(told % {"who": voter.label})


def _open_envelopes(ballot: Ballot, sealed: Iterable[Voter], keys: list) -> None:
    questions = questions_of(ballot)
    slips, receipts = {question.pk: [] for question in questions}, []
    for voter in sealed:
        try:
            content = unseal(bytes(voter.envelope), inner=keys[0], outer=keys[1], place=place_of(voter))
        except InvalidTag as error:
            raise _cannot_open(voter) from error
        marks, receipt = unpack(content, questions)
        # Who one's own party is was asked at the vote, of the party of that moment: units may have merged since.
        check_marks(marks, questions, party=voter.party, own_party_allowed=True)
        receipts.append(Receipt(ballot=ballot, code=receipt))
        for question_id, numbers in marks.items():
            slips[question_id].append(Slip(question_id=question_id, numbers=numbers))
    for rows in [*slips.values(), receipts]:
        secrets.SystemRandom().shuffle(rows)
    for rows in slips.values():
        Slip.objects.bulk_create(rows)
    Receipt.objects.bulk_create(receipts)
