"""The sector's totals in words: Đã gửi x/y, chưa đủ số liệu and who is missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.core.actor import Actor
from apps.core.components import Column
from apps.dashboard.boards import first_names
from apps.dashboard.queries.sector import ClusterRow, SectorDuty
from apps.obligations.policies import can_remind
from apps.obligations.reminder_texts import not_open_yet


@dataclass(frozen=True)
class SectorLine:
    """One total of the year: its duty, what is missing, the lists behind it, where who may reminds the units."""

    found: SectorDuty
    sentence: str
    url: str
    late_url: str
    reminder_url: str = ""


class Cell(NamedTuple):
    """One cluster and one duty as the table shows it: "12/14" with ``url``; ``text`` is empty where nobody owes it."""

    label: str
    text: str = ""
    is_complete: bool = False
    url: str = ""


def cells_of(rows: Iterable[ClusterRow]) -> list[tuple[ClusterRow, str, list[Cell]]]:
    """Each row with the address of its board and its cells. Addresses are made once for a duty: a page has hundreds."""
    found, pages = [], {}
    for row in rows:
        place = f"/{row.cluster_year.pk}/"
        board = reverse("dashboard:board-detail", args=[row.cluster_year.pk])
        cells = []
        for each, counted in row.cells:
            label, code = each.duty.label, each.duty.code
            if counted is None:
                cells.append(Cell(label))
                continue
            of_cluster = f"&cluster={row.cluster_year.cluster_id}" if each.is_heads_own else ""
            if code not in pages:
                pages[code] = (
                    _papers_url(each) if each.is_heads_own else reverse("dashboard:board-duty", args=[0, code])
                )
            text = f"{counted.sent}/{counted.expected}"
            cells.append(Cell(label, text, counted.is_complete, pages[code].replace("/0/", place, 1) + of_cluster))
        found.append((row, board, cells))
    return found


def _papers_url(each: SectorDuty) -> str:
    """What the head owes as head has no column on a board."""
    return f"{reverse('dashboard:lateness-list')}?year={each.duty.year.year}&duty={each.duty.pk}"


def sector_lines(duties: Iterable[SectorDuty], actor: Actor) -> list[SectorLine]:
    found = []
    for each in duties:
        counted = f"{reverse('dashboard:lateness-list')}?duty={each.duty.pk}&clustered=true"
        urls = {"url": f"{counted}&missing=on", "late_url": f"{counted}&counted=overdue"}
        found.append(SectorLine(each, sentence(each, actor.on), **urls, reminder_url=_reminder_url(each, actor)))
    return found


def _reminder_url(each: SectorDuty, actor: Actor) -> str:
    if each.counted.is_complete or not each.duty.is_open_on(actor.on) or not can_remind(actor, each.duty):
        return ""
    return reverse("obligations:duty-reminder", args=[each.duty.pk])


def sentence(each: SectorDuty, today: date) -> str:
    """Đã gửi 61/68 đơn vị. Chưa đủ số liệu, còn thiếu: … – before its first day: Chưa mở."""
    counted = each.counted
    sent = _("Đã gửi %(sent)s/%(all)s đơn vị.") % {"sent": counted.sent, "all": counted.expected}
    if counted.is_complete:
        return sent
    if not each.duty.is_open_on(today):
        return f"{sent} {not_open_yet(each.duty)}"
    names = first_names(list(each.names), counted.missing)
    return f"{sent} {_('Chưa đủ số liệu, còn thiếu: %(names)s.') % {'names': names}}"


def head_label(rows: Iterable[ClusterRow]) -> str:
    """Heading over the units that lead: the word of the rows where they share one (Trưởng Khu vực), else Trưởng Cụm."""
    titles = {str(row.head_title) for row in rows}
    return titles.pop() if len(titles) == 1 else _("Trưởng Cụm")


def cluster_columns(duties: Iterable[SectorDuty], head: str, *, sortable: bool = True) -> list[Column]:
    """Cụm, one column for each duty, gaps, results, ``head`` (see ``head_label``)."""
    return [
        Column(_("Cụm thi đua"), sort="name" if sortable else "", width="wide"),
        *(Column(each.duty.label, width="title") for each in duties),
        Column(_("Còn thiếu"), sort="missing" if sortable else "", numeric=True),
        Column(_("Quá hạn"), sort="overdue" if sortable else "", numeric=True),
        Column(_("Xếp hạng")),
        Column(head),
    ]
