"""Home of the standing office: "Cần xử lý hôm nay", and its clusters."""

from dataclasses import replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.clusters.models import ClusterYear
from apps.core.components import Column, StatusWord, TaskRow
from apps.dashboard.boards import CLUSTER_COLUMNS
from apps.dashboard.homes.page import Home
from apps.dashboard.navigation import url_if_there
from apps.dashboard.queries.clusters import ClusterProgress, progress
from apps.dashboard.workplace import Workplace
from apps.scoring.enums import SetState
from apps.scoring.models import CriteriaSet
from apps.units.enums import Role

NAMED = 4  # units named in a line before "và … đơn vị khác"


def standing_office_home(place: Workplace, actor, now: datetime) -> Home:
    cluster_years = (
        ClusterYear.objects.filter(cluster__organiser_id=place.role.unit_id, year__year=place.year)
        .for_list()
        .order_by("cluster__code")
    )
    found = progress(cluster_years, actor=actor, now=now)
    sets = CriteriaSet.objects.filter(
        year__organiser_id=place.role.unit_id,
        year__year=place.year,
        state__in=[SetState.DRAFT, SetState.CONSULTATION],
    ).order_by("code", "-revision")
    tasks = [
        *(incomplete_task(cluster) for cluster in found if cluster.is_open and cluster.missing),
        *(_draft_set_task(criteria_set) for criteria_set in sets),
        *(_appraisal_task(cluster) for cluster in found if cluster.waiting_for(Role.STANDING_OFFICE)),
    ]
    return Home(
        "dashboard/home_standing_office.html",
        _("Cần xử lý hôm nay"),
        {"tasks": tasks, "clusters": found, "columns": _plain_columns(), "filter": None},
    )


def _plain_columns() -> list[Column]:
    """The columns of the list of clusters, without links to sort by."""
    return [replace(column, sort="") for column in CLUSTER_COLUMNS]


def incomplete_task(cluster: ClusterProgress) -> TaskRow:
    """Cụm chưa đủ số liệu, one line per cluster."""
    first = next((s.obligation for s in cluster.standings if s.obligation), None)
    head = cluster.head
    return TaskRow(
        f"{_('Cụm chưa đủ số liệu')}: {cluster.cluster_year.name}",
        reverse("dashboard:board-detail", args=[cluster.cluster_year.pk]),
        StatusWord.DRAFT if cluster.sent else StatusWord.NOT_STARTED,
        due_on=first.duty.due_on if first else None,
        holder=_("%(title)s – %(unit)s") % {"title": head.title, "unit": head.unit.table_name} if head else "",
        note=totals_sentence(cluster),
        action_label=_("Theo dõi đơn vị"),
    )


def totals_sentence(cluster: ClusterProgress) -> str:
    """Đã gửi 11/13 đơn vị. Còn thiếu: … – with the first names only."""
    sent = _("Đã gửi %(sent)s/%(all)s đơn vị.") % {"sent": cluster.sent, "all": cluster.members}
    if not cluster.missing:
        return sent
    names = ", ".join(cluster.missing[:NAMED])
    rest = len(cluster.missing) - NAMED
    if rest > 0:
        names += " " + ngettext("và %(count)d đơn vị khác", "và %(count)d đơn vị khác", rest) % {"count": rest}
    return f"{sent} {_('Còn thiếu: %(names)s.') % {'names': names}}"


def _appraisal_task(cluster: ClusterProgress) -> TaskRow:
    """Điểm chờ thẩm định: sheets whose step is the ministry's."""
    waiting = cluster.waiting_for(Role.STANDING_OFFICE)
    count = len(waiting)
    return TaskRow(
        f"{_('Điểm chờ thẩm định')}: {cluster.cluster_year.name}",
        reverse("dashboard:board-detail", args=[cluster.cluster_year.pk]),
        StatusWord.SENT,
        due_on=min((s.step.due_on for s in waiting if s.step.due_on), default=None),
        holder=_("Thường trực HĐ"),
        note=ngettext("%(count)d bảng điểm đang chờ.", "%(count)d bảng điểm đang chờ.", count) % {"count": count},
        action_label=_("Thẩm định"),
    )


def _draft_set_task(criteria_set: CriteriaSet) -> TaskRow:
    return TaskRow(
        f"{_('Bảng tiêu chí chờ ban hành')}: {criteria_set.title}",
        url_if_there("scoring:criteria-set-detail", criteria_set.pk),
        StatusWord.DRAFT,
        holder=_("Thường trực HĐ"),
        note=str(criteria_set.get_state_display()),
    )
