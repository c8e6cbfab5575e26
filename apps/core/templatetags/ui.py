"""Template components. The library is a builtin: no ``{% load %}`` needed. Nothing here queries the database.

A page extends ``base.html`` and fills its blocks: ``title``, ``breadcrumb``, ``page_header``, ``content``; for wide
tables ``{% block main_class %}is-wide{% endblock %}``. Values are the dataclasses of ``apps.core.components``.

    {% block breadcrumb %}
      {% breadcrumbs %}{% crumb _("Chấm điểm") url %}{% crumb "2020" %}{% endbreadcrumbs %}
    {% endblock %}
    {% block page_header %}
      {% page_header title=_("Bảng tự chấm điểm") kicker="Cụm số 1, năm 2020" lead="…" %}
        <a class="btn btn-primary" href="…">…</a>{% print_button %}          (one main button, then the others)
      {% endpage_header %}
    {% endblock %}

    words     {% status "sent" %} {% badge label tone="done" icon="check-circle" %} {% days_left -3 %} {% days_late 3 %}
              {% honour "Cờ thi đua ngành Tư pháp" %} (gold: honours only) {% abbr "TĐKT" %} {% icon "lock" %}
              <span class="words">status and its tags</span> keeps them together where they may wrap
              {% illustrative %} (the set sentence "minh họa")  {% illustrative_mark %} (the word beside a figure)
    tables    {% data_table columns rows caption=… filter=filter empty_title=… empty_text=… empty_url=… empty_label=…
                 empty_wait=… %}                                     (for those who have no empty_url)
                {% for row in rows %}<tr><td>…</td><td class="num">{{ row.points|points }}</td></tr>{% endfor %}
              {% enddata_table %}
              ``columns``: list of Column; ``rows``: a page of Django's paginator, or a list. ``filter``: a FilterSet of
              apps.core.filters. ``mobile="cards"`` stacks rows at 360 px: then every <td> carries data-label="…";
              the default scrolls in a labelled region. ``sticky=True`` keeps the head in sight on wide screens.
              {% filter_bar filter %} {% pager page %} {% empty_state title text url label %}
    forms     {% error_summary form %} first in the form, then {% form_row form.name %} or {% crispy form %};
              {% form_actions %}<button class="btn btn-primary">…</button>{% endform_actions %}
              {% one_time form_token %} hidden one-time token.  <form data-guard> warns before typed text is lost.
              <select data-search> becomes a box to type in.  Autosaved lines: {% autosave_status saved_at %},
              {% conflict who at differences %} (Difference values).
    lists     {% task_list tasks %} TaskRow · {% check_answers answers %} Answer · {% timeline entries %} TimelineEntry
              {% file_list files %} FileItem · {% facts rows %} Fact · {% tabs items label=… %} Tab
              {% steps items label=… %} Step
    figures   {% stats %}{% stat value label note=… url=… %}{% endstats %}
              {% progress value maximum label %}
              {% chart "points-chart" chart title=… beside=True svg=svg %}<table>…</table>{% endchart %}
              {% job_progress done=… total=… state=… poll_url=… cancel_url=… finished=… failed=… message=… %}
    boxes     {% panel title=… %}…{% endpanel %}
              {% notice "info" title=… %}…{% endnotice %} (info, warning, error, done)
              {% receipt title=_("Đã gửi") number=… at=… %}Bước tiếp theo …{% endreceipt %} · {% print_button %}
    layout    classes: columns columns--half | columns--aside (text and 20rem aside), stack, section-title, reading,
              split (list and detail side by side), sticky-bar (running total at the foot of the screen), rule (a
              criterion's rule in plain words), cell-note (small text in a cell), no-print, signatures (paper only)

Confirm page: render ``core/confirm.html`` with question, lead, consequences (list), confirm_label, cancel_url, form,
form_token; or extend it and fill block ``consequences``. One-thing pages: ``core/message_page.html``.
Autosave and job contracts: the heads of static/js/autosave.js and templates/components/job_progress.html.
"""

