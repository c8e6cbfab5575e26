"""The tree of units: ministry, its units, the Sở Tư pháp and THADS of each province, and what lies below them."""

from dataclasses import dataclass

from apps.core.collation import sort_key
from apps.core.copying import copy_rows, new_ids
from apps.core.text import fold
from apps.demo.scale.names import PROVINCES
from apps.units.enums import UnitKind
from apps.units.models import Unit

MINISTRY_UNITS = 20
FIELDS = (
    "id", "path", "depth", "numchild", "code", "name", "short_name", "kind", "province", "protocol_order",
    "legal_person", "valid_from", "search_text", "sort_key",
)  # fmt: skip


@dataclass
class Body:
    """A unit on its way into the table."""

    code: str
    name: str
    kind: str
    province: str
    path: str
    depth: int
    pk: int = 0
    children: int = 0

    def child(self, code: str, name: str, kind: str, province: str = "") -> "Body":
        self.children += 1
        path = path_below(self.path, self.depth, self.children)
        return Body(code, name, kind, province or self.province, path, self.depth + 1)


def path_below(path: str, depth: int, number: int) -> str:
    """The path of the child with this number, as treebeard spells it."""
    return Unit._get_path(path, depth + 1, number)  # noqa: SLF001 -- the only place that knows steps and alphabet


def make_units(count: int) -> list[Body]:
    """Exactly ``count`` units (at least one): top ones first, then rooms, offices and communes below them in turn."""
    ministry = Body("SC-BTP", "Bộ Tư pháp (số liệu thử)", UnitKind.MINISTRY, "", path_below("", 0, 1), 1)
    bodies = [ministry]
    bodies += [
        ministry.child(f"SC-V{number}", f"Vụ, Cục thử số {number}", UnitKind.MINISTRY_UNIT)
        for number in range(1, MINISTRY_UNITS + 1)
    ]
    for number, province in enumerate(PROVINCES, start=1):
        bodies.append(
            ministry.child(f"SC-STP{number}", f"Sở Tư pháp thử {province}", UnitKind.JUSTICE_DEPARTMENT, province)
        )
        name = f"Thi hành án dân sự thử {province}"
        bodies.append(ministry.child(f"SC-THA{number}", name, UnitKind.ENFORCEMENT_PROVINCE, province))
    tops = bodies[1:count]
    bodies = bodies[:count]
    ministry.children = len(bodies) - 1
    while tops and len(bodies) < count:
        parent = tops[(len(bodies) - len(tops) - 1) % len(tops)]
        bodies.append(_below(parent))
    _write(bodies)
    return bodies


def _below(parent: Body) -> Body:
    number = parent.children + 1
    code = f"{parent.code}-{number}"
    if parent.kind == UnitKind.JUSTICE_DEPARTMENT and number > 6:  # noqa: PLR2004 -- rooms of a Sở, then communes
        name = f"Văn phòng HĐND và UBND xã thử số {number}, {parent.province}"
        return parent.child(code, name, UnitKind.COMMUNE_OFFICE)
    if parent.kind == UnitKind.ENFORCEMENT_PROVINCE and number > 4:  # noqa: PLR2004 -- rooms, then regional offices
        name = f"Phòng Thi hành án dân sự khu vực {number} – {parent.province}"
        return parent.child(code, name, UnitKind.ENFORCEMENT_OFFICE)
    return parent.child(code, f"Phòng số {number}, {parent.name}", UnitKind.DIVISION)


def _write(bodies: list[Body]) -> None:
    for body, pk in zip(bodies, new_ids(Unit, len(bodies)), strict=True):
        body.pk = pk
    copy_rows(
        Unit,
        FIELDS,
        (
            (
                body.pk, body.path, body.depth, body.children, body.code, body.name, "", body.kind, body.province,
                order, body.kind != UnitKind.DIVISION, None, fold(f"{body.name}  {body.code}"), sort_key(body.name),
            )
            for order, body in enumerate(bodies)
        ),
    )  # fmt: skip
