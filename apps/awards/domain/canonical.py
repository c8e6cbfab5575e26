"""The text that is hashed when a proposal is sent: what was asked for whom, with no ids and no times."""

import hashlib
from collections.abc import Iterable

from apps.awards.models import AwardProposal, Nominee
from apps.core.text import nfc


def hash_of(proposal: AwardProposal, nominees: Iterable[Nominee]) -> str:
    """SHA-256 of unit, type, occasion, years and the lines in order."""
    head = [proposal.unit.code, proposal.type, proposal.occasion, f"{proposal.period_from}-{proposal.period_to}"]
    lines = [
        "\t".join(
            [
                nominee.subject,
                nominee.award.code,
                nominee.recipient,
                nominee.post,
                nominee.unit_name,
                nominee.standing,
                nominee.standing_reason,
                "" if nominee.votes_for is None else f"{nominee.votes_for}/{nominee.votes_base}",
                nominee.missed_reason,
            ]
        )
        for nominee in nominees
    ]
    return hashlib.sha256(nfc("\n".join(["\t".join(head), *lines])).encode()).hexdigest()
