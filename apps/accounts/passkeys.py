"""Passkeys (WebAuthn) in a request: challenges are kept in the session, answers are checked against them by fido2.

Junk posted as an answer is a wrong answer (WrongPasskey), never a bug.
"""

import json

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.accounts.enums import Factor
from apps.accounts.models import User
from apps.core.errors import DomainError

JUNK = (ValidationError, ValueError, TypeError, KeyError, AttributeError)
LARGEST_ANSWER = 20_000


class WrongPasskey(DomainError):
    default_message = _("Khóa truy cập không khớp hoặc yêu cầu đã quá hạn. Hãy thử lại.")


def options_to_add(user: User) -> dict:
    """What the browser needs to make a passkey that also signs in without a password."""
    return auth.begin_registration(user, passwordless=True)


def check_added(posted: str) -> dict:
    """The credential to keep, from the browser's answer."""
    credential = _read(posted)
    try:
        auth.parse_registration_response(credential)
        auth.complete_registration(credential)
    except JUNK as error:
        raise WrongPasskey from error
    return credential


def options_to_ask(user: User | None) -> dict:
    """A challenge for one person, or, with None, for whoever holds a passkey of this portal."""
    return auth.begin_authentication(user)


def check_answer(posted: str, user: User | None) -> Authenticator:
    """The passkey that answered the challenge: of ``user``, or of the person whom the passkey itself names."""
    credential = _read(posted)
    try:
        auth.parse_authentication_response(credential)
        return auth.complete_authentication(user or auth.extract_user_from_response(credential), credential)
    except JUNK as error:
        raise WrongPasskey from error


def has_passkey(user: User) -> bool:
    return Authenticator.objects.filter(user_id=user.pk, type=Factor.PASSKEY).exists()


def note_use(factor: Authenticator, now) -> None:
    Authenticator.objects.filter(pk=factor.pk).update(last_used_at=now)


def _read(posted: str) -> dict:
    try:
        read = json.loads(posted[:LARGEST_ANSWER])
    except ValueError as error:
        raise WrongPasskey from error
    if not isinstance(read, dict):
        raise WrongPasskey
    return read
