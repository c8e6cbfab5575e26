"""Accounts for the people of units, many at once: account, role, tie to the person's file, slip to print."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import make_password

from apps.accounts.domain.slips import issue_slips, propose_username, taken_usernames
from apps.accounts.domain.users import UsernameTaken, create_user
from apps.accounts.models import SlipBatch, User
from apps.audit.trail import operation
from apps.core.actor import Actor
from apps.core.text import clean
from apps.units.domain.people import tie_account
from apps.units.domain.roles import give_role
from apps.units.enums import Role
from apps.units.models import Unit


@dataclass(frozen=True)
class NewAccount:
    """One person who gets an account. ``role`` empty: the account alone; ``username`` empty: one is proposed."""

    full_name: str
    unit_id: int
    role: str = ""
    honorific: str = ""
    post: str = ""
    phone: str = ""
    email: str = ""
    username: str = ""
    person_id: int | None = None


@operation()
def make_accounts(
    *,
    title: str,
    unit_id: int,
    accounts: Iterable[NewAccount],
    starts_on: date,
    valid_days: int,
    actor: Actor,
    now: datetime,
    step=lambda done, total: None,
) -> SlipBatch:
    """Accounts that cannot sign in until their slip is used; all or none. The caller has asked who may.

    Raises UsernameTaken, and what giving a role raises.
    """
    accounts = list(accounts)
    units = Unit.objects.in_bulk({account.unit_id for account in accounts})
    taken = taken_usernames()
    rows = []
    for number, account in enumerate(accounts, start=1):
        unit = units[account.unit_id]
        user = _make(account, unit, taken, actor, now)
        if account.role:
            give_role(user_id=user.pk, unit_id=unit.pk, role=account.role, starts_on=starts_on, actor=actor, now=now)
        if account.person_id:
            tie_account(person_id=account.person_id, user_id=user.pk, actor=actor, now=now)
        role = str(Role(account.role).label) if account.role else ""
        rows.append((user.pk, ", ".join(filter(None, [role, unit.name]))))
        step(number, len(accounts))
    return issue_slips(title=title, unit_id=unit_id, rows=rows, valid_days=valid_days, actor=actor, now=now)


def _make(account: NewAccount, unit: Unit, taken: set[str], actor: Actor, now: datetime) -> User:
    username = clean(account.username).lower()
    if username and username in taken:
        raise UsernameTaken(username)
    taken.add(username)
    return create_user(
        username=username or propose_username(account.full_name, unit.code, taken),
        full_name=account.full_name,
        honorific=account.honorific,
        post=clean(account.post),
        phone=clean(account.phone),
        email=account.email,
        password=make_password(None),
        actor=actor,
        now=now,
    )
