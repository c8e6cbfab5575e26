"""Awards held (Danh hiệu, hình thức khen thưởng đã có), by the registry: the fixed bonus of some tables.

Counted are collective awards of the unit itself, not cancelled, that were decided within the period counted by the set;
a unit carries on those of the units that it continues, where the succession says so.
Source: Bảng biểu 4 (97 + 10 = 107): +10 for a flag of city or ministry, +15 for a flag of the Government.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.catalog.enums import Subject
from apps.catalog.models import AwardType
from apps.core.dates import format_date, local
from apps.registry.models import Award
from apps.registry.queries import counted_units
from apps.scoring.sources import CASES, YES, Found, Proof, Question, Source

CODES, GROUPS = ",", ";"


def _codes(text: str) -> list[str]:
    return [code.strip() for code in text.split(CODES) if code.strip()]


def _held(unit_ids: Sequence[int], question: Question, codes: Iterable[str]) -> dict[int, list[Award]]:
    """Awards of each unit in order of their decisions; two queries."""
    owners = counted_units(unit_ids)
    awards = Award.objects.held().filter(
        unit_id__in={unit for found in owners.values() for unit in found},
        subject=Subject.COLLECTIVE,
        award_type__code__in=list(codes),
        granted_on__gte=question.starts_on,
        granted_on__lte=question.ends_on,
    )
    by_owner = defaultdict(list)
    for award in awards.select_related("award_type", "grant__document").order_by("granted_on", "pk"):
        by_owner[award.unit_id].append(award)
    return {unit_id: [award for owner in owners[unit_id] for award in by_owner[owner]] for unit_id in unit_ids}


def _proof(awards: Sequence[Award], question: Question) -> tuple[Proof, ...]:
    if not awards:
        said = {"from": format_date(question.starts_on), "to": format_date(question.ends_on)}
        return (Proof(_("Sổ khen thưởng không có danh hiệu, hình thức này từ %(from)s đến %(to)s.") % said),)
    return tuple(
        Proof(
            _("%(award)s: %(symbol)s ngày %(day)s")
            % {"award": award.award_type, "symbol": award.grant.document.symbol, "day": format_date(award.granted_on)},
            award.get_absolute_url(),
        )
        for award in awards
    )


def awards_held(unit_ids: Sequence[int], question: Question, argument: str) -> dict[int, Found]:
    """How many awards of the named codes the unit received; yes when there is one."""
    today = local(question.now).date()
    return {
        unit_id: Found(values={"count": len(found)}, yes=bool(found), proof=_proof(found, question), as_of=today)
        for unit_id, found in _held(unit_ids, question, _codes(argument)).items()
    }


def awards_cases(unit_ids: Sequence[int], question: Question, argument: str) -> dict[int, Found]:
    """Awards as cases of the adjustments: "A,B;C" gives A and B to the first row, C to the second."""
    today = local(question.now).date()
    groups = [_codes(group) for group in argument.split(GROUPS)]
    held = _held(unit_ids, question, [code for group in groups for code in group])
    return {
        unit_id: Found(
            cases=tuple(sum(award.award_type.code in group for award in found) for group in groups),
            proof=_proof(found, question),
            as_of=today,
        )
        for unit_id, found in held.items()
    }


def _types(year: int | None):
    return [
        (each.code, each.name) for each in AwardType.objects.order_by("order", "code") if each.fits(Subject.COLLECTIVE)
    ]


SOURCES = (
    Source("awards_held", lazy("Số lần được khen thưởng"), frozenset({"count", YES}), awards_held, arguments=_types),
    Source(
        "awards_cases", lazy("Khen thưởng theo từng khoản thưởng"), frozenset({CASES}), awards_cases, arguments=_types
    ),
)
