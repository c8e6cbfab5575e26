"""From when on the papers of the units hold, and since when not: what was sent or signed, for the page of a code.

A file that was made before its paper was sent or signed is a draft, also the one that was printed to be signed: what
was signed is the scan that lies with the sending.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Model, Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _

from apps.audit.models import Entry
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
from apps.scoring.consultation_enums import ReplyState
from apps.scoring.enums import MinutesState, SheetState
from apps.scoring.models import ConsultationReply, ScoreSheet, SheetVersion, VerificationMinutes


@dataclass(frozen=True)
class Life:
    """``moments``: when it was sent or signed, each time anew, in order; ``holds``: it lies sent or signed now.

    ``in_hand``: from when until when it was open again (Mở lại) and closed by its hour; what was typed then never went.
    """

    moments: list[datetime]
    holds: bool = True
    withdrawn: bool = False
    replaced: bool = False
    in_hand: tuple[tuple[datetime, datetime], ...] = ()

    def at(self, data_at: datetime) -> tuple[str, str]:
        """Validity, and its note, of a file with the data of that moment."""
        if self.withdrawn:
            return Validity.CANCELLED, _("Hồ sơ đã rút, hủy.")
        if not self.had_gone(data_at):
            return Validity.DRAFT, _("Tệp kết xuất trước khi hồ sơ được gửi, ký.")
        if self.replaced or data_at < self.moments[-1]:
            return Validity.REPLACED, _("Hồ sơ đã được gửi, ký lại sau khi kết xuất tệp.")
        if not self.holds or any(since <= data_at < until for since, until in self.in_hand):
            return Validity.DRAFT, _("Hồ sơ đang được sửa, bổ sung.")
        return Validity.VALID, ""

    def had_gone(self, data_at: datetime) -> bool:
        """Whether it had been sent or signed by that moment."""
        return bool(self.moments) and self.moments[0] <= data_at


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


def _once(moment: datetime | None, *, holds: bool = True, withdrawn: bool = False) -> Life:
    return Life([moment] if moment else [], holds, withdrawn)


def _moments(rows, field: str) -> list[datetime]:
    return list(rows.exclude(**{field: None}).order_by(field).values_list(field, flat=True))


def _in_hand(row: Model) -> tuple[tuple[datetime, datetime], ...]:
    """From each reopening that its hour closed to that hour, as the trail tells."""
    told = Entry.objects.filter(target_key=f"{row._meta.label_lower}:{row.pk}").order_by("at", "pk")
    found, since = [], None
    for action, at in told.filter(action__regex=r"\.(reopen|close_again)$").values_list("action", "at"):
        if action.endswith(".reopen"):
            since = at
        elif since is not None:
            found.append((since, at))
    return tuple(found)


def _proposal(row: AwardProposal) -> Life:
    sent, withdrawn = row.state not in award_enums.EDITABLE, row.state == award_enums.ProposalState.WITHDRAWN
    return Life(_moments(row.submissions, "sent_at"), sent, withdrawn)


def _sheet(row: ScoreSheet) -> Life:
    in_hand = (SheetState.SELF_SCORING, SheetState.RETURNED, SheetState.NOT_SUBMITTED)
    return Life(sorted(each.locked_at for each in row.versions.all() if each.locked_at), row.state not in in_hand)


def _registration(row: TitleRegistration) -> Life:
    return Life(_moments(row.versions, "sent_at"), row.state in registration_enums.HELD, in_hand=_in_hand(row))


def _report(row: PeriodicReport) -> Life:
    return Life(_moments(row.versions, "locked_at"), row.state in report_enums.SENT, in_hand=_in_hand(row))


def _pledge(row: Pledge) -> Life:
    """Each version is signed with its last signature; one that is open for signing replaces those before it."""
    versions = row.versions.filter(signatures__withdrawn_at=None).exclude(frozen_at=None)
    if is_open := row.state == PledgeState.OPEN:
        versions = versions.exclude(pk=row.in_force_id)
    moments = list(versions.annotate(at=Max("signatures__signed_at")).exclude(at=None).values_list("at", flat=True))
    if is_open:
        moments.append(row.in_force.frozen_at)
    return Life(sorted(moments), row.state in (PledgeState.SIGNED, PledgeState.CLOSED))


def _consolidation(row: Consolidation) -> Life:
    later = Consolidation.objects.filter(cluster_year=row.cluster_year_id, line=row.line, number__gt=row.number)
    return Life([row.sent_at], replaced=later.exists())


def _meeting(row: Conference) -> Life:
    minutes = getattr(row, "minutes", None)
    signed = minutes.signed_copy.created_at if minutes and minutes.signed_copy else None
    return _once(signed, withdrawn=row.state == ConferenceState.CALLED_OFF)


RULES: dict[type[Model], Callable[[Model], Life]] = {
    AwardProposal: _proposal,
    ScoreSheet: _sheet,
    TitleRegistration: _registration,
    PeriodicReport: _report,
    Pledge: _pledge,
    Consolidation: _consolidation,
    Conference: _meeting,
    ConsultationReply: lambda row: Life(_moments(row.sendings, "sent_at"), row.state == ReplyState.SENT),
    VerificationMinutes: lambda row: _once(row.signed_at, holds=row.state == MinutesState.SIGNED),
    CouncilSession: lambda row: _once(row.minutes_copy and row.minutes_copy.created_at),
    UpwardSubmission: lambda row: _once(row.sent_at),
    Attendee: lambda row: _once(row.invited_at, withdrawn=row.conference.state == ConferenceState.CALLED_OFF),
    ActivityPlan: lambda row: _once(row.issued_at, holds=row.state == PlanState.ISSUED),
    Ballot: lambda row: _once(row.certified_at, withdrawn=row.state == BallotState.VOID),
}
