"""Who holds what, since when, by which decision; what later acts did to it; what relied on it."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.catalog.enums import Subject
from apps.core.collation import name_sort_key, sort_key
from apps.core.models import Versioned
from apps.core.search import beginning_index, trigram_index
from apps.core.text import fold
from apps.registry.enums import HELD, ActKind, AwardState, CancelReason, Standing
from apps.registry.models.grant import GrantDocument
from apps.units.models import Posting, Unit, ended_before_branches
from apps.units.models.people_scope import ROLES, reach_of

SUBJECTS = [(value, Subject(value).label) for value in (Subject.INDIVIDUAL, Subject.COLLECTIVE)]


# What a row of a list shows of an award, its decision and unit.
SHOWN = (
    "subject", "person_id", "unit_id", "recipient_name", "honorific", "post", "unit_name", "year", "granted_on",
    "state", "award_type__name", "grant__authority_name", "grant__authority_level", "grant__occasion",
    "grant__illustrative", "grant__document__symbol", "grant__document__issued_on", "unit__name",
)  # fmt: skip


class AwardQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Awards of units, of those that became them, and of people in reach of the actor, wherever the person went,
        and those of decisions that their units, or organisers that they serve or audit, keep.

        Four searches by index, no joins: the list stays quick beside a hundred thousand awards.
        """
        reach = reach_of(actor, *ROLES)
        if reach.everybody:
            return self
        rows = self.model.objects.order_by()
        kept = GrantDocument.objects.order_by().kept_for(actor)
        found = [rows.filter(grant_id__in=kept.values("pk")).values("pk")]
        if reach:
            units = _units(reach)
            here = Posting.objects.filter(unit_id__in=units).order_by().values("person_id")
            found += [rows.filter(unit_id__in=units).values("pk"), rows.filter(person_id__in=here).values("pk")]
            found += [rows.filter(unit_id__in=ended_before_branches(reach.paths, actor.on)).values("pk")]
        first, *others = found
        return self.filter(pk__in=first.union(*others) if others else first)

    def held(self):
        """Not cancelled, or restored since."""
        return self.filter(state__in=HELD)

    def achieved_in(self, year: int):
        """For the year; of a form over several years the last one counts, as it is asked for then."""
        return self.filter(models.Q(year=year) | models.Q(year=None, period_to=year))

    def published(self, on):
        """What the public page may show: granted by a decision that is published."""
        grants = GrantDocument.objects.order_by().public(on)
        return self.held().filter(grant__in=grants.values("pk"))

    def for_list(self):
        return self.select_related("award_type", "grant__document", "unit", "person").order_by("-granted_on", "-pk")

    def for_rows(self):
        """As ``for_list``, with no more columns than a row of the lists and of their export shows."""
        return self.for_list().select_related(None).select_related("award_type", "grant__document", "unit").only(*SHOWN)


def _units(reach):
    return Unit.objects.filter(reach.condition()).order_by().values("pk")


