"""What the tests of signing in do again and again."""

from datetime import UTC, datetime

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from apps.accounts.domain.codes import use_code
from apps.accounts.domain.factors import give_totp
from apps.accounts.tests.factories import UserFactory
from apps.core.actor import Actor

NOW = datetime(2026, 11, 12, 2, tzinfo=UTC)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "mot-mat-khau-dai"
SIGN_IN, SECOND = "/accounts/sign-in/", "/accounts/sign-in/second-factor/"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"


def code_at(moment: datetime, secret: str = SECRET) -> str:
    """The six digits that an application shows."""
    return format_hotp_value(hotp_value(secret, int(moment.timestamp()) // 30))


def with_password(**fields):
    user = UserFactory(**fields)
    user.set_password(PASSWORD)
    user.save()
    return user


def with_totp(**fields):
    user = with_password(**fields)
    give_totp(user_id=user.pk, secret=SECRET, actor=actor_of(user), now=NOW)
    return user


def actor_of(user) -> Actor:
    return Actor(user_id=user.pk, label=user.label, is_staff=user.is_staff)


def tried(user, code, now=NOW):
    """Which factor ``code`` answers to, or None."""
    return use_code(user_id=user.pk, code=code, actor=actor_of(user), now=now)


def sign_in(client, user, password=PASSWORD, **fields):
    return client.post(SIGN_IN, {"username": user.username, "password": password, **fields}, HTTP_USER_AGENT=CHROME)


def signed_in(user) -> Client:
    """A browser of its own, in which ``user`` has signed in by password (and code, where there is one)."""
    client = Client()
    answer = sign_in(client, user)
    if answer.headers["Location"] == SECOND:
        from django.utils import timezone

        client.post(SECOND, {"code": code_at(timezone.now())})
    return client
