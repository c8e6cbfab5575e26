"""Wrong codes of one person: after a few the door stays shut for a while."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.models.user import User

LIMIT = 10
SHUT_FOR = timedelta(minutes=15)


class CodeFailures(models.Model):
    """How many codes in a row were wrong (Số lần nhập sai mã).

    Kept by person, not by address: whoever came this far knows the password already.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="code_failures")
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("số lần nhập sai mã")
        verbose_name_plural = _("số lần nhập sai mã")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.count}"

    def is_shut(self, now: datetime) -> bool:
        return self.count >= LIMIT and now < self.last_at + SHUT_FOR

    def add(self, now: datetime) -> None:
        """One more; failures of long ago are forgotten."""
        if self.last_at is not None and now >= self.last_at + SHUT_FOR:
            self.count = 0
        self.count += 1
        self.last_at = now
        self.save()

    def forget(self) -> None:
        if self.count:
            self.count = 0
            self.save()
