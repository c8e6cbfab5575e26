"""What a person wants by e-mail (Nhận thông báo)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import TimeStamped
from apps.notifications.enums import Delivery
from apps.notifications.models.kind import NoticeKind


@tracked()
class Preference(TimeStamped):
    """How one person wants one optional kind, or all those without a choice of their own (Lựa chọn nhận thông báo).

    ``kind`` None: the general choice.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="notice_preferences",
        verbose_name=_("người nhận"),
    )
    kind = models.ForeignKey(
        NoticeKind,
        to_field="code",
        db_column="kind_code",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="preferences",
        verbose_name=_("loại"),
    )
    delivery = models.CharField(_("cách gửi"), max_length=10, choices=Delivery)

    class Meta:
        verbose_name = _("lựa chọn nhận thông báo")
        verbose_name_plural = _("lựa chọn nhận thông báo")
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], nulls_distinct=False, name="notifications_preference_once")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.kind or _('chung')} – {self.get_delivery_display()}"
