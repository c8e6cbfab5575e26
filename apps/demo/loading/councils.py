"""Councils of the ministry by term, with accounts of some of today's members. Names and numbers are invented."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.contrib.auth.hashers import make_password

from apps.accounts.domain.users import ensure_user
from apps.accounts.models import User
from apps.awards.council_enums import CouncilKind, Position
from apps.awards.domain.councils import CouncilPlan, MemberFacts, add_member, found_council
from apps.awards.models import Council
from apps.core.actor import Actor
from apps.demo.loading.bodies import MINISTRY
from apps.demo.loading.people import address, demo_password
from apps.documents.domain.citing import file_document
from apps.documents.enums import DocumentKind
from apps.documents.models import Document
from apps.units.domain.people import PersonData, create_person
from apps.units.domain.postings import PostingData
from apps.units.domain.units import UnitFields, edit_unit
from apps.units.models import Person, Unit

EMULATION = "Hội đồng Thi đua - Khen thưởng ngành Tư pháp"
INITIATIVE = "Hội đồng sáng kiến Bộ Tư pháp"
BASIS = "Quy chế hoạt động của Hội đồng (minh họa)"
FIRST, PRESENT = (date(2019, 1, 1), date(2023, 12, 31)), (date(2024, 1, 1), date(2028, 12, 31))
# Officers of these units sat in 2020; the last of them serves the council although its own unit stands.
SEATS_OF_2020 = ("VPB", "TTRB", "VTCCB", "VHTQT", "CCNTT", "VCVDC", "VTDKT")
# Without a council of its own a body with legal personality is warned from January (S003-12).
LEGAL_PERSONS = (MINISTRY, "CCNTT", "CBTTP")


@dataclass(frozen=True)
class Sitting:
    """One of today's members who signs in."""

    username: str
    name: str
    honorific: str
    post: str
    unit: str
    position: str


ACCOUNTS = (
    Sitting("hd.chutich", "Nguyễn Văn Giả Định", "Ông", "Lãnh đạo Bộ", MINISTRY, Position.CHAIR),
    Sitting("hd.uyvien", "Ngô Thị Giả Định", "Bà", "Phó Cục trưởng", "CCNTT", Position.MEMBER),
    Sitting("hd.thuky", "Bùi Văn Giả Định", "Ông", "Phó Vụ trưởng", "VTCCB", Position.SECRETARY),
)
# Members without an account answer by telephone and sit in the meeting as everybody does.
OTHERS = ("Trịnh Văn Thử", "Mai Thị Thử", "Đinh Văn Thử", "Lý Thị Thử", "Hồ Văn Thử")


def load_councils(*, actor: Actor, now: datetime) -> int:
    """Answers how many councils there are. Repeating changes nothing."""
    if not Council.objects.exists():
        _give_legal_persons(actor, now)
        ministry = Unit.objects.get(code=MINISTRY)
        _of_2020(ministry, actor, now)
        _of_today(ministry, actor, now)
        for unit, name in ((ministry, INITIATIVE), (Unit.objects.get(code="CCNTT"), "Hội đồng sáng kiến Cục CNTT")):
            members = [MemberFacts(name, place, "(minh họa)") for name, place in zip(OTHERS, _places(), strict=True)]
            _found(unit, CouncilKind.INITIATIVE, name, PRESENT, members, None, actor, now)
    return Council.objects.count()


def _places() -> tuple[str, ...]:
    return (Position.CHAIR, *[Position.MEMBER] * (len(OTHERS) - 2), Position.SECRETARY)


def _give_legal_persons(actor: Actor, now: datetime) -> None:
    """No file of the sector says which unit has legal personality: three are given it here (minh họa)."""
    for unit in Unit.objects.filter(code__in=LEGAL_PERSONS).order_by("code"):
        names = ("name", "kind", "short_name", "province", "protocol_order", "valid_from", "valid_to")
        known = UnitFields(
            **{name: getattr(unit, name) for name in names},
            aliases=tuple(unit.aliases.values_list("name", flat=True)),
        )
        fields = replace(known, legal_person=True)
        edit_unit(
            unit_id=unit.pk, expected_version=unit.version, fields=fields, reason="Minh họa", actor=actor, now=now
        )


