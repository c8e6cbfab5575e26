"""Giao nhiệm vụ Trưởng, Phó Trưởng Cụm, by decision."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as lazy

from apps.clusters import policies
from apps.clusters.domain import heads
from apps.clusters.forms import AppointForm, ChangeHeadForm
from apps.clusters.models import HeadTerm
from apps.clusters.views.clusters import ManagedMixin
from apps.core.views import TransitionView
from apps.units.models import Unit


class AppointView(ManagedMixin, TransitionView):
    """Both posts of one decision; the page of the ClusterYear then shows and prints them."""

    policy = staticmethod(policies.can_appoint)
    form_class = AppointForm
    template_name = "clusters/head_appoint.html"
    heading = lazy("Giao nhiệm vụ Trưởng, Phó Trưởng theo quyết định")
    submit_label = lazy("Giao nhiệm vụ")
    success_message = lazy("Đã ghi quyết định. Quyền có hiệu lực từ ngày đã nhập.")

    def get_form_kwargs(self):
        members = Unit.objects.filter(memberships__in=self.object.members.standing()).order_by("memberships__order")
        return {**super().get_form_kwargs(), "units": members, "kind": self.object.cluster.kind}

    def get_initial(self):
        return {"issuer_name": self.object.cluster.organiser.name, "starts_on": self.object.year.starts_on}

    def call(self, form):
        return heads.appoint_by_decision(
            cluster_year_id=self.object.pk, actor=self.request.actor, now=self.request.received_at, **form.named()
        )


class HeadChangeView(ManagedMixin, TransitionView):
    """Sửa, kết thúc nhiệm vụ of one head or deputy."""

    policy = staticmethod(policies.can_appoint)
    form_class = ChangeHeadForm
    heading = lazy("Sửa, kết thúc nhiệm vụ")
    lead = lazy("Quyền của Trưởng, Phó Trưởng hết sau ngày cuối cùng; quyết định và lịch sử vẫn được giữ.")
    submit_label = lazy("Lưu")
    success_message = lazy("Đã lưu.")

    def get_object(self):
        found = super().get_object()
        self.term = get_object_or_404(HeadTerm.objects.for_list(), cluster_year=found, pk=self.kwargs["term_id"])
        return found

    def get_kicker(self):
        return f"{self.term} · {self.object}"

    def get_initial(self):
        return {name: getattr(self.term, name) for name in ("starts_on", "ends_on", "person_name", "person_post")}

    def call(self, form):
        return heads.change_head(
            term_id=self.term.pk, actor=self.request.actor, now=self.request.received_at, **form.cleaned_data
        )
