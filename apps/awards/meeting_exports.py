"""Plain data of Biên bản họp bình xét: of the unit's own meeting, or of the conference whose vote it sends on."""

from dataclasses import dataclass

from apps.awards.domain.assessing import asked_of_meeting
from apps.awards.exports import ProposalData, proposal_data
from apps.awards.models import AwardProposal, UnitMeeting
from apps.awards.queries import meeting_of
from apps.ballots.hosts import keeper_id_of
from apps.conferences.minutes_content import minutes_data
from apps.conferences.models import Conference
from apps.conferences.sitting import Sitting


@dataclass(frozen=True)
class UnitMinutesData:
    """Who met and how many; the votes stand in the lines of ``proposal``.

    ``present`` of ``invited`` are people of the unit, or units of a conference (``is_extract``: what its signed minutes
    say of the awards). ``number``: of the signed minutes, empty while they are not filed. ``confirmed``: conditions
    that no file answers and that the meeting stands for, in the words of their rules.
    """

    sitting: Sitting
    present: int
    invited: int
    number: str
    conclusion: str
    confirms_conditions: bool
    confirmed: tuple[str, ...]
    is_extract: bool
    proposal: ProposalData


def unit_minutes_data(proposal: AwardProposal) -> UnitMinutesData:
    """Of a proposal with minutes (``queries.has_minutes``), read with ``for_list()``; a fixed number of queries."""
    data, meeting = proposal_data(proposal), meeting_of(proposal)
    return _of_unit(meeting, data) if meeting else _of_conference(proposal, data)


def _of_unit(meeting: UnitMeeting, data: ProposalData) -> UnitMinutesData:
    sitting = Sitting(
        title=data.occasion,
        kind_label="",
        body=data.unit_name,
        superior=data.superior,
        province=data.province,
        year=data.year,
        next_year=None,
        held_on=meeting.held_on,
        session="",
        place=meeting.place,
        chair_name=meeting.chair_name,
        chair_post="",
        secretary_name=meeting.secretary_name,
        secretary_post="",
        head_title="",
        head_name="",
        illustrative=data.illustrative,
    )
    return UnitMinutesData(
        sitting=sitting,
        present=meeting.present,
        invited=meeting.invited,
        number=meeting.document.symbol if meeting.document else "",
        conclusion=meeting.conclusion,
        confirms_conditions=meeting.confirms_conditions,
        confirmed=_confirmed(meeting),
        is_extract=False,
        proposal=data,
    )


def _confirmed(meeting: UnitMeeting) -> tuple[str, ...]:
    if not meeting.confirmed_facts:
        return ()
    return tuple(label for fact, label in asked_of_meeting(meeting.proposal) if fact in meeting.confirmed_facts)


def _of_conference(proposal: AwardProposal, data: ProposalData) -> UnitMinutesData:
    told = minutes_data(Conference.objects.for_list().get(pk=keeper_id_of(proposal.ballot)))
    return UnitMinutesData(
        sitting=told.sitting,
        present=told.present,
        invited=told.invited,
        number=told.number,
        conclusion=told.conclusion,
        confirms_conditions=False,
        confirmed=(),
        is_extract=True,
        proposal=data,
    )
