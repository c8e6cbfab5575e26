"""How states, days and addresses are put into words and links; used by the template components only."""

from datetime import date
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.core.components import StatusWord
from apps.core.dates import format_date

PAGE_PARAMETER = "page"
ORDER_PARAMETER = "o"

# Tone and icon of each status word. The tone is a colour of tokens.css; the word itself is always printed.
STATUS_LOOK = {
    StatusWord.NOT_OPEN: ("muted", "dash-circle"),
    StatusWord.NOT_STARTED: ("muted", "circle"),
    StatusWord.DRAFT: ("draft", "half-circle"),
    StatusWord.AWAITING_SIGNATURE: ("draft", "pen"),
    StatusWord.SENT: ("sent", "arrow-right-circle"),
    StatusWord.RETURNED: ("alert", "arrow-left-circle"),
    StatusWord.RECEIVED: ("done", "check-circle"),
    StatusWord.FINAL: ("final", "lock"),
    StatusWord.WITHDRAWN: ("muted", "x-circle"),
}


def status_look(word: str) -> tuple[str, str, str]:
    """Label, tone and icon of a status word. Raises ValueError for a word that is not one of ours."""
    status = StatusWord(word)
    tone, icon = STATUS_LOOK[status]
    return status.label, tone, icon


def days_left_text(days: int) -> tuple[str, str]:
    """Tag and tone for a date still owed: "Còn 5 ngày", "Hạn hôm nay", "Quá hạn 3 ngày"."""
    if days < 0:
        return ngettext("Quá hạn %(days)d ngày", "Quá hạn %(days)d ngày", -days) % {"days": -days}, "alert"
    if days == 0:
        return _("Hạn hôm nay"), "alert"
    text = ngettext("Còn %(days)d ngày", "Còn %(days)d ngày", days) % {"days": days}
    return text, "draft" if days <= 7 else "muted"  # noqa: PLR2004 - a week is what an office plans by


def days_late_text(days: int) -> str:
    """Tag of a paper that arrived after its date: "chậm 3 ngày"."""
    return ngettext("chậm %(days)d ngày", "chậm %(days)d ngày", days) % {"days": days}


def changed_query(request, **changes) -> str:
    """The address of this page with some parameters changed (None removes one), filters kept."""
    query = request.GET.copy() if request is not None else {}
    pairs = [(key, value) for key, values in (query.lists() if query else []) for value in values if key not in changes]
    pairs += [(key, value) for key, value in changes.items() if value is not None]
    return "?" + urlencode(pairs)


def sort_state(request, column) -> tuple[str, str]:
    """(aria-sort, address of the sort link) of a column; a second click turns the order round."""
    current = request.GET.get(ORDER_PARAMETER, "") if request is not None else ""
    if current == column.sort:
        state, following = "ascending", f"-{column.sort}"
    elif current == f"-{column.sort}":
        state, following = "descending", column.sort
    else:
        state, following = "", column.sort
    return state, changed_query(request, **{ORDER_PARAMETER: following, PAGE_PARAMETER: None})


def used_filters(filterset) -> list[tuple[str, str]]:
    """Filters in use as (label, chosen value), printed above the table and on paper."""
    if filterset is None or not filterset.form.is_bound or not filterset.form.is_valid():
        return []
    used = []
    for name, value in filterset.form.cleaned_data.items():
        if name == ORDER_PARAMETER or value in (None, "", [], False) or (hasattr(value, "exists") and not value):
            continue
        field = filterset.form.fields[name]
        used.append((field.label, _shown(field, value)))
    return used


def _shown(field, value) -> str:
    """The value as people read it; a field of another kind of value may say it itself (``said``)."""
    if (said := getattr(field, "said", None)) is not None:
        return said(value)
    if value is True:
        return _("Có")
    if isinstance(value, date):
        return format_date(value)
    if (choices := getattr(field, "choices", None)) is None:
        return str(value)
    chosen = value if isinstance(value, (list, tuple, QuerySet)) else [value]
    if (of_row := getattr(field, "label_from_instance", None)) is not None:
        return ", ".join(str(of_row(row)) for row in chosen)
    labels = {str(key): str(label) for key, label in choices if not isinstance(label, (list, tuple))}
    return ", ".join(labels.get(str(each), str(each)) for each in chosen)
