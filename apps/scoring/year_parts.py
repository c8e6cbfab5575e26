"""What scoring tells of a year: its criteria sets, and the sheets that keep it from being closed."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.core.actor import Actor
from apps.periods import closing, contents
from apps.periods.closing import Finding
from apps.periods.contents import Line
from apps.periods.enums import Stage
from apps.scoring.enums import SetState, SheetState
from apps.scoring.models import CriteriaSet, ScoreSheet

MOST_NAMED = 5
ENDED = (SheetState.FINAL, SheetState.NOT_SUBMITTED)


def register() -> None:
    contents.register("criteria", lazy("Bảng tiêu chí"), lines_of, order=30)
    closing.register("scoring", lazy("Chấm điểm"), findings_of)


def lines_of(year, actor: Actor) -> list[Line]:
    """Criteria sets of the year that the actor may see; one query."""
    if not year.uses(Stage.SCORING):
        return []
    sets = CriteriaSet.objects.visible_to(actor).filter(year=year).exclude(state=SetState.SUPERSEDED)
    return [
        Line(
            each.title,
            " · ".join([str(each.get_state_display()), *([_("minh họa")] if each.illustrative else [])]),
            url=each.get_absolute_url(),
            warning="" if each.state == SetState.ISSUED else _("Chưa ban hành"),
        )
        for each in sets.order_by("code", "-revision")
    ]


def findings_of(year):
    """Sheets that are neither final nor closed as not sent, by cluster; one query."""
    if not year.uses(Stage.SCORING):
        return
    open_sheets = ScoreSheet.objects.filter(cluster_year__year=year).exclude(state__in=ENDED)
    clusters: dict[tuple[int, str], list[str]] = {}
    rows = open_sheets.order_by("cluster_year__name_key", "unit__name")
    for pk, name, unit in rows.values_list("cluster_year_id", "cluster_year__name", "unit__name"):
        clusters.setdefault((pk, name), []).append(unit)
    for (pk, name), units in clusters.items():
        names = ", ".join(units[:MOST_NAMED]) + (", …" if len(units) > MOST_NAMED else "")
        text = _("%(cluster)s: còn %(count)s bảng chấm điểm chưa chốt (%(names)s).")
        yield Finding(
            text % {"cluster": name, "count": len(units), "names": names}, reverse("ranking:cluster-year", args=[pk])
        )
