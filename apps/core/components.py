"""What the template components take: small frozen values, filled by views and context processors, without queries.

``apps/core/templatetags/ui.py`` says how each component is called.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class StatusWord(models.TextChoices):
    """The words people see for the state of a paper; the finer states of the code map to them.

    Eight words, and "Đã rút" for a withdrawn proposal. Lateness is a tag beside the word, never a word of its own.
    """

    NOT_OPEN = "not_open", _("Chưa mở")
    NOT_STARTED = "not_started", _("Chưa làm")
    DRAFT = "draft", _("Đang soạn")
    AWAITING_SIGNATURE = "awaiting_signature", _("Chờ ký")
    SENT = "sent", _("Đã gửi")
    RETURNED = "returned", _("Yêu cầu bổ sung")
    RECEIVED = "received", _("Đã tiếp nhận")
    FINAL = "final", _("Đã chốt")
    WITHDRAWN = "withdrawn", _("Đã rút")


@dataclass(frozen=True)
class NavItem:
    """One entry of the main menu (at most seven). ``count`` shows a number of waiting things beside it."""

    label: str
    url: str
    active: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Choice:
    """One row of a switcher ("Năm thi đua", "Đang làm việc với tư cách").

    A plain link when ``name`` is empty; else a button of a POST form to ``url`` sending ``name=value``.
    """

    label: str
    url: str
    active: bool = False
    note: str = ""
    name: str = ""
    value: str = ""


@dataclass(frozen=True)
class Contact:
    """A person in charge, shown in the foot of every page with a telephone number."""

    name: str
    post: str
    phone: str
    email: str = ""


@dataclass(frozen=True)
class Crumb:
    """One step of the breadcrumb; the last one (this page) has no address."""

    label: str
    url: str = ""


@dataclass(frozen=True)
class Shell:
    """All that stands around a page. Filled by the shell context processor as ``shell``."""

    nav: tuple[NavItem, ...] = ()
    year_choices: tuple[Choice, ...] = ()
    current_year: str = ""
    role_choices: tuple[Choice, ...] = ()
    current_role: str = ""
    contacts: tuple[Contact, ...] = ()
    user_label: str = ""
    sees_audience: bool = False
    catalogue_url: str = ""  # empty for whoever may not open it
    directory_url: str = ""
    search_url: str = ""
    inbox_url: str = ""
    unread: int = 0
    help_url: str = ""  # the section of the guide about this page


@dataclass(frozen=True)
class Column:
    """One column of a data table.

    ``sort`` is the value of the ordering parameter ("points"; the link turns it to "-points" and back);
    ``numeric`` sets the heading to the right; ``abbreviation`` is shown in the head and ``label`` becomes its
    meaning; ``hidden_label`` keeps the heading for screen readers only (a column of buttons).
    """

    label: str
    sort: str = ""
    numeric: bool = False
    width: str = ""  # narrow, medium, wide or title (long words): classes, because inline styles are forbidden
    abbreviation: str = ""
    hidden_label: bool = False


@dataclass(frozen=True)
class TaskRow:
    """One line of "Việc cần làm": task, status word, hạn nội bộ, hạn nộp, who holds it now.

    ``days_left`` counts to the official date: negative when it has passed, None when nothing is owed any more.
    ``days_late`` is for papers that did arrive, after their date. ``more``: further, smaller steps (label, url).
    """

    title: str
    url: str = ""
    status: str = StatusWord.NOT_STARTED
    due_on: date | None = None
    internal_due_on: date | None = None
    holder: str = ""
    days_left: int | None = None
    days_late: int = 0
    note: str = ""
    action_label: str = ""
    more: tuple = ()


@dataclass(frozen=True)
class Answer:
    """One line of the check-answers page: question, answer, "Thay đổi"; ``warning`` does not stop the sending."""

    question: str
    value: object = ""
    change_url: str = ""
    warning: str = ""


@dataclass(frozen=True)
class TimelineEntry:
    """Something that happened, newest or oldest first as the view orders them. ``tone``: one of ui.TONES."""

    at: datetime | date
    title: str
    body: str = ""
    who: str = ""
    url: str = ""
    tone: str = "neutral"


@dataclass(frozen=True)
class FileItem:
    """One file or cited document of a file list; ``size`` in bytes; ``note`` e.g. "Đã nhận bản giấy".

    ``lines``: what else is known of it, a line each.
    """

    name: str
    url: str = ""
    size: int | None = None
    kind: str = ""
    note: str = ""
    digest: str = ""
    remove_url: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tab:
    """One tab; tabs are links, so that each has its own address. ``count`` is shown beside the label."""

    label: str
    url: str
    active: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Step:
    """One step of a process ("Tự chấm" → "Kiểm tra" → "Thẩm định"). ``state``: done, current or waiting."""

    label: str
    state: str = "waiting"
    note: str = ""


@dataclass(frozen=True)
class Difference:
    """One field two people changed: what is stored now and what was typed here."""

    label: str
    stored: object
    typed: object


@dataclass(frozen=True)
class Fact:
    """One row of a key-value list."""

    label: str
    value: object
    note: str = ""


# What tells the series of a chart apart. Hatched: the same colours with stripes, on lines dashed.
PLAIN_TONES = ("accent", "gold", "ink", "muted", "blue", "green")
TONES = (*PLAIN_TONES, *(f"{tone}-hatched" for tone in PLAIN_TONES))


@dataclass(frozen=True)
class Series:
    """One row of figures of a chart. ``tone``: one of TONES, or penalty; ``values`` as numbers."""

    label: str
    values: tuple = ()
    tone: str = "accent"


@dataclass(frozen=True)
class Chart:
    """Figures for charts.js; the table beside the chart says the same. ``kind``: bar or line."""

    labels: tuple[str, ...]
    series: tuple[Series, ...]
    kind: str = "bar"
    horizontal: bool = False
    stacked: bool = False
    unit: str = ""
    tones: tuple[str, ...] = ()  # tone per bar of the first series, when some bars stand out

    def as_data(self) -> dict:
        """The JSON block that the page carries."""
        return {
            "kind": self.kind,
            "horizontal": self.horizontal,
            "stacked": self.stacked,
            "unit": str(self.unit),
            "labels": [str(label) for label in self.labels],
            "tones": list(self.tones),
            "series": [
                {
                    "label": str(row.label),
                    "tone": row.tone,
                    "values": [None if v is None else float(v) for v in row.values],
                }
                for row in self.series
            ],
        }
