"""Steps outside of the usual way, each with who asked, how and why: Gia hạn, Mở lại, Nhập thay."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import TimeStamped
from apps.obligations.enums import Asked
from apps.obligations.models.obligation import Obligation


class Exceptional(TimeStamped):
    """Who asked for it, by telephone or letter, and why."""

    asked_by = models.CharField(_("người đề nghị"), max_length=200)
    asked_how = models.CharField(_("hình thức"), max_length=10, choices=Asked)
    reason = models.TextField(_("lý do"))

    class Meta:
        abstract = True


@tracked()
class Extension(Exceptional):
    """A due date moved for one unit (Gia hạn)."""

    Asked = Asked

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="extensions")
    until = models.DateTimeField(_("đến"))

    class Meta:
        verbose_name = _("gia hạn")
        verbose_name_plural = _("gia hạn")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.obligation} → {self.until:%d/%m/%Y %H:%M}"


class ReopeningQuerySet(models.QuerySet):
    def open(self):
        """Neither sent anew nor closed at their hour."""
        return self.filter(closed_at=None)

    def about(self, path: str):
        """Those of one paper; where either side names none, the duty has one paper alone."""
        return self.filter(subject_path__in=["", path]) if path else self


@tracked()
class Reopening(Exceptional):
    """A paper given back for correction until a set hour (Mở lại cho đơn vị sửa); then it closes by itself.

    ``subject_path``: which paper; a unit may have sent several under one duty (hồ sơ đề nghị).
    ``fulfilled_at``: when what stood before had been sent; it stands again when the hour passes without a new sending.
    ``closed_at``: when the unit had sent anew, or the hour had passed.
    """

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="reopenings")
    subject_path = models.CharField(_("đường dẫn"), max_length=300, blank=True, default="")
    until = models.DateTimeField(_("đến"), null=True, blank=True)
    fulfilled_at = models.DateTimeField(_("đã gửi trước khi mở lại"), null=True, blank=True)
    closed_at = models.DateTimeField(_("đóng lại lúc"), null=True, blank=True)

    objects = ReopeningQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần mở lại")
        verbose_name_plural = _("lần mở lại")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "subject_path"],
                condition=Q(closed_at=None),
                name="obligations_reopening_one_open",
            )
        ]
        indexes = [
            models.Index(fields=["until"], condition=Q(closed_at=None), name="obligations_reopening_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.obligation} – {self._meta.verbose_name}"


@tracked()
class ProxyEntry(TimeStamped):
    """A paper typed by head or ministry for a unit from what arrived on paper (Nhập thay).

    The day it was received counts, not the day of typing. The unit may correct until the end of ``correct_until``.
    """

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="proxy_entries")
    received_on = models.DateField(_("ngày nhận bản giấy"))
    basis = models.CharField(_("văn bản của đơn vị"), max_length=300)
    entered_by_label = models.CharField(_("người nhập"), max_length=300)
    correct_until = models.DateField(_("đơn vị sửa được đến hết ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("lần nhập thay")
        verbose_name_plural = _("lần nhập thay")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.obligation} – {self._meta.verbose_name}"
