"""A unit in a movement: four independent ticks, what it says of each content, of each year."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import TimeStamped, Versioned
from apps.movements.models.content import ChecklistItem, Content
from apps.movements.models.movement import Movement
from apps.movements.models.scope import taking_part


class ParticipationQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Of the own units, of movements that one runs, below an office, of members of a cluster that one leads."""
        if actor.is_system:
            return self
        part = taking_part(actor)
        return self if part is None else self.filter(part)

    def standing(self):
        """Without the units that have left (a unit that was merged into another one has)."""
        return self.filter(left_on=None)

    def with_programme(self, year: int):
        """Each row carries ``programmed``: the unit has said that the movement is in its programme of the year."""
        said = YearConfirmation.objects.filter(participation=OuterRef("pk"), year=year)
        return self.annotate(programmed=Exists(said.filter(included=True)), answered=Exists(said))

    def for_list(self):
        return self.select_related("unit", "movement", "movement__organiser")


@tracked()
class Participation(Versioned):
    """One unit of the frozen list of a movement (Đơn vị tham gia), with the name valid then.

    The ticks are free of order, each with its date and document; one plan may serve several movements. The third one,
    in the programme of the year, is given anew each year: YearConfirmation. ``added_late`` marks units that came after
    the launch, ``note`` says why: nobody is added silently. ``continued_in``: the row of the unit that took it in.
    """

    movement = models.ForeignKey(Movement, on_delete=models.PROTECT, related_name="participations")
    unit = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, related_name="participations", verbose_name=_("đơn vị")
    )
    unit_name = models.CharField(_("tên lúc đưa vào"), max_length=300)
    added_on = models.DateField(_("đưa vào ngày"))
    added_late = models.BooleanField(_("bổ sung sau phát động"), default=False)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    left_on = models.DateField(_("thôi tham gia từ"), null=True, blank=True)
    left_reason = models.CharField(_("lý do thôi tham gia"), max_length=500, blank=True)

    continued_in = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="continued",
        verbose_name=_("tiếp tục tại đơn vị kế thừa"),
    )

    launched_on = models.DateField(_("phát động ngày"), null=True, blank=True)
    launched_document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("văn bản phát động")
    )
    planned_on = models.DateField(_("kế hoạch ngày"), null=True, blank=True)
    plan_document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("kế hoạch")
    )
    reported_on = models.DateField(_("báo cáo ngày"), null=True, blank=True)
    report_document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("báo cáo")
    )
    saved_by_label = models.CharField(_("người sửa"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("sửa lúc"), null=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("đơn vị tham gia phong trào")
        verbose_name_plural = _("đơn vị tham gia phong trào")
        ordering = ["movement", "unit__protocol_order", "unit__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["movement", "unit"], name="movements_participation_once"),
            models.CheckConstraint(
                condition=Q(added_late=False) | ~Q(note=""), name="movements_participation_late_says_why"
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | ~Q(left_reason=""), name="movements_participation_left_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_name} – {self.movement}"

    def get_absolute_url(self) -> str:
        return reverse("movements:participation-detail", args=[self.pk])


@tracked()
class YearConfirmation(TimeStamped):
    """What the unit says of the movement in its programme of one year (Đã đưa vào chương trình năm).

    Asked every January with last year's text offered; no row means silence: "chưa cập nhật".
    """

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="confirmations")
    year = models.PositiveSmallIntegerField(_("năm"))
    included = models.BooleanField(_("có trong chương trình năm"), default=True)
    text = models.TextField(_("nội dung trong chương trình năm"), blank=True)
    confirmed_on = models.DateField(_("ngày"))
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("chương trình")
    )
    confirmed_by_label = models.CharField(_("người xác nhận"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("xác nhận theo năm")
        verbose_name_plural = _("xác nhận theo năm")
        ordering = ["year", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["participation", "year"], name="movements_confirmation_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.participation} – {self.year}"


@tracked()
class ContentMark(TimeStamped):
    """What one unit says of one content: its plan, or "không thuộc chức năng" with the reason.

    The latter takes the content out of the unit's completeness.
    """

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="marks")
    content = models.ForeignKey(Content, on_delete=models.CASCADE, related_name="marks")
    not_our_function = models.BooleanField(_("không thuộc chức năng"), default=False)
    reason = models.CharField(_("lý do"), max_length=500, blank=True)
    plan = models.TextField(_("việc đơn vị làm"), blank=True)

    class Meta:
        verbose_name = _("nội dung trong kế hoạch của đơn vị")
        verbose_name_plural = _("nội dung trong kế hoạch của đơn vị")
        ordering = ["content__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["participation", "content"], name="movements_mark_once"),
            models.CheckConstraint(
                condition=Q(not_our_function=False) | ~Q(reason=""), name="movements_mark_not_ours_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participation} – {self.content.number}"


@tracked()
class ChecklistMark(TimeStamped):
    """Whether the unit meets one line of the movement's checklist (đạt / chưa đạt); no row: not said yet."""

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="checks")
    item = models.ForeignKey(ChecklistItem, on_delete=models.CASCADE, related_name="checks")
    met = models.BooleanField(_("đạt"))
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("tiêu chí đã xem xét")
        verbose_name_plural = _("tiêu chí đã xem xét")
        ordering = ["item__order", "pk"]
        constraints = [models.UniqueConstraint(fields=["participation", "item"], name="movements_check_once")]

    def __str__(self) -> str:
        return f"{self.participation} – {self.item}"
