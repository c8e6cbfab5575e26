"""Trưởng, Phó Trưởng năm sau, by decision; and who was put forward, beside the points."""

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.clusters import leading
from apps.clusters.domain.heads import appoint_by_decision
from apps.clusters.forms import AppointForm
from apps.clusters.policies import can_appoint
from apps.conferences import policies
from apps.conferences.enums import Step
from apps.conferences.mode import mode_url
from apps.conferences.models import Conference
from apps.conferences.queries import ballots_to_propose, certified_nominations
from apps.conferences.views.base import ConferenceFormMixin, ConferenceMixin
from apps.core.verdict import Verdict
from apps.core.views import ScopedPageView, TransitionView
from apps.ranking.models import RankingRun
from apps.units.models import Unit


class NextHeadsView(ConferenceFormMixin, TransitionView):
    """The decision that names them; a unit that was not considered this year is not offered."""

    form_class = AppointForm
    template_name = "conferences/next_heads.html"
    heading = lazy("Giao nhiệm vụ Trưởng, Phó Trưởng năm sau")
    submit_label = lazy("Giao nhiệm vụ")
    success_message = lazy("Đã ghi quyết định. Quyền có hiệu lực từ ngày đã nhập; tên hiện trên màn hình khi công bố.")

    @staticmethod
    def policy(actor, conference: Conference) -> Verdict:
        return can_appoint(actor, conference.next_cluster_year)

    def get_object(self):
        found = super().get_object()
        if found.next_cluster_year is None:
            raise Http404
        self.barred = leading.barred(found.next_cluster_year)
        return found

    def get_form_kwargs(self):
        following = self.object.next_cluster_year
        members = Unit.objects.filter(memberships__in=following.members.standing()).exclude(pk__in=self.barred)
        kwargs = {"units": members.order_by("memberships__order"), "kind": following.cluster.kind}
        return super().get_form_kwargs() | kwargs

    def get_initial(self):
        following = self.object.next_cluster_year
        return {"issuer_name": following.cluster.organiser.name, "starts_on": following.year.starts_on}

    def get_context_data(self, **kwargs):
        members = self.object.next_cluster_year.members.standing().filter(unit__in=self.barred).order_by("order")
        return super().get_context_data(
            barred=[(member.unit_name, self.barred[member.unit_id]) for member in members], **kwargs
        )

    def call(self, form):
        return appoint_by_decision(
            cluster_year_id=self.object.next_cluster_year_id,
            actor=self.request.actor,
            now=self.request.received_at,
            **form.named(),
        )

    def get_success_url(self):
        return mode_url(self.object, Step.NEXT_HEADS)


class NominationView(ConferenceMixin, ScopedPageView):
    """Kết quả bình xét of every certified question beside the ranking that the person may see."""

    template_name = "conferences/nominations.html"

    def get_context_data(self, **kwargs):
        conference, actor = self.object, self.request.actor
        runs = RankingRun.objects.visible_to(actor).filter(cluster_year=conference.cluster_year_id).in_force()
        nominations = certified_nominations(conference, runs)
        ballots = {each.question.ballot_id for each in nominations}
        return super().get_context_data(
            nominations=nominations,
            may_propose=bool(nominations) and policies.is_head(actor, conference) and bool(ballots_to_propose(ballots)),
            last=_("Kết quả bình xét"),
            **kwargs,
        )
