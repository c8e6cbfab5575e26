"""Awards (Danh hiệu thi đua, Hình thức khen thưởng), who decides them when, and what money goes with them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.catalog.enums import AwardList, Level, Route, Subject
from apps.catalog.models.dated import DatedRow
from apps.core.collation import sort_key
from apps.core.search import trigram_index
from apps.core.text import fold


@tracked()
class AwardType(DatedRow):
    """One award of the law (Danh hiệu thi đua hoặc hình thức khen thưởng).

    ``order`` is that of the law, higher awards first inside a list. ``in_sector``: given in the justice sector; the
    others can only be recorded. ``also_named``: former and short names by which it is found ("Cờ thi đua Chính phủ").
    """

    name = models.CharField(_("tên"), max_length=200)
    abbreviation = models.CharField(_("viết tắt"), max_length=20, blank=True)
    short_name = models.CharField(_("tên ngắn"), max_length=100, blank=True)
    list = models.CharField(_("nhóm"), max_length=12, choices=AwardList)
    level = models.CharField(_("cấp"), max_length=20, choices=Level)
    subject = models.CharField(_("đối tượng"), max_length=10, choices=Subject)
    order = models.PositiveIntegerField(_("thứ tự"), default=0)
    in_sector = models.BooleanField(_("xét tặng trong ngành Tư pháp"), default=True)
    also_named = models.CharField(_("tên gọi khác"), max_length=300, blank=True)
    search_text = models.TextField(editable=False)
    name_key = models.CharField(max_length=1000, editable=False, db_collation="C")

    class Meta(DatedRow.Meta):
        verbose_name = _("danh hiệu, hình thức khen thưởng")
        verbose_name_plural = _("danh hiệu, hình thức khen thưởng")
        ordering = ["order", "code"]
        indexes = [trigram_index("catalog_award_search")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        self.derive()
        super().save(*args, **kwargs)

    def derive(self) -> None:
        """Fill the columns by which the award is found and sorted; before a save that does not call ``save``."""
        self.search_text = fold(f"{self.name} {self.abbreviation} {self.short_name} {self.also_named} {self.code}")
        self.name_key = sort_key(self.name)

    def fits(self, subject: str) -> bool:
        """Whether the award may be given to an individual or a collective."""
        return self.subject in {subject, Subject.BOTH}


@tracked()
class AwardTerm(DatedRow):
    """Who decides an award in a period and the bonus in multiples of the base salary (Thẩm quyền, mức tiền thưởng).

    ``is_ceiling``: the law names the most that may be paid. A missing multiple means that no money is laid down.
    """

    award = models.ForeignKey(AwardType, on_delete=models.PROTECT, related_name="terms", verbose_name=_("khen thưởng"))
    authority = models.CharField(_("thẩm quyền quyết định"), max_length=300)
    individual_multiple = models.DecimalField(
        _("hệ số tiền thưởng cá nhân"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    collective_multiple = models.DecimalField(
        _("hệ số tiền thưởng tập thể"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    is_ceiling = models.BooleanField(_("là mức tối đa"), default=False)

    class Meta(DatedRow.Meta):
        verbose_name = _("thẩm quyền và mức tiền thưởng")
        verbose_name_plural = _("thẩm quyền và mức tiền thưởng")
        ordering = ["award", "valid_from", "code"]

    def __str__(self) -> str:
        return f"{self.award}: {self.authority}"

    def multiple(self, subject: str):
        """The multiple for an individual or a collective; None when the law names none."""
        return self.collective_multiple if subject == Subject.COLLECTIVE else self.individual_multiple


@tracked()
class AwardRoute(DatedRow):
    """Which way an award of a kind of unit goes (Tuyến trình).

    ``legal_person`` None: whether or not the unit has legal personality. ``on_registration``: the unit's registration
    form offers the row; the others can only be recorded in the registry.
    """

    award = models.ForeignKey(AwardType, on_delete=models.PROTECT, related_name="routes", verbose_name=_("khen thưởng"))
    unit_kind = models.CharField(_("loại đơn vị"), max_length=30)
    legal_person = models.BooleanField(_("có tư cách pháp nhân"), null=True, blank=True)
    route = models.CharField(_("tuyến trình"), max_length=20, choices=Route)
    on_registration = models.BooleanField(_("có trong mẫu đăng ký của Bộ"), default=True)
    through_vote = models.BooleanField(_("qua bình xét, suy tôn của Cụm"), default=False)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)

    class Meta(DatedRow.Meta):
        verbose_name = _("tuyến trình")
        verbose_name_plural = _("tuyến trình")
        ordering = ["award__order", "unit_kind", "code"]

    def __str__(self) -> str:
        return f"{self.award} – {self.unit_kind}: {self.get_route_display()}"


@tracked()
class BaseSalary(DatedRow):
    """The base salary by date (Lương cơ sở), in đồng a month."""

    amount = models.DecimalField(_("mức lương cơ sở (đồng/tháng)"), max_digits=12, decimal_places=0)

    class Meta(DatedRow.Meta):
        verbose_name = _("lương cơ sở")
        verbose_name_plural = _("lương cơ sở")
        ordering = ["-valid_from"]

    def __str__(self) -> str:
        return f"{self.amount}"
