"""One-time slips: how a person who never met the administrator gets into an account."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import TimeStamped

# Far from guessing 59 bits, and too many for shutting somebody else's slip in passing: whoever guesses is locked by
# name and address long before (axes).
MOST_FAILURES = 100


@tracked()
class SlipBatch(TimeStamped):
    """Slips to be printed together (Đợt cấp phiếu tài khoản). ``unit_id``: the unit on whose behalf, no foreign key.

    The codes are made in the moment of printing and stand on the paper only; ``printed_at`` says that it happened.
    """

    title = models.CharField(_("tên đợt"), max_length=200)
    valid_days = models.PositiveSmallIntegerField(_("số ngày có hiệu lực"), default=14)
    unit_id = models.BigIntegerField(_("đơn vị"), db_index=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_by_label = models.CharField(_("người lập"), max_length=300)
    printed_at = models.DateTimeField(_("in lúc"), null=True)

    class Meta:
        verbose_name = _("đợt cấp phiếu tài khoản")
        verbose_name_plural = _("đợt cấp phiếu tài khoản")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title


@tracked(exclude=["code_hash", "salt"])
class Slip(TimeStamped):
    """A one-time code with which a person sets the own password (Phiếu tài khoản dùng một lần).

    Only the hash of the code is kept. A new slip of the same account takes the place of the older ones.
    """

    batch = models.ForeignKey(SlipBatch, on_delete=models.PROTECT, related_name="slips")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="slips")
    note = models.CharField(_("đơn vị, vai trò"), max_length=500, blank=True)
    code_hash = models.CharField(max_length=64, blank=True)
    salt = models.CharField(max_length=32, blank=True)
    expires_at = models.DateTimeField(_("hết hạn"), null=True)
    failures = models.PositiveSmallIntegerField(_("số lần nhập sai"), default=0)
    used_at = models.DateTimeField(_("đã dùng lúc"), null=True)
    withdrawn_at = models.DateTimeField(_("thay bằng phiếu khác lúc"), null=True)

    class Meta:
        verbose_name = _("phiếu tài khoản")
        verbose_name_plural = _("phiếu tài khoản")
        ordering = ["batch", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(used_at=None, withdrawn_at=None),
                name="accounts_slip_one_open_per_user",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.batch}"

    def word(self, now: datetime) -> str:
        """Where the slip stands, in words."""
        if self.used_at:
            return str(_("Đã dùng"))
        if self.withdrawn_at:
            return str(_("Đã thay bằng phiếu khác"))
        if self.failures >= MOST_FAILURES:
            return str(_("Đã khóa vì nhập sai"))
        if not self.code_hash:
            return str(_("Chưa in"))
        return str(_("Hết hạn")) if self.expires_at <= now else str(_("Chưa dùng"))
