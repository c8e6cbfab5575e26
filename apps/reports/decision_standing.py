"""Whether a decision on awards still holds, and which part of it, for the page of a code: how many cases, by which
later paper of which day; never who.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _

from apps.awards.decision_enums import DecisionState
from apps.awards.models import AwardDecision, Certificate, DecisionLine
from apps.documents.models import Document, IssuedFile
from apps.documents.standing import Validity
from apps.registry.enums import ActKind, AwardState
from apps.registry.models import Award, AwardAct
from apps.reports.domain.subjects import params_of

# Printed as the registry had it then; the decision with its annex is always printed as it was issued.
AS_IT_STOOD = ("payment", "certificate")


def of_decision(decision: AwardDecision, issued: IssuedFile) -> tuple[str, str]:
    """Validity and note of a file about the decision, all of it or one of its sheets. Two queries, three of a sheet;
    two fewer where ``read_decisions`` has read ahead.
    """
    if decision.issued_at is None or issued.data_at < decision.issued_at:
        return Validity.DRAFT, _("Tệp kết xuất trước khi quyết định được ban hành.")
    read_decisions([decision])
    awards = _awards(decision, issued)
    states = {award.pk: award.state for award in awards}
    acts = _acts(awards, issued)
    told = {kind: _of_kind(acts, kind, states) for kind in ActKind.values}
    cancelled, corrected, restored = (told[kind] for kind in (ActKind.CANCEL, ActKind.CORRECT, ActKind.RESTORE))
    if decision.state == DecisionState.REVOKED or (cancelled and len(cancelled) == len(states)):
        return Validity.CANCELLED, _whole(_("Đã bị hủy bỏ theo %(papers)s."), cancelled)
    notes = [
        _some(_("Hủy bỏ %(n)s/%(all)s trường hợp theo %(papers)s."), cancelled, len(states)),
        _some(_("Đính chính %(n)s/%(all)s trường hợp theo %(papers)s."), corrected, len(states)),
        _some(_("Khôi phục hiệu lực %(n)s/%(all)s trường hợp theo %(papers)s."), restored, len(states)),
    ]
    note = " ".join(filter(None, notes))
    if cancelled:
        return Validity.PARTLY, note
    return (Validity.CORRECTED if corrected else Validity.VALID), note


def read_decisions(decisions: Iterable[AwardDecision]) -> None:
    """The awards of many decisions and what was done to them: two queries."""
    lines = DecisionLine.objects.select_related("award").only("decision_id", "award__state").order_by()
    acts = AwardAct.objects.select_related("document").order_by()
    prefetch_related_objects(list(decisions), Prefetch("lines", lines), Prefetch("lines__award__acts", acts))


def _awards(decision: AwardDecision, issued: IssuedFile) -> list[Award]:
    """Awards of which something is printed in the file."""
    lines = [line for line in decision.lines.all() if line.award_id]
    sheet = params_of(issued.subject_key).get("certificate") if issued.report == "certificate" else None
    if sheet:
        of_sheet = set(Certificate.objects.filter(pk=sheet).values_list("line", flat=True))
        lines = [line for line in lines if line.pk in of_sheet]
    return [line.award for line in lines]


def _acts(awards: Iterable[Award], issued: IssuedFile) -> list[AwardAct]:
    """In order; of a file that shows how things stood only those that came later."""
    acts = sorted((act for award in awards for act in award.acts.all()), key=lambda act: (act.at, act.pk))
    return [act for act in acts if act.at > issued.data_at or issued.report not in AS_IT_STOOD]


STANDS = {ActKind.CANCEL: {AwardState.CANCELLED}, ActKind.RESTORE: {AwardState.RESTORED}}


def _of_kind(acts: Iterable[AwardAct], kind: str, states: dict[int, str]) -> dict[int, list[Document]]:
    """Award → papers that did this to it and of which it still bears the mark: of several cancellations the last."""
    found: dict[int, list[Document]] = defaultdict(list)
    for act in acts:
        if act.kind != kind or states[act.award_id] not in STANDS.get(kind, set(AwardState) - {AwardState.CANCELLED}):
            continue
        found[act.award_id] = [*(found[act.award_id] if kind == ActKind.CORRECT else []), act.document]
    return dict(found)


def _papers(found: dict[int, list[Document]]) -> str:
    papers = {paper.pk: paper for each in found.values() for paper in each}
    return ", ".join(str(paper) for paper in sorted(papers.values(), key=lambda paper: (paper.issued_on, paper.pk)))


def _some(words: str, found: dict[int, list[Document]], number: int) -> str:
    return words % {"n": len(found), "all": number, "papers": _papers(found)} if found else ""


def _whole(words: str, found: dict[int, list[Document]]) -> str:
    return words % {"papers": _papers(found)} if found else _("Quyết định đã bị hủy bỏ.")
