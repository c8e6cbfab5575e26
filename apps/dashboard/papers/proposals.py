"""Hồ sơ đề nghị khen thưởng on boards and homes, where the duty was asked for: of the unit and of its leader."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.awards import policies
from apps.awards.enums import EDITABLE, ProposalState
from apps.awards.models import AwardProposal
from apps.awards.queries import DUTY
from apps.awards.status import status_word
from apps.core.actor import Actor
from apps.core.components import StatusWord
from apps.dashboard.papers.kinds import Asked, Key, Paper, PaperKind, register


def papers(asked: Asked) -> Iterable[Paper]:
    """Of each unit and year the proposal that has most to be done: one query. What was withdrawn is no paper."""
    found = AwardProposal.objects.filter(unit_id__in=asked.unit_ids, year_id__in=asked.year_ids)
    found = found.exclude(state=ProposalState.WITHDRAWN).for_list()
    newest: dict[Key, AwardProposal] = {}
    for proposal in found.order_by("pk"):
        key = Key(proposal.year_id, DUTY, proposal.unit_id)
        if key not in newest or _rank(proposal) >= _rank(newest[key]):
            newest[key] = proposal
    return [_paper(key, proposal, asked.actor) for key, proposal in newest.items()]


def _rank(proposal: AwardProposal) -> int:
    """What waits for the unit stands before what it has sent."""
    waits = {ProposalState.RETURNED: 3, ProposalState.DRAFT: 2}
    return waits.get(proposal.state, 1) + 2 * (proposal.state in EDITABLE and proposal.sent_to_leader_at is not None)


def _paper(key: Key, proposal: AwardProposal, actor: Actor) -> Paper:
    own = policies.is_own(actor, proposal)
    seen = own or (proposal.submitted_at is not None and policies.receives(actor, proposal))
    return Paper(
        key=key,
        word=status_word(proposal),
        url=proposal.get_absolute_url() if seen else "",
        holder=_holder(proposal),
        remark=(proposal.inner_remark if own else "") or (proposal.remark if seen else ""),
        subject=proposal,
        for_leader=proposal.state in EDITABLE and proposal.sent_to_leader_at is not None,
        title=_("Hồ sơ đề nghị khen thưởng: %(occasion)s") % {"occasion": proposal.occasion[:120]} if seen else "",
    )


def _holder(proposal: AwardProposal) -> str:
    if proposal.state not in EDITABLE:
        return proposal.year.organiser.name
    return _("Lãnh đạo đơn vị") if proposal.sent_to_leader_at else proposal.unit_name


def start_urls(_asked: Asked, keys: Iterable[Key]) -> dict[Key, str]:
    """Lập hồ sơ; no query."""
    return dict.fromkeys(keys, reverse("awards:proposal-create"))


register(
    PaperKind(
        code=DUTY,
        papers=papers,
        task=lazy("Lập hồ sơ đề nghị khen thưởng"),
        leader_task=lazy("Ký hồ sơ khen thưởng"),
        buttons={
            StatusWord.NOT_STARTED: lazy("Lập hồ sơ"),
            StatusWord.DRAFT: lazy("Lập hồ sơ tiếp"),
            StatusWord.AWAITING_SIGNATURE: lazy("Xem lại trước khi gửi"),
            StatusWord.RETURNED: lazy("Bổ sung hồ sơ"),
        },
        start_urls=start_urls,
    )
)
