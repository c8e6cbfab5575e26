"""Who opens, closes and counts."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.ballots.models.ballot import Ballot


class Teller(models.Model):
    """Member of the counting team (Thành viên Tổ kiểm phiếu), approved by the meeting; each of a different party.

    Without row history, for it would keep the wrapped key. ``key_order``: 1 holds the inner key, 2 the outer one, none
    where no key is held. ``wrapped_key`` is the private key under a code that was shown once; it is gone at the
    closing. ``reason``: why somebody of a standing party counts (no neutral party was there).
    """

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="tellers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveIntegerField(_("thứ tự"))
    party = models.CharField(max_length=200)
    label = models.CharField(_("họ tên"), max_length=300)
    post = models.CharField(_("chức vụ, đơn vị"), max_length=500, blank=True)
    reason = models.TextField(_("lý do"), blank=True)
    key_order = models.PositiveSmallIntegerField(null=True, editable=False)
    public_key = models.BinaryField(null=True, editable=False)
    wrapped_key = models.BinaryField(null=True, editable=False)

    class Meta:
        verbose_name = _("thành viên Tổ kiểm phiếu")
        verbose_name_plural = _("Tổ kiểm phiếu")
        ordering = ["ballot", "order"]
        constraints = [
            models.UniqueConstraint(fields=["ballot", "user"], name="ballots_teller_person_once"),
            models.UniqueConstraint(fields=["ballot", "party"], name="ballots_teller_party_once"),
            models.UniqueConstraint(fields=["ballot", "key_order"], name="ballots_teller_key_once"),
            models.CheckConstraint(
                condition=Q(key_order__isnull=True) | Q(key_order__in=[1, 2]), name="ballots_teller_two_keys"
            ),
            models.CheckConstraint(
                condition=Q(wrapped_key__isnull=True) | Q(public_key__isnull=False), name="ballots_teller_key_pair"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def has_key(self) -> bool:
        return self.public_key is not None
