"""Catalogue of reports: what each is called, for whom it is visible, how its data are built and rendered.

A report finds its subject among the rows visible to the actor, when it is asked for, when it is made, and again when
its file is fetched: a right that was lost closes the file too.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.pdf import Verification

PDF, XLSX = "pdf", "xlsx"
CONTENT_TYPES = {
    PDF: "application/pdf",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FORMAT_LABELS = {PDF: "PDF", XLSX: "Excel (XLSX)"}


class NothingToReport(DomainError):
    """There is no such object, or none that the actor may see."""

    default_message = _("Không có số liệu cho báo cáo này, hoặc bạn không có quyền xem.")


@dataclass(frozen=True)
class Subject:
    """What a report is about: ``objects`` for its builder, ``title`` for people, ``file_stem`` for the file's name."""

    title: str
    file_stem: str
    objects: object


@dataclass(frozen=True)
class Printing:
    """What rendering needs beside the data: the verification printed on the file, and when the data were read."""

    verification: Verification
    at: datetime


@dataclass(frozen=True)
class Report:
    """One entry of the catalogue. ``params`` names what its subject is chosen by (ids as in the address of the page).

    ``find(params, actor)`` answers a Subject or raises NothingToReport; ``build(subject)`` plain data;
    ``renderers``: format → ``render(data, printing)`` → bytes.
    """

    name: str
    title: object
    description: object
    scope: object
    params: tuple[str, ...]
    find: Callable[[Mapping[str, int], Actor], Subject]
    build: Callable[[Subject], object]
    renderers: Mapping[str, Callable[[object, Printing], bytes]]

    @property
    def formats(self) -> list[str]:
        return list(self.renderers)


_reports: dict[str, Report] = {}


def register(report: Report) -> None:
    """Add a report to the catalogue; done in AppConfig.ready()."""
    _reports[report.name] = report


def all_reports() -> list[Report]:
    """The catalogue in order of registration."""
    return list(_reports.values())


def find(name: str) -> Report | None:
    return _reports.get(name)
