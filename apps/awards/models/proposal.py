"""A proposal (Hồ sơ đề nghị khen thưởng): one tờ trình of one unit for one occasion, and the unit's own meeting."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.awards.enums import ASKED, EDITABLE, RECEIVED, ProposalState
from apps.catalog.enums import CommendationType
from apps.clusters.enums import FINISHING
from apps.core.models import TimeStamped, Versioned
from apps.core.search import trigram_index
from apps.core.text import fold
from apps.units.enums import Role
from apps.units.models import organised_for


class ProposalQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """The unit's own people and, for what a cluster voted, its heads: always; the receiving body's standing office
        and auditors, once it was sent; whoever types it for the unit; members of a council in whose session one of its
        nominees stands.
        """
        if actor.is_system:
            return self
        own = Q(unit_id__in=actor.unit_ids(Role.OFFICER, Role.LEADER))
        own |= Q(cluster_year_id__in=actor.cluster_year_ids(*FINISHING))
        own |= Q(proxy_cluster_year_id__in=actor.cluster_year_ids(*FINISHING))
        office = Q(year__organiser_id__in=actor.unit_ids(Role.STANDING_OFFICE))
        own |= Q(proxy_cluster_year__isnull=False) & office
        received = organised_for(actor, "year__organiser") & Q(submitted_at__isnull=False)
        if actor.user_id:
            sits = {"nominees__agenda_items__session__seats__member__person__user_id": actor.user_id}
            own |= Q(pk__in=self.model.objects.order_by().filter(**sits).values("pk"))
        return self.filter(own | received)

    def of_cluster(self, code: str, year: int):
        """Made from what a cluster of that year voted."""
        return self.filter(cluster_year__cluster__code=code, year__year=year)

    def asked(self):
        """Sent and not withdrawn: "trình". What was granted stands in the registry."""
        return self.filter(state__in=ASKED)

    def for_list(self):
        return self.select_related("unit", "year__organiser")


class OfProposalQuerySet(models.QuerySet):
    """Rows that belong to a proposal are seen by whoever sees it; ``to_proposal``: the way there."""

    to_proposal = "proposal"

    def visible_to(self, actor):
        seen = AwardProposal.objects.visible_to(actor).order_by().values("pk")
        return self.filter(**{f"{self.to_proposal}__in": seen})


@tracked()
class AwardProposal(Versioned):
    """One batch of nominees that a unit puts forward for one type and occasion (Hồ sơ đề nghị khen thưởng).

    ``year``: the emulation year of the receiving body (its ``organiser``), to which the tờ trình goes; a unit that
    decides itself proposes to itself. ``type`` (loại hình) and ``occasion`` (dịp) are two fields. ``declared_…``: the
    numbers that the tờ trình states; None while the batch is open ("chưa định số").
    ``registration``, ``ballot``, ``cluster_year``: from what it was made without retyping; nominees of a ballot are
    members of that ClusterYear. ``remark`` is the receiving body's, ``inner_remark`` that of the unit's leader.
    ``proxy_…``: typed by another body from the unit's paper (Nhập thay), which arrived on ``proxy_received_on``, from
    the board of ``proxy_cluster_year``; the unit may correct what was sent so until the end of ``correct_until``.
    ``reopened_from``: the state to which it goes back when the hour of Mở lại passes without a new sending, if it still
    is as it was then (``reopened_version``).
    """

    unit = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, related_name="award_proposals", verbose_name=_("đơn vị đề nghị")
    )
    unit_name = models.CharField(_("tên đơn vị"), max_length=300)
    year = models.ForeignKey(
        "periods.EmulationYear", on_delete=models.PROTECT, related_name="award_proposals", verbose_name=_("năm thi đua")
    )
    type = models.CharField(_("loại hình khen thưởng"), max_length=12, choices=CommendationType)
    occasion = models.CharField(_("dịp khen thưởng"), max_length=500)
    addressed_to = models.CharField(_("kính gửi"), max_length=300)
    state = models.CharField(_("trạng thái"), max_length=16, choices=ProposalState, default=ProposalState.DRAFT)
    period_from = models.PositiveSmallIntegerField(_("thành tích từ năm"))
    period_to = models.PositiveSmallIntegerField(_("thành tích đến năm"))
    declared_collectives = models.PositiveIntegerField(_("số tập thể"), null=True, blank=True)
    declared_individuals = models.PositiveIntegerField(_("số cá nhân"), null=True, blank=True)
    grounds = models.TextField(_("căn cứ, lý do đề nghị"), blank=True)
    campaign = models.ForeignKey(
        "registry.AwardCampaign",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("đợt khen thưởng"),
    )
    registration = models.ForeignKey(
        "registrations.TitleRegistration", on_delete=models.PROTECT, null=True, blank=True, related_name="proposals"
    )
    ballot = models.ForeignKey(
        "ballots.Ballot", on_delete=models.PROTECT, null=True, blank=True, related_name="award_proposals"
    )
    cluster_year = models.ForeignKey(
        "clusters.ClusterYear", on_delete=models.PROTECT, null=True, blank=True, related_name="award_proposals"
    )
    submitted_at = models.DateTimeField(_("gửi lần đầu lúc"), null=True, blank=True)
    printed_at = models.DateTimeField(_("in để trình ký lúc"), null=True, blank=True)
    sent_to_leader_at = models.DateTimeField(_("trình lãnh đạo lúc"), null=True, blank=True)
    inner_remark = models.TextField(_("yêu cầu sửa lại"), blank=True)
    inner_remark_by_label = models.CharField(_("người yêu cầu"), max_length=300, blank=True)
    inner_remark_at = models.DateTimeField(_("yêu cầu lúc"), null=True, blank=True)
    remark = models.TextField(_("yêu cầu bổ sung"), blank=True)
    remark_by_label = models.CharField(_("người yêu cầu"), max_length=300, blank=True)
    remark_at = models.DateTimeField(_("yêu cầu lúc"), null=True, blank=True)
    verified_at = models.DateTimeField(_("thẩm định lúc"), null=True, blank=True)
    verified_by_label = models.CharField(_("người thẩm định"), max_length=300, blank=True)
    verified_note = models.TextField(_("kết quả thẩm định"), blank=True)
    withdrawn_at = models.DateTimeField(_("rút lúc"), null=True, blank=True)
    withdrawn_by_label = models.CharField(_("người rút"), max_length=300, blank=True)
    withdrawn_reason = models.TextField(_("lý do rút"), blank=True)
    proxy_received_on = models.DateField(_("ngày nhận bản giấy"), null=True, blank=True)
    proxy_basis = models.CharField(_("căn cứ nhập thay"), max_length=300, blank=True)
    proxy_by_label = models.CharField(_("người nhập thay"), max_length=300, blank=True)
    proxy_cluster_year = models.ForeignKey(
        "clusters.ClusterYear", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    correct_until = models.DateField(_("đơn vị sửa được đến hết ngày"), null=True, blank=True)
    reopened_from = models.CharField(_("mở lại từ"), max_length=16, choices=ProposalState, blank=True)
    reopened_version = models.PositiveIntegerField(_("phiên bản khi mở lại"), null=True, blank=True)
    illustrative = models.BooleanField(_("minh họa"), default=False)
    search_text = models.TextField(editable=False)
    saved_by_label = models.CharField(_("người lưu"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("lưu lúc"), null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("hồ sơ đề nghị khen thưởng")
        verbose_name_plural = _("hồ sơ đề nghị khen thưởng")
        ordering = ["-pk"]
        indexes = [
            trigram_index("awards_proposal_search"),
            models.Index(fields=["year", "state"], name="awards_proposal_year_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[ProposalState.DRAFT, ProposalState.WITHDRAWN]) | Q(submitted_at__isnull=False),
                name="awards_proposal_sent_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.WITHDRAWN) | ~Q(withdrawn_reason=""),
                name="awards_proposal_withdrawn_says_why",
            ),
            models.CheckConstraint(condition=Q(period_to__gte=F("period_from")), name="awards_proposal_valid_period"),
            models.CheckConstraint(
                condition=Q(proxy_received_on=None) | (~Q(proxy_by_label="") & Q(proxy_cluster_year__isnull=False)),
                name="awards_proposal_proxy_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occasion} – {self.unit_name}"

    def save(self, *args, **kwargs):
        self.search_text = fold(f"{self.occasion} {self.unit_name}")
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "search_text"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("awards:proposal-detail", args=[self.pk])

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE

    @property
    def is_received(self) -> bool:
        """It lies with the receiving body, undecided."""
        return self.state in RECEIVED

    @property
    def is_received_or_reopened(self) -> bool:
        """Also while the unit changes it until its hour (Mở lại): what was sent may stand again."""
        return (self.reopened_from or self.state) in RECEIVED

    @property
    def is_proxy(self) -> bool:
        """Typed by another body from the unit's paper. What was sent so and is reopened is the unit's, until its hour
        passes, or it is typed anew.
        """
        reopened = self.reopened_from and self.correct_until is not None
        return self.proxy_received_on is not None and not reopened

    @property
    def is_taken_back(self) -> bool:
        """With its unit again by its own will (Sửa bản nhập thay): nobody asked for anything."""
        return self.state == ProposalState.RETURNED and self.remark_at is None

    def end_reopening(self) -> None:
        """What was sent before Mở lại does not stand again; the caller saves."""
        if not self.is_proxy:
            self.forget_proxy(taken_over=False)
        self.reopened_from, self.reopened_version = "", None

    def forget_proxy(self, *, taken_over: bool = True) -> None:
        """From now on it is the unit's own, the caller saves; not ``taken_over``: whoever typed it may type again."""
        self.proxy_received_on, self.proxy_by_label, self.proxy_basis, self.correct_until = None, "", "", None
        if taken_over:
            self.proxy_cluster_year = None

    def forget_verification(self) -> None:
        """What was verified is not what the unit sends next; the caller saves."""
        self.verified_at, self.verified_by_label, self.verified_note = None, "", ""

    @property
    def is_open_ended(self) -> bool:
        """Without a fixed number: the list is still being reviewed."""
        return self.declared_collectives is None and self.declared_individuals is None

    @property
    def receiver(self):
        """The body to which the tờ trình goes."""
        return self.year.organiser


