"""Drafting a tờ trình cấp trên: from what a session recommended, or of a proposal on which no council votes."""

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.awards import decision_policies as policies
from apps.awards import queries
from apps.awards.council_enums import SessionState
from apps.awards.decision_forms import UpwardForm
from apps.awards.domain import routing, unvoted, upward
from apps.awards.domain.sending_checks import not_qualified
from apps.awards.models import AwardProposal, CouncilSession, Nominee
from apps.awards.views.base import ProposalMixin
from apps.awards.views.decisions import chosen_way
from apps.awards.views.sessions import list_crumb as session_crumb
from apps.catalog.domain.eligibility import Outcome
from apps.core.components import Crumb
from apps.core.form_pages import FormPageMixin
from apps.core.kept import kept_language
from apps.core.views import TransitionView


class UpwardDraftMixin(FormPageMixin):
    """One authority of those for which somebody waits: its people, who of them does not meet the conditions as they
    were last checked. The drafting holds everybody against them anew, because it asks for the files of each.
    """

    form_class = UpwardForm
    template_name = "awards/upward_create.html"
    heading = lazy("Lập tờ trình cấp trên")
    submit_label = lazy("Lập tờ trình")
    success_message = lazy("Đã lập tờ trình. Kết xuất gói hồ sơ, ký rồi ghi số, ngày.")
    groups: dict[routing.Way, list[Nominee]]  # who waits, by authority

    def way(self) -> tuple[routing.Way | None, list[Nominee]]:
        """The group asked for in the address, else the first; once the form is sent the one it was shown for."""
        return chosen_way(self.request, list(self.groups.items()))

    def get_initial(self):
        way, nominees = self.way()
        if way is None:
            return {}
        names = ", ".join(dict.fromkeys(each.award.name for each in nominees))
        with kept_language():  # printed as it stands
            abstract = _("Về việc đề nghị tặng %(awards)s") % {"awards": names}
        return {
            "way": way.key,
            "addressed_to": way.authority,
            "abstract": abstract,
        }

    def get_context_data(self, **kwargs):
        chosen, nominees = self.way()
        listed = [each for each in nominees if each.outcome != Outcome.BLOCKED]
        return super().get_context_data(
            groups=self.groups.items(),
            chosen=chosen,
            nominees=listed,
            state_twice=queries.state_forms_twice(Nominee.objects.filter(pk__in=[each.pk for each in listed])),
            missed=not_qualified(nominees),
            nobody_waits=self.nobody_waits(),
            **kwargs,
        )

    def nobody_waits(self) -> str:
        """Why the list is empty."""
        raise NotImplementedError

    def operation_arguments(self, form):
        return {"way_key": form.cleaned_data["way"], "head": form.head()}

    def get_success_url(self):
        return self.result.get_absolute_url() if hasattr(self, "result") else self.object.get_absolute_url()


class UpwardCreateView(UpwardDraftMixin, TransitionView):
    """A draft for one authority with everybody whom the session recommended to it and who is in no tờ trình yet."""

    queryset = CouncilSession.objects.for_list()
    operation = staticmethod(upward.draft_upward)
    id_argument = "session_id"
    lead = lazy("Mỗi cấp có thẩm quyền một tờ trình; danh sách lấy từ kết quả họp Hội đồng.")

    @staticmethod
    def policy(actor, session):
        return policies.can_prepare_for(actor, session.council.organiser)

    def nobody_waits(self):
        if self.object.state != SessionState.CONCLUDED:
            return _("Phiên họp chưa kết thúc: kết thúc phiên họp rồi mới lập tờ trình.")
        return _("Không có ai được Hội đồng đề nghị, thuộc thẩm quyền cấp trên, mà chưa có trong một tờ trình.")

    def crumbs(self):
        return [session_crumb(), Crumb(self.object.title, self.object.get_absolute_url())]

    @cached_property
    def groups(self) -> dict[routing.Way, list[Nominee]]:
        return upward.waiting_upwards(self.object)


class UpwardUnvotedView(ProposalMixin, UpwardDraftMixin, TransitionView):
    """The same of a verified proposal, without a session: the reason in law stands above the form and on the paper."""

    operation = staticmethod(upward.draft_unvoted)
    id_argument = "proposal_id"
    lead = lazy("Trường hợp không qua bỏ phiếu của Hội đồng theo danh mục; tờ trình nêu rõ lý do và điều luật.")

    @staticmethod
    def policy(actor, proposal: AwardProposal):
        return policies.can_prepare_for(actor, proposal.year.organiser)

    def nobody_waits(self):
        return _("Hồ sơ này không còn ai thuộc thẩm quyền cấp trên mà danh mục cho phép không qua Hội đồng.")

    def get_kicker(self) -> str:
        return self.proposal.unit_name

    @cached_property
    def groups(self) -> dict[routing.Way, list[Nominee]]:
        return upward.waiting_unvoted(self.proposal, self.request.received_at)

    def get_consequences(self):
        """Why no council votes, and how far that row of the catalogue can be relied on."""
        _way, nominees = self.way()
        on = queries.rules_day(self.proposal, self.request.received_at)
        rows = unvoted.exemptions_of(nominees, on).values() if nominees else []
        shown = {row.pk: f"{unvoted.reason_of([row])} – {row.get_confidence_display()}" for row in rows}
        return list(shown.values())
