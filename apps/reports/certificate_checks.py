"""What the code on a giấy khen, bằng khen tells anybody: what is printed on the sheet, and whether it holds."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.awards.models import Certificate
from apps.core.components import Fact
from apps.core.dates import format_date
from apps.documents.domain.verifying import spellings
from apps.registry.enums import ActKind, AwardState
from apps.registry.models import AwardAct


@dataclass(frozen=True)
class CertificateTold:
    """``holds``: the sheet may be relied on; ``state``: the word for it; ``note``: by which later decision."""

    title: str
    facts: list[Fact]
    state: str
    holds: bool
    note: str
    illustrative: bool


def certificate_of(code: str) -> CertificateTold | None:
    """The sheet with this code, letters that people confuse tried the other way too; None where there is none."""
    rows = Certificate.objects.select_related("line__award", "line__nominee__award", "line__decision__document")
    tried = spellings(code)
    found = {sheet.code: sheet for sheet in rows.filter(code__in=tried)}
    sheet = next((found[each] for each in tried if each in found), None)
    if sheet is None:
        return None
    decision, award = sheet.line.decision, sheet.line.award
    state, note = _state(sheet)
    where = ", ".join(part for part in (sheet.post, sheet.unit_name) if part)
    facts = [
        Fact(_("Tên in trên giấy"), sheet.recipient, where),
        Fact(_("Danh hiệu, hình thức"), sheet.line.nominee.award.name, sheet.years),
        Fact(_("Quyết định"), decision.document.symbol, decision.authority_name),
        Fact(_("Ngày"), format_date(decision.document.issued_on)),
        Fact(_("Tình trạng"), state, note),
    ]
    return CertificateTold(
        _("Giấy khen, bằng khen"), facts, state, sheet.is_current and award.is_held, note, decision.illustrative
    )


def _state(sheet: Certificate) -> tuple[str, str]:
    award = sheet.line.award
    if not award.is_held:
        return _("Đã hủy bỏ"), _by(award.pk, ActKind.CANCEL)
    if not sheet.is_current or sheet.is_reprint:
        return _reprinted(sheet)
    if award.state == AwardState.RESTORED:
        return _("Còn hiệu lực (đã khôi phục)"), _by(award.pk, ActKind.RESTORE)
    return _("Còn hiệu lực"), ""


def _reprinted(sheet: Certificate) -> tuple[str, str]:
    """Of a sheet that was replaced, or that replaces one: by a correction, or because that one was spoilt or lost."""
    corrected = _by(sheet.line.award_id, ActKind.CORRECT)
    if not sheet.is_current:
        if _says_the_same(sheet, sheet.number + 1):
            return _("Đã cấp đổi, cấp lại: giấy này được thay bằng giấy mới"), ""
        return _("Đã đính chính: giấy này được thay bằng giấy in lại"), corrected
    if _says_the_same(sheet, sheet.number - 1):
        return _("Còn hiệu lực (cấp đổi, cấp lại)"), ""
    return _("Còn hiệu lực (in lại sau đính chính)"), corrected


def _says_the_same(sheet: Certificate, number: int) -> bool:
    """Whether the sheet beside it has the same words: then it was given for one that was spoilt or lost."""
    return sheet.line.certificates.get(number=number).printed == sheet.printed


def _by(award_id: int, kind: str) -> str:
    act = AwardAct.objects.filter(award=award_id, kind=kind).select_related("document").order_by("-at", "-pk").first()
    return _("Theo %(document)s") % {"document": act.document} if act else ""
