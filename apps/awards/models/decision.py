"""Decisions on awards: a list with number and date, and the money that goes with it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.awards.decision_enums import DecisionState
from apps.awards.models.nominee import Nominee
from apps.awards.models.session import CouncilSession
from apps.catalog.enums import CommendationType, Level
from apps.core.models import Versioned
from apps.core.search import trigram_index
from apps.core.text import fold
from apps.registry.models.letter import OUTCOMES
from apps.units.models import organised_for


class DecisionQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Whoever serves or audits the deciding body. Others find what was granted in the registry."""
        return self if actor.is_system else self.filter(organised_for(actor, "organiser"))

    def for_list(self):
        return self.select_related("organiser", "year", "document", "session__council")


@tracked()
class AwardDecision(Versioned):
    """Quyết định khen thưởng, from the draft on. Number and date are typed once, when it is issued.

    ``organiser``: whose office prepares and keeps it. ``authority_name``: who decides, as printed. ``declared_…``: the
    numbers that its text states; the list must agree. ``document`` and ``grant`` are made by the issue: from then on
    the list stands in the registry.
    """

    organiser = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, related_name="award_decisions", verbose_name=_("đơn vị")
    )
    year = models.ForeignKey(
        "periods.EmulationYear", on_delete=models.PROTECT, related_name="award_decisions", verbose_name=_("năm thi đua")
    )
    session = models.ForeignKey(
        CouncilSession,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("phiên họp Hội đồng"),
    )
    state = models.CharField(_("trạng thái"), max_length=10, choices=DecisionState, default=DecisionState.DRAFT)
    abstract = models.CharField(_("trích yếu"), max_length=500)
    type = models.CharField(_("loại hình khen thưởng"), max_length=12, choices=CommendationType, blank=True)
    occasion = models.CharField(_("dịp khen thưởng"), max_length=500, blank=True)
    campaign = models.ForeignKey(
        "registry.AwardCampaign",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("đợt khen thưởng"),
    )
    authority_name = models.CharField(_("thẩm quyền quyết định"), max_length=300)
    authority_level = models.CharField(_("cấp"), max_length=20, choices=Level)
    signer_name = models.CharField(_("người ký"), max_length=200, blank=True)
    signer_post = models.CharField(_("chức vụ người ký"), max_length=300, blank=True)
    prefix = models.CharField(_("thể thức ký"), max_length=10, blank=True)
    declared_collectives = models.PositiveIntegerField(_("số tập thể"), null=True, blank=True)
    declared_individuals = models.PositiveIntegerField(_("số cá nhân"), null=True, blank=True)
    document = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="award_decision"
    )
    grant = models.OneToOneField(
        "registry.GrantDocument", on_delete=models.PROTECT, null=True, blank=True, related_name="decision"
    )
    issued_at = models.DateTimeField(_("ban hành lúc"), null=True, blank=True)
    issued_by_label = models.CharField(_("người ghi ban hành"), max_length=300, blank=True)
    illustrative = models.BooleanField(_("minh họa"), default=False)
    search_text = models.TextField(editable=False)
    saved_by_label = models.CharField(_("người lưu"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("lưu lúc"), null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("quyết định khen thưởng")
        verbose_name_plural = _("quyết định khen thưởng")
        ordering = ["-pk"]
        indexes = [trigram_index("awards_decision_search")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=DecisionState.DRAFT, document=None, grant=None)
                | (
                    ~Q(state=DecisionState.DRAFT)
                    & Q(document__isnull=False, grant__isnull=False, issued_at__isnull=False)
                ),
                name="awards_decision_issued_has_number",
            ),
        ]

    def __str__(self) -> str:
        return str(self.document) if self.document_id else self.abstract

    def get_absolute_url(self) -> str:
        return reverse("awards:decision-detail", args=[self.pk])

    def save(self, *args, **kwargs):
        symbol = self.document.symbol if self.document_id else ""
        self.search_text = fold(f"{symbol} {self.abstract} {self.authority_name} {self.occasion}")
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "search_text"}
        super().save(*args, **kwargs)

    @property
    def is_draft(self) -> bool:
        return self.state == DecisionState.DRAFT


@tracked()
class DecisionLine(models.Model):
    """A nominee in the list of a decision (Dòng danh sách), and the money laid down for it on the decision's day.

    ``award``: the row of the registry, made by the issue. ``simplified``: why there was no vote of the council
    (Luật Thi đua, khen thưởng, Điều 85). ``bonus`` in đồng = ``multiple`` × ``base_salary``, frozen by the issue; None
    where the law lays down no money. ``paid``: what is to be paid, less than ``bonus`` where a bonus of the same
    year counts against it (``bonus_note`` says which). ``is_live``: the decision holds.
    ``outcome``, ``outcome_reason``: what the engine found when the draft's list was last held against the conditions.
    """

    decision = models.ForeignKey(AwardDecision, on_delete=models.CASCADE, related_name="lines")
    nominee = models.ForeignKey(Nominee, on_delete=models.PROTECT, related_name="decision_lines")
    position = models.PositiveIntegerField(_("thứ tự"))
    award = models.OneToOneField(
        "registry.Award", on_delete=models.PROTECT, null=True, blank=True, related_name="decision_line"
    )
    simplified = models.CharField(_("xét theo thủ tục đơn giản vì"), max_length=300, blank=True)
    multiple = models.DecimalField(_("hệ số"), max_digits=6, decimal_places=2, null=True, blank=True)
    base_salary = models.DecimalField(_("lương cơ sở"), max_digits=12, decimal_places=0, null=True, blank=True)
    is_ceiling = models.BooleanField(_("mức tối đa"), default=False)
    bonus = models.DecimalField(_("tiền thưởng (đồng)"), max_digits=14, decimal_places=0, null=True, blank=True)
    paid = models.DecimalField(_("số tiền chi (đồng)"), max_digits=14, decimal_places=0, null=True, blank=True)
    bonus_note = models.CharField(_("ghi chú tiền thưởng"), max_length=500, blank=True)
    is_live = models.BooleanField(_("còn hiệu lực"), default=True)
    outcome = models.PositiveSmallIntegerField(_("kiểm tra điều kiện"), choices=OUTCOMES, null=True, blank=True)
    outcome_reason = models.TextField(_("điều kiện cần xem lại"), blank=True)
    checked_at = models.DateTimeField(_("kiểm tra lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("dòng danh sách khen thưởng")
        verbose_name_plural = _("dòng danh sách khen thưởng")
        ordering = ["decision", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "nominee"], name="awards_line_once"),
            models.UniqueConstraint(
                fields=["nominee"], condition=Q(is_live=True), name="awards_line_one_live_decision"
            ),
            models.CheckConstraint(
                condition=Q(paid=None) | Q(bonus__isnull=False, paid__lte=models.F("bonus")),
                name="awards_line_pays_no_more_than_the_bonus",
            ),
        ]

    def __str__(self) -> str:
        return str(self.nominee)
