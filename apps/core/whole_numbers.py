"""Whole numbers that arrive as text: in the address of a page, in a posted field, behind the colon of a code.

Anybody may type anything there. What is no number, or is larger than any row's id, is no number: nobody asks the
database for it, and no text of ten thousand digits is ever counted.
"""

LARGEST_ID = 2**63 - 1  # of a row
LARGEST = 2**31 - 1  # of an ordinary number in a row


def whole_number(text: str | None, most: int = LARGEST_ID) -> int | None:
    """The number from 0 to ``most`` that ASCII digits alone write; None for anything else."""
    if not text or len(text) > len(str(LARGEST_ID)) or not (text.isascii() and text.isdecimal()):
        return None
    number = int(text)
    return number if number <= most else None


def number_in(query, name: str, most: int = LARGEST_ID) -> int | None:
    """The number under ``name`` of an address or a posted form (QueryDict)."""
    return whole_number(query.get(name), most)


def numbers_in(query, name: str, most: int = LARGEST_ID) -> list[int]:
    """All numbers under ``name``, in their order; what is none is left out."""
    return [number for text in query.getlist(name) if (number := whole_number(text, most)) is not None]
