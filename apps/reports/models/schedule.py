"""Reports that are made every month and told to a list of people (Báo cáo theo lịch)."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.clusters.models import ClusterYear
from apps.core.dates import local
from apps.core.models import TimeStamped
from apps.units.enums import Role
from apps.units.models import Unit

LAST_DAY = 28  # every month has it
RUN_AT = time(6, 30)  # of the morning's run: CELERY_BEAT_SCHEDULE


class ReportScheduleQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Whoever made it, those who get it, the standing office of the body that it was made for."""
        if actor.is_system:
            return self
        served = Q(organiser_id__in=actor.unit_ids(Role.STANDING_OFFICE))
        found = self.model.objects.filter(Q(made_by_id=actor.user_id) | Q(recipients=actor.user_id) | served)
        return self.filter(pk__in=found.order_by().values("pk"))

    def running(self):
        """Not ended; one that is paused is among them."""
        return self.filter(stopped_at=None)

    def due(self, today: date):
        """Whose day of this month has come and that were not done yet."""
        month = today.replace(day=1)
        return self.running().filter(paused_at=None, day__lte=today.day).exclude(last_month__gte=month)


@tracked()
class ReportSchedule(TimeStamped):
    """One report in one format, made on a day of each month for each recipient, with that person's own rights.

    ``cluster_year``: of what; empty for reports of a whole year. Nothing is ever attached to a letter: each gets a link
    to a file of the own. ``last_month``: the first day of the last month that is settled; ``last_made_at``: when files
    were last asked for. ``organiser``: the body whose standing office answers for it, the cluster's or the maker's own;
    empty where the maker holds no role any more.
    """

    report = models.CharField(_("báo cáo"), max_length=50)
    format = models.CharField(_("định dạng"), max_length=4)
    cluster_year = models.ForeignKey(
        ClusterYear, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Cụm, Khu vực")
    )
    day = models.PositiveSmallIntegerField(
        _("ngày trong tháng"), default=1, validators=[MinValueValidator(1), MaxValueValidator(LAST_DAY)]
    )
    recipients = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="report_schedules", verbose_name=_("người nhận")
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("người lập")
    )
    organiser = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("đơn vị tổ chức")
    )
    last_month = models.DateField(_("tháng kết xuất gần nhất"), null=True)
    last_made_at = models.DateTimeField(_("kết xuất gần nhất lúc"), null=True)
    paused_at = models.DateTimeField(_("tạm dừng lúc"), null=True)
    stopped_at = models.DateTimeField(_("dừng lúc"), null=True)

    objects = ReportScheduleQuerySet.as_manager()

    class Meta:
        verbose_name = _("báo cáo theo lịch")
        verbose_name_plural = _("báo cáo theo lịch")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(day__gte=1, day__lte=LAST_DAY), name="reports_schedule_day_of_any_month")
        ]

    def __str__(self) -> str:
        whose = f" – {self.cluster_year.name}" if self.cluster_year_id else ""
        return f"{self.report} ({self.format.upper()}){whose}"

    def next_on(self, now: datetime) -> date | None:
        """The morning of the next files; None while it is paused or ended. What failed is tried the next morning."""
        if self.paused_at or self.stopped_at:
            return None
        at = local(now)
        month = at.date().replace(day=1)
        if self.last_month and self.last_month >= month:
            return (month + timedelta(days=31)).replace(day=self.day)
        morning = at.date() if at.time() < RUN_AT else at.date() + timedelta(days=1)
        return max(month.replace(day=self.day), morning)
