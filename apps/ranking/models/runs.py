"""Ranking runs (Kết quả xếp hạng): immutable snapshots that reference sheet versions."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.clusters.enums import READING, Line
from apps.core.models import TimeStamped
from apps.periods.enums import PublicPart
from apps.ranking.enums import Disqualifier, RunState
from apps.ranking.models.settings import RankingSettings
from apps.units.enums import Role
from apps.units.models import ended_before, organised_for


def _published() -> Q:
    return Q(state__in=[RunState.PUBLISHED, RunState.SUPERSEDED], published_at__isnull=False)


def _shown() -> Q:
    kept = RankingSettings.objects.filter(cluster=OuterRef("cluster_year__cluster"), members_see_provisional=False)
    return _published() | Q(announced_at__isnull=False) & ~Exists(kept)


class RankingRunQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Kết quả dự kiến: heads and the organiser's standing office, and the members once it was announced, where the
        cluster lets them; a published one: every member unit (for one that ended, that which it
        became), and the standing office of a body above the organiser.
        """
        if actor.is_system:
            return self
        headed = Q(cluster_year_id__in=actor.cluster_year_ids(*READING))
        working = headed | organised_for(actor, "cluster_year__cluster__organiser")
        published, shown = _published(), _shown()
        units = actor.unit_ids("officer", "leader")
        member = Q(cluster_year__members__unit_id__in=units)
        if units:
            member |= Q(cluster_year__members__unit_id__in=ended_before(units, actor.on))
        above = Q(pk__in=[])
        for path in actor.paths(Role.STANDING_OFFICE):
            above |= Q(cluster_year__cluster__organiser__path__startswith=path)
        return self.filter(working | (shown & member) | (published & above)).distinct()

    def shown_to_members(self):
        """What every member may see, and so a hall full of them: published, or announced where the cluster lets it."""
        return self.filter(_shown())

    def public(self):
        """What anybody may read: published, of a year whose organiser shows its results."""
        return self.filter(state=RunState.PUBLISHED, cluster_year__year__public_parts__contains=[PublicPart.RANKING])

    def for_list(self):
        return self.select_related("cluster_year__cluster", "cluster_year__year", "criteria_set", "decision")

    def of(self, cluster_year_id: int, line: str):
        return self.filter(cluster_year_id=cluster_year_id, line=line)

    def in_force(self):
        """Computed or published: neither waiting nor replaced."""
        return self.filter(state__in=[RunState.COMPUTED, RunState.PUBLISHED])

    def with_result(self):
        return self.exclude(state__in=[RunState.QUEUED, RunState.COMPUTING])

    def waiting(self):
        return self.filter(state__in=[RunState.QUEUED, RunState.COMPUTING])


