"""What others say of a proposal: bodies that are asked (hiệp y) and the public (lấy ý kiến Nhân dân)."""

from django.db import models
from django.db.models import BooleanField, ExpressionWrapper, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.awards.enums import RECEIVED, Opinion, ProposalState
from apps.awards.models.proposal import AwardProposal, OfProposalQuerySet
from apps.awards.models.submission import ProposalSubmission, SubmittedNominee
from apps.core.models import TimeStamped
from apps.periods.enums import YearState


@tracked()
class Consultation(TimeStamped):
    """Hiệp y: a body is asked about the proposal and answers by a day."""

    proposal = models.ForeignKey(AwardProposal, on_delete=models.CASCADE, related_name="consultations")
    body_name = models.CharField(_("cơ quan được hỏi"), max_length=300)
    asked_on = models.DateField(_("ngày gửi hỏi"))
    due_on = models.DateField(_("hạn trả lời"))
    request = models.ForeignKey(
        "documents.Document",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("công văn hỏi"),
    )
    opinion = models.CharField(_("ý kiến"), max_length=10, choices=Opinion, blank=True)
    answered_on = models.DateField(_("ngày trả lời"), null=True, blank=True)
    answer = models.ForeignKey(
        "documents.Document",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("công văn trả lời"),
    )
    text = models.TextField(_("nội dung trả lời"), blank=True)
    by_label = models.CharField(_("người ghi"), max_length=300)

    objects = OfProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("hiệp y")
        verbose_name_plural = _("hiệp y")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gte=F("asked_on")), name="awards_consultation_due_after_asked"),
            models.CheckConstraint(
                condition=Q(opinion="") | Q(answered_on__isnull=False), name="awards_consultation_answered_has_day"
            ),
        ]

    def __str__(self) -> str:
        return self.body_name


class CommentPeriodQuerySet(OfProposalQuerySet):
    def standing(self):
        """Not broken off: the list was not given back before the last day."""
        return self.filter(closed_on=None)

    def open_on(self, on):
        """Opinions are taken on this day: the receiving body has not decided, and the year is not closed.

        While the dossier is reopened (Mở lại) the list that was sent stays: its days count when nothing is sent anew.
        """
        return self.filter(_open_on(on))

    def told_open(self, on):
        """Each carries ``is_open``: whether it is among those of ``open_on``."""
        return self.annotate(is_open=ExpressionWrapper(_open_on(on), BooleanField()))


def _open_on(on) -> Q:
    reopened = Q(proposal__state=ProposalState.RETURNED, proposal__reopened_from__in=RECEIVED)
    undecided = Q(proposal__state__in=RECEIVED) | reopened
    days = Q(closed_on=None, starts_on__lte=on, ends_on__gte=on)
    return days & undecided & ~Q(proposal__year__state=YearState.CLOSED)


@tracked()
class CommentPeriod(TimeStamped):
    """Lấy ý kiến: the list stands on a public page for so many working days, the last one included.

    ``working_days`` and ``basis`` are those of the rule (data) in force when it began. The list is that of
    ``submission``, as it was sent; ``award_codes``: only the lines with these awards, empty for the whole list.
    ``closed_on``: the dossier was given back before the last day; what is sent anew needs its own days.
    """

    proposal = models.ForeignKey(AwardProposal, on_delete=models.CASCADE, related_name="comment_periods")
    submission = models.ForeignKey(
        ProposalSubmission, on_delete=models.PROTECT, null=True, related_name="comment_periods"
    )
    award_codes = models.JSONField(_("hình thức được công khai"), default=list, blank=True)
    closed_on = models.DateField(_("dừng từ ngày"), null=True, blank=True)
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến hết ngày"))
    working_days = models.PositiveSmallIntegerField(_("số ngày làm việc"))
    basis = models.CharField(_("căn cứ"), max_length=500)
    contact = models.CharField(_("nơi nhận ý kiến"), max_length=500)
    by_label = models.CharField(_("người công khai"), max_length=300)

    objects = CommentPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("lấy ý kiến công khai")
        verbose_name_plural = _("lấy ý kiến công khai")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="awards_comment_valid_period"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name}: {self.proposal}"

    def get_absolute_url(self) -> str:
        return reverse("awards:public-comment", args=[self.pk])

    def lines(self):
        """What the public reads, frozen; a period that knows no sending shows the newest."""
        sending = self.submission_id or self.proposal.submissions.filter(is_current=True).values("pk")[:1]
        lines = SubmittedNominee.objects.filter(submission=sending).select_related("award").defer("findings")
        if self.award_codes:
            lines = lines.filter(award__code__in=self.award_codes)
        return lines.order_by("subject", "position", "pk")


class PublicOpinionQuerySet(OfProposalQuerySet):
    to_proposal = "period__proposal"


@tracked()
class PublicOpinion(TimeStamped):
    """An opinion that came in (letter, e-mail, telephone), written down by the receiving body with its conclusion.

    ``on_page``: sent by somebody on the public page; which account was signed in there is kept nowhere.
    """

    period = models.ForeignKey(CommentPeriod, on_delete=models.CASCADE, related_name="opinions")
    received_on = models.DateField(_("ngày nhận"))
    sender = models.CharField(_("người gửi"), max_length=300, blank=True)
    text = models.TextField(_("nội dung"))
    on_page = models.BooleanField(_("gửi trên trang công khai"), default=False)
    conclusion = models.TextField(_("kết luận"), blank=True)
    concluded_by_label = models.CharField(_("người ghi kết luận"), max_length=300, blank=True)
    by_label = models.CharField(_("người ghi"), max_length=300)

    objects = PublicOpinionQuerySet.as_manager()

    class Meta:
        verbose_name = _("ý kiến công khai")
        verbose_name_plural = _("ý kiến công khai")
        ordering = ["received_on", "pk"]

    def __str__(self) -> str:
        return self.text[:120]
