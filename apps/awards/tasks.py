"""Scheduled work of awards, and what takes too long for a page."""

from collections.abc import Callable
from typing import Any

from celery import shared_task
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.accounts.grants import actor_for
from apps.awards.decision_policies import can_prepare
from apps.awards.domain.assessing import assess_again
from apps.awards.domain.council_warning import warn_bodies_without
from apps.awards.domain.line_checks import check_lines
from apps.awards.models import AwardDecision, AwardProposal
from apps.awards.policies import can_edit
from apps.core.actor import Actor, system_actor
from apps.core.errors import DomainError
from apps.core.verdict import Verdict, require_allowed
from apps.jobs.running import Run, running


@shared_task
def warn_without_council() -> int:
    """Every morning, so from the first of January on: each body is warned once a year. Safe to run again."""
    return warn_bodies_without(actor=system_actor(), now=timezone.now())


class Discarded(DomainError):
    """The draft was thrown away while the job waited."""

    default_message = _("Đã bị bỏ trước khi kiểm tra xong.")


def _asked_for(run: Run, rows: QuerySet, name: str, policy: Callable[[Actor, Any], Verdict]) -> tuple[Actor, Any]:
    """Who asked, as of the day of asking, and the row that the job is about. Raises Discarded, NotAllowed."""
    actor = actor_for(run.job.requested_by, run.job.requested_on)
    if (found := rows.filter(pk=run.params[name]).first()) is None:
        raise Discarded
    require_allowed(policy(actor, found))
    return actor, found


@shared_task
def check_decision(*, job_id: int) -> None:
    """Kiểm tra lại điều kiện of a long list; its end and that of the job come together. Safe to run again."""
    with running(job_id) as run:
        if run is None:
            return
        decisions = AwardDecision.objects.select_related("organiser")
        actor, decision = _asked_for(run, decisions, "decision_id", can_prepare)
        with transaction.atomic():
            blocked = check_lines(decision_id=decision.pk, actor=actor, now=timezone.now())
            run.hold()
            run.finish(result={"blocked": blocked}, url=reverse("awards:decision-issue", args=[decision.pk]))


@shared_task
def assess_proposal(*, job_id: int) -> None:
    """The same of the list that a unit writes."""
    with running(job_id) as run:
        if run is None:
            return
        actor, proposal = _asked_for(run, AwardProposal.objects.for_list(), "proposal_id", can_edit)
        with transaction.atomic():
            changed = assess_again(proposal_id=proposal.pk, actor=actor, now=timezone.now())
            run.hold()
            run.finish(result={"changed": changed}, url=reverse("awards:nominee-list", args=[proposal.pk]))
