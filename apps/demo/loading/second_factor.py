"""One demo account with a real second factor, so that signing in with two steps can be tried.

The other demo accounts are exempt while the services are embedded. The secret is made for this clone; demo_accounts
prints it.
"""

from datetime import date, datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.utils import decrypt
from django.contrib.auth.hashers import make_password

from apps.accounts.domain.factors import give_totp
from apps.accounts.domain.users import ensure_user
from apps.accounts.enums import Factor
from apps.core.actor import Actor
from apps.demo.loading.people import demo_password
from apps.units.domain.roles import give_role
from apps.units.enums import Role
from apps.units.models import Unit

USERNAME = "btp.haibuoc"
SINCE = date(2020, 1, 1)


def load_second_factor(*, actor: Actor, now: datetime) -> None:
    """A second member of the standing office, whose sign-in asks for a code. Repeating changes nothing."""
    user = ensure_user(
        username=USERNAME,
        full_name="Ngô Thị Hai Bước",
        honorific="Bà",
        post=f"{Role.STANDING_OFFICE.label} (minh họa)",
        phone="024 0000 9998",
        password_hash=make_password(demo_password()),
        is_demo=True,
        actor=actor,
        now=now,
    )
    ministry = Unit.objects.get(code="BTP")
    give_role(user_id=user.pk, unit_id=ministry.pk, role=Role.STANDING_OFFICE, starts_on=SINCE, actor=actor, now=now)
    give_totp(user_id=user.pk, secret=generate_totp_secret(), actor=actor, now=now)


def secrets_of_demo_accounts() -> dict[int, str]:
    """Secrets in the clear by user id, for the command that prints how to sign in to the demo."""
    found = Authenticator.objects.filter(type=Factor.TOTP, user__is_demo=True)
    return {factor.user_id: decrypt(factor.data["secret"]) for factor in found}
