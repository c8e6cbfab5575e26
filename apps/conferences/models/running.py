"""The meeting as it goes, its minutes, and what the old head hands over."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.clusters.models import ClusterYear
from apps.conferences.enums import MinutesState, Step
from apps.conferences.models.conference import Conference
from apps.core.models import Versioned
from apps.documents.domain.signed_copies import receipt_number


@tracked()
class StepMark(models.Model):
    """A step of the meeting that is done (Bước đã xong); steps may be done in another order than printed."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="marks")
    step = models.CharField(_("bước"), max_length=12, choices=Step)
    done_at = models.DateTimeField(_("xong lúc"))
    done_by_label = models.CharField(_("người ghi"), max_length=300)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("bước của hội nghị")
        verbose_name_plural = _("bước của hội nghị")
        constraints = [models.UniqueConstraint(fields=["conference", "step"], name="conferences_step_once")]

    def __str__(self) -> str:
        return self.get_step_display()


@tracked()
class ConferenceMinutes(Versioned):
    """Biên bản hội nghị: what was said and decided; attendance, papers and ballots are taken from the records.

    Signed by chair and secretary on paper: ``signed_copy`` is the scan, ``content`` what the records said then; what
    is changed afterwards does not change it.
    """

    conference = models.OneToOneField(Conference, on_delete=models.CASCADE, related_name="minutes")
    state = models.CharField(_("trạng thái"), max_length=10, choices=MinutesState, default=MinutesState.DRAFT)
    opinions = models.TextField(_("ý kiến thảo luận"), blank=True)
    conclusion = models.TextField(_("kết luận của chủ trì"), blank=True)
    content = models.JSONField(_("nội dung khi ký"), null=True, blank=True)  # minutes_content.MinutesData, while signed
    ended_at = models.TimeField(_("kết thúc lúc"), null=True, blank=True)
    signed_copy = models.OneToOneField(
        "documents.SignedCopy", on_delete=models.PROTECT, null=True, blank=True, related_name="conference_minutes"
    )
    saved_by_label = models.CharField(_("người lưu"), max_length=300)
    saved_at = models.DateTimeField(_("lưu lúc"))

    class Meta:
        verbose_name = _("biên bản hội nghị")
        verbose_name_plural = _("biên bản hội nghị")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=MinutesState.DRAFT) | Q(signed_copy__isnull=False),
                name="conferences_minutes_signed_on_paper",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name}: {self.conference}"

    def get_absolute_url(self) -> str:
        return reverse("conferences:minutes-detail", args=[self.conference_id])

    @property
    def receipt_number(self) -> str:
        """Số xác nhận of the signed minutes: XN-BB-2020-000012."""
        return receipt_number(self.conference.held_on.year, self.pk, "BB")


@tracked()
class Handover(Versioned):
    """Bàn giao between the heads of two years: remarks, contacts, where the files lie.

    Open tasks are computed until the giving side signs; ``open_tasks`` are those that it signed, a line each.
    Each side confirms what it has read; a change takes both confirmations back.
    """

    old = models.OneToOneField(ClusterYear, on_delete=models.PROTECT, related_name="handed_over")
    new = models.OneToOneField(ClusterYear, on_delete=models.PROTECT, related_name="taken_over")
    remarks = models.TextField(_("lưu ý cho Trưởng năm sau"), blank=True)
    contacts = models.TextField(_("đầu mối liên hệ"), blank=True)
    files = models.TextField(_("hồ sơ, biểu mẫu bàn giao"), blank=True)
    open_tasks = models.JSONField(_("việc chưa xong khi ký"), default=list, blank=True)
    given_at = models.DateTimeField(_("bên giao ký lúc"), null=True, blank=True)
    given_by_label = models.CharField(_("bên giao"), max_length=300, blank=True)
    taken_at = models.DateTimeField(_("bên nhận ký lúc"), null=True, blank=True)
    taken_by_label = models.CharField(_("bên nhận"), max_length=300, blank=True)
    saved_by_label = models.CharField(_("người lưu"), max_length=300)
    saved_at = models.DateTimeField(_("lưu lúc"))

    class Meta:
        verbose_name = _("bàn giao")
        verbose_name_plural = _("bàn giao")

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"

    def get_absolute_url(self) -> str:
        return reverse("conferences:handover-detail", args=[self.old_id])

    @property
    def is_done(self) -> bool:
        return self.given_at is not None and self.taken_at is not None
