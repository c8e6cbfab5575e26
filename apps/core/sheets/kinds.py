"""What can be imported: the columns of a kind of sheet, its rule, and the register of kinds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.core.actor import Actor
from apps.core.sheets.results import Checked, Summary
from apps.core.verdict import Verdict, refused

COLUMN_KINDS = frozenset({"text", "decimal", "integer", "date", "bool", "choice"})


@dataclass(frozen=True, eq=False)  # one object is one column: comparing lazy texts cell by cell is slow
class SheetColumn:
    """One column: ``key`` in the program, ``header`` on paper, ``also``: other headings that people write.

    ``kind`` is one of COLUMN_KINDS; ``choices`` are (code, label) pairs of a ``choice``. ``total``: a line "Tổng cộng"
    is compared with the sum of this column. ``most``: the longest text that can be stored. ``example`` and ``help`` go
    into the template.
    """

    key: str
    header: object
    required: bool = False
    also: tuple[str, ...] = ()
    kind: str = "text"
    choices: tuple[tuple[str, object], ...] = ()
    total: bool = False
    most: int | None = None
    example: str = ""
    help: object = ""

    def __post_init__(self):
        if self.kind not in COLUMN_KINDS:
            raise ValueError(self.kind)
        object.__setattr__(self, "choices", tuple(self.choices))


class ImportKind:
    """One kind of import. ``check`` plans on what was read and never writes; ``write`` carries the plan out.

    ``notes`` are sentences of guidance for the page and the template. ``headless``: cells without headings are taken in
    the order of the columns when the person says so.
    """

    name = ""
    label: object = ""
    columns: tuple[SheetColumn, ...] = ()
    notes: tuple[object, ...] = ()
    headless = False

    def may(self, actor: Actor) -> Verdict:
        """Whether the actor may import this kind at all."""
        return refused(_("Bạn không có quyền nhập loại bảng này."))

    def check(self, table, *, actor: Actor, now: datetime, answers: dict) -> Checked:
        """Compare the rows with what is stored; mistakes and questions go to the table."""
        raise NotImplementedError

    def write(self, checked: Checked, *, actor: Actor, now: datetime, step: Callable[[int, int], None]) -> Summary:
        """Carry out the plan in one operation; ``step(done, total)`` shows how far it is and may raise Cancelled."""
        raise NotImplementedError


_KINDS: dict[str, ImportKind] = {}


def register(added: ImportKind) -> None:
    """Make a kind known, once per name."""
    if added.name in _KINDS:
        raise ValueError(f"{added.name}: registered twice")
    _KINDS[added.name] = added


def kind(name: str) -> ImportKind:
    """The kind of that name. Raises KeyError."""
    return _KINDS[name]


def kinds() -> tuple[ImportKind, ...]:
    """Every kind, in the order in which the apps registered them."""
    return tuple(_KINDS.values())
