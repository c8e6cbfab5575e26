"""Papers of a meeting: draft, official, both readable."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.conferences.enums import PaperKind, PaperState
from apps.conferences.models.attendance import Attendee
from apps.conferences.models.conference import Conference
from apps.core.models import TimeStamped, Versioned
from apps.documents.models import Attachment


@tracked()
class ConferencePaper(Versioned):
    """One paper of the meeting (Tài liệu hội nghị); its text stands in its versions."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="papers")
    order = models.PositiveIntegerField(_("thứ tự"))
    kind = models.CharField(_("loại"), max_length=12, choices=PaperKind, default=PaperKind.REPORT)
    title = models.CharField(_("tên tài liệu"), max_length=300)
    saved_by_label = models.CharField(_("người lưu"), max_length=300)
    saved_at = models.DateTimeField(_("lưu lúc"))

    class Meta:
        verbose_name = _("tài liệu hội nghị")
        verbose_name_plural = _("tài liệu hội nghị")
        ordering = ["conference", "order"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("conferences:paper-detail", args=[self.pk])


@tracked()
class PaperVersion(TimeStamped):
    """Dự thảo or Chính thức with its day and the remark of the chair; frozen once it is official.

    Its content is ``text`` (compared line by line), a file, or both.
    """

    paper = models.ForeignKey(ConferencePaper, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("phiên bản"))
    state = models.CharField(_("trạng thái"), max_length=10, choices=PaperState, default=PaperState.DRAFT)
    title = models.CharField(_("tên tài liệu"), max_length=300, blank=True)  # becomes that of the paper once official
    text = models.TextField(_("nội dung"), blank=True)
    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("tệp")
    )
    remark = models.TextField(_("ý kiến của chủ trì"), blank=True)
    official_at = models.DateTimeField(_("chính thức lúc"), null=True, blank=True)
    official_by_label = models.CharField(_("người chốt"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("phiên bản tài liệu")
        verbose_name_plural = _("phiên bản tài liệu")
        ordering = ["paper", "number"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "number"], name="conferences_paper_version_once"),
            models.UniqueConstraint(
                fields=["paper"], condition=Q(state=PaperState.DRAFT), name="conferences_paper_one_draft"
            ),
            models.CheckConstraint(
                condition=Q(state=PaperState.DRAFT, official_at=None)
                | Q(state=PaperState.OFFICIAL, official_at__isnull=False),
                name="conferences_paper_official_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper} ({self.number})"

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()


@tracked()
class PaperReading(models.Model):
    """An invited unit has read this version (Đã đọc), told by one of its people."""

    version = models.ForeignKey(PaperVersion, on_delete=models.CASCADE, related_name="readings")
    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="readings")
    read_at = models.DateTimeField(_("đọc lúc"))
    read_by_label = models.CharField(_("người đọc"), max_length=300)

    class Meta:
        verbose_name = _("đã đọc tài liệu")
        verbose_name_plural = _("đã đọc tài liệu")
        constraints = [models.UniqueConstraint(fields=["version", "attendee"], name="conferences_reading_once")]

    def __str__(self) -> str:
        return f"{self.attendee} – {self.version}"


@tracked()
class Presenter(models.Model):
    """Who reads the paper out (Người trình bày), also from a unit that does not lead; reads the draft beforehand."""

    paper = models.ForeignKey(ConferencePaper, on_delete=models.CASCADE, related_name="presenters")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(_("họ tên, chức vụ"), max_length=400)

    class Meta:
        verbose_name = _("người trình bày")
        verbose_name_plural = _("người trình bày")
        constraints = [models.UniqueConstraint(fields=["paper", "user"], name="conferences_presenter_once")]

    def __str__(self) -> str:
        return self.label
