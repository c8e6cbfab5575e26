"""Conditions of awards, quotas, votes and papers as rows: next year's rules need no programmer."""

from collections.abc import Collection

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.catalog.enums import CommendationType, Comparison, GroupMode, Route, Subject, VoteBase
from apps.catalog.models.award import AwardType
from apps.catalog.models.dated import DatedRow


@tracked()
class RuleGroup(DatedRow):
    """Rules that count together (Nhóm điều kiện): all of them, or any one; groups may stand in groups.

    The rules of an award that name no group must all be met. ``award`` None: the group holds for every award.
    """

    award = models.ForeignKey(
        AwardType,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rule_groups",
        verbose_name=_("khen thưởng"),
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("nhóm trên")
    )
    mode = models.CharField(_("cách tính"), max_length=3, choices=GroupMode, default=GroupMode.ALL)
    label = models.CharField(_("tên nhóm"), max_length=300)

    class Meta(DatedRow.Meta):
        verbose_name = _("nhóm điều kiện")
        verbose_name_plural = _("nhóm điều kiện")
        ordering = ["award__order", "code"]

    def __str__(self) -> str:
        return self.label


@tracked()
class EligibilityRule(DatedRow):
    """One condition of an award (Điều kiện, tiêu chuẩn): a fact held against a value.

    ``award`` None: holds for every award. ``value`` is JSON: a number (counts, percent 0–100, months, years as the name
    of the fact says), a text, a list (in, not_in) or a pair (between). ``cure``: by when or how it can be met.
    """

    award = models.ForeignKey(
        AwardType, on_delete=models.PROTECT, null=True, blank=True, related_name="rules", verbose_name=_("khen thưởng")
    )
    subject = models.CharField(_("đối tượng"), max_length=10, choices=Subject, default=Subject.BOTH)
    group = models.ForeignKey(
        RuleGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="rules", verbose_name=_("nhóm")
    )
    order = models.PositiveIntegerField(_("thứ tự"), default=0)
    fact = models.CharField(_("dữ kiện"), max_length=80)
    comparison = models.CharField(_("so sánh"), max_length=7, choices=Comparison)
    value = models.JSONField(_("giá trị"))
    label = models.CharField(_("điều kiện"), max_length=500)
    cure = models.CharField(_("cách khắc phục"), max_length=300, blank=True)

    class Meta(DatedRow.Meta):
        verbose_name = _("điều kiện, tiêu chuẩn")
        verbose_name_plural = _("điều kiện, tiêu chuẩn")
        ordering = ["award__order", "order", "code"]

    def __str__(self) -> str:
        return self.label


@tracked()
class Quota(DatedRow):
    """The most that may be put forward (Tỷ lệ, số lượng tối đa): a share of a base, or a number.

    ``base``: the fact that counts the base ("advanced_workers", "cluster_leaders"). Empty ``unit_kind``: every kind.
    """

    award = models.ForeignKey(AwardType, on_delete=models.PROTECT, related_name="quotas", verbose_name=_("khen thưởng"))
    unit_kind = models.CharField(_("loại đơn vị"), max_length=30, blank=True)
    share_percent = models.DecimalField(_("tỷ lệ tối đa (%)"), max_digits=5, decimal_places=2, null=True, blank=True)
    count = models.PositiveIntegerField(_("số lượng tối đa"), null=True, blank=True)
    base = models.CharField(_("tính trên"), max_length=80, blank=True)
    base_label = models.CharField(_("cách tính"), max_length=300, blank=True)

    class Meta(DatedRow.Meta):
        verbose_name = _("tỷ lệ, số lượng tối đa")
        verbose_name_plural = _("tỷ lệ, số lượng tối đa")
        ordering = ["award__order", "code"]

    def __str__(self) -> str:
        return f"{self.award}: {self.base_label}"


