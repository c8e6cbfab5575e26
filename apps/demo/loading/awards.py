"""The registry of the demo: the lists of Hà Nội 2022 with the figures of the case, and titles of invented people.

No source names the numbers of these decisions or anybody in the lists: both are invented and marked "minh họa".
"""

from datetime import date, datetime

from apps.catalog.enums import CommendationType, Level, Subject
from apps.catalog.models import AwardType
from apps.core.actor import Actor
from apps.documents.domain.citing import file_document
from apps.registry.domain.granting import add_awards, enter_grant, publish_grant
from apps.registry.domain.initiatives import enter_initiative, open_campaign
from apps.registry.domain.recipients import Recipient
from apps.registry.enums import InitiativeLevel, Standing, WorkKind
from apps.registry.models import Award, GrantDocument
from apps.units.models import Posting, Unit

CITY = "Chủ tịch UBND thành phố Hà Nội"
# Occasion, first and last year counted, collectives, individuals (the Sở itself is the fourth, one collective).
LISTS = (
    ("Thông tư liên tịch 05/2015/TTLT-BTP-BCA-BYT và Quyết định 453/QĐ-UBND", None, None, 35, 32),
    ("25 năm trợ giúp pháp lý, thi hành Luật Trợ giúp pháp lý", 2017, 2022, 14, 22),
    ("10 năm thi hành Luật Phổ biến, giáo dục pháp luật", 2012, 2022, 10, 14),
)
OWN = "5 năm thực hiện Nghị định 83/2017/NĐ-CP về phòng cháy, chữa cháy"
OPEN = ("6 năm thi hành Luật Hộ tịch", "10 năm thực hiện Nghị định 59/2012/NĐ-CP")
OUTSIDE = "Người, tập thể minh họa, không thuộc đơn vị nào trong hệ thống"
TITLE_YEARS = (2023, 2024, 2025)


def load_awards(*, actor: Actor, now: datetime) -> int:
    """Decisions, lists, campaigns, initiatives; answers how many awards there are. Repeating changes nothing."""
    if not GrantDocument.objects.exists():
        _load_city(actor, now)
        _load_titles(actor, now)
        _load_chain(actor, now)
    return Award.objects.count()


def _grant(number: str, day: date, keeper: Unit, authority: str, level: str, actor: Actor, now: datetime, **head):
    document = file_document(
        symbol=number,
        issued_on=day,
        issuer_name=authority,
        owner_code=keeper.code,
        owner_name=keeper.name,
        illustrative=True,
        actor=actor,
        now=now,
    )
    return enter_grant(
        document=document,
        authority_name=authority,
        authority_level=level,
        keeper_id=keeper.pk,
        illustrative=True,
        actor=actor,
        now=now,
        **head,
    )


def _load_city(actor: Actor, now: datetime) -> None:
    keeper = Unit.objects.get(code="STP-HA-NOI")
    award = AwardType.objects.get(code="BKT")
    for number, (occasion, first, last, collectives, individuals) in enumerate(LISTS, start=1):
        grant = _grant(
            f"MH-0{number}/QĐ-UBND",
            date(2022, 12, 15),
            keeper,
            CITY,
            Level.PROVINCE,
            actor,
            now,
            type=CommendationType.MOVEMENT,
            occasion=occasion,
            declared_collectives=collectives,
            declared_individuals=individuals,
        )
        common = {"award": award, "period_from": first, "period_to": last, "year": 2022}
        listed = [
            Recipient(
                subject=Subject.COLLECTIVE,
                name=f"Tập thể minh họa số {n}",
                unit_name="thành phố Hà Nội",
                standing=Standing.OUTSIDE,
                standing_reason=OUTSIDE,
                **common,
            )
            for n in range(1, collectives + 1)
        ]
        listed += [
            Recipient(
                subject=Subject.INDIVIDUAL,
                name=f"Trần Thị Thử số {n}",
                standing=Standing.OUTSIDE,
                standing_reason=OUTSIDE,
                honorific="Bà",
                post="Công chức (minh họa)",
                unit_name="thành phố Hà Nội",
                **common,
            )
            for n in range(1, individuals + 1)
        ]
        add_awards(grant_id=grant.pk, recipients=listed, complete=True, actor=actor, now=now)
        publish_grant(grant_id=grant.pk, version=1, published_on=date(2022, 12, 20), actor=actor, now=now)
    own = _grant(
        "MH-04/QĐ-UBND", date(2022, 12, 15), keeper, CITY, Level.PROVINCE, actor, now,
        type=CommendationType.MOVEMENT, occasion=OWN, declared_collectives=1, declared_individuals=0,
    )  # fmt: skip
    itself = Recipient(award=award, subject=Subject.COLLECTIVE, name=keeper.name, unit_id=keeper.pk, year=2022)
    add_awards(grant_id=own.pk, recipients=[itself], complete=True, actor=actor, now=now)
    for occasion in OPEN:
        open_campaign(
            owner_id=keeper.pk, occasion=occasion, type=CommendationType.MOVEMENT, year=2022, actor=actor, now=now
        )


