"""Home of the standing office: "Cần xử lý hôm nay", and its clusters."""

from collections import Counter
from datetime import date, datetime

from django.db.models import Count, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.core.components import StatusWord, TaskRow
from apps.core.dates import local
from apps.core.together import Asking, answered, together
from apps.dashboard.boards import first_names
from apps.dashboard.homes.page import Home
from apps.dashboard.papers.kinds import office_tasks
from apps.dashboard.queries import other_years
from apps.dashboard.queries.sector import ClusterRow, cluster_rows, missing_by_cluster, tally, worst
from apps.dashboard.sector import cells_of, cluster_columns, head_label, sector_lines
from apps.dashboard.workplace import Workplace
from apps.scoring.enums import RemarkState, SetState, SheetState
from apps.scoring.models import CriteriaSet, ReviewStep, ScoreSheet
from apps.units.enums import Role

MOST_CLUSTERS = 8  # on the home page; the rest stands behind "Xem toàn ngành"
STEP_FACTS = ("step_order", "step_role", "step_due_on")  # of the step in which a sheet waits
MOST_DUTIES = 2  # told with names in a line; the board behind it has them all


def standing_office_home(place: Workplace, actor: Actor, now: datetime) -> Home:
    """The sector is counted in the database; all that waits is asked for side by side."""
    organiser_id = place.role.unit_id
    all_clusters = ClusterYear.objects.filter(cluster__organiser_id=organiser_id, year__year=place.year)
    counted = tally(all_clusters, now)
    shown = worst(all_clusters, counted, MOST_CLUSTERS)
    sets = CriteriaSet.objects.filter(
        year__organiser_id=organiser_id,
        year__year=place.year,
        state__in=[SetState.DRAFT, SetState.CONSULTATION],
    ).order_by("code", "-revision")
    rows, late, sets, appraisals, further, elsewhere = answered(
        together(
            cluster_rows(shown, counted, actor),
            missing_by_cluster([each.pk for each in shown], now),
            sets,
            _appraisal_tasks(all_clusters),
            office_tasks(organiser_id=organiser_id, year=place.year, actor=actor, now=now),
            other_years.of_organiser(organiser_id, place.year, local(now).date()),
        )
    )
    tasks = [
        *(incomplete_task(row, late[row.cluster_year.pk]) for row in rows if row.cluster_year.pk in late),
        *(_draft_set_task(criteria_set) for criteria_set in sets),
        *appraisals,
        *further,
    ]
    tasks.sort(key=lambda task: (task.due_on is None, task.due_on or date.max))
    return Home(
        "dashboard/home_standing_office.html",
        _("Cần xử lý hôm nay"),
        {
            "tasks": tasks,
            "duties": sector_lines(counted.duties, actor),
            "clusters": rows,
            "cluster_cells": cells_of(rows),
            "columns": cluster_columns(counted.duties, head_label(rows), sortable=False),
            "filter": None,
            "other_years": other_years.known(elsewhere, place.years),
        },
    )


def incomplete_task(row: ClusterRow, late: list[tuple[str, str]]) -> TaskRow:
    """Cụm chưa đủ số liệu, one line per cluster: what is overdue, with the first units."""
    names: dict[str, list[str]] = {}
    for duty, unit in late:
        names.setdefault(duty, []).append(unit)
    notes = []
    for each, counted in row.cells:
        if each.duty.label in names and counted:
            owing = names[each.duty.label]
            notes.append(
                _("%(duty)s: đã gửi %(sent)s/%(all)s đơn vị, quá hạn: %(names)s.")
                % {
                    "duty": each.duty.label,
                    "sent": counted.sent,
                    "all": counted.expected,
                    "names": first_names(owing, len(owing)),
                }
            )
    due = min((each.duty.due_on for each, _counted in row.cells if each.duty.label in names), default=None)
    title = f"{_('Cụm chưa đủ số liệu')}: {row.cluster_year.name}"
    head = row.head
    return TaskRow(
        title,
        reverse("dashboard:board-detail", args=[row.cluster_year.pk]),
        StatusWord.DRAFT if any(counted and counted.sent for _each, counted in row.cells) else StatusWord.NOT_STARTED,
        due_on=due,
        holder=_("%(title)s – %(unit)s") % {"title": head.title, "unit": head.unit.table_name} if head else "",
        note=" ".join([*notes[:MOST_DUTIES], *_further(len(notes) - MOST_DUTIES)]),
        action_label=_("Theo dõi đơn vị"),
    )


