"""Decisions of awards with their papers and lists, for persons and units, over the years."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from apps.catalog.enums import Level, Subject
from apps.catalog.models import AwardType
from apps.core.collation import name_sort_key, sort_key
from apps.core.copying import copy_rows, new_ids
from apps.core.text import fold
from apps.demo.scale.bodies import Body
from apps.demo.scale.people import TODAY
from apps.documents.models import Document
from apps.documents.models.document import symbol_sort_key
from apps.registry.models import Award, GrantDocument
from apps.units.models import Posting
from apps.units.person_enums import PostingKind

LONGEST_LIST = 60
OF_COLLECTIVES = 0.15  # share of the decisions about units
MINISTER = ("Bộ trưởng Bộ Tư pháp (số liệu thử)", Level.MINISTRY)
HEAD = ("Thủ trưởng đơn vị (số liệu thử)", Level.GRASSROOTS)
# Codes of the catalogue, as often as they come; who decides.
PERSONAL = (("LDTT", HEAD),) * 5 + (("CSTDCS", HEAD),) * 2 + (("GK", HEAD), ("CSTDB", MINISTER), ("BKB", MINISTER))
COLLECTIVE = (("TTLDTT", HEAD),) * 3 + (("GK", HEAD), ("TTLDXS", MINISTER), ("BKB", MINISTER))
DOCUMENT = (
    "id", "symbol", "issued_on", "issuer_name", "kind", "abstract", "owner_code", "owner_name", "symbol_key",
    "issuer_key", "sort_key", "search_text",
)  # fmt: skip
GRANT = (
    "id", "document_id", "authority_name", "authority_level", "keeper_id", "occasion", "declared_collectives",
    "declared_individuals", "search_text",
)  # fmt: skip
AWARD = (
    "grant_id", "award_type_id", "subject", "person_id", "unit_id", "recipient_name", "honorific", "unit_name", "year",
    "granted_on", "search_text", "recipient_key",
)  # fmt: skip


@dataclass(frozen=True)
class Recipient:
    """Somebody of ours as a list prints them, with what the row is found and sorted by."""

    subject: str
    person_id: int | None
    unit_id: int
    name: str
    honorific: str
    unit_name: str
    search_text: str
    key: str


@dataclass
class Lot:
    """The people and the units of one part of the sector: a unit directly below the ministry and what lies there."""

    top: Body
    people: list[Recipient] = field(default_factory=list)
    units: list[Recipient] = field(default_factory=list)


@dataclass(frozen=True)
class Decision:
    """One decision with its list, before it has a row."""

    number: int
    year: int
    keeper: Body
    award: str
    authority: tuple[str, str]
    recipients: list[Recipient]


def make_awards(count: int, bodies: list[Body], *, years: int, random: Random) -> int:
    """``count`` awards by decisions of ``years`` years, the newest last year; answers how many decisions.

    The catalogue has to be there. COPY, one table after the other.
    """
    decisions = list(_decisions(count, _lots(bodies), years=max(years, 1), random=random))
    types = dict(AwardType.objects.values_list("code", "pk"))
    papers, grants = new_ids(Document, len(decisions)), new_ids(GrantDocument, len(decisions))
    copy_rows(Document, DOCUMENT, (_document(pk, each) for pk, each in zip(papers, decisions, strict=True)))
    heads = zip(grants, papers, decisions, strict=True)
    copy_rows(GrantDocument, GRANT, (_grant(pk, paper, each) for pk, paper, each in heads))
    lines = ((pk, each, one) for pk, each in zip(grants, decisions, strict=True) for one in each.recipients)
    copy_rows(Award, AWARD, (_award(pk, types[each.award], each, one) for pk, each, one in lines))
    return len(decisions)


def _lots(bodies: list[Body]) -> list[Lot]:
    """Who may be in a list together; those of the ministry itself form a lot of their own."""
    step = len(bodies[0].path)
    lots: dict[str, Lot] = {}
    by_id = {}
    for body in bodies:
        by_id[body.pk] = body
        lot = lots.setdefault(body.path[: step * 2], Lot(body))
        found, key = fold(f"{body.name} {body.name}"), sort_key(body.name)
        lot.units.append(Recipient(Subject.COLLECTIVE, None, body.pk, body.name, "", body.name, found, key))
    held = Posting.objects.filter(kind=PostingKind.OFFICIAL, ends_on=None).order_by("person_id")
    for pk, name, honorific, unit_id in held.values_list(
        "person_id", "person__full_name", "person__honorific", "unit_id"
    ):
        unit = by_id[unit_id]
        found, key = fold(f"{name} {unit.name}"), name_sort_key(name)
        recipient = Recipient(Subject.INDIVIDUAL, pk, unit_id, name, honorific, unit.name, found, key)
        lots[unit.path[: step * 2]].people.append(recipient)
    return list(lots.values())


def _decisions(count: int, lots: list[Lot], *, years: int, random: Random) -> Iterator[Decision]:
    staffed = [lot for lot in lots if lot.people]
    left, number = count, 0
    while left:
        number += 1
        personal = bool(staffed) and random.random() >= OF_COLLECTIVES
        lot = random.choice(staffed if personal else lots)
        pool = lot.people if personal else lot.units
        award, authority = random.choice(PERSONAL if personal else COLLECTIVE)
        length = min(left, len(pool), random.randrange(1, LONGEST_LIST + 1))
        left -= length
        year = TODAY.year - 1 - random.randrange(years)
        yield Decision(number, year, lot.top, award, authority, random.sample(pool, length))


def _decided(decision: Decision) -> date:
    """Some day of November or December, always the same one for a decision."""
    return date(decision.year, 11, 1) + timedelta(days=decision.number % 60)


def _document(pk: int, decision: Decision) -> tuple:
    symbol, issuer = f"{decision.number}/QĐ-KT", decision.authority[0]
    abstract = f"Khen thưởng năm {decision.year} (số liệu thử)"
    owner = decision.keeper
    return (
        pk, symbol, _decided(decision), issuer, "decision", abstract, owner.code, owner.name, fold(symbol),
        fold(issuer), symbol_sort_key(symbol), fold(f"{symbol} {abstract} {issuer}"),
    )  # fmt: skip


def _grant(pk: int, paper: int, decision: Decision) -> tuple:
    authority, level = decision.authority
    occasion = f"Tổng kết năm {decision.year}"
    abstract = f"Khen thưởng năm {decision.year} (số liệu thử)"
    found = fold(f"{decision.number}/QĐ-KT {authority} {occasion} {abstract} {authority}")
    collectives = sum(one.subject == Subject.COLLECTIVE for one in decision.recipients)
    individuals = len(decision.recipients) - collectives
    return pk, paper, authority, level, decision.keeper.pk, occasion, collectives, individuals, found


def _award(grant: int, award_type: int, decision: Decision, one: Recipient) -> tuple:
    return (
        grant, award_type, one.subject, one.person_id, one.unit_id, one.name, one.honorific, one.unit_name,
        decision.year, _decided(decision), one.search_text, one.key,
    )  # fmt: skip
