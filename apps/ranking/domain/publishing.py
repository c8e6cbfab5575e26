"""Dự kiến → Đã công bố."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.audit.trail import operation, record
from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.kept import kept_language
from apps.core.text import clean
from apps.notifications.domain.sending import notify
from apps.periods.domain.years import require_writable
from apps.ranking.domain.requesting import is_outdated
from apps.ranking.enums import RunState
from apps.ranking.models import RankingRun
from apps.ranking.queries import people_of_members
from apps.ranking.workflow import RUN_FLOW


class Outdated(DomainError):
    """A sheet changed after the run was computed."""

    default_message = gettext_lazy("Số liệu nguồn đã sửa sau khi tính. Tính lại rồi công bố.")


class ReasonNeeded(DomainError):
    """A published result is replaced: the reason is kept with the old one."""

    default_message = gettext_lazy("Đã có kết quả công bố trước. Nhập lý do thay thế.")


@operation()
def publish(*, run_id: int, actor: Actor, now: datetime, reason: str = "") -> RankingRun:
    """Publish a provisional result; an earlier published one of the same line is replaced, with the reason.

    The caller has asked ``policies.can_publish``. Raises YearClosed, TransitionNotAllowed, Outdated,
    ReasonNeeded.
    """
    known = RankingRun.objects.get(pk=run_id)
    ClusterYear.objects.select_for_update(no_key=True).get(pk=known.cluster_year_id)
    run = RankingRun.objects.select_for_update(of=("self",), no_key=True).for_list().get(pk=run_id)
    require_writable(run.cluster_year.year)
    before = run.state
    run.state = RUN_FLOW.target("publish", before)
    if is_outdated(run):
        raise Outdated
    replaced = published(run)
    if replaced is not None:
        _replace(replaced, run, clean(reason, multiline=True), actor, now)
    run.published_at, run.published_by_label = now, actor.label
    run.save(update_fields=["state", "published_at", "published_by_label", "updated_at"])
    record("ranking.run.publish", actor=actor, target=run, at=now, before=before, after=run.state, reason=reason)
    people, path = people_of_members(run, now), run.get_absolute_url()
    notify("ranking.published", to=people, about=run.cluster_year, path=path, actor=actor, now=now)
    return run


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
