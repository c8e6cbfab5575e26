"""Codes that people read from paper or a screen and type: letters and digits that cannot be mistaken."""

import hashlib
import secrets

ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ0123456789"  # 32 characters without I, L, O, U
GROUP = 4
OF_KEYS, OF_VOTERS, OF_RECEIPTS = 24, 16, 16  # characters: 120, 80 and 80 bits
ALIKE = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})


def new_code(length: int) -> str:
    """Random code in groups of four, as it is shown."""
    return grouped("".join(secrets.choice(ALPHABET) for _place in range(length)))


def grouped(code: str) -> str:
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def plain(code: str) -> str:
    """What was typed without spaces, dashes and case; letters that look like another one are read as that."""
    return "".join(character for character in code.upper().translate(ALIKE) if character in ALPHABET)


def code_hash(code: str) -> str:
    """SHA-256 of the plain code. The codes are random and long: a slow hash would add nothing."""
    return hashlib.sha256(plain(code).encode()).hexdigest()


def to_bytes(code: str) -> bytes:
    """A receipt as it travels in the envelope: five bits a character."""
    number = 0
    for character in plain(code):
        number = number * len(ALPHABET) + ALPHABET.index(character)
    return number.to_bytes(OF_RECEIPTS * 5 // 8, "big")


def from_bytes(content: bytes) -> str:
    number, found = int.from_bytes(content, "big"), ""
    for _place in range(OF_RECEIPTS):
        number, rest = divmod(number, len(ALPHABET))
        found = ALPHABET[rest] + found
    return grouped(found)
