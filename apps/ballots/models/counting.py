"""Counts: of paper slips as the tellers read them, and of the whole as certified."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.ballots.enums import Standing
from apps.ballots.models.question import Option, Question
from apps.core.models import Versioned


@tracked()
class PaperCount(Versioned):
    """Counting board of one question (Bảng kiểm phiếu): phát ra, thu vào, không hợp lệ, phiếu trắng.

    Valid slips (hợp lệ) are those taken in less the spoiled ones; blank slips are valid.
    """

    question = models.OneToOneField(Question, on_delete=models.CASCADE, related_name="paper_count")
    handed_out = models.PositiveIntegerField(_("phát ra"))
    taken_in = models.PositiveIntegerField(_("thu vào"))
    spoiled = models.PositiveIntegerField(_("không hợp lệ"), default=0)
    blank = models.PositiveIntegerField(_("phiếu trắng"), default=0)
    saved_by_label = models.CharField(_("người nhập"), max_length=300)
    saved_at = models.DateTimeField(_("nhập lúc"))

    class Meta:
        verbose_name = _("bảng kiểm phiếu")
        verbose_name_plural = _("bảng kiểm phiếu")
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_in__lte=F("handed_out")) & Q(taken_in__gte=F("spoiled") + F("blank")),
                name="ballots_paper_count_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return str(self.question)

    @property
    def valid(self) -> int:
        return self.taken_in - self.spoiled


@tracked()
class PaperVotes(models.Model):
    """Votes of one option on paper slips (Số phiếu trên giấy)."""

    count = models.ForeignKey(PaperCount, on_delete=models.CASCADE, related_name="votes")
    option = models.OneToOneField(Option, on_delete=models.CASCADE, related_name="paper_votes")
    votes = models.PositiveIntegerField(_("số phiếu"))

    class Meta:
        verbose_name = _("số phiếu trên giấy")
        verbose_name_plural = _("số phiếu trên giấy")

    def __str__(self) -> str:
        return f"{self.option}: {self.votes}"


@tracked()
class OptionResult(models.Model):
    """Certified result of one option (Kết quả kiểm phiếu): votes, place (1, 2, 2, 4), whether elected."""

    option = models.OneToOneField(Option, on_delete=models.PROTECT, related_name="result")
    votes = models.PositiveIntegerField(_("số phiếu"))
    place = models.PositiveIntegerField(_("thứ tự"))
    standing = models.CharField(_("kết quả"), max_length=20, choices=Standing)

    class Meta:
        verbose_name = _("kết quả kiểm phiếu")
        verbose_name_plural = _("kết quả kiểm phiếu")
        ordering = ["place", "option__number"]

    def __str__(self) -> str:
        return f"{self.option}: {self.votes}"
