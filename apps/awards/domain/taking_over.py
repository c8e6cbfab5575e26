"""Proposals made without retyping: from the unit's registration, from what a meeting voted."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.audit.trail import operation
from apps.awards import queries, rules
from apps.awards.domain.assessing import refresh
from apps.awards.domain.dossier import file_paper
from apps.awards.domain.making import Batch, open_proposal, yearly_batch
from apps.awards.domain.nominees import NomineeInput, add_nominees
from apps.awards.enums import PaperKind
from apps.awards.models import AwardProposal
from apps.ballots.domain.outcome import tally, winners
from apps.ballots.enums import BallotState
from apps.ballots.models import Question
from apps.catalog.enums import Subject
from apps.catalog.models import AwardType
from apps.catalog.queries import dossier
from apps.conferences.domain.voting import unit_of
from apps.conferences.enums import MinutesState
from apps.conferences.models import Conference
from apps.core.actor import Actor
from apps.core.dates import format_date, local
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.documents.domain.citing import file_document
from apps.documents.domain.files import attach_file
from apps.registrations.models import TitleRegistration, VersionRow
from apps.registry.enums import Standing
from apps.units.models import Unit


class NothingSent(DomainError):
    default_message = gettext_lazy("Đăng ký chưa gửi, hoặc không có dòng nào với danh hiệu, hình thức đã chọn.")


class NotCertified(DomainError):
    default_message = gettext_lazy("Chưa lập biên bản kiểm phiếu: chưa lập được tờ trình từ kết quả bình xét.")


class MinutesNotSigned(DomainError):
    default_message = gettext_lazy("Biên bản hội nghị chưa ký: tờ trình lập sau khi biên bản được ký.")


class NoAwardChosen(DomainError):
    default_message = gettext_lazy("Chọn danh hiệu cho ít nhất một nội dung bỏ phiếu.")


@operation()
def from_registration(
    *,
    registration_id: int,
    actor: Actor,
    now: datetime,
    award_ids: tuple[int, ...] = (),
    row_ids: Collection[int] | None = None,
    batch: Batch | None = None,
) -> AwardProposal:
    """Lấy từ đăng ký thi đua: the rows that were sent last, all, those of some awards or those that were chosen.

    Who left since is told with the row: nothing is written by halves. Rows that stand in a living proposal of the
    registration are not taken twice; where all do, that proposal is the answer. The caller has asked
    ``policies.can_begin_from``. Raises NothingSent, NomineesRefused and what ``open_proposal`` raises.
    """
    registration = _one_at_a_time(TitleRegistration.objects.for_list(), registration_id)
    rows = queries.rows_sent(registration)
    rows = [row for row in rows if not award_ids or row.award_id in award_ids]
    rows = [row for row in rows if row_ids is None or row.pk in row_ids]
    if not rows:
        raise NothingSent
    taken = queries.taken_from(registration)
    if there := [taken[key] for row in rows if (key := queries.row_key(row)) in taken]:
        rows = [row for row in rows if queries.row_key(row) not in taken]
    if not rows:
        return AwardProposal.objects.for_list().get(pk=max(there))
    year = registration.cluster_year.year
    with kept_language():
        batch = batch or yearly_batch(year.year)
    proposal = open_proposal(
        unit_id=registration.unit_id,
        year_id=year.pk,
        batch=batch,
        registration_id=registration.pk,
        actor=actor,
        now=now,
    )
    add_nominees(proposal_id=proposal.pk, lines=[_of_row(row) for row in rows], actor=actor, now=now)
    return proposal


def _one_at_a_time(source, pk: int):
    """What proposals are made from, under its lock: two who press at once make one."""
    return source.select_for_update(of=("self",), no_key=True).get(pk=pk)


def _of_row(row: VersionRow) -> NomineeInput:
    outside = row.person_id is None and row.unit_id is None
    with kept_language():
        reason = _("Đăng ký theo tên, chưa có hồ sơ") if outside else ""
    return NomineeInput(
        award_id=row.award_id,
        subject=row.subject,
        name=row.name,
        person_id=row.person_id,
        unit_id=row.unit_id,
        post=row.post,
        standing=Standing.OUTSIDE if outside else Standing.OFFICIAL,
        standing_reason=reason,
    )


@operation()
def from_meeting(
    *, conference_id: int, unit_id: int, awards: Mapping[int, int], actor: Actor, now: datetime
) -> AwardProposal:
    """Lập tờ trình từ kết quả bình xét (S003-10): the winners of each question with the award that it stands for.

    ``awards``: question id → award id, of one ballot of the meeting or several (the second among winners of the first).
    Votes and base come from the certified counts; the signed minutes are attached. ``unit_id``: who sends it, the
    head's unit. Where every winner stands in a living proposal with that award, that proposal is the answer; who
    stands in one already is not taken twice. The caller has asked ``policies.can_begin_from_conference``.
    Raises NotCertified, MinutesNotSigned, NoAwardChosen, NotDecided, NomineesRefused.
    """
    conferences = Conference.objects.select_related("cluster_year__year__organiser", "cluster_year__cluster")
    conference = _one_at_a_time(conferences, conference_id)
    if not awards:
        raise NoAwardChosen(field="awards")
    questions = Question.objects.filter(ballot__keeper=conference.keeper, pk__in=awards).select_related("ballot")
    questions = list(questions.order_by("ballot__order", "ballot_id", "order"))
    certified = all(question.ballot.state == BallotState.CERTIFIED for question in questions)
    if conference.cluster_year is None or len(questions) != len(awards) or not certified:
        raise NotCertified
    minutes = getattr(conference, "minutes", None)
    if minutes is None or minutes.state != MinutesState.SIGNED:
        raise MinutesNotSigned
    lines = [line for question in questions for line in _of_question(question, awards[question.pk])]
    taken = queries.taken_options([line.option_id for line in lines])
    if there := [taken[key] for line in lines if (key := (line.option_id, line.award_id)) in taken]:
        lines = [line for line in lines if (line.option_id, line.award_id) not in taken]
        if not lines:
            return AwardProposal.objects.for_list().get(pk=max(there))
    cluster_year = conference.cluster_year
    with kept_language():
        words = {"meeting": conference.title, "day": format_date(conference.held_on)}
        grounds = _("Kết quả bỏ phiếu bình xét, suy tôn tại %(meeting)s ngày %(day)s.") % words
        batch = yearly_batch(cluster_year.year.year, grounds=grounds)
    proposal = open_proposal(
        unit_id=unit_id,
        year_id=cluster_year.year_id,
        batch=batch,
        ballot_id=questions[0].ballot_id,
        cluster_year_id=cluster_year.pk,
        illustrative=conference.illustrative,
        actor=actor,
        now=now,
    )
    add_nominees(proposal_id=proposal.pk, lines=lines, actor=actor, now=now)
    refresh(proposal, now)  # one award of the list may be a condition of another
    _attach_minutes(proposal, conference, minutes.signed_copy, actor, now)
    return proposal


def _of_question(question, award_id: int) -> list[NomineeInput]:
    counted = tally(question)
    return [
        NomineeInput(
            award_id=award_id,
            subject=Subject.COLLECTIVE,
            name=option.label,
            unit_id=unit_of(option.party),
            votes_for=counted.votes[option.number],
            votes_base=counted.base,
            option_id=option.pk,
        )
        for option in winners(question)
    ]


def _attach_minutes(proposal: AwardProposal, conference: Conference, copy, actor: Actor, now: datetime) -> None:
    """The signed minutes of the meeting stand in the dossier as what they are: a paper with number and date."""
    keeper: Unit = proposal.unit
    with kept_language():
        abstract = _("Biên bản %(meeting)s") % {"meeting": conference.title}
    document = file_document(
        symbol=copy.number,
        issued_on=copy.signed_on,
        issuer_name=conference.cluster_year.name,
        owner_code=keeper.code,
        owner_name=keeper.name,
        abstract=abstract[:500],
        actor=actor,
        now=now,
    )
    attach_file(document_id=document.pk, attachment=copy.attachment, actor=actor, now=now)
    for award in AwardType.objects.filter(pk__in=proposal.nominees.order_by().values("award_id"))[:1]:
        file_paper(
            proposal=proposal,
            item_code=minutes_code(award, now),
            label=abstract,
            document=document,
            actor=actor,
            now=now,
        )


def minutes_code(award: AwardType, now: datetime) -> str:
    """The line of the checklist that asks for minutes; empty where none does on the day."""
    items = dossier(award, Subject.COLLECTIVE, local(now).date())
    return next((item.code for item in items if rules.paper_kind(item.code) == PaperKind.MINUTES), "")
