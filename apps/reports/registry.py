"""Catalogue of reports: what each is called, for whom it is visible, how its data are built and rendered.

A report finds its subject among the rows visible to the actor. Asked for, made and fetched it is under one rule: the
actor sees every one of its objects. A right that was lost closes the file too.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.core.pdf import Verification

PDF, XLSX, DOCX, ZIP = "pdf", "xlsx", "docx", "zip"
CONTENT_TYPES = {
    PDF: "application/pdf",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ZIP: "application/zip",
}
FORMAT_LABELS = {PDF: "PDF", XLSX: "Excel (XLSX)", DOCX: "Word (DOCX)", ZIP: "ZIP"}


class NothingToReport(DomainError):
    """There is no such object, or none that the actor may see."""

    default_message = _("Không có số liệu cho báo cáo này, hoặc bạn không có quyền xem.")


@dataclass(frozen=True)
class Subject:
    """What a report is about: ``objects`` for its builder, ``title`` for people, ``file_stem`` for the file's name.

    ``resolved``: params that nobody chose and that were found by the right of whoever asked; they are kept with it.
    """

    title: str
    file_stem: str
    objects: Sequence[Model]
    resolved: Mapping[str, int] = field(default_factory=dict, kw_only=True)

    @property
    def ids(self) -> list[int]:
        return [each.pk for each in self.objects]


@dataclass(frozen=True)
class Printing:
    """What rendering needs beside the data: the verification printed on the file, and when the data were read.

    ``step(done, total, what)``: said before each piece of a long rendering; raises where the job was stopped.
    """

    verification: Verification
    at: datetime
    step: Callable[[int, int, str], None] = lambda done, total, what: None


@dataclass(frozen=True)
class Report:
    """One entry of the catalogue. ``params`` names what its subject is chosen by: names of ``params.PARAMS``, ids as in
    the address of the page. ``needed``: one of these must be given (all of ``params`` when it names none).

    ``visible(actor)`` are the objects that may be reported to the actor; ``find(params, actor)`` chooses among them and
    answers a Subject or raises NothingToReport; ``build(subject)`` plain data; ``renderers``: format →
    ``render(data, printing)`` → bytes. ``title_is_public``: no title of a subject names a person, so that the public
    page of a code may show it.
    """

    name: str
    title: object
    description: object
    scope: object
    params: tuple[str, ...]
    visible: Callable[[Actor], QuerySet]
    find: Callable[[Mapping[str, int], Actor], Subject]
    build: Callable[[Subject], object]
    renderers: Mapping[str, Callable[[object, Printing], bytes]]
    needed: tuple[str, ...] = ()
    title_is_public: bool = False

    @property
    def formats(self) -> list[str]:
        return list(self.renderers)

    def seen(self, ids: Iterable[int], actor: Actor) -> set[int]:
        """Which of these objects the actor sees now."""
        return set(self.visible(actor).filter(pk__in=ids).values_list("pk", flat=True))


_reports: dict[str, Report] = {}


def register(report: Report) -> None:
    """Add a report to the catalogue; done in AppConfig.ready()."""
    _reports[report.name] = report


def all_reports() -> list[Report]:
    """The catalogue in order of registration."""
    return list(_reports.values())


def find(name: str) -> Report | None:
    return _reports.get(name)
