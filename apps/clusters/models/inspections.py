"""Inspections of emulation work (Kiểm tra công tác thi đua, khen thưởng) and what they found."""

from datetime import date, datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.clusters.enums import FindingState
from apps.core.dates import days_late
from apps.core.models import TimeStamped, Versioned
from apps.units.models import organised_for


def seen_by(actor, inspection: str = "") -> Q:
    """Inspections of the actor's own units, of ClusterYears that the actor leads, and of organisers that it serves."""
    organised = organised_for(actor, f"{inspection}organiser")
    own = Q(**{f"{inspection}unit_id__in": actor.unit_ids("officer", "leader")})
    return organised | own | Q(**{f"{inspection}cluster_year_id__in": actor.cluster_year_ids()})


class InspectionQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self if actor.is_system else self.filter(seen_by(actor))

    def for_list(self):
        return self.select_related(
            *("unit", "organiser", "year", "cluster_year__cluster__organiser", "cluster_year__year", "decision"),
            "minutes",
        ).order_by("-planned_on", "unit__protocol_order", "pk")


@tracked()
class Inspection(Versioned):
    """One inspection of one unit: planned for a day, held on a day (Kiểm tra).

    By a ClusterYear (its heads) or by the organiser itself; then ``cluster_year`` is empty. ``organiser`` is always
    that of the year. ``decision`` sends the team, ``minutes`` tell what it found.
    """

    cluster_year = models.ForeignKey(
        "clusters.ClusterYear",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="inspections",
        verbose_name=_("cụm thi đua"),
    )
    organiser = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("đơn vị tổ chức")
    )
    year = models.ForeignKey(
        "periods.EmulationYear", on_delete=models.PROTECT, related_name="inspections", verbose_name=_("năm thi đua")
    )
    unit = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, related_name="inspections", verbose_name=_("đơn vị được kiểm tra")
    )
    unit_name = models.CharField(_("tên trong năm"), max_length=300)
    planned_on = models.DateField(_("ngày dự kiến"))
    held_on = models.DateField(_("ngày kiểm tra"), null=True, blank=True)
    content = models.TextField(_("nội dung kiểm tra"), blank=True)
    team = models.JSONField(_("thành viên đoàn"), default=list, blank=True)
    conclusion = models.TextField(_("kết luận"), blank=True)
    decision = models.ForeignKey(
        "documents.Document",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("quyết định, kế hoạch kiểm tra"),
    )
    minutes = models.ForeignKey(
        "documents.Document",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("biên bản kiểm tra"),
    )
    illustrative = models.BooleanField(_("minh họa"), default=False)
    saved_by_label = models.CharField(_("người sửa"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("sửa lúc"), null=True, blank=True)

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("kiểm tra công tác thi đua, khen thưởng")
        verbose_name_plural = _("kiểm tra công tác thi đua, khen thưởng")
        ordering = ["-planned_on", "pk"]

    def __str__(self) -> str:
        return f"Kiểm tra {self.unit_name}, năm {self.year.year}"

    def get_absolute_url(self) -> str:
        return reverse("clusters:inspection-detail", args=[self.pk])

    @property
    def is_held(self) -> bool:
        return self.held_on is not None

    @property
    def by_whom(self) -> str:
        """Whose inspection it is, for tables."""
        return self.cluster_year.name if self.cluster_year else self.organiser.name


class FindingQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self if actor.is_system else self.filter(seen_by(actor, "inspection__"))

    def unfinished(self):
        """Not yet taken as put right."""
        return self.exclude(state=FindingState.ACCEPTED)

    def for_list(self):
        inspection = "inspection__"
        return self.select_related(
            *(f"{inspection}{name}" for name in ("unit", "year", "organiser", "cluster_year__cluster__organiser")),
            f"{inspection}cluster_year__year",
            "fix_document",
        ).order_by("due_on", "inspection", "number", "pk")


@tracked()
class Finding(TimeStamped):
    """What an inspected unit has to put right by a day (Nội dung cần khắc phục).

    The unit reports the fix with a paper; the head accepts it or asks again with a remark. ``first_fixed_at`` never
    changes again: lateness stays on record. ``first_due_on``: the day by which that first report counts, where another
    one was set since.
    """

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="findings")
    number = models.PositiveSmallIntegerField(_("số thứ tự"))
    text = models.TextField(_("nội dung cần khắc phục"))
    due_on = models.DateField(_("hạn khắc phục"))
    state = models.CharField(_("tình trạng"), max_length=8, choices=FindingState, default=FindingState.OPEN)
    fix_note = models.TextField(_("kết quả khắc phục"), blank=True)
    fix_document = models.ForeignKey(
        "documents.Document",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("văn bản báo cáo"),
    )
    first_fixed_at = models.DateTimeField(_("báo khắc phục lần đầu"), null=True, blank=True)
    first_due_on = models.DateField(_("hạn của lần báo khắc phục đầu"), null=True, blank=True)
    fixed_at = models.DateTimeField(_("báo khắc phục lúc"), null=True, blank=True)
    fixed_by_label = models.CharField(_("người báo"), max_length=300, blank=True)
    remark = models.TextField(_("yêu cầu bổ sung"), blank=True)
    judged_at = models.DateTimeField(_("trả lời lúc"), null=True, blank=True)
    judged_by_label = models.CharField(_("người trả lời"), max_length=300, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("nội dung cần khắc phục")
        verbose_name_plural = _("nội dung cần khắc phục")
        ordering = ["inspection", "number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="clusters_finding_number_once"),
            models.CheckConstraint(
                condition=Q(state=FindingState.OPEN) | Q(fixed_at__isnull=False), name="clusters_finding_fixed_has_time"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:120]

    def get_absolute_url(self) -> str:
        return f"{self.inspection.get_absolute_url()}#finding-{self.number}"

    def days_late(self, now: datetime) -> int:
        """Days late of the first report of the fix, or of today while there is none."""
        return days_late(self.first_due_on or self.due_on, self.first_fixed_at or now)

    def days_left(self, today: date) -> int | None:
        """Days to the due date while the unit still owes the fix; negative when it has passed."""
        return (self.due_on - today).days if self.state == FindingState.OPEN else None
