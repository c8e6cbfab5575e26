"""Nhập thay: a proposal typed for a unit from its paper; ended, sent, corrected by the unit."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

from apps.awards import policies
from apps.awards.domain import proxies, submitting
from apps.awards.enums import EDITABLE
from apps.awards.models import AwardProposal
from apps.awards.proxy_forms import ProxyBatchForm
from apps.awards.views.base import ProposalFormMixin, list_crumb
from apps.awards.views.submission import CheckAgain
from apps.clusters.models import Member
from apps.core.components import Crumb
from apps.core.form_pages import FormPageMixin
from apps.core.views import TransitionView
from apps.documents.forms import NothingForm
from apps.documents.signing_forms import SeenForm
from apps.registrations.forms import ProxyForm
from apps.registrations.views.receiving import MemberMixin
from apps.registry.models import AwardCampaign

TOLD = (
    gettext_lazy("Ngày nhận bản giấy được tính là ngày gửi."),
    gettext_lazy("Khi gửi xong, đơn vị được báo, thấy nhãn “Nhập thay” và sửa được trong 5 ngày."),
)


class ProxyBeginView(MemberMixin, FormPageMixin, TransitionView):
    """The batch and the day on which the paper arrived, then the same pages as the unit's own officer has."""

    policy = staticmethod(policies.can_type_for)
    form_class = ProxyBatchForm
    template_name = "awards/proxy_begin.html"
    heading = gettext_lazy("Nhập thay hồ sơ đề nghị khen thưởng")
    submit_label = gettext_lazy("Tiếp tục nhập")
    consequences = TOLD

    def get_kicker(self):
        member: Member = self.object
        return f"{member.unit_name}, {member.cluster_year}"

    def crumbs(self):
        board = reverse("dashboard:board-unit", args=[self.object.cluster_year_id, self.object.unit_id])
        return [list_crumb(), Crumb(self.object.cluster_year.name, board)]

    def get_context_data(self, **kwargs):
        """What was begun for the unit from this board stands above: it is gone on with there."""
        mine = {"unit_id": self.object.unit_id, "proxy_cluster_year": self.object.cluster_year, "state__in": EDITABLE}
        begun = AwardProposal.objects.visible_to(self.request.actor).filter(**mine).order_by("pk")
        return super().get_context_data(begun=begun, **kwargs)

    def get_form_kwargs(self):
        campaigns = AwardCampaign.objects.visible_to(self.request.actor).for_list()
        return super().get_form_kwargs() | {"campaigns": campaigns}

    def get_initial(self):
        year = self.object.cluster_year.year.year
        return {"received_on": self.request.actor.on, "period_from": year, "period_to": year}

    def make(self, form):
        proposal = proxies.begin_proxy(
            member_id=self.object.pk,
            batch=form.batch,
            received_on=form.cleaned_data["received_on"],
            basis=form.cleaned_data["basis"],
            actor=self.request.actor,
            now=self.request.received_at,
        )
        return proposal.get_absolute_url()


class ProxyStepView(ProposalFormMixin, TransitionView):
    """One step with what is typed for a unit; back on its page."""

    queryset = AwardProposal.objects.for_list()
    id_argument = "proposal_id"
    form_class = NothingForm
    success_url_name = "awards:proposal-detail"


class ProxyAgainView(ProxyStepView):
    """Nhập thay tiếp what came back to the unit."""

    policy = staticmethod(policies.can_type_again)
    operation = staticmethod(proxies.type_again)
    form_class = ProxyForm
    heading = gettext_lazy("Nhập thay tiếp hồ sơ đề nghị")
    submit_label = gettext_lazy("Tiếp tục nhập")
    consequences = TOLD

    def get_initial(self):
        return {"received_on": self.request.actor.on}


class ProxyEndView(ProxyStepView):
    """Thôi nhập thay: the unit goes on with what was typed."""

    policy = staticmethod(policies.can_send_proxy)
    operation = staticmethod(proxies.end_proxy)
    heading = submit_label = gettext_lazy("Thôi nhập thay")
    success_message = gettext_lazy("Đã thôi nhập thay. Đơn vị tự nhập tiếp và gửi.")
    consequences = (gettext_lazy("Nội dung đã nhập giữ nguyên cho đơn vị; đơn vị tự ký và gửi."),)

    def get_success_url(self):
        return reverse("awards:proposal-list")


class ProxySendView(CheckAgain):
    """Gửi bản nhập thay, without a scan."""

    policy = staticmethod(policies.can_send_proxy)
    operation = staticmethod(submitting.submit_proxy)
    form_class = SeenForm
    success_message = gettext_lazy("Đã gửi bản nhập thay; đơn vị được báo và có thể sửa trong 5 ngày.")
    success_url_name = "awards:proposal-receipt"


class CorrectView(ProxyStepView):
    """Sửa bản nhập thay: the unit takes it in hand."""

    policy = staticmethod(policies.can_correct)
    operation = staticmethod(proxies.correct)
    heading = submit_label = gettext_lazy("Sửa bản nhập thay")
    success_message = gettext_lazy("Bạn có thể sửa rồi ký, gửi lại. Ngày nhận bản giấy vẫn được tính là ngày gửi.")
    consequences = (
        gettext_lazy("Đơn vị sửa, ký và gửi lại như thường lệ; không bị tính chậm."),
        gettext_lazy("Cho đến khi gửi lại, nơi nhận coi là chưa có và hệ thống vẫn nhắc."),
    )
