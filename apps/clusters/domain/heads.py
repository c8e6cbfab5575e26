"""Naming heads and deputies by decision (Giao nhiệm vụ Trưởng, Phó Trưởng Cụm)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.clusters import leading, naming
from apps.clusters.enums import HEADS, HeadRole
from apps.clusters.models import ClusterYear, HeadTerm
from apps.core.actor import Actor
from apps.core.dates import format_date
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.documents.domain.citing import cite, file_document
from apps.documents.enums import DocumentKind
from apps.periods.domain.years import require_writable
from apps.units.models import Unit

MOST_DEPUTIES = 2
# A decision names the heads before the year begins, or late where one resigns: further away a year was mistyped.
DAYS_AROUND = timedelta(days=180)


class HeadTermsOverlap(DomainError):
    """Two heads at a time, too many deputies, or a unit in both offices."""


class BarredFromLeading(DomainError):
    """A unit that was not considered in a year leads nobody in the next."""


class OutsideOfYear(DomainError):
    """The first day lies far away from the emulation year."""


@dataclass(frozen=True)
class DecisionFacts:
    """The paper that names the heads."""

    symbol: str
    issued_on: date
    issuer_name: str
    illustrative: bool = False


@dataclass(frozen=True)
class Office:
    """Who takes an office: the unit holds it, a person may be named with the post."""

    unit_id: int
    person_name: str = ""
    person_post: str = ""


@operation()
def appoint_by_decision(
    *,
    cluster_year_id: int,
    decision: DecisionFacts,
    starts_on: date,
    head: Office | None,
    deputies: Iterable[Office],
    actor: Actor,
    now: datetime,
) -> list[HeadTerm]:
    """Head and deputies named in one decision, with rights from ``starts_on``. The caller has asked ``can_manage``.

    The decision is filed and cited. Repeating changes nothing. Raises HeadTermsOverlap, BarredFromLeading,
    SymbolMissing.
    """
    cluster_year = ClusterYear.objects.select_related("cluster__organiser", "year").get(pk=cluster_year_id)
    deputies = list(deputies)
    _require_considered(cluster_year, [office for office in (head, *deputies) if office])
    paper = file_document(
        symbol=decision.symbol,
        issued_on=decision.issued_on,
        issuer_name=decision.issuer_name,
        owner_code=cluster_year.cluster.organiser.code,
        owner_name=cluster_year.cluster.organiser.name,
        kind=DocumentKind.DECISION,
        illustrative=decision.illustrative,
        abstract=f"Giao nhiệm vụ Trưởng, Phó Trưởng {cluster_year.name} năm {cluster_year.year.year}",
        actor=actor,
        now=now,
    )
    cite(
        paper,
        app="clusters",
        key=f"cluster_year:{cluster_year.pk}",
        label=f"Trưởng, Phó Trưởng {cluster_year}",
        path=cluster_year.get_absolute_url(),
    )
    offices = [(HeadRole.HEAD, head)] if head else []
    offices += [(HeadRole.DEPUTY, deputy) for deputy in deputies]
    return [
        appoint_head(
            cluster_year_id=cluster_year.pk,
            unit_id=office.unit_id,
            role=role,
            starts_on=starts_on,
            decision=paper,
            person_name=office.person_name,
            person_post=office.person_post,
            actor=actor,
            now=now,
        )
        for role, office in offices
    ]


@operation()
def appoint_head(
    *,
    cluster_year_id: int,
    unit_id: int,
    role: str,
    starts_on: date,
    actor: Actor,
    now: datetime,
    ends_on: date | None = None,
    decision=None,
    person_name: str = "",
    person_post: str = "",
) -> HeadTerm:
    """Name the unit (and person) that leads a ClusterYear by decision. Repeating changes nothing; a term that was
    entered without its decision gets it.

    Whoever held the office until now acts until the day before: the head of this ClusterYear, and head and deputies of
    the cluster's earlier years once a head of this one is named. What a head owes is owed by the new one
    (``naming``).
    Raises HeadTermsOverlap, OutsideOfYear, YearClosed.
    """
    # One lock for the whole cluster: two decisions entered at once are taken one after the other.
    cluster_year = _lock_cluster(cluster_year_id)
    known = HeadTerm.objects.filter(cluster_year=cluster_year, unit_id=unit_id, role=role, starts_on=starts_on).first()
    if known is not None:
        return _decided(known, decision, person_name, person_post, actor, now)
    require_writable(cluster_year.year)
    _require_near(cluster_year, starts_on)
    ended = _end_predecessors(cluster_year, role, starts_on) if role == HeadRole.HEAD else []
    term = HeadTerm(
        cluster_year=cluster_year,
        unit_id=unit_id,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on or _day_before_successor(cluster_year, starts_on),
        decision=decision,
        person_name=clean(person_name),
        person_post=clean(person_post),
    )
    _save(term)
    for each, before in ended:
        record(
            "clusters.head_term.end",
            actor=actor,
            target=each,
            at=now,
            before=before and before.isoformat(),
            after={"ends_on": each.ends_on.isoformat()},
            reason=str(decision or ""),
        )
    after = {"starts_on": starts_on.isoformat(), "holder": term.holder, "decision": str(decision or "")}
    record("clusters.head_term.appoint", actor=actor, target=term, at=now, after=after, reason=str(decision or ""))
    if role == HeadRole.HEAD:
        naming.named(cluster_year, unit_id, actor=actor, now=now)
    return term


@operation()
def change_head(
    *,
    term_id: int,
    starts_on: date,
    ends_on: date | None,
    person_name: str,
    person_post: str,
    reason: str,
    actor: Actor,
    now: datetime,
) -> HeadTerm:
    """Correct or end a term; rights end with the last day. The caller has asked ``can_manage``. Repeating changes
    nothing. Raises HeadTermsOverlap, OutsideOfYear, YearClosed.
    """
    cluster_year = _lock_cluster(HeadTerm.objects.values_list("cluster_year_id", flat=True).get(pk=term_id))
    require_writable(cluster_year.year)
    term = HeadTerm.objects.for_list().get(pk=term_id)
    before = _facts(term)
    if starts_on != term.starts_on:
        _require_near(cluster_year, starts_on)
    term.starts_on, term.ends_on = starts_on, ends_on
    term.person_name, term.person_post = clean(person_name), clean(person_post)
    after = _facts(term)
    if before != after:
        _save(term)
        record(
            "clusters.head_term.change",
            actor=actor,
            target=term,
            at=now,
            before=before,
            after=after,
            reason=clean(reason),
        )
    return term


def _decided(term: HeadTerm, decision, person_name: str, person_post: str, actor: Actor, now: datetime) -> HeadTerm:
    """A term that came from a file: the decision, and who is named in it, are entered once."""
    if decision is None or term.decision_id is not None:
        return term
    require_writable(term.cluster_year.year)
    before = _facts(term)
    term.decision = decision
    term.person_name = clean(person_name) or term.person_name
    term.person_post = clean(person_post) or term.person_post
    term.save()
    after = {**_facts(term), "decision": str(decision)}
    record(
        "clusters.head_term.change", actor=actor, target=term, at=now, before=before, after=after, reason=str(decision)
    )
    return term


def _lock_cluster(cluster_year_id: int) -> ClusterYear:
    cluster_year = ClusterYear.objects.select_related("cluster", "year").get(pk=cluster_year_id)
    list(ClusterYear.objects.select_for_update(no_key=True).filter(cluster=cluster_year.cluster).order_by("pk"))
    return cluster_year


def _require_considered(cluster_year: ClusterYear, offices: list[Office]) -> None:
    barred = leading.barred(cluster_year)
    found = [office.unit_id for office in offices if office.unit_id in barred]
    if found:
        message = _("%(unit)s không được giao làm Trưởng, Phó Trưởng năm %(year)s: không được xét năm trước (%(why)s).")
        words = {"unit": Unit.objects.get(pk=found[0]), "year": cluster_year.year.year, "why": barred[found[0]]}
        raise BarredFromLeading(message % words)


def _require_near(cluster_year: ClusterYear, starts_on: date) -> None:
    first, last = cluster_year.year.starts_on - DAYS_AROUND, cluster_year.year.ends_on + DAYS_AROUND
    if not first <= starts_on <= last:
        message = _("Ngày bắt đầu của năm thi đua %(year)s phải từ %(first)s đến %(last)s. Kiểm tra lại năm đã nhập.")
        days = {"year": cluster_year.year.year, "first": format_date(first), "last": format_date(last)}
        raise OutsideOfYear(message % days, field="starts_on")


def _save(term: HeadTerm) -> None:
    _require_free(term)
    try:
        with transaction.atomic():
            term.save()
    except IntegrityError:
        _require_free(term)
        raise


def _facts(term: HeadTerm) -> dict:
    return {
        "starts_on": term.starts_on.isoformat(),
        "ends_on": term.ends_on and term.ends_on.isoformat(),
        "holder": term.holder,
    }


def _end_predecessors(cluster_year: ClusterYear, role: str, starts_on: date) -> list[tuple[HeadTerm, date | None]]:
    """Open terms that the new head follows: the head's own in this year, all of the earlier years."""
    last_day = starts_on - timedelta(days=1)
    same_year = Q(cluster_year=cluster_year, role=HeadRole.HEAD, ends_on=None)
    earlier = Q(cluster_year__cluster=cluster_year.cluster, cluster_year__year__year__lt=cluster_year.year.year)
    open_ended = Q(ends_on=None) | Q(ends_on__gt=last_day)
    terms = HeadTerm.objects.filter(same_year | (earlier & open_ended), role__in=HEADS, starts_on__lt=starts_on)
    found = []
    for term in terms.select_related("cluster_year__cluster", "unit").order_by("pk"):
        found.append((term, term.ends_on))
        term.ends_on = last_day
        term.save(update_fields=["ends_on", "updated_at"])
    return found


