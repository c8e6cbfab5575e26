"""Seals over the trail: hashes in a chain. A printed hash lets an outside witness hold everything before it."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.dates import format_date, local


class Seal(models.Model):
    """One link of the chain (Niêm phong nhật ký). ``hash`` covers its parts and the hash of the link before."""

    number = models.BigIntegerField(_("số niêm phong"), primary_key=True)
    sealed_at = models.DateTimeField(_("niêm phong lúc"), db_index=True)
    count = models.BigIntegerField(_("số dòng"))
    previous_hash = models.CharField(_("giá trị trước"), max_length=64, unique=True)
    hash = models.CharField(_("giá trị niêm phong"), max_length=64, unique=True)

    class Meta:
        verbose_name = _("niêm phong nhật ký")
        verbose_name_plural = _("niêm phong nhật ký")
        ordering = ["-number"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.number} ({format_date(local(self.sealed_at).date())})"


class SealPart(models.Model):
    """The rows of one table under one Seal: keys above ``after_id`` up to ``last_id`` (Phần niêm phong).

    ``leaves``: for each row, by key, its key (8 bytes) and the SHA-256 of its columns (32 bytes), so that a fault can
    be told by row. ``columns``: those that existed then; later ones are not hashed.
    """

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="parts")
    table = models.CharField(_("bảng"), max_length=63)
    columns = models.JSONField(_("cột"))
    after_id = models.BigIntegerField(_("sau mã"))
    last_id = models.BigIntegerField(_("đến mã"))
    count = models.IntegerField(_("số dòng"))
    digest = models.CharField(_("giá trị băm"), max_length=64)
    leaves = models.BinaryField(_("giá trị băm từng dòng"))

    class Meta:
        verbose_name = _("phần niêm phong")
        verbose_name_plural = _("phần niêm phong")
        ordering = ["seal_id", "table"]
        constraints = [
            models.UniqueConstraint(fields=["seal", "table"], name="audit_sealpart_once_per_seal"),
            models.UniqueConstraint(fields=["table", "after_id"], name="audit_sealpart_follows_once"),
            models.CheckConstraint(
                condition=models.Q(last_id__gt=models.F("after_id"), count__gt=0), name="audit_sealpart_not_empty"
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.table} {self.after_id + 1}–{self.last_id}"


class SealHead(models.Model):
    """The end of the chain (Đầu niêm phong): one row, locked by whoever seals; a cut chain no longer ends here."""

    singleton = models.BooleanField(primary_key=True, default=True)
    number = models.BigIntegerField(_("số niêm phong"), default=0)
    hash = models.CharField(_("giá trị niêm phong"), max_length=64)

    class Meta:
        verbose_name = _("đầu niêm phong")
        verbose_name_plural = _("đầu niêm phong")
        constraints = [models.CheckConstraint(condition=models.Q(singleton=True), name="audit_sealhead_one_row")]

    def __str__(self) -> str:
        return str(self.number)


class IntegrityCheck(models.Model):
    """What one run of all checks found (Lần kiểm tra tính toàn vẹn). Kept, so that the auditor can show it."""

    started_at = models.DateTimeField(_("bắt đầu lúc"))
    finished_at = models.DateTimeField(_("xong lúc"), db_index=True)
    asked_by = models.CharField(_("người yêu cầu"), max_length=300)
    fault_count = models.PositiveIntegerField(_("số sai lệch"))
    faults = models.JSONField(_("sai lệch theo phép kiểm tra"))
    seal_number = models.BigIntegerField(_("đến niêm phong số"), default=0)
    tail_count = models.BigIntegerField(_("số dòng chưa niêm phong"), default=0)

    class Meta:
        verbose_name = _("lần kiểm tra tính toàn vẹn")
        verbose_name_plural = _("lần kiểm tra tính toàn vẹn")
        ordering = ["-finished_at", "-pk"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return format_date(local(self.finished_at).date())
