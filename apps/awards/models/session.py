"""A session of a council: who sits there, what stands on the agenda, who has read and who is concerned."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.awards.council_enums import ItemResult, Position, Presence, SessionState
from apps.awards.models.council import Council, CouncilMember, seats_of
from apps.awards.models.nominee import Nominee
from apps.catalog.enums import VoteBase
from apps.core.models import Versioned
from apps.units.models import organised_for


class SessionQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Whoever serves or audits the council's body, and the members who sit in the session."""
        if actor.is_system:
            return self
        sits = Seat.objects.order_by().filter(member__in=seats_of(actor).values("pk"))
        return self.filter(organised_for(actor, "council__organiser") | Q(pk__in=sits.values("session_id")))

    def for_list(self):
        return self.select_related("council__organiser", "year")


@tracked()
class CouncilSession(Versioned):
    """One session (Phiên họp Hội đồng). ``year`` is the emulation year of the council's body.

    Minutes are signed on paper by chair and secretary: ``minutes_copy`` is the scan.
    """

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="sessions", verbose_name=_("Hội đồng"))
    year = models.ForeignKey(
        "periods.EmulationYear", on_delete=models.PROTECT, related_name="+", verbose_name=_("năm thi đua")
    )
    number = models.PositiveIntegerField(_("phiên số"))
    title = models.CharField(_("nội dung phiên họp"), max_length=300)
    held_on = models.DateField(_("ngày họp"))
    place = models.CharField(_("địa điểm"), max_length=300, blank=True)
    state = models.CharField(_("trạng thái"), max_length=12, choices=SessionState, default=SessionState.PLANNED)
    opened_at = models.DateTimeField(_("khai mạc lúc"), null=True, blank=True)
    concluded_at = models.DateTimeField(_("kết thúc lúc"), null=True, blank=True)
    opinions = models.TextField(_("ý kiến thảo luận"), blank=True)
    conclusion = models.TextField(_("kết luận của chủ trì"), blank=True)
    minutes_copy = models.OneToOneField(
        "documents.SignedCopy", on_delete=models.PROTECT, null=True, blank=True, related_name="council_minutes"
    )
    illustrative = models.BooleanField(_("minh họa"), default=False)
    saved_by_label = models.CharField(_("người lưu"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("lưu lúc"), null=True, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("phiên họp Hội đồng")
        verbose_name_plural = _("phiên họp Hội đồng")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["council", "year", "number"], name="awards_session_number_once"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("awards:session-detail", args=[self.pk])

    @property
    def keeper(self) -> str:
        """Key under which ballots belong to this session."""
        return f"awards.councilsession:{self.pk}"


@tracked()
class Seat(models.Model):
    """A member in one session (Thành viên dự phiên họp), named as on that day.

    ``substitute_of``: the seat in whose place it votes while that one is absent; else it holds a vote of its own.
    """

    session = models.ForeignKey(CouncilSession, on_delete=models.CASCADE, related_name="seats")
    member = models.ForeignKey(CouncilMember, on_delete=models.PROTECT, related_name="seats")
    order = models.PositiveIntegerField(_("thứ tự"))
    label = models.CharField(_("họ và tên"), max_length=250)
    post = models.CharField(_("chức vụ, đơn vị"), max_length=300, blank=True)
    position = models.CharField(_("chức danh trong Hội đồng"), max_length=12, choices=Position)
    substitute_of = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="substitutes"
    )
    presence = models.CharField(_("dự họp"), max_length=10, choices=Presence, default=Presence.UNKNOWN, blank=True)
    answered_at = models.DateTimeField(_("trả lời lúc"), null=True, blank=True)
    ticked_by_label = models.CharField(_("người điểm danh"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("thành viên dự phiên họp")
        verbose_name_plural = _("thành viên dự phiên họp")
        ordering = ["session", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["session", "member"], name="awards_seat_once")]

    def __str__(self) -> str:
        return self.label

    @property
    def party(self) -> str:
        """How ballots name this seat."""
        return f"seat:{self.pk}"


@tracked()
class AgendaItem(models.Model):
    """One nominee before the council (Nội dung phiên họp) and what the council said of it.

    ``ballot``: where it was voted on. ``votes`` of ``votes_base`` with the threshold and its basis as they were
    applied; ``excluded``: members who took no part because they are concerned. ``note``: why it was put off.
    """

    session = models.ForeignKey(CouncilSession, on_delete=models.CASCADE, related_name="items")
    nominee = models.ForeignKey(Nominee, on_delete=models.PROTECT, related_name="agenda_items")
    position = models.PositiveIntegerField(_("thứ tự"))
    ballot = models.ForeignKey(
        "ballots.Ballot", on_delete=models.PROTECT, null=True, blank=True, related_name="agenda_items"
    )
    result = models.CharField(_("kết quả"), max_length=16, choices=ItemResult, default=ItemResult.PENDING, blank=True)
    votes = models.PositiveIntegerField(_("số phiếu đồng ý"), null=True, blank=True)
    votes_base = models.PositiveIntegerField(_("tính trên"), null=True, blank=True)
    excluded = models.PositiveIntegerField(_("số thành viên không bỏ phiếu vì có liên quan"), default=0)
    threshold_percent = models.DecimalField(
        _("tỷ lệ phiếu tối thiểu (%)"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    base = models.CharField(_("cách tính"), max_length=12, choices=VoteBase, blank=True)
    basis = models.CharField(_("căn cứ"), max_length=500, blank=True)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    decided_at = models.DateTimeField(_("ghi kết quả lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("nội dung phiên họp")
        verbose_name_plural = _("nội dung phiên họp")
        ordering = ["session", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "nominee"], name="awards_item_once_in_a_session"),
            models.UniqueConstraint(
                fields=["nominee"], condition=Q(result=ItemResult.PENDING), name="awards_item_before_one_session"
            ),
            models.CheckConstraint(
                condition=Q(result__in=[ItemResult.PENDING, ItemResult.POSTPONED])
                | Q(votes__isnull=False, votes_base__isnull=False, votes__lte=models.F("votes_base")),
                name="awards_item_result_of_a_vote",
            ),
        ]

    def __str__(self) -> str:
        return str(self.nominee)

    @property
    def party(self) -> str:
        """How ballots name this nominee."""
        return f"nominee:{self.nominee_id}"


@tracked()
class Conflict(models.Model):
    """A member is concerned by a nominee and takes no part in that vote (Hồ sơ có liên quan)."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="conflicts")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="conflicts")
    reason = models.CharField(_("lý do"), max_length=300)
    declared_at = models.DateTimeField(_("khai báo lúc"))
    declared_by_label = models.CharField(_("người khai báo"), max_length=300)

    class Meta:
        verbose_name = _("hồ sơ có liên quan đến thành viên")
        verbose_name_plural = _("hồ sơ có liên quan đến thành viên")
        ordering = ["item", "seat"]
        constraints = [models.UniqueConstraint(fields=["item", "seat"], name="awards_conflict_once")]

    def __str__(self) -> str:
        return f"{self.seat}: {self.item}"


@tracked()
class Reading(models.Model):
    """A member has read the papers of a nominee ("đã đọc 12/30")."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="readings")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="readings")
    read_at = models.DateTimeField(_("đọc lúc"))

    class Meta:
        verbose_name = _("hồ sơ đã đọc")
        verbose_name_plural = _("hồ sơ đã đọc")
        constraints = [models.UniqueConstraint(fields=["item", "seat"], name="awards_reading_once")]

    def __str__(self) -> str:
        return f"{self.seat}: {self.item}"
