"""Rows of the permission matrix: every address, as everybody.

Each app lists its own routes in ``tests/access.py`` (``ROWS``); ``test_permission_matrix`` gathers and tries them. An
``arguments`` function may make what the address is about.
"""

from collections.abc import Callable
from dataclasses import dataclass

from apps.scoring.models import FigureRemark
from emulation_portal.tests.matrix_world import NOW, Subject

# Nobody, an officer of another organiser's cluster, an officer of another unit of the same cluster, the unit's own
# officer and leader, the head of its cluster, the standing office, the auditor, technical staff without a role.
PEOPLE = ("anonymous", "stranger", "neighbour", "officer", "leader", "head", "office", "auditor", "staff")


@dataclass(frozen=True)
class Row:
    """One route: how far the sheet is when it is asked for, the arguments, the statuses in the order of PEOPLE.

    401 stands for being sent to the sign-in page, 422 for a form that came back because the test types nothing into it.
    ``query`` is put behind the address.
    """

    route: str
    statuses: str
    stage: str = "draft"
    arguments: Callable[[Subject], list] = lambda subject: []
    method: str = "get"
    query: str = ""


def sheet(subject: Subject) -> list:
    return [subject.sheet.pk]


def unit(subject: Subject) -> list:
    return [subject.sheet.unit_id]


def line(subject: Subject) -> list:
    return [subject.line.pk]


def cluster(subject: Subject) -> list:
    return [subject.cluster_year.pk]


def run(subject: Subject) -> list:
    return [subject.run.pk]


def job(subject: Subject) -> list:
    return [subject.job.pk]


def part(subject: Subject) -> list:
    return [subject.sheet.pk, 1]


def reviewed(subject: Subject) -> list:
    return [subject.sheet.pk, subject.line.pk]


def board_unit(subject: Subject) -> list:
    return [subject.cluster_year.pk, subject.sheet.unit_id]


def board_line(subject: Subject) -> list:
    return [subject.cluster_year.pk, subject.sheet.unit_id, "score_sheet"]


def evidence(subject: Subject) -> list:
    return [subject.evidence.pk]


def remark(subject: Subject) -> list:
    said = {"text": "Trục nhận ngày 30/11.", "said_by_label": "Bà Thử", "said_at": NOW}
    made, _new = FigureRemark.objects.get_or_create(
        sheet=subject.sheet, criterion=subject.line.criterion, answered_at=None, defaults=said
    )
    return [made.pk]


def entry(subject: Subject) -> list:
    return [subject.run.pk, subject.run.entries.get(unit=subject.sheet.unit).pk]


def issued(subject: Subject) -> list:
    return [subject.issued.pk]


def code(subject: Subject) -> list:
    return [subject.issued.verification_code]


def report(subject: Subject) -> list:
    return ["score_sheet"]
