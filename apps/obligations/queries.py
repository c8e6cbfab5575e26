"""Bulk questions about duties."""

from apps.obligations.models import Obligation


def by_unit(year_id: int, code: str, unit_ids) -> dict[int, Obligation]:
    """The obligation of each unit for one duty of the year, in one query."""
    found = Obligation.objects.filter(duty__year_id=year_id, duty__code=code, unit_id__in=unit_ids).select_related(
        "duty"
    )
    return {obligation.unit_id: obligation for obligation in found}
