"""Who a person is at the provider of single sign-on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.accounts.models.user import User
from apps.audit.history import tracked


@tracked()
class ExternalIdentity(models.Model):
    """An account of ours and the subject of a provider that signs in to it (Liên kết đăng nhập một lần)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="identities", verbose_name=_("tài khoản"))
    issuer = models.CharField(_("nơi cấp"), max_length=300)
    subject = models.CharField(_("mã tại nơi cấp"), max_length=255)
    linked_at = models.DateTimeField(_("liên kết lúc"))

    class Meta:
        verbose_name = _("liên kết đăng nhập một lần")
        verbose_name_plural = _("liên kết đăng nhập một lần")
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="accounts_identity_once")]

    def __str__(self) -> str:
        return f"{self.user} – {self.issuer}"