from functools import lru_cache
from urllib.parse import urlencode

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import json_script
from django.utils.translation import get_language

from apps.core import presentation, saved_views
from apps.core.abbreviations import MEANINGS
from apps.core.templatetags import ui_blocks

register = template.Library()

TONES = ("neutral", "muted", "draft", "sent", "done", "final", "alert", "honour")


# --- Page ------------------------------------------------------------------------------------------


@register.simple_block_tag
def breadcrumbs(content):
    """The way to this page; holds ``{% crumb %}`` tags."""
    return render_to_string("components/breadcrumbs.html", {"body": content})


@register.inclusion_tag("components/crumb.html")
def crumb(label, url=""):
    """One step; without an address it is this page."""
    return {"label": label, "url": url}


@register.simple_block_tag
def page_header(content, title, kicker="", lead=""):
    """Heading of the page; the body holds one main button and, quieter, the others."""
    return render_to_string(
        "components/page_header.html",
        {"title": title, "kicker": kicker, "lead": lead, "body": content if content.strip() else ""},
    )


@register.inclusion_tag("components/print_button.html", takes_context=True)
def print_button(context, label=""):
    """Prints; without JavaScript it opens the page as it will be printed."""
    return {"label": label, "url": presentation.changed_query(context.get("request"), print="1")}


# --- Words -----------------------------------------------------------------------------------------


@register.simple_tag
def icon(name, label=""):
    """A symbol of static/img/icons.svg; hidden from screen readers unless it has a label."""
    return _icon(str(name), str(label))


@lru_cache(maxsize=1_000, typed=True)  # as for badges
def _icon(name: str, label: str) -> str:
    """Every page shows some thirty of them."""
    return render_to_string("components/icon.html", {"name": name, "label": label})


@register.simple_tag
def badge(label, tone="neutral", icon=""):
    """A word in a quiet box; colour never says more than the word."""
    if tone not in TONES:
        raise template.TemplateSyntaxError(f"Unknown tone {tone!r}")
    return _badge(str(label), tone, str(icon))


@register.simple_tag
def status(word):
    """One of the eight status words by its StatusWord value."""
    label, tone, symbol = presentation.status_look(word)
    return _badge(str(label), tone, str(symbol))


@lru_cache(maxsize=1_000, typed=True)  # typed: of equal texts one may be safe HTML and the other not
def _badge(label: str, tone: str, icon: str) -> str:
    """A long table shows the same few badges hundreds of times."""
    return render_to_string("components/badge.html", {"label": label, "tone": tone, "icon": icon})


@register.inclusion_tag("components/tag.html")
def days_left(days):
    """Lateness tag of what is still owed; nothing when ``days`` is None."""
    label, tone = presentation.days_left_text(days) if days is not None else ("", "")
    return {"label": label, "tone": tone}


@register.inclusion_tag("components/tag.html")
def days_late(days):
    """Lateness tag of what arrived after its date; nothing for 0."""
    return {"label": presentation.days_late_text(days) if days else "", "tone": "alert"}


@register.inclusion_tag("components/tag.html")
def tag(label, tone="muted", url=""):
    """A small remark beside a status word ("Nhập thay", "Có bản ký, đóng dấu", "Ước"); ``url``: what it counts."""
    return {"label": label, "tone": tone, "url": url}


@register.inclusion_tag("components/honour.html")
def honour(label, note=""):
    """A title or form of commendation that was granted: the only use of gold."""
    return {"label": label, "note": note}


@register.inclusion_tag("components/abbreviation.html")
def abbr(short, meaning=""):
    """An abbreviation whose meaning opens on hover, focus and tap; known ones need no ``meaning``."""
    return {"short": short, "meaning": meaning or MEANINGS[short]}


@register.simple_tag
def abbreviations():
    """What static/js/abbreviations.js explains on every page, in the language of the page."""
    return _abbreviations(get_language())


@lru_cache(maxsize=8)
def _abbreviations(language: str) -> str:
    return json_script({short: str(meaning) for short, meaning in MEANINGS.items()}, "abbreviations")


