"""Movements (Phong trào thi đua): whole title, theme, decision and basis, days."""

from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.collation import sort_key
from apps.core.models import TimeStamped, Versioned
from apps.core.search import trigram_index
from apps.core.text import fold
from apps.movements.enums import LIVE, Level, MovementState
from apps.movements.models.scope import OVERSEEING, run_by, taking_part
from apps.periods.enums import PublicPart
from apps.periods.models import EmulationYear
from apps.units.enums import Role
from apps.units.models.people_scope import reach_of

MOST_TITLE = 1000


class MovementQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """What the own units run or take part in, what lies below an office, what a head leads; drafts to authors."""
        if actor.is_system:
            return self
        part = taking_part(actor)
        if part is None:
            audited = actor.holds(Role.AUDITOR)
            return self if audited else self.filter(~Q(state=MovementState.DRAFT) | run_by(actor))
        participations = self.model._meta.get_field("participations").related_model
        joined = Exists(participations.objects.filter(part, movement=OuterRef("pk")))
        reach = reach_of(actor, *OVERSEEING)
        seen = ~Q(state=MovementState.DRAFT) & (Q(joined) | reach.condition("organiser__path"))
        audited = reach_of(actor, Role.AUDITOR).condition("organiser__path")
        return self.filter(seen | run_by(actor) | audited)

    def live_in(self, year: int):
        """Launched movements whose days touch a calendar year, concluded ones of that year too."""
        return self.exclude(state=MovementState.DRAFT).filter(
            starts_on__lte=date(year, 12, 31), ends_on__gte=date(year, 1, 1)
        )

    def running(self, on: date):
        """Launched and not concluded; the day lies inside."""
        return self.filter(state__in=LIVE, starts_on__lte=on, ends_on__gte=on)

    def public(self, on: date):
        """What anybody may read: running, of organisers who show their movements in that year."""
        shown = EmulationYear.objects.filter(
            organiser=OuterRef("organiser"), year=on.year, public_parts__contains=[PublicPart.MOVEMENT]
        )
        return self.running(on).filter(Exists(shown))

    def for_list(self):
        return self.select_related("organiser", "decision", "cluster_year")


@tracked(exclude=["search_text", "title_key"])
class Movement(Versioned):
    """A movement of some level, launched by decision, with its days (Phong trào thi đua).

    ``title`` is kept whole, ``short_name`` is for tables; ``theme`` is the Chủ đề, whole too. ``organiser`` answers for
    it here: of a movement of the Government that is the ministry. ``cluster_year``: the cluster whose movement it is.
    ``launch_due_on``: until when units confirm that they have launched it. Only ``domain`` changes ``state``.
    """

    organiser = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, related_name="movements", verbose_name=_("đơn vị chủ trì")
    )
    cluster_year = models.ForeignKey(
        "clusters.ClusterYear",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="movements",
        verbose_name=_("cụm thi đua"),
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("hưởng ứng")
    )
    level = models.CharField(_("cấp"), max_length=12, choices=Level)
    title = models.CharField(_("tên phong trào"), max_length=MOST_TITLE)
    short_name = models.CharField(_("tên ngắn"), max_length=150)
    theme = models.CharField(_("chủ đề"), max_length=500, blank=True)
    themed = models.BooleanField(_("theo chuyên đề"), default=False)
    persons = models.CharField(_("cá nhân tham gia"), max_length=300, blank=True)
    decision = models.ForeignKey(
        "documents.Document",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("quyết định"),
    )
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến ngày"))
    launch_due_on = models.DateField(_("hạn xác nhận phát động"), null=True, blank=True)
    state = models.CharField(_("trạng thái"), max_length=10, choices=MovementState, default=MovementState.DRAFT)
    launched_at = models.DateTimeField(_("phát động lúc"), null=True)
    saved_by_label = models.CharField(_("người sửa"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("sửa lúc"), null=True)
    title_key = models.CharField(editable=False, max_length=600, default="", db_collation="C")
    search_text = models.TextField(editable=False, default="")

    objects = MovementQuerySet.as_manager()

    class Meta:
        verbose_name = _("phong trào thi đua")
        verbose_name_plural = _("phong trào thi đua")
        ordering = ["-starts_on", "pk"]
        indexes = [
            trigram_index("movements_movement_search"),
            models.Index(fields=["state", "ends_on"], name="movements_movement_live"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="movements_movement_valid_period"
            ),
            models.CheckConstraint(
                condition=Q(state=MovementState.DRAFT) | Q(launched_at__isnull=False),
                name="movements_movement_launched_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(level=Level.CLUSTER) | Q(cluster_year__isnull=False),
                name="movements_movement_of_cluster_names_it",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name

    def save(self, *args, **kwargs):
        self.title_key = sort_key(self.short_name)[:600]
        symbol = self.decision.symbol if self.decision else ""
        self.search_text = fold(f"{self.short_name} {self.title} {self.theme} {symbol}")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("movements:movement-detail", args=[self.pk])

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def stage(self) -> str:
        """The years it covers (Giai đoạn): 2023, or 2022–2025."""
        first, last = self.starts_on.year, self.ends_on.year
        return str(first) if first == last else f"{first}–{last}"

    @property
    def name_with_stage(self) -> str:
        """For lists to choose from: a movement that is launched anew keeps its name."""
        return self.short_name if self.stage in self.short_name else f"{self.short_name} ({self.stage})"

    def covers(self, year: int) -> bool:
        return self.starts_on.year <= year <= self.ends_on.year


@tracked()
class MovementBasis(TimeStamped):
    """A paper that the movement rests on (Căn cứ); symbols of any shape, such as 10-Ctr/BCS."""

    movement = models.ForeignKey(Movement, on_delete=models.CASCADE, related_name="bases")
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, related_name="+", verbose_name=_("văn bản")
    )

    class Meta:
        verbose_name = _("căn cứ của phong trào")
        verbose_name_plural = _("căn cứ của phong trào")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["movement", "document"], name="movements_basis_once")]

    def __str__(self) -> str:
        return str(self.document)
