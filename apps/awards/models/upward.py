"""Submissions of the deciding body to whoever decides above it: the tờ trình, its list, the way it went."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.awards.decision_enums import UpwardAnswer
from apps.awards.models.nominee import Nominee
from apps.awards.models.session import CouncilSession
from apps.catalog.enums import Level
from apps.core.models import Versioned
from apps.registry.enums import AwardState
from apps.units.models import organised_for


class UpwardQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Whoever serves or audits the body that submits."""
        return self if actor.is_system else self.filter(organised_for(actor, "organiser"))

    def for_list(self):
        return self.select_related("organiser", "year", "document", "session__council")


@tracked()
class UpwardSubmission(Versioned):
    """Tờ trình cấp trên: whom a council recommended for what another authority decides, one for each authority.

    ``session``: the one that recommended them; None where no council votes, then ``without_vote`` is the reason in law
    as papers name it (catalog.CouncilExemption).
    ``authority_name``: who decides. ``addressed_to``: to whom it is sent (Kính gửi). ``document``: its number and date,
    typed once when it was signed and sent; from then on the list stays.
    """

    organiser = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, related_name="upward_submissions", verbose_name=_("đơn vị trình")
    )
    year = models.ForeignKey(
        "periods.EmulationYear", on_delete=models.PROTECT, related_name="upward_submissions", verbose_name=_("năm")
    )
    session = models.ForeignKey(
        CouncilSession,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="upward_submissions",
        verbose_name=_("phiên họp Hội đồng"),
    )
    without_vote = models.CharField(_("lý do không qua bỏ phiếu của Hội đồng"), max_length=1000, blank=True)
    authority_name = models.CharField(_("thẩm quyền quyết định"), max_length=300)
    authority_level = models.CharField(_("cấp"), max_length=20, choices=Level)
    addressed_to = models.CharField(_("kính gửi"), max_length=300)
    abstract = models.CharField(_("trích yếu"), max_length=500)
    signer_name = models.CharField(_("người ký"), max_length=200, blank=True)
    signer_post = models.CharField(_("chức vụ người ký"), max_length=300, blank=True)
    prefix = models.CharField(_("thể thức ký"), max_length=10, blank=True)
    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="upward_submission"
    )
    sent_at = models.DateTimeField(_("ghi số lúc"), null=True, blank=True)
    illustrative = models.BooleanField(_("minh họa"), default=False)
    saved_by_label = models.CharField(_("người lưu"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("lưu lúc"), null=True, blank=True)

    objects = UpwardQuerySet.as_manager()

    class Meta:
        verbose_name = _("tờ trình cấp trên")
        verbose_name_plural = _("tờ trình cấp trên")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(document=None, sent_at=None) | Q(document__isnull=False, sent_at__isnull=False),
                name="awards_upward_sent_has_number",
            ),
            models.CheckConstraint(
                condition=Q(session__isnull=False, without_vote="") | (Q(session=None) & ~Q(without_vote="")),
                name="awards_upward_voted_or_says_why",
            ),
        ]

    def __str__(self) -> str:
        return str(self.document) if self.document_id else self.abstract

    def get_absolute_url(self) -> str:
        return reverse("awards:upward-detail", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.document_id is None


@tracked(arrives_in_lists=True)
class UpwardLine(models.Model):
    """A nominee in the list of a tờ trình cấp trên; in one of them at a time.

    ``answer``: what the authority above decided; ``award``: the row of the registry where it granted.
    """

    submission = models.ForeignKey(UpwardSubmission, on_delete=models.CASCADE, related_name="lines")
    nominee = models.OneToOneField(Nominee, on_delete=models.PROTECT, related_name="upward_line")
    position = models.PositiveIntegerField(_("thứ tự"))
    answer = models.CharField(_("kết quả"), max_length=10, choices=UpwardAnswer, blank=True, default="")
    award = models.OneToOneField(
        "registry.Award", on_delete=models.PROTECT, null=True, blank=True, related_name="upward_line"
    )

    class Meta:
        verbose_name = _("dòng trình cấp trên")
        verbose_name_plural = _("dòng trình cấp trên")
        ordering = ["submission", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer=UpwardAnswer.GRANTED, award__isnull=False)
                | (~Q(answer=UpwardAnswer.GRANTED) & Q(award=None)),
                name="awards_upward_line_granted_has_award",
            ),
        ]

    def __str__(self) -> str:
        return str(self.nominee)

    @property
    def told(self) -> str:
        """The answer, with what later acts did to the award."""
        return answer_told(self.answer, self.award and self.award.state)


def answer_told(answer: str, award_state: str | None) -> str:
    """Được khen thưởng; Đã hủy bỏ: an award that was cancelled does not read as held."""
    told = str(UpwardAnswer(answer).label)
    if award_state in (None, AwardState.GRANTED):
        return told
    return f"{told}; {AwardState(award_state).label}"
