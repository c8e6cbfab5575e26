"""Users. Rights are not stored here: they are grants of other apps (accounts.grants)."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.collation import name_sort_key
from apps.core.search import trigram_index
from apps.core.text import fold


@tracked(exclude=["password", "last_login", "saved_views"])
class User(AbstractUser):
    """A person who signs in (Tài khoản). ``full_name`` is printed as typed; ``honorific`` is Ông or Bà.

    ``saved_views``: looks at lists (core.saved_views) that the person keeps; read with the row, never by others.
    """

    first_name = None
    last_name = None
    full_name = models.CharField(_("họ và tên"), max_length=200)
    honorific = models.CharField(_("danh xưng"), max_length=10, blank=True)
    post = models.CharField(_("chức vụ"), max_length=200, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=30, blank=True)
    is_demo = models.BooleanField(_("tài khoản trình diễn"), default=False)
    saved_views = models.JSONField(_("cách xem đã lưu"), default=list, blank=True, editable=False)
    name_key = models.CharField(editable=False, max_length=1200, default="", db_collation="C")
    search_text = models.TextField(editable=False, default="")

    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("tài khoản")
        verbose_name_plural = _("tài khoản")
        indexes = [trigram_index("accounts_user_search")]

    def save(self, *args, **kwargs):
        self.name_key = name_sort_key(self.full_name)
        self.search_text = fold(f"{self.full_name} {self.username} {self.post}")
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        return self.full_name or self.username

    @property
    def label(self) -> str:
        """How others see this person: Bà Trần Thị Thử."""
        return f"{self.honorific} {self.full_name}".strip()

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name
