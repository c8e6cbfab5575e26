"""Questions about clusters that screens and other apps ask."""

from datetime import date

from django.db.models import F, Q

from apps.clusters.models import HeadTerm, Member


def head_grants(user_id: int, on: date):
    """Columns of accounts.grants: officers and leaders of a head's unit act as head of its ClusterYear."""
    return (
        HeadTerm.objects.valid_on(on)
        .filter(
            Q(unit__roles__ends_on=None) | Q(unit__roles__ends_on__gte=on),
            unit__roles__user_id=user_id,
            unit__roles__role__in=["officer", "leader"],
            unit__roles__starts_on__lte=on,
        )
        .order_by()
        .values_list("role", "unit_id", F("unit__path"), "cluster_year_id", "starts_on", "ends_on")
    )


def members_in_order(cluster_year_id: int, line: str | None = None):
    """Members in protocol order, each with its unit, without those that left during the year; one query."""
    members = Member.objects.standing().filter(cluster_year_id=cluster_year_id)
    members = members.select_related("unit").order_by("line", "order", "pk")
    return members if line is None else members.filter(line=line)
