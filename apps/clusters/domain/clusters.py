"""Forming clusters of a year, and who belongs to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.clusters import leaving, membership
from apps.clusters.domain.heads import appoint_head
from apps.clusters.models import Cluster, ClusterYear, HeadTerm, Member
from apps.clusters.ordering import by_line
from apps.core.actor import Actor
from apps.core.dates import local
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.core.versions import require_version
from apps.periods.domain.years import require_writable
from apps.periods.models import EmulationYear
from apps.units.models import Unit

__all__ = ["Place", "UnitElsewhere", "appoint_head", "copy_year", "form_cluster", "move_member", "set_members"]


class UnitElsewhere(DomainError):
    """A unit belongs to one cluster of an organiser and year only."""


class UnitEnded(DomainError):
    """The unit did not exist any more in that year."""


class MayNotLeave(DomainError):
    """The unit has papers in this ClusterYear."""


class AnotherOrganiser(DomainError):
    """The code belongs to a cluster of another organiser."""


@dataclass(frozen=True)
class Place:
    """A unit's place in a ClusterYear."""

    unit_id: int
    order: int
    line: str = ""


@operation()
def form_cluster(
    *,
    code: str,
    name: str,
    kind: str,
    organiser_id: int,
    year_id: int,
    members: Iterable[tuple],
    actor: Actor,
    now: datetime,
) -> ClusterYear:
    """A cluster in a year with its members ``(unit, order, line)`` in protocol order. Repeating changes nothing.

    Raises UnitElsewhere, UnitEnded, AnotherOrganiser, YearClosed.
    """
    cluster = Cluster.objects.filter(code__iexact=code).first()
    if cluster is None:
        defaults = {"name": clean(name), "kind": kind, "organiser_id": organiser_id}
        cluster, _created = Cluster.objects.get_or_create(code=code, defaults=defaults)
    if cluster.organiser_id != organiser_id:
        message = _("Mã %(code)s đã là của %(name)s, do đơn vị khác tổ chức. Chọn mã khác.")
        raise AnotherOrganiser(message % {"code": code, "name": cluster.name}, field="code")
    members = list(members)
    stored = ClusterYear.objects.filter(cluster=cluster, year_id=year_id).first()
    known = set(stored.members.values_list("unit_id", flat=True)) if stored else set()
    new = [(unit, Place(unit.pk, order, line)) for unit, order, line in members if unit.pk not in known]
    if stored is not None and not new:
        return stored
    require_writable(EmulationYear.objects.get(pk=year_id))
    cluster_year, created = ClusterYear.objects.get_or_create(
        cluster=cluster, year_id=year_id, defaults={"name": clean(name)}
    )
    joined = _join(cluster_year, new)
    if created or joined:
        after = {"name": cluster_year.name, "joined": [member.unit_name for member in joined]}
        record("clusters.cluster_year.form", actor=actor, target=cluster_year, at=now, after=after)
    if joined:
        membership.changed(cluster_year.pk, joined=[member.unit_id for member in joined], actor=actor, now=now)
    return cluster_year


@operation()
def copy_year(*, cluster_year_id: int, year: int, actor: Actor, now: datetime) -> ClusterYear:
    """The same cluster in another year of its organiser, with the same members and their present names.

    Units that no longer exist or already belong elsewhere that year stay behind. The year must have been opened.
    Repeating changes nothing. Raises NoYear.
    """
    source = ClusterYear.objects.select_related("cluster", "year").get(pk=cluster_year_id)
    target_year = EmulationYear.objects.filter(organiser_id=source.year.organiser_id, year=year).first()
    if target_year is None:
        raise NoYear(_("Năm thi đua %(year)s chưa được mở.") % {"year": year}, field="year")
    require_writable(target_year)
    taken = Member.objects.standing().filter(year=target_year).values("unit_id")
    members = (
        source.members.standing().select_related("unit").exclude(unit__in=taken).order_by(by_line(), "order", "pk")
    )
    return form_cluster(
        code=source.cluster.code,
        name=source.name,
        kind=source.cluster.kind,
        organiser_id=source.cluster.organiser_id,
        year_id=target_year.pk,
        members=[
            (member.unit, member.order, member.line)
            for member in members
            if member.unit.valid_to is None or member.unit.valid_to >= target_year.starts_on
        ],
        actor=actor,
        now=now,
    )


class NoYear(DomainError):
    """The organiser has not opened that year."""


@operation()
def set_members(
    *, cluster_year_id: int, name: str, places: Iterable[Place], version: int, actor: Actor, now: datetime
) -> ClusterYear:
    """Make these the members, in this order; other years stay as they are. The caller has asked ``can_manage``.

    Raises YearClosed, StaleVersion, UnitElsewhere, MayNotLeave.
    """
    cluster_year = _lock(cluster_year_id)
    require_version(cluster_year, version)
    wanted = {place.unit_id: place for place in places}
    present = {member.unit_id: member for member in cluster_year.members.standing()}
    before = _names(cluster_year)
    _leave(cluster_year, [member for unit_id, member in present.items() if unit_id not in wanted], now)
    for unit_id, member in present.items():
        place = wanted.get(unit_id)
        if place and (member.order, member.line) != (place.order, place.line):
            member.order, member.line = place.order, place.line
            member.save(update_fields=["order", "line", "updated_at"])
    units = Unit.objects.in_bulk(wanted.keys() - present.keys())
    _join(cluster_year, [(unit, wanted[pk]) for pk, unit in units.items()])
    cluster_year.name = clean(name)
    _touch(cluster_year, actor, now)
    after = _names(cluster_year)
    if before != after:
        record("clusters.cluster_year.members", actor=actor, target=cluster_year, at=now, before=before, after=after)
        joined, left = wanted.keys() - present.keys(), present.keys() - wanted.keys()
        membership.changed(cluster_year.pk, joined=joined, left=left, actor=actor, now=now)
    return cluster_year