def _load_titles(actor: Actor, now: datetime) -> None:
    """LĐTT and CSTĐCS of the invented people of one ministry unit, three years in a row; an initiative a year."""
    unit = Unit.objects.get(code="CCNTT")
    postings = Posting.objects.filter(unit=unit, person__merged_into=None).select_related("person")
    people = [posting.person for posting in postings.order_by("person__name_sort_key", "person_id")]
    people = list(dict.fromkeys(people))
    worker, fighter = (AwardType.objects.get(code=code) for code in ("LDTT", "CSTDCS"))
    for year in TITLE_YEARS:
        grant = _grant(
            f"MH-{year % 100}/QĐ-CNTT", date(year, 12, 10), unit, "Cục trưởng Cục Công nghệ thông tin",
            Level.GRASSROOTS, actor, now, type=CommendationType.MERIT,
        )  # fmt: skip
        titles = [(worker, person) for person in people] + [(fighter, person) for person in people[:1]]
        recipients = [
            Recipient(
                award=award,
                subject=Subject.INDIVIDUAL,
                name=person.full_name,
                honorific=person.honorific,
                unit_name=unit.name,
                person_id=person.pk,
                unit_id=unit.pk,
                year=year,
            )
            for award, person in titles
        ]
        add_awards(grant_id=grant.pk, recipients=recipients, actor=actor, now=now)
        if people:
            _initiative(unit, people[0].pk, year, actor, now)


def _load_chain(actor: Actor, now: datetime) -> None:
    """Bằng khen Bộ for the fighter of these years: it relies on the titles, which rely on LĐTT of their year."""
    title = Award.objects.filter(award_type__code="CSTDCS", person__isnull=False).select_related("person").first()
    keeper = Unit.objects.filter(code="BTP").first()
    if title is None or keeper is None:
        return
    grant = _grant(
        "MH-26/QĐ-BTP", date(2026, 3, 10), keeper, "Bộ trưởng Bộ Tư pháp",
        Level.MINISTRY, actor, now, type=CommendationType.MERIT,
    )  # fmt: skip
    recipient = Recipient(
        award=AwardType.objects.get(code="BKB"),
        subject=Subject.INDIVIDUAL,
        name=title.recipient_name,
        honorific=title.honorific,
        unit_name=title.unit_name,
        person_id=title.person_id,
        unit_id=title.unit_id,
        year=2025,
    )
    add_awards(grant_id=grant.pk, recipients=[recipient], actor=actor, now=now)


def _initiative(unit: Unit, author_id: int, year: int, actor: Actor, now: datetime) -> None:
    document = file_document(
        symbol=f"MH-SK{year % 100}/QĐ-CNTT",
        issued_on=date(year, 11, 20),
        issuer_name=unit.name,
        owner_code=unit.code,
        owner_name=unit.name,
        illustrative=True,
        actor=actor,
        now=now,
    )
    enter_initiative(
        unit_id=unit.pk,
        title=f"Rút ngắn thời gian tổng hợp số liệu năm {year} (minh họa)",
        kind=WorkKind.INITIATIVE,
        level=InitiativeLevel.UNIT,
        scope=InitiativeLevel.UNIT,
        year=year,
        document=document,
        author_ids=[author_id],
        council_name=f"Hội đồng sáng kiến {unit.name}",
        actor=actor,
        now=now,
    )
