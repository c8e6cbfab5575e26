"""Signatures of the members under a version of the pledge."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.audit.history import tracked
from apps.core.models import TimeStamped
from apps.documents.enums import SigningPrefix, SigningWay
from apps.pledges.models.pledge import Pledge, PledgeVersion


class SignatureQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Whoever sees the pledge: signatures are public inside the cluster."""
        return self.filter(version__pledge__in=Pledge.objects.visible_to(actor).order_by().values("pk"))

    def in_force(self):
        """Those that nobody has taken back."""
        return self.filter(withdrawn_at=None)

    def for_list(self):
        pledge = "version__pledge__cluster_year"
        return self.select_related("unit", "signed_copy", f"{pledge}__cluster__organiser", f"{pledge}__year")


@tracked()
class Signature(TimeStamped):
    """One unit's signature: name and post as printed, the way, the day. Kept for ever, withdrawn with a reason.

    ``unit_name``, ``order`` and ``line`` are copied from the membership: they are printed as they were that year.
    ``stands_for``: the successor that the signature binds after a merge. ``received_on`` and ``basis`` where the paper
    was typed by head or ministry (Nhập thay).
    """

    version = models.ForeignKey(PledgeVersion, on_delete=models.PROTECT, related_name="signatures")
    unit = models.ForeignKey(
        "units.Unit", on_delete=models.PROTECT, related_name="pledge_signatures", verbose_name=_("đơn vị")
    )
    stands_for = models.ForeignKey("units.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    unit_name = models.CharField(_("tên đơn vị"), max_length=300)
    line = models.CharField(_("khối"), max_length=12, blank=True)
    order = models.PositiveIntegerField(_("thứ tự"))
    way = models.CharField(_("cách ký"), max_length=8, choices=SigningWay)
    signer_name = models.CharField(_("người ký"), max_length=200)
    signer_post = models.CharField(_("chức vụ"), max_length=200, blank=True)
    prefix = models.CharField(_("thẩm quyền ký"), max_length=4, choices=SigningPrefix, blank=True)
    signed_on = models.DateField(_("ngày ký"))
    signed_at = models.DateTimeField(_("ghi lúc"))
    signed_by_label = models.CharField(_("người gửi"), max_length=300)
    signed_copy = models.ForeignKey("documents.SignedCopy", on_delete=models.PROTECT, null=True, related_name="+")
    receipt_number = models.CharField(_("số xác nhận"), max_length=60, unique=True, null=True)
    is_proxy = models.BooleanField(_("nhập thay"), default=False)
    received_on = models.DateField(_("ngày nhận bản giấy"), null=True, blank=True)
    basis = models.CharField(_("căn cứ nhập thay"), max_length=500, blank=True)
    withdrawn_at = models.DateTimeField(_("mở lại lúc"), null=True)
    withdrawn_reason = models.CharField(_("lý do mở lại"), max_length=500, blank=True)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("chữ ký giao ước")
        verbose_name_plural = _("chữ ký giao ước")
        ordering = ["line", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "unit"], condition=Q(withdrawn_at=None), name="pledges_signature_once"
            ),
            models.CheckConstraint(
                condition=Q(way=SigningWay.SCREEN) | Q(signed_copy__isnull=False), name="pledges_paper_has_scan"
            ),
            models.CheckConstraint(
                condition=Q(is_proxy=False) | Q(received_on__isnull=False), name="pledges_proxy_has_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version.pledge} – {self.unit_name}"

    def get_absolute_url(self) -> str:
        return reverse("pledges:signature-receipt", args=[self.pk])
