"""A unit reads and signs, on screen or with the scan; the head types for it, or reminds the one that is missing."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.clusters.enums import HeadRole
from apps.clusters.models import HeadTerm
from apps.core import tokens
from apps.core.components import Column
from apps.core.dates import format_date, format_time
from apps.core.kept import kept_language
from apps.core.views import ScopedPageView, TransitionView
from apps.documents.enums import SigningWay
from apps.documents.forms import NothingForm
from apps.documents.signing_forms import SeenForm
from apps.documents.views.signing import CheckAgainMixin, SignedCopyUploadMixin
from apps.obligations.domain.reminding import NobodyToRemind, remind
from apps.obligations.models import Duty
from apps.pledges import policies
from apps.pledges.domain import signing
from apps.pledges.forms import ProxyForm
from apps.pledges.models import Signature
from apps.pledges.queries import DUTY, places
from apps.pledges.views.base import MemberMixin, kicker_of, list_crumb, pledge_crumb
from apps.pledges.workflow import PLEDGE_FLOW
from apps.units.enums import Role
from apps.units.queries import people_in_charge


class SignPageView(MemberMixin, ScopedPageView):
    """The whole text with the commitments of the unit, then the two ways of signing."""

    template_name = "pledges/pledge_sign.html"
    commitment_columns = (
        Column(lazy("TT"), numeric=True, width="narrow"),
        Column(lazy("Nội dung cam kết"), width="wide"),
        Column(lazy("Đơn vị thực hiện")),
        Column(lazy("Thời hạn")),
    )

    def policy(self, actor, pledge):
        return policies.can_send_paper(actor, pledge, self.member.unit_id)

    def get_context_data(self, **kwargs):
        pledge, actor = self.object, self.request.actor
        signature = signature_of(pledge, self.member.unit_id)
        return super().get_context_data(
            pledge=pledge,
            version=pledge.in_force,
            member=self.member,
            signature=signature,
            open=signature is None and PLEDGE_FLOW.allows("sign", pledge.state),
            may_confirm=bool(policies.can_sign(actor, pledge, self.member.unit_id)),
            commitments=list(pledge.in_force.commitments.select_related("unit").order_by("position", "pk")),
            seen=signing.what_is_signed(pledge),
            kicker=f"{self.member.unit_name} · {kicker_of(pledge)}",
            crumbs=[list_crumb(), pledge_crumb(pledge)],
            **({"form_token": tokens.new_token()} | kwargs),
        )


def signature_of(pledge, unit_id: int) -> Signature | None:
    return Signature.objects.in_force().filter(version=pledge.in_force_id, unit_id=unit_id).first()


class SigningMixin(MemberMixin):
    """Signs for the member; leads to the receipt."""

    operation = staticmethod(signing.sign)

    def call(self, form):
        return signing.sign(
            pledge_id=self.object.pk,
            unit_id=self.member.unit_id,
            actor=self.request.actor,
            now=self.request.received_at,
            **self.operation_arguments(form),
        )

    def get_success_url(self):
        signature = getattr(self, "result", None) or signature_of(self.object, self.member.unit_id)
        return signature.get_absolute_url() if signature else self.object.get_absolute_url()


class ConfirmView(CheckAgainMixin, SigningMixin, TransitionView):
    """Xác nhận trên hệ thống: the leader's click is the signature."""

    form_class = SeenForm
    check_view = SignPageView

    def policy(self, actor, pledge):
        return policies.can_sign(actor, pledge, self.member.unit_id)

    def check_url(self):
        return reverse("pledges:pledge-sign", args=[self.object.pk, self.member.unit_id])

    def form_invalid(self, form):
        view = SignPageView()
        view.setup(self.request, *self.args, **self.kwargs)
        view.object = view.get_object()
        return view.render_to_response(view.get_context_data(**self.again(form)), status=422)

    def operation_arguments(self, form):
        return {"way": SigningWay.SCREEN, "seen": form.cleaned_data["seen"]}


