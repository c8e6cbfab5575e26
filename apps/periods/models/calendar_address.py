"""The secret address under which a person's calendar can be read by a calendar program (Địa chỉ lịch)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import TimeStamped


@tracked(exclude=("last_read_at",))
class CalendarAddress(TimeStamped):
    """One address of one person; only the hash of its secret is kept. A person has one at a time, earlier ones stay
    as revoked rows.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_addresses", verbose_name=_("người")
    )
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True, blank=True)
    last_read_at = models.DateTimeField(_("đọc lần cuối"), null=True, blank=True)

    class Meta:
        verbose_name = _("địa chỉ lịch")
        verbose_name_plural = _("địa chỉ lịch")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at=None), name="periods_calendar_address_one_live"
            )
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
