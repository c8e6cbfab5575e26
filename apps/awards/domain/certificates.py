"""One sheet with its own code for each recipient of an issued decision; a correction makes the next sheet."""

from collections.abc import Iterable
from datetime import datetime

from apps.audit.trail import record
from apps.awards.models import Certificate, DecisionLine
from apps.catalog.enums import AwardList
from apps.catalog.models import AwardType
from apps.core.actor import Actor
from apps.documents.domain.issuing import new_verification_code
from apps.registry.enums import ActKind
from apps.registry.models import Award

PRINTED = ("recipient", "post", "unit_name", "achievement")


def make_certificates(lines: Iterable[DecisionLine], now: datetime) -> None:
    """The first sheet of each line, whose award was just granted; called inside the operation that issues."""
    Certificate.objects.bulk_create([_sheet(line, line.award, 1, now) for line in lines], batch_size=500)


def awards_corrected(awards: Iterable[Award], kind: str, actor: Actor, now: datetime) -> None:
    """A correction of what is printed calls for a new sheet with a code of its own; other sheets stay as they are."""
    if kind != ActKind.CORRECT:
        return
    for award in awards:
        _make_anew(award, actor, now)


def _make_anew(award: Award, actor: Actor, now: datetime) -> None:
    current = Certificate.objects.select_related("line__nominee__award").select_for_update(of=("self",))
    former = current.filter(line__award=award, is_current=True).first()
    if former is None:
        return
    printed = printed_of(award, former.line.nominee.award)
    if all(getattr(former, name) == value for name, value in printed.items()):
        return
    Certificate.objects.filter(pk=former.pk).update(is_current=False)
    made = _sheet(former.line, award, former.number + 1, now)
    made.save()
    record("awards.certificate.replace", actor=actor, target=award, at=now, after={"number": made.number})


def _sheet(line: DecisionLine, award: Award, number: int, now: datetime) -> Certificate:
    printed = printed_of(award, line.nominee.award)
    return Certificate(line=line, number=number, code=new_verification_code(), made_at=now, **printed)


def printed_of(award: Award, kind: AwardType) -> dict[str, str]:
    """What stands on the sheet; a title is one of a year or period ("Chiến sĩ thi đua cơ sở năm 2025")."""
    return {name: getattr(award, name) for name in PRINTED} | {"years": _years(award, kind)}


def _years(award: Award, kind: AwardType) -> str:
    if kind.list != AwardList.TITLE:
        return ""
    if award.period_from and award.period_from != award.period_to:
        return f"giai đoạn {award.period_from}–{award.period_to}"
    year = award.year or award.period_to
    return f"năm {year}" if year else ""