@operation()
def move_member(*, member_id: int, to_id: int, reason: str, actor: Actor, now: datetime) -> Member:
    """Take a unit into another cluster of the same organiser and year, at its end. The caller has asked for both.

    Raises YearClosed, MayNotLeave, UnitElsewhere.
    """
    member = Member.objects.select_related("cluster_year").get(pk=member_id)
    pair = ClusterYear.objects.select_for_update(no_key=True).filter(pk__in=[member.cluster_year_id, to_id])
    rows = {row.pk: row for row in pair.order_by("pk")}
    source, target = rows[member.cluster_year_id], rows[to_id]
    require_writable(source.year)
    if source.year_id != target.year_id:
        raise UnitElsewhere(_("Chỉ chuyển giữa các Cụm của cùng đơn vị tổ chức và cùng năm."), field="to")
    unit, line = member.unit, member.line
    _leave(source, [member], now)
    last = target.members.order_by("-order").values_list("order", flat=True).first() or 0
    [moved] = _join(target, [(unit, Place(unit.pk, last + 1, line))])
    for row in (source, target):
        _touch(row, actor, now)
        record(
            "clusters.cluster_year.members",
            actor=actor,
            target=row,
            at=now,
            after={"unit": moved.unit_name, "from": source.name, "to": target.name},
            reason=clean(reason),
        )
    membership.changed(source.pk, left=[unit.pk], actor=actor, now=now)
    membership.changed(target.pk, joined=[unit.pk], actor=actor, now=now)
    return moved


def _lock(cluster_year_id: int) -> ClusterYear:
    locked = ClusterYear.objects.select_for_update(of=("self",), no_key=True).select_related("cluster", "year")
    cluster_year = locked.get(pk=cluster_year_id)
    require_writable(cluster_year.year)
    return cluster_year


def _touch(cluster_year: ClusterYear, actor: Actor, now: datetime) -> None:
    cluster_year.version += 1
    cluster_year.saved_by_label, cluster_year.saved_at = actor.label, now
    cluster_year.save()


def _names(cluster_year: ClusterYear) -> dict:
    members = cluster_year.members.order_by(by_line(), "order", "pk")
    return {"name": cluster_year.name, "members": [f"{m.order}. {m.unit_name} {m.line}".strip() for m in members]}


def _leave(cluster_year: ClusterYear, members: list[Member], now: datetime) -> None:
    unit_ids = [member.unit_id for member in members]
    kept = dict(leaving.reasons(cluster_year.pk, unit_ids))
    leading = HeadTerm.objects.filter(cluster_year=cluster_year, unit__in=unit_ids).for_list()
    for term in leading.filter(Q(ends_on=None) | Q(ends_on__gte=local(now).date())):
        kept[term.unit_id] = _("đang là %(title)s, kết thúc nhiệm vụ trước") % {"title": term.title}
    for member in members:
        if member.unit_id in kept:
            message = _("%(unit)s không rời được %(cluster)s: %(why)s.")
            names = {"unit": member.unit_name, "cluster": cluster_year.name, "why": kept[member.unit_id]}
            raise MayNotLeave(message % names)
    Member.objects.filter(pk__in=[member.pk for member in members]).delete()


def _join(cluster_year: ClusterYear, places: list[tuple[Unit, Place]]) -> list[Member]:
    """New members; the constraint of the database keeps a unit out of two clusters of one organiser and year."""
    elsewhere = Member.objects.standing().filter(
        year_id=cluster_year.year_id, unit__in=[unit.pk for unit, _place in places]
    )
    _require_free(elsewhere)
    _require_alive(cluster_year, [unit for unit, _place in places])
    prefetch_related_objects([unit for unit, _place in places], "former_names")
    on = cluster_year.year.ends_on
    try:
        with transaction.atomic():
            # Who left during the year and comes back gets a fresh row: one row a unit and ClusterYear.
            gone = cluster_year.members.filter(unit__in=[unit.pk for unit, _place in places], left_on__isnull=False)
            gone.delete()
            return Member.objects.bulk_create(_member(cluster_year, unit, place, on) for unit, place in places)
    except IntegrityError:  # somebody put one of them elsewhere in this very moment
        _require_free(elsewhere.all())
        raise


def _require_alive(cluster_year: ClusterYear, units: list[Unit]) -> None:
    for unit in units:
        if unit.valid_to is not None and unit.valid_to < cluster_year.year.starts_on:
            message = _("%(unit)s đã ngừng hoạt động từ trước năm %(year)s; chọn đơn vị kế thừa.")
            raise UnitEnded(message % {"unit": unit.name, "year": cluster_year.year.year}, field="units")


def _member(cluster_year: ClusterYear, unit: Unit, place: Place, on: date) -> Member:
    """With the name that the unit bears in that year."""
    name = unit.name_on(on)
    return Member(cluster_year=cluster_year, unit=unit, unit_name=name, order=place.order, line=place.line)


def _require_free(elsewhere) -> None:
    other = elsewhere.select_related("cluster_year__year").first()
    if other is not None:
        message = _("%(unit)s đã thuộc %(cluster)s năm %(year)s; mỗi đơn vị chỉ thuộc một Cụm trong năm.")
        names = {"unit": other.unit_name, "cluster": other.cluster_year.name, "year": other.cluster_year.year.year}
        raise UnitElsewhere(message % names, field="units")
