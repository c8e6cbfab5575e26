"""What a unit sent, frozen: the signed proposal, its nominees and what the engine found about them then."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.awards.models.nominee import Nominee
from apps.awards.models.proposal import AwardProposal, OfProposalQuerySet
from apps.catalog.enums import Subject
from apps.core.models import TimeStamped
from apps.documents.enums import SigningWay
from apps.registry.enums import Standing
from apps.registry.models.award import SUBJECTS
from apps.registry.models.letter import OUTCOMES


@tracked()
class ProposalSubmission(TimeStamped):
    """One sending of a proposal (Lần gửi). Never changed after; only ``is_current`` moves to the next one.

    ``received_on``: the day whose rules count; it stays that of the first sending when the dossier is completed.
    ``content``: letter, meeting and papers as they were sent (``domain.canonical.content_of``); with the nominees it is
    all that ``sha256`` is made of. Empty for what was sent before it was kept.
    """

    proposal = models.ForeignKey(AwardProposal, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveIntegerField(_("lần"))
    is_current = models.BooleanField(_("lần gửi mới nhất"), default=True)
    sent_at = models.DateTimeField(_("gửi lúc"))
    sent_by_label = models.CharField(_("người gửi"), max_length=300)
    received_on = models.DateField(_("ngày nhận hồ sơ"))
    proxy_by_label = models.CharField(_("người nhập thay"), max_length=300, blank=True, default="")
    signing_way = models.CharField(_("cách ký"), max_length=8, choices=SigningWay)
    signed_by_label = models.CharField(_("người ký"), max_length=300, blank=True)
    signed_copy = models.ForeignKey("documents.SignedCopy", on_delete=models.PROTECT, null=True, related_name="+")
    receipt_number = models.CharField(_("số xác nhận"), max_length=60, unique=True, null=True)
    collectives = models.PositiveIntegerField(_("số tập thể"))
    individuals = models.PositiveIntegerField(_("số cá nhân"))
    content = models.JSONField(_("nội dung đã gửi"), default=dict, blank=True)
    sha256 = models.CharField(_("mã băm SHA-256"), max_length=64)

    objects = OfProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần gửi hồ sơ đề nghị")
        verbose_name_plural = _("lần gửi hồ sơ đề nghị")
        ordering = ["proposal", "number"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="awards_submission_once"),
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(is_current=True), name="awards_submission_one_current"
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="frozen", exclude=["is_current", "receipt_number", "updated_at"]),
            pgtrigger.Protect(
                name="receipt_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__receipt_number__isnull=False)
                & pgtrigger.Q(old__receipt_number__df=pgtrigger.F("new__receipt_number")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal} – {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("awards:submission-detail", args=[self.pk])


@tracked(arrives_in_lists=True)
class SubmittedNominee(TimeStamped):
    """A nominee as it was sent, with its findings: a later amendment of the law does not rewrite history.

    ``report``: the achievement report of then (``domain.canonical.report_of``). Only ``nominee`` lets go.
    """

    submission = models.ForeignKey(ProposalSubmission, on_delete=models.PROTECT, related_name="nominees")
    nominee = models.ForeignKey(Nominee, on_delete=models.SET_NULL, null=True, related_name="sent")
    position = models.PositiveIntegerField(_("thứ tự"))
    subject = models.CharField(_("đối tượng"), max_length=10, choices=SUBJECTS)
    award = models.ForeignKey("catalog.AwardType", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("tên"), max_length=300)
    honorific = models.CharField(_("danh xưng"), max_length=10, blank=True)
    post = models.CharField(_("chức vụ"), max_length=300, blank=True)
    unit_name = models.CharField(_("đơn vị công tác"), max_length=300, blank=True)
    standing = models.CharField(_("tư cách"), max_length=12, choices=Standing, default=Standing.OFFICIAL)
    standing_reason = models.CharField(_("lý do"), max_length=300, blank=True)
    achievement = models.CharField(_("tóm tắt thành tích"), max_length=500, blank=True)
    votes_for = models.PositiveIntegerField(_("số phiếu đồng ý"), null=True)
    votes_base = models.PositiveIntegerField(_("tính trên"), null=True)
    outcome = models.PositiveSmallIntegerField(_("kiểm tra điều kiện"), choices=OUTCOMES, null=True)
    version_code = models.CharField(_("phiên bản quy định"), max_length=80, blank=True)
    findings = models.JSONField(_("kết quả từng điều kiện"), default=list)
    missed_targets = models.JSONField(_("chỉ tiêu không đạt"), default=list)
    missed_reason = models.TextField(_("lý do đề nghị dù có chỉ tiêu không đạt"), blank=True)
    report = models.JSONField(_("báo cáo thành tích"), default=dict, blank=True)

    class Meta:
        verbose_name = _("dòng đề nghị đã gửi")
        verbose_name_plural = _("dòng đề nghị đã gửi")
        ordering = ["submission", "subject", "position", "pk"]
        triggers = [pgtrigger.ReadOnly(name="frozen", exclude=["nominee", "updated_at"])]

    def __str__(self) -> str:
        return f"{self.award} – {self.name}"

    @property
    def recipient(self) -> str:
        """As printed: Bà Trần Thị Thử."""
        return f"{self.honorific} {self.name}".strip()

    @property
    def is_individual(self) -> bool:
        return self.subject == Subject.INDIVIDUAL
