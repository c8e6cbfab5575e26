"""Thông báo Kết quả dự kiến, Công bố, the decision between equal units."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.views import TransitionView
from apps.documents.domain.citing import file_document
from apps.documents.enums import DocumentKind
from apps.ranking import policies
from apps.ranking.domain import deciding, publishing
from apps.ranking.domain.ties import open_ties
from apps.ranking.forms import AnnounceForm, PublishForm, TieForm
from apps.ranking.models import RankingRun
from apps.ranking.queries import settings_of
from apps.units.models import Unit


class _AboutRunView(TransitionView):
    queryset = RankingRun.objects.for_list().with_result().select_related("cluster_year__cluster__organiser")
    id_argument = "run_id"
    template_name = "ranking/run_publish.html"
    success_url_name = "ranking:run-detail"
    success_url = None


class RunAnnounceView(_AboutRunView):
    """“Thông báo Kết quả dự kiến”: the head's step before the decision."""

    policy = staticmethod(policies.can_announce)
    operation = staticmethod(publishing.announce)
    form_class = AnnounceForm
    success_message = gettext_lazy("Đã thông báo Kết quả dự kiến.")

    def get_context_data(self, **kwargs):
        shown = (
            _("Mọi đơn vị thành viên xem được Kết quả dự kiến và nhận thông báo.")
            if settings_of(self.object.cluster_year).members_see_provisional
            else _("Theo thiết lập của Cụm, đơn vị thành viên chưa xem được Kết quả dự kiến.")
        )
        return super().get_context_data(
            question=_("Thông báo Kết quả dự kiến %(cluster)s?") % {"cluster": self.object.cluster_year},
            consequences=[shown, _("Kết quả chính thức do đơn vị tổ chức công bố bằng quyết định.")],
            confirm_label=_("Thông báo Kết quả dự kiến"),
            cancel_url=self.object.get_absolute_url(),
            step=_("Thông báo Kết quả dự kiến"),
            **kwargs,
        )


class RunPublishView(_AboutRunView):
    """“Công bố” by the signed decision; with the reason where an earlier published result is replaced."""

    policy = staticmethod(policies.can_publish)
    operation = staticmethod(publishing.publish)
    form_class = PublishForm
    success_message = gettext_lazy("Đã công bố kết quả xếp hạng.")

    def get_form_kwargs(self):
        self.replaced = publishing.published(self.object)
        return super().get_form_kwargs() | {"replaces": self.replaced is not None}

    def operation_arguments(self, form):
        data, organiser = form.cleaned_data, self.object.cluster_year.cluster.organiser
        decision = file_document(
            symbol=data["symbol"],
            issued_on=data["issued_on"],
            issuer_name=organiser.name,
            owner_code=organiser.code,
            owner_name=organiser.name,
            kind=DocumentKind.DECISION,
            signer_name=data["signer_name"],
            signer_post=data["signer_post"],
            actor=self.request.actor,
            now=self.request.received_at,
        )
        return {"decision": decision, "reason": data.get("reason", "")}

    def get_context_data(self, **kwargs):
        consequences = [
            _("Mọi đơn vị thành viên xem được kết quả của cả cụm."),
            _("Kết quả đã công bố chỉ thay được bằng một kết quả mới, có lý do."),
        ]
        return super().get_context_data(
            question=_("Công bố kết quả xếp hạng %(cluster)s?") % {"cluster": self.object.cluster_year},
            consequences=consequences,
            replaced=getattr(self, "replaced", None),
            confirm_label=_("Công bố"),
            cancel_url=self.object.get_absolute_url(),
            step=_("Công bố"),
            **kwargs,
        )


class TieDecideView(_AboutRunView):
    """Who of the units equal at the line of a quota gets the class: one decision, with its reason."""

    policy = staticmethod(policies.can_decide)
    form_class = TieForm
    success_message = gettext_lazy("Đã ghi quyết định. Tính lại xếp hạng để áp dụng.")

    def tie(self):
        """The tie named in the address, else the first one."""
        if not hasattr(self, "_tie"):
            found = open_ties(self.object) if self.object.is_provisional else ()
            label = self.request.GET.get("class", "")
            self._tie = next((each for each in found if not label or each.label == label), None)
        if self._tie is None:
            raise Http404
        return self._tie

    def get_form_kwargs(self):
        units = Unit.objects.filter(pk__in=self.tie().keys).order_by("protocol_order", "pk")
        return super().get_form_kwargs() | {"units": units}

    def call(self, form):
        data = form.cleaned_data
        return deciding.decide_tie(
            run_id=self.object.pk,
            class_label=self.tie().label,
            chosen=[unit.pk for unit in data["chosen"]],
            reason=data["reason"],
            actor=self.request.actor,
            now=self.request.received_at,
        )

    def get_success_url(self):
        return reverse("ranking:cluster-year", args=[self.object.cluster_year_id])

    def get_context_data(self, **kwargs):
        tie = self.tie()
        return super().get_context_data(
            question=_("Ai được xếp loại %(class)s?") % {"class": tie.label},
            consequences=[
                _("%(units)s đơn vị bằng nhau, còn %(places)s chỗ theo chỉ tiêu xếp loại.")
                % {"units": len(tie.keys), "places": tie.places},
                _("Thứ hạng không đổi. Quyết định và lý do được lưu và in cùng kết quả."),
            ],
            confirm_label=_("Ghi quyết định"),
            cancel_url=self.object.get_absolute_url(),
            step=_("Xếp loại ở ranh giới chỉ tiêu"),
            **kwargs,
        )
