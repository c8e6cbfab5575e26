"""People with postings, ratings and the accounts of those in charge."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from django.contrib.auth.hashers import make_password

from apps.accounts.models import User
from apps.core.copying import copy_rows, new_ids
from apps.demo.scale.bodies import Body
from apps.demo.scale.names import Drawn, NameDrawer
from apps.units.domain.people_rolls import folded, order_of
from apps.units.enums import Role, UnitKind
from apps.units.models import Person, Posting, QualityRating, RoleAssignment, TrainingRecord

TODAY = date(2026, 11, 1)  # fixed, so that the same seed always gives the same rows
PERSON = (
    "id", "full_name", "honorific", "sex", "birth_date", "code", "phone", "email", "folded_name", "name_sort_key",
    "search_text",
)  # fmt: skip
POSTING = ("person_id", "unit_id", "kind", "post", "is_leader", "starts_on", "ends_on")
POSTS = ("Chuyên viên", "Chuyên viên chính", "Thẩm tra viên", "Chấp hành viên sơ cấp", "Thư ký thi hành án", "Kế toán")
LEADING = ("Trưởng phòng", "Phó Trưởng phòng", "Giám đốc", "Phó Giám đốc")
LEVELS = ("excellent", "good", "good", "good", "done", "done", "not_done")
SINCE = date(2020, 1, 1)


def make_people(count: int, bodies: list[Body], *, years: int, random: Random) -> int:
    """``count`` persons spread over the units; answers how many postings they have. COPY, one table after the other."""
    drawer, ids = NameDrawer(random), new_ids(Person, count)
    copy_rows(Person, PERSON, (_person(pk, drawer.draw(), random) for pk in ids))
    postings = 0

    def counted() -> Iterator[tuple]:
        nonlocal postings
        for pk in ids:
            for row in _postings(pk, bodies, random):
                postings += 1
                yield row

    copy_rows(Posting, POSTING, counted())
    ratings = ((pk, TODAY.year - 1 - back, random.choice(LEVELS)) for pk in ids for back in range(years))
    copy_rows(QualityRating, ("person_id", "year", "level"), ratings)
    return postings


def _person(pk: int, drawn: Drawn, random: Random) -> tuple:
    born = date(1966, 1, 1) + timedelta(days=random.randrange(13_500))
    plain, name = folded(drawn.full_name), drawn.full_name
    phone = f"0{random.randrange(20, 30)} {random.randrange(10**7):07d}"
    mail = f"nguoi.{pk}@example.vn"
    return (pk, name, drawn.honorific, drawn.sex, born, f"SC{pk:08d}", phone, mail, plain, order_of(name), plain)


def _postings(pk: int, bodies: list[Body], random: Random) -> Iterator[tuple]:
    """One official posting held today, before it one elsewhere for a third; some are lent, some serve two units."""
    unit = bodies[random.randrange(len(bodies))]
    began = date(2012, 1, 1) + timedelta(days=random.randrange(5_000))
    is_leader = random.random() < 0.08  # noqa: PLR2004 -- a share, as the others here
    post = random.choice(LEADING if is_leader else POSTS)
    yield pk, unit.pk, "official", post, is_leader, began, None
    chance = random.random()
    elsewhere = bodies[random.randrange(len(bodies))].pk
    if chance < 0.33:  # noqa: PLR2004
        yield pk, elsewhere, "official", POSTS[0], False, began - timedelta(days=2_000), began - timedelta(days=1)
    elif chance < 0.35:  # noqa: PLR2004
        yield pk, elsewhere, "seconded", post, False, date(2026, 1, 1), None
    elif chance < 0.38:  # noqa: PLR2004
        yield pk, elsewhere, "concurrent", POSTS[0], False, date(2024, 1, 1), None


def make_accounts(bodies: list[Body], *, password: str) -> list[User]:
    """An officer for every unit directly below the ministry, the standing office and an auditor of the ministry."""
    hashed = make_password(password)
    tops = [body for body in bodies if body.kind != UnitKind.MINISTRY and body.depth == 2]  # noqa: PLR2004
    wanted = [(f"cb.{body.code.lower()}", body, Role.OFFICER) for body in tops]
    wanted += [("sc.thuongtruc", bodies[0], Role.STANDING_OFFICE), ("sc.kiemtra", bodies[0], Role.AUDITOR)]
    users = User.objects.bulk_create(
        User(username=name, full_name=f"Người thử {number}", honorific="Bà", password=hashed, is_demo=True)
        for number, (name, _body, _role) in enumerate(wanted, start=1)
    )
    RoleAssignment.objects.bulk_create(
        RoleAssignment(user=user, unit_id=body.pk, role=role, starts_on=SINCE)
        for user, (_name, body, role) in zip(users, wanted, strict=True)
    )
    _tie(users)
    return users


def _tie(users: list[User]) -> None:
    """The first persons are the people behind the accounts, with a course behind them."""
    people = list(Person.objects.filter(user=None).order_by("pk")[: len(users)])
    for person, user in zip(people, users, strict=False):
        person.user = user
    Person.objects.bulk_update(people, ["user"])
    TrainingRecord.objects.bulk_create(
        TrainingRecord(person=person, course="Bồi dưỡng nghiệp vụ (số liệu thử)", held_on=date(2025, 5, 20))
        for person in people
    )
