"""One sheet with its own code for each recipient of an issued decision; a correction makes the next sheet."""

from collections.abc import Iterable
from datetime import datetime

from apps.audit.trail import record
from apps.awards.models import Certificate, DecisionLine
from apps.core.actor import Actor
from apps.documents.domain.issuing import new_verification_code
from apps.registry.enums import ActKind
from apps.registry.models import Award

PRINTED = ("recipient", "post", "unit_name", "achievement")


def make_certificates(lines: Iterable[DecisionLine], now: datetime) -> None:
    """The first sheet of each line, whose award was just granted; called inside the operation that issues."""
    Certificate.objects.bulk_create([_sheet(line, line.award, 1, now) for line in lines], batch_size=500)


def award_corrected(award: Award, kind: str, actor: Actor, now: datetime) -> None:
    """A correction of what is printed calls for a new sheet with a code of its own; other sheets stay as they are."""
    if kind != ActKind.CORRECT:
        return
    former = Certificate.objects.select_for_update().filter(line__award=award, is_current=True).first()
    if former is None or all(getattr(former, name) == getattr(award, name) for name in PRINTED):
        return
    Certificate.objects.filter(pk=former.pk).update(is_current=False)
    made = _sheet(former.line, award, former.number + 1, now)
    made.save()
    record("awards.certificate.replace", actor=actor, target=award, at=now, after={"number": made.number})


def _sheet(line: DecisionLine, award: Award, number: int, now: datetime) -> Certificate:
    return Certificate(
        line=line,
        number=number,
        code=new_verification_code(),
        made_at=now,
        **{name: getattr(award, name) for name in PRINTED},
    )
