"""Role models (Điển hình tiên tiến): a deed suggested in a minute, taken further step by step, told of, recognised."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.clusters.enums import HEADS, READING
from apps.clusters.models import Member
from apps.core.models import TimeStamped, Versioned
from apps.core.search import trigram_index
from apps.core.text import fold
from apps.movements.role_model_enums import CONFIRMED, ModelStep, SpreadWay, Subject
from apps.units.models.people_scope import ROLES, reach_of


class RoleModelQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Role models of units in the actor's reach and the actor's own suggestions. Heads of clusters read what their
        members have summed up, former heads of that what was suggested in the year they led. What is spread is there
        to be read by everybody who has a role.
        """
        reach = reach_of(actor, *ROLES)
        if reach.everybody:
            return self
        seen = Q(pk__in=[])
        if actor.user_id:
            seen |= Q(suggested_by_id=actor.user_id)
        if actor.grants:
            seen |= Q(step=ModelStep.SPREAD)
        if reach:
            seen |= reach.condition("unit__path")
        if headed := actor.cluster_year_ids(*HEADS):
            members = Member.objects.filter(cluster_year_id__in=headed).order_by().values("unit_id")
            seen |= Q(step__in=CONFIRMED, unit_id__in=members)
        if left := actor.cluster_year_ids(*READING) - headed:
            year = ExtractYear(OuterRef("suggested_on"))
            members = Member.objects.filter(cluster_year_id__in=left, unit_id=OuterRef("unit_id"))
            seen |= Q(Exists(members.filter(cluster_year__year__year=year)), step__in=CONFIRMED)
        return self.filter(seen)

    def followed(self):
        """Without those that nobody follows any more."""
        return self.exclude(step=ModelStep.STOPPED)

    def for_list(self):
        return self.select_related("unit", "person", "movement", "award__award_type", "award__grant__document")


@tracked()
class RoleModel(Versioned):
    """One deed of one person or collective of a unit (Điển hình tiên tiến).

    ``name`` is who did it, as written; ``person`` ties it to a file of the roll where it is clear which one.
    ``recognised_on``: the day of the cited award or of being spread, whichever came first; the days from ``deed_on``
    to ``suggested_on`` and to it are the measure of "phát hiện, nhân rộng còn chậm".
    """

    unit = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, related_name="role_models", verbose_name=_("đơn vị")
    )
    subject = models.CharField(_("đối tượng"), max_length=10, choices=Subject, default=Subject.PERSON)
    name = models.CharField(_("người, tập thể"), max_length=300)
    person = models.ForeignKey(
        "units.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="role_models",
        verbose_name=_("hồ sơ cá nhân"),
    )
    deed = models.TextField(_("việc làm"))
    deed_on = models.DateField(_("ngày có việc làm"))
    field = models.CharField(_("lĩnh vực công tác"), max_length=200, blank=True)
    movement = models.ForeignKey(
        "movements.Movement",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="role_models",
        verbose_name=_("phong trào thi đua"),
    )
    photo = models.ForeignKey(
        "documents.Attachment",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ảnh"),
    )
    step = models.CharField(_("bước"), max_length=10, choices=ModelStep, default=ModelStep.FOUND)
    suggested_on = models.DateField(_("ngày giới thiệu"))
    suggested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("tài khoản")
    )
    suggested_by_label = models.CharField(_("người giới thiệu"), max_length=300)
    award = models.ForeignKey(
        "registry.Award",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="role_models",
        verbose_name=_("khen thưởng"),
    )
    recognised_on = models.DateField(_("ngày được ghi nhận"), null=True, blank=True)
    illustrative = models.BooleanField(_("minh họa"), default=False)
    search_text = models.TextField(editable=False)
    saved_by_label = models.CharField(_("người sửa"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("sửa lúc"), null=True, blank=True)

    objects = RoleModelQuerySet.as_manager()

    class Meta:
        verbose_name = _("điển hình tiên tiến")
        verbose_name_plural = _("điển hình tiên tiến")
        indexes = [
            trigram_index("movements_role_model_search"),
            models.Index(fields=["-suggested_on", "-id"], name="movements_role_model_newest"),
            models.Index(fields=["unit", "suggested_on"], name="movements_role_model_of_unit"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(subject=Subject.PERSON) | Q(person=None), name="movements_role_model_collective_no_person"
            ),
            models.CheckConstraint(
                condition=Q(suggested_on__gte=F("deed_on")), name="movements_role_model_deed_before_suggestion"
            ),
            models.CheckConstraint(
                condition=~Q(step=ModelStep.SPREAD) | Q(recognised_on__isnull=False),
                name="movements_role_model_spread_is_recognised",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        self.search_text = fold(f"{self.name} {self.deed} {self.field}")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("movements:role-model-detail", args=[self.pk])

    @property
    def days_to_suggestion(self) -> int:
        """Days from the deed to the suggestion."""
        return (self.suggested_on - self.deed_on).days

    @property
    def days_to_recognition(self) -> int | None:
        """Days from the deed to its recognition; None while there is none."""
        return (self.recognised_on - self.deed_on).days if self.recognised_on else None


@tracked()
class RoleModelStep(TimeStamped):
    """One step taken with a role model: when, by whom, what was done (Phát hiện, bồi dưỡng, tổng kết, nhân rộng)."""

    role_model = models.ForeignKey(
        RoleModel, on_delete=models.CASCADE, related_name="steps", verbose_name=_("điển hình tiên tiến")
    )
    step = models.CharField(_("bước"), max_length=10, choices=ModelStep)
    on = models.DateField(_("ngày"))
    by_label = models.CharField(_("người thực hiện"), max_length=300)
    note = models.TextField(_("nội dung"), blank=True)

    class Meta:
        verbose_name = _("bước của điển hình tiên tiến")
        verbose_name_plural = _("bước của điển hình tiên tiến")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_step_display()}: {self.role_model}"


@tracked()
class SpreadAction(TimeStamped):
    """Once that a role model was told of: where, on which day, to how many (Hình thức nhân rộng)."""

    role_model = models.ForeignKey(
        RoleModel, on_delete=models.CASCADE, related_name="spread_actions", verbose_name=_("điển hình tiên tiến")
    )
    way = models.CharField(_("hình thức"), max_length=12, choices=SpreadWay)
    where = models.CharField(_("ở đâu"), max_length=300)
    on = models.DateField(_("ngày"))
    reached = models.PositiveIntegerField(_("số người tham dự, theo dõi"), null=True, blank=True)
    by_label = models.CharField(_("người ghi"), max_length=300)

    class Meta:
        verbose_name = _("lần nhân rộng điển hình")
        verbose_name_plural = _("lần nhân rộng điển hình")
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["role_model", "way", "where", "on"], name="movements_spread_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_way_display()}: {self.where}"
