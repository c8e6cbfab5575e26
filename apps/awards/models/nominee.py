"""Who is put forward for what (Tập thể, cá nhân được đề nghị)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.awards.models.proposal import AwardProposal, OfProposalQuerySet
from apps.catalog.enums import Subject
from apps.core.collation import name_sort_key, sort_key
from apps.core.models import Versioned
from apps.core.search import trigram_index
from apps.core.text import fold
from apps.registry.enums import Standing
from apps.registry.models.award import SUBJECTS
from apps.registry.models.letter import OUTCOMES


class NomineeQuerySet(OfProposalQuerySet):
    def for_list(self):
        return self.select_related("award", "person", "unit")

    def in_order(self):
        """Collectives first, then persons, each as typed."""
        return self.order_by("subject", "position", "pk")  # "collective" stands before "individual"

    def undecided(self):
        """In no decision that is drafted or holds."""
        return self.exclude(decision_lines__is_live=True)

    def living(self):
        """Of proposals that were not withdrawn."""
        return self.exclude(proposal__state="withdrawn")


@tracked(arrives_in_lists=True)
class Nominee(Versioned):
    """One collective or person proposed for one award (Dòng đề nghị).

    ``name``, ``honorific``, ``post`` and ``unit_name`` as they are to be printed. ``unit`` is the collective itself, or
    where the person serves; empty for outsiders. ``standing`` and its reason: former, seconded, transferred, outside.
    ``votes_for`` of ``votes_base``: of the unit's meeting, or of the ballot that nominated it (``option``).
    ``outcome``, ``findings``, ``version_code``: what the engine found when the row was last checked (kept anew with
    every submission). ``missed_targets``: targets of the period that the unit missed, as they were found;
    ``missed_reason``: why it is proposed nevertheless.
    """

    proposal = models.ForeignKey(AwardProposal, on_delete=models.CASCADE, related_name="nominees")
    position = models.PositiveIntegerField(_("thứ tự"))
    subject = models.CharField(_("đối tượng"), max_length=10, choices=SUBJECTS)
    award = models.ForeignKey(
        "catalog.AwardType", on_delete=models.PROTECT, related_name="+", verbose_name=_("danh hiệu, hình thức")
    )
    person = models.ForeignKey(
        "units.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="nominations",
        verbose_name=_("cá nhân"),
    )
    unit = models.ForeignKey(
        "units.Unit",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="nominations",
        verbose_name=_("đơn vị"),
    )
    name = models.CharField(_("tên"), max_length=300)
    honorific = models.CharField(_("danh xưng"), max_length=10, blank=True)
    post = models.CharField(_("chức vụ"), max_length=300, blank=True)
    unit_name = models.CharField(_("đơn vị công tác"), max_length=300, blank=True)
    standing = models.CharField(_("tư cách"), max_length=12, choices=Standing, default=Standing.OFFICIAL)
    standing_reason = models.CharField(_("lý do"), max_length=300, blank=True)
    achievement = models.CharField(_("tóm tắt thành tích"), max_length=500, blank=True)
    votes_for = models.PositiveIntegerField(_("số phiếu đồng ý"), null=True, blank=True)
    votes_base = models.PositiveIntegerField(_("tính trên"), null=True, blank=True)
    option = models.ForeignKey(
        "ballots.Option", on_delete=models.PROTECT, null=True, blank=True, related_name="nominations"
    )
    outcome = models.PositiveSmallIntegerField(_("kiểm tra điều kiện"), choices=OUTCOMES, null=True, blank=True)
    outcome_reason = models.TextField(_("điều kiện cần xem lại"), blank=True)
    version_code = models.CharField(_("phiên bản quy định"), max_length=80, blank=True)
    findings = models.JSONField(_("kết quả từng điều kiện"), default=list, blank=True)
    checked_at = models.DateTimeField(_("kiểm tra lúc"), null=True, blank=True)
    missed_targets = models.JSONField(_("chỉ tiêu không đạt"), default=list, blank=True)
    missed_reason = models.TextField(_("lý do đề nghị dù có chỉ tiêu không đạt"), blank=True)
    recipient_key = models.TextField(editable=False, db_collation="C")
    search_text = models.TextField(editable=False)
    saved_by_label = models.CharField(_("người lưu"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("lưu lúc"), null=True, blank=True)

    objects = NomineeQuerySet.as_manager()

    class Meta:
        verbose_name = _("tập thể, cá nhân được đề nghị")
        verbose_name_plural = _("tập thể, cá nhân được đề nghị")
        ordering = ["proposal", "subject", "position", "pk"]
        indexes = [
            trigram_index("awards_nominee_search"),
            models.Index(fields=["proposal", "subject", "position", "id"], name="awards_nominee_order"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "award", "person"],
                condition=Q(person__isnull=False),
                name="awards_nominee_person_once",
            ),
            models.UniqueConstraint(
                fields=["proposal", "award", "unit"],
                condition=Q(subject=Subject.COLLECTIVE, unit__isnull=False),
                name="awards_nominee_unit_once",
            ),
            models.UniqueConstraint(
                fields=["proposal", "award", "subject", "name", "unit_name", "post"],
                condition=Q(person__isnull=True, unit__isnull=True),
                name="awards_nominee_outsider_once",
            ),
            models.CheckConstraint(
                condition=Q(subject=Subject.INDIVIDUAL) | Q(person__isnull=True), name="awards_nominee_one_subject"
            ),
            models.CheckConstraint(
                condition=Q(standing=Standing.OFFICIAL) | ~Q(standing_reason=""), name="awards_nominee_reason_given"
            ),
            models.CheckConstraint(
                condition=Q(votes_for=None) | Q(votes_base__isnull=False, votes_for__lte=F("votes_base")),
                name="awards_nominee_votes_of_base",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award} – {self.recipient}"

    def derive(self) -> None:
        """Fill what is found and sorted by; before a bulk write too."""
        self.search_text = fold(f"{self.name} {self.unit_name}")
        self.recipient_key = name_sort_key(self.name) if self.is_individual else sort_key(self.name)

    def save(self, *args, **kwargs):
        self.derive()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("awards:nominee-detail", args=[self.pk])

    @property
    def is_individual(self) -> bool:
        return self.subject == Subject.INDIVIDUAL

    @property
    def recipient(self) -> str:
        """As printed: Bà Trần Thị Thử."""
        return f"{self.honorific} {self.name}".strip()

    @property
    def needs_missed_reason(self) -> bool:
        """S002-9: a missed target asks for a written reason."""
        return bool(self.missed_targets) and not self.missed_reason
