"""A passkey alone is two proofs only when its owner was asked; hostile answers are refusals."""

import json

import pytest
from allauth.mfa.webauthn.internal.auth import STATE_SESSION_KEY
from fido2.utils import websafe_encode

from apps.accounts.tests.soft_passkey import ORIGIN, SoftPasskey
from apps.accounts.tests.steps import SECOND, sign_in, with_password

pytestmark = pytest.mark.django_db
ALONE, OPTIONS = "/accounts/sign-in/passkey/", "/accounts/sign-in/passkey/options/"


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def passkey():
    return SoftPasskey(with_password())


def came_in(client) -> bool:
    return "_auth_user_id" in client.session


def anybody(client) -> dict:
    return client.post(OPTIONS, {"anybody": "1"}).json()


@pytest.mark.parametrize("verified", [True, False])
def test_passkey_alone_signs_in_when_its_owner_was_asked(client, passkey, verified):
    client.post(ALONE, {"passkey": passkey.answer(anybody(client), verified=verified)})
    assert came_in(client) is verified


@pytest.mark.parametrize("verified", [True, False])
@pytest.mark.parametrize("whose", ["own", "other"])
def test_challenge_of_the_second_step_opens_nothing_alone(client, passkey, whose, verified):
    """Whoever knows a password gets a challenge that asks for no PIN: not to be answered at the other door."""
    between = passkey.user if whose == "own" else SoftPasskey(with_password(), b"soft-passkey-0002").user
    assert sign_in(client, between).headers["Location"] == SECOND
    asked = client.post(OPTIONS).json()
    assert asked["publicKey"]["userVerification"] == "preferred"
    client.post(ALONE, {"passkey": passkey.answer(asked, verified=verified)})
    assert not came_in(client)


def test_second_step_takes_its_own_challenge_only(client, passkey):
    sign_in(client, passkey.user)
    answer = passkey.answer(anybody(client), verified=True)
    assert client.post(SECOND, {"passkey": answer}).status_code == 422
    answer = passkey.answer(client.post(OPTIONS).json(), verified=False)
    assert client.post(SECOND, {"passkey": answer}).status_code == 302
    assert came_in(client)


def test_flag_is_read_from_what_was_signed(client, passkey):
    """Setting the flag afterwards breaks the signature."""
    answer = json.loads(passkey.answer(anybody(client), verified=False))
    claimed = json.loads(passkey.answer({"publicKey": {"challenge": "AAAA"}}, verified=True))
    answer["response"]["authenticatorData"] = claimed["response"]["authenticatorData"]
    client.post(ALONE, {"passkey": json.dumps(answer)})
    assert not came_in(client)


def hostile(challenge: str) -> dict[str, str]:
    """Answers that no browser sends."""
    client = {"type": "webauthn.get", "challenge": challenge, "origin": ORIGIN}
    name = websafe_encode(b"x" * 16)
    good = {
        "clientDataJSON": websafe_encode(json.dumps(client).encode()),
        "authenticatorData": websafe_encode(b"\0" * 37),
        "signature": websafe_encode(b"\0" * 70),
        "userHandle": websafe_encode(b"1"),
    }

    def answer(**response):
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": good | response})

    def data(extra: bytes, flags: int):
        return answer(authenticatorData=websafe_encode(b"\0" * 32 + bytes([flags]) + b"\0" * 4 + extra))

    deep = json.dumps(client)[:-1].encode() + b', "x": ' + b"[" * 9000 + b"]" * 9000 + b"}"
    return {
        "deep brackets": "[" * 19_000,
        "deep objects": '{"a":' * 3_900,
        "huge number": '{"a": ' + "9" * 6_000 + "}",
        "deep client data": answer(clientDataJSON=websafe_encode(deep[:14_000])),
        "client data is a list": answer(clientDataJSON=websafe_encode(b"[]")),
        "client data is a number": answer(clientDataJSON=websafe_encode(b"1")),
        "client data is no text": answer(clientDataJSON=websafe_encode(b"\xff\xfe")),
        "short data": answer(authenticatorData=websafe_encode(b"\0")),
        "no data": answer(authenticatorData=""),
        "cut credential": data(b"\0" * 3, 0x40),
        "bad cbor": data(b"\0" * 16 + b"\0\1x" + b"\xff", 0x40),
        "deep cbor": data(b"\x81" * 9_000, 0x80),
        "long cbor": data(b"\x9b" + b"\xff" * 8, 0x80),
        "cbor map of a list": data(b"\xa1\x80\x00", 0x80),
        "cbor float": data(b"\xfb", 0x80),
        "key of no kind": data(b"\0" * 16 + b"\0\1x" + b"\xa1\x03\x18\x63", 0x40),
        "handle is no number": answer(userHandle=websafe_encode(b"\xff")),
        "handle of a giant": answer(userHandle=websafe_encode(b"9" * 4_000)),
        "handle beyond the column": answer(userHandle=websafe_encode(b"9" * 25)),
        "handle is an object": answer(userHandle={"a": 1}),
        "response is a text": '{"id": "eA", "rawId": "eA", "type": "public-key", "response": "x"}',
        "surrogate": '{"id": "\\ud800", "rawId": "\\ud800", "response": {}}',
    }


@pytest.mark.parametrize("kind", hostile(""))
def test_hostile_answers_are_refused_at_every_door(client, passkey, kind):
    posted = hostile(anybody(client)["publicKey"]["challenge"])[kind]
    assert client.post(ALONE, {"passkey": posted}).headers["Location"] == "/accounts/sign-in/"
    sign_in(client, passkey.user)
    posted = hostile(client.post(OPTIONS).json()["publicKey"]["challenge"])[kind]
    assert client.post(SECOND, {"passkey": posted}).status_code == 422
    assert not came_in(client)


@pytest.mark.parametrize("verified", [True, False])
def test_alone_the_signed_answer_itself_says_that_the_owner_was_asked(client, passkey, verified):
    """Whatever the kept challenge demanded."""
    asked = anybody(client)
    session = client.session
    session[STATE_SESSION_KEY] |= {"user_verification": "preferred"}
    session.save()
    client.post(ALONE, {"passkey": passkey.answer(asked, verified=verified)})
    assert came_in(client) is verified
