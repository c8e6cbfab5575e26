"""Minutes of the meeting that verified a sheet (Biên bản thống nhất điểm)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import Versioned
from apps.documents.enums import SigningWay
from apps.scoring.enums import Consent, MinutesState
from apps.scoring.models.sheet import ScoreSheet, SheetVersion

COPIES = 2  # one for each side


class VerificationMinutesQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Whoever sees the sheet. A draft shows points of a step at work: the unit sees it once it was shared."""
        if actor.is_system:
            return self
        own = actor.unit_ids("officer", "leader")
        seen = self.filter(sheet__in=ScoreSheet.objects.visible_to(actor).values("pk"))
        return seen.exclude(state=MinutesState.DRAFT, shared_at=None, sheet__unit_id__in=own)

    def for_list(self):
        return self.select_related(
            "sheet__unit",
            "sheet__cluster_year__cluster__organiser",
            "sheet__cluster_year__year",
            "sheet__criteria_set",
            "sheet_version",
            "signed_copy",
        )


@tracked()
class VerificationMinutes(Versioned):
    """Biên bản thống nhất điểm of one sheet in one step: who met where, what was agreed, what the unit says to it.

    While it is a draft its items are the lines of the step's version as they stand. Signing keeps them in ``items``
    with their SHA-256: what was signed never changes. ``teams``: rows ``{part, label, people}`` in the order of the
    table. ``members``: rows ``{name, post, body, duty, signs}``, printed as typed. ``consent_seen``: fingerprint of the
    points to which the unit gave its word.
    """

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="minutes")
    sheet_version = models.ForeignKey(SheetVersion, on_delete=models.PROTECT, related_name="minutes")
    number = models.CharField(_("số, ký hiệu"), max_length=60, blank=True)
    held_on = models.DateField(_("ngày họp"))
    held_at = models.CharField(_("giờ"), max_length=60, blank=True)
    place = models.CharField(_("địa điểm"), max_length=300)
    teams = models.JSONField(_("tổ kiểm tra theo phần"), default=list)
    members = models.JSONField(_("thành phần"), default=list)
    note = models.TextField(_("ý kiến khác tại cuộc họp"), blank=True)
    shared_at = models.DateTimeField(_("gửi đơn vị cho ý kiến lúc"), null=True)
    consent = models.CharField(_("ý kiến của đơn vị"), max_length=8, choices=Consent, blank=True, default="")
    consent_words = models.TextField(_("nội dung bảo lưu"), blank=True)
    consent_by_label = models.CharField(_("người cho ý kiến"), max_length=300, blank=True)
    consent_at = models.DateTimeField(_("cho ý kiến lúc"), null=True)
    consent_seen = models.CharField(max_length=40, blank=True)
    state = models.CharField(_("trạng thái"), max_length=6, choices=MinutesState, default=MinutesState.DRAFT)
    signing_way = models.CharField(_("cách ký"), max_length=8, choices=SigningWay, blank=True)
    signed_at = models.DateTimeField(_("ký lúc"), null=True)
    signed_by_label = models.CharField(_("người ký"), max_length=300, blank=True)
    signed_copy = models.ForeignKey("documents.SignedCopy", on_delete=models.PROTECT, null=True, related_name="+")
    items = models.JSONField(_("điểm thống nhất khi ký"), default=list)
    totals = models.JSONField(_("tổng điểm khi ký"), default=dict)
    sha256 = models.CharField(_("mã băm SHA-256"), max_length=64, blank=True)
    saved_by_label = models.CharField(_("người sửa"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("sửa lúc"), null=True)

    objects = VerificationMinutesQuerySet.as_manager()

    class Meta:
        verbose_name = _("biên bản thống nhất điểm")
        verbose_name_plural = _("biên bản thống nhất điểm")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet_version"], condition=Q(state="draft"), name="scoring_minutes_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | (Q(signed_at__isnull=False) & ~Q(consent="") & ~Q(sha256="")),
                name="scoring_minutes_signed_whole",
            ),
            models.CheckConstraint(
                condition=~Q(consent="reserved") | ~Q(consent_words=""), name="scoring_minutes_reserved_with_words"
            ),
        ]

    @property
    def is_closed(self) -> bool:
        """A draft whose step ended, or whose sheet went back, before it was signed."""
        return self.state == MinutesState.DRAFT and self.sheet_version.locked_at is not None

    def __str__(self) -> str:
        return f"Biên bản thống nhất điểm – {self.sheet}"

    def get_absolute_url(self) -> str:
        return reverse("scoring:minutes-detail", args=[self.pk])
