"""Plain data of Phiếu kiểm tra điều kiện, tiêu chuẩn of nominees: what the engine found, as it was kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from apps.awards import queries
from apps.awards.models import AwardProposal, Nominee
from apps.catalog.domain.eligibility import Outcome
from apps.core.dates import local
from apps.registry.letter_reading import CONFIDENTIAL, Line, lines
from apps.registry.models.letter import OUTCOMES
from apps.units.models import Unit


@dataclass(frozen=True)
class Tried:
    """Every condition of one version of the law."""

    version: str
    note: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class CheckedNominee:
    """One nominee for one award. ``tried``: the version that counts first; empty where nothing could be checked, then
    ``reason`` says why. ``missed``: targets that were missed, with the unit's written reason.
    """

    recipient: str
    post: str
    unit_name: str
    award: str
    outcome: int | None
    reason: str
    tried: tuple[Tried, ...]
    missed: tuple[str, ...]
    missed_reason: str


@dataclass(frozen=True)
class EligibilityData:
    """The nominees of one proposal, or one of them. ``received_on``: the day whose rules count."""

    unit_name: str
    superior: str
    province: str
    occasion: str
    addressed_to: str
    received_on: date
    is_received: bool
    checked_at: datetime | None
    nominees: tuple[CheckedNominee, ...]
    illustrative: bool

    def count(self, outcome: Outcome) -> int:
        return sum(each.outcome == outcome for each in self.nominees)


OUTCOME_WORDS = {value: str(label) for value, label in OUTCOMES}


def eligibility_data(proposal: AwardProposal, nominees: Sequence[Nominee]) -> EligibilityData:
    """Of nominees read with their award; a few queries. One file for everybody: what is confidential is never in it."""
    received = queries.first_received(proposal)
    above = Unit.objects.get_parent(proposal.unit)
    return EligibilityData(
        unit_name=proposal.unit_name,
        superior=above.name if above else "",
        province=proposal.unit.province,
        occasion=proposal.occasion,
        addressed_to=proposal.addressed_to,
        received_on=received or local(proposal.saved_at or proposal.created_at).date(),
        is_received=received is not None,
        checked_at=max((each.checked_at for each in nominees if each.checked_at), default=None),
        nominees=tuple(map(_checked, nominees)),
        illustrative=proposal.illustrative,
    )


def _checked(nominee: Nominee) -> CheckedNominee:
    tried = (
        Tried(each["version_label"], each["note"], tuple(lines(each["parts"], CONFIDENTIAL)))
        for each in nominee.findings
    )
    return CheckedNominee(
        recipient=nominee.recipient,
        post=nominee.post,
        unit_name=nominee.unit_name,
        award=nominee.award.name,
        outcome=nominee.outcome,
        reason=nominee.outcome_reason,
        tried=tuple(each for each in tried if each.lines),
        missed=tuple(f"{each['indicator']} ({each['year']})" for each in nominee.missed_targets),
        missed_reason=nominee.missed_reason,
    )
