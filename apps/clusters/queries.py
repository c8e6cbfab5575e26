"""Questions about clusters that screens and other apps ask."""

from datetime import date, timedelta

from django.db.models import Case, CharField, DateField, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Cast

from apps.accounts.grants import acting_for, grant_columns
from apps.clusters.enums import AfterTerm, HeadRole
from apps.clusters.models import ClusterYear, HeadTerm, Member
from apps.clusters.ordering import by_line
from apps.periods.enums import YearState
from apps.units.queries import ids_of_people

ACTING = ["officer", "leader"]


def head_grants(on: date):
    """Columns of accounts.grants: officers and leaders of a head's unit act as head of its ClusterYear."""
    return _granted(HeadTerm.objects.filter(_holding(on)), on, user_id=F("unit__roles__user_id"))


def delegated_head_grants(on: date):
    """The same of those who stand in for an officer or leader of the head's unit."""
    roles = "unit__roles"
    standing_in = Q(**{f"{roles}__delegations__starts_on__lte": on, f"{roles}__delegations__ends_on__gte": on})
    return _granted(
        HeadTerm.objects.filter(_holding(on) & standing_in),
        on,
        user_id=F(f"{roles}__delegations__user_id"),
        acting_for=acting_for(f"{roles}__user"),
    )


def _holding(on: date) -> Q:
    """One assignment in the unit of the term: an officer or leader on the date."""
    return Q(
        Q(unit__roles__ends_on=None) | Q(unit__roles__ends_on__gte=on),
        unit__roles__role__in=ACTING,
        unit__roles__starts_on__lte=on,
    )


def _granted(terms, on: date, **columns):
    """Head terms that have begun, with the role that they give on the date.

    In its days: head or deputy. After them, while the year is not closed and nobody else leads this ClusterYear: what
    is left to do. Else the right to read the year. ``terms`` come filtered by one assignment: annotations made after
    the filter speak of that assignment, before it of any.
    """
    lasting = Q(ends_on=None) | Q(ends_on__gte=on)
    others = HeadTerm.objects.valid_on(on).filter(cluster_year_id=OuterRef("cluster_year_id"), role=OuterRef("role"))
    running = ClusterYear.objects.filter(pk=OuterRef("cluster_year_id")).exclude(year__state=YearState.CLOSED)
    to_finish = Exists(running) & ~Exists(others)  # asked of terms that are over: joins would be planned for all
    head = Q(role=HeadRole.HEAD)
    day_after = Cast(F("ends_on") + timedelta(days=1), DateField())
    return terms.filter(starts_on__lte=on).annotate(
        **grant_columns(
            **columns,
            role=Case(
                When(lasting, then=F("role")),
                When(
                    to_finish,
                    then=Case(When(head, then=Value(AfterTerm.CLOSING_HEAD)), default=Value(AfterTerm.CLOSING_DEPUTY)),
                ),
                When(head, then=Value(AfterTerm.FORMER_HEAD)),
                default=Value(AfterTerm.FORMER_DEPUTY),
                output_field=CharField(),
            ),
            unit_id=F("unit_id"),
            unit_path=F("unit__path"),
            cluster_year_id=F("cluster_year_id"),
            starts_on=Case(When(lasting, then=F("starts_on")), default=day_after, output_field=DateField()),
            ends_on=Case(When(lasting, then=F("ends_on")), default=Value(None), output_field=DateField()),
        )
    )


def year_before(cluster_year: ClusterYear) -> ClusterYear | None:
    """The same cluster one year earlier; None in its first year."""
    return _year_beside(cluster_year, -1)


def year_after(cluster_year: ClusterYear) -> ClusterYear | None:
    """The same cluster one year later; None while that year has not been made."""
    return _year_beside(cluster_year, 1)


def _year_beside(cluster_year: ClusterYear, years: int) -> ClusterYear | None:
    found = ClusterYear.objects.filter(cluster=cluster_year.cluster_id, year__year=cluster_year.year.year + years)
    return found.select_related("cluster__organiser", "year").first()


def members_in_order(cluster_year_id: int, line: str | None = None):
    """Members in protocol order, each with its unit, without those that left during the year; one query."""
    members = Member.objects.standing().filter(cluster_year_id=cluster_year_id)
    members = members.select_related("unit").order_by(by_line(), "order", "pk")
    return members if line is None else members.filter(line=line)


def ids_of_heads(cluster_year_id: int, on: date) -> set[int]:
    """Ids of the users who act for the head and the deputies of a ClusterYear on the date: whom to tell."""
    units = HeadTerm.objects.valid_on(on).filter(cluster_year_id=cluster_year_id).values_list("unit_id", flat=True)
    return ids_of_people(units, ACTING, on)


def heads_of_unit(obligation, on: date) -> set[int]:
    """The same of every cluster in which the unit of an obligation stands that year."""
    members = Member.objects.standing().filter(year_id=obligation.duty.year_id, unit_id=obligation.unit_id)
    terms = HeadTerm.objects.valid_on(on).filter(cluster_year__in=members.values("cluster_year"))
    return ids_of_people(terms.values_list("unit_id", flat=True), ACTING, on)


def ids_of_last_heads(cluster_year_id: int, on: date) -> set[int]:
    """The same of those whose terms ended last, when nobody's runs any more."""
    terms = HeadTerm.objects.filter(cluster_year_id=cluster_year_id, ends_on__lt=on)
    last = terms.order_by("-ends_on").values("ends_on")[:1]
    return ids_of_people(terms.filter(ends_on=last).values_list("unit_id", flat=True), ACTING, on)


def ids_of_member_people(cluster_year_id: int, on: date) -> set[int]:
    """Ids of the officers and leaders of all members on the date: whom to tell about the cluster's papers."""
    units = Member.objects.standing().filter(cluster_year_id=cluster_year_id).values_list("unit_id", flat=True)
    return ids_of_people(units, ACTING, on)
