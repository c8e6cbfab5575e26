"""One sheet with its own code for each recipient of an issued decision; a correction, or its loss, makes the next."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.awards.certificate_enums import Reissue
from apps.awards.decision_enums import IN_FORCE
from apps.awards.domain.decisions import lock_issued
from apps.awards.models import Certificate, DecisionLine
from apps.catalog.enums import AwardList
from apps.catalog.models import AwardType
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.documents.domain.issuing import new_verification_code
from apps.registry.enums import ActKind
from apps.registry.models import Award

PRINTED = ("recipient", "post", "unit_name", "achievement")


class SheetGone(DomainError):
    default_message = _("Giấy này đã được thay bằng giấy khác, hoặc khen thưởng không còn hiệu lực.")


def make_certificates(lines: Iterable[DecisionLine], now: datetime) -> None:
    """The first sheet of each line, whose award was just granted; called inside the operation that issues."""
    sheets = [
        Certificate(
            line=line,
            number=1,
            code=new_verification_code(),
            made_at=now,
            **printed_of(line.award, line.nominee.award),
        )
        for line in lines
    ]
    Certificate.objects.bulk_create(sheets, batch_size=500)


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
    if former.printed == printed:
        return
    made = _replace(former, printed, now)
    record("awards.certificate.replace", actor=actor, target=award, at=now, after={"number": made.number})


@operation()
def reissue_certificate(
    *, line_id: int, number: int, kind: str, reason: str, actor: Actor, now: datetime
) -> Certificate:
    """Cấp đổi, cấp lại: the sheet ``number`` of a recipient is spoilt or lost. The next says the same and has a code of
    its own, by which the former counts no more; why stays in the history of the award.

    The caller has asked ``can_issue``. Raises SheetGone: it was replaced meanwhile, or the award does not hold.
    """
    decision = lock_issued(DecisionLine.objects.values_list("decision_id", flat=True).get(pk=line_id))
    former = Certificate.objects.select_related("line__award").filter(line=line_id, number=number, is_current=True)
    former = former.first()
    if former is None or decision.state not in IN_FORCE or not former.line.award.is_held:
        raise SheetGone
    made = _replace(former, former.printed, now)
    after = {"number": made.number, "kind": str(Reissue(kind).label)}
    told = {"actor": actor, "at": now, "before": {"number": number}, "after": after, "reason": clean(reason)}
    record("awards.certificate.reissue", target=former.line.award, **told)
    return made


def _replace(former: Certificate, printed: dict[str, str], now: datetime) -> Certificate:
    Certificate.objects.filter(pk=former.pk).update(is_current=False)
    return Certificate.objects.create(
        line=former.line, number=former.number + 1, code=new_verification_code(), made_at=now, **printed
    )


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
