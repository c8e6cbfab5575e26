"""From when on the papers of the units hold, and since when not: what was sent or signed, for the page of a code.

A file that was made before its paper was sent or signed is a draft, also the one that was printed to be signed: what
was signed is the scan that lies with the sending.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Model, Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _

from apps.awards import enums as award_enums
from apps.awards.models import AwardDecision, AwardProposal, CouncilSession, UpwardSubmission
from apps.ballots.enums import BallotState
from apps.ballots.models import Ballot
from apps.clusters.enums import PlanState
from apps.clusters.models import ActivityPlan
from apps.conferences.enums import ConferenceState
from apps.conferences.models import Attendee, Conference
from apps.documents.standing import Validity
from apps.periodic_reports import enums as report_enums
from apps.periodic_reports.models import PeriodicReport
from apps.pledges.enums import PledgeState
from apps.pledges.models import Pledge
from apps.registrations import enums as registration_enums
from apps.registrations.models import Consolidation, TitleRegistration
from apps.reports.decision_standing import read_decisions
from apps.reports.in_hand import Span, in_hand, read_trail, signed_at
from apps.scoring.consultation_enums import ReplyState
from apps.scoring.enums import MinutesState, SheetState
from apps.scoring.models import ConsultationReply, ScoreSheet, SheetVersion, VerificationMinutes

# Papers of which only the trail tells when they were in hand again.
TAKEN_UP_AGAIN = (AwardProposal, ScoreSheet, TitleRegistration, PeriodicReport, ConsultationReply, Pledge, Conference)


@dataclass(frozen=True)
class Life:
    """``moments``: when it was sent or signed, each time anew, in order; ``holds``: it lies sent or signed now.

    ``in_hand``: from when until when it was in hand again; what was typed then and did not go is a draft for ever.
    """

    moments: list[datetime]
    holds: bool = True
    withdrawn: bool = False
    replaced: bool = False
    in_hand: tuple[Span, ...] = ()

    def at(self, data_at: datetime) -> tuple[str, str]:
        """Validity, and its note, of a file with the data of that moment."""
        if self.withdrawn:
            return Validity.CANCELLED, _("Hồ sơ đã rút, hủy.")
        if not self._had_gone(data_at):
            return Validity.DRAFT, _("Tệp kết xuất trước khi hồ sơ được gửi, ký.")
        if not self.lay_sent(data_at):
            return Validity.DRAFT, _("Tệp kết xuất khi hồ sơ đang được sửa, bổ sung.")
        if self.replaced or data_at < self.moments[-1]:
            return Validity.REPLACED, _("Hồ sơ đã được gửi, ký lại sau khi kết xuất tệp.")
        if not self.holds:
            return Validity.DRAFT, _("Hồ sơ đang được sửa, bổ sung.")
        return Validity.VALID, ""

    def lay_sent(self, at: datetime) -> bool:
        """Whether it lay sent or signed at that moment, whatever became of it since."""
        taken = any(since <= at and (until is None or at < until) for since, until in self.in_hand)
        return self._had_gone(at) and not taken

    def _had_gone(self, at: datetime) -> bool:
        return bool(self.moments) and self.moments[0] <= at


def life_of(about: Model) -> Life | None:
    """None for a kind that is neither sent nor signed, such as statistics."""
    rule = RULES.get(type(about))
    return rule(about) if rule else None


def read_ahead(objects: Iterable[Model]) -> None:
    """What the rules ask of papers that come in one file, or are asked for together, by the dozen: sheets of a cluster,
    letters to a meeting, decisions.
    """
    objects = list(objects)
    read_decisions(each for each in objects if isinstance(each, AwardDecision))
    prefetch_related_objects([each for each in objects if isinstance(each, Attendee)], "conference")
    sheets = [each for each in objects if isinstance(each, ScoreSheet)]
    moments = SheetVersion.objects.only("sheet_id", "locked_at").order_by()
    prefetch_related_objects(sheets, Prefetch("versions", moments))
    read_trail(each for each in objects if isinstance(each, TAKEN_UP_AGAIN))


def _once(moment: datetime | None, *, holds: bool = True, withdrawn: bool = False) -> Life:
    return Life([moment] if moment else [], holds, withdrawn)


def _moments(rows, field: str) -> list[datetime]:
    return list(rows.exclude(**{field: None}).order_by(field).values_list(field, flat=True))


def _again(row: Model, moments: list[datetime], *, holds: bool, withdrawn: bool = False) -> Life:
    """Of a paper that is given back, reopened, signed anew."""
    return Life(moments, holds, withdrawn, in_hand=in_hand(row, moments, holds=holds and not withdrawn))


def _proposal(row: AwardProposal) -> Life:
    sent, withdrawn = row.state not in award_enums.EDITABLE, row.state == award_enums.ProposalState.WITHDRAWN
    return _again(row, _moments(row.submissions, "sent_at"), holds=sent, withdrawn=withdrawn)


def _sheet(row: ScoreSheet) -> Life:
    with_unit = (SheetState.SELF_SCORING, SheetState.RETURNED, SheetState.NOT_SUBMITTED)
    moments = sorted(each.locked_at for each in row.versions.all() if each.locked_at)
    return _again(row, moments, holds=row.state not in with_unit)


def _registration(row: TitleRegistration) -> Life:
    return _again(row, _moments(row.versions, "sent_at"), holds=row.state in registration_enums.HELD)


def _report(row: PeriodicReport) -> Life:
    return _again(row, _moments(row.versions, "locked_at"), holds=row.state in report_enums.SENT)


def _reply(row: ConsultationReply) -> Life:
    return _again(row, _moments(row.sendings, "sent_at"), holds=row.state == ReplyState.SENT)


def _pledge(row: Pledge) -> Life:
    """Each version is signed with its last signature; one that is open for signing replaces those before it. Of one
    that is open again because a single unit signs anew nobody knows that it was complete once.
    """
    versions = row.versions.filter(signatures__withdrawn_at=None).exclude(frozen_at=None)
    if is_open := row.state == PledgeState.OPEN:
        versions = versions.exclude(pk=row.in_force_id)
    moments = list(versions.annotate(at=Max("signatures__signed_at")).exclude(at=None).values_list("at", flat=True))
    if is_open:
        moments.append(row.in_force.frozen_at)
    return _again(row, sorted(moments), holds=row.state in (PledgeState.SIGNED, PledgeState.CLOSED))


def _consolidation(row: Consolidation) -> Life:
    later = Consolidation.objects.filter(cluster_year=row.cluster_year_id, line=row.line, number__gt=row.number)
    return Life([row.sent_at], replaced=later.exists())


def _meeting(row: Conference) -> Life:
    minutes = getattr(row, "minutes", None)
    copy = minutes and minutes.signed_copy
    moments = signed_at(row) or ([copy.created_at] if copy else [])
    return _again(row, moments, holds=bool(copy), withdrawn=row.state == ConferenceState.CALLED_OFF)


RULES: dict[type[Model], Callable[[Model], Life]] = {
    AwardProposal: _proposal,
    ScoreSheet: _sheet,
    TitleRegistration: _registration,
    PeriodicReport: _report,
    Pledge: _pledge,
    Consolidation: _consolidation,
    Conference: _meeting,
    ConsultationReply: _reply,
    VerificationMinutes: lambda row: _once(row.signed_at, holds=row.state == MinutesState.SIGNED),
    CouncilSession: lambda row: _once(row.minutes_copy and row.minutes_copy.created_at),
    UpwardSubmission: lambda row: _once(row.sent_at),
    Attendee: lambda row: _once(row.invited_at, withdrawn=row.conference.state == ConferenceState.CALLED_OFF),
    ActivityPlan: lambda row: _once(row.issued_at, holds=row.state == PlanState.ISSUED),
    Ballot: lambda row: _once(row.certified_at, withdrawn=row.state == BallotState.VOID),
}
