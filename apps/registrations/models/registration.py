"""The registration of a unit (Đăng ký thi đua) as it is being written, and its rows."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.catalog.enums import Subject
from apps.clusters.models.scope import handed_in_to
from apps.clusters.ordering import by_line
from apps.core.models import TimeStamped, Versioned
from apps.registrations.enums import EDITABLE, Mark, RegistrationState

# The unit's own talk: the history, which everybody who sees the registration may read, does not repeat it.
INNER = ("inner_remark", "inner_remark_by_label", "inner_remark_at")


class RegistrationQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """The unit itself, and whoever reads what is handed in to its cluster."""
        return self if actor.is_system else self.filter(handed_in_to(actor))

    def for_list(self):
        """All that a row of a board shows."""
        return self.select_related("unit", "cluster_year__cluster__organiser", "cluster_year__year")

    def in_protocol_order(self):
        return self.order_by(by_line(), "order", "pk")


@tracked(exclude=INNER)
class TitleRegistration(Versioned):
    """Titles and forms of commendation that one unit aims at in one ClusterYear (Đăng ký thi đua).

    ``unit_name``, ``order`` and ``line`` are those of the membership: printed as they were that year. ``version`` goes
    up with every save of a row. ``remark`` is the head's, ``inner_remark`` that of the unit's own leader: the unit
    alone reads it. ``reopened_from``: what it was before Mở lại, and is again when the hour passes.
    ``proxy_…``: typed by another body from the unit's paper (Nhập thay); the paper arrived on ``proxy_received_on``,
    the unit may correct until the end of ``correct_until``.
    """

    cluster_year = models.ForeignKey(
        "clusters.ClusterYear", on_delete=models.PROTECT, related_name="registrations", verbose_name=_("cụm thi đua")
    )
    unit = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, related_name="registrations", verbose_name=_("đơn vị")
    )
    unit_name = models.CharField(_("tên đơn vị"), max_length=300)
    order = models.PositiveIntegerField(_("thứ tự"))
    line = models.CharField(_("khối"), max_length=12, blank=True)
    state = models.CharField(_("trạng thái"), max_length=12, choices=RegistrationState, default=RegistrationState.DRAFT)
    printed_at = models.DateTimeField(_("in để trình ký lúc"), null=True)
    sent_to_leader_at = models.DateTimeField(_("trình lãnh đạo lúc"), null=True)
    submitted_at = models.DateTimeField(_("gửi lúc"), null=True)
    remark = models.TextField(_("yêu cầu bổ sung"), blank=True)
    remark_by_label = models.CharField(_("người yêu cầu"), max_length=300, blank=True)
    remark_at = models.DateTimeField(_("yêu cầu lúc"), null=True)
    inner_remark = models.TextField(_("yêu cầu sửa lại"), blank=True)
    inner_remark_by_label = models.CharField(_("người yêu cầu"), max_length=300, blank=True)
    inner_remark_at = models.DateTimeField(_("yêu cầu lúc"), null=True)
    reopened_from = models.CharField(
        _("trạng thái trước khi mở lại"), max_length=12, choices=RegistrationState, blank=True
    )
    proxy_received_on = models.DateField(_("ngày nhận bản giấy"), null=True)
    proxy_basis = models.CharField(_("căn cứ nhập thay"), max_length=300, blank=True)
    proxy_by_label = models.CharField(_("người nhập thay"), max_length=300, blank=True)
    correct_until = models.DateField(_("đơn vị được sửa đến"), null=True)
    saved_by_label = models.CharField(_("người lưu"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("lưu lúc"), null=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("đăng ký thi đua")
        verbose_name_plural = _("đăng ký thi đua")
        ordering = ["cluster_year", "line", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cluster_year", "unit"], name="registrations_registration_once"),
            models.CheckConstraint(
                condition=Q(state__in=list(EDITABLE)) | Q(submitted_at__isnull=False),
                name="registrations_sent_has_time",
            ),
            models.CheckConstraint(
                condition=Q(proxy_received_on=None) | ~Q(proxy_by_label=""), name="registrations_proxy_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_name} – {self.cluster_year}"

    def get_absolute_url(self) -> str:
        return reverse("registrations:registration-detail", args=[self.pk])

    @property
    def is_proxy(self) -> bool:
        """Typed by another body from the paper."""
        return self.proxy_received_on is not None

    @property
    def is_taken_back(self) -> bool:
        """With its unit again by its own will (Sửa bản nhập thay): nobody asked for anything."""
        return self.state == RegistrationState.RETURNED and self.remark_at is None

    def forget_proxy(self) -> None:
        """From now on it is the unit's own; the caller saves."""
        self.proxy_received_on, self.proxy_by_label, self.proxy_basis = None, "", ""
        self.correct_until = None


class RowQuerySet(models.QuerySet):
    def for_list(self):
        return self.select_related("award", "person", "unit")

    def in_order(self):
        """Collectives first, then persons, each as typed."""
        return self.order_by("-is_collective", "position", "pk")


class NomineeColumns(TimeStamped):
    """What a row says of who and what, in the draft and in what was sent."""

    is_collective = models.BooleanField(_("tập thể"))
    position = models.PositiveIntegerField(_("thứ tự"))
    unit = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("đơn vị")
    )
    person = models.ForeignKey(
        "units.Person", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("cá nhân")
    )
    name = models.CharField(_("tên"), max_length=300)
    post = models.CharField(_("chức vụ, đơn vị công tác"), max_length=300, blank=True)
    award = models.ForeignKey(
        "catalog.AwardType", on_delete=models.PROTECT, related_name="+", verbose_name=_("danh hiệu, hình thức")
    )
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    mark = models.CharField(_("kiểm tra điều kiện"), max_length=8, choices=Mark, blank=True)
    mark_reason = models.TextField(_("lý do"), blank=True)

    class Meta:
        abstract = True

    @property
    def subject(self) -> str:
        return Subject.COLLECTIVE if self.is_collective else Subject.INDIVIDUAL


@tracked()
class RegistrationRow(NomineeColumns):
    """One collective or person with one award, as it is being written.

    ``name`` and ``post`` as printed; ``person`` or ``unit`` where it is one of ours. ``mark``: what the engine found
    when the row was saved. ``carried_note``: what changed since the year from which the row was taken over.
    """

    registration = models.ForeignKey(TitleRegistration, on_delete=models.CASCADE, related_name="rows")
    version = models.PositiveIntegerField(_("phiên bản"), default=1)
    carried_note = models.TextField(_("thay đổi so với năm trước"), blank=True)
    saved_by_label = models.CharField(_("người lưu"), max_length=300, blank=True)
    saved_at = models.DateTimeField(_("lưu lúc"), null=True)

    objects = RowQuerySet.as_manager()

    class Meta:
        verbose_name = _("dòng đăng ký")
        verbose_name_plural = _("dòng đăng ký")
        ordering = ["-is_collective", "position", "pk"]
        constraints = [
            # At the end of the transaction: two people of one post may change places. Nobody (NULL) may stand often.
            models.UniqueConstraint(
                fields=["registration", "award", "person"],
                deferrable=models.Deferrable.DEFERRED,
                name="registrations_row_person_once",
            ),
            models.UniqueConstraint(
                fields=["registration", "award", "unit", "is_collective"],
                deferrable=models.Deferrable.DEFERRED,
                name="registrations_row_unit_once",
            ),
            models.CheckConstraint(
                condition=Q(is_collective=False) | Q(person=None), name="registrations_row_one_subject"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} – {self.award}"
