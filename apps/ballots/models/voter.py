"""Who votes."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.ballots.enums import Way
from apps.ballots.models.ballot import Ballot


class Voter(models.Model):
    """One vote (Cử tri): a party by its person. The list is frozen at the opening.

    Without row history, for it would keep the envelope: ciphertext of constant length for both key holders, there
    from the vote until the closing. No moment of the vote is kept. ``code_hash``: SHA-256 of the sealed code with
    which somebody absent votes without an account; gone when used.
    """

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="voters")
    order = models.PositiveIntegerField(_("thứ tự"))
    party = models.CharField(max_length=200)
    label = models.CharField(_("đơn vị"), max_length=500)
    person = models.CharField(_("người bỏ phiếu"), max_length=300, blank=True)
    way = models.CharField(_("cách bỏ phiếu"), max_length=10, choices=Way, default=Way.PAPER)
    present = models.BooleanField(_("có mặt"), default=False)
    has_voted = models.BooleanField(_("đã bỏ phiếu"), default=False)
    envelope = models.BinaryField(null=True, editable=False)
    code_hash = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("cử tri")
        verbose_name_plural = _("cử tri")
        ordering = ["ballot", "order"]
        constraints = [
            models.UniqueConstraint(fields=["ballot", "party"], name="ballots_voter_party_once"),
            models.UniqueConstraint(fields=["code_hash"], condition=~Q(code_hash=""), name="ballots_voter_code_once"),
            models.CheckConstraint(
                condition=Q(envelope__isnull=True) | (Q(has_voted=True) & ~Q(way=Way.PAPER)),
                name="ballots_voter_envelope_of_a_vote_on_screen",
            ),
            models.CheckConstraint(
                condition=~Q(way=Way.WRITING) | Q(present=False), name="ballots_voter_in_writing_is_absent"
            ),
        ]

    def __str__(self) -> str:
        return self.label
