"""The event."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.clusters.enums import FINISHING, READING
from apps.clusters.models import ClusterYear
from apps.conferences.enums import OVER, ConferenceKind, ConferenceState, MinutesState, Session
from apps.core.models import Versioned
from apps.core.search import trigram_index
from apps.core.text import fold
from apps.units.enums import Role
from apps.units.models import Unit, organised_for


def paths_above(actor) -> set[str]:
    """Paths of the units above those in which the actor works."""
    step = Unit.steplen
    return {
        path[:length]
        for path in actor.paths(Role.OFFICER, Role.LEADER, Role.STANDING_OFFICE)
        for length in range(step, len(path), step)
    }


class ConferenceQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Those whom the actor organises or audits, leads, attends for a unit, or presents at."""
        if actor.is_system:
            return self
        attends = Q(attendees__unit_id__in=actor.unit_ids(Role.OFFICER, Role.LEADER))
        leads = Q(cluster_year_id__in=actor.cluster_year_ids(*READING)) | Q(
            next_cluster_year_id__in=actor.cluster_year_ids(*READING)
        )
        presents = Q(papers__presenters__user_id=actor.user_id) if actor.user_id else Q(pk__in=[])
        own = Q(kind=ConferenceKind.CONGRESS, organiser_id__in=actor.unit_ids(Role.OFFICER, Role.LEADER))
        found = organised_for(actor, "organiser") | attends | leads | presents | own
        seen = Conference.objects.filter(found).order_by()
        return self.filter(pk__in=seen.values("pk"))

    def with_minutes_for(self, actor):
        """Those whose minutes the actor may read (``policies.can_read_minutes``): signed ones like the meeting itself;
        before that who prepares it, and the auditors above.
        """
        seen = self.visible_to(actor)
        if actor.is_system:
            return seen
        finishes = Q(cluster_year_id__in=actor.cluster_year_ids(*FINISHING))
        own = Q(kind=ConferenceKind.CONGRESS, organiser_id__in=actor.unit_ids(Role.OFFICER, Role.LEADER))
        return seen.filter(Q(minutes__state=MinutesState.SIGNED) | organised_for(actor, "organiser") | finishes | own)

    def standing_above(self, actor):
        """Congresses below which the actor's units may hold their own: title and day are known to them, no more."""
        if actor.is_system:
            return self.filter(kind=ConferenceKind.CONGRESS)
        above = Q(organiser__path__in=paths_above(actor)) | Q(pk__in=self.model.objects.visible_to(actor).values("pk"))
        return self.filter(above, kind=ConferenceKind.CONGRESS)

    def for_list(self):
        return self.select_related(
            "organiser", "cluster_year__cluster", "cluster_year__year", "next_cluster_year__year", "parent"
        )

    def with_counts(self):
        """With ``invited`` and ``present``: units on the list, and those of them that are there."""
        return self.annotate(
            invited=Count("attendees"), present=Count("attendees", filter=Q(attendees__present_at__isnull=False))
        )


@tracked()
class Conference(Versioned):
    """One meeting (Hội nghị): closing year N and signing year N+1 in one event, a mid-year meeting, or a congress.

    ``organiser``: the unit whose office holds it. ``cluster_year`` is the year that it closes, ``next_cluster_year``
    the one whose pledge is signed there. A congress has neither; ``parent`` is the congress above it, before which it
    must be held (``latest_on`` days are counted from that: ``domain.congresses``).
    """

    kind = models.CharField(_("loại"), max_length=10, choices=ConferenceKind, default=ConferenceKind.CLOSING)
    state = models.CharField(_("trạng thái"), max_length=12, choices=ConferenceState, default=ConferenceState.PLANNED)
    organiser = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="conferences", verbose_name=_("đơn vị tổ chức")
    )
    cluster_year = models.ForeignKey(
        ClusterYear, on_delete=models.PROTECT, null=True, blank=True, related_name="conferences"
    )
    next_cluster_year = models.ForeignKey(
        ClusterYear, on_delete=models.PROTECT, null=True, blank=True, related_name="signing_conferences"
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="dependents",
        verbose_name=_("đại hội cấp trên"),
    )
    days_before_parent = models.PositiveIntegerField(_("xong trước đại hội cấp trên (ngày)"), null=True, blank=True)
    title = models.CharField(_("tên hội nghị"), max_length=500)
    place = models.CharField(_("địa điểm"), max_length=300, blank=True)
    held_on = models.DateField(_("ngày họp"))
    session = models.CharField(_("buổi"), max_length=10, choices=Session, default=Session.MORNING)
    chair_name = models.CharField(_("chủ trì"), max_length=200, blank=True)
    chair_post = models.CharField(_("chức vụ người chủ trì"), max_length=300, blank=True)
    secretary_name = models.CharField(_("thư ký"), max_length=200, blank=True)
    secretary_post = models.CharField(_("chức vụ thư ký"), max_length=300, blank=True)
    answer_by = models.DateField(_("trả lời giấy mời trước ngày"), null=True, blank=True)
    quorum_percent = models.DecimalField(_("tỷ lệ dự họp tối thiểu (%)"), max_digits=5, decimal_places=2, default=0)
    quorum_basis = models.CharField(_("căn cứ tỷ lệ dự họp"), max_length=300, blank=True)
    opened_at = models.DateTimeField(_("khai mạc lúc"), null=True, blank=True)
    concluded_at = models.DateTimeField(_("bế mạc lúc"), null=True, blank=True)
    called_off_reason = models.TextField(_("lý do hoãn, hủy"), blank=True)
    announced_heads = models.JSONField(_("đã công bố"), default=list, blank=True)  # ids of HeadTerm, as read out
    illustrative = models.BooleanField(_("minh họa"), default=False)
    saved_by_label = models.CharField(_("người lưu"), max_length=300)
    saved_at = models.DateTimeField(_("lưu lúc"))
    search_text = models.TextField(editable=False, default="")

    objects = ConferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("hội nghị")
        verbose_name_plural = _("hội nghị")
        ordering = ["-held_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=ConferenceKind.CONGRESS) | Q(cluster_year__isnull=False),
                name="conferences_conference_of_a_cluster_or_a_congress",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | (Q(kind=ConferenceKind.CONGRESS) & ~Q(parent=F("pk"))),
                name="conferences_conference_only_congresses_have_parents",
            ),
            models.CheckConstraint(
                condition=Q(quorum_percent__gte=0, quorum_percent__lte=100), name="conferences_conference_quorum"
            ),
        ]
        indexes = [trigram_index("conferences_conference_search")]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs):
        self.search_text = fold(f"{self.title} {self.place}")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("conferences:conference-detail", args=[self.pk])

    @property
    def keeper(self) -> str:
        """Key under which ballots belong to this meeting."""
        return f"conferences.conference:{self.pk}"

    @property
    def is_over(self) -> bool:
        """Concluded or called off."""
        return self.state in OVER

    @property
    def latest_on(self) -> date | None:
        """Last day on which a congress below another one may be held; None where nothing binds it."""
        if self.parent is None or self.days_before_parent is None or self.parent.state == ConferenceState.CALLED_OFF:
            return None
        return self.parent.held_on - timedelta(days=self.days_before_parent)

    @property
    def is_too_late(self) -> bool:
        return self.latest_on is not None and self.held_on > self.latest_on
