"""Criteria sets (Bảng tiêu chí) with their steps of review and their class rules."""

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.clusters.models import Member
from apps.core.models import Versioned
from apps.scoring.enums import EvidenceNeed, QuotaRounding, SetState
from apps.units.enums import Role, UnitKind
from apps.units.models import Unit, organised_for

OWN_ROLES = (Role.OFFICER, Role.LEADER)
TOLD = (SetState.CONSULTATION, SetState.ISSUED, SetState.SUPERSEDED)


class CriteriaSetQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Drafts: the organiser's standing office and auditors above. What was issued or is consulted on: the units it
        is for, heads of that year, and the standing office of a body above the organiser, which reads only.
        """
        if actor.is_system:
            return self
        if actor.user_id is None:
            return self.none()
        told = for_own_units(actor) | Q(year__clusters__in=actor.cluster_year_ids())
        for path in actor.paths(Role.STANDING_OFFICE):
            told |= Q(year__organiser__path__startswith=path)
        seen = organised_for(actor, "year__organiser") | (Q(state__in=TOLD) & told)
        return self.filter(pk__in=CriteriaSet.objects.filter(seen).order_by().values("pk"))

    def for_list(self):
        """All that a row of the list shows."""
        return self.select_related("year__organiser", "decision")

    def issued(self):
        return self.filter(state=SetState.ISSUED)


def for_own_units(actor) -> Q:
    """Sets meant for a unit of the actor: by its kind, in a cluster of that year or below the organiser."""
    own = actor.unit_ids(*OWN_ROLES)
    if not own:
        return Q(pk__in=[])
    members = Member.objects.filter(cluster_year__year_id=OuterRef("year_id"), unit_id__in=own).order_by()
    steps = Unit.steplen
    above = {path[:end] for path in actor.paths(*OWN_ROLES) for end in range(steps, len(path), steps)}
    below = Unit.objects.filter(pk__in=own).order_by()
    meant = Q(kinds=[], year__clusters__members__unit_id__in=own)
    meant |= Q(kinds__overlap=ArraySubquery(members.values("unit__kind")))
    return meant | Q(year__organiser__path__in=above, kinds__overlap=ArraySubquery(below.values("kind")))


@tracked()
class CriteriaSet(Versioned):
    """Bảng Tiêu chí đánh giá, chấm điểm, xếp hạng thi đua of one year, organiser and kinds of unit.

    Frozen when issued; a correction is a new ``revision`` that supersedes this one, with a reason.
    ``tie_break``: codes of criteria, or ``bonus``/``-penalty``, compared in order where totals are equal.
    ``disqualifiers``: what keeps a unit out of the ranking or out of a class (``domain.class_terms``).
    ``evidence``: what a line needs as proof unless its criterion says otherwise. ``version`` counts saves of the
    general particulars; each criterion has a version of its own.
    """

    code = models.CharField(_("mã"), max_length=60)
    revision = models.PositiveIntegerField(_("phiên bản"), default=1)
    year = models.ForeignKey("periods.EmulationYear", on_delete=models.PROTECT, related_name="criteria_sets")
    kinds = ArrayField(models.CharField(max_length=30, choices=UnitKind), verbose_name=_("loại đơn vị"), default=list)
    title = models.CharField(_("tên"), max_length=300)
    state = models.CharField(_("trạng thái"), max_length=12, choices=SetState, default=SetState.DRAFT)
    decision = models.ForeignKey("documents.Document", on_delete=models.PROTECT, null=True, related_name="+")
    illustrative = models.BooleanField(_("minh họa"), default=False)
    counted_from = models.DateField(_("tính từ ngày"), null=True)
    counted_to = models.DateField(_("đến ngày"), null=True)
    tie_break = models.JSONField(_("tiêu chí phụ khi bằng điểm"), default=list)
    disqualifiers = models.JSONField(_("trường hợp không xếp hạng, hạn chế xếp loại"), default=list, blank=True)
    issued_at = models.DateTimeField(_("ban hành lúc"), null=True)
    content_hash = models.CharField(_("mã băm nội dung"), max_length=64, blank=True)
    supersedes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    reason = models.TextField(_("lý do thay thế"), blank=True)
    evidence = models.CharField(
        _("tài liệu minh chứng"), max_length=8, choices=EvidenceNeed, default=EvidenceNeed.DOCUMENT
    )
    saved_by_label = models.CharField(_("người sửa"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("sửa lúc"), null=True)

    objects = CriteriaSetQuerySet.as_manager()

    class Meta:
        verbose_name = _("bảng tiêu chí")
        verbose_name_plural = _("bảng tiêu chí")
        ordering = ["-year__year", "code", "-revision"]
        constraints = [
            models.UniqueConstraint(fields=["code", "revision"], name="scoring_set_code_revision"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "consultation"]) | Q(issued_at__isnull=False),
                name="scoring_set_issued_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("criteria:set-detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether its content may still be changed."""
        return self.state in (SetState.DRAFT, SetState.CONSULTATION)

    @property
    def kind_labels(self) -> list[str]:
        """Kinds of unit that score themselves by it, in words."""
        return [str(UnitKind(kind).label) for kind in self.kinds if kind in UnitKind.values]


@tracked()
class ReviewStep(models.Model):
    """One ordered step between self-score and final (Bước kiểm tra, thẩm định), named as in the set's decision.

    ``role``: who does it – a role of the grants (``cluster_head``, ``standing_office``).
    """

    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.CASCADE, related_name="steps")
    order = models.PositiveIntegerField(_("thứ tự"))
    name = models.CharField(_("tên bước"), max_length=100)
    role = models.CharField(_("ai thực hiện"), max_length=20)
    due_on = models.DateField(_("hạn"), null=True, blank=True)

    class Meta:
        verbose_name = _("bước kiểm tra")
        verbose_name_plural = _("bước kiểm tra")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["criteria_set", "order"], name="scoring_step_order")]

    def __str__(self) -> str:
        return self.name


@tracked()
class ClassRule(models.Model):
    """One class with its threshold, from the highest (Xếp loại): points AND conditions AND quota.

    ``min_points``: from how many points, or percent of the set's maximum where ``in_percent``, the class may be given.
    ``conditions``: codes of criteria that must have their full standard points. ``targets``: conditions on targets, all
    of which must hold (``domain.class_terms``). At most ``quota_percent`` of the ranked units, rounded as
    ``quota_rounding`` says, and at most ``quota_number`` units.
    """

    criteria_set = models.ForeignKey(CriteriaSet, on_delete=models.CASCADE, related_name="class_rules")
    order = models.PositiveIntegerField(_("thứ tự"))
    label = models.CharField(_("xếp loại"), max_length=60)
    min_points = models.DecimalField(_("từ điểm"), max_digits=9, decimal_places=3)
    in_percent = models.BooleanField(_("tính theo % điểm tối đa"), default=False)
    quota_percent = models.DecimalField(_("tỷ lệ tối đa (%)"), max_digits=6, decimal_places=2, null=True, blank=True)
    quota_number = models.PositiveIntegerField(_("số đơn vị tối đa"), null=True, blank=True)
    quota_rounding = models.CharField(
        _("làm tròn số đơn vị"), max_length=8, choices=QuotaRounding, default=QuotaRounding.DOWN
    )
    conditions = models.JSONField(_("điều kiện"), default=list)
    targets = models.JSONField(_("điều kiện về chỉ tiêu"), default=list, blank=True)

    class Meta:
        verbose_name = _("mức xếp loại")
        verbose_name_plural = _("mức xếp loại")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["criteria_set", "order"], name="scoring_class_order")]

    def __str__(self) -> str:
        return self.label
