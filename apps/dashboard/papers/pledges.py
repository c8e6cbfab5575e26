"""Pledges on boards and homes, and the head's task of having them signed."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.core.actor import Actor
from apps.core.components import StatusWord, TaskRow
from apps.core.dates import local
from apps.core.together import Asking, answered
from apps.core.verdict import Verdict, refused
from apps.dashboard.papers.kinds import (
    Action,
    Asked,
    HeadYear,
    Key,
    Paper,
    PaperKind,
    register,
    register_head_task,
    tags_of,
)
from apps.obligations.models import Duty
from apps.pledges.domain.signing import restore, withdraw
from apps.pledges.domain.texts import lock_pledge
from apps.pledges.models import Signature
from apps.pledges.policies import can_proxy, can_withdraw, is_own
from apps.pledges.queries import DUTY, Standing, cluster_standing, pledges_of_cluster, standings
from apps.pledges.workflow import PLEDGE_FLOW


def papers(asked: Asked) -> Asking:
    """Members, pledges, signatures, all at once."""
    found = yield from standings(year_ids=asked.year_ids, unit_ids=asked.unit_ids, cluster_year=asked.cluster_year)
    return [paper(standing, asked) for standing in found if standing.pledge.in_force_id]


def paper(standing: Standing, asked: Asked) -> Paper:
    pledge, unit_id, signature = standing.pledge, standing.member.unit_id, standing.signature
    waits = standing.word == StatusWord.AWAITING_SIGNATURE
    may_reopen = signature is not None and PLEDGE_FLOW.allows("withdraw", pledge.state)
    return Paper(
        key=Key(standing.member.year_id, DUTY, unit_id),
        word=standing.word,
        url=_url(standing, asked.actor),
        holder=_("Lãnh đạo đơn vị") if waits else "",
        tags=tags_of(is_proxy=signature.is_proxy, signed_copy=signature.signed_copy_id) if signature else (),
        subject=signature or pledge,
        for_leader=waits,
        actions=tuple(_actions(standing, asked)),
        may_reopen=may_reopen and bool(can_withdraw(asked.actor, signature)),
    )


def _url(standing: Standing, actor: Actor) -> str:
    """The own unit reads and signs, or opens its receipt; others look at the signature list."""
    if not is_own(actor, standing.member.unit_id):
        return standing.pledge.get_absolute_url()
    if standing.signature is not None:
        return standing.signature.get_absolute_url()
    return reverse("pledges:pledge-sign", args=[standing.pledge.pk, standing.member.unit_id])


def _actions(standing: Standing, asked: Asked) -> Iterable[Action]:
    """Nhập thay from the paper of a unit that has not signed."""
    pledge, unit_id = standing.pledge, standing.member.unit_id
    waits = standing.signature is None and PLEDGE_FLOW.allows("sign", pledge.state)
    if waits and can_proxy(asked.actor, pledge, unit_id):
        yield Action(_("Nhập thay"), reverse("pledges:pledge-proxy", args=[pledge.pk, unit_id]))


def can_reopen(actor: Actor, found: Paper) -> Verdict:
    """Mở lại: the signature is taken back, the unit signs again."""
    signature = found.subject
    if not isinstance(signature, Signature):
        return refused(_("Đơn vị chưa ký."))
    return can_withdraw(actor, signature)


def reopen(*, paper: Paper, reason: str, actor: Actor, now: datetime) -> None:
    withdraw(signature_id=paper.subject.pk, reason=reason, actor=actor, now=now)


def lock(signature_id: int) -> None:
    lock_pledge(Signature.objects.values_list("version__pledge_id", flat=True).get(pk=signature_id))


def close_again(*, key: Key, path: str, since: datetime, actor: Actor, now: datetime) -> bool:
    """The set hour has passed and nobody signed anew: the signature that was taken back stands again.

    ``path``: a unit signs one pledge of the year at a time.
    """
    stands = False
    for standing in answered(standings(year_ids=[key.year_id], unit_ids=[key.unit_id])):
        if standing.signature is None and standing.pledge.in_force_id:
            # The signature was taken back when the request came in, a moment before the reopening was written.
            about = {"pledge_id": standing.pledge.pk, "unit_id": key.unit_id, "since": since - timedelta(minutes=1)}
            stands |= restore(**about, actor=actor, now=now) is not None
    return stands


def head_tasks(year: HeadYear) -> Asking:
    """Tổ chức ký giao ước: from the first draft to the last signature."""
    pledges, duties = yield (
        pledges_of_cluster(year.cluster_year.pk),
        Duty.objects.filter(year_id=year.cluster_year.year_id, code=DUTY),
    )
    found = cluster_standing(pledges)
    due_on = found.due_on or (duties[0].due_on if duties else None)
    done = found.word in {StatusWord.RECEIVED, StatusWord.FINAL}
    if found.word == StatusWord.SENT:
        note = _("Đã ký %(signed)s/%(all)s, còn %(missing)s đơn vị chưa ký.") % {
            "signed": found.signed,
            "all": found.asked,
            "missing": found.missing,
        }
    else:
        note = _("Đã ký %(signed)s/%(all)s.") % {"signed": found.signed, "all": found.asked} if found.signed else ""
    address = reverse("pledges:pledge-list") + f"?cluster_year={year.cluster_year.pk}"
    row = TaskRow(
        _("Tổ chức ký giao ước"),
        found.pledges[0].get_absolute_url() if len(found.pledges) == 1 else address,
        found.word,
        due_on=due_on,
        internal_due_on=year.totals[DUTY].head_day if DUTY in year.totals and not done else None,
        days_left=None if done or due_on is None else (due_on - local(year.now).date()).days,
        holder="" if done else year.title,
        note=note,
        action_label="" if done else _("Tiếp tục"),
    )
    return [row]


register(
    PaperKind(
        code=DUTY,
        papers=papers,
        task=lazy("Trình ký giao ước"),
        leader_task=lazy("Ký giao ước"),
        buttons={StatusWord.AWAITING_SIGNATURE: lazy("Đọc và ký")},
        can_reopen=can_reopen,
        lock=lock,
        path=lambda _paper: "",  # signing anew makes another paper
        reopen=reopen,
        close_again=close_again,
        always=True,
    )
)
register_head_task("pledge", 20, head_tasks)
