"""Sealed codes of a ballot: whoever could vote from the own account hears that a code was made for the vote."""

from collections.abc import Collection
from datetime import datetime

from apps.audit.trail import operation
from apps.ballots.domain.attending import make_code
from apps.ballots.models import Voter
from apps.core.actor import Actor
from apps.core.kept import kept_language
from apps.notifications.domain.sending import notify


@operation()
def hand_out_code(*, voter: Voter, accounts: Collection[int], actor: Actor, now: datetime) -> str:
    """A code for ``voter``; ``accounts``: users who may vote for the party. Answered once. Raises WrongWay."""
    code = make_code(voter_id=voter.pk, has_account=bool(accounts), actor=actor, now=now)
    with kept_language():
        body = (
            f"Tổ kiểm phiếu đã cấp mã bỏ phiếu kín cho {voter.label}. Ai giữ mã thì bỏ phiếu được: nếu không yêu cầu"
            " cấp mã, hãy báo Tổ kiểm phiếu trước khi lập biên bản kiểm phiếu."
        )
        notify("ballots.sealed_code", to=accounts, about=voter.ballot, body=body, actor=actor, now=now)
    return code
