"""A passkey of software: makes credentials and signs answers as an authenticator does, with any flags."""

import hashlib
import json

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

RP, ORIGIN = "testserver", "https://testserver"
UP, UV, AT = 0x01, 0x04, 0x40


class SoftPasskey:
    """Belongs to ``user``; its credential is kept like any other."""

    def __init__(self, user, credential_id: bytes = b"soft-passkey-0001"):
        self.user, self.id = user, credential_id
        self.key = ec.generate_private_key(ec.SECP256R1())
        public = ES256.from_cryptography_key(self.key.public_key())
        kept = AttestedCredentialData.create(b"\0" * 16, credential_id, public)
        attested = AttestationObject.create("none", self._data(UP | UV | AT, kept), {})
        response = {
            "clientDataJSON": websafe_encode(self._client("webauthn.create", "AAAA")),
            "attestationObject": websafe_encode(bytes(attested)),
        }
        self.factor = Authenticator.objects.create(
            user=user, type="webauthn", data={"name": "Khóa thử", "credential": self._credential(response)}
        )

    def answer(self, options: dict, *, verified: bool) -> str:
        """What the browser posts for the challenge; ``verified``: the owner was asked for finger, face or PIN."""
        client = self._client("webauthn.get", options["publicKey"]["challenge"])
        data = self._data(UP | (UV if verified else 0))
        signature = self.key.sign(bytes(data) + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        response = {
            "clientDataJSON": websafe_encode(client),
            "authenticatorData": websafe_encode(bytes(data)),
            "signature": websafe_encode(signature),
            "userHandle": websafe_encode(user_pk_to_url_str(self.user).encode()),
        }
        return json.dumps(self._credential(response))

    def _credential(self, response: dict) -> dict:
        name = websafe_encode(self.id)
        return {"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {}}

    def _data(self, flags: int, credential=b"") -> AuthenticatorData:
        return AuthenticatorData.create(hashlib.sha256(RP.encode()).digest(), flags, 0, credential)

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": ORIGIN, "crossOrigin": False}).encode()
