"""Nhập thay: the head or the standing office types the proposal of a unit from its paper, led there by the board."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.awards.domain.hearing import break_off_comment
from apps.awards.domain.making import Batch, lock_proposal, open_proposal, require_editable
from apps.awards.domain.receiving import owe_again
from apps.awards.domain.undecided import require_undecided
from apps.awards.enums import ProposalState
from apps.awards.models import AwardProposal
from apps.awards.telling_queries import office_of
from apps.awards.workflow import PROPOSAL_FLOW
from apps.clusters.models import Member
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.core.text import clean
from apps.notifications.domain.sending import notify
from apps.obligations.domain.proxies import require_received
from apps.periods.domain.years import require_writable


class NoProxy(DomainError):
    """The unit took it in hand itself meanwhile, or Nhập thay was ended."""

    default_message = _("Hồ sơ này không còn được nhập thay. Mở lại trang để xem đơn vị đã làm gì.")


class NoCorrection(DomainError):
    """Nobody typed for the unit, or the days to correct are over."""

    default_message = _("Đã hết hạn sửa bản nhập thay. Cần sửa thì đề nghị nơi nhận mở lại.")


def require_proxy(proposal: AwardProposal) -> None:
    """Raises NoProxy."""
    if not proposal.is_proxy:
        raise NoProxy


@operation()
def begin_proxy(
    *, member_id: int, batch: Batch, received_on: date, basis: str, actor: Actor, now: datetime
) -> AwardProposal:
    """A proposal of the member's unit, to be typed from the paper that arrived on ``received_on``.

    ``basis``: the paper (số, ngày) or how it came. The unit may go on typing itself; its own signature ends it. The
    caller has asked ``policies.can_type_for``. Raises ReceivedLater, ReceivedBeforeYear, and what ``open_proposal``
    raises.
    """
    member = Member.objects.select_related("cluster_year").get(pk=member_id)
    year_id = member.cluster_year.year_id
    opened = open_proposal(unit_id=member.unit_id, year_id=year_id, batch=batch, actor=actor, now=now)
    proposal = lock_proposal(opened.pk)
    _type(proposal, received_on, basis, member.cluster_year_id, actor, now)
    return proposal


@operation()
def type_again(*, proposal_id: int, received_on: date, basis: str, actor: Actor, now: datetime) -> AwardProposal:
    """Nhập thay tiếp: what was typed for the unit came back to it; its answer came on paper again.

    The caller has asked ``policies.can_type_again``. Raises NotEditable, ReceivedLater, ReceivedBeforeYear,
    YearClosed.
    """
    proposal = lock_proposal(proposal_id)
    require_editable(proposal)
    _type(proposal, received_on, basis, proposal.proxy_cluster_year_id, actor, now)
    return proposal


def _type(
    proposal: AwardProposal,
    received_on: date,
    basis: str,
    cluster_year_id: int,
    actor: Actor,
    now: datetime,
) -> None:
    require_received(received_on, proposal.year, now)
    proposal.proxy_received_on, proposal.proxy_basis = received_on, clean(basis)
    proposal.correct_until = None
    proposal.proxy_by_label = actor.label_for(proposal)
    proposal.proxy_cluster_year_id = cluster_year_id
    proposal.version += 1
    proposal.save()
    after = {"received_on": received_on.isoformat(), "basis": proposal.proxy_basis}
    record("awards.proposal.begin_proxy", actor=actor, target=proposal, at=now, after=after)


@operation()
def end_proxy(*, proposal_id: int, actor: Actor, now: datetime) -> AwardProposal:
    """Thôi nhập thay: what was typed stays as the unit's draft, and the unit sends it itself.

    The caller has asked ``policies.can_send_proxy``. Raises NoProxy, NotEditable, YearClosed.
    """
    proposal = lock_proposal(proposal_id)
    require_editable(proposal)
    require_proxy(proposal)
    proposal.forget_proxy()
    proposal.version += 1
    proposal.save()
    record("awards.proposal.end_proxy", actor=actor, target=proposal, at=now)
    return proposal


@operation()
def correct(*, proposal_id: int, actor: Actor, now: datetime) -> AwardProposal:
    """Sửa bản nhập thay: the unit takes in hand what was typed for it, verified by now or not, and owes it again; the
    day of the paper stays that of the receipt. Whoever verified it is told.

    The caller has asked ``policies.can_correct``. Raises NoCorrection, TransitionNotAllowed (before the council),
    StandsInDecision, YearClosed.
    """
    proposal = lock_proposal(proposal_id)
    require_writable(proposal.year)
    until = proposal.correct_until
    if not proposal.is_proxy or until is None or local(now).date() > until:
        raise NoCorrection
    before = proposal.state
    proposal.state = PROPOSAL_FLOW.target("correct", before)
    require_undecided(proposal)
    break_off_comment(proposal, local(now).date())
    proposal.forget_verification()
    proposal.forget_proxy()
    proposal.version += 1
    proposal.save()
    owe_again(proposal)
    record("awards.proposal.correct", actor=actor, target=proposal, at=now, before=before, after=proposal.state)
    if before == ProposalState.VERIFIED:
        with kept_language():
            told = str(_("Đơn vị sửa bản nhập thay đã được thẩm định; hồ sơ gửi lại thì thẩm định lại."))
        notify("awards.with_unit", to=office_of(proposal, now), about=proposal, body=told, actor=actor, now=now)
    return proposal
