"""What every page of a proposal shares."""

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.awards import policies
from apps.awards.enums import EDITABLE
from apps.awards.models import AwardProposal
from apps.awards.status import status_word, step_label
from apps.core.components import Crumb
from apps.core.form_pages import FormPageMixin
from apps.core.views import ScopedObjectMixin
from apps.periods.enums import YearState


def list_crumb() -> Crumb:
    return Crumb(_("Đề nghị khen thưởng"), reverse("awards:proposal-list"))


def listed_words(counts: dict[str, int], lines: int) -> str:
    """4 tập thể, 0 cá nhân (6 đề nghị): recipients once each; lines too where somebody stands for several awards."""
    words = _("%(collectives)s tập thể, %(individuals)s cá nhân") % counts
    return words if sum(counts.values()) == lines else _("%(who)s (%(n)s đề nghị)") % {"who": words, "n": lines}


class ProposalMixin(ScopedObjectMixin):
    """Finds the proposal among those the actor may see."""

    queryset = AwardProposal.objects.for_list()

    @property
    def proposal(self) -> AwardProposal:
        return self.object

    @property
    def is_open(self) -> bool:
        return self.proposal.state in EDITABLE and self.proposal.year.state != YearState.CLOSED

    def may_edit(self) -> bool:
        """Who, state and year together (the domain checks again on locked rows)."""
        return self.is_open and bool(policies.can_edit(self.request.actor, self.proposal))

    def may_receive(self) -> bool:
        return bool(policies.can_receive(self.request.actor, self.proposal))

    def crumbs(self) -> list[Crumb]:
        return [
            list_crumb(),
            Crumb(self.proposal.occasion, self.proposal.get_absolute_url()),
        ]

    def get_context_data(self, **kwargs):
        proposal = self.proposal
        context = {
            "proposal": proposal,
            "word": status_word(proposal),
            "step": step_label(proposal),
            "own": policies.is_own(self.request.actor, proposal),
            "editable": self.may_edit(),
            "sees_draft": policies.sees_draft(self.request.actor, proposal),
            "may_receive": self.may_receive(),
        }
        return super().get_context_data(**(context | kwargs))


def of_proposal(policy):
    """A policy about proposals, asked of a nominee, a paper, a remark."""
    return staticmethod(lambda actor, row: policy(actor, row.proposal))


class OfProposalMixin(ProposalMixin):
    """Finds what belongs to a proposal that the actor may see; ``queryset`` reads the proposal along."""

    @property
    def proposal(self) -> AwardProposal:
        return self.object.proposal


class ProposalFormMixin(ProposalMixin, FormPageMixin):
    """A form about one proposal; its page is the way back."""

    template_name = "awards/form.html"

    def get_kicker(self) -> str:
        return self.proposal.unit_name
