"""One secret vote."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.ballots.enums import BallotState, Mode
from apps.core.models import Versioned


@tracked()
class Ballot(Versioned):
    """A secret vote on one or more questions (Bỏ phiếu bình xét, suy tôn).

    ``keeper`` is the key of the record that holds the vote ("conferences.conference:12"), ``keeper_path`` its page.
    ``organiser_party``: while it stands, its people never open, close or count.
    ``quorum_percent``: share of all voters who must be present at the opening. ``previous``: the ballot whose tie
    (second round) or whose voiding led to this one. ``scope``: the part of the meeting that votes, in the caller's
    words; empty for the whole. ``members``: of whom a share "of all" is taken, where more than the list of voters
    (members who are concerned do not vote, but count); 0: the list. ``version`` counts what is prepared: rules,
    questions, who stands. Nothing of this row changes while votes are cast.
    """

    keeper = models.CharField(_("cuộc họp"), max_length=200, db_index=True)
    keeper_path = models.CharField(_("trang của cuộc họp"), max_length=300, blank=True)
    title = models.CharField(_("tên cuộc bỏ phiếu"), max_length=300)
    mode = models.CharField(_("cách bỏ phiếu"), max_length=10, choices=Mode, default=Mode.PAPER)
    state = models.CharField(_("trạng thái"), max_length=10, choices=BallotState, default=BallotState.PREPARED)
    own_party_allowed = models.BooleanField(_("được bầu cho đơn vị mình"), default=True)
    quorum_percent = models.DecimalField(_("tỷ lệ dự họp tối thiểu (%)"), max_digits=5, decimal_places=2, default=0)
    organiser_party = models.CharField(_("bên tổ chức"), max_length=200, blank=True)
    scope = models.CharField(_("khối bỏ phiếu"), max_length=100, blank=True)
    members = models.PositiveIntegerField(_("tổng số thành viên"), default=0)
    order = models.PositiveIntegerField(_("thứ tự"), default=1)
    previous = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="following", verbose_name=_("lần trước")
    )
    opened_at = models.DateTimeField(_("mở lúc"), null=True, blank=True)
    opened_by_label = models.CharField(_("người mở"), max_length=300, blank=True)
    closed_at = models.DateTimeField(_("đóng lúc"), null=True, blank=True)
    closed_by_label = models.CharField(_("người đóng"), max_length=300, blank=True)
    certified_at = models.DateTimeField(_("lập biên bản lúc"), null=True, blank=True)
    void_reason = models.TextField(_("lý do hủy"), blank=True)
    sha256 = models.CharField(_("mã băm SHA-256 của kết quả"), max_length=64, blank=True)
    saved_by_label = models.CharField(_("người chuẩn bị"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("chuẩn bị lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("bỏ phiếu bình xét, suy tôn")
        verbose_name_plural = _("các lần bỏ phiếu bình xét, suy tôn")
        ordering = ["keeper", "order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quorum_percent__gte=0, quorum_percent__lte=100), name="ballots_ballot_quorum"
            ),
            models.CheckConstraint(
                condition=~Q(state=BallotState.VOID) | ~Q(void_reason=""), name="ballots_ballot_void_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state=BallotState.CERTIFIED) | (Q(certified_at__isnull=False) & ~Q(sha256="")),
                name="ballots_ballot_certified_is_hashed",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("ballots:ballot-detail", args=[self.pk])

    @property
    def is_on_paper(self) -> bool:
        """Whether slips of paper may be handed out."""
        return self.mode != Mode.SCREEN

    @property
    def is_on_screen(self) -> bool:
        """Whether anybody votes on screen: then two tellers hold keys."""
        return self.mode != Mode.PAPER
