"""What a new year takes over of clusters and heads (periods.opening)."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from apps.clusters.domain.clusters import copy_year
from apps.clusters.domain.heads import DecisionFacts, Office, appoint_by_decision
from apps.clusters.enums import HEAD_TITLES, HEADS, HeadRole
from apps.clusters.models import ClusterYear, HeadTerm, Member
from apps.clusters.ordering import by_line
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.periods import opening
from apps.periods.opening import Change, Field, Row
from apps.units.models import SuccessionPair

DECISION = "decision"
DEPUTIES = ("deputy1", "deputy2")


class DecisionMissing(DomainError):
    """Heads are named by a decision."""

    default_message = _("Nhập số, ký hiệu, ngày, cơ quan ban hành của quyết định giao nhiệm vụ Trưởng, Phó Trưởng.")


def register() -> None:
    opening.register(
        "clusters",
        lazy("Cụm và thành viên"),
        preview_clusters,
        carry_clusters,
        order=10,
        help_text=lazy("Đơn vị còn hoạt động được lấy sang theo đúng thứ tự; sửa thành viên sau ở trang của Cụm."),
        weight=lambda year: Member.objects.standing().filter(year=year).count(),
    )
    opening.register(
        "heads",
        lazy("Trưởng, Phó Trưởng"),
        preview_heads,
        carry_heads,
        order=20,
        help_text=lazy(
            "Chỉ ghi khi đã có quyết định của năm mới; chưa có thì để trống, Trưởng cũ làm đến khi có Trưởng mới."
        ),
    )


def preview_clusters(from_year, to_year, actor: Actor) -> list[Row]:
    """One row for each cluster: how many members come along, who stays behind and why."""
    known = _of_year(to_year)
    elsewhere = set(Member.objects.standing().filter(year=to_year).values_list("unit_id", flat=True)) if known else ()
    found = list(_clusters(from_year))
    gone = [m.unit_id for _cy, members in found for m in members if not _lives(m.unit, to_year)]
    heirs = _heirs(gone)
    rows = []
    for cluster_year, members in found:
        last = _units(len(members))
        if there := known.get(cluster_year.cluster_id):
            note = _("Đã có trong năm mới, giữ nguyên.")
            rows.append(_row(cluster_year, last, _units(there), Change.DONE, note, selectable=False))
            continue
        left = [m for m in members if not _lives(m.unit, to_year)]
        taken = [m for m in members if m not in left and m.unit_id in elsewhere]
        notes = [_left_text(member, heirs) for member in left]
        notes += [_("%(unit)s: đã thuộc Cụm khác trong năm mới") % {"unit": m.unit_name} for m in taken]
        renamed = [m for m in members if m not in left and m.unit.name_on(to_year.ends_on) != m.unit_name]
        notes += [
            _("%(old)s nay là %(new)s") % {"old": m.unit_name, "new": m.unit.name_on(to_year.ends_on)} for m in renamed
        ]
        change = Change.CHANGED if notes else Change.SAME
        rows.append(_row(cluster_year, last, _units(len(members) - len(left) - len(taken)), change, "; ".join(notes)))
    return rows


def carry_clusters(from_year, to_year, chosen, *, actor: Actor, now: datetime) -> int:
    """The chosen clusters in the new year; one that is there already stays as it is."""
    known = _of_year(to_year)
    written = 0
    for cluster_year in ClusterYear.objects.filter(year=from_year).order_by("pk"):
        if str(cluster_year.cluster_id) in chosen and cluster_year.cluster_id not in known:
            copy_year(cluster_year_id=cluster_year.pk, year=to_year.year, actor=actor, now=now)
            written += 1
    return written


def preview_heads(from_year, to_year, actor: Actor) -> list[Row]:
    """Who leads now; whom the decision of the new year names. The decision is one row for all of them."""
    there = _heads(to_year) if to_year.pk else {}
    last = _heads(from_year)
    rows = []
    for cluster_year, members in _clusters(from_year):
        kind = cluster_year.cluster.kind
        key, label = str(cluster_year.cluster_id), cluster_year.name
        before = _holders(last.get(cluster_year.cluster_id, ()))
        if named := there.get(cluster_year.cluster_id):
            rows.append(Row(key, label, before, _holders(named), Change.DONE, selectable=False))
            continue
        choices = tuple((str(m.unit_id), m.unit.table_name) for m in members if _lives(m.unit, to_year))
        head, deputy = (HEAD_TITLES[kind, role] for role in HEADS)
        fields = (
            Field("head", head, kind="choice", choices=choices),
            Field(DEPUTIES[0], _("%(title)s thứ nhất") % {"title": deputy}, kind="choice", choices=choices),
            Field(DEPUTIES[1], _("%(title)s thứ hai") % {"title": deputy}, kind="choice", choices=choices),
        )
        rows.append(Row(key, label, before, change=Change.CHANGED, selectable=False, fields=fields))
    if any(row.fields for row in rows):
        fields = (
            Field("symbol", _("Số, ký hiệu quyết định"), kind="text"),
            Field("issued_on", _("Ngày ban hành")),
            Field("issuer_name", _("Cơ quan ban hành"), from_year.organiser.name, kind="text"),
            Field("starts_on", _("Làm nhiệm vụ từ ngày"), to_year.starts_on),
        )
        rows.insert(0, Row(DECISION, _("Quyết định giao nhiệm vụ"), selectable=False, change=Change.NEW, fields=fields))
    return rows


def carry_heads(from_year, to_year, chosen: Mapping, *, actor: Actor, now: datetime) -> int:
    """Heads and deputies that the decision names. Raises DecisionMissing and what ``appoint_by_decision`` raises."""
    named = {key: values for key, values in chosen.items() if key != DECISION and any(values.values())}
    if not named:
        return 0
    facts = chosen.get(DECISION, {})
    if not all(facts.get(name) for name in ("symbol", "issued_on", "issuer_name", "starts_on")):
        raise DecisionMissing
    decision = DecisionFacts(facts["symbol"], facts["issued_on"], facts["issuer_name"])
    there = _heads(to_year)
    written = 0
    for cluster_year in ClusterYear.objects.filter(year=to_year).order_by("cluster_id"):
        values = named.get(str(cluster_year.cluster_id))
        if not values or there.get(cluster_year.cluster_id):
            continue
        head, *deputies = (_office(cluster_year, values.get(name)) for name in ("head", *DEPUTIES))
        written += len(
            appoint_by_decision(
                cluster_year_id=cluster_year.pk,
                decision=decision,
                starts_on=facts["starts_on"],
                head=head,
                deputies=[each for each in deputies if each],
                actor=actor,
                now=now,
            )
        )
    return written


def _office(cluster_year: ClusterYear, unit_id) -> Office | None:
    if not unit_id:
        return None
    if not cluster_year.members.standing().filter(unit_id=unit_id).exists():
        message = _("Đơn vị được giao nhiệm vụ phải là thành viên của %(cluster)s.")
        raise DomainError(message % {"cluster": cluster_year.name})
    return Office(int(unit_id))


def _clusters(year):
    """ClusterYear, its standing members in order with their units; three queries."""
    found = ClusterYear.objects.filter(year=year).select_related("cluster").order_by("cluster__code")
    members: dict[int, list[Member]] = {}
    rows = Member.objects.standing().filter(year=year).select_related("unit").prefetch_related("unit__former_names")
    for member in rows.order_by(by_line(), "order", "pk"):
        members.setdefault(member.cluster_year_id, []).append(member)
    return [(cluster_year, members.get(cluster_year.pk, [])) for cluster_year in found]


def _of_year(year) -> dict[int, int]:
    """Cluster → number of members in a year that may not be there yet."""
    if year.pk is None:
        return {}
    found: dict[int, int] = dict.fromkeys(ClusterYear.objects.filter(year=year).values_list("cluster_id", flat=True), 0)
    for cluster_id in Member.objects.standing().filter(year=year).values_list("cluster_year__cluster_id", flat=True):
        found[cluster_id] += 1
    return found


def _heads(year) -> dict[int, list[HeadTerm]]:
    """Cluster → the terms of the year that end last, head first."""
    found: dict[int, list[HeadTerm]] = {}
    terms = HeadTerm.objects.filter(cluster_year__year=year, role__in=HEADS).for_list()
    for term in terms.order_by("-role", "starts_on", "pk"):
        found.setdefault(term.cluster_year.cluster_id, []).append(term)
    return found


def _holders(terms) -> str:
    heads = [term for term in terms if term.role == HeadRole.HEAD][-1:]
    return "; ".join(
        f"{t.title}: {t.unit.table_name}" for t in [*heads, *(t for t in terms if t.role != HeadRole.HEAD)]
    )


def _heirs(unit_ids) -> dict[int, list[str]]:
    """Unit that ended → names of who went on in its place."""
    found: dict[int, list[str]] = {}
    pairs = SuccessionPair.objects.filter(predecessor__in=unit_ids, successor__isnull=False)
    for unit_id, name in pairs.values_list("predecessor_id", "successor__name"):
        found.setdefault(unit_id, []).append(name)
    return found


def _left_text(member: Member, heirs: dict) -> str:
    text = _("%(unit)s: không còn hoạt động") % {"unit": member.unit_name}
    names = heirs.get(member.unit_id)
    return f"{text} ({_('kế thừa: %(names)s') % {'names': ', '.join(names)}})" if names else text


def _lives(unit, year) -> bool:
    return unit.valid_to is None or unit.valid_to >= year.starts_on


def _units(count: int) -> str:
    return ngettext("%(n)d đơn vị", "%(n)d đơn vị", count) % {"n": count}


def _row(cluster_year: ClusterYear, last, then, change, note, *, selectable: bool = True) -> Row:
    key, label = str(cluster_year.cluster_id), cluster_year.name
    return Row(key, label, last, then, change, note, selectable=selectable)
