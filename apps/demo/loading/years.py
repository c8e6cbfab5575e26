"""Years as their organisers open and close them: the ministry's, a Sở's own, the work year of an enforcement body."""

from datetime import date, datetime

from django.contrib.auth.hashers import make_password

from apps.accounts.domain.users import ensure_user
from apps.core.actor import Actor
from apps.demo.loading.bodies import COMMUNES_OF, MINISTRY
from apps.demo.loading.people import SINCE, address, demo_password
from apps.periods.domain.new_year import Plan, next_days, open_year
from apps.periods.domain.years import advance, choose_public
from apps.periods.enums import PublicPart, Stage, YearState, usually_public
from apps.periods.models import EmulationYear
from apps.units.domain.roles import give_role
from apps.units.enums import Role
from apps.units.models import Unit

ENFORCEMENT = "THADS-LAO-CAI"
# The Sở signs no pledge with its communes and holds no ballot (illustrative).
LEFT_OUT = (Stage.PLEDGE, Stage.CONFERENCE)


def load_own_years(*, actor: Actor, now: datetime) -> None:
    """The Sở opened last year and this one from it, and closed last year; the enforcement body runs its work year.

    Repeating changes nothing.
    """
    _office(actor, now)
    last = _open(COMMUNES_OF, date(now.year - 1, 1, 1), date(now.year - 1, 12, 31), now.year - 1, LEFT_OUT, actor, now)
    starts_on, ends_on = next_days(last)
    this_year = Plan(
        last.organiser_id, now.year, starts_on, ends_on, tuple(last.stages_off), from_year_id=last.pk, chosen={}
    )
    open_year(plan=this_year, actor=actor, now=now)
    for action, state in (("start_closing", YearState.OPEN), ("close", YearState.CLOSING)):
        if last.state == state:
            last = advance(year_id=last.pk, action=action, acknowledged=True, actor=actor, now=now)
    if Unit.objects.filter(code=ENFORCEMENT).exists():
        _open(ENFORCEMENT, date(now.year - 1, 10, 1), date(now.year, 9, 30), now.year, (), actor, now)


def settle_years(*, actor: Actor, now: datetime) -> int:
    """The ministry's earlier years are being closed while this one runs: years side by side. Answers how many.

    What may be public of them is (illustrative).

    None is locked: what is loaded into them again has to find them writable.
    """
    years = EmulationYear.objects.filter(organiser__code=MINISTRY, year__lt=now.year)
    for year in years.filter(state=YearState.OPEN):
        advance(year_id=year.pk, action="start_closing", actor=actor, now=now)
    for year in EmulationYear.objects.filter(organiser__code=MINISTRY, public_parts=usually_public()):
        choose_public(year_id=year.pk, public_parts=PublicPart.values, version=year.version, actor=actor, now=now)
    return years.count()


def _office(actor: Actor, now: datetime) -> None:
    """The invented person who runs the Sở's own year."""
    organiser = Unit.objects.get(code=COMMUNES_OF)
    user = ensure_user(
        username="stp-lao-cai.thuongtruc",
        full_name="Hoàng Thị Giả Định",
        honorific="Bà",
        post="Thường trực HĐ của Sở (minh họa)",
        phone="0214 000 0000",
        email=address("stp-lao-cai.thuongtruc"),
        password_hash=make_password(demo_password()),
        is_demo=True,
        actor=actor,
        now=now,
    )
    give_role(
        user_id=user.pk,
        unit_id=organiser.pk,
        role=Role.STANDING_OFFICE,
        starts_on=max(organiser.valid_from or SINCE, SINCE),
        actor=actor,
        now=now,
    )


def _open(code: str, starts_on: date, ends_on: date, year: int, stages_off, actor: Actor, now: datetime):
    organiser = Unit.objects.get(code=code)
    known = EmulationYear.objects.filter(organiser=organiser, year=year).first()
    plan = Plan(organiser.pk, year, starts_on, ends_on, tuple(stages_off))
    return known or open_year(plan=plan, actor=actor, now=now)
