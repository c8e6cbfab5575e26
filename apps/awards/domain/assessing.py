"""What the engine finds about nominees, and the targets that their units missed."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from apps.audit.trail import operation, record
from apps.awards import queries, rules
from apps.awards.domain.making import lock_proposal, require_editable
from apps.awards.models import AwardProposal, Nominee, UnitMeeting
from apps.catalog.domain.assessing import judge
from apps.catalog.domain.eligibility import Outcome
from apps.catalog.enums import Subject as SubjectKind
from apps.catalog.facts import CONFIRMED, Known, Subject
from apps.catalog.models import AwardType, EligibilityRule
from apps.core.actor import Actor
from apps.core.dates import format_date, local
from apps.core.kept import kept_language
from apps.jobs.models import Job
from apps.jobs.queue import enqueue
from apps.registrations.domain.marking import reason_of
from apps.registry.domain.letters import kept_findings
from apps.registry.letter_reading import asked_in

TASK = "apps.awards.tasks.assess_proposal"
AT_ONCE = 300  # lines checked while the page waits (measured: 0.4 s, 22 queries); a longer list is checked by a job
DECLARED = "declared:"  # what only people can say; the meeting stands for all of it at once
FOUND = ["outcome", "outcome_reason", "version_code", "findings", "missed_targets"]


def assess(proposal: AwardProposal, nominees: Sequence[Nominee], now: datetime) -> None:
    """Fill outcome, findings and missed targets of nominees, which the caller saves.

    The rules of the day of the first receipt count; a later version where it is more favourable. The number of queries
    depends on the awards and the facts that their rules name, not on the nominees. Who is not of the unit stays
    unknown: naming somebody opens no file.
    """
    units = queries.known_units(proposal, (each.unit_id for each in nominees if not each.is_individual))
    people = queries.known_people(proposal, (each.person_id for each in nominees))
    known = []
    with kept_language():
        for nominee in nominees:
            if (nominee.person_id in people) if nominee.is_individual else (nominee.unit_id in units):
                known.append((nominee, proposal))
            else:
                _leave_unknown(nominee, proposal, now)
        _hold(known, now)
        _note_missed(proposal, nominees, units)


def assess_everybody(nominees: Sequence[Nominee], now: datetime) -> None:
    """The same for the deciding body, of everybody with a file in the system, in memory only: nothing of it goes into
    the rows that units read. ``nominees`` have ``proposal``; the number of queries does not depend on the proposals
    either, but on the days on which they were received. Missed targets stay as they are.
    """
    known = []
    with kept_language():
        for nominee in nominees:
            if subject_of(nominee, nominee.proposal):
                known.append((nominee, nominee.proposal))
            else:
                _leave_unknown(nominee, nominee.proposal, now)
        _hold(known, now)


def _leave_unknown(nominee: Nominee, proposal: AwardProposal, now: datetime) -> None:
    nominee.checked_at = now
    nominee.outcome, nominee.findings, nominee.version_code = Outcome.UNKNOWN.value, [], ""
    nominee.outcome_reason = (
        _("Không thuộc đơn vị đề nghị: nơi nhận hồ sơ kiểm tra điều kiện.")
        if subject_of(nominee, proposal)
        else _("Không có trong hồ sơ của hệ thống, nên chưa kiểm tra được điều kiện.")
    )


def _hold(known: Sequence[tuple[Nominee, AwardProposal]], now: datetime) -> None:
    """Against the conditions, together with all that ask for the same award under the rules of the same day. Who
    stands in several proposals of one day is held once for each, because the meeting of each says what it confirms.
    """
    proposals = {proposal.pk: proposal for _nominee, proposal in known}
    days = queries.rules_days(list(proposals.values()), now)
    confirmed = _confirmed(proposals)
    groups: dict[tuple[int, date, int], dict[Subject, int]] = defaultdict(dict)
    places: list[tuple[Nominee, tuple[int, date, int], Subject]] = []
    for nominee, proposal in known:
        nominee.checked_at = now
        subject, turn = subject_of(nominee, proposal), 0
        award, on = nominee.award_id, days[proposal.pk]
        while groups[award, on, turn].setdefault(subject, proposal.pk) != proposal.pk:
            turn += 1
        places.append((nominee, (award, on, turn), subject))
    judged = {
        (award, on, turn): judge(
            award_id=award,
            subjects=list(subjects),
            received_on=on,
            considered_on=max(local(now).date(), on),
            declared={subject: confirmed.get(proposal_id, {}) for subject, proposal_id in subjects.items()},
        )
        for (award, on, turn), subjects in groups.items()
    }
    for nominee, group, subject in places:
        _fill(nominee, judged[group][subject])


def subject_of(nominee: Nominee, proposal: AwardProposal) -> Subject | None:
    """The nominee as the engine knows it, in the last year of the achievement; None for whoever has no file."""
    pk = nominee.person_id if nominee.is_individual else nominee.unit_id
    return Subject(nominee.subject, pk, proposal.period_to) if pk else None


def _fill(nominee: Nominee, judgement) -> None:
    counted = judgement.counted
    if counted.assessment.parts:
        nominee.outcome, nominee.outcome_reason = counted.assessment.outcome.value, reason_of(counted.assessment)
    else:  # a day before the first rows of the catalogue: nothing was held against anybody
        nominee.outcome = Outcome.UNKNOWN.value
        nominee.outcome_reason = _("Danh mục chưa có điều kiện nào có hiệu lực vào ngày nhận hồ sơ.")
    nominee.version_code = counted.version.code if counted.version else ""
    nominee.findings = kept_findings(judgement)


def _confirmed(proposal_ids: Collection[int]) -> dict[int, dict[str, Known]]:
    """What the meetings of units stand for, by proposal: together what only people can say, and one by one what no file
    answers; what a file answers wins. Two queries.
    """
    meetings = UnitMeeting.objects.filter(proposal__in=proposal_ids)
    meetings = list(meetings.values_list("proposal_id", "held_on", "confirms_conditions", "confirmed_facts"))
    of_people = []
    if any(together for _pk, _day, together, _facts in meetings):
        rules_of_people = EligibilityRule.objects.filter(fact__startswith=DECLARED).order_by()
        of_people = list(rules_of_people.values_list("fact", flat=True).distinct())
    words = _("Biên bản họp bình xét ngày %(day)s")
    return {
        pk: dict.fromkeys(
            [*facts, *(of_people if together else ())], Known(CONFIRMED, words % {"day": format_date(day)})
        )
        for pk, day, together, facts in meetings
    }


def asked_of_meeting(proposal: AwardProposal) -> list[tuple[str, str]]:
    """Facts that the unit's meeting may confirm one by one, with the sentence of a rule: what no file answers for
    somebody in the list, and what it confirmed before. Two queries.
    """
    confirmed = UnitMeeting.objects.filter(proposal=proposal).values_list("confirmed_facts", flat=True).first() or ()
    findings = proposal.nominees.in_order().values_list("findings", flat=True)
    asked = dict(asked_in((each for found in findings for each in found), confirmed))
    return [(fact, label) for fact, label in asked.items() if not fact.startswith(DECLARED)]


def _note_missed(proposal: AwardProposal, nominees: Sequence[Nominee], known: set[int]) -> None:
    """S002-9: collectives proposed for an award that looks at targets, of the units that it may look into."""
    codes = dict(AwardType.objects.filter(pk__in={each.award_id for each in nominees}).values_list("pk", "code"))
    asking = [
        nominee
        for nominee in nominees
        if nominee.subject == SubjectKind.COLLECTIVE
        and nominee.unit_id in known
        and rules.target_article(codes[nominee.award_id])
    ]
    missed = {}
    if asking:
        years = range(proposal.period_from, proposal.period_to + 1)
        missed = queries.missed_targets({each.unit_id: each.name for each in asking}, years)
    asked = {id(nominee) for nominee in asking}
    for nominee in nominees:
        nominee.missed_targets = missed.get(nominee.unit_id, []) if id(nominee) in asked else []


@dataclass(frozen=True)
class Asked:
    """What a check of the list counted, or the job that checks it."""

    found: int
    job: Job | None = None


@operation()
def ask_to_assess(*, proposal_id: int, actor: Actor, now: datetime) -> Asked:
    """Kiểm tra lại điều kiện at once, or by a job where the list is long; who asks again while it runs is answered the
    same one. The caller has asked ``policies.can_edit``. Raises as ``assess_again``.
    """
    proposal = lock_proposal(proposal_id)
    require_editable(proposal)
    if proposal.nominees.count() <= AT_ONCE:
        return Asked(assess_again(proposal_id=proposal_id, actor=actor, now=now))
    key = f"proposal-assess:{proposal_id}:{actor.user_id}"
    with kept_language():
        label = _("Kiểm tra lại điều kiện: %(proposal)s") % {"proposal": proposal}
    params = {"proposal_id": proposal_id}
    return Asked(0, enqueue(TASK, key=key, label=label, params=params, actor=actor, now=now, again=True))


@operation()
def assess_again(*, proposal_id: int, actor: Actor, now: datetime) -> int:
    """Kiểm tra lại điều kiện of the whole list with what is known now; answers how many changed. Safe to repeat.

    What was found about a list that was sent stays. Raises NotEditable, YearClosed.
    """
    proposal = lock_proposal(proposal_id)
    require_editable(proposal)
    nominees, changed = refresh(proposal, now)
    after = {"checked": len(nominees), "changed": changed}
    record("awards.proposal.assess", actor=actor, target=proposal, at=now, after=after)
    return changed


def refresh(proposal: AwardProposal, now: datetime) -> tuple[list[Nominee], int]:
    """Assess and save every nominee of a locked proposal; the nominees in order, and how many changed."""
    nominees = list(proposal.nominees.for_list().in_order())
    before = {nominee.pk: [getattr(nominee, name) for name in FOUND] for nominee in nominees}
    outcomes = {nominee.pk: nominee.outcome for nominee in nominees}
    assess(proposal, nominees, now)
    changed = [each for each in nominees if before[each.pk] != [getattr(each, name) for name in FOUND]]
    Nominee.objects.bulk_update(changed, FOUND, batch_size=500)
    proposal.nominees.update(checked_at=now)  # one statement: most findings of a long list are what they were
    return nominees, sum(nominee.outcome != outcomes[nominee.pk] for nominee in nominees)