@tracked()
class RankingRun(TimeStamped):
    """One computation for a ClusterYear and line (Kết quả xếp hạng). ``rule`` is stored with the run.

    ``run_hash`` = SHA-256 of the rule version and the sorted ``unit:sheet hash``; the same input gives the existing
    run.
    """

    cluster_year = models.ForeignKey("clusters.ClusterYear", on_delete=models.PROTECT, related_name="ranking_runs")
    line = models.CharField(_("khối"), max_length=12, blank=True)
    criteria_set = models.ForeignKey("scoring.CriteriaSet", on_delete=models.PROTECT, related_name="ranking_runs")
    rule = models.JSONField(_("quy tắc"), default=dict)
    state = models.CharField(_("trạng thái"), max_length=10, choices=RunState, default=RunState.QUEUED)
    run_hash = models.CharField(_("mã băm"), max_length=64, blank=True, db_index=True)
    computed_at = models.DateTimeField(_("tính lúc"), null=True)
    computed_by_label = models.CharField(_("người tính"), max_length=300, blank=True)
    announced_at = models.DateTimeField(_("thông báo dự kiến lúc"), null=True)
    announced_by_label = models.CharField(_("người thông báo dự kiến"), max_length=300, blank=True)
    published_at = models.DateTimeField(_("công bố lúc"), null=True)
    published_by_label = models.CharField(_("người công bố"), max_length=300, blank=True)
    decision = models.ForeignKey(
        "documents.Document",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("quyết định công bố"),
    )
    superseded_at = models.DateTimeField(_("thay thế lúc"), null=True)
    superseded_reason = models.TextField(_("lý do thay thế"), blank=True)

    objects = RankingRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("kết quả xếp hạng")
        verbose_name_plural = _("kết quả xếp hạng")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cluster_year", "line"], condition=Q(state="published"), name="ranking_run_one_published"
            ),
            models.UniqueConstraint(
                fields=["cluster_year", "line", "run_hash"],
                condition=Q(state__in=["computed", "published"]),
                name="ranking_run_same_input_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "computing"]) | (Q(computed_at__isnull=False) & ~Q(run_hash="")),
                name="ranking_run_computed_has_hash",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cluster_year} – {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        return reverse("ranking:run-detail", args=[self.pk])

    def get_state_display(self) -> str:
        """The four words of the glossary: what waits for its turn is being computed for whoever looks."""
        waits = self.state == RunState.QUEUED
        return str(RunState.COMPUTING.label if waits else RunState(self.state).label)

    @property
    def place(self) -> tuple[int, str]:
        """ClusterYear and line: what one result is about."""
        return self.cluster_year_id, self.line

    @property
    def is_provisional(self) -> bool:
        return self.state == RunState.COMPUTED

    @property
    def is_published(self) -> bool:
        return self.state == RunState.PUBLISHED

    @property
    def line_label(self) -> str:
        return Line(self.line).label if self.line else ""


class RankingEntryQuerySet(models.QuerySet):
    def not_considered(self):
        """Units without a rank in a result in force: none of them may lead the cluster in the next year."""
        return self.filter(rank=None, run__state__in=[RunState.COMPUTED, RunState.PUBLISHED])


@tracked(arrives_in_lists=True)
class RankingEntry(models.Model):
    """One unit in a run (Dòng xếp hạng). ``rank`` is null for a disqualified unit; ``reason`` says why in words.

    ``parts``: list of ``{code, number, label, max, base, bonus, penalty, points}`` of the top rows of the set, points
    as text with three decimals. ``percent`` is set where some line of the run was left out of a maximum: then it ranks,
    not ``total``. ``tie_values``: texts in the order of the rule's tie-break list, larger is better. ``notes``:
    sentences on its class: kept below one, tied at the line of a quota, decided by whom.
    """

    run = models.ForeignKey(RankingRun, on_delete=models.CASCADE, related_name="entries")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="ranking_entries")
    unit_name = models.CharField(_("tên đơn vị"), max_length=300)
    order = models.PositiveIntegerField(_("thứ tự"))
    sheet_version = models.ForeignKey("scoring.SheetVersion", on_delete=models.PROTECT, null=True, related_name="+")
    base = models.DecimalField(_("điểm chuẩn đạt"), max_digits=12, decimal_places=3, default=0)
    bonus = models.DecimalField(_("điểm thưởng"), max_digits=12, decimal_places=3, default=0)
    penalty = models.DecimalField(_("điểm trừ"), max_digits=12, decimal_places=3, default=0)
    total = models.DecimalField(_("tổng điểm"), max_digits=12, decimal_places=3, default=0)
    self_total = models.DecimalField(_("tổng điểm tự chấm"), max_digits=12, decimal_places=3, null=True)
    percent = models.DecimalField(_("tỷ lệ điểm (%)"), max_digits=12, decimal_places=3, null=True)
    rank = models.PositiveIntegerField(_("hạng"), null=True)
    class_label = models.CharField(_("xếp loại"), max_length=60, blank=True)
    disqualifier = models.CharField(_("lý do không xếp hạng"), max_length=12, choices=Disqualifier, blank=True)
    reason = models.TextField(_("vì sao không xếp hạng"), blank=True)
    notes = models.JSONField(_("ghi chú xếp loại"), default=list)
    parts = models.JSONField(_("điểm từng phần"), default=list)
    tie_values = models.JSONField(_("tiêu chí phụ"), default=list)

    objects = RankingEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("dòng xếp hạng")
        verbose_name_plural = _("dòng xếp hạng")
        ordering = [models.F("rank").asc(nulls_last=True), "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "unit"], name="ranking_entry_once"),
            models.CheckConstraint(
                condition=Q(disqualifier="", rank__isnull=False) | (~Q(disqualifier="") & Q(rank=None)),
                name="ranking_entry_rank_or_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rank or '–'} {self.unit_name}"

    @property
    def difference(self):
        """Total against the unit's own score; None where it gave none."""
        return None if self.self_total is None else self.total - self.self_total
