"""Giấy xác nhận of a signature, its scan, the arrival of the original, opening it again."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views import View

from apps.core.components import Crumb, Fact
from apps.core.dates import format_date
from apps.core.form_pages import FormPageMixin
from apps.core.verdict import ALLOWED
from apps.core.views import ScopedObjectMixin, ScopedPageView, TransitionView
from apps.documents.views.signing import PaperReceiveMixin, SignedCopyFileMixin, awaits_paper, signing_facts
from apps.obligations.forms import ReopeningForm
from apps.pledges import policies
from apps.pledges.domain import signing
from apps.pledges.forms import ReasonForm
from apps.pledges.models import Signature
from apps.pledges.queries import missing
from apps.pledges.views.base import kicker_of, list_crumb, pledge_crumb
from apps.pledges.workflow import PLEDGE_FLOW


class SignatureMixin:
    """Finds the signature among those that the actor sees."""

    queryset = Signature.objects.for_list()


def own_or_follows(actor, signature: Signature):
    """Scan and receipt: the unit itself, the successor that it binds, and whoever gathers the signatures or audits."""
    pledge = signature.version.pledge
    if policies.sees_all(actor, pledge) or policies.is_own(actor, signature.stands_for_id or signature.unit_id):
        return ALLOWED
    return policies.can_report(actor, pledge, signature.unit_id)


class ReceiptView(SignatureMixin, ScopedPageView):
    """Number, time, way, next step."""

    policy = staticmethod(own_or_follows)
    template_name = "pledges/signature_receipt.html"

    def get_context_data(self, **kwargs):
        signature, actor = self.object, self.request.actor
        pledge = signature.version.pledge
        current = signature.version_id == pledge.in_force_id and signature.withdrawn_at is None
        return super().get_context_data(
            signature=signature,
            pledge=pledge,
            facts=receipt_facts(signature),
            current=current,
            missing=len(missing(pledge)) if current else 0,
            may_withdraw=current
            and PLEDGE_FLOW.allows("withdraw", pledge.state)
            and bool(policies.can_withdraw(actor, signature)),
            may_receive=awaits_paper(signature.signed_copy) and bool(policies.can_receive_paper(actor, signature)),
            kicker=f"{signature.unit_name} · {kicker_of(pledge)}",
            crumbs=[list_crumb(), pledge_crumb(pledge)],
            **kwargs,
        )


def receipt_facts(signature: Signature) -> list[Fact]:
    signer = ", ".join(filter(None, [signature.signer_name, signature.signer_post]))
    facts = [
        Fact(_("Số xác nhận"), signature.receipt_number),
        Fact(_("Đơn vị"), signature.unit_name),
        Fact(_("Bản giao ước"), _("Bản số %(number)s") % {"number": signature.version.number}),
        *signing_facts(signature.way, signer, signature.signed_copy),
        Fact(_("Người gửi"), signature.signed_by_label),
    ]
    if signature.is_proxy:
        received = _("nhận bản giấy %(day)s") % {"day": format_date(signature.received_on)}
        facts.append(Fact(_("Nhập thay"), signature.basis, received))
    if signature.withdrawn_at:
        facts.append(Fact(_("Mở lại"), signature.withdrawn_reason, format_date(signature.withdrawn_at)))
    facts.append(Fact(_("Mã băm SHA-256 của nội dung"), signature.version.sha256))
    return facts


class SignedCopyView(SignatureMixin, SignedCopyFileMixin, ScopedObjectMixin, View):
    """The scan."""

    policy = staticmethod(own_or_follows)


class ReceivePaperView(SignatureMixin, PaperReceiveMixin, FormPageMixin, TransitionView):
    """Đã nhận bản giấy."""

    policy = staticmethod(policies.can_receive_paper)
    heading = lazy("Đã nhận bản giấy")
    submit_label = lazy("Ghi nhận")
    success_message = lazy("Đã ghi nhận bản giấy.")
    success_url_name = "pledges:signature-receipt"

    def crumbs(self):
        pledge = self.object.version.pledge
        receipt = Crumb(self.object.unit_name, self.object.get_absolute_url())
        return [list_crumb(), pledge_crumb(pledge), receipt]

    def get_context_data(self, **kwargs):
        context = super(PaperReceiveMixin, self).get_context_data(**kwargs)
        return context | {"copy": self.copy}


class WithdrawView(SignatureMixin, FormPageMixin, TransitionView):
    """Mở lại cho đơn vị ký lại: until when, who asked, how, why, as from the board; the unit itself says only why."""

    policy = staticmethod(policies.can_withdraw)
    heading = lazy("Mở lại cho đơn vị ký lại")
    lead = lazy("Chữ ký này hết hiệu lực và được giữ trong lịch sử; đơn vị được báo để ký lại.")
    submit_label = lazy("Mở lại")
    success_message = lazy("Đã mở lại cho đơn vị ký lại.")

    def get_object(self):
        signature = super().get_object()
        if signature.version_id != signature.version.pledge.in_force_id:
            raise Http404
        return signature

    @property
    def is_own(self) -> bool:
        return policies.is_own(self.request.actor, self.object.unit_id)

    def get_form_class(self):
        return ReasonForm if self.is_own else ReopeningForm

    def call(self, form):
        who = {"actor": self.request.actor, "now": self.request.received_at}
        asked = None if self.is_own else form.asked
        return signing.withdraw(signature_id=self.object.pk, reason=form.cleaned_data["reason"], asked=asked, **who)

    def get_kicker(self):
        return f"{self.object.unit_name} · {kicker_of(self.object.version.pledge)}"

    def crumbs(self):
        return [list_crumb(), pledge_crumb(self.object.version.pledge)]

    def get_success_url(self):
        return self.object.version.pledge.get_absolute_url()