@tracked()
class VoteRule(DatedRow):
    """The share of yes votes that an award needs in a council, and of whom it is taken (Tỷ lệ phiếu)."""

    award = models.ForeignKey(AwardType, on_delete=models.PROTECT, related_name="votes", verbose_name=_("khen thưởng"))
    share_percent = models.DecimalField(_("tỷ lệ phiếu tối thiểu (%)"), max_digits=5, decimal_places=2)
    base = models.CharField(_("tính trên"), max_length=12, choices=VoteBase, default=VoteBase.ALL_MEMBERS)
    secret = models.BooleanField(_("bỏ phiếu kín"), default=True)

    class Meta(DatedRow.Meta):
        verbose_name = _("tỷ lệ phiếu")
        verbose_name_plural = _("tỷ lệ phiếu")
        ordering = ["award__order", "code"]

    def __str__(self) -> str:
        return f"{self.award}: {self.share_percent}%"


@tracked()
class CouncilExemption(DatedRow):
    """An award that needs no vote of a council: by type and way, with the reason that papers name (Thủ tục đơn giản).

    Where no row is in force, a council votes. Empty ``type``: for every type; empty ``route``: whichever way it goes.
    ``label`` goes on after "vì": "thành tích đột xuất, …". Legal source: Luật Thi đua, khen thưởng, Điều 85.
    """

    award = models.ForeignKey(
        AwardType, on_delete=models.PROTECT, related_name="exemptions", verbose_name=_("khen thưởng")
    )
    type = models.CharField(_("loại hình khen thưởng"), max_length=12, choices=CommendationType, blank=True)
    route = models.CharField(_("tuyến trình"), max_length=20, choices=Route, blank=True)
    label = models.CharField(_("lý do không qua bỏ phiếu của Hội đồng"), max_length=300)

    class Meta(DatedRow.Meta):
        verbose_name = _("trường hợp xét theo thủ tục đơn giản")
        verbose_name_plural = _("trường hợp xét theo thủ tục đơn giản")
        ordering = ["award__order", "code"]

    def __str__(self) -> str:
        return f"{self.award}: {self.label}"

    def covers(self, type_: str, routes: Collection[str]) -> bool:
        """Whether it holds for a dossier of this type that may go these ways."""
        return self.type in ("", type_) and (not self.route or self.route in routes)


@tracked()
class DossierItem(DatedRow):
    """One paper of a dossier (Thành phần hồ sơ), by list of awards or for one award, with its form code."""

    award = models.ForeignKey(
        AwardType,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="dossier_items",
        verbose_name=_("khen thưởng"),
    )
    list = models.CharField(_("nhóm"), max_length=12, blank=True)
    subject = models.CharField(_("đối tượng"), max_length=10, choices=Subject, default=Subject.BOTH)
    order = models.PositiveIntegerField(_("thứ tự"), default=0)
    label = models.CharField(_("thành phần"), max_length=300)
    form_code = models.CharField(_("mẫu số"), max_length=100, blank=True)
    required = models.BooleanField(_("bắt buộc"), default=True)

    class Meta(DatedRow.Meta):
        verbose_name = _("thành phần hồ sơ")
        verbose_name_plural = _("thành phần hồ sơ")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.label


@tracked()
class RuleVersion(DatedRow):
    """A time in which one set of texts is in force (Phiên bản quy định), from the day it takes force.

    ``outdated_note``: what of it could not yet be brought up to the text ("chưa cập nhật theo Luật 06/2026/QH16").
    ``better_of_both``: a dossier received before ``valid_from`` keeps the version before, unless this one is more
    favourable: both are assessed.
    """

    label = models.CharField(_("tên"), max_length=300)
    outdated_note = models.CharField(_("lưu ý"), max_length=300, blank=True)
    better_of_both = models.BooleanField(_("áp dụng quy định có lợi hơn cho hồ sơ nhận trước"), default=False)

    class Meta(DatedRow.Meta):
        verbose_name = _("phiên bản quy định")
        verbose_name_plural = _("phiên bản quy định")
        ordering = ["valid_from"]

    def __str__(self) -> str:
        return self.label
