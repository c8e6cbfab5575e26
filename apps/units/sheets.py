"""The unit file through the forgiving sheet door: ``manage.py import_units FILE`` and the import page."""

from django.db import connection
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from apps.core import sheets
from apps.core.text import clean
from apps.units import policies
from apps.units.domain.importing import FIELDS, Planned, plan_change, write_units
from apps.units.domain.tree import lock_tree, parent_codes
from apps.units.domain.units import UnitFields, distinct_aliases
from apps.units.enums import UnitKind
from apps.units.models import Unit

CODES = ("code", "parent_code")
LIMITS = {"code": 50, "name": 300, "short_name": 150, "province": 100}
LARGEST_ORDER = 2_000_000_000


class UnitImport(sheets.ImportKind):
    """Units by code. A column that the file lacks leaves what is stored; see ``importing.plan_change`` for names."""

    name = "units"
    label = _("Đơn vị")
    columns = (
        sheets.SheetColumn(
            "code", _("Mã đơn vị"), required=True, also=("mã", "ma don vi", "ký hiệu"), example="STP-LAO-CAI"
        ),
        sheets.SheetColumn(
            "name", _("Tên đơn vị"), required=True, also=("đơn vị", "tên"), example="Sở Tư pháp tỉnh Lào Cai"
        ),
        sheets.SheetColumn("short_name", _("Tên ngắn"), also=("tên viết tắt",), example="Sở Tư pháp Lào Cai"),
        sheets.SheetColumn(
            "kind",
            _("Loại đơn vị"),
            required=True,
            also=("loại",),
            kind="choice",
            choices=UnitKind.choices,
            example="justice_department",
        ),
        sheets.SheetColumn(
            "parent_code",
            _("Mã đơn vị cấp trên"),
            also=("đơn vị cấp trên", "mã cấp trên"),
            example="BTP",
            help=_("Để trống khi không có; có thể là đơn vị ở dòng dưới của tệp."),
        ),
        sheets.SheetColumn("province", _("Tỉnh, thành phố"), also=("tỉnh",), example="Lào Cai"),
        sheets.SheetColumn("protocol_order", _("Thứ tự"), also=("stt", "tt"), kind="integer", example="137"),
        sheets.SheetColumn("valid_from", _("Hoạt động từ ngày"), also=("từ ngày",), kind="date", example="01/07/2025"),
        sheets.SheetColumn("valid_to", _("Hoạt động đến ngày"), also=("đến ngày",), kind="date", example=""),
        sheets.SheetColumn(
            "aliases",
            _("Tên gọi khác"),
            also=("tên khác", "tên cũ"),
            example="STP Lào Cai; Sở TP Lào Cai",
            help=_("Nhiều tên cách nhau bằng dấu chấm phẩy."),
        ),
        sheets.SheetColumn(
            "legal_person", _("Có tư cách pháp nhân"), also=("tư cách pháp nhân",), kind="bool", example="có"
        ),
    )
    notes = (
        _("Đơn vị đã có (cùng mã) được cập nhật; ô trống và cột không có trong tệp giữ nguyên điều đang ghi."),
        _("Tên khác với “Hoạt động từ ngày” muộn hơn là đổi tên từ ngày đó: tên trước được giữ lại, không ghi đè."),
        _("Dòng mang tên cũ của một đơn vị không thay đổi gì."),
    )

    in_scope_only = True

    def may(self, actor):
        return policies.can_keep_units(actor)

    def check(self, table, *, actor, now, answers):
        if connection.in_atomic_block:
            lock_tree()  # two imports at once: the second one sees what the first one wrote
        table.refuse_repeats("code")
        rows = [(row, row.read()) for row in table]
        known = _known_units(rows)
        present_parents = parent_codes(known.values())
        codes = {values["code"] for _row, values in rows if values["code"]}
        parents = {unit.code: present_parents[unit.pk] for unit in known.values()}
        plan, unchanged = [], 0
        for row, values in rows:
            _check_cells(row, values)
            parent = _parent_code(row, values, codes, known)
            unit = known.get(values["code"])
            if not (values["code"] and values["name"] and values["kind"]):
                continue
            if unit is None:
                plan.append(Planned(values["code"], None, _fields(values), parent))
                parents[values["code"]] = parent
                continue
            planned = plan_change(unit, _wanted(values), _aliases(values["aliases"]))
            past = values["name"] != unit.name and "name" not in planned.changes
            if parent and parent != present_parents[unit.pk] and not past:
                planned.parent = parents[unit.code] = parent
            self._check_period(row, unit, planned)
            if planned.changes_anything:
                plan.append(planned)
            else:
                unchanged += 1
        _refuse_circles(rows, parents)
        if self.in_scope_only:
            _check_scope(rows, plan, actor)
        created = sum(each.unit is None for each in plan)
        return sheets.Checked(plan=plan, created=created, updated=len(plan) - created, unchanged=unchanged)

    @staticmethod
    def _check_period(row, unit, planned):
        since = planned.changes.get("valid_from", unit.valid_from)
        until = planned.changes.get("valid_to", unit.valid_to)
        if since and until and until < since and "valid_to" in planned.changes:
            row.problem("valid_to", _("Ngày kết thúc hoạt động phải sau ngày bắt đầu hoạt động."))

    def write(self, checked, *, actor, now, step):
        write_units(checked.plan, actor=actor, now=now, step=step, source=checked.sheet)
        return sheets.Summary(checked.created, checked.updated, checked.unchanged)