@tracked()
class UnitMeeting(TimeStamped):
    """Biên bản họp bình xét of the unit: who was there; the votes stand with each nominee (x/y).

    ``confirms_conditions``: the meeting stands for what only people can say (facts ``declared:…`` of the engine).
    ``confirmed_facts``: other facts of the engine that no file answers and that it stands for, condition by condition.
    ``document``: the signed minutes, filed and cited.
    """

    proposal = models.OneToOneField(AwardProposal, on_delete=models.CASCADE, related_name="meeting")
    held_on = models.DateField(_("ngày họp"))
    place = models.CharField(_("địa điểm"), max_length=300, blank=True)
    chair_name = models.CharField(_("chủ trì"), max_length=200)
    secretary_name = models.CharField(_("thư ký"), max_length=200, blank=True)
    invited = models.PositiveIntegerField(_("số người được triệu tập"))
    present = models.PositiveIntegerField(_("số người có mặt"))
    conclusion = models.TextField(_("kết luận"), blank=True)
    confirms_conditions = models.BooleanField(
        _("tập thể xác nhận các điều kiện về phẩm chất, tinh thần"), default=False
    )
    confirmed_facts = models.JSONField(_("điều kiện chưa có dữ liệu mà tập thể xác nhận"), default=list, blank=True)
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    saved_by_label = models.CharField(_("người lưu"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("lưu lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("biên bản họp bình xét")
        verbose_name_plural = _("biên bản họp bình xét")
        constraints = [
            models.CheckConstraint(condition=Q(present__lte=F("invited")), name="awards_meeting_present_of_invited"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name}: {self.proposal}"
