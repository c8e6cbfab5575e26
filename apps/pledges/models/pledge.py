"""The pledge of a ClusterYear and the versions of its text."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.clusters.enums import READING, Line
from apps.clusters.models import years_made_ready_by
from apps.core.models import TimeStamped, Versioned
from apps.pledges.enums import PledgeState
from apps.units.models import organised_for


class PledgeQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """What was ever opened for signing: members. Drafts too: heads, also those who make the year ready, the
        organiser's office, auditors.
        """
        if actor.is_system:
            return self
        own = actor.unit_ids("officer", "leader")
        member = Q(cluster_year__members__unit_id__in=own, in_force__isnull=False)
        headed = Q(cluster_year_id__in=actor.cluster_year_ids(*READING))
        ready = Q(cluster_year__in=years_made_ready_by(actor).order_by().values("pk"))
        organised = organised_for(actor, "cluster_year__cluster__organiser")
        seen = Pledge.objects.filter(member | headed | ready | organised).order_by()
        return self.filter(pk__in=seen.values("pk"))

    def for_list(self):
        return self.select_related("cluster_year__cluster__organiser", "cluster_year__year")


@tracked()
class Pledge(Versioned):
    """Giao ước thi đua of one ClusterYear and line. Only ``domain`` changes ``state``.

    ``in_force``: the version that is, or was last, opened for signing; while the head prepares another one it stands.
    ``due_on``: until when the members are to sign, as the head set it; lateness counts from the duty ``pledge``.
    ``signed_on``: the day of the meeting, printed as the date of the paper.
    """

    cluster_year = models.ForeignKey(
        "clusters.ClusterYear", on_delete=models.PROTECT, related_name="pledges", verbose_name=_("cụm")
    )
    line = models.CharField(_("khối"), max_length=12, choices=Line, blank=True)
    state = models.CharField(_("trạng thái"), max_length=6, choices=PledgeState, default=PledgeState.DRAFT)
    in_force = models.ForeignKey("PledgeVersion", on_delete=models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(_("hạn ký"), null=True, blank=True)
    place = models.CharField(_("nơi ký kết"), max_length=200, blank=True)
    signed_on = models.DateField(_("ngày ký kết"), null=True, blank=True)
    closed_at = models.DateTimeField(_("khóa lúc"), null=True)
    illustrative = models.BooleanField(_("minh họa"), default=False)
    saved_by_label = models.CharField(_("người sửa"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("sửa lúc"), null=True)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("giao ước thi đua")
        verbose_name_plural = _("giao ước thi đua")
        ordering = ["-cluster_year__year__year", "cluster_year", "line", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cluster_year", "line"], name="pledges_pledge_once_a_line"),
            models.CheckConstraint(
                condition=~Q(state=PledgeState.CLOSED) | Q(closed_at__isnull=False), name="pledges_closed_has_time"
            ),
            models.CheckConstraint(
                condition=Q(state=PledgeState.DRAFT) | Q(in_force__isnull=False), name="pledges_opened_has_version"
            ),
        ]

    def __str__(self) -> str:
        line = f" ({self.get_line_display()})" if self.line else ""
        return f"Giao ước thi đua {self.cluster_year}{line}"

    def get_absolute_url(self) -> str:
        return reverse("pledges:pledge-detail", args=[self.pk])


@tracked()
class PledgeVersion(TimeStamped):
    """One version of the text (Bản …): a draft, frozen when it is opened for signing and never changed after."""

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("bản số"), default=1)
    title = models.CharField(_("tiêu đề"), max_length=300)
    text = models.TextField(_("nội dung"), blank=True)
    reason = models.CharField(_("lý do sửa"), max_length=500, blank=True)
    frozen_at = models.DateTimeField(_("mở ký lúc"), null=True)
    frozen_by_label = models.CharField(_("người mở ký"), max_length=300, blank=True)
    sha256 = models.CharField(_("mã băm SHA-256"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("bản giao ước")
        verbose_name_plural = _("bản giao ước")
        ordering = ["pledge", "number"]
        constraints = [
            models.UniqueConstraint(fields=["pledge", "number"], name="pledges_version_once"),
            models.UniqueConstraint(fields=["pledge"], condition=Q(frozen_at=None), name="pledges_version_one_draft"),
            models.CheckConstraint(condition=Q(frozen_at=None) | ~Q(sha256=""), name="pledges_version_frozen_has_hash"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__frozen_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.pledge} – bản {self.number}"

    @property
    def paragraphs(self) -> list[str]:
        """The text line by line: what versions are compared by."""
        return [line for line in self.text.splitlines() if line.strip()]
