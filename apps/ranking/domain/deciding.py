"""Decisions of people beside the rule: units not considered, the last places of a quota. They outdate the result."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.audit.trail import operation, record
from apps.clusters.models import ClusterYear, Member
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.text import clean
from apps.documents.domain.citing import cite
from apps.documents.models import Document
from apps.periods.domain.years import require_writable
from apps.ranking.domain.rules import class_terms
from apps.ranking.domain.ties import open_ties
from apps.ranking.models import Exclusion, QuotaDecision, RankingRun
from apps.units.models import Unit

APP = "ranking"
REASON_LENGTH = 500


class DecisionUnfit(DomainError):
    """The decision does not fit the units it is about, or lacks its reason."""

    default_message = _("Ghi lý do.")


@operation()
def exclude(
    *, cluster_year_id: int, unit_id: int, reason: str, actor: Actor, now: datetime, document: Document | None = None
) -> Exclusion:
    """Không xét: the unit keeps its points but has no rank this year. Repeating changes nothing.

    The caller has asked ``policies.can_exclude``. Raises DecisionUnfit, YearClosed.
    """
    cluster_year = _locked(cluster_year_id)
    if not Member.objects.standing().filter(cluster_year=cluster_year, unit=unit_id).exists():
        raise DecisionUnfit(_("Đơn vị không thuộc Cụm trong năm này."), field="unit")
    known = Exclusion.objects.in_force().filter(cluster_year=cluster_year, unit=unit_id).first()
    if known is not None:
        return known
    found = Exclusion.objects.create(
        cluster_year=cluster_year,
        unit=Unit.objects.get(pk=unit_id),
        reason=_needed(reason),
        document=document,
        decided_at=now,
        decided_by_label=actor.label,
    )
    if document is not None:
        path = cluster_year.get_absolute_url()
        cite(document, app=APP, key=f"exclusion:{found.pk}", label=str(found), path=path)
    record("ranking.exclusion.make", actor=actor, target=found, at=now, reason=found.reason)
    return found


@operation()
def lift(*, exclusion_id: int, reason: str, actor: Actor, now: datetime) -> Exclusion:
    """The unit is considered again. What was decided stays readable. Raises DecisionUnfit, YearClosed."""
    found = Exclusion.objects.select_related("cluster_year__year").get(pk=exclusion_id)
    _locked(found.cluster_year_id)
    found.refresh_from_db()
    if found.lifted_at is not None:
        return found
    found.lifted_at, found.lifted_by_label, found.lifted_reason = now, actor.label, _needed(reason)
    found.save(update_fields=["lifted_at", "lifted_by_label", "lifted_reason", "updated_at"])
    record("ranking.exclusion.lift", actor=actor, target=found, at=now, reason=found.lifted_reason)
    return found


@operation()
def decide_tie(
    *, run_id: int, class_label: str, chosen: Sequence[int], reason: str, actor: Actor, now: datetime
) -> QuotaDecision:
    """Name who of equal units at the line of a quota gets the class. Ranking again applies it.

    ``chosen``: ids of units, no more than there are places. The caller has asked ``policies.can_decide``.
    Raises DecisionUnfit, YearClosed.
    """
    run = RankingRun.objects.for_list().get(pk=run_id)
    _locked(run.cluster_year_id)
    tie = next((each for each in open_ties(run) if each.label == class_label), None)
    if tie is None or class_label not in {terms.label for terms in class_terms(run.rule)}:
        raise DecisionUnfit(_("Không còn đơn vị bằng nhau ở ranh giới xếp loại này. Hãy tính lại xếp hạng."))
    picked = set(chosen)
    if not picked or not picked <= tie.keys or len(picked) > tie.places:
        message = _("Chọn từ 1 đến %(places)s đơn vị trong các đơn vị bằng nhau.") % {"places": tie.places}
        raise DecisionUnfit(message, field="chosen")
    codes = dict(Unit.objects.filter(pk__in=tie.keys).values_list("pk", "code"))
    found = QuotaDecision.objects.create(
        cluster_year=run.cluster_year,
        line=run.line,
        class_label=class_label,
        tied=sorted(codes.values()),
        chosen=sorted(codes[pk] for pk in picked),
        reason=_needed(reason),
        decided_at=now,
        decided_by_label=actor.label,
    )
    record("ranking.quota.decide", actor=actor, target=run, at=now, after=found.as_data(), reason=found.reason)
    return found


def _locked(cluster_year_id: int) -> ClusterYear:
    years = ClusterYear.objects.select_related("year", "cluster").select_for_update(of=("self",), no_key=True)
    cluster_year = years.get(pk=cluster_year_id)
    require_writable(cluster_year.year)
    return cluster_year


def _needed(reason: str) -> str:
    text = clean(reason)[:REASON_LENGTH]
    if not text:
        raise DecisionUnfit(field="reason")
    return text
