"""Duties: what is asked for in a year, with its dates."""

from datetime import date, datetime, time
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import Versioned
from apps.obligations.enums import DutyKind
from apps.units.models import organised_for


def last_moment(day: date) -> datetime:
    """The last moment of a day that is still in time: 24:00 local less one tick."""
    return timezone.make_aware(datetime.combine(day, time.max))


class DutyQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Duties of years that the actor organises or audits, of a unit's own call its people, and who owes them."""
        if actor.is_system:
            return self
        own = actor.unit_ids("officer", "leader")
        asked = organised_for(actor, "year__organiser")
        return self.filter(asked | Q(asked_by_id__in=own) | Q(obligations__unit_id__in=own)).distinct()

    def of_organiser(self):
        """Those that the organiser of the year asks for, without the calls of units to their divisions."""
        return self.filter(asked_by=None)

    def asked_of(self, values):
        """Those of which the audience holds one of these values ("all:heads")."""
        return self.filter(reduce(or_, (Q(audience__contains=[value]) for value in values)))

    def for_list(self):
        return self.select_related("year__organiser", "asked_by", "document", "parent")


@tracked()
class Duty(Versioned):
    """One kind of paper asked for in one year, with its dates (Nhiệm vụ có thời hạn).

    ``due_on`` ends at 24:00 local time. ``internal_due_on`` only sorts and reminds. ``closes_at`` is optional.
    ``asked_by``: the unit that calls its own divisions, within the ``parent`` duty that it owes; empty: the organiser.
    ``audience``: who was asked, as the sources of ``audience.register`` name it ("kind:justice_department").
    """

    year = models.ForeignKey(
        "periods.EmulationYear", on_delete=models.PROTECT, related_name="duties", verbose_name=_("năm thi đua")
    )
    code = models.CharField(_("mã"), max_length=80)
    label = models.CharField(_("tên việc"), max_length=200)
    due_on = models.DateField(_("hạn nộp"))
    internal_due_on = models.DateField(_("hạn nội bộ"), null=True, blank=True)
    closes_at = models.DateTimeField(_("khóa sổ"), null=True, blank=True)
    opens_on = models.DateField(_("mở từ ngày"), null=True, blank=True)
    basis = models.CharField(_("căn cứ"), max_length=300, blank=True)
    document = models.ForeignKey(
        "documents.Document",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("công văn hướng dẫn"),
    )
    audience = models.JSONField(_("đơn vị được giao"), default=list, blank=True)
    asked_by = models.ForeignKey(
        "units.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="own_calls",
        verbose_name=_("đơn vị giao trong nội bộ"),
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="own_calls",
        verbose_name=_("việc cấp trên giao"),
    )

    saved_by_label = models.CharField(_("người sửa"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("sửa lần cuối"), null=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("nhiệm vụ có thời hạn")
        verbose_name_plural = _("nhiệm vụ có thời hạn")
        ordering = ["due_on", "code"]
        constraints = [
            models.UniqueConstraint(fields=["year", "code"], name="obligations_duty_once_a_year"),
            models.CheckConstraint(
                condition=Q(internal_due_on=None) | Q(internal_due_on__lte=F("due_on")),
                name="obligations_duty_internal_date_first",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def kind(self) -> DutyKind:
        """What is asked for, read from the code."""
        name = self.code.partition(":")[0]
        return DutyKind(name) if name in DutyKind.values else DutyKind.OTHER

    def is_open_on(self, day: date) -> bool:
        """Before its first day nobody is urged and nothing is missing."""
        return self.opens_on is None or self.opens_on <= day

    def get_absolute_url(self) -> str:
        return reverse("obligations:duty-detail", args=[self.pk])
