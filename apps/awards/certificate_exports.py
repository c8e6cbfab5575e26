"""Plain data of Giấy khen, bằng khen: the sheets of a decision that are in use, with their codes and layouts."""

from collections.abc import Collection
from dataclasses import dataclass

from apps.awards.certificate_layout import Layout, layouts_for
from apps.awards.decision_exports import DecisionData, decision_data
from apps.awards.models import AwardDecision, Certificate
from apps.registry.enums import HELD, ActKind
from apps.registry.models import AwardAct


@dataclass(frozen=True)
class SheetData:
    """One sheet as it is printed. ``years``: of a title, "năm 2025". ``corrected_by``: number and date of the decision
    that corrected it, else empty.
    """

    code: str
    recipient: str
    post: str
    unit_name: str
    award: str
    years: str
    achievement: str
    corrected_by: str
    layout: Layout


@dataclass(frozen=True)
class CertificatesData:
    decision: DecisionData
    sheets: tuple[SheetData, ...]


def sheets_to_print(decision: AwardDecision, *, changed_only: bool = False, certificate_id: int | None = None):
    """Sheets in use whose award holds, in the order of the list; ``changed_only``: those that were made anew."""
    found = Certificate.objects.filter(line__decision=decision, is_current=True, line__award__state__in=HELD)
    if changed_only:
        found = found.filter(number__gt=1)
    if certificate_id:
        found = found.filter(pk=certificate_id)
    order = ("line__nominee__award__order", "line__nominee__award__code", "line__nominee__subject", "line__position")
    return found.select_related("line__nominee__award").order_by(*order, "pk")


def certificates_data(decision: AwardDecision, ids: Collection[int]) -> CertificatesData:
    """Of a decision read with ``for_list()``; a few queries, whatever the number of sheets."""
    sheets = [each for each in sheets_to_print(decision) if each.pk in ids]
    layouts = layouts_for(decision.organiser_id, (each.line.nominee.award_id for each in sheets))
    corrected = _corrections([each.line.award_id for each in sheets if each.is_reprint])
    return CertificatesData(
        decision_data(decision, corrected=True),
        tuple(
            SheetData(
                code=each.code,
                recipient=each.recipient,
                post=each.post,
                unit_name=each.unit_name,
                award=each.line.nominee.award.name,
                years=each.years,
                achievement=each.achievement,
                corrected_by=corrected.get(each.line.award_id, ""),
                layout=layouts[each.line.nominee.award_id],
            )
            for each in sheets
        ),
    )


def _corrections(award_ids: Collection[int]) -> dict[int, str]:
    """Award → the last decision that corrected it; no query without one."""
    if not award_ids:
        return {}
    acts = AwardAct.objects.filter(award__in=award_ids, kind=ActKind.CORRECT).select_related("document")
    return {act.award_id: str(act.document) for act in acts.order_by("at", "pk")}
