"""Hồ sơ đề nghị khen thưởng on boards and homes, where the duty was asked for: of the unit and of its leader."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.awards import policies
from apps.awards.domain import reopening
from apps.awards.domain.making import lock_proposal
from apps.awards.enums import EDITABLE, ProposalState
from apps.awards.models import AwardProposal
from apps.awards.queries import DUTY, with_signed_copy
from apps.awards.status import status_word
from apps.awards.workflow import PROPOSAL_FLOW
from apps.clusters.models import Member
from apps.core.actor import Actor
from apps.core.components import StatusWord
from apps.core.together import Asking
from apps.dashboard.papers.kinds import Asked, Key, Paper, PaperKind, about, register, tags_of


def papers(asked: Asked) -> Asking:
    """Of each unit and year the proposal that has most to be done: one question. What was withdrawn is no paper."""
    found = AwardProposal.objects.filter(unit_id__in=asked.unit_ids, year_id__in=asked.year_ids)
    found = with_signed_copy(found.exclude(state=ProposalState.WITHDRAWN).select_related("year__organiser"))
    newest: dict[Key, AwardProposal] = {}
    for proposal in (yield found.order_by("pk")):
        key = Key(proposal.year_id, DUTY, proposal.unit_id)
        if key not in newest or _rank(proposal, asked) >= _rank(newest[key], asked):
            newest[key] = proposal
    return [_paper(key, proposal, asked.actor) for key, proposal in newest.items()]


def _rank(proposal: AwardProposal, asked: Asked) -> int:
    """On the unit's own home what waits for it stands before what it has sent. Elsewhere behind it: as long as one
    proposal stands the duty does, so who has sent is not missing.
    """
    at_home = asked.cluster_year is None and policies.is_own(asked.actor, proposal)
    if not at_home:
        return {ProposalState.DRAFT: 0, ProposalState.RETURNED: 1}.get(proposal.state, 2)
    waits = {ProposalState.RETURNED: 3, ProposalState.DRAFT: 2}
    return waits.get(proposal.state, 1) + 2 * (proposal.state in EDITABLE and proposal.sent_to_leader_at is not None)


def _paper(key: Key, proposal: AwardProposal, actor: Actor) -> Paper:
    own, typed = policies.is_own(actor, proposal), policies.types_for(actor, proposal)
    seen = own or typed or (proposal.submitted_at is not None and policies.receives(actor, proposal))
    editable = proposal.state in EDITABLE
    return Paper(
        key=key,
        word=status_word(proposal),
        url=proposal.get_absolute_url() if seen else "",
        holder=_holder(proposal),
        remark=(proposal.inner_remark if own else "") or (proposal.remark if seen else ""),
        tags=tags_of(is_proxy=proposal.is_proxy, signed_copy=None if editable else proposal.signed_copy_found),
        subject=proposal,
        for_leader=editable and proposal.sent_to_leader_at is not None,
        title=_("Hồ sơ đề nghị khen thưởng: %(occasion)s") % {"occasion": proposal.occasion[:120]} if seen else "",
        may_reopen=PROPOSAL_FLOW.allows("reopen", proposal.state) and bool(policies.can_reopen(actor, proposal)),
    )


def _holder(proposal: AwardProposal) -> str:
    if proposal.state not in EDITABLE:
        return proposal.year.organiser.name
    return _("Lãnh đạo đơn vị") if proposal.sent_to_leader_at else proposal.unit_name


def start_urls(_asked: Asked, keys: Iterable[Key]) -> dict[Key, str]:
    """Lập hồ sơ; nothing to ask."""
    return dict.fromkeys(keys, reverse("awards:proposal-create"))


def proxy_url(asked: Asked, key: Key) -> str:
    """Where this actor types a proposal for the unit; only on the board of a cluster. No query."""
    if asked.cluster_year is None:
        return ""
    if not policies.can_type_for(asked.actor, Member(cluster_year=asked.cluster_year, unit_id=key.unit_id)):
        return ""
    return reverse("awards:proposal-proxy-begin", args=[asked.cluster_year.pk, key.unit_id])


def reopen(*, paper: Paper, reason: str, actor: Actor, now: datetime) -> None:
    """Mở lại from the board: of the proposal that stands there."""
    reopening.reopen(proposal_id=paper.subject.pk, reason=reason, actor=actor, now=now)


def close_again(*, key: Key, path: str, since: datetime, actor: Actor, now: datetime) -> bool:
    """The hour of Mở lại has passed; a unit may have several proposals, what was not reopened stays."""
    found = AwardProposal.objects.filter(year_id=key.year_id, unit_id=key.unit_id).exclude(reopened_from="")
    who = {"actor": actor, "now": now}
    closed = [reopening.close_again(proposal_id=each.pk, **who) for each in about(path, found.order_by("pk"))]
    return any(each is not None and each.state != ProposalState.RETURNED for each in closed)


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
        proxy_url=proxy_url,
        start_urls=start_urls,
        can_reopen=lambda actor, found: policies.can_reopen(actor, found.subject),
        lock=lock_proposal,
        reopen=reopen,
        close_again=close_again,
    )
)
