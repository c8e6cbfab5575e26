"""People as the components show them."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.components import Column, Fact, TimelineEntry
from apps.core.dates import format_date
from apps.units.domain.service_time import ServiceTime, service_time
from apps.units.masking import masked
from apps.units.models import Person, Posting
from apps.units.person_enums import PostingKind

LIST_COLUMNS = [
    Column(gettext_lazy("Chọn"), hidden_label=True, width="narrow"),
    Column(gettext_lazy("Họ và tên"), sort="name"),
    Column(gettext_lazy("Chức vụ, chức danh")),
    Column(gettext_lazy("Đơn vị")),
    Column(gettext_lazy("Loại vị trí")),
    Column(gettext_lazy("Từ ngày")),
    Column(gettext_lazy("Xếp loại gần nhất")),
]
DIRECTORY_COLUMNS = [
    Column(gettext_lazy("Họ và tên"), sort="name"),
    Column(gettext_lazy("Vai trò")),
    Column(gettext_lazy("Đơn vị"), sort="unit"),
    Column(gettext_lazy("Chức vụ")),
    Column(gettext_lazy("Điện thoại")),
    Column(gettext_lazy("Thư điện tử")),
    Column(gettext_lazy("Bồi dưỡng gần nhất")),
]


def period(start: date | None, end: date | None) -> str:
    """01/02/2020 – nay."""
    return f"{format_date(start) or _('chưa rõ')} – {format_date(end) or _('nay')}"


def public_facts(person: Person) -> list[Fact]:
    """What everybody in reach of the file reads."""
    rows = [
        Fact(_("Danh xưng"), person.get_honorific_display()),
        Fact(_("Giới tính"), person.get_sex_display()),
        Fact(_("Tên cũ, tên gọi khác"), ", ".join(person.other_names.values_list("name", flat=True))),
        Fact(_("Điện thoại công vụ"), person.phone),
        Fact(_("Thư điện tử công vụ"), person.email),
    ]
    return [row if row.value else Fact(row.label, "–") for row in rows]


def personal_facts(person: Person, *, opened: bool) -> list[Fact]:
    """Birth date, code, private telephone: as they are, or masked."""
    rows = []
    for name in Person.PERSONAL:
        value = getattr(person, name)
        shown = format_date(value) if isinstance(value, date) else value
        label = person._meta.get_field(name).verbose_name
        rows.append(Fact(str(label).capitalize(), (shown if opened else masked(value)) or "–"))
    return rows


def posting_lines(postings: Iterable[Posting], on: date, changeable: set[int]) -> list[dict]:
    """The way of a person, newest first; ``changeable``: ids of postings that the reader may correct."""
    return [
        {
            "posting": posting,
            "period": period(posting.starts_on, posting.ends_on),
            "held": posting.is_held_on(on),
            "may_change": posting.pk in changeable,
            "may_end": posting.pk in changeable and posting.kind != PostingKind.FORMER and posting.ends_on is None,
        }
        for posting in postings
    ]


def service_text(postings: Iterable[Posting], on: date) -> str:
    """Of the official postings up to the day: 5 năm 3 tháng (63 tháng). Says so where a first day is not known."""
    official = [posting for posting in postings if posting.kind == PostingKind.OFFICIAL]
    if not official or any(posting.starts_on is None for posting in official):
        return _("Chưa đủ ngày bắt đầu của các vị trí chính thức để tính.")
    found: ServiceTime = service_time([(each.starts_on, each.ends_on) for each in official], until=on)
    years, months = found.years_and_months
    values = {"years": years, "months": months, "all": found.months}
    return _("%(years)d năm %(months)d tháng (%(all)d tháng)") % values


def training_entries(trainings) -> list[TimelineEntry]:
    return [
        TimelineEntry(
            at=training.held_on,
            title=training.course,
            who=training.organiser_name,
            body=_("Chứng nhận số %(number)s") % {"number": training.certificate} if training.certificate else "",
        )
        for training in trainings
    ]