def _day_before_successor(cluster_year: ClusterYear, starts_on: date) -> date | None:
    """Where the head of a later year was entered first: the last day before that one acts."""
    later = HeadTerm.objects.filter(
        role=HeadRole.HEAD,
        cluster_year__cluster=cluster_year.cluster,
        cluster_year__year__year__gt=cluster_year.year.year,
        starts_on__gt=starts_on,
    )
    first = later.order_by("starts_on").values_list("starts_on", flat=True).first()
    return first and first - timedelta(days=1)


def _require_free(term: HeadTerm) -> None:
    if term.ends_on is not None and term.ends_on < term.starts_on:
        raise HeadTermsOverlap(_("Ngày kết thúc phải từ ngày bắt đầu trở đi."), field="ends_on")
    others = HeadTerm.objects.filter(cluster_year=term.cluster_year).exclude(pk=term.pk)
    others = others.filter(Q(ends_on=None) | Q(ends_on__gte=term.starts_on)).select_related(
        "cluster_year__cluster", "unit"
    )
    if term.ends_on is not None:
        others = others.filter(starts_on__lte=term.ends_on)
    others = list(others.order_by("starts_on", "pk"))
    unit = Unit.objects.get(pk=term.unit_id)
    own = next((other for other in others if other.unit_id == term.unit_id), None)
    if own is not None:
        message = _("%(unit)s đã là %(title)s từ %(since)s; một đơn vị không giữ hai nhiệm vụ cùng lúc.")
        names = {"unit": unit, "title": own.title, "since": format_date(own.starts_on)}
        raise HeadTermsOverlap(message % names, field="starts_on")
    same = [other for other in others if other.role == term.role]
    if term.role == HeadRole.HEAD and same:
        message = _(
            "%(title)s từ %(since)s đã là %(unit)s; ngày bắt đầu phải sau ngày đó, hoặc nhiệm kỳ cũ phải kết thúc."
        )
        names = {"title": same[0].title, "unit": same[0].unit, "since": format_date(same[0].starts_on)}
        raise HeadTermsOverlap(message % names, field="starts_on")
    if term.role == HeadRole.DEPUTY and len(same) >= MOST_DEPUTIES:
        names = ", ".join(str(other.unit) for other in same)
        message = _("Đã có %(count)s Phó Trưởng: %(names)s. Mỗi Cụm có nhiều nhất hai Phó Trưởng cùng lúc.")
        raise HeadTermsOverlap(message % {"count": len(same), "names": names}, field="starts_on")
