"""Plain data of the report “Biên bản thống nhất điểm”: the meeting, each item, the unit's word, who signs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from apps.documents.exports import hand_signer
from apps.scoring.domain.minutes_items import Items, items_of
from apps.scoring.domain.tables import load_table
from apps.scoring.enums import Consent, MinutesState
from apps.scoring.models import Criterion, VerificationMinutes
from apps.scoring.models.minutes import COPIES


@dataclass(frozen=True)
class MinutesMember:
    """Somebody at the meeting; ``duty``: chair, secretary, member, unit or nothing."""

    name: str
    post: str
    body: str
    duty: str
    signs: bool


@dataclass(frozen=True)
class MinutesData:
    """One sheet's minutes. ``teams``: (printed part, people). ``signed_by`` is empty while they are a draft."""

    unit_name: str
    organiser_name: str
    province: str
    cluster_name: str
    year: int
    criteria_title: str
    illustrative: bool
    step_name: str
    number: str
    held_on: date
    held_at: str
    place: str
    teams: Sequence[tuple[str, str]]
    members: Sequence[MinutesMember]
    items: Items
    consent: str
    consent_words: str
    note: str
    copies: int
    is_signed: bool
    signing_way: str
    signed_by: str
    signed_at: datetime | None
    sha256: str


def minutes_data(minutes: Iterable[VerificationMinutes]) -> list[MinutesData]:
    """Data in the given order."""
    return [_data(each) for each in minutes]


def printed(part: Criterion) -> str:
    return f"{part.printed_number}. {part.label}"


def _data(minutes: VerificationMinutes) -> MinutesData:
    sheet = minutes.sheet
    table = load_table(sheet.criteria_set_id)
    people = {each["part"]: each["people"] for each in minutes.teams}
    step = sheet.criteria_set.steps.filter(order=minutes.sheet_version.step_order).first()
    organiser = sheet.cluster_year.cluster.organiser
    return MinutesData(
        unit_name=sheet.unit_name,
        organiser_name=organiser.name,
        province=organiser.province,
        cluster_name=sheet.cluster_year.name,
        year=sheet.cluster_year.year.year,
        criteria_title=sheet.criteria_set.title,
        illustrative=sheet.criteria_set.illustrative,
        step_name=step.name if step else "",
        number=minutes.number,
        held_on=minutes.held_on,
        held_at=minutes.held_at,
        place=minutes.place,
        teams=[(printed(table.rows[each.code]), people[each.code]) for each in table.tree.roots if each.code in people],
        members=[MinutesMember(**each) for each in minutes.members],
        items=items_of(minutes),
        consent=str(Consent(minutes.consent).label) if minutes.consent else "",
        consent_words=minutes.consent_words,
        note=minutes.note,
        copies=COPIES,
        is_signed=minutes.state == MinutesState.SIGNED,
        signing_way=minutes.get_signing_way_display() if minutes.signing_way else "",
        signed_by=str(hand_signer(minutes.signed_copy) or minutes.signed_by_label),
        signed_at=minutes.signed_at,
        sha256=minutes.sha256,
    )
