"""What is kept about a person from year to year: rating, discipline, training."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import TimeStamped
from apps.units.models.people_scope import people_in_reach
from apps.units.models.person import Person
from apps.units.person_enums import DisciplineForm, RatingLevel


class PersonRecordQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Records of people in the actor's reach. Discipline has a narrower policy of its own."""
        return people_in_reach(self, actor, person="person_id")


class PersonRecord(TimeStamped):
    """A dated fact about one ``person`` with the paper it stands in."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="%(class)s_rows", verbose_name=_("cá nhân")
    )
    document = models.ForeignKey(
        "documents.Document",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("văn bản"),
    )

    objects = PersonRecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        return self.person.get_absolute_url()


@tracked(arrives_in_lists=True)
class QualityRating(PersonRecord):
    """The yearly rating of an official (Xếp loại chất lượng hằng năm). ``unit_name`` is the rating body as printed."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ratings", verbose_name=_("cá nhân"))
    year = models.PositiveSmallIntegerField(_("năm"))
    level = models.CharField(_("mức xếp loại"), max_length=12, choices=RatingLevel)
    unit_name = models.CharField(_("đơn vị đánh giá"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("xếp loại chất lượng hằng năm")
        verbose_name_plural = _("xếp loại chất lượng hằng năm")
        ordering = ["-year", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "year"], name="units_rating_once_a_year"),
            models.CheckConstraint(condition=Q(year__gte=1945, year__lte=2199), name="units_rating_real_year"),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.year}"


@tracked()
class Discipline(PersonRecord):
    """A disciplinary measure (Kỷ luật): in force from ``starts_on`` until the day before ``cleared_on``."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="disciplines", verbose_name=_("cá nhân"))
    form = models.CharField(_("hình thức kỷ luật"), max_length=12, choices=DisciplineForm)
    starts_on = models.DateField(_("có hiệu lực từ ngày"))
    cleared_on = models.DateField(_("hết hiệu lực từ ngày"), null=True, blank=True)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("kỷ luật")
        verbose_name_plural = _("kỷ luật")
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(cleared_on=None) | Q(cleared_on__gt=F("starts_on")), name="units_discipline_valid_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.get_form_display()}"

    def is_open(self, on: date) -> bool:
        return self.starts_on <= on and (self.cleared_on is None or on < self.cleared_on)


@tracked()
class TrainingRecord(PersonRecord):
    """Attendance of a course on emulation and commendation work (Bồi dưỡng nghiệp vụ TĐKT)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="trainings", verbose_name=_("cá nhân"))
    course = models.CharField(_("nội dung bồi dưỡng"), max_length=300)
    organiser_name = models.CharField(_("đơn vị tổ chức"), max_length=300, blank=True)
    held_on = models.DateField(_("ngày hoàn thành"))
    certificate = models.CharField(_("số chứng nhận"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("bồi dưỡng nghiệp vụ thi đua, khen thưởng")
        verbose_name_plural = _("bồi dưỡng nghiệp vụ thi đua, khen thưởng")
        ordering = ["-held_on", "pk"]
        indexes = [models.Index(fields=["person", "held_on"], name="units_training_last")]

    def __str__(self) -> str:
        return f"{self.person} – {self.course}"