def _further(count: int) -> list[str]:
    return [_("Và %(n)s việc khác quá hạn.") % {"n": count}] if count > 0 else []


def _appraisal_tasks(all_clusters) -> Asking:
    """Điểm chờ thẩm định: sheets whose step is the ministry's, one line per cluster; one question.

    A sheet that is in no step yet waits for the first one of its set.
    """
    steps = ReviewStep.objects.filter(
        criteria_set=OuterRef("criteria_set"), order__gte=Coalesce(OuterRef("step"), 0)
    ).order_by("order")
    in_review = Q(state__in=[SheetState.SELF_SUBMITTED, SheetState.IN_STEP])
    remarks = Q(remarks__state=RemarkState.WAITING)
    waiting = (
        ScoreSheet.objects.filter(in_review | remarks, cluster_year__in=all_clusters.values("pk"))
        .order_by()
        .annotate(**{name: Subquery(steps.values(name.removeprefix("step_"))[:1]) for name in STEP_FACTS})
        .values_list("cluster_year_id", "cluster_year__name", "cluster_year__cluster__code", "step", *STEP_FACTS)
        .annotate(
            n=Count("pk", filter=in_review, distinct=True),
            remarks_n=Count("remarks", filter=remarks, distinct=True),
            remarks_due=Min("remarks__due_on", filter=remarks),
        )
    )
    count, names, due = Counter(), {}, {}
    remarked: Counter = Counter()
    days = []
    for cluster_year_id, name, code, order, step, role, due_on, n, remarks_n, remarks_due in (yield waiting):
        if remarks_n:
            remarked[(code, name)] += remarks_n
            days.append(remarks_due)
        if not n:
            continue
        if role == Role.STANDING_OFFICE and order in {None, 0, step}:
            names[cluster_year_id] = (code, name)
            count[cluster_year_id] += n
            if due_on:
                due[cluster_year_id] = min(due_on, due.get(cluster_year_id, due_on))
    found = [
        TaskRow(
            f"{_('Điểm chờ thẩm định')}: {names[pk][1]}",
            reverse("dashboard:board-duty", args=[pk, "score_sheet"]),
            StatusWord.SENT,
            due_on=due.get(pk),
            holder=_("Thường trực HĐ"),
            note=ngettext("%(count)d bảng điểm đang chờ.", "%(count)d bảng điểm đang chờ.", count[pk])
            % {"count": count[pk]},
            action_label=_("Thẩm định"),
        )
        for pk in sorted(names, key=names.get)
    ]
    return [*found, *([_remarks_task(remarked, min(days))] if days else [])]


def _remarks_task(remarked: Counter, due_on) -> TaskRow:
    """Kiến nghị về điểm without an answer, of all clusters."""
    n = sum(remarked.values())
    names = ", ".join(name for _code, name in sorted(remarked))
    note = ngettext("%(n)d kiến nghị đang chờ (%(names)s).", "%(n)d kiến nghị đang chờ (%(names)s).", n)
    return TaskRow(
        _("Trả lời kiến nghị về điểm"),
        f"{reverse('scoring:remark-list')}?state=waiting",
        StatusWord.SENT,
        due_on=due_on,
        holder=_("Người kiểm tra điểm"),
        note=note % {"n": n, "names": names},
        action_label=_("Xem kiến nghị"),
    )


def _draft_set_task(criteria_set: CriteriaSet) -> TaskRow:
    return TaskRow(
        f"{_('Bảng tiêu chí chờ ban hành')}: {criteria_set.title}",
        criteria_set.get_absolute_url(),
        StatusWord.DRAFT,
        holder=_("Thường trực HĐ"),
        note=str(criteria_set.get_state_display()),
    )
