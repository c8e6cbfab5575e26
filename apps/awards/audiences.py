"""Who sees a proposal (accounts.audience): the other side of ``AwardProposal.objects.visible_to``."""

from django.utils.translation import gettext_lazy as _

from apps.accounts import audience
from apps.accounts.audience import Audience, Circle
from apps.awards.models import AgendaItem, AwardProposal
from apps.units.audiences import OWN, organisers


def register() -> None:
    audience.register(AwardProposal, of_proposal)


def of_proposal(proposal: AwardProposal) -> Audience:
    circles = [Circle(_("Cán bộ, lãnh đạo của đơn vị đề nghị"), OWN, frozenset({proposal.unit_id}))]
    if proposal.submitted_at:
        circles += organisers(proposal.year.organiser)
    before_council = AgendaItem.objects.filter(nominee__proposal=proposal).exists()
    return Audience(tuple(circles), _("Thành viên Hội đồng dự phiên họp có hồ sơ này.") if before_council else "")
