"""What one ClusterYear sets for its steps (Cài đặt kiểm tra điểm): when units see points, how long they may remark."""

from datetime import date, datetime

from apps.audit.trail import operation, record
from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.core.dates import format_date
from apps.core.versions import require_version
from apps.periods.domain.years import require_writable
from apps.scoring.enums import PointsShown, SheetState, Stage
from apps.scoring.models import ReviewSetting, ScoreSheet, SheetVersion


def setting_of(cluster_year_id: int) -> ReviewSetting:
    """The stored setting, else the defaults (not stored, version 1)."""
    found = ReviewSetting.objects.filter(cluster_year_id=cluster_year_id).first()
    return found or ReviewSetting(cluster_year_id=cluster_year_id)


def readable(sheet: ScoreSheet, versions: list[SheetVersion]) -> list[SheetVersion]:
    """Those of the locked versions (oldest first) that the unit may read.

    Where points are shown when final, all up to the newest final ones: what was shown once stays, whatever became of
    the sheet since.
    """
    if sheet.state == SheetState.FINAL or setting_of(sheet.cluster_year_id).points_shown == PointsShown.EACH_STEP:
        return versions
    last = max((version.pk for version in versions if version.stage == Stage.FINAL), default=0)
    return [version for version in versions if version.stage == Stage.SELF or version.pk <= last]


@operation()
def save_setting(
    *,
    cluster_year_id: int,
    points_shown: str,
    remarks_until: date | None,
    answer_days: int,
    version: int,
    actor: Actor,
    now: datetime,
) -> ReviewSetting:
    """Store the setting of a ClusterYear. Raises StaleVersion, YearClosed."""
    rows = ClusterYear.objects.select_related("year", "cluster").select_for_update(of=("self",), no_key=True)
    cluster_year = rows.get(pk=cluster_year_id)
    require_writable(cluster_year.year)
    setting = setting_of(cluster_year_id)
    require_version(setting, version)
    before = _words(setting) if setting.pk else None
    setting.points_shown, setting.remarks_until, setting.answer_days = points_shown, remarks_until, answer_days
    setting.version += 1 if setting.pk else 0
    setting.saved_by_label, setting.saved_at = actor.label, now
    setting.save()
    record(
        "scoring.review_setting.save", actor=actor, target=cluster_year, at=now, before=before, after=_words(setting)
    )
    return setting


def _words(setting: ReviewSetting) -> dict:
    return {
        "points_shown": setting.points_shown,
        "remarks_until": format_date(setting.remarks_until) if setting.remarks_until else "",
        "answer_days": setting.answer_days,
    }
