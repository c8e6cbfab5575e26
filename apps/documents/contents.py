"""Reading stored bytes in pieces, the same from a folder and from S3-compatible storage; a range reads no more."""

from collections.abc import Iterator

PIECE = 1 << 18


class Contents:
    """Pieces of a stored file from ``start`` on, ``length`` bytes at most; to be closed, or used with ``with``."""

    def __init__(self, source, *, length: int | None = None):
        self._source, self._left = source, length

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        wanted = PIECE if self._left is None else min(PIECE, self._left)
        piece = self._source.read(wanted) if wanted else b""
        if not piece:
            raise StopIteration
        if self._left is not None:
            self._left -= len(piece)
        return piece

    def __enter__(self) -> "Contents":
        return self

    def __exit__(self, *exc) -> None:
        self.close()

    def close(self) -> None:
        self._source.close()


def open_content(storage, name: str, *, start: int = 0, length: int | None = None) -> Contents:
    """Open a stored file. Raises FileNotFoundError."""
    if hasattr(storage, "open_range"):
        return Contents(storage.open_range(name, start, length), length=length)
    source = storage.open(name, "rb")
    if start:
        source.seek(start)
    return Contents(source, length=length)