def _of_2020(ministry: Unit, actor: Actor, now: datetime) -> None:
    people = {
        person.user.username: person
        for person in Person.objects.filter(user__username__in=[f"ld.{code.lower()}" for code in SEATS_OF_2020])
        .select_related("user")
        .order_by("pk")
    }
    members = [
        MemberFacts("Nguyễn Văn Thử", Position.CHAIR, "Lãnh đạo Bộ (minh họa)", "Ông"),
        MemberFacts("Lê Thị Thử", Position.VICE_CHAIR, "Lãnh đạo Bộ (minh họa)", "Bà"),
    ]
    for code in SEATS_OF_2020:
        person = people[f"ld.{code.lower()}"]
        place = Position.SECRETARY if code == SEATS_OF_2020[-1] else Position.MEMBER
        post = f"Thủ trưởng {Unit.objects.get(code=code).short_name} (minh họa)"
        members.append(MemberFacts(person.full_name, place, post, person.honorific, person.pk))
    decision = _decision("86/QĐ-BTP", date(2018, 12, 28), actor, now)
    _found(ministry, CouncilKind.EMULATION, EMULATION, FIRST, members, decision, actor, now)


def _of_today(ministry: Unit, actor: Actor, now: datetime) -> None:
    password = make_password(demo_password())  # slow on purpose: once
    chair, member, secretary = (_person(each, password, actor, now) for each in ACCOUNTS)
    members = [
        chair,
        MemberFacts(OTHERS[0], Position.VICE_CHAIR, "Lãnh đạo Bộ (minh họa)", "Ông"),
        member,
        *(MemberFacts(name, Position.MEMBER, "Thủ trưởng đơn vị (minh họa)") for name in OTHERS[1:]),
        secretary,
    ]
    decision = _decision("98/QĐ-BTP", date(2023, 12, 28), actor, now)
    council = _found(ministry, CouncilKind.EMULATION, EMULATION, PRESENT, members, decision, actor, now)
    replaced = council.members.get(name=OTHERS[-1])
    spare = MemberFacts("Vi Thị Thử", Position.MEMBER, "Dự khuyết (minh họa)", "Bà", substitute_of=replaced.pk)
    add_member(council_id=council.pk, facts=spare, actor=actor, now=now)


def _person(sitting: Sitting, password: str, actor: Actor, now: datetime) -> MemberFacts:
    """The account and its file; the right to sit comes from the seat, not from a role."""
    post = f"{sitting.post} (minh họa)"
    user: User = ensure_user(
        username=sitting.username,
        full_name=sitting.name,
        honorific=sitting.honorific,
        post=post,
        phone="024 0000 8888",
        email=address(sitting.username),
        password_hash=password,
        is_demo=True,
        actor=actor,
        now=now,
    )
    person = create_person(
        data=PersonData(sitting.name, honorific=sitting.honorific, birth_date=date(1972, 4, 10), phone=user.phone),
        posting=PostingData(Unit.objects.get(code=sitting.unit).pk, post=post, is_leader=True, starts_on=PRESENT[0]),
        user_id=user.pk,
        is_somebody_else=True,
        actor=actor,
        now=now,
        on=now.date(),
    )
    return MemberFacts(sitting.name, sitting.position, post, sitting.honorific, person.pk)


def _found(
    body: Unit, kind: str, name: str, term, members, decision: Document | None, actor: Actor, now: datetime
) -> Council:
    plan = CouncilPlan(f"{name} (minh họa)", *term, threshold_basis=BASIS, illustrative=True)
    who = {"actor": actor, "now": now}
    return found_council(organiser_id=body.pk, kind=kind, plan=plan, decision=decision, members=members, **who)


def _decision(symbol: str, issued_on: date, actor: Actor, now: datetime) -> Document:
    return file_document(
        symbol=symbol,
        issued_on=issued_on,
        issuer_name="Bộ Tư pháp",
        owner_code=MINISTRY,
        owner_name="Bộ Tư pháp",
        kind=DocumentKind.DECISION,
        abstract=f"Kiện toàn {EMULATION} (minh họa)",
        illustrative=True,
        actor=actor,
        now=now,
    )
