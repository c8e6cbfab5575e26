"""What a merge does to pledges: signatures stay with their name and bind the successor; what is still owed moves on."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.clusters.models import Member
from apps.periods.enums import YearState
from apps.pledges.domain.following import follow_members
from apps.pledges.enums import PledgeState
from apps.pledges.models import Commitment, CommitmentProgress, Signature
from apps.units import merging
from apps.units.merging import Line, Merge


def register() -> None:
    merging.register("pledges.Signature.unit", "pledges.Signature.stands_for", preview=_preview, apply=_apply)
    told = _("Giữ nguyên trong bản giao ước đã ký.")
    merging.register(
        "pledges.Commitment.unit", **merging.stays(_("Nội dung cam kết giao ước"), Commitment, "unit", told)
    )
    merging.register(
        "pledges.CommitmentProgress.unit",
        **merging.stays(_("Kết quả cam kết giao ước"), CommitmentProgress, "unit", told),
    )


def _running(merge: Merge):
    """Signatures of the predecessors in running years."""
    theirs = Q(unit_id__in=merge.unit_ids) | Q(stands_for_id__in=merge.unit_ids)
    found = Signature.objects.in_force().filter(theirs, version__pledge__cluster_year__year__ends_on__gte=merge.on)
    found = found.exclude(version__pledge__cluster_year__year__state=YearState.CLOSED)
    return found.exclude(version__pledge__state=PledgeState.CLOSED)


def _preview(merge: Merge) -> list[Line]:
    running = _running(merge).count()
    kept = Signature.objects.filter(unit_id__in=merge.unit_ids).count() - running
    label = _("Chữ ký giao ước thi đua")
    return [
        Line(label, running, _("Giữ tên đơn vị đã ký; đơn vị kế thừa thực hiện giao ước, không phải ký lại.")),
        Line(label, kept, _("Các năm trước giữ nguyên.")),
    ]


def _apply(merge: Merge, *, actor, now) -> int:
    """After the rules of obligations and clusters: members and duties are those of the successor already."""
    moved = _running(merge).update(stands_for_id=merge.into_id)
    years = Member.objects.filter(unit_id__in=merge.unit_ids, left_on=merge.on)
    years = years.exclude(cluster_year__year__state=YearState.CLOSED).order_by("cluster_year")
    for cluster_year_id in years.values_list("cluster_year", flat=True).distinct():
        follow_members(cluster_year_id=cluster_year_id, joined=set(), left=set(), actor=actor, now=now)
    return moved
