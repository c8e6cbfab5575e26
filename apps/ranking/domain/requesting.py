"""Asking for a ranking: once per input, as a job."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.audit.trail import operation, record
from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.jobs.models import Job
from apps.jobs.queue import enqueue
from apps.periods.domain.years import require_writable
from apps.ranking.domain.facts import Circumstances
from apps.ranking.domain.rules import rule_of, rule_text, set_rule
from apps.ranking.models import RankingRun
from apps.ranking.queries import Standing, standing
from apps.scoring.domain.canonical import run_hash
from apps.scoring.domain.relative import freshen
from apps.scoring.models import CriteriaSet

TASK = "apps.ranking.tasks.compute_ranking"
UNSENT = "not_submitted"


class NotReady(DomainError):
    """Some sheets are neither final nor closed as not submitted; ``standing`` says which."""

    def __init__(self, found: Standing):
        self.standing = found
        super().__init__(missing_text(found), code="not_ready")


class SeveralSets(DomainError):
    """Units of one line were scored by different criteria sets: their totals do not compare."""

    default_message = gettext_lazy(
        "Các đơn vị trong khối dùng nhiều bảng tiêu chí khác nhau, không xếp hạng chung được."
    )


@dataclass(frozen=True)
class Request:
    """The run that answers, and the job that computes it: None when the same input was computed before."""

    run: RankingRun
    job: Job | None


@operation()
def request_ranking(*, cluster_year_id: int, line: str = "", actor: Actor, now: datetime) -> Request:
    """Ask for the ranking of one line of a ClusterYear. The caller has asked ``policies.can_compute``.

    A run still waiting is answered with its job; the same input as the run in force answers that run.
    Raises NotReady, SeveralSets, YearClosed.
    """
    cluster_year = (
        ClusterYear.objects.select_related("year").select_for_update(of=("self",), no_key=True).get(pk=cluster_year_id)
    )
    freshen([cluster_year_id], actor=actor, now=now)
    found = ready(standing(cluster_year_id, line))
    criteria_set = CriteriaSet.objects.get(pk=found.final[0].criteria_set_id)
    rule = Circumstances([found]).complete(rule_of(criteria_set), found)
    same = RankingRun.objects.of(cluster_year_id, line).in_force().filter(run_hash=hash_of(rule, found)).first()
    if same is not None and not RankingRun.objects.of(cluster_year_id, line).in_force().filter(pk__gt=same.pk).exists():
        return Request(same, None)
    run = RankingRun.objects.of(cluster_year_id, line).waiting().order_by("pk").first()
    if run is None:
        require_writable(cluster_year.year)
        run = RankingRun.objects.create(cluster_year=cluster_year, line=line, criteria_set=criteria_set, rule=rule)
        record("ranking.run.request", actor=actor, target=run, at=now, after={"units": len(found.units)})
    with kept_language():
        label = _("Tính xếp hạng: %(cluster)s") % {"cluster": cluster_year}
    params = {"run_ids": [run.pk], "asked_at": now.isoformat()}
    job = enqueue(TASK, key=job_key(run), label=label, params=params, actor=actor, now=now)
    return Request(run, job)


def job_key(run: RankingRun) -> str:
    return f"ranking:{run.pk}"


def ready(found: Standing) -> Standing:
    """The standing, when all its sheets are final or closed. Raises NotReady, SeveralSets."""
    if not found.is_ready:
        raise NotReady(found)
    if len({unit.criteria_set_id for unit in found.final}) != 1:
        raise SeveralSets
    return found


def missing_text(found: Standing) -> str:
    """What is missing, by name: Đã chốt 11/13 đơn vị. Còn thiếu: …"""
    if not found.units:
        return _("Cụm chưa có đơn vị thành viên nào trong khối này.")
    text = _("Đã chốt %(final)s/%(all)s đơn vị.") % {
        "final": len(found.units) - len(found.missing),
        "all": len(found.units),
    }
    if found.missing:
        names = ", ".join(unit.name for unit in found.missing)
        text += " " + _("Còn thiếu: %(units)s.") % {"units": names}
    elif not found.final:
        text += " " + _("Không có đơn vị nào nộp bảng điểm, nên không có gì để xếp hạng.")
    return text


def hash_of(rule: dict, found: Standing) -> str:
    """Run hash of an input: rule, and ``unit:sheet hash`` of every member; one that sent nothing has a word instead."""
    sheets = {unit.code: unit.sha256 if unit.is_final else UNSENT for unit in found.units}
    return run_hash(rule_text(rule), sheets)


def is_outdated(run: RankingRun) -> bool:
    """Whether a sheet, a fact or a decision changed since the run ("Đã cũ: số liệu nguồn đã sửa")."""
    found = standing(run.cluster_year_id, run.line)
    if found.missing:
        return True
    rule = Circumstances([found]).complete(set_rule(run.rule), found)
    return hash_of(rule, found) != run.run_hash
