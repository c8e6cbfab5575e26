"""Background jobs (Việc chạy nền). The row is the only truth about a job; Redis may be emptied at any time."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.core.models import TimeStamped
from apps.jobs.enums import LIVE_STATES, JobState


class JobQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """A person sees the jobs that they asked for."""
        return self.filter(requested_by_id=actor.user_id) if actor.user_id else self.none()

    def live(self):
        return self.filter(state__in=LIVE_STATES)

    def stale(self):
        """Running with a heartbeat that stopped: its worker is dead."""
        return self.filter(_stale())

    def claimable(self):
        """Queued or stale: waiting for somebody to take it.

        Conditions on the row itself, no subquery: an UPDATE that waited for another claim must see that it lost.
        """
        return self.filter(Q(state=JobState.QUEUED) | _stale())


def _stale() -> Q:
    """By the clock of the database, with which beats are written too: workers need not agree on the time."""
    limit = timedelta(seconds=settings.JOB_STALE_SECONDS)
    return Q(state=JobState.RUNNING, heartbeat_at__lt=Now() - limit)


class Job(TimeStamped):
    """One piece of background work, asked for once per ``key`` (Việc chạy nền).

    ``attempt`` is the fence: it rises with every claim, and only the newest attempt may write the end; it never goes
    back, so ``asked_at_attempt`` keeps where it stood when somebody last asked for the job.
    """

    key = models.CharField(_("khóa"), max_length=200, unique=True)
    task = models.CharField(_("tác vụ"), max_length=200)
    label = models.CharField(_("tên việc"), max_length=300)
    params = models.JSONField(_("tham số"), default=dict)
    state = models.CharField(_("trạng thái"), max_length=10, choices=JobState, default=JobState.QUEUED)
    attempt = models.PositiveIntegerField(_("lần chạy"), default=0)
    asked_at_attempt = models.PositiveIntegerField(_("lần chạy khi yêu cầu"), default=0)
    heartbeat_at = models.DateTimeField(_("nhịp gần nhất"), null=True)
    sent_at = models.DateTimeField(_("gửi tới hàng đợi lúc"), null=True)
    done_items = models.PositiveIntegerField(_("đã làm"), default=0)
    total_items = models.PositiveIntegerField(_("tổng số"), default=0)
    step = models.CharField(_("bước"), max_length=300, blank=True)
    cancel_requested_at = models.DateTimeField(_("yêu cầu hủy lúc"), null=True)
    result = models.JSONField(_("kết quả"), null=True)
    result_url = models.CharField(_("xem kết quả"), max_length=500, blank=True)
    error = models.TextField(_("lỗi"), blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="jobs",
        verbose_name=_("người yêu cầu"),
    )
    requested_on = models.DateField(_("ngày quyền"), null=True)
    started_at = models.DateTimeField(_("bắt đầu"), null=True)
    finished_at = models.DateTimeField(_("kết thúc"), null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("việc chạy nền")
        verbose_name_plural = _("việc chạy nền")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["queued", "running"]) | Q(finished_at__isnull=False),
                name="jobs_job_ended_has_time",
            ),
        ]
        indexes = [models.Index(fields=["state", "heartbeat_at"], name="jobs_job_state_beat")]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("jobs:job-detail", args=[self.pk])

    @property
    def is_live(self) -> bool:
        return self.state in LIVE_STATES

    @property
    def percent(self) -> int:
        """0–100; 0 while the total is not known."""
        return min(100, self.done_items * 100 // self.total_items) if self.total_items else 0
