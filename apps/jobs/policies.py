"""Who may stop a job: whoever asked for it. Seeing it is decided by ``Job.objects.visible_to``."""

from django.utils.translation import gettext_lazy as _

from apps.core.actor import Actor
from apps.core.verdict import ALLOWED, Verdict, refused
from apps.jobs.models import Job


def can_cancel(actor: Actor, job: Job) -> Verdict:
    """The person who asked for it."""
    if actor.user_id is None or job.requested_by_id != actor.user_id:
        return refused(_("Chỉ người yêu cầu mới dừng được việc này."))
    return ALLOWED
