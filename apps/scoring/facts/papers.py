"""Papers with a date (Báo cáo, Đăng ký, Giao ước): how late they came, by the lateness record of ``obligations``.

Lateness counts from the official due date or the extension, whole days, to the first sending. A paper that never came
counts its days up to now, also when it was closed as không nộp. A duty that was waived or never asked is no duty.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from apps.core.dates import format_date, local
from apps.obligations.enums import DutyKind
from apps.obligations.models import Obligation
from apps.scoring.enums import NotApplicableReason
from apps.scoring.sources import YES, Found, Proof, Question, Source

KINDS = [kind for kind in DutyKind if kind not in (DutyKind.OWN, DutyKind.OTHER)]


@dataclass(frozen=True)
class Paper:
    """One paper that the unit owed. ``days``: late; ``is_due``: it came, or its day has passed."""

    obligation: Obligation
    days: int
    is_due: bool
    day: date | None

    def proof(self, today: date) -> Proof:
        """Which paper, due when, received when, how late."""
        owed = self.obligation
        due = local(owed.due_at_first).date() if self.day and owed.due_at_first else owed.last_day
        shown = {
            "label": owed.duty.label,
            "due": format_date(due),
            "day": format_date(self.day) if self.day else "",
            "days": self.days,
            "today": format_date(today),
        }
        if self.day is None:
            text = (
                _("%(label)s: hạn %(due)s, chưa gửi, chậm %(days)s ngày tính đến %(today)s")
                if self.is_due
                else _("%(label)s: hạn %(due)s, chưa gửi, chưa đến hạn")
            )
        elif self.days:
            text = _("%(label)s: hạn %(due)s, nhận %(day)s, chậm %(days)s ngày")
        else:
            text = _("%(label)s: hạn %(due)s, nhận %(day)s, đúng hạn")
        return Proof(text % shown, owed.subject_path)


def _papers(unit_ids: Sequence[int], question: Question, code: str) -> dict[int, list[Paper]]:
    """What each unit owed of the kind or code, in order of the dates; one query."""
    owed = (
        Obligation.objects.filter(duty__year=question.year, duty__asked_by=None, unit_id__in=unit_ids, waived_at=None)
        .select_related("duty")
        .order_by("duty__due_on", "duty__code", "pk")
    )
    found = defaultdict(list)
    for obligation in owed:
        if obligation.duty.code == code or obligation.duty.code.startswith(f"{code}:"):
            found[obligation.unit_id].append(_paper(obligation, question))
    return found


def _paper(obligation: Obligation, question: Question) -> Paper:
    today = local(question.now).date()
    if obligation.first_fulfilled_at:
        day = local(obligation.first_fulfilled_at).date()
        return Paper(obligation, obligation.days_late(question.now), True, day)
    is_due = question.now > obligation.due_at
    return Paper(obligation, max((today - obligation.last_day).days, 1) if is_due else 0, is_due, None)


def _each(unit_ids: Sequence[int], question: Question, code: str, answer) -> dict[int, Found]:
    """``answer(due papers)`` gives values (and yes) of each unit; nothing asked, nothing due are told here."""
    found, today = _papers(unit_ids, question, code), local(question.now).date()
    answers = {}
    for unit_id in unit_ids:
        papers = found.get(unit_id, [])
        due = [paper for paper in papers if paper.is_due]
        proof = tuple(paper.proof(today) for paper in papers)
        if not papers:
            nothing = (Proof(_("Năm này đơn vị không được giao việc này.")),)
            answers[unit_id] = Found(absent=NotApplicableReason.NOT_ASSIGNED, proof=nothing, as_of=today)
        elif not due:
            owed = papers[0].obligation
            answers[unit_id] = Found(
                missing=_("Chưa đến hạn và chưa gửi: gửi rồi lấy lại số liệu."),
                path=owed.subject_path,
                proof=proof,
                as_of=today,
            )
        else:
            values, yes = answer(due)
            answers[unit_id] = Found(values=values, yes=yes, proof=proof, as_of=today)
    return answers


def days_late(unit_ids: Sequence[int], question: Question, code: str) -> dict[int, Found]:
    """Days late of the paper, of several the largest; the day on which the last one came, where all came."""

    def answer(due: list[Paper]):
        days = [paper.day for paper in due]
        values = {"count": max(paper.days for paper in due)}
        return values | ({"actual_on": max(days)} if all(days) else {}), None

    return _each(unit_ids, question, code, answer)


def late_papers(unit_ids: Sequence[int], question: Question, code: str) -> dict[int, Found]:
    """How many papers came late or never came."""
    return _each(unit_ids, question, code, lambda due: ({"count": sum(bool(paper.days) for paper in due)}, None))


def papers_on_time(unit_ids: Sequence[int], question: Question, code: str) -> dict[int, Found]:
    """Papers in time of all whose date has passed; yes when all were."""

    def answer(due: list[Paper]):
        in_time = sum(not paper.days for paper in due)
        return {"numerator": in_time, "denominator": len(due)}, in_time == len(due)

    return _each(unit_ids, question, code, answer)


def papers_sent(unit_ids: Sequence[int], question: Question, code: str) -> dict[int, Found]:
    """Papers that came, in time or not, of all whose date has passed; yes when all did."""

    def answer(due: list[Paper]):
        sent = sum(paper.day is not None for paper in due)
        return {"numerator": sent, "denominator": len(due)}, sent == len(due)

    return _each(unit_ids, question, code, answer)


def _arguments(year: int | None):
    return [(kind.value, str(kind.label)) for kind in KINDS]


def _accepts(argument: str) -> bool:
    """A kind of duty, or the whole code of one ("report:six_months", "other:…")."""
    return argument.partition(":")[0] in DutyKind.values


def _source(code: str, label, fills: set[str], function) -> Source:
    return Source(code, label, frozenset(fills), function, arguments=_arguments, accepts=_accepts)


SOURCES = (
    _source("days_late", lazy("Số ngày chậm của văn bản phải gửi"), {"count", "actual_on"}, days_late),
    _source("late_papers", lazy("Số văn bản gửi chậm, không gửi"), {"count"}, late_papers),
    _source(
        "papers_on_time",
        lazy("Văn bản gửi đúng hạn trên số phải gửi"),
        {"numerator", "denominator", YES},
        papers_on_time,
    ),
    _source("papers_sent", lazy("Văn bản đã gửi trên số phải gửi"), {"numerator", "denominator", YES}, papers_sent),
)
