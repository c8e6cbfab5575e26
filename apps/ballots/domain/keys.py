"""Keys of the tellers: a private key never lies open in the database."""

import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from apps.ballots.domain.codes import OF_KEYS, new_code, plain

SALT_BYTES, NONCE_BYTES, KEY_BYTES = 16, 12, 32
COST = {"n": 2**15, "r": 8, "p": 1}  # about 32 MiB and a tenth of a second for each code tried


@dataclass(frozen=True)
class KeyPair:
    """``public`` raw bytes; ``wrapped``: salt, nonce and the private key under ``code``, which is shown once."""

    public: bytes
    wrapped: bytes
    code: str


def make_key_pair() -> KeyPair:
    private, code = X25519PrivateKey.generate(), new_code(OF_KEYS)
    salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    sealed = ChaCha20Poly1305(_stretched(code, salt)).encrypt(nonce, private.private_bytes_raw(), None)
    return KeyPair(private.public_key().public_bytes_raw(), salt + nonce + sealed, code)


def private_key(wrapped: bytes, code: str) -> X25519PrivateKey | None:
    """The private key, or None where the code is wrong."""
    salt, nonce, sealed = (
        wrapped[:SALT_BYTES],
        wrapped[SALT_BYTES : SALT_BYTES + NONCE_BYTES],
        wrapped[SALT_BYTES + NONCE_BYTES :],
    )
    try:
        raw = ChaCha20Poly1305(_stretched(code, salt)).decrypt(nonce, sealed, None)
    except InvalidTag:
        return None
    return X25519PrivateKey.from_private_bytes(raw)


def _stretched(code: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=KEY_BYTES, **COST).derive(plain(code).encode())
