"""The most that may be put forward (Tỷ lệ, số lượng tối đa), held against what is asked for: told, never a stop."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.awards.enums import STANDING
from apps.awards.models import AwardProposal, Nominee
from apps.awards.queries import counted, identity_of
from apps.catalog.models import Quota
from apps.core.numbers import format_decimal
from apps.ranking.queries import leaders_of

ADVANCED_WORKERS, CLUSTER_LEADERS = "advanced_workers", "cluster_leaders"  # catalog.Quota.base
BASE_TITLE = "LDTT"


def over_quota(proposal: AwardProposal, nominees: Sequence[Nominee], on: date) -> list[str]:
    """Of the awards of a list those of which more is asked for than the rows in force on the day allow, in words.

    A share is taken of a base that is known: Lao động tiên tiến of the same list, leading units of published rankings;
    where none is known nothing is told. Against a share of the leading units counts what everybody asks of the
    receiving body. One query, two more for each row of leading units.
    """
    mine = Q(unit_kind="") | Q(unit_kind=proposal.unit.kind)
    rows = Quota.objects.in_force(on).filter(mine, award__in={each.award_id for each in nominees})
    told = []
    for row in rows.select_related("award").order_by("award__order", "code"):
        base = _base(row, proposal, nominees)
        most = row.count if row.share_percent is None else base and int(row.share_percent * base / 100)
        asked = _asked(row, proposal, nominees)
        if most is not None and asked > most:
            told.append(_words(row, asked, most, base))
    return told


def _base(row: Quota, proposal: AwardProposal, nominees: Sequence[Nominee]) -> int | None:
    """How many the share is taken of; None where nobody knows."""
    if row.base == ADVANCED_WORKERS:
        return _recipients(each for each in nominees if each.award.code == BASE_TITLE) or None
    if row.base == CLUSTER_LEADERS:
        return leaders_of(proposal.year.organiser_id, proposal.period_to) or None
    return None


def _recipients(nominees) -> int:
    return sum(counted(nominees).values())


def _asked(row: Quota, proposal: AwardProposal, nominees: Sequence[Nominee]) -> int:
    here = [each for each in nominees if each.award_id == row.award_id]
    if row.base != CLUSTER_LEADERS:
        return _recipients(here)
    others = Q(state__in=STANDING, year__organiser=proposal.year.organiser_id, period_to=proposal.period_to)
    all_ = AwardProposal.objects.filter(others | Q(pk=proposal.pk)).order_by()
    rows = Nominee.objects.filter(award=row.award_id, proposal__in=all_.values("pk"))
    return rows.order_by().values(who=identity_of()).distinct().count()


def _words(row: Quota, asked: int, most: int, base: int | None) -> str:
    words = {
        "award": row.award.name, "asked": asked, "most": most, "base": base, "how": row.base_label,
        "confidence": row.get_confidence_display().lower(),
    }  # fmt: skip
    if base is None:
        return _("%(award)s: đề nghị %(asked)s, tối đa %(most)s (%(confidence)s).") % words
    words["share"] = format_decimal(row.share_percent)
    return (
        _("%(award)s: đề nghị %(asked)s, tối đa %(most)s là %(share)s%% của %(base)s (%(how)s; %(confidence)s).")
        % words
    )
