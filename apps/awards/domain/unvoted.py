"""Who needs no vote of a council: by award, type and way, as rows of the catalogue say (Luật Điều 85)."""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from apps.awards.domain import routing
from apps.awards.models import AwardProposal, Nominee
from apps.catalog.enums import Confidence
from apps.catalog.models import CouncilExemption
from apps.catalog.queries import exemptions_on


def exemptions_of(nominees: Collection[Nominee], on: date) -> dict[int, CouncilExemption]:
    """Nominee → the row in force by which no council votes on it; on whoever is missing a council votes.

    ``nominees`` have ``award`` and ``proposal``. A few queries, whatever their number.
    """
    rows = exemptions_on({each.award_id for each in nominees}, on)
    if not rows:
        return {}
    ways, found = routing.routes_of(nominees, on), {}
    for each in nominees:
        mine = (row for row in rows.get(each.award_id, ()) if row.covers(each.proposal.type, ways[each.pk]))
        if (row := next(mine, None)) is not None:
            found[each.pk] = row
    return found


def may_need_no_vote(proposal: AwardProposal, on: date) -> Exists:
    """Of nominees of the proposal, in the database: whether a row may cover their award, whichever way it goes."""
    rows = CouncilExemption.objects.in_force(on).filter(type__in=["", proposal.type])
    return Exists(rows.filter(award=OuterRef("award")))


def reason_of(rows: Collection[CouncilExemption]) -> str:
    """As papers name it: each reason once, with its article."""
    told = {(row.label, _basis(row)) for row in rows}
    words = _("%(reason)s (%(basis)s)")
    return "; ".join(words % {"reason": reason, "basis": basis} for reason, basis in sorted(told))


def _basis(row: CouncilExemption) -> str:
    """Điều 85 Luật Thi đua, khen thưởng số 06/2022/QH15; what no source names says so on the paper too."""
    law = row.provision
    number = _("số %(symbol)s") % {"symbol": law.symbol} if law and law.symbol else ""
    basis = " ".join(part for part in (law.article, law.title, number) if part) if law else row.source
    return _("%(basis)s; minh họa") % {"basis": basis} if row.confidence == Confidence.ILLUSTRATIVE else basis
