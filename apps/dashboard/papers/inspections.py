"""Khắc phục sau kiểm tra: findings as lines of the unit's home, and the head's task of inspecting."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.clusters.enums import FindingState
from apps.clusters.inspections_reading import FindingLine, lines_of
from apps.clusters.models import Finding, Inspection
from apps.core.components import StatusWord, TaskRow
from apps.core.together import Asking
from apps.dashboard.papers.kinds import Asked, HeadYear, register_head_task, register_unit_tasks

HEAD_ORDER, UNIT_ORDER = 50, 90


def unit_tasks(asked: Asked) -> Asking:
    """Findings of the units in the years, each with its own date, and what is left of any other year; one question."""
    wanted = Q(inspection__year_id__in=asked.year_ids) | ~Q(state=FindingState.ACCEPTED)
    found = Finding.objects.filter(wanted, inspection__unit_id__in=asked.unit_ids)
    found = found.select_related("inspection__cluster_year", "inspection__organiser")
    found = found.order_by("due_on", "-inspection__planned_on", "inspection_id", "number", "pk")
    return [_finding_task(line) for line in lines_of((yield found), asked.now)]


def _finding_task(line: FindingLine) -> TaskRow:
    finding = line.finding
    owed = finding.state == FindingState.OPEN
    return TaskRow(
        title=_("Khắc phục sau kiểm tra: %(what)s") % {"what": finding.text[:120]},
        url=finding.get_absolute_url(),
        status=line.word,
        due_on=finding.due_on,
        holder=finding.inspection.by_whom if finding.state == FindingState.FIXED else "",
        days_left=line.days_left,
        days_late=line.days_late,
        note=finding.remark if owed else "",
        action_label=_("Báo cáo khắc phục") if owed else "",
    )


def head_tasks(year: HeadYear) -> Asking:
    """Kiểm tra các đơn vị: how many are planned and held, what still has to be put right."""
    cluster_year = year.cluster_year
    held, unfinished = yield (
        Inspection.objects.filter(cluster_year=cluster_year).values_list("held_on", flat=True),
        Finding.objects.unfinished().filter(inspection__cluster_year=cluster_year).values_list("pk", flat=True),
    )
    done = sum(day is not None for day in held)
    if not held:
        word, note = StatusWord.NOT_STARTED, ""
    else:
        finished = done == len(held) and not unfinished
        word = StatusWord.FINAL if finished else StatusWord.DRAFT
        note = _("Đã kiểm tra %(done)s/%(all)s đơn vị; còn %(open)s nội dung chưa khắc phục xong.") % {
            "done": done,
            "all": len(held),
            "open": len(unfinished),
        }
    row = TaskRow(
        title=_("Kiểm tra các đơn vị"),
        url=reverse("clusters:cluster-inspections", args=[cluster_year.pk]),
        status=word,
        holder=year.title,
        note=note,
        action_label=_("Lập kiểm tra") if not held else "",
    )
    return [row]


register_unit_tasks("inspections", UNIT_ORDER, unit_tasks)
register_head_task("inspections", HEAD_ORDER, head_tasks)
