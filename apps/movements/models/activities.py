"""What a unit did in a movement: entries with figures, photos, a cited paper (Hoạt động, kết quả trong phong trào)."""

from django.db import models
from django.db.models import Max, OuterRef, Q, Subquery, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import TimeStamped, Versioned
from apps.core.numbers import format_decimal
from apps.movements.models.participation import Participation


class ActivityQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Of the participations that one sees."""
        if actor.is_system:
            return self
        return self.filter(participation__in=Participation.objects.visible_to(actor).order_by().values("pk"))

    def for_list(self):
        return self.select_related(
            "participation__unit", "participation__movement__organiser", "document"
        ).prefetch_related("figures", "photos__attachment")


@tracked()
class ActivityEntry(Versioned):
    """One activity of a unit in a movement, on a day. The newest ``on`` is the movement's pulse in the unit."""

    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="activities", verbose_name=_("đơn vị trong phong trào")
    )
    on = models.DateField(_("ngày"))
    text = models.TextField(_("đã làm gì"))
    document = models.ForeignKey(
        "documents.Document",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("văn bản"),
    )
    entered_by_label = models.CharField(_("người ghi"), max_length=300, blank=True)
    illustrative = models.BooleanField(_("minh họa"), default=False)
    saved_by_label = models.CharField(_("người sửa"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("sửa lúc"), null=True, blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("hoạt động trong phong trào")
        verbose_name_plural = _("hoạt động trong phong trào")
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["participation", "-on"], name="movements_activity_newest")]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="movements_activity_says_something")]

    def __str__(self) -> str:
        return f"{self.participation}, {self.on:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return f"{reverse('movements:activity-list', args=[self.participation_id])}#activity-{self.pk}"


def activities_of(participation: str = "pk"):
    """Inside of a query: activities of an outer participation and of those it continues; ``one`` groups them."""
    outer = OuterRef(OuterRef(participation))
    places = Participation.objects.filter(Q(pk=outer) | Q(continued_in=outer)).order_by()
    return ActivityEntry.objects.filter(participation__in=places.values("pk")).annotate(one=Value(1)).order_by()


def last_activity_of(participation: str = "pk") -> Subquery:
    """Day of the newest entry of a participation (a lookup to its id); empty where there is none."""
    rows = activities_of(participation).values("one")
    return Subquery(rows.annotate(last=Max("on")).values("last"), output_field=models.DateField())


@tracked()
class ActivityFigure(models.Model):
    """One figure of an activity: 12 hộ nghèo được giúp đỡ (Số liệu)."""

    entry = models.ForeignKey(ActivityEntry, on_delete=models.CASCADE, related_name="figures")
    label = models.CharField(_("tên số liệu"), max_length=200)
    value = models.DecimalField(_("số"), max_digits=18, decimal_places=3)
    measure = models.CharField(_("đơn vị tính"), max_length=50, blank=True)

    class Meta:
        verbose_name = _("số liệu của hoạt động")
        verbose_name_plural = _("số liệu của hoạt động")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["entry", "label"], name="movements_figure_once")]

    def __str__(self) -> str:
        return self.label

    @property
    def words(self) -> str:
        """Hộ nghèo được giúp đỡ: 12 hộ."""
        return f"{self.label}: {format_decimal(self.value.normalize())} {self.measure}".rstrip()


@tracked()
class ActivityPhoto(TimeStamped):
    """A photo of an activity (Ảnh)."""

    entry = models.ForeignKey(ActivityEntry, on_delete=models.CASCADE, related_name="photos")
    attachment = models.ForeignKey("documents.Attachment", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("ảnh của hoạt động")
        verbose_name_plural = _("ảnh của hoạt động")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["entry", "attachment"], name="movements_photo_once")]

    def __str__(self) -> str:
        return str(self.attachment)
