"""Where the parts of a certificate stand on the blanks of a body: making, setting, putting back as shipped."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from apps.audit.trail import operation, record
from apps.awards.certificate_enums import ON_THE_BLANK, SIZES, Paper, Part
from apps.awards.certificate_layout import Place, shipped_places
from apps.awards.models import CertificateLayout
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.numbers import format_decimal
from apps.core.versions import require_version


class LayoutExists(DomainError):
    """The body has a layout for this award already."""


class OffTheSheet(DomainError):
    """A part would stand outside the paper; ``field`` names it."""


@dataclass(frozen=True)
class Setting:
    """What is set: the sheet, its boxes, by how many mm the printer is off."""

    paper: str
    places: Mapping[str, Place]
    shift_left: Decimal = Decimal(0)
    shift_top: Decimal = Decimal(0)


@operation()
def make_layout(
    *, organiser_id: int, award_id: int | None, paper: str, blank: bool, actor: Actor, now: datetime
) -> CertificateLayout:
    """A layout as shipped for this paper. ``blank``: the printed blank has heading and award already.

    The caller has asked ``can_prepare_for``. Raises LayoutExists.
    """
    if CertificateLayout.objects.filter(organiser_id=organiser_id, award_id=award_id).exists():
        raise LayoutExists(_("Đã có mẫu in cho danh hiệu, hình thức này: mở mẫu đó để sửa."), field="award")
    parts = {
        part: _kept(place) | {"shown": not (blank and part in ON_THE_BLANK)}
        for part, place in shipped_places(paper).items()
    }
    made = CertificateLayout(
        organiser_id=organiser_id, award_id=award_id, paper=paper, parts=parts, saved_by_label=actor.label, saved_at=now
    )
    made.save()
    record("awards.layout.make", actor=actor, target=made, at=now, after={"paper": paper})
    return made


@operation()
def set_layout(*, layout_id: int, version: int, setting: Setting, actor: Actor, now: datetime) -> CertificateLayout:
    """Raises StaleVersion, OffTheSheet."""
    row = CertificateLayout.objects.select_for_update(of=("self",)).get(pk=layout_id)
    require_version(row, version)
    for part, place in setting.places.items():
        _require_on_sheet(part, place, setting)
    row.paper, row.shift_left, row.shift_top = setting.paper, setting.shift_left, setting.shift_top
    row.parts = {part: _kept(place) for part, place in setting.places.items()}
    return _save(row, actor, now)


@operation()
def reset_layout(*, layout_id: int, version: int, paper: str, actor: Actor, now: datetime) -> CertificateLayout:
    """Every part back to where it was shipped for this paper; what is shown stays. Raises StaleVersion."""
    row = CertificateLayout.objects.select_for_update(of=("self",)).get(pk=layout_id)
    require_version(row, version)
    shown = {part: kept["shown"] for part, kept in row.parts.items()}
    row.paper, row.shift_left, row.shift_top = paper, Decimal(0), Decimal(0)
    row.parts = {part: _kept(place) | {"shown": shown.get(part, True)} for part, place in shipped_places(paper).items()}
    return _save(row, actor, now)


def _save(row: CertificateLayout, actor: Actor, now: datetime) -> CertificateLayout:
    row.version += 1
    row.saved_by_label, row.saved_at = actor.label, now
    row.save()
    record("awards.layout.set", actor=actor, target=row, at=now, after={"paper": row.paper})
    return row


def _kept(place: Place) -> dict:
    kept = {name: str(getattr(place, name)) for name in ("left", "top", "width", "size")}
    return kept | {"shown": place.shown}


def _require_on_sheet(part: str, place: Place, setting: Setting) -> None:
    width, height = SIZES[Paper(setting.paper)]
    words = {"part": Part(part).label, "width": width, "height": height}
    if place.left + place.width + setting.shift_left > width or place.left + setting.shift_left < 0:
        reach = format_decimal(place.left + place.width + setting.shift_left)
        words |= {"reach": reach}
        raise OffTheSheet(
            _("%(part)s vượt ra ngoài tờ giấy rộng %(width)s mm (tới %(reach)s mm).") % words, field=f"left_{part}"
        )
    if not 0 <= place.top + setting.shift_top < height:
        raise OffTheSheet(
            _("%(part)s vượt ra ngoài tờ giấy cao %(height)s mm.") % words,
            field=f"top_{part}",
        )