@register.inclusion_tag("components/illustrative.html")
def illustrative(text=""):
    """Banner of pages that show figures no source names."""
    return {"text": text}


@register.inclusion_tag("components/illustrative_mark.html")
def illustrative_mark():
    """The word "minh họa" beside a single figure or name."""
    return {}


# --- Tables ----------------------------------------------------------------------------------------


@register.simple_block_tag(takes_context=True)
def data_table(  # noqa: PLR0913 - each is one declared argument of the component
    context,
    content,
    columns,
    rows,
    *,
    caption,
    filter=None,  # noqa: A002 - the word page authors know from django-filter
    mobile="scroll",
    sticky=False,
    empty_title="",
    empty_text="",
    empty_url="",
    empty_label="",
    empty_wait="",
):
    """List with filter bar, sort links, row count, pages and a next step when it is empty. ``empty_wait``: what those
    read instead of ``empty_text`` who have no ``empty_url``: they cannot begin, others do.
    """
    request = context.get("request")
    page = rows if hasattr(rows, "paginator") else None
    heads = [
        (column, *presentation.sort_state(request, column)) if column.sort else (column, "", "") for column in columns
    ]
    return render_to_string(
        "components/data_table.html",
        {
            "heads": heads,
            "body": content,
            "caption": caption,
            "filter": filter,
            "used_filters": presentation.used_filters(filter),
            "count": page.paginator.count if page else len(rows),
            "page_links": page_links(request, page) if page else None,
            "mobile": mobile,
            "sticky": sticky,
            "empty_title": empty_title,
            "empty_text": empty_text if empty_url or not empty_wait else empty_wait,
            "empty_url": empty_url,
            "empty_label": empty_label,
            "path": request.path if request is not None else "",
            "plain_url": plain_url(request),
            "saved": saved_looks(request) if filter is not None else None,
            "export_url": context.get("export_url", ""),
            "csv_url": context.get("csv_url", ""),
        },
    )


@register.inclusion_tag("components/filter_bar.html", takes_context=True)
def filter_bar(context, filter):  # noqa: A002
    """The form of a FilterSet as a bar above a list; its values stand in the address."""
    request = context.get("request")
    return {
        "filter": filter,
        "used_filters": presentation.used_filters(filter),
        "path": request.path if request is not None else "",
        "plain_url": plain_url(request),
    }


def plain_url(request) -> str:
    """The list without filters: not its default look, where there is one."""
    if request is None:
        return ""
    has_default = saved_views.default_of(getattr(request, "user", None), request.path)
    return f"{request.path}?{saved_views.PLAIN}={saved_views.NONE}" if has_default else request.path


def saved_looks(request) -> dict | None:
    """The person's own looks at this list, and where the present one is saved; None for strangers."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    here = saved_views.essence(request.GET)
    address = urlencode({"path": request.path, "query": here})
    return {
        "views": [(each, each.query == here) for each in saved_views.views_of(user, request.path)],
        "save_url": f"{reverse('accounts:saved-view-create')}?{address}" if here else "",
    }


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context, page):
    """Links to the pages of a list, filters and order kept."""
    return {"page_links": page_links(context.get("request"), page)}


def page_links(request, page) -> dict | None:
    """Numbers (with gaps) and addresses of a page of Django's paginator; None when there is one page only."""
    if page.paginator.num_pages == 1:
        return None

    def address(number):
        return presentation.changed_query(request, **{presentation.PAGE_PARAMETER: number})

    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "previous": address(page.previous_page_number()) if page.has_previous() else "",
        "next": address(page.next_page_number()) if page.has_next() else "",
        "numbers": [(n, address(n) if isinstance(n, int) else "") for n in numbers],
    }


@register.inclusion_tag("components/empty_state.html")
def empty_state(title, text="", url="", label=""):
    """What is missing and what to do next: one sentence, one button."""
    return {"title": title, "text": text, "url": url, "label": label}


register.tags.update(ui_blocks.register.tags)
