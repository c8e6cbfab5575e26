"""A unit's duty with its paper: the one thing that boards show as a cell and homes as a line."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.core.components import StatusWord, TaskRow
from apps.core.dates import format_date, format_datetime, local
from apps.core.together import Asking, together
from apps.dashboard.papers.kinds import SENT, Action, Asked, Key, Paper, PaperKind, kind_of, kinds, order_of
from apps.obligations.enums import RequestKind, comes_by_itself, is_given_back
from apps.obligations.models import Obligation


@dataclass(frozen=True)
class Line:
    """One duty of one unit. ``paper`` is None where nothing was begun, ``obligation`` where nobody asked for it."""

    key: Key
    obligation: Obligation | None
    paper: Paper | None
    kind: PaperKind | None
    now: datetime
    start_url: str = ""

    @property
    def word(self) -> StatusWord:
        if self.paper is not None:
            return self.paper.word
        if self.obligation is not None and self.obligation.fulfilled_at:
            return StatusWord.SENT
        return StatusWord.NOT_OPEN if self._is_not_open else StatusWord.NOT_STARTED

    @property
    def _is_not_open(self) -> bool:
        """Before its first day; a paper that the organiser opens (score sheet) is not open until it exists."""
        return (self.kind is not None and self.kind.always) or self.is_before_opening

    @property
    def is_before_opening(self) -> bool:
        """Nobody is reminded of it yet."""
        return self.obligation is not None and not self.obligation.duty.is_open_on(local(self.now).date())

    @property
    def is_waived(self) -> bool:
        return self.obligation is not None and self.obligation.waived_at is not None

    @property
    def shows_word(self) -> bool:
        """Not where the unit was let off before it sent anything: "Được miễn" stands alone."""
        return not self.is_waived or self.is_sent

    @property
    def by_hand(self) -> bool:
        """No app of the portal keeps the paper: who asked says that it came."""
        return self.paper is None and self.obligation is not None and not comes_by_itself(self.key.code)

    @property
    def is_sent(self) -> bool:
        return self.paper.is_sent if self.paper is not None else self.word in SENT

    @property
    def is_missing(self) -> bool:
        """Still owed, begun or not."""
        if self.is_waived or (self.paper is not None and self.paper.excused):
            return False
        if self.obligation is not None and self.obligation.closed_unsent_at:
            return False
        return not self.is_sent

    @property
    def is_back(self) -> bool:
        """Sent before, and with its unit again; where the word is that it was sent back, nothing more is to be said."""
        owed = self.obligation
        if owed is None or self.paper is None or not self.is_missing or self.word == StatusWord.RETURNED:
            return False
        return owed.is_with_unit_again and is_given_back(owed.duty.code)

    @property
    def days_late(self) -> int:
        """Days late of what has arrived at least once; 0 for what is still owed (days_left tells that)."""
        owed = self.obligation
        return owed.days_late(self.now) if owed and (owed.first_fulfilled_at or owed.closed_unsent_at) else 0

    @property
    def days_left(self) -> int | None:
        """Days to the date of what never arrived; negative when overdue; None when nothing is owed."""
        return self.obligation.days_to_go(self.now) if self.obligation else None

    @property
    def is_overdue(self) -> bool:
        return self.is_missing and (self.days_left or 0) < 0

    @property
    def late_days(self) -> int:
        """Days late, arrived or not."""
        return self.days_late or (max(0, -(self.days_left or 0)) if self.is_missing else 0)

    @property
    def tags(self) -> tuple[str, ...]:
        found = list(self.paper.tags) if self.paper else []
        if self.is_back:
            found.append(_("Đang sửa lại"))
        if self.obligation and self.obligation.extended_to and self.is_missing:
            found.append(_("Đã gia hạn"))
        if self.is_waived:
            found.append(_("Được miễn"))
        if self.request_id:
            found.append(_("Đang đề nghị gia hạn") if self.is_missing else _("Đang đề nghị mở lại"))
        return tuple(found)

    @property
    def request_id(self) -> int | None:
        """The unit's request for time that waits for an answer (obligations.queries.with_requests)."""
        return getattr(self.obligation, "request_id", None)

    @property
    def holder(self) -> str:
        return self.paper.holder if self.paper else ""

    @property
    def url(self) -> str:
        """Of the paper. Where its kind finds none now, nowhere: what was sent before is withdrawn, and no page for
        others any more.
        """
        if self.paper:
            return self.paper.url
        owed = self.obligation
        return owed.subject_path if owed and (self.kind is None or owed.fulfilled_at) else ""

    @property
    def title(self) -> str:
        """The task in words: of the paper, of the kind, of the duty."""
        named = (self.paper.title if self.paper else "") or (str(self.kind.task) if self.kind else "")
        return named or (self.obligation.duty.label if self.obligation else self.key.code)

    @property
    def duty_label(self) -> str:
        """What was asked for, in the words of the duty."""
        return self.obligation.duty.label if self.obligation else self.title

    def as_task(self) -> TaskRow:
        """The line of the officer's home."""
        owed = self.obligation
        return TaskRow(
            title=self.title,
            url=self.url or self.start_url or (self.obligation.duty.get_absolute_url() if self.obligation else ""),
            status=self.word,
            holder=self.holder,
            days_late=self.days_late,
            note=" · ".join(self._notes()),
            action_label=str(self.kind.buttons.get(self.word, "")) if self.kind else "",
            due_on=owed.last_day if owed else None,
            internal_due_on=owed.internal_day if owed else None,
            days_left=self.days_left,
            more=tuple(self._more()),
        )

    def _more(self) -> Iterable[Action]:
        """Of what the unit owes to others: its own date, more time; what it sent and may have back: asking for it."""
        owed = self.obligation
        if owed is None or owed.duty.asked_by_id is not None:
            return
        if self.is_missing:
            yield Action(_("Đặt hạn nội bộ"), reverse("obligations:own-call", args=[owed.pk]))
        asked = RequestKind.EXTENSION if self.is_missing else RequestKind.REOPENING
        if not self.request_id and owed.may_be_asked == asked:
            label = _("Đề nghị gia hạn") if self.is_missing else _("Đề nghị mở lại")
            yield Action(label, reverse("dashboard:request-make", args=[owed.pk]))

    def _notes(self) -> list[str]:
        owed, found = self.obligation, []
        if self.paper and self.paper.remark:
            found.append(self.paper.remark)
        if self.word == StatusWord.NOT_OPEN and owed and owed.duty.opens_on:
            found.append(_("Mở từ ngày %(day)s.") % {"day": format_date(owed.duty.opens_on)})
        if self.is_back:
            sent = format_date(owed.first_fulfilled_at)
            found.append(_("Đã gửi lần đầu ngày %(day)s; sửa xong thì gửi lại.") % {"day": sent})
        if self.request_id:
            found.append(_("Đã đề nghị, đang chờ trả lời."))
        if self.is_missing and owed and owed.extended_to:
            found.append(_("Được gia hạn đến %(time)s.") % {"time": format_datetime(owed.extended_to)})
        return found

    def as_leader_task(self) -> TaskRow:
        """The line of the leader's home, for papers that wait for the leader."""
        own = self.paper.leader_task if self.paper else ""
        title = own or (str(self.kind.leader_task) if self.kind and self.kind.leader_task else self.title)
        task = replace(
            self.as_task(), title=title, status=StatusWord.AWAITING_SIGNATURE, action_label=_("Xem và duyệt")
        )
        # What is asked beside the paper of the duty is not due on its days.
        return replace(task, due_on=None, internal_due_on=None, days_left=None, days_late=0) if own else task


