"""Where people work, from when to when (Vị trí công tác)."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import Versioned
from apps.units.models.people_scope import people_in_reach
from apps.units.models.person import Person
from apps.units.models.unit import Unit
from apps.units.person_enums import PostingKind


class PostingQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Every posting of the people in the actor's reach."""
        return people_in_reach(self, actor, person="person_id")

    def valid_on(self, on: date):
        """Held on the date; an unknown first day counts as long ago. "Nguyên" is held by nobody."""
        return self.exclude(kind=PostingKind.FORMER).filter(
            Q(starts_on=None) | Q(starts_on__lte=on), Q(ends_on=None) | Q(ends_on__gte=on)
        )

    def for_list(self):
        """With unit; the newest first, the official one before others of the same day."""
        return self.select_related("unit").order_by(F("starts_on").desc(nulls_last=True), "kind", "pk")


@tracked(arrives_in_lists=True)
class Posting(Versioned):
    """One person in one unit and post, from a day until a day, the last one included (Vị trí công tác).

    Official postings of one person never overlap; a seconded person keeps the official one at the sending unit.
    ``starts_on`` empty: the day is not known. Only ``domain.postings`` writes here, on the locked Person.
    """

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="postings", verbose_name=_("người giữ vị trí")
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="postings", verbose_name=_("đơn vị"))
    kind = models.CharField(_("loại"), max_length=12, choices=PostingKind, default=PostingKind.OFFICIAL)
    post = models.CharField(_("chức vụ, chức danh"), max_length=200, blank=True)
    is_leader = models.BooleanField(_("giữ chức vụ lãnh đạo, quản lý"), default=False)
    starts_on = models.DateField(_("từ ngày"), null=True, blank=True)
    ends_on = models.DateField(_("đến ngày"), null=True, blank=True)
    end_reason = models.CharField(_("lý do kết thúc"), max_length=300, blank=True)
    basis = models.ForeignKey(
        "documents.Document",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("văn bản căn cứ"),
    )
    saved_by_label = models.CharField(_("người sửa"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("sửa lúc"), null=True, blank=True)

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("vị trí công tác")
        verbose_name_plural = _("vị trí công tác")
        indexes = [models.Index(fields=["unit", "person"], name="units_posting_people_of_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="units_posting_valid_period",
            ),
            ExclusionConstraint(
                name="units_posting_one_official",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (
                        Func(F("starts_on"), F("ends_on"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(kind=PostingKind.OFFICIAL),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.unit}"

    def get_absolute_url(self) -> str:
        return f"{self.person.get_absolute_url()}#posting-{self.pk}"

    def is_held_on(self, on: date) -> bool:
        """The same as ``valid_on`` for one row."""
        started = self.starts_on is None or self.starts_on <= on
        return self.kind != PostingKind.FORMER and started and (self.ends_on is None or self.ends_on >= on)

    @property
    def post_and_unit(self) -> str:
        """Chuyên viên, Vụ Tổ chức cán bộ."""
        return ", ".join(part for part in (self.post, self.unit.name) if part)
