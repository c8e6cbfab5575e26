"""Dự kiến → Đã công bố: the head announces Kết quả dự kiến, the organiser's authority publishes by its decision."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.audit.trail import operation, record
from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.core.text import clean
from apps.documents.domain.citing import cite
from apps.documents.models import Document
from apps.notifications.domain.sending import notify
from apps.periods.domain.years import require_writable
from apps.ranking.domain.requesting import is_outdated, missing_text
from apps.ranking.enums import RunState
from apps.ranking.models import RankingRun, RankingSettings
from apps.ranking.queries import people_of_members, standing
from apps.ranking.workflow import RUN_FLOW

APP = "ranking"


class Outdated(DomainError):
    """A sheet changed after the run was computed."""

    default_message = gettext_lazy("Số liệu nguồn đã sửa sau khi tính. Tính lại rồi công bố.")


class ReasonNeeded(DomainError):
    """A published result is replaced: the reason is kept with the old one."""

    default_message = gettext_lazy("Đã có kết quả công bố trước. Nhập lý do thay thế.")


class StillOpen(DomainError):
    """Sheets were opened again after the run was computed; the text names their units."""


@operation()
def announce(*, run_id: int, actor: Actor, now: datetime) -> RankingRun:
    """Thông báo Kết quả dự kiến: the members see it, where the cluster lets them. Repeating changes nothing.

    The caller has asked ``policies.can_announce``. Raises YearClosed, TransitionNotAllowed, StillOpen, Outdated.
    """
    run = _locked(run_id)
    if run.announced_at is not None:
        return run
    RUN_FLOW.target("publish", run.state)  # only a provisional result is announced
    _stands(run)
    run.announced_at, run.announced_by_label = now, actor.label
    run.save(update_fields=["announced_at", "announced_by_label", "updated_at"])
    record("ranking.run.announce", actor=actor, target=run, at=now)
    settings = RankingSettings.objects.filter(cluster=run.cluster_year.cluster_id).first()
    if settings is None or settings.members_see_provisional:
        people, path = people_of_members(run, now), run.get_absolute_url()
        notify("ranking.announced", to=people, about=run.cluster_year, path=path, actor=actor, now=now)
    return run


@operation()
def publish(
    *, run_id: int, actor: Actor, now: datetime, reason: str = "", decision: Document | None = None
) -> RankingRun:
    """Publish a provisional result by the authority's signed ``decision``.

    An earlier published one of the same line is replaced, with the reason. The caller has asked
    ``policies.can_publish``. Raises YearClosed, TransitionNotAllowed, StillOpen, Outdated, ReasonNeeded.
    """
    run = _locked(run_id)
    before = run.state
    run.state = RUN_FLOW.target("publish", before)
    _stands(run)
    replaced = published(run)
    if replaced is not None:
        _replace(replaced, run, clean(reason, multiline=True), actor, now)
    run.published_at, run.published_by_label, run.decision = now, actor.label, decision
    run.save(update_fields=["state", "published_at", "published_by_label", "decision", "updated_at"])
    path = run.get_absolute_url()
    if decision is not None:
        cite(decision, app=APP, key=f"run:{run.pk}", label=_label(run), path=path)
    after = {"state": run.state, "decision": str(decision or "")}
    record("ranking.run.publish", actor=actor, target=run, at=now, before=before, after=after, reason=reason)
    people = people_of_members(run, now)
    notify("ranking.published", to=people, about=run.cluster_year, path=path, actor=actor, now=now)
    return run


def _locked(run_id: int) -> RankingRun:
    known = RankingRun.objects.get(pk=run_id)
    ClusterYear.objects.select_for_update(no_key=True).get(pk=known.cluster_year_id)
    run = RankingRun.objects.select_for_update(of=("self",), no_key=True).for_list().get(pk=run_id)
    require_writable(run.cluster_year.year)
    return run


def _stands(run: RankingRun) -> None:
    found = standing(run.cluster_year_id, run.line)
    if found.missing:
        raise StillOpen(missing_text(found))
    if is_outdated(run):
        raise Outdated


def _label(run: RankingRun) -> str:
    with kept_language():
        return _("Kết quả xếp hạng %(cluster)s") % {"cluster": run.cluster_year}


def published(run: RankingRun) -> RankingRun | None:
    """The published result of the same ClusterYear and line, other than the run itself."""
    others = RankingRun.objects.of(run.cluster_year_id, run.line).filter(state=RunState.PUBLISHED)
    return others.exclude(pk=run.pk).first()


def _replace(old: RankingRun, new: RankingRun, reason: str, actor: Actor, now: datetime) -> None:
    if not reason:
        raise ReasonNeeded(field="reason")
    before, old.state = old.state, RUN_FLOW.target("supersede", old.state)
    old.superseded_at, old.superseded_reason = now, reason
    old.save(update_fields=["state", "superseded_at", "superseded_reason", "updated_at"])
    with kept_language():
        note = _("Thay bằng kết quả số %(number)s.") % {"number": new.pk}
    record("ranking.run.supersede", actor=actor, target=old, at=now, before=before, after=note, reason=reason)
