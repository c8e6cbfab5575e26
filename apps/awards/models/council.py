"""Councils of a body and who sits in them."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.awards.council_enums import CouncilKind, Position
from apps.catalog.enums import VoteBase
from apps.core.models import Versioned
from apps.units.enums import Role
from apps.units.models.people_scope import reach_of
from apps.units.models.role import Days


class TermQuerySet(models.QuerySet):
    def valid_on(self, on: date):
        return self.filter(starts_on__lte=on).filter(Q(ends_on=None) | Q(ends_on__gte=on))


class CouncilQuerySet(TermQuerySet):
    def visible_to(self, actor):
        """Of one's own unit; of the bodies that one's standing office or audit looks after; those one sits in."""
        if actor.is_system:
            return self
        own = Q(organiser_id__in=actor.unit_ids(Role.OFFICER, Role.LEADER, Role.STANDING_OFFICE))
        below = reach_of(actor, Role.STANDING_OFFICE, Role.AUDITOR).condition("organiser__path")
        return self.filter(own | below | Q(pk__in=seats_of(actor).values("council_id")))

    def for_list(self):
        return self.select_related("organiser", "decision")


@tracked()
class Council(Versioned):
    """A council of a body for a term (Hội đồng Thi đua - Khen thưởng, Hội đồng sáng kiến).

    ``quorum_of``/``quorum_in``: exact share of the votes that must be present (2/3). ``threshold_…``: the share of yes
    votes where the catalogue has no rule for the award on the day; ``threshold_basis`` says where it comes from.
    ``illustrative``: invented where no source names the members.
    """

    organiser = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, related_name="councils", verbose_name=_("đơn vị")
    )
    kind = models.CharField(_("loại"), max_length=12, choices=CouncilKind, default=CouncilKind.EMULATION)
    name = models.CharField(_("tên Hội đồng"), max_length=300)
    starts_on = models.DateField(_("nhiệm kỳ từ ngày"))
    ends_on = models.DateField(_("nhiệm kỳ đến ngày"), null=True, blank=True)
    decision = models.ForeignKey(
        "documents.Document",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("quyết định thành lập"),
    )
    quorum_of = models.PositiveSmallIntegerField(_("số phần phải dự họp"), default=2)
    quorum_in = models.PositiveSmallIntegerField(_("trên tổng số phần"), default=3)
    threshold_percent = models.DecimalField(_("tỷ lệ phiếu tối thiểu (%)"), max_digits=5, decimal_places=2, default=70)
    threshold_base = models.CharField(_("tính trên"), max_length=12, choices=VoteBase, default=VoteBase.ALL_MEMBERS)
    threshold_basis = models.CharField(_("căn cứ tỷ lệ"), max_length=300, blank=True)
    illustrative = models.BooleanField(_("minh họa"), default=False)
    saved_by_label = models.CharField(_("người lưu"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("lưu lúc"), null=True, blank=True)

    objects = CouncilQuerySet.as_manager()

    class Meta:
        verbose_name = _("Hội đồng")
        verbose_name_plural = _("Hội đồng")
        ordering = ["organiser__protocol_order", "kind", "-starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="awards_council_valid_term"
            ),
            models.CheckConstraint(
                condition=Q(quorum_of__gte=1) & Q(quorum_in__gte=F("quorum_of")), name="awards_council_quorum"
            ),
            models.CheckConstraint(
                condition=Q(threshold_percent__gt=0, threshold_percent__lte=100), name="awards_council_threshold"
            ),
            ExclusionConstraint(
                name="awards_council_one_at_a_time",
                expressions=[
                    ("organiser", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (Days(), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("awards:council-detail", args=[self.pk])


@tracked()
class CouncilMember(Versioned):
    """A seat of a council from a day to a day (Ủy viên Hội đồng), named as in the decision.

    ``person`` ties it to the file, and through it to the account, with which the member reads and votes; empty for
    somebody without one. ``substitute_of``: who is replaced when absent; a substitute has no vote of the own.
    """

    council = models.ForeignKey(Council, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(
        "units.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="council_seats",
        verbose_name=_("cá nhân"),
    )
    name = models.CharField(_("họ và tên"), max_length=200)
    honorific = models.CharField(_("danh xưng"), max_length=10, blank=True)
    post = models.CharField(_("chức vụ, đơn vị"), max_length=300, blank=True)
    position = models.CharField(_("chức danh trong Hội đồng"), max_length=12, choices=Position, default=Position.MEMBER)
    order = models.PositiveIntegerField(_("thứ tự"))
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến ngày"), null=True, blank=True)
    substitute_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="substitutes",
        verbose_name=_("dự khuyết cho"),
    )
    saved_by_label = models.CharField(_("người lưu"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("lưu lúc"), null=True, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("ủy viên Hội đồng")
        verbose_name_plural = _("ủy viên Hội đồng")
        ordering = ["council", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="awards_member_valid_period"
            ),
            models.CheckConstraint(
                condition=Q(substitute_of=None) | ~Q(substitute_of=F("pk")), name="awards_member_not_own_substitute"
            ),
            ExclusionConstraint(
                name="awards_member_once_at_a_time",
                expressions=[
                    ("council", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (Days(), RangeOperators.OVERLAPS),
                ],
                condition=Q(person__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """As printed: Bà Trần Thị Thử."""
        return f"{self.honorific} {self.name}".strip()


def seats_of(actor):
    """Seats in councils of the actor's own person."""
    mine = CouncilMember.objects.order_by()
    return mine.filter(person__user_id=actor.user_id) if actor.user_id else mine.none()