@tracked(arrives_in_lists=True)
class Award(Versioned):
    """One recipient and one award of one decision (Dòng của Sổ khen thưởng).

    Names, post and unit stand as printed in the decision. ``person`` and ``unit`` tie the row to who it is today: a
    collective is its ``unit``; a person's ``unit`` is where the person served then. Both are empty for outsiders.
    ``year`` is the year of the achievement (titles), ``period_*`` the years counted (themed). ``granted_on`` repeats
    the decision's date for sorting.
    """

    grant = models.ForeignKey(
        GrantDocument, on_delete=models.PROTECT, related_name="awards", verbose_name=_("quyết định")
    )
    award_type = models.ForeignKey(
        "catalog.AwardType", on_delete=models.PROTECT, related_name="+", verbose_name=_("khen thưởng")
    )
    subject = models.CharField(_("đối tượng"), max_length=10, choices=SUBJECTS)
    person = models.ForeignKey(
        "units.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="awards",
        verbose_name=_("cá nhân"),
    )
    unit = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="awards", verbose_name=_("đơn vị")
    )
    recipient_name = models.CharField(_("tên trong quyết định"), max_length=300)
    honorific = models.CharField(_("danh xưng"), max_length=10, blank=True)
    post = models.CharField(_("chức vụ trong quyết định"), max_length=300, blank=True)
    unit_name = models.CharField(_("đơn vị trong quyết định"), max_length=300, blank=True)
    standing = models.CharField(_("tư cách"), max_length=12, choices=Standing, default=Standing.OFFICIAL)
    standing_reason = models.CharField(_("lý do"), max_length=300, blank=True)
    year = models.PositiveSmallIntegerField(_("năm thành tích"), null=True, blank=True)
    period_from = models.PositiveSmallIntegerField(_("thành tích từ năm"), null=True, blank=True)
    period_to = models.PositiveSmallIntegerField(_("thành tích đến năm"), null=True, blank=True)
    achievement = models.CharField(_("thành tích"), max_length=500, blank=True)
    granted_on = models.DateField(_("ngày quyết định"))
    state = models.CharField(_("tình trạng"), max_length=10, choices=AwardState, default=AwardState.GRANTED)
    search_text = models.TextField(editable=False)
    recipient_key = models.TextField(editable=False, db_collation="C")
    saved_by_label = models.CharField(_("người sửa"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("sửa lúc"), null=True, blank=True)

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = _("khen thưởng đã tặng")
        verbose_name_plural = _("khen thưởng đã tặng")
        indexes = [
            trigram_index("registry_award_search"),
            beginning_index("registry_award_beginning"),
            models.Index(fields=["-granted_on", "-id"], name="registry_award_newest"),
            models.Index(fields=["recipient_key", "id"], name="registry_award_by_name"),
            models.Index(fields=["person", "award_type", "year"], name="registry_award_person"),
            models.Index(fields=["unit", "award_type", "year"], name="registry_award_unit"),
            models.Index(fields=["award_type", "year"], name="registry_award_type_year"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "award_type", "person"],
                condition=Q(person__isnull=False),
                name="registry_award_person_once",
                violation_error_message=_("Người này đã có trong danh sách của quyết định."),
            ),
            models.UniqueConstraint(
                fields=["grant", "award_type", "unit"],
                condition=Q(subject=Subject.COLLECTIVE, unit__isnull=False),
                name="registry_award_unit_once",
                violation_error_message=_("Tập thể này đã có trong danh sách của quyết định."),
            ),
            models.UniqueConstraint(
                fields=["grant", "award_type", "recipient_name", "unit_name", "post"],
                condition=Q(person__isnull=True, unit__isnull=True),
                name="registry_award_outsider_once",
                violation_error_message=_("Người, tổ chức này đã có trong danh sách của quyết định."),
            ),
            models.CheckConstraint(
                condition=Q(subject=Subject.INDIVIDUAL) | Q(person__isnull=True), name="registry_award_one_subject"
            ),
            models.CheckConstraint(
                condition=Q(standing=Standing.OFFICIAL) | ~Q(standing_reason=""), name="registry_award_reason_given"
            ),
            models.CheckConstraint(
                condition=Q(period_to=None) | Q(period_from=None) | Q(period_to__gte=F("period_from")),
                name="registry_award_valid_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award_type} – {self.recipient}"

    @property
    def recipient(self) -> str:
        """As printed: Bà Trần Thị Thử."""
        return f"{self.honorific} {self.recipient_name}".strip()

    @property
    def is_held(self) -> bool:
        return self.state in HELD

    def get_absolute_url(self) -> str:
        return reverse("registry:award-detail", args=[self.pk])

    def derive(self) -> None:
        """Fill what is found and sorted by: recipient and unit as printed; persons by given name."""
        self.search_text = fold(f"{self.recipient_name} {self.unit_name}")
        individual = self.subject == Subject.INDIVIDUAL
        self.recipient_key = name_sort_key(self.recipient_name) if individual else sort_key(self.recipient_name)

    def save(self, *args, **kwargs):
        self.derive()
        super().save(*args, **kwargs)


@tracked()
class AwardAct(models.Model):
    """A later act on an award (Đính chính, Hủy bỏ, Khôi phục hiệu lực), by a decision; never changed.

    ``before`` and ``after`` hold the printed fields that a correction changed.
    """

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="acts", verbose_name=_("khen thưởng"))
    kind = models.CharField(_("việc"), max_length=8, choices=ActKind)
    reason_code = models.CharField(_("căn cứ hủy bỏ"), max_length=1, choices=CancelReason, blank=True)
    reason = models.CharField(_("lý do"), max_length=500)
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, related_name="+", verbose_name=_("quyết định")
    )
    before = models.JSONField(_("trước"), null=True)
    after = models.JSONField(_("sau"), null=True)
    at = models.DateTimeField(_("lúc"))
    by_label = models.CharField(_("người ghi"), max_length=300)

    class Meta:
        verbose_name = _("quyết định về khen thưởng đã tặng")
        verbose_name_plural = _("quyết định về khen thưởng đã tặng")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=ActKind.CANCEL) | ~Q(reason_code=""), name="registry_act_cancel_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.award}"


class RelianceQuerySet(models.QuerySet):
    def flagged(self):
        """Somebody has to look, and nobody has concluded yet."""
        return self.filter(settled_at=None).exclude(flagged_at=None)


@tracked()
class Reliance(models.Model):
    """An award that was granted because of an earlier one (Khen thưởng dựa trên khen thưởng trước).

    ``flagged_at``: the earlier one was cancelled, somebody has to look; ``settled_at``: looked at, with the conclusion.
    """

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="bases", verbose_name=_("khen thưởng"))
    basis = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="relied_on_by", verbose_name=_("dựa trên"))
    flagged_at = models.DateTimeField(_("cần xem lại từ"), null=True, blank=True)
    flag_reason = models.CharField(_("vì"), max_length=500, blank=True)
    settled_at = models.DateTimeField(_("đã xem lại lúc"), null=True, blank=True)
    settled_note = models.CharField(_("kết luận"), max_length=500, blank=True)

    objects = RelianceQuerySet.as_manager()

    class Meta:
        verbose_name = _("khen thưởng dựa trên khen thưởng trước")
        verbose_name_plural = _("khen thưởng dựa trên khen thưởng trước")
        constraints = [
            models.UniqueConstraint(fields=["award", "basis"], name="registry_reliance_once"),
            models.CheckConstraint(condition=~Q(award=F("basis")), name="registry_reliance_not_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.award} ← {self.basis}"