def _known_units(rows) -> dict[str, Unit]:
    """Units on record that the file names, as rows or as parents; three queries. Capitals of a code do not count: the
    rows get it as it is stored.
    """
    named = {values[key].lower() for _row, values in rows for key in CODES if values[key]}
    found = Unit.objects.annotate(small_code=Lower("code")).filter(small_code__in=named)
    found = list(found.prefetch_related("former_names", "aliases"))
    stored = {unit.code.lower(): unit.code for unit in found}
    for _row, values in rows:
        for key in CODES:
            if values[key]:
                values[key] = stored.get(values[key].lower(), values[key])
    return {unit.code: unit for unit in found}


def _check_cells(row, values: dict) -> None:
    for key, limit in LIMITS.items():
        if len(values[key] or "") > limit:
            row.problem(key, _("Dài quá %(limit)s ký tự.") % {"limit": limit})
    if values["protocol_order"] is not None and not 0 <= values["protocol_order"] <= LARGEST_ORDER:
        row.problem("protocol_order", _("Nhập một số từ 0 trở lên."))
    since, until = values["valid_from"], values["valid_to"]
    if since and until and until < since:
        row.problem("valid_to", _("Ngày kết thúc hoạt động phải sau ngày bắt đầu hoạt động."))
    if any(len(alias) > LIMITS["name"] for alias in _aliases(values["aliases"])):
        row.problem("aliases", _("Dài quá %(limit)s ký tự.") % {"limit": LIMITS["name"]})


def _parent_code(row, values: dict, codes: set[str], known: dict[str, Unit]) -> str:
    parent = values["parent_code"] or ""
    if parent and parent not in codes and parent not in known:
        message = _("Không có đơn vị mã “%(code)s”, trong tệp cũng như trên hệ thống.")
        row.problem("parent_code", message % {"code": parent})
    return parent


def _fields(values: dict) -> UnitFields:
    return UnitFields(
        name=values["name"],
        kind=values["kind"],
        short_name=values["short_name"] or "",
        province=values["province"] or "",
        protocol_order=values["protocol_order"] or 0,
        legal_person=values["legal_person"],
        valid_from=values["valid_from"],
        valid_to=values["valid_to"],
        aliases=_aliases(values["aliases"]),
    )


def _wanted(values: dict) -> dict:
    """The columns with something in them: an empty cell leaves what is stored."""
    return {
        name: clean(values[name]) if isinstance(values[name], str) else values[name]
        for name in FIELDS
        if values[name] not in {None, ""}
    }


def _aliases(text: str | None) -> tuple[str, ...]:
    return tuple(distinct_aliases((text or "").split(";")))


def _refuse_circles(rows, parents: dict[str, str]) -> None:
    """A unit below itself, by the parents of the file and those on record."""
    above = _all_parents(parents)
    for row, values in rows:
        seen, code = set(), values["code"]
        while code and code not in seen:
            seen.add(code)
            code = above.get(code, "")
        if code and code == values["code"]:
            row.problem("parent_code", _("Đơn vị không thể trực thuộc chính nó hoặc đơn vị cấp dưới của nó."))


def _all_parents(parents: dict[str, str]) -> dict[str, str]:
    """Parents by code, with the units on record above those that the file names."""
    above = dict(parents)
    missing = {parent for parent in above.values() if parent and parent not in above}
    while missing:
        units = list(Unit.objects.filter(code__in=missing))
        found = parent_codes(units)
        above |= dict.fromkeys(missing, "") | {unit.code: found[unit.pk] for unit in units}
        missing = {parent for parent in above.values() if parent and parent not in above}
    return above


def _check_scope(rows, plan, actor) -> None:
    """An organiser's standing office imports into its own part of the tree only."""
    if policies.keeps_all_units(actor):
        return
    own = {unit.code for unit in Unit.objects.below(actor.paths("standing_office"))}
    new = {row.code for row in plan if row.unit is None}
    changing = {row.code: row for row in plan}
    for row, values in rows:
        planned = changing.get(values["code"])
        if planned is None:
            continue
        places = {planned.code} - new | ({planned.parent} - new if planned.parent is not None else set())
        if not places <= own or (planned.unit is None and not planned.parent):
            row.problem("code", _("Đơn vị này không thuộc phạm vi bạn quản lý."))
