"""The word of a body outside of the portal on a self-score (Xác nhận của cơ quan thi đua, khen thưởng cấp tỉnh)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import TimeStamped
from apps.documents.enums import SigningWay
from apps.scoring.enums import ConfirmationState
from apps.scoring.models.sheet import ScoreSheet, SheetVersion


class OutsideConfirmationQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Whoever sees the sheet."""
        return self.filter(sheet__in=ScoreSheet.objects.visible_to(actor).values("pk"))


@tracked(exclude=["token_hash", "code_hash"])
class OutsideConfirmation(TimeStamped):
    """One request to confirm one version: by a single-use link with a code, or by the signed paper.

    A paper that waits was uploaded by the unit and not taken yet (Tiếp nhận). Link and code are shown once to whoever
    made them and kept as hashes only. ``failures``: wrong codes in all; after a few the link is shut and a new one has
    to be made.
    """

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="confirmations")
    version = models.ForeignKey(SheetVersion, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(_("cách xác nhận"), max_length=8, choices=SigningWay)
    body_name = models.CharField(_("cơ quan xác nhận"), max_length=300)
    signer_name = models.CharField(_("người xác nhận"), max_length=200, blank=True)
    signer_post = models.CharField(_("chức vụ"), max_length=200, blank=True)
    state = models.CharField(
        _("trạng thái"), max_length=9, choices=ConfirmationState, default=ConfirmationState.WAITING
    )
    token_hash = models.CharField(max_length=64, unique=True, null=True)
    code_hash = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField(_("hết hạn lúc"), null=True)
    failures = models.PositiveSmallIntegerField(_("số lần nhập sai mã"), default=0)
    made_by_label = models.CharField(_("người gửi liên kết"), max_length=300)
    made_at = models.DateTimeField(_("gửi liên kết lúc"))
    decided_at = models.DateTimeField(_("trả lời lúc"), null=True)
    words = models.TextField(_("ý kiến"), blank=True)
    signed_copy = models.ForeignKey("documents.SignedCopy", on_delete=models.PROTECT, null=True, related_name="+")

    objects = OutsideConfirmationQuerySet.as_manager()

    class Meta:
        verbose_name = _("xác nhận của cơ quan ngoài hệ thống")
        verbose_name_plural = _("xác nhận của cơ quan ngoài hệ thống")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet"], condition=Q(state="waiting"), name="scoring_confirmation_one_waiting"
            ),
            models.CheckConstraint(
                condition=Q(way="paper", signed_copy__isnull=False) | Q(way="screen", token_hash__isnull=False),
                name="scoring_confirmation_paper_or_link",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["confirmed", "refused"]) | (Q(decided_at__isnull=False) & ~Q(signer_name="")),
                name="scoring_confirmation_decided_by_name",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(words=""), name="scoring_confirmation_refused_with_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_name} – {self.sheet}"

    def get_absolute_url(self) -> str:
        return reverse("scoring:confirmation", args=[self.sheet_id])
