"""What was chosen, apart from who chose; and the receipts, apart from both."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.ballots.models.ballot import Ballot
from apps.ballots.models.question import Question


class Slip(models.Model):
    """One opened slip for one question (Phiếu bình xét, suy tôn): numbers of the options, none on a blank slip.

    Without voter, moment and row history; keys are random, rows lie in shuffled order. Slips of one voter for two
    questions are not tied to each other.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="slips")
    numbers = ArrayField(models.PositiveIntegerField(), verbose_name=_("lựa chọn"), default=list)

    class Meta:
        verbose_name = _("phiếu bình xét, suy tôn")
        verbose_name_plural = _("phiếu bình xét, suy tôn")

    def __str__(self) -> str:
        return str(self.key)


class Receipt(models.Model):
    """Code of a counted slip (Mã biên nhận): the list is published, so that each voter finds the own one in it."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="receipts")
    code = models.CharField(_("mã biên nhận"), max_length=30)

    class Meta:
        verbose_name = _("mã biên nhận")
        verbose_name_plural = _("mã biên nhận")
        ordering = ["ballot", "code"]
        constraints = [models.UniqueConstraint(fields=["ballot", "code"], name="ballots_receipt_code_once")]

    def __str__(self) -> str:
        return self.code
