"""How many pages a PDF has, read from its page tree without a PDF library.

Follows trailer → catalogue → page tree → ``/Count``, through object streams and newer revisions of an object. Where a
file hides its tree (encrypted, damaged), the answer is None: no number is better than a wrong one.
"""

import re
import zlib

MOST_UNPACKED = 50_000_000
MOST_PAGES = 20_000
_OBJECT = re.compile(rb"(?<!\d)(\d{1,10})\s+\d{1,5}\s+obj\b(.*?)\bendobj\b", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)(?:\r?\n)?endstream", re.DOTALL)
_ROOT = re.compile(rb"/Root\s+(\d{1,10})\s+\d{1,5}\s+R")
_PAGES = re.compile(rb"/Pages\s+(\d{1,10})\s+\d{1,5}\s+R")
_COUNT = re.compile(rb"/Count\s+(\d{1,7})(?![\d\s]*\bR\b)")
_NUMBER = {name: re.compile(rb"/" + name + rb"\s+(\d{1,10})") for name in (b"N", b"First")}


def count_pages(data: bytes) -> int | None:
    """Pages of a PDF, or None when its page tree cannot be read."""
    roots = _ROOT.findall(data)
    if not roots or b"/Encrypt" in data:
        return None
    objects = _objects(data)
    catalogue = objects.get(int(roots[-1]), b"")
    pages = _PAGES.search(catalogue)
    tree = objects.get(int(pages.group(1)), b"") if pages else b""
    count = _COUNT.search(tree)
    found = int(count.group(1)) if count and b"/Kids" in tree else 0
    return found if 0 < found <= MOST_PAGES else None


def _objects(data: bytes) -> dict[int, bytes]:
    """Dictionaries by object number; a later revision of an object replaces the earlier one."""
    found: dict[int, bytes] = {}
    left = MOST_UNPACKED
    for number, body in _OBJECT.findall(data):
        head = body.split(b"stream", 1)[0]
        found[int(number)] = head
        if b"/ObjStm" in head and (stream := _STREAM.search(body)):
            unpacked = _unpack(stream.group(1), left) if b"/FlateDecode" in head else stream.group(1)
            left -= len(unpacked)
            found |= _inside(head, unpacked)
    return found


def _unpack(packed: bytes, limit: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, max(limit, 1))
    except zlib.error:
        return b""


def _inside(head: bytes, unpacked: bytes) -> dict[int, bytes]:
    """Objects of an object stream: pairs of number and offset, then the objects."""
    count, first = (pattern.search(head) for pattern in _NUMBER.values())
    if not count or not first:
        return {}
    start = int(first.group(1))
    numbers = unpacked[:start].split()[: 2 * int(count.group(1))]
    if not all(number.isdigit() for number in numbers):
        return {}
    pairs = [(int(n), start + int(offset)) for n, offset in zip(numbers[::2], numbers[1::2], strict=False)]
    ends = [*(offset for _number, offset in pairs[1:]), len(unpacked)]
    return {number: unpacked[offset:end] for (number, offset), end in zip(pairs, ends, strict=True)}