@dataclass(frozen=True)
class Total:
    """Đã gửi 8/10. Còn thiếu: … of one duty."""

    expected: int
    sent: int
    overdue: int
    missing: tuple[Line, ...]
    label: str = ""

    @property
    def head_day(self) -> date | None:
        """Hạn nội bộ that the head set for those still missing; the earliest one."""
        days = (line.obligation.head_day for line in self.missing if line.obligation)
        return min((day for day in days if day), default=None)

    @property
    def is_complete(self) -> bool:
        return not self.missing

    @property
    def is_before_opening(self) -> bool:
        """What is missing cannot be sent yet, so nobody is reminded of it."""
        return bool(self.missing) and all(line.is_before_opening for line in self.missing)


def total_of(lines: Iterable[Line], label: str = "") -> Total:
    """Waived and excused units are neither expected nor missing. ``label``: of the duty."""
    lines = [line for line in lines if line.is_sent or line.is_missing]
    missing = tuple(line for line in lines if line.is_missing)
    return Total(len(lines), len(lines) - len(missing), sum(line.is_overdue for line in missing), missing, label)


def papers_of(asked: Asked, *, unasked: bool = True) -> Asking:
    """Key → Paper, of all kinds that have something to answer: they ask side by side.

    ``unasked``: those that an app keeps whether or not anybody asked for them as well.
    """
    asking = []
    for kind in kinds():
        codes = frozenset(code for code in asked.codes if kind.knows(code))
        if codes or (kind.always and unasked):
            asking.append(kind.papers(replace(asked, codes=codes)))
    return {paper.key: paper for papers in (yield from together(*asking)) for paper in papers}


def lines_of(asked: Asked, obligations: Iterable[Obligation], *, unasked: bool = True) -> Asking:
    """What was asked for and what exists without having been asked for, by order of the duties, then by date.

    That of what is still to be sent is hạn nội bộ where there is one, of the rest hạn nộp.
    """
    owed = {Key(o.duty.year_id, o.duty.code, o.unit_id): o for o in obligations}
    asked = replace(asked, codes=frozenset(key.code for key in owed))
    papers = yield from papers_of(asked, unasked=unasked)
    keys = [*owed, *(key for key in papers if key not in owed)]
    lines = [Line(key, owed.get(key), papers.get(key), kind_of(key.code), asked.now) for key in keys]
    return sorted(lines, key=_place)


def _place(line: Line) -> tuple[int, date]:
    owed = line.obligation
    if owed is None:
        return order_of(line.key.code), date.max
    return order_of(line.key.code), owed.sorting_day if line.is_missing else owed.duty.due_on


def with_starts(asked: Asked, lines: Iterable[Line]) -> Asking:
    """The lines of the own unit with the address at which each paper is begun; kinds that have any ask side by side."""
    lines, asking = list(lines), []
    for kind in kinds():
        keys = [line.key for line in lines if line.kind is kind and line.paper is None and line.is_missing]
        if keys:
            asking.append(kind.start_urls(asked, keys))
    found = {key: url for urls in (yield from together(*asking)) for key, url in urls.items()}
    return [replace(line, start_url=found.get(line.key, "")) for line in lines]