class PaperView(SignedCopyUploadMixin, SigningMixin, TransitionView):
    """Tải lên bản ký, đóng dấu: by the unit's own people."""

    template_name = "pledges/pledge_paper.html"
    heading = lazy("Tải lên bản ký, đóng dấu")
    lead = lazy("Ghi đúng như trên bản giấy. Đơn vị được ghi là đã ký ngay khi bấm Gửi.")

    def policy(self, actor, pledge):
        return policies.can_send_paper(actor, pledge, self.member.unit_id)

    def fingerprint(self):
        return signing.what_is_signed(self.object)

    def get_initial(self):
        return super().get_initial() | {"signed_on": self.object.signed_on}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            pledge=self.object,
            member=self.member,
            heading=self.heading,
            lead=self.lead,
            check_url=self.back_url(),
            crumbs=[list_crumb(), pledge_crumb(self.object)],
            **kwargs,
        )

    def back_url(self):
        return reverse("pledges:pledge-sign", args=[self.object.pk, self.member.unit_id])


class ProxyView(PaperView):
    """Nhập thay: the paper came to the head or the ministry; the day of its arrival counts, the unit is told."""

    form_class = ProxyForm
    heading = lazy("Nhập thay từ bản giấy")
    lead = lazy("Đơn vị được báo, thấy nhãn “Nhập thay” và có thể mở lại nếu sai.")

    def policy(self, actor, pledge):
        return policies.can_proxy(actor, pledge, self.member.unit_id)

    def operation_arguments(self, form):
        data = form.cleaned_data
        return super().operation_arguments(form) | {"proxy": signing.Proxy(data["received_on"], data["basis"])}

    def back_url(self):
        return self.object.get_absolute_url()


class RemindView(MemberMixin, TransitionView):
    """Nhắc đơn vị: one unit, by the notice of the portal and as a text for other channels."""

    form_class = NothingForm
    template_name = "pledges/pledge_remind.html"
    success_url_name = "pledges:pledge-detail"
    success_message = lazy("Đã nhắc đơn vị.")

    def policy(self, actor, pledge):
        return policies.can_remind(actor, pledge)

    def call(self, form):
        pledge = self.object
        duty = Duty.objects.filter(year_id=pledge.cluster_year.year_id, code=DUTY).first()
        if duty is None or not self.is_missing() or not PLEDGE_FLOW.allows("sign", pledge.state):
            raise NobodyToRemind
        return remind(
            duty_ids=[duty.pk],
            unit_ids=[self.member.unit_id],
            late_only=False,
            help_from=self.contact(),
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def is_missing(self) -> bool:
        return any(p.signature is None and p.unit_id == self.member.unit_id for p in places(self.object))

    def contact(self) -> str:
        """Officers of the head's unit with telephone numbers."""
        on = self.request.actor.on
        heads = HeadTerm.objects.filter(cluster_year=self.object.cluster_year, role=HeadRole.HEAD).valid_on(on)
        people = [user for term in heads for user in people_in_charge(Role.OFFICER, term.unit_id, on)]
        return "; ".join(f"{user.label}, {user.phone}" if user.phone else user.label for user in people)

    def get_context_data(self, **kwargs):
        with kept_language():  # it leaves the portal
            text = self.text()
        return super().get_context_data(
            pledge=self.object,
            member=self.member,
            text=text,
            line_count=text.count("\n") + 2,
            is_missing=self.is_missing(),
            people=people_in_charge(Role.OFFICER, self.member.unit_id, self.request.actor.on),
            crumbs=[list_crumb(), pledge_crumb(self.object)],
            **kwargs,
        )

    def text(self) -> str:
        pledge, now = self.object, self.request.received_at
        found = places(pledge)
        words = {
            "time": format_time(now),
            "day": format_date(now),
            "signed": sum(place.signature is not None for place in found),
            "all": len(found),
            "pledge": str(pledge),
        }
        address = reverse("pledges:pledge-sign", args=[pledge.pk, self.member.unit_id])
        lines = [
            _("Kính gửi: %(units)s.") % {"units": self.member.unit_name},
            "",
            _("Đến %(time)s ngày %(day)s đã có %(signed)s/%(all)s đơn vị ký %(pledge)s.") % words,
        ]
        if pledge.due_on:
            lines.append(_("Hạn ký: %(day)s.") % {"day": format_date(pledge.due_on)})
        lines.append(
            _("Đề nghị Quý đơn vị ký tại %(address)s.") % {"address": self.request.build_absolute_uri(address)}
        )
        if contact := self.contact():
            lines.append(_("Cần hỗ trợ, liên hệ: %(people)s.") % {"people": contact})
        return "\n".join(lines)


class PrintView(SignPageView):
    """In để trình ký: the text with the place for signature and seal of one unit."""

    template_name = "pledges/pledge_print.html"

    def policy(self, actor, pledge):
        return policies.can_report(actor, pledge, self.member.unit_id)
