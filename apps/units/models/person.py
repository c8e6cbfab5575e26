"""Persons (Cá nhân): who they are. Where they work is told by their postings."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.collation import name_sort_key
from apps.core.models import TimeStamped, Versioned
from apps.core.search import beginning_index, trigram_index
from apps.core.text import fold
from apps.units.models.people_scope import people_in_reach
from apps.units.person_enums import Honorific, Sex


class PersonQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """People with a posting, past or present, in the actor's reach; files merged into others are left out."""
        return people_in_reach(self.filter(merged_into=None), actor)

    def in_order(self):
        """By given name in Vietnamese order."""
        return self.order_by("name_sort_key", "pk")


@tracked(arrives_in_lists=True)
class Person(Versioned):
    """A member of the sector or a recipient outside of it (Cá nhân).

    ``full_name`` stays as printed. ``phone`` and ``email`` are those of work: public inside the portal. The fields
    named in PERSONAL are masked, opened with a reason and left out of the search (``code``: Mã số cán bộ).
    A file found to be a second one of the same person stays, with ``merged_into``; its address leads to the kept one.
    """

    PERSONAL = ("birth_date", "code", "private_phone")

    full_name = models.CharField(_("họ và tên"), max_length=200)
    honorific = models.CharField(_("danh xưng"), max_length=10, choices=Honorific, blank=True)
    sex = models.CharField(_("giới tính"), max_length=10, choices=Sex, blank=True)
    birth_date = models.DateField(_("ngày sinh"), null=True, blank=True)
    code = models.CharField(_("mã số cán bộ"), max_length=50, blank=True)
    phone = models.CharField(_("điện thoại công vụ"), max_length=30, blank=True)
    private_phone = models.CharField(_("điện thoại riêng"), max_length=30, blank=True)
    email = models.EmailField(_("thư điện tử công vụ"), blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="person",
        null=True,
        blank=True,
        verbose_name=_("tài khoản"),
    )
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="merged_files", null=True, blank=True, verbose_name=_("gộp vào")
    )
    folded_name = models.CharField(max_length=200, editable=False)
    name_sort_key = models.TextField(editable=False, db_collation="C")
    search_text = models.TextField(editable=False)
    saved_by_label = models.CharField(_("người sửa"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("sửa lúc"), null=True, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("cá nhân")
        verbose_name_plural = _("cá nhân")
        indexes = [
            trigram_index("units_person_search"),
            beginning_index("units_person_beginning"),
            models.Index(fields=["name_sort_key", "id"], name="units_person_order"),
            models.Index(fields=["folded_name"], name="units_person_folded"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=~Q(code="") & Q(merged_into=None), name="units_person_code_once"
            ),
            models.CheckConstraint(condition=~Q(merged_into=models.F("id")), name="units_person_not_into_itself"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def label(self) -> str:
        """As printed in lists: Bà Trần Thị Thử."""
        return f"{self.honorific} {self.full_name}".strip()

    def get_absolute_url(self) -> str:
        return reverse("units:person-detail", args=[self.pk])

    def fill_keys(self, other_names: tuple[str, ...] = ()) -> None:
        """Set what is computed from the names. ``other_names``: the person's former and other names."""
        self.folded_name = fold(self.full_name)
        self.name_sort_key = name_sort_key(self.full_name)
        self.search_text = " ".join([self.folded_name, *map(fold, other_names)])

    def save(self, *args, **kwargs):
        others = tuple(self.other_names.values_list("name", flat=True)) if self.pk else ()
        self.fill_keys(others)
        super().save(*args, **kwargs)


@tracked()
class PersonName(TimeStamped):
    """A former or other name by which the person is found (Tên cũ, tên gọi khác)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="other_names")
    name = models.CharField(_("tên"), max_length=200)

    class Meta:
        verbose_name = _("tên gọi khác của cá nhân")
        verbose_name_plural = _("tên gọi khác của cá nhân")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="units_person_name_once")]

    def __str__(self) -> str:
        return self.name
