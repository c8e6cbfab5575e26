"""Đề nghị gia hạn, mở lại: which ones a person sees, and in which clusters the unit of one stands."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from apps.clusters.enums import FINISHING, READING
from apps.clusters.models import Member
from apps.core.actor import Actor
from apps.core.verdict import in_person
from apps.obligations.enums import OFFICE_GIVES_BACK, RequestKind
from apps.obligations.models import Obligation, TimeRequest
from apps.units.enums import Role
from apps.units.models import organised_for


def requests_of(actor: Actor) -> QuerySet:
    """Of the own units, of members of clusters that the actor leads or led, of years that it organises or audits."""
    if actor.is_system:
        return TimeRequest.objects.all()
    own = Q(obligation__unit__in=actor.unit_ids(Role.OFFICER, Role.LEADER))
    led = Exists(_members(Member.objects.all(), actor.cluster_year_ids(*READING)))
    return TimeRequest.objects.filter(own | organised_for(actor, "obligation__duty__year__organiser") | led)


def answerable(actor: Actor) -> QuerySet:
    """Those that wait for an answer which this actor may give: ``obligations.policies.can_answer`` as a set of rows."""
    if not in_person(actor):
        return TimeRequest.objects.none()
    office = Q(obligation__duty__year__organiser__in=actor.unit_ids(Role.STANDING_OFFICE))
    led = Q(Exists(_members(Member.objects.standing(), actor.cluster_year_ids(*FINISHING))))
    own = Q(obligation__unit__in=actor.unit_ids(Role.OFFICER, Role.LEADER))
    office_alone = Q(kind=RequestKind.REOPENING, obligation__duty__code__in=OFFICE_GIVES_BACK)
    return TimeRequest.objects.waiting().filter(office | (led & ~own & ~office_alone))


def _members(members: QuerySet, cluster_year_ids) -> QuerySet:
    """Places of the unit of a request in these ClusterYears."""
    return members.filter(
        cluster_year__in=cluster_year_ids,
        year=OuterRef("obligation__duty__year"),
        unit=OuterRef("obligation__unit"),
    ).order_by()


def cluster_year_ids_of(obligation: Obligation) -> list[int]:
    """The ClusterYears in which the unit of an obligation stands in its year; one query."""
    members = Member.objects.standing().filter(year_id=obligation.duty.year_id, unit_id=obligation.unit_id)
    return list(members.values_list("cluster_year_id", flat=True))
