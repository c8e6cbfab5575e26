"""Divisions of a unit fill their part of its sheet: who has which lines, how far each is, and who says it is done.

The criteria may name the self-scoring department of a line (``self_by``, inherited from its group); lines without one
go by their part. A division whose name is the one that the criteria print has its lines from the opening on; the
officer gives out the rest. The whole sheet is still sent by the unit's leader, or by the officer with the signed copy.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.audit.trail import operation, record
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.errors import DomainError
from apps.core.text import fold
from apps.notifications.domain.sending import notify
from apps.scoring.domain.lines import editable_version, lock_sheet
from apps.scoring.domain.tables import CriteriaTable
from apps.scoring.models import PartAssignment, ScoreSheet
from apps.units.enums import Role
from apps.units.models import Unit
from apps.units.queries import ids_of_people
from apps.units.telling_queries import officers_of

BY, PART = "by:", "part:"


class NotBelow(DomainError):
    """Only divisions of the unit itself fill parts of its sheet."""

    default_message = lazy("Chọn một phòng, đơn vị trực thuộc của đơn vị.")


@dataclass(frozen=True)
class Group:
    """Lines that one division fills. ``label`` as the criteria print it."""

    key: str
    label: str
    codes: tuple[str, ...]


def groups(table: CriteriaTable) -> list[Group]:
    """Groups of a set in printed order; every leaf is in exactly one."""
    codes: dict[str, list[str]] = {}
    labels: dict[str, str] = {}
    for node in table.tree.leaves:
        part = table.rows[node.path[0]]
        key = f"{BY}{node.rule.self_by}" if node.rule.self_by else f"{PART}{part.code}"
        said = {"number": part.printed_number, "label": part.label}
        labels.setdefault(key, node.rule.self_by or _("Phần %(number)s. %(label)s") % said)
        codes.setdefault(key, []).append(node.code)
    return [Group(key, labels[key], tuple(own)) for key, own in codes.items()]


def codes_of(table: CriteriaTable, keys: Iterable[str]) -> set[str]:
    """Leaves of the groups."""
    keys = set(keys)
    return {code for group in groups(table) if group.key in keys for code in group.codes}


def own_keys(sheet: ScoreSheet, actor: Actor) -> list[str]:
    """Groups that the actor's divisions fill; one query."""
    mine = PartAssignment.objects.filter(sheet=sheet, division_id__in=actor.unit_ids("officer", "leader"))
    return list(mine.values_list("group", flat=True))


def assign_by_name(sheets: Iterable[ScoreSheet], table: CriteriaTable, now: datetime) -> None:
    """Give each group to the division of the unit that bears the name printed in the criteria; two statements."""
    named = {fold(group.key.removeprefix(BY)): group.key for group in groups(table) if group.key.startswith(BY)}
    if not named:
        return
    by_path = {sheet.unit.path: sheet for sheet in sheets}
    divisions = Unit.objects.below(list(by_path)).valid_on(local(now).date()).exclude(path__in=by_path)
    found: dict[tuple[int, str], PartAssignment] = {}
    for division in divisions.order_by("path"):
        sheet = _nearest(division, by_path)
        for name in (division.name, division.short_name, division.code):
            key = named.get(fold(name)) if sheet and name else None
            if key and (sheet.pk, key) not in found:
                found[sheet.pk, key] = PartAssignment(sheet=sheet, group=key, division=division, assigned_at=now)
    PartAssignment.objects.bulk_create(found.values())


def _nearest(division: Unit, by_path: Mapping[str, ScoreSheet]) -> ScoreSheet | None:
    """The sheet of the nearest unit above the division, where a unit and one under it both have one."""
    steps = range(len(division.path) - Unit.steplen, 0, -Unit.steplen)
    return next((by_path[division.path[:end]] for end in steps if division.path[:end] in by_path), None)


@operation()
def assign(*, sheet_id: int, given: Mapping[str, int | None], actor: Actor, now: datetime) -> list[PartAssignment]:
    """Phân công: which division fills which group; None takes it back. Groups left out stay as they are.

    The caller has asked ``policies.can_prepare``. Raises NotBelow, SheetNotEditable, YearClosed.
    """
    sheet = lock_sheet(sheet_id)
    editable_version(sheet)
    below = Unit.objects.below([sheet.unit.path]).exclude(pk=sheet.unit_id)
    divisions = {each.pk: each for each in below.filter(pk__in=[pk for pk in given.values() if pk])}
    if not {pk for pk in given.values() if pk} <= divisions.keys():
        raise NotBelow
    present = {each.group: each for each in sheet.assignments.select_related("division")}
    before, after = {}, {}
    for key, division_id in given.items():
        had = present.get(key)
        if (had.division_id if had else None) == division_id:
            continue
        before[key], after[key] = str(had.division) if had else "", str(divisions[division_id]) if division_id else ""
        if had:
            had.delete()
        if division_id:
            PartAssignment.objects.create(
                sheet=sheet, group=key, division_id=division_id, assigned_by_label=actor.label, assigned_at=now
            )
    if after:
        record("scoring.score_sheet.assign", actor=actor, target=sheet, at=now, before=before, after=after)
        _tell(sheet, [given[key] for key, name in after.items() if name], actor, now)
    return list(sheet.assignments.select_related("division"))


def _tell(sheet: ScoreSheet, division_ids: list[int], actor: Actor, now: datetime) -> None:
    """People of the divisions hear that they have a part to fill."""
    people = ids_of_people(division_ids, [Role.OFFICER, Role.LEADER], local(now).date())
    path = reverse("scoring:own-part", args=[sheet.pk])
    notify("scoring.part_assigned", to=people, about=sheet, path=path, actor=actor, now=now)


@operation()
def report_done(*, sheet_id: int, actor: Actor, now: datetime) -> int:
    """Báo xong: the actor's divisions have filled their part; the officer is told. Repeating changes nothing.

    Answers how many groups. Raises SheetNotEditable, YearClosed.
    """
    sheet = lock_sheet(sheet_id)
    editable_version(sheet)
    mine = sheet.assignments.filter(division_id__in=actor.unit_ids("officer", "leader"), done_at=None)
    divisions = sorted({str(each.division) for each in mine.select_related("division")})
    count = mine.update(done_at=now, done_by_label=actor.label, updated_at=now)
    if count:
        record("scoring.score_sheet.part_done", actor=actor, target=sheet, at=now, after={"divisions": divisions})
        body = ", ".join(divisions)
        notify("scoring.part_done", to=officers_of(sheet, now), about=sheet, body=body, actor=actor, now=now)
    return count
