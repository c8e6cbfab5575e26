"""What the engine finds about nominees, and the targets that their units missed."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

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

TASK = "apps.awards.tasks.assess_proposal"
AT_ONCE = 100  # lines that a request holds against their conditions; more are a job with progress
CHUNK = 50
FILLED = ["outcome", "outcome_reason", "version_code", "findings", "checked_at", "missed_targets"]


def assess(proposal: AwardProposal, nominees: Sequence[Nominee], now: datetime, *, everybody: bool = False) -> None:
    """Fill outcome, findings and missed targets of nominees, which the caller saves.

    The rules of the day of the first receipt count; a later version where it is more favourable. The number of queries
    depends on the awards and the facts that their rules name, not on the nominees. Who is not of the unit stays
    unknown: naming somebody opens no file. ``everybody``: for the deciding body, which keeps nothing of it in the rows
    that the unit reads.
    """
    received_on = queries.rules_day(proposal, now)
    considered_on = max(local(now).date(), received_on)
    together: dict[int, list[Nominee]] = defaultdict(list)
    units = queries.known_units(proposal, (each.unit_id for each in nominees if not each.is_individual))
    people = queries.known_people(proposal, (each.person_id for each in nominees))
    with kept_language():
        confirmed = _confirmed(proposal)
        for nominee in nominees:
            nominee.checked_at = now
            known = (nominee.person_id in people) if nominee.is_individual else (nominee.unit_id in units)
            if known or (everybody and subject_of(nominee, proposal)):
                together[nominee.award_id].append(nominee)
            else:
                nominee.outcome, nominee.findings, nominee.version_code = Outcome.UNKNOWN.value, [], ""
                nominee.outcome_reason = (
                    _("Không thuộc đơn vị đề nghị: nơi nhận hồ sơ kiểm tra điều kiện.")
                    if subject_of(nominee, proposal)
                    else _("Không có trong hồ sơ của hệ thống, nên chưa kiểm tra được điều kiện.")
                )
        for award_id, group in together.items():
            subjects = list(dict.fromkeys(subject_of(nominee, proposal) for nominee in group))
            judged = judge(
                award_id=award_id,
                subjects=subjects,
                received_on=received_on,
                considered_on=considered_on,
                declared=dict.fromkeys(subjects, confirmed),
            )
            for nominee in group:
                _fill(nominee, judged[subject_of(nominee, proposal)])
        _note_missed(proposal, nominees, units)


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


def _confirmed(proposal: AwardProposal) -> dict[str, Known]:
    """What the unit's meeting stands for: every condition that only people can say."""
    meeting = UnitMeeting.objects.filter(proposal=proposal, confirms_conditions=True).first() if proposal.pk else None
    if meeting is None:
        return {}
    words = _("Biên bản họp bình xét ngày %(day)s") % {"day": format_date(meeting.held_on)}
    facts = EligibilityRule.objects.filter(fact__startswith="declared:").order_by().values_list("fact", flat=True)
    return {fact: Known(CONFIRMED, words) for fact in facts.distinct()}


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
    """How many lines changed, or the job that checks them."""

    changed: int
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
    key = f"proposal-assess:{proposal_id}:"
    if running := Job.objects.visible_to(actor).live().filter(key__startswith=key).first():
        return Asked(0, running)
    with kept_language():
        label = _("Kiểm tra lại điều kiện: %(proposal)s") % {"proposal": proposal}
    about = {"key": f"{key}{now.isoformat()}", "label": label, "params": {"proposal_id": proposal_id}}
    return Asked(0, enqueue(TASK, **about, actor=actor, now=now))


@operation()
def assess_again(
    *, proposal_id: int, actor: Actor, now: datetime, step: Callable[[int, int], object] = lambda done, total: None
) -> int:
    """Kiểm tra lại điều kiện of the whole list with what is known now; answers how many changed. Safe to repeat.

    What was found about a list that was sent stays. ``step(done, total)`` tells how far it is. Raises NotEditable,
    YearClosed.
    """
    proposal = lock_proposal(proposal_id)
    require_editable(proposal)
    nominees, changed = refresh(proposal, now, step)
    after = {"checked": len(nominees), "changed": changed}
    record("awards.proposal.assess", actor=actor, target=proposal, at=now, after=after)
    return changed


def refresh(
    proposal: AwardProposal, now: datetime, step: Callable[[int, int], object] = lambda done, total: None
) -> tuple[list[Nominee], int]:
    """Assess and save every nominee of a locked proposal; the nominees in order, and how many changed."""
    nominees = list(proposal.nominees.for_list().in_order())
    before = {nominee.pk: nominee.outcome for nominee in nominees}
    assess(proposal, nominees, now)
    for start in range(0, len(nominees), CHUNK):
        step(start, len(nominees))
        Nominee.objects.bulk_update(nominees[start : start + CHUNK], FILLED)
    return nominees, sum(nominee.outcome != before[nominee.pk] for nominee in nominees)
