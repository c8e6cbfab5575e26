"""What a merge does to clusters: in running years the successor takes the place, past years stay as they were."""

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.clusters.enums import HeadRole
from apps.clusters.models import Cluster, HeadTerm, Member
from apps.periods.enums import YearState
from apps.units import merging
from apps.units.merging import Line, Merge

ONE_DAY = timedelta(days=1)


def register() -> None:
    merging.register("clusters.Cluster.organiser", preview=_preview_organised, apply=_move_organised)
    merging.register("clusters.Member.unit", preview=_preview_members, apply=_move_members)
    merging.register("clusters.HeadTerm.unit", preview=_preview_heads, apply=_move_heads)


def _preview_organised(merge: Merge) -> list[Line]:
    count = Cluster.objects.filter(organiser_id__in=merge.unit_ids).count()
    return [Line(_("Cụm thi đua do đơn vị tổ chức"), count, _("Chuyển cho đơn vị kế thừa tổ chức, kèm hồ sơ các năm."))]


def _move_organised(merge: Merge, *, actor, now) -> int:
    clusters = list(Cluster.objects.filter(organiser_id__in=merge.unit_ids).order_by("pk").select_for_update())
    for cluster in clusters:
        cluster.organiser_id = merge.into_id
        cluster.save(update_fields=["organiser", "updated_at"])
    return len(clusters)


# --- Membership -------------------------------------------------------------------------------------


def _places(merge: Merge):
    """Places of the predecessors in clusters of running years."""
    members = Member.objects.standing().filter(unit_id__in=merge.unit_ids, cluster_year__year__ends_on__gte=merge.on)
    return members.exclude(cluster_year__year__state=YearState.CLOSED)


def _preview_members(merge: Merge) -> list[Line]:
    places = _places(merge)
    past = Member.objects.filter(unit_id__in=merge.unit_ids).exclude(pk__in=places.values("pk")).count()
    label = _("Thành viên Cụm thi đua")
    return [
        Line(
            label, places.count(), _("Năm đang thực hiện: đơn vị kế thừa giữ một vị trí, đơn vị cũ thôi là thành viên.")
        ),
        Line(label, past, _("Các năm trước giữ nguyên, với tên ghi trong năm.")),
    ]


def _move_members(merge: Merge, *, actor, now) -> int:
    places = list(_places(merge).order_by("order", "pk").select_for_update(no_key=True))
    years = {place.year_id for place in places}
    # One cluster of an organiser and year: a successor that stands in one already takes no second place.
    own = set(
        Member.objects.standing().filter(year_id__in=years, unit_id=merge.into_id).values_list("year_id", flat=True)
    )
    for place in places:
        place.left_on = merge.on
        place.save(update_fields=["left_on", "updated_at"])
        if place.year_id not in own:
            own.add(place.year_id)
            Member.objects.create(
                cluster_year_id=place.cluster_year_id,
                unit_id=merge.into_id,
                unit_name=merge.into.name,
                order=place.order,
                line=place.line,
            )
    return len(places)


# --- Heads ------------------------------------------------------------------------------------------


def _terms(merge: Merge):
    terms = HeadTerm.objects.filter(unit_id__in=merge.unit_ids, cluster_year__year__ends_on__gte=merge.on)
    running = Q(ends_on=None) | Q(ends_on__gte=merge.on)
    return terms.filter(running).exclude(cluster_year__year__state=YearState.CLOSED)


def _preview_heads(merge: Merge) -> list[Line]:
    terms = _terms(merge)
    past = HeadTerm.objects.filter(unit_id__in=merge.unit_ids).exclude(pk__in=terms.values("pk")).count()
    label = _("Nhiệm vụ Trưởng, Phó Trưởng Cụm")
    return [
        Line(label, terms.count(), _("Đơn vị kế thừa làm tiếp từ ngày sáp nhập, đến khi có quyết định mới.")),
        Line(label, past, _("Các năm trước giữ nguyên.")),
    ]


def _move_heads(merge: Merge, *, actor, now) -> int:
    """The old terms end first: nobody shares an office, and nobody holds two of them."""
    terms = list(_terms(merge).order_by("-role", "pk").select_for_update(no_key=True))
    for term in terms:
        starts_on, ends_on = max(term.starts_on, merge.on), term.ends_on
        if term.starts_on < merge.on:
            term.ends_on = merge.on - ONE_DAY
            term.save(update_fields=["ends_on", "updated_at"])
        else:
            term.delete()  # it was to begin after the unit's end
        own = HeadTerm.objects.filter(cluster_year_id=term.cluster_year_id, unit_id=merge.into_id).filter(
            Q(ends_on=None) | Q(ends_on__gte=starts_on)
        )
        held = own.order_by("starts_on", "pk").first()
        if held is not None and (held.role == HeadRole.HEAD or term.role == HeadRole.DEPUTY):
            continue  # the office it has is the higher one, or the same
        if held is not None:
            _end(held, starts_on)
        HeadTerm.objects.create(
            cluster_year_id=term.cluster_year_id,
            unit_id=merge.into_id,
            role=term.role,
            decision_id=term.decision_id,
            starts_on=starts_on,
            ends_on=ends_on,
        )
    return len(terms)


def _end(term: HeadTerm, on) -> None:
    if term.starts_on < on:
        term.ends_on = on - ONE_DAY
        term.save(update_fields=["ends_on", "updated_at"])
    else:
        term.delete()
