"""Rounds of consultation on a draft criteria set (Lấy ý kiến dự thảo), and the replies as units write them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import TimeStamped, Versioned
from apps.scoring.consultation_enums import CommentTarget, ReplyState
from apps.scoring.models.criteria import points_field
from apps.scoring.models.criteria_set import CriteriaSet
from apps.units.models import organised_for

# The unit's own talk: the history, which the organiser may read once the reply was sent, does not repeat it.
INNER = ("inner_remark", "inner_remark_by_label", "inner_remark_at")
DUTY_PREFIX = "consultation:"


class ConsultationQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """The organiser's standing office and the auditors; the people of the units that were asked."""
        if actor.is_system:
            return self
        asked = Q(duty__obligations__unit_id__in=actor.unit_ids("officer", "leader"))
        return self.filter(asked | organised_for(actor, "criteria_set__year__organiser")).distinct()

    def running(self):
        return self.filter(closed_at=None)

    def for_list(self):
        return self.select_related("criteria_set__year__organiser", "duty__document")


@tracked()
class Consultation(Versioned):
    """One round in which units comment on the draft as it stood when the round was opened (Đợt lấy ý kiến).

    ``draft_file``: the draft as a criteria file, ``arrangement``: what stands beside its tree (``domain.arranged``),
    both frozen here so that later edits do not change what was asked. ``duty``: who was asked and by when; a set is
    under consultation exactly while one of its rounds is open.
    """

    criteria_set = models.ForeignKey(
        CriteriaSet, on_delete=models.PROTECT, related_name="consultations", verbose_name=_("bảng tiêu chí")
    )
    number = models.PositiveIntegerField(_("lần"))
    duty = models.OneToOneField("obligations.Duty", on_delete=models.PROTECT, null=True, related_name="+")
    kinds = ArrayField(models.CharField(max_length=30), verbose_name=_("loại đơn vị được hỏi"), default=list)
    note = models.TextField(_("nội dung đề nghị"), blank=True)
    draft_file = models.TextField(_("dự thảo khi lấy ý kiến"))
    draft_hash = models.CharField(_("mã băm dự thảo"), max_length=64)
    arrangement = models.JSONField(_("các bước, mức xếp loại của dự thảo"), default=dict)
    opened_at = models.DateTimeField(_("mở lúc"))
    opened_by_label = models.CharField(_("người mở"), max_length=300)
    closed_at = models.DateTimeField(_("đóng lúc"), null=True)
    closed_by_label = models.CharField(_("người đóng"), max_length=300, blank=True)
    saved_by_label = models.CharField(_("người lưu"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("lưu lúc"), null=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("đợt lấy ý kiến")
        verbose_name_plural = _("đợt lấy ý kiến")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["criteria_set", "number"], name="scoring_consultation_number"),
            models.UniqueConstraint(
                fields=["criteria_set"], condition=Q(closed_at=None), name="scoring_consultation_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criteria_set} – {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("consultations:consultation-detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def duty_code(self) -> str:
        return f"{DUTY_PREFIX}{self.pk}"


class ReplyQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """The unit's own people; the standing office and the auditors from the first sending on."""
        if actor.is_system:
            return self
        own = Q(unit_id__in=actor.unit_ids("officer", "leader"))
        sent = Q(submitted_at__isnull=False) & organised_for(actor, "consultation__criteria_set__year__organiser")
        return self.filter(own | sent)

    def for_list(self):
        return self.select_related("unit", "consultation__criteria_set__year__organiser", "consultation__duty")


@tracked(exclude=INNER)
class ConsultationReply(Versioned):
    """What one unit answers to one round, as it is being written (Ý kiến tham gia của đơn vị).

    ``agrees``: the unit agrees with the rest of the draft; ``statement``: what it says beside the single comments.
    ``version`` goes up with every save. What was sent lies in ``ReplySending``.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="replies")
    unit = models.ForeignKey("units.Unit", on_delete=models.PROTECT, related_name="consultation_replies")
    unit_name = models.CharField(_("tên đơn vị"), max_length=300)
    state = models.CharField(_("trạng thái"), max_length=8, choices=ReplyState, default=ReplyState.DRAFT)
    agrees = models.BooleanField(_("nhất trí với các nội dung khác của dự thảo"), default=True)
    statement = models.TextField(_("ý kiến chung"), blank=True)
    printed_at = models.DateTimeField(_("in để trình ký lúc"), null=True)
    sent_to_leader_at = models.DateTimeField(_("trình lãnh đạo lúc"), null=True)
    submitted_at = models.DateTimeField(_("gửi lúc"), null=True)
    inner_remark = models.TextField(_("yêu cầu sửa lại"), blank=True)
    inner_remark_by_label = models.CharField(_("người yêu cầu"), max_length=300, blank=True)
    inner_remark_at = models.DateTimeField(_("yêu cầu lúc"), null=True)
    saved_by_label = models.CharField(_("người lưu"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("lưu lúc"), null=True)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("ý kiến tham gia dự thảo bảng tiêu chí")
        verbose_name_plural = _("ý kiến tham gia dự thảo bảng tiêu chí")
        ordering = ["consultation", "unit_name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "unit"], name="scoring_reply_once"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(submitted_at__isnull=False), name="scoring_reply_sent_has_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_name} – {self.consultation}"

    def get_absolute_url(self) -> str:
        return reverse("consultations:reply-detail", args=[self.pk])


class CommentColumns(TimeStamped):
    """What a comment says, in the draft and as sent; ``code``, ``number``, ``label``: the criterion as printed."""

    position = models.PositiveIntegerField(_("thứ tự"))
    target = models.CharField(_("ý kiến về"), max_length=12, choices=CommentTarget)
    code = models.CharField(_("mã tiêu chí"), max_length=60, blank=True)
    number = models.CharField(_("số thứ tự in"), max_length=30, blank=True)
    label = models.TextField(_("nội dung tiêu chí"), blank=True)
    body = models.TextField(_("ý kiến"))
    proposed_points = points_field(_("đề nghị điểm chuẩn"))
    proposed_wording = models.TextField(_("đề nghị sửa thành"), blank=True)

    class Meta:
        abstract = True

    @property
    def place(self) -> str:
        """What it is about, as printed."""
        if self.target == CommentTarget.CRITERION:
            return ". ".join(part for part in ((self.number or self.code).rstrip("."), self.label) if part)
        return str(self.get_target_display())


@tracked()
class DraftComment(CommentColumns):
    """One comment of a unit, as it is being written (Ý kiến). ``version``: who saves second is told."""

    reply = models.ForeignKey(ConsultationReply, on_delete=models.CASCADE, related_name="comments")
    version = models.PositiveIntegerField(_("phiên bản"), default=1)
    saved_by_label = models.CharField(_("người lưu"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("lưu lúc"), null=True)

    class Meta:
        verbose_name = _("ý kiến đang soạn")
        verbose_name_plural = _("ý kiến đang soạn")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(target="criterion") & ~Q(code="") | ~Q(target="criterion") & Q(code=""),
                name="scoring_comment_names_criterion",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reply.unit_name}: {self.place}"
