"""Passkeys (WebAuthn) in a request: challenges are kept in the session, answers are checked against them by fido2.

Junk posted as an answer is a wrong answer (WrongPasskey), never a bug.
"""

import json
import struct

from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from cryptography.exceptions import UnsupportedAlgorithm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from apps.accounts.enums import Factor
from apps.accounts.models import User
from apps.core.errors import DomainError

# What json, cbor and the readers of fido2 raise on bytes that nobody's browser sends: wrong types, lengths, encodings,
# brackets as deep as the stack (RuntimeError is RecursionError and NotImplementedError too).
JUNK = (
    ValidationError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RuntimeError,
    struct.error,
    UnsupportedAlgorithm,
)
LARGEST_ANSWER = 20_000
ASKED_OF = "passkey_asked_of"  # key of the session: whom the challenge was made for, None for anybody


class WrongPasskey(DomainError):
    default_message = _("Khóa truy cập không khớp hoặc yêu cầu đã quá hạn. Hãy thử lại.")


def options_to_add(user: User) -> dict:
    """What the browser needs to make a passkey that also signs in without a password."""
    context.request.session.pop(ASKED_OF, None)  # its challenge takes the place of the one asked before
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
    options = auth.begin_authentication(user)
    context.request.session[ASKED_OF] = user and user.pk
    return options


def check_answer(posted: str, user: User | None) -> Authenticator:
    """The passkey that answered the challenge: of ``user``, or of the person whom the passkey itself names.

    Only the challenge made for this very question is answered: one for a person after the password asks for no finger,
    face or PIN, so it opens nothing alone. And alone, the signed answer itself says that the owner was asked.
    """
    credential = _read(posted)
    if context.request.session.get(ASKED_OF, "") != (user and user.pk):
        raise WrongPasskey
    try:
        answer = auth.parse_authentication_response(credential)
        factor = auth.complete_authentication(user or auth.extract_user_from_response(credential), credential)
        if user is None and not answer.response.authenticator_data.is_user_verified():
            raise WrongPasskey
    except JUNK as error:
        raise WrongPasskey from error
    del context.request.session[ASKED_OF]
    return factor


def has_passkey(user: User) -> bool:
    return Authenticator.objects.filter(user_id=user.pk, type=Factor.PASSKEY).exists()


def note_use(factor: Authenticator, now) -> None:
    Authenticator.objects.filter(pk=factor.pk).update(last_used_at=now)


def _read(posted: str) -> dict:
    try:
        read = json.loads(posted[:LARGEST_ANSWER])
    except JUNK as error:
        raise WrongPasskey from error
    if not isinstance(read, dict):
        raise WrongPasskey
    return read
