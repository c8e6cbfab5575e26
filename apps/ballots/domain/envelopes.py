"""Sealing and opening: bytes in, bytes out.

HPKE (RFC 9180) of the cryptography library: the inner seal to the first teller's key, the outer one to the second's.
"""

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


def seal(content: bytes, *, inner: bytes, outer: bytes, place: str) -> bytes:
    """Envelope for two raw public keys; ``place`` names ballot and voter: in another place it cannot be opened."""
    once = SUITE.encrypt(content, X25519PublicKey.from_public_bytes(inner), place.encode())
    return SUITE.encrypt(once, X25519PublicKey.from_public_bytes(outer), place.encode())


def unseal(envelope: bytes, *, inner: X25519PrivateKey, outer: X25519PrivateKey, place: str) -> bytes:
    """What was sealed. Raises cryptography's InvalidTag where envelope, keys or place differ."""
    once = SUITE.decrypt(envelope, outer, place.encode())
    return SUITE.decrypt(once, inner, place.encode())
