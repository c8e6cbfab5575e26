"""The paper that the body outside signed (Bản xác nhận ký, đóng dấu): its scan ends the step once it is taken.

What the standing office uploads is taken at once. What the unit uploads waits: nobody ends the check of their own
sheet.
"""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as now_in_words
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.core.text import clean
from apps.documents.domain.signed_copies import PaperCopy, SignedCopyMissing, keep_signed_copy
from apps.documents.enums import SigningWay
from apps.notifications.domain.sending import notify
from apps.periods.domain.years import require_writable
from apps.scoring.domain import relative
from apps.scoring.domain.confirmation_ends import decide, outside_version, still_stands
from apps.scoring.domain.confirmation_revoking import revoke_waiting
from apps.scoring.domain.lines import lock_sheet
from apps.scoring.domain.steps import next_step
from apps.scoring.enums import ConfirmationState
from apps.scoring.models import OutsideConfirmation, ScoreSheet, SheetVersion
from apps.scoring.telling_queries import reviewers_of
from apps.units.telling_queries import people_of

REFUSED = _("Bản xác nhận không được tiếp nhận. Đơn vị có thể tải lên bản khác.")


class PaperGone(DomainError):
    """Taken before, replaced, or the sheet left the step."""

    default_message = _("Không còn bản xác nhận nào chờ tiếp nhận.")


@operation()
def confirm_by_paper(
    *, sheet_id: int, body_name: str, signed_copy: PaperCopy | None, actor: Actor, now: datetime
) -> OutsideConfirmation:
    """The scan with number, date, signer and post ends the step; the caller asked ``can_accept_paper``.

    Raises SignedCopyMissing, SecretMark, NotOutside, YearClosed.
    """
    compares = relative.lock_cluster(sheet_id)
    sheet, version = outside_version(sheet_id, actor, now)
    found = _paper(sheet, version, body_name, signed_copy, actor, now)
    decide(sheet, found, actor, now, confirm=True, compares=compares)
    return found


@operation()
def bring_paper(
    *, sheet_id: int, body_name: str, signed_copy: PaperCopy | None, actor: Actor, now: datetime
) -> OutsideConfirmation:
    """The unit uploads the scan: it waits until the standing office or a head takes it. A waiting link is revoked.

    Raises SignedCopyMissing, SecretMark, NotOutside, YearClosed.
    """
    sheet, version = outside_version(sheet_id, actor, now)
    found = _paper(sheet, version, body_name, signed_copy, actor, now)
    found.save()
    after = {"body": found.body_name, "number": found.signed_copy.number}
    record("scoring.confirmation.bring_paper", actor=actor, target=sheet, at=now, after=after)
    with kept_language():
        body = now_in_words("Đơn vị đã tải lên bản xác nhận, chờ tiếp nhận.")
    told = reviewers_of(sheet, next_step(sheet, sheet.step - 1), now)
    path = found.get_absolute_url()
    notify("scoring.outside_waiting", to=told, about=sheet, path=path, body=body, actor=actor, now=now)
    return found


@operation()
def accept_paper(*, confirmation_id: int, actor: Actor, now: datetime) -> OutsideConfirmation:
    """Tiếp nhận what the unit uploaded: the step ends. Raises PaperGone, YearClosed."""
    sheet_id = OutsideConfirmation.objects.values_list("sheet_id", flat=True).get(pk=confirmation_id)
    compares = relative.lock_cluster(sheet_id)
    sheet = lock_sheet(sheet_id)
    require_writable(sheet.cluster_year.year)
    waiting = OutsideConfirmation.objects.filter(state=ConfirmationState.WAITING, way=SigningWay.PAPER)
    found = waiting.select_related("version", "sheet").filter(pk=confirmation_id).first()
    if found is None or not still_stands(found):
        raise PaperGone
    decide(sheet, found, actor, now, confirm=True, compares=compares)
    return found


@operation()
def refuse_paper(*, confirmation_id: int, actor: Actor, now: datetime) -> ScoreSheet:
    """Không tiếp nhận what the unit uploaded; the unit is told. Raises PaperGone."""
    sheet = lock_sheet(OutsideConfirmation.objects.values_list("sheet_id", flat=True).get(pk=confirmation_id))
    if not revoke_waiting(sheet, actor, now, pk=confirmation_id, way=SigningWay.PAPER):
        raise PaperGone
    with kept_language():
        body = str(REFUSED)
    path = reverse("scoring:confirmation", args=[sheet.pk])
    told = people_of(sheet, now)
    notify("scoring.outside_waiting", to=told, about=sheet, path=path, body=body, actor=actor, now=now)
    return sheet


def _paper(
    sheet: ScoreSheet, version: SheetVersion, body_name: str, paper: PaperCopy | None, actor: Actor, now: datetime
) -> OutsideConfirmation:
    """The paper with its scan, not stored; what waited before is revoked."""
    if paper is None:
        raise SignedCopyMissing(field="file")
    revoke_waiting(sheet, actor, now)
    names = ("number", "signed_on", "signer_name", "signer_post", "prefix", "page_count")
    copy = keep_signed_copy(attachment=paper.attachment, now=now, **{name: getattr(paper, name) for name in names})
    return OutsideConfirmation(
        sheet=sheet,
        version=version,
        way=SigningWay.PAPER,
        body_name=clean(body_name)[:300],
        signer_name=copy.signer_name,
        signer_post=copy.signer_post,
        signed_copy=copy,
        made_by_label=actor.label,
        made_at=now,
    )
