"""Making a proposal: typed, from a registration, or from what a meeting voted; nothing is typed twice."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.audit.trail import operation, record
from apps.awards import queries
from apps.awards.enums import EDITABLE
from apps.awards.models import AwardProposal
from apps.catalog.enums import CommendationType
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.core.versions import require_version
from apps.periods.domain.years import require_writable
from apps.periods.models import EmulationYear
from apps.units.models import Unit


class NotEditable(DomainError):
    """The proposal was sent; the unit may not change it until it comes back."""

    default_message = gettext_lazy("Hồ sơ đã gửi, không sửa được. Cần sửa thì đề nghị nơi nhận yêu cầu bổ sung.")


class OccasionMissing(DomainError):
    default_message = gettext_lazy("Nhập dịp khen thưởng.")


class WrongPeriod(DomainError):
    default_message = gettext_lazy("Năm cuối không được trước năm đầu.")


class WrongReceiver(DomainError):
    """The unit does not send to that body."""

    default_message = gettext_lazy("Đơn vị không gửi hồ sơ đến nơi nhận này.")


@dataclass(frozen=True)
class Batch:
    """What is typed about a batch. ``declared_…`` None: open, the list is still being reviewed.

    ``addressed_to`` empty: the receiving body.
    """

    type: str
    occasion: str
    period_from: int
    period_to: int
    addressed_to: str = ""
    declared_collectives: int | None = None
    declared_individuals: int | None = None
    grounds: str = ""
    campaign_id: int | None = None


def lock_proposal(proposal_id: int) -> AwardProposal:
    """The proposal under its lock, for the rest of the transaction. Every write of it starts here."""
    return AwardProposal.objects.for_list().select_for_update(of=("self",), no_key=True).get(pk=proposal_id)


def require_editable(proposal: AwardProposal) -> None:
    """Raises NotEditable, YearClosed."""
    require_writable(proposal.year)
    if proposal.state not in EDITABLE:
        raise NotEditable


def touch(proposal: AwardProposal, actor: Actor, now: datetime) -> None:
    """A part of the dossier was saved: what was read before is no longer what is sent."""
    proposal.version += 1
    proposal.saved_by_label, proposal.saved_at = actor.label, now
    proposal.save(update_fields=["version", "saved_by_label", "saved_at", "updated_at"])


@operation()
def open_proposal(
    *,
    unit_id: int,
    year_id: int,
    batch: Batch,
    actor: Actor,
    now: datetime,
    illustrative: bool = False,
    **made_from,
) -> AwardProposal:
    """Lập hồ sơ đề nghị. ``made_from``: registration_id, ballot_id, cluster_year_id where it was made from one.

    The caller has asked ``policies.can_begin_for``. Raises WrongReceiver, OccasionMissing, WrongPeriod, YearClosed.
    """
    unit = Unit.objects.get(pk=unit_id)
    year = EmulationYear.objects.select_related("organiser").get(pk=year_id)
    require_writable(year)
    if not queries.receiving_years(unit).filter(pk=year_id).exists():
        raise WrongReceiver(field="year")
    proposal = AwardProposal(
        unit=unit, unit_name=unit.name, year=year, illustrative=illustrative, saved_at=now, **made_from
    )
    _fill(proposal, batch)
    proposal.saved_by_label = actor.label
    proposal.save()
    record("awards.proposal.open", actor=actor, target=proposal, at=now, after=asdict(batch))
    return proposal


@operation()
def change_proposal(*, proposal_id: int, batch: Batch, version: int, actor: Actor, now: datetime) -> AwardProposal:
    """Sửa thông tin hồ sơ. Raises NotEditable, StaleVersion, OccasionMissing, WrongPeriod, YearClosed."""
    proposal = lock_proposal(proposal_id)
    require_editable(proposal)
    require_version(proposal, version)
    before = {name: getattr(proposal, name) for name in asdict(batch)}
    _fill(proposal, batch)
    proposal.version += 1
    proposal.saved_by_label, proposal.saved_at = actor.label, now
    proposal.save()
    record("awards.proposal.change", actor=actor, target=proposal, at=now, before=before, after=asdict(batch))
    return proposal


def _fill(proposal: AwardProposal, batch: Batch) -> None:
    if not clean(batch.occasion):
        raise OccasionMissing(field="occasion")
    if batch.period_to < batch.period_from:
        raise WrongPeriod(field="period_to")
    for name, value in asdict(batch).items():
        setattr(proposal, name, value)
    proposal.occasion = clean(batch.occasion)
    proposal.grounds = clean(batch.grounds, multiline=True)
    proposal.addressed_to = clean(batch.addressed_to) or proposal.year.organiser.name


def yearly_batch(year: int, **more) -> Batch:
    """Công trạng of one year, as a registration or a closing meeting leads to it."""
    occasion = _("Tổng kết công tác thi đua, khen thưởng năm %(year)s") % {"year": year}
    return Batch(CommendationType.MERIT, occasion, year, year, **more)
