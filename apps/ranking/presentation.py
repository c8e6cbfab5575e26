"""What the pages of a ranking show: charts, facts, states. Plain values, no queries."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.core.charts import bar_chart_svg
from apps.core.components import TONES, Chart, Fact, Series
from apps.core.templatetags.formats import vi_datetime
from apps.jobs.models import Job
from apps.ranking.domain.requesting import missing_text
from apps.ranking.domain.rules import class_terms
from apps.ranking.enums import RunState
from apps.ranking.exports import PartHead, part_points
from apps.ranking.models import RankingEntry, RankingRun
from apps.ranking.queries import Standing
from apps.scoring.enums import SetState


@dataclass(frozen=True)
class LinePanel:
    """One line of a ClusterYear on its page: how far the sheets are, the job under way, the results so far."""

    line: str
    label: str
    standing: Standing
    job: Job | None
    may_cancel: bool
    runs: Sequence[RankingRun]

    @property
    def current(self) -> RankingRun | None:
        return next((run for run in self.runs if run.state in (RunState.COMPUTED, RunState.PUBLISHED)), None)

    @property
    def is_computing(self) -> bool:
        return self.job is not None and self.job.is_live

    @property
    def missing_text(self) -> str:
        return "" if self.standing.is_ready else missing_text(self.standing)

    @property
    def settled(self) -> int:
        """Units whose sheet is final or closed."""
        return len(self.standing.units) - len(self.standing.missing)


def facts(run: RankingRun) -> list[Fact]:
    """What a result is: its state, when and by whom it was computed and published, its criteria, its hash."""
    computed = _("%(time)s, %(who)s") % {"time": vi_datetime(run.computed_at), "who": run.computed_by_label}
    found = [Fact(_("Trạng thái"), run.get_state_display()), Fact(_("Tính lúc"), computed)]
    if run.announced_at:
        shown = {"time": vi_datetime(run.announced_at), "who": run.announced_by_label}
        found.append(Fact(_("Thông báo dự kiến lúc"), _("%(time)s, %(who)s") % shown))
    if run.published_at:
        shown = {"time": vi_datetime(run.published_at), "who": run.published_by_label}
        found.append(Fact(_("Công bố lúc"), _("%(time)s, %(who)s") % shown))
    if run.decision:
        signer = ", ".join(filter(None, [run.decision.signer_name, run.decision.signer_post]))
        found.append(Fact(_("Quyết định công bố"), str(run.decision), signer))
    revision = _("phiên bản %(number)s") % {"number": run.criteria_set.revision}
    if run.criteria_set.state == SetState.SUPERSEDED:
        revision = f"{revision} · {_('Đã cũ: bảng tiêu chí đã sửa')}"
    return [
        *found,
        Fact(_("Theo bảng tiêu chí"), run.criteria_set.title, revision),
        Fact(_("Mã băm SHA-256"), grouped(run.run_hash)),
    ]


def grouped(digest: str) -> str:
    """A hash in groups of eight, so that people can compare it and lines can break."""
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))


def part_label(head: PartHead) -> str:
    """Short name of a part for heads of columns."""
    return _("Phần %(number)s") % {"number": head.number}


def chart(entries: Sequence[RankingEntry]) -> Chart:
    """Totals of the ranked units, best first."""
    ranked = [entry for entry in entries if entry.rank is not None]
    return Chart(
        labels=tuple(f"{entry.rank}. {entry.unit_name}" for entry in ranked),
        series=(Series(_("Tổng điểm"), tuple(entry.total for entry in ranked)),),
        horizontal=True,
        unit=_("điểm"),
    )


def chart_svg(entries: Sequence[RankingEntry]) -> str:
    """The same chart as a picture, for paper and for pages without JavaScript."""
    ranked = [entry for entry in entries if entry.rank is not None]
    labels = [f"{entry.rank}. {entry.unit_name}" for entry in ranked]
    return bar_chart_svg(labels, [entry.total for entry in ranked], _("Tổng điểm theo hạng"))


def distribution(entries: Sequence[RankingEntry], run: RankingRun) -> list[dict]:
    """How many units got each class of the rule, from the highest, and how many none; empty without classes."""
    labels = [terms.label for terms in class_terms(run.rule)]
    if not labels:
        return []
    ranked = [entry for entry in entries if entry.rank is not None]
    counted = [(label, sum(entry.class_label == label for entry in ranked)) for label in labels]
    counted.append((_("Chưa đạt loại nào"), sum(not entry.class_label for entry in ranked)))
    counted.append((_("Không xếp hạng"), len(entries) - len(ranked)))
    found = [{"label": label, "units": units} for label, units in counted]
    return [row for number, row in enumerate(found) if number < len(labels) or row["units"]]


def stacked(entries: Sequence[RankingEntry], heads: Sequence[PartHead]) -> Chart:
    """What each part, bonus and penalty give to the totals. Bonus and penalty have tones that no part has."""
    ranked = [entry for entry in entries if entry.rank is not None]
    tones = TONES[:-1]
    series = [
        Series(part_label(head), tuple(part_points(entry, heads)[place] for entry in ranked), tones[place % len(tones)])
        for place, head in enumerate(heads)
    ]
    series.append(Series(_("Thưởng"), tuple(entry.bonus for entry in ranked), TONES[-1]))
    series.append(Series(_("Trừ"), tuple(-entry.penalty for entry in ranked), "penalty"))
    labels = tuple(f"{entry.rank}. {entry.unit_name}" for entry in ranked)
    return Chart(labels=labels, series=tuple(series), horizontal=True, stacked=True, unit=_("điểm"))
