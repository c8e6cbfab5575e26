"""A total in words, and the reminder about one duty ready for e-mail, Zalo or an official letter."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.core.components import StatusWord
from apps.core.dates import format_date, format_time
from apps.core.presentation import days_left_text
from apps.obligations.models import Duty, Obligation


def sent_in_words(counted: Duty, names: Sequence[str]) -> str:
    """Đã gửi 11/13 đơn vị. Còn thiếu: … – ``counted``: of ``queries.asked_and_sent``; ``names``: the first missing."""
    if not counted.asked:
        return _("Không đơn vị nào phải làm, hoặc đều được miễn.")
    sent = _("Đã gửi %(sent)s/%(all)s đơn vị.") % {"sent": counted.sent, "all": counted.asked}
    if not names:
        return sent
    return f"{sent} {_('Còn thiếu: %(names)s.') % {'names': first_of(names, counted.asked - counted.sent)}}"


def not_open_yet(duty: Duty) -> str:
    """Chưa mở. Mở từ ngày 01/01/2027."""
    return f"{StatusWord.NOT_OPEN.label}. {_('Mở từ ngày %(day)s.') % {'day': format_date(duty.opens_on)}}"


def reminder(
    duty: Duty, counted: Duty, owed: Sequence[Obligation], count: int, *, now: datetime, address: str, help_from: str
) -> str:
    """The text about the units of ``owed``, the first of ``count``; empty when nobody owes it."""
    if not owed:
        return ""
    total = _("- %(duty)s: %(sent)s/%(all)s đơn vị.") % {
        "duty": duty.label,
        "sent": counted.sent,
        "all": counted.asked,
    }
    facts = [total, _("Hạn nộp: %(day)s.") % {"day": format_date(duty.due_on)}]
    if duty.basis:
        facts.append(_("Căn cứ: %(basis)s.") % {"basis": duty.basis})
    lines = [
        _("Kính gửi: %(units)s.") % {"units": first_of([each.unit.name for each in owed], count)},
        "",
        _("Năm thi đua %(year)s: đến %(time)s ngày %(day)s, %(unit)s đã nhận:")
        % {
            "year": duty.year.year,
            "time": format_time(now),
            "day": format_date(now),
            "unit": duty.year.organiser.name,
        },
        " ".join(facts),
        "",
        _("Còn thiếu:"),
        *(f"{number}. {each.unit.name}{lateness(each, now)}" for number, each in enumerate(owed, start=1)),
        *([_and_more(count - len(owed))] if count > len(owed) else []),
        "",
        _("Đề nghị các đơn vị gửi tại %(address)s.") % {"address": address},
    ]
    if help_from:
        lines.append(_("Cần hỗ trợ, liên hệ: %(people)s.") % {"people": help_from})
    return "\n".join(lines)


def lateness(owed: Obligation, now: datetime) -> str:
    """(quá hạn 3 ngày); (đã gửi, nay chưa gửi lại) of a paper that came and went back."""
    if owed.is_with_unit_again:
        return f" ({_('đã gửi, nay chưa gửi lại')})"
    days = owed.days_to_go(now)
    if days is None:
        return ""
    words, _tone = days_left_text(days)
    return f" ({words[0].lower()}{words[1:]})"


def first_of(names: Sequence[str], count: int) -> str:
    """A; B và 3 đơn vị khác – ``names``: the first of ``count`` units."""
    text = "; ".join(names)
    return f"{text} {_and_more(count - len(names))}" if count > len(names) else text


def _and_more(count: int) -> str:
    return ngettext("và %(count)d đơn vị khác", "và %(count)d đơn vị khác", count) % {"count": count}
