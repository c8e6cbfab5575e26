"""The ministry's own texts of mails (Mẫu thư), version by version."""

from datetime import date

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.notifications.models.kind import NoticeKind


class MailTemplateQuerySet(models.QuerySet):
    def in_force(self, on: date):
        """The version of each kind that holds on the day: the last one made of those that have begun."""
        return self.filter(starts_on__lte=on).order_by("kind_id", "-number").distinct("kind_id")


@tracked()
class MailTemplate(models.Model):
    """One version of the mail of one kind, from a day on (Mẫu thư). Versions are added, never changed.

    ``shipped``: from that day the text that came with the portal holds again; subject and body repeat it for reading.
    """

    kind = models.ForeignKey(
        NoticeKind,
        to_field="code",
        db_column="kind_code",
        on_delete=models.PROTECT,
        related_name="templates",
        verbose_name=_("loại"),
    )
    number = models.PositiveIntegerField(_("phiên bản"))
    starts_on = models.DateField(_("dùng từ ngày"))
    subject = models.CharField(_("tiêu đề thư"), max_length=200)
    body = models.TextField(_("nội dung thư"))
    shipped = models.BooleanField(_("mẫu gốc"), default=False)
    saved_at = models.DateTimeField(_("lưu lúc"))
    saved_by_label = models.CharField(_("người lưu"), max_length=300)

    objects = MailTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mẫu thư")
        verbose_name_plural = _("mẫu thư")
        ordering = ["kind", "-number"]
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="notifications_template_numbered_once")]

    def get_absolute_url(self) -> str:
        return reverse("notifications:template-edit", args=[self.kind_id])

    def __str__(self) -> str:
        return f"{self.kind} – {self.number}"
