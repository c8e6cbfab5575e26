"""What a board or a home knows of a paper, and the register of the kinds of papers."""

import pkgutil
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from typing import NamedTuple

from django.utils.translation import gettext as _

from apps.clusters.models import ClusterYear
from apps.core.actor import Actor
from apps.core.components import StatusWord, TaskRow
from apps.core.together import Asking, together
from apps.core.verdict import Verdict, refused
from apps.obligations.enums import DutyKind
from apps.periods.enums import Stage

# The order of the home lists (glossary §7), by the first part of a duty's code.
ORDER = tuple(DutyKind.values)
# The stage of the cycle that a duty (by the first part of its code) or a line of the head belongs to.
STAGES = {
    "registration": Stage.REGISTRATION,
    "registrations": Stage.REGISTRATION,
    "consolidation": Stage.REGISTRATION,
    "pledge": Stage.PLEDGE,
    "movement_launch": Stage.MOVEMENT,
    "movement_review": Stage.MOVEMENT,
    "report": Stage.REPORT,
    "report_totals": Stage.REPORT,
    "inspection": Stage.INSPECTION,
    "inspections": Stage.INSPECTION,
    "consultation": Stage.SCORING,
    "score_sheet": Stage.SCORING,
    "scoring": Stage.SCORING,
    "score_remarks": Stage.SCORING,
    "conference": Stage.CONFERENCE,
    "proposal": Stage.AWARD,
}
SENT = frozenset({StatusWord.SENT, StatusWord.RECEIVED, StatusWord.FINAL})


class Key(NamedTuple):
    """Whose paper of which duty: an EmulationYear's id, the code of the duty, a unit's id."""

    year_id: int
    code: str
    unit_id: int


@dataclass(frozen=True)
class Action:
    """A button beside a paper."""

    label: object
    url: str


@dataclass(frozen=True)
class Asked:
    """The question to a kind: papers of these units in these EmulationYears, for this actor at this moment.

    ``codes``: the duty codes of the kind that somebody was asked for (of a prefix kind: all that begin with it).
    ``cluster_year`` is set on the board of a cluster only.
    """

    actor: Actor
    now: datetime
    year_ids: frozenset[int]
    unit_ids: frozenset[int]
    codes: frozenset[str] = frozenset()
    cluster_year: ClusterYear | None = None


@dataclass(frozen=True)
class Paper:
    """One unit's paper as boards and homes show it. No paper: the kind leaves it out.

    ``holder``: who has it in hand now. ``tags``: "Nhập thay", "Có bản ký, đóng dấu". ``actions``: further buttons that
    state and policy allow this actor; ``may_reopen``: Mở lại is among them. ``subject``: the row whose trail the unit
    reads under "Vừa thay đổi". ``for_leader``: it waits for the leader's word on screen; ``leader_task``: which one,
    where it is not the signing of the kind. ``excused``: closed without having been sent, owed no more.
    """

    key: Key
    word: StatusWord
    url: str = ""
    holder: str = ""
    remark: str = ""
    tags: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    subject: object = None
    for_leader: bool = False
    leader_task: str = ""
    may_reopen: bool = False
    excused: bool = False
    title: str = ""

    @property
    def is_sent(self) -> bool:
        return self.word in SENT and not self.excused

    @property
    def is_missing(self) -> bool:
        return self.word not in SENT and not self.excused


def _nowhere(_asked: Asked, _key: Key) -> str:
    return ""


def _no_starts(_asked: Asked, _keys: Iterable[Key]) -> Mapping[Key, str]:
    return {}


def _no_lock(_subject_id: int) -> None:
    """The kind has nothing to lock."""


def about(path: str, subjects: Iterable) -> list:
    """Those that ``path`` names; all where it names none."""
    return [each for each in subjects if path in ("", each.get_absolute_url())]


def _own_page(paper: Paper) -> str:
    return paper.subject.get_absolute_url()


def _nobody(_actor: Actor, _paper: Paper) -> Verdict:
    return refused("")


@dataclass(frozen=True)
class PaperKind:
    """The papers of one duty code, or of all codes that begin with ``code`` when it ends with a colon.

    ``papers(asked)`` answers all papers whatever their number, and is asked beside the other kinds (core.together).
    ``task`` and ``leader_task``: lines of the homes of officer and leader; empty takes the label of the duty.
    ``buttons``: status word → button of the officer's line. ``proxy_url(asked, key)``: where this actor types the paper
    for the unit (Nhập thay), empty when not. ``start_urls(asked, keys)``: where the actor begins the papers that the
    own unit owes and has not begun; asked beside those of other kinds, or a plain answer.
    Mở lại is done here for all kinds, of one paper: ``can_reopen(actor, paper)``, ``lock(subject_id)``, then
    ``reopen(paper=, reason=, actor=, now=)``, which says whether the duty is owed again. At the set hour
    ``close_again(key=, path=, since=, actor=, now=)`` answers whether what was sent before stands again.
    ``path(paper)``: what the duty knows it by when it is sent (``duties.fulfil``); empty where that makes another.
    ``always``: ask also where no duty was asked for.
    """

    code: str
    papers: Callable[[Asked], Asking]
    task: object = ""
    leader_task: object = ""
    buttons: Mapping[StatusWord, object] = field(default_factory=dict)
    proxy_url: Callable[[Asked, Key], str] = _nowhere
    start_urls: Callable[[Asked, Iterable[Key]], Asking | Mapping[Key, str]] = _no_starts
    can_reopen: Callable[[Actor, Paper], Verdict] = _nobody
    lock: Callable[[int], object] = _no_lock
    path: Callable[[Paper], str] = _own_page
    reopen: Callable | None = None
    close_again: Callable | None = None
    always: bool = False

    def knows(self, code: str) -> bool:
        return code.startswith(self.code) if self.code.endswith(":") else code == self.code


