"""Letters of eligibility: what was found about one nominee for one award, kept as it was found."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.catalog.domain.eligibility import Outcome
from apps.core.models import Versioned
from apps.registry.models.award import SUBJECTS
from apps.units.models.people_scope import ROLES, people_in_reach, reach_of

OUTCOMES = [
    (Outcome.MET.value, _("Đủ điều kiện")),
    (Outcome.UNKNOWN.value, _("Cần xác nhận thêm")),
    (Outcome.WARNED.value, _("Có cảnh báo")),
    (Outcome.BLOCKED.value, _("Không đủ điều kiện")),
]


class LetterQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Letters about people and units in the actor's reach."""
        reach = reach_of(actor, *ROLES)
        if reach.everybody:
            return self
        if not reach:
            return self.none()
        people = people_in_reach(self.exclude(person=None), actor, person="person_id")
        return self.filter(Q(pk__in=people.values("pk")) | Q(person=None) & reach.condition("unit__path"))

    def for_list(self):
        return self.select_related("award_type", "person", "unit").order_by("-made_at", "-pk")


@tracked()
class EligibilityLetter(Versioned):
    """Phiếu kiểm tra điều kiện, tiêu chuẩn: every condition, its article, what was found, by which version.

    ``findings``: the assessments that were tried, the one that counts first, as ``domain.letters`` writes them.
    ``declared``: what the unit's meeting confirmed (facts ``declared:…``). ``previous_outcome``: before the last check.
    """

    award_type = models.ForeignKey(
        "catalog.AwardType", on_delete=models.PROTECT, related_name="+", verbose_name=_("khen thưởng")
    )
    subject = models.CharField(_("đối tượng"), max_length=10, choices=SUBJECTS)
    person = models.ForeignKey(
        "units.Person", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("cá nhân")
    )
    unit = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("đơn vị")
    )
    year = models.PositiveSmallIntegerField(_("năm xét"))
    received_on = models.DateField(_("ngày nhận hồ sơ"))
    declared = models.JSONField(_("nội dung đã xác nhận"), default=list)
    outcome = models.PositiveSmallIntegerField(_("kết quả"), choices=OUTCOMES)
    previous_outcome = models.PositiveSmallIntegerField(_("kết quả lần trước"), choices=OUTCOMES, null=True)
    version_code = models.CharField(_("phiên bản quy định"), max_length=80, blank=True)
    findings = models.JSONField(_("kết quả từng điều kiện"))
    made_at = models.DateTimeField(_("lập lúc"))
    made_by_label = models.CharField(_("người lập"), max_length=300)
    checked_at = models.DateTimeField(_("kiểm tra lần cuối lúc"))

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("phiếu kiểm tra điều kiện, tiêu chuẩn")
        verbose_name_plural = _("phiếu kiểm tra điều kiện, tiêu chuẩn")
        indexes = [models.Index(fields=["-made_at", "-id"], name="registry_letter_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(unit__isnull=False), name="registry_letter_about_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award_type} – {self.nominee} ({self.year})"

    @property
    def nominee(self) -> str:
        return self.person.label if self.person else self.unit.name

    def get_absolute_url(self) -> str:
        return reverse("registry:letter-detail", args=[self.pk])
