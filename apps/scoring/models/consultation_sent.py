"""What units sent in a consultation, frozen, and the organiser's answers."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import TimeStamped, Versioned
from apps.documents.enums import SigningWay
from apps.scoring.consultation_enums import AnswerKind
from apps.scoring.models.consultation import CommentColumns, ConsultationReply
from apps.units.models import organised_for


@tracked()
class ReplySending(TimeStamped):
    """One sending of a reply (Lần gửi). Never changed after; only ``is_current`` moves to the next one.

    ``is_late``: after the unit's last moment in time (24:00 of the deadline, or its extension).
    """

    reply = models.ForeignKey(ConsultationReply, on_delete=models.PROTECT, related_name="sendings")
    number = models.PositiveIntegerField(_("lần"))
    is_current = models.BooleanField(_("lần gửi mới nhất"), default=True)
    agrees = models.BooleanField(_("nhất trí với các nội dung khác của dự thảo"))
    statement = models.TextField(_("ý kiến chung"), blank=True)
    sent_at = models.DateTimeField(_("gửi lúc"))
    sent_by_label = models.CharField(_("người gửi"), max_length=300)
    is_late = models.BooleanField(_("gửi sau hạn"), default=False)
    signing_way = models.CharField(_("cách ký"), max_length=8, choices=SigningWay)
    signed_by_label = models.CharField(_("người ký"), max_length=300, blank=True)
    signed_copy = models.ForeignKey("documents.SignedCopy", on_delete=models.PROTECT, null=True, related_name="+")
    receipt_number = models.CharField(_("số xác nhận"), max_length=60, unique=True, null=True)
    sha256 = models.CharField(_("mã băm SHA-256"), max_length=64)

    class Meta:
        verbose_name = _("lần gửi ý kiến")
        verbose_name_plural = _("lần gửi ý kiến")
        ordering = ["reply", "number"]
        constraints = [
            models.UniqueConstraint(fields=["reply", "number"], name="scoring_sending_once"),
            models.UniqueConstraint(fields=["reply"], condition=Q(is_current=True), name="scoring_sending_one_current"),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="frozen",
                fields=["reply", "number", "agrees", "statement", "sent_at", "is_late", "signing_way", "sha256"],
            )
        ]

    def __str__(self) -> str:
        return f"{self.reply} – {self.number}"


class SentCommentQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """By the organiser: the standing office and the auditor; units read theirs on the page of their reply."""
        if actor.is_system:
            return self
        return self.filter(organised_for(actor, "sending__reply__consultation__criteria_set__year__organiser"))

    def standing(self):
        """Of the newest sending of each unit."""
        return self.filter(sending__is_current=True)

    def of(self, consultation_id: int):
        return self.standing().filter(sending__reply__consultation_id=consultation_id)

    def unanswered(self):
        return self.filter(answer=None)

    def for_list(self):
        return self.select_related(
            "answer", "sending__reply__unit", "sending__reply__consultation__criteria_set__year__organiser"
        )


@tracked()
class SentComment(CommentColumns):
    """One comment as it was sent (Ý kiến đã gửi). ``draft_id``: the comment it was copied from, while it exists."""

    sending = models.ForeignKey(ReplySending, on_delete=models.PROTECT, related_name="comments")
    draft_id = models.BigIntegerField(_("ý kiến gốc"))
    order = models.PositiveIntegerField(_("vị trí tiêu chí trong dự thảo"), default=0)

    objects = SentCommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("ý kiến đã gửi")
        verbose_name_plural = _("ý kiến đã gửi")
        ordering = ["sending", "position", "pk"]
        triggers = [pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.sending.reply.unit_name}: {self.place}"


@tracked()
class CommentAnswer(Versioned):
    """What the organiser does with a comment: Tiếp thu or Giải trình, with words.

    ``changed_code``: the criterion that changed for it, where that is not the one commented on.
    """

    comment = models.OneToOneField(SentComment, on_delete=models.PROTECT, related_name="answer")
    kind = models.CharField(_("kết quả"), max_length=10, choices=AnswerKind)
    words = models.TextField(_("nội dung tiếp thu, giải trình"))
    changed_code = models.CharField(_("mã tiêu chí đã sửa"), max_length=60, blank=True)
    saved_by_label = models.CharField(_("người trả lời"), max_length=300)
    saved_at = models.DateTimeField(_("trả lời lúc"))

    class Meta:
        verbose_name = _("tiếp thu, giải trình")
        verbose_name_plural = _("tiếp thu, giải trình")
        ordering = ["comment"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.comment}"