@dataclass(frozen=True)
class HeadYear:
    """What a head's task reads: the ClusterYear, who asks, the title of the head as holder of the task.

    ``totals``: duty code → lines.Total of the members, for "Đã gửi 8/10. Còn thiếu: …". ``own``: duty code → lines.Line
    of what the head itself owes (plan, consolidation). ``names``: unit id → name in the cluster. ``requests``: ids of
    the units' requests for time that wait.
    """

    cluster_year: ClusterYear
    actor: Actor
    now: datetime
    title: str
    totals: Mapping[str, object] = field(default_factory=dict)
    own: Mapping[str, object] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)
    scoring: object = None  # queries.clusters.ClusterProgress
    requests: frozenset[int] = frozenset()


_KINDS: dict[str, PaperKind] = {}
_HEAD_TASKS: dict[str, tuple[int, Callable[[HeadYear], Asking | list[TaskRow]]]] = {}
_UNIT_TASKS: dict[str, tuple[int, Callable[[Asked], Asking]]] = {}
_OFFICE_TASKS: dict[str, tuple[int, Callable]] = {}


def register(kind: PaperKind) -> None:
    """Called by the module of the owning app when it is imported."""
    _KINDS[kind.code] = kind


def register_head_task(
    name: str, order: int, tasks: Callable[[HeadYear], Asking | list[TaskRow]], *, default: bool = False
) -> None:
    """Lines of "Nhiệm vụ Trưởng Cụm năm …"; the functions ask side by side (core.together), or have nothing to ask.

    Names and order of the glossary: plan 10, pledge 20, consolidation 30, reports 40, inspections 50, scoring 60,
    conference 70. The owner's line takes the place of the ``default`` one, which reads the duty alone.
    """
    if not (default and name in _HEAD_TASKS):
        _HEAD_TASKS[name] = (order, tasks)


def register_unit_tasks(name: str, order: int, tasks: Callable[[Asked], Asking]) -> None:
    """Lines of "Việc cần làm" that are no duty of the year (Khắc phục sau kiểm tra): one question, one unit asked."""
    _UNIT_TASKS[name] = (order, tasks)


def register_office_tasks(name: str, order: int, tasks: Callable) -> None:
    """Lines of "Cần xử lý hôm nay": ``tasks(organiser_id=, year=, actor=, now=)`` asks and answers TaskRows."""
    _OFFICE_TASKS[name] = (order, tasks)


def discover() -> None:
    """Import every module of this package once; each registers its kinds. Called in ``ready()``."""
    package = import_module("apps.dashboard.papers")
    for module in pkgutil.iter_modules(package.__path__):
        import_module(f"{package.__name__}.{module.name}")


def kinds() -> list[PaperKind]:
    return sorted(_KINDS.values(), key=lambda kind: order_of(kind.code))


def kind_of(code: str) -> PaperKind | None:
    """The kind that shows papers of a duty; None when no app does (yet)."""
    return _KINDS.get(code) or next((kind for kind in _KINDS.values() if kind.knows(code)), None)


def order_of(code: str) -> int:
    """Place of a duty among the others; others come last."""
    name = code.partition(":")[0]
    return ORDER.index(name) if name in ORDER else len(ORDER)


def known_in(cluster_year: ClusterYear, papers: Iterable) -> list:
    """Papers of a ClusterYear that is at hand: they do not bring it again."""
    papers = list(papers)
    for each in papers:
        each.cluster_year = cluster_year
    return papers


def tags_of(*, is_proxy: bool = False, signed_copy: int | None = None) -> tuple[str, ...]:
    """Beside the status word (glossary §4): typed by another body, signed on paper with the scan at hand."""
    tags = ((is_proxy, _("Nhập thay")), (signed_copy is not None, _("Có bản ký, đóng dấu")))
    return tuple(tag for holds, tag in tags if holds)


def left_out(code: str, stages_off: Collection[str]) -> bool:
    """Whether a duty, or a line of the head, belongs to a stage that the organiser leaves out of the year."""
    return STAGES.get(code.partition(":")[0]) in stages_off


def head_tasks(year: HeadYear) -> Asking:
    off = year.cluster_year.year.stages_off
    shown = [each for name, each in _HEAD_TASKS.items() if not left_out(name, off)]
    return (yield from _rows(tasks(year) for _order, tasks in sorted(shown, key=_place)))


def unit_tasks(asked: Asked) -> Asking:
    return (yield from _rows(tasks(asked) for _order, tasks in sorted(_UNIT_TASKS.values(), key=_place)))


def office_tasks(**about) -> Asking:
    return (yield from _rows(tasks(**about) for _order, tasks in sorted(_OFFICE_TASKS.values(), key=_place)))


def _place(registered: tuple[int, Callable]) -> int:
    return registered[0]


def _rows(askings: Iterable[Asking]) -> Asking:
    return [row for rows in (yield from together(*askings)) for row in rows]
