"""Papers of a dossier and what the receiving body remarked on them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.awards.models.nominee import Nominee
from apps.awards.models.proposal import AwardProposal, OfProposalQuerySet
from apps.core.models import TimeStamped


@tracked()
class DossierPaper(TimeStamped):
    """A paper that fills a line of the checklist (Thành phần hồ sơ), of the whole proposal or of one nominee.

    ``item_code``: the line of the law (catalog.DossierItem), empty for a paper that no law asks for. ``document`` is
    cited with its place of use; ``secret_route``: the line only says that the paper goes by the secret post, without
    document and file. ``paper_received_…``: Đã nhận bản giấy, ticked by the receiving body.
    """

    proposal = models.ForeignKey(AwardProposal, on_delete=models.CASCADE, related_name="papers")
    nominee = models.ForeignKey(Nominee, on_delete=models.CASCADE, null=True, blank=True, related_name="papers")
    item_code = models.CharField(_("thành phần hồ sơ"), max_length=80, blank=True)
    label = models.CharField(_("tên thành phần"), max_length=300)
    document = models.ForeignKey(
        "documents.Document",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("văn bản"),
    )
    secret_route = models.BooleanField(_("gửi theo đường công văn mật"), default=False)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    paper_received_on = models.DateField(_("ngày nhận bản giấy"), null=True, blank=True)
    paper_received_by_label = models.CharField(_("người nhận bản giấy"), max_length=300, blank=True)
    saved_by_label = models.CharField(_("người lưu"), max_length=300, blank=True)

    objects = OfProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("văn bản trong hồ sơ")
        verbose_name_plural = _("văn bản trong hồ sơ")
        ordering = ["proposal", "item_code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "nominee", "item_code", "document"],
                nulls_distinct=False,
                name="awards_paper_once",
            ),
            models.CheckConstraint(
                condition=Q(document__isnull=False, secret_route=False) | Q(document=None, secret_route=True),
                name="awards_paper_or_secret_route",
            ),
        ]

    def __str__(self) -> str:
        return self.label


@tracked()
class ProposalRemark(TimeStamped):
    """Yêu cầu bổ sung on one item: a nominee, a line of the checklist, or the whole; answered by the unit.

    ``nominee_label``: of whom it was said; it stays, and the remark is still to be answered, when the unit takes the
    line out of the list.
    """

    proposal = models.ForeignKey(AwardProposal, on_delete=models.CASCADE, related_name="remarks")
    nominee = models.ForeignKey(Nominee, on_delete=models.SET_NULL, null=True, blank=True, related_name="remarks")
    nominee_label = models.CharField(_("tập thể, cá nhân"), max_length=700, blank=True)
    item_code = models.CharField(_("thành phần hồ sơ"), max_length=80, blank=True)
    text = models.TextField(_("yêu cầu"))
    by_label = models.CharField(_("người yêu cầu"), max_length=300)
    at = models.DateTimeField(_("lúc"))
    answer = models.TextField(_("trả lời"), blank=True)
    answered_by_label = models.CharField(_("người trả lời"), max_length=300, blank=True)
    answered_at = models.DateTimeField(_("trả lời lúc"), null=True, blank=True)

    objects = OfProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("yêu cầu bổ sung")
        verbose_name_plural = _("yêu cầu bổ sung")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.text[:120]

    @property
    def about(self) -> str:
        """The nominee that it is about, as printed when it was said; empty for an item or the whole."""
        return self.nominee_label or (self.nominee.recipient if self.nominee else "")

    @property
    def is_open(self) -> bool:
        return self.answered_at is None
