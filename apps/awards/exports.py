"""Plain data of the papers of a proposal: Danh sách đề nghị khen thưởng and Tờ trình."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from apps.awards import queries, rules
from apps.awards.cluster_places import places_of
from apps.awards.enums import PaperKind, ProposalState
from apps.awards.legal_bases import legal_bases
from apps.awards.models import AwardProposal, Nominee, ProposalSubmission, UnitMeeting
from apps.catalog.enums import Subject
from apps.core.dates import local
from apps.core.shares import percent_of
from apps.documents.exports import HandSigner, hand_signer
from apps.registry.enums import Standing
from apps.units.models import Unit


@dataclass(frozen=True)
class NomineeLine:
    """One collective or person with one award; ``votes`` of ``base`` where there was a vote.

    ``cluster``: where a cluster votes on the award, its name and the rank in it as it was published.
    ``standing``: former, seconded, … with the reason. ``missed``: targets that were missed, ``missed_reason``: why it
    is proposed nevertheless.
    """

    number: int
    recipient: str
    post: str
    unit_name: str
    award: str
    is_collective: bool
    standing: str
    achievement: str
    cluster: str
    votes: int | None
    base: int | None
    missed: tuple[str, ...]
    missed_reason: str

    @property
    def percent(self) -> Decimal | None:
        return percent_of(self.votes, self.base)


@dataclass(frozen=True)
class AwardCount:
    """How many collectives and persons are proposed for one award."""

    award: str
    collectives: int
    individuals: int


@dataclass(frozen=True)
class MeetingLine:
    """The unit's own meeting (họp bình xét)."""

    held_on: date
    chair: str
    present: int
    invited: int
    conclusion: str


@dataclass(frozen=True)
class ProposalData:
    """One proposal. ``collectives`` and ``individuals`` count recipients: who stands for two awards counts once.

    ``receipt``, ``sent_at``, ``signed_by``, ``signer``, ``number``: of the sending in force; empty while the unit may
    change it. ``number`` and ``signer`` are those of the signed copy, ``signed_by`` is who confirmed on screen.
    ``proxy_by``: who typed it from the paper that arrived on ``received_on``; empty for the unit itself.
    """

    unit_name: str
    superior: str
    province: str
    year: int
    type_label: str
    occasion: str
    addressed_to: str
    receiver: str
    period_from: int
    period_to: int
    grounds: tuple[str, ...]
    bases: tuple[str, ...]
    meeting: MeetingLine | None
    awards: tuple[AwardCount, ...]
    lines: tuple[NomineeLine, ...]
    collectives: int
    individuals: int
    reports: int
    number: str
    signer: HandSigner | None
    signed_by: str
    sent_at: datetime | None
    receipt: str
    sha256: str
    illustrative: bool
    is_withdrawn: bool
    proxy_by: str = ""
    received_on: date | None = None

    @property
    def is_sent(self) -> bool:
        return self.sent_at is not None


def proposal_data(proposal: AwardProposal) -> ProposalData:
    """Of a proposal read with ``for_list()``, in a fixed number of queries."""
    nominees = proposal.nominees.select_related("award", "proposal__year").defer("findings")
    nominees = list(nominees.in_order())
    withdrawn = proposal.state == ProposalState.WITHDRAWN
    sent = None if proposal.is_editable or withdrawn else queries.current_submission(proposal)
    counts = queries.recipients(proposal.nominees.all())
    copy = sent.signed_copy if sent else None
    above = Unit.objects.get_parent(proposal.unit)
    return ProposalData(
        unit_name=proposal.unit_name,
        superior=above.name if above else "",
        province=proposal.unit.province,
        year=proposal.year.year,
        type_label=str(proposal.get_type_display()),
        occasion=proposal.occasion,
        addressed_to=proposal.addressed_to,
        receiver=proposal.year.organiser.name,
        period_from=proposal.period_from,
        period_to=proposal.period_to,
        grounds=tuple(line.strip() for line in proposal.grounds.split("\n") if line.strip()),
        bases=legal_bases({each.award.code for each in nominees}, _day(proposal, sent)),
        meeting=_meeting(queries.meeting_of(proposal)),
        awards=_counts(nominees),
        lines=_lines(nominees),
        collectives=counts["collectives"],
        individuals=counts["individuals"],
        reports=_reports(proposal),
        number=copy.number if copy else "",
        signer=hand_signer(copy),
        signed_by=sent.signed_by_label if sent else "",
        sent_at=sent.sent_at if sent else None,
        receipt=(sent.receipt_number or "") if sent else "",
        sha256=sent.sha256 if sent else "",
        illustrative=proposal.illustrative,
        is_withdrawn=withdrawn,
        proxy_by=sent.proxy_by_label if sent else "",
        received_on=_arrived(proposal, sent) if sent else None,
    )


def _arrived(proposal: AwardProposal, sent: ProposalSubmission) -> date:
    """The day of the paper typed last; the sending keeps that of the first one, whose rules count."""
    return proposal.proxy_received_on or sent.received_on


def _reports(proposal: AwardProposal) -> int:
    """Written here or cited: of nominees, and those of the whole dossier."""
    whole = proposal.papers.filter(nominee=None, item_code__in=rules.items_of(PaperKind.REPORT))
    return proposal.nominees.filter(queries.reported()).count() + whole.count()


def _day(proposal: AwardProposal, sent: ProposalSubmission | None) -> date:
    """The day whose texts are named: that of the receipt, before it that of the last change."""
    return sent.received_on if sent else local(proposal.saved_at or proposal.created_at).date()


def _meeting(meeting: UnitMeeting | None) -> MeetingLine | None:
    if meeting is None:
        return None
    return MeetingLine(meeting.held_on, meeting.chair_name, meeting.present, meeting.invited, meeting.conclusion)


def _counts(nominees: list[Nominee]) -> tuple[AwardCount, ...]:
    """Awards in the order of the law."""
    found: dict[int, list[Nominee]] = {}
    for nominee in sorted(nominees, key=lambda each: (each.award.order, each.award.code)):
        found.setdefault(nominee.award_id, []).append(nominee)
    return tuple(
        AwardCount(
            each[0].award.name,
            sum(one.subject == Subject.COLLECTIVE for one in each),
            sum(one.is_individual for one in each),
        )
        for each in found.values()
    )


def _lines(nominees: list[Nominee]) -> tuple[NomineeLine, ...]:
    """Collectives, then persons, each numbered from 1."""
    found, numbers, places = [], {}, places_of(nominees)
    for nominee in nominees:
        numbers[nominee.subject] = numbers.get(nominee.subject, 0) + 1
        found.append(_line(numbers[nominee.subject], nominee, str(places.get(nominee.pk, ""))))
    return tuple(found)


def _line(number: int, nominee: Nominee, cluster: str) -> NomineeLine:
    standing = "" if nominee.standing == Standing.OFFICIAL else nominee.get_standing_display()
    return NomineeLine(
        number=number,
        recipient=nominee.recipient,
        post=nominee.post,
        unit_name=nominee.unit_name,
        award=nominee.award.name,
        is_collective=not nominee.is_individual,
        standing=f"{standing}: {nominee.standing_reason}" if standing else "",
        achievement=nominee.achievement,
        cluster=cluster,
        votes=nominee.votes_for,
        base=nominee.votes_base,
        missed=tuple(_missed(each) for each in nominee.missed_targets),
        missed_reason=nominee.missed_reason,
    )


def _missed(target: dict) -> str:
    told = f"{target['indicator']} năm {target['year']}: chỉ tiêu {target['target']}"
    return f"{told}, kết quả {target['result']}" if target.get("result") else told
