"""Plain data of Tờ trình cấp trên and its list."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from apps.awards.cluster_places import places_of
from apps.awards.council_enums import ItemResult
from apps.awards.decision_exports import title_of
from apps.awards.legal_bases import legal_bases
from apps.awards.models import AgendaItem, UpwardSubmission
from apps.awards.queries import counted
from apps.catalog.models import AwardTerm
from apps.core.dates import local
from apps.core.shares import percent_of
from apps.documents.domain.signed_copies import represented
from apps.documents.enums import SigningPrefix
from apps.units.models import Unit


@dataclass(frozen=True)
class UpwardRow:
    """One nominee with the council's votes; ``cluster``: its name and rank, where a cluster votes on the award."""

    number: int
    recipient: str
    post: str
    unit_name: str
    award: str
    cluster: str
    is_collective: bool
    achievement: str
    votes: int | None
    base: int | None

    @property
    def percent(self) -> Decimal | None:
        return percent_of(self.votes, self.base)


@dataclass(frozen=True)
class UpwardData:
    """One tờ trình. ``number`` and ``issued_on`` are empty until it is signed and sent. ``head_title``: of the head of
    the body, above the post of who signs for it; empty where it is not known.

    ``council``, ``session_title``, ``held_on``: of the session that recommended; where no council votes,
    ``without_vote`` says why. ``collectives``, ``individuals``: who stands for two awards counts once.
    """

    body: str
    superior: str
    province: str
    head_title: str
    addressed_to: str
    authority: str
    abstract: str
    number: str
    issued_on: date | None
    council: str
    session_title: str
    held_on: date | None
    without_vote: str
    bases: tuple[str, ...]
    awards: tuple[tuple[str, int, int], ...]
    rows: tuple[UpwardRow, ...]
    collectives: int
    individuals: int
    prefix: str
    signer_name: str
    signer_post: str
    illustrative: bool


def upward_data(submission: UpwardSubmission) -> UpwardData:
    """Of a submission read with ``for_list()``; a few queries, whatever the number of nominees."""
    session, organiser, paper = submission.session, submission.organiser, submission.document
    lines = submission.lines.select_related("nominee__award", "nominee__proposal__year").order_by("position", "pk")
    nominees = [line.nominee for line in lines]
    places = places_of(nominees)
    votes = votes_of(submission)
    on = _day(submission)
    body = organiser.name_on(on)
    above = Unit.objects.get_parent(organiser)
    awards: dict[str, list[int]] = {}
    for nominee in nominees:
        awards.setdefault(nominee.award.name, [0, 0])[nominee.is_individual] += 1
    return UpwardData(
        body=body,
        superior=above.name if above else "",
        province=organiser.province,
        head_title=_head_title(submission, body, on),
        addressed_to=submission.addressed_to,
        authority=submission.authority_name,
        abstract=submission.abstract,
        number=paper.symbol if paper else "",
        issued_on=paper.issued_on if paper else None,
        council=session.council.name if session else "",
        session_title=session.title if session else "",
        held_on=session.held_on if session else None,
        without_vote=submission.without_vote,
        bases=legal_bases({each.award.code for each in nominees}, on),
        awards=tuple((name, *counts) for name, counts in awards.items()),
        **counted(nominees),
        rows=tuple(
            UpwardRow(
                number=number,
                recipient=each.recipient,
                post=each.post,
                unit_name=each.unit_name,
                award=each.award.name,
                cluster=str(places.get(each.pk, "")),
                is_collective=not each.is_individual,
                achievement=each.achievement,
                votes=votes.get(each.pk, (None, None))[0],
                base=votes.get(each.pk, (None, None))[1],
            )
            for number, each in enumerate(nominees, start=1)
        ),
        prefix=submission.prefix,
        signer_name=submission.signer_name,
        signer_post=title_of(submission.signer_post, body),
        illustrative=submission.illustrative,
    )


def _head_title(submission: UpwardSubmission, body: str, on: date) -> str:
    """As the catalogue names who decides for this body ("Bộ trưởng" of "Bộ trưởng Bộ Tư pháp"); of a body that it does
    not name, by the post of the deputy ("Phó Cục trưởng": "Cục trưởng"). Who signs under TM. stands for a collective.
    """
    if submission.prefix == SigningPrefix.ON_BEHALF:
        return ""
    named = AwardTerm.objects.in_force(on).filter(authority__endswith=f" {body}").order_by("authority")
    if found := named.values_list("authority", flat=True).first():
        return title_of(found, body)
    post = title_of(submission.signer_post, body)
    return represented(submission.prefix, post)


def _day(submission: UpwardSubmission) -> date:
    """The day whose names and texts are printed: of the paper, before it of the session, else of the last save."""
    if submission.document:
        return submission.document.issued_on
    if submission.session:
        return submission.session.held_on
    return local(submission.saved_at).date()


def votes_of(submission: UpwardSubmission) -> dict[int, tuple[int | None, int | None]]:
    """Nominee → votes and their base in the council; of nobody where none votes."""
    if submission.session_id is None:
        return {}
    items = AgendaItem.objects.filter(session=submission.session_id, result=ItemResult.RECOMMENDED)
    return {pk: (votes, base) for pk, votes, base in items.values_list("nominee_id", "votes", "votes_base")}
