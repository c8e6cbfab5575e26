"""Imports of sheets that people hand in (Lần nhập bảng tính)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core import sheets
from apps.core.models import TimeStamped
from apps.documents.models.attachment import Attachment
from apps.documents.sheet_import_enums import BUSY_STATES, ImportState


class SheetImportQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """A person sees the imports that they began: a file may hold data of people."""
        return self.filter(requested_by_id=actor.user_id) if actor.user_id else self.none()

    def for_list(self):
        return self.select_related("attachment", "job")


@tracked(exclude=["report"])
class SheetImport(TimeStamped):
    """One file on its way into the system (Lần nhập bảng tính): checked, asked about, written once.

    ``report`` is what the newest check found, as plain data (domain.sheet_reports); ``answers``: what the person chose,
    by question; ``checks`` counts the checks, so that each has a job of its own. Only domain/sheet_imports.py changes
    ``state``. PERSONAL: questions name people; the history shows only that they were answered.
    """

    PERSONAL = ("answers",)

    kind = models.CharField(_("loại bảng"), max_length=50)
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+", verbose_name=_("tệp"))
    state = models.CharField(_("trạng thái"), max_length=10, choices=ImportState, default=ImportState.CHECKING)
    answers = models.JSONField(_("trả lời"), default=dict, blank=True)
    report = models.JSONField(_("kết quả kiểm tra"), default=dict, blank=True)
    checks = models.PositiveIntegerField(_("lần kiểm tra"), default=0)
    row_count = models.PositiveIntegerField(_("số dòng"), default=0)
    created_count = models.PositiveIntegerField(_("thêm mới"), default=0)
    updated_count = models.PositiveIntegerField(_("thay đổi"), default=0)
    unchanged_count = models.PositiveIntegerField(_("không đổi"), default=0)
    problem_count = models.PositiveIntegerField(_("số lỗi"), default=0)
    doubt_count = models.PositiveIntegerField(_("số điểm chưa rõ"), default=0)
    job = models.ForeignKey(
        "jobs.Job", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("việc chạy nền")
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("người nhập")
    )
    checked_at = models.DateTimeField(_("kiểm tra lúc"), null=True)
    done_at = models.DateTimeField(_("ghi lúc"), null=True)

    objects = SheetImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("lần nhập bảng tính")
        verbose_name_plural = _("lần nhập bảng tính")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["requested_by", "-created_at"], name="documents_sheetimport_own")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_at__isnull=False), name="documents_sheetimport_done_has_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_label}: {self.attachment.name}"

    def get_absolute_url(self) -> str:
        return reverse("documents:import-detail", args=[self.pk])

    @property
    def kind_label(self) -> str:
        """The kind in words; its code when the app that brought it is gone."""
        return str(next((each.label for each in sheets.kinds() if each.name == self.kind), self.kind))

    @property
    def is_busy(self) -> bool:
        """A job has it: nothing else may happen meanwhile. A job that failed or was stopped holds nothing."""
        return self.state in BUSY_STATES and self.job is not None and self.job.is_live

    @property
    def is_ready(self) -> bool:
        """Checked without a mistake or an open question: it may be written."""
        return self.state == ImportState.CHECKED and not self.problem_count and not self.doubt_count

    @property
    def change_count(self) -> int:
        return self.created_count + self.updated_count
