"""Second half of the component library: forms, lists, figures and boxes. ``ui`` registers them all."""

from django import template
from django.template.loader import render_to_string

from apps.core import presentation

register = template.Library()

NOTICE_TONES = {"info": "info-circle", "warning": "exclamation-triangle", "error": "x-octagon", "done": "check-circle"}


# --- Forms -----------------------------------------------------------------------------------------


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms, focus=True):
    """All problems of one or more forms at the top, each a link to its field; takes the focus when the page opens."""
    problems, general = [], []
    for form in forms:
        if not form.is_bound:
            continue
        general += form.non_field_errors()
        for field in form:
            problems += [(field.id_for_label or field.auto_id, field.label, error) for error in field.errors]
    return {"problems": problems, "general": general, "focus": focus}


@register.inclusion_tag("components/form_row.html")
def form_row(field, hint=""):
    """Label, hint, input and error of one field."""
    return {"field": field, "hint": hint}


@register.simple_block_tag
def form_actions(content):
    """The buttons under a form; they stay in reach at the bottom of a phone."""
    return render_to_string("components/form_actions.html", {"body": content})


@register.inclusion_tag("components/one_time.html")
def one_time(token):
    """Hidden one-time token (core.tokens): the form sent twice is done once."""
    return {"token": token}


@register.inclusion_tag("components/autosave_status.html")
def autosave_status(saved_at=None):
    """The sentence Đã lưu lúc 14:05. of a line that saves itself (static/js/autosave.js)."""
    return {"saved_at": saved_at}


@register.inclusion_tag("components/conflict.html")
def conflict(who, at, differences):
    """Another person was first: who, when, and both values of each Difference."""
    return {"who": who, "at": at, "differences": differences}


# --- Lists -----------------------------------------------------------------------------------------


@register.inclusion_tag("components/task_list.html")
def task_list(tasks, label=""):
    """Việc cần làm: TaskRow values in their order."""
    return {"tasks": tasks, "label": label}


@register.inclusion_tag("components/check_answers.html")
def check_answers(answers, title=""):
    """Questions and answers before sending, each with "Thay đổi"."""
    return {"answers": answers, "title": title}


@register.inclusion_tag("components/timeline.html")
def timeline(entries):
    """What happened, with time, person and remark."""
    return {"entries": entries}


@register.inclusion_tag("components/file_list.html")
def file_list(files):
    """Files and cited documents."""
    return {"files": files}


@register.inclusion_tag("components/facts.html")
def facts(rows):
    """Key-value list."""
    return {"rows": rows}


@register.inclusion_tag("components/steps.html")
def steps(items, label):
    """Where a paper stands in its process: Step values in order."""
    return {"items": items, "label": label}


@register.inclusion_tag("components/tabs.html")
def tabs(items, label):
    """Parts of one subject, each with its own address; ``label`` names the group for screen readers."""
    return {"items": items, "label": label}


# --- Figures ---------------------------------------------------------------------------------------


@register.simple_block_tag
def stats(content):
    """A row of ``{% stat %}`` figures."""
    return render_to_string("components/stats.html", {"body": content})


@register.inclusion_tag("components/stat.html")
def stat(value, label, note="", url="", of=""):
    """One figure: value (of a maximum), what it counts, a remark."""
    return {"value": value, "label": label, "note": note, "url": url, "of": of}


@register.inclusion_tag("components/progress.html")
def progress(value, maximum, label, text=""):
    """How far: "3/7" beside a bar."""
    return {"value": value, "maximum": maximum, "label": label, "text": text or f"{value}/{maximum}"}


@register.simple_block_tag
def chart(content, id, chart, *, title, note="", beside=False, svg=""):  # noqa: A002 - the HTML id
    """A chart with its table; without JavaScript and on paper the table is enough. ``chart``: components.Chart.

    ``beside`` puts a narrow table to the right of the chart on wide screens, else it stands below. ``svg``
    (core.charts.bar_chart_svg) is the picture shown without JavaScript and on paper.
    """
    context = {
        "id": id,
        "data_id": f"{id}-data",
        "data": chart.as_data(),
        "title": title,
        "note": note,
        "beside": beside,
        "svg": svg,
        "body": content,
    }
    return render_to_string("components/chart.html", context)


@register.inclusion_tag("components/job_progress.html", takes_context=True)
def job_progress(  # noqa: PLR0913 - each is one declared argument of the component
    context,
    *,
    done,
    total,
    state,
    poll_url,
    message="",
    cancel_url="",
    finished=False,
    failed=False,
    next_url="",
    next_label="",
):
    """A background job that the page asks about every two seconds until it has ended."""
    request = context.get("request")
    return {
        "done": done,
        "total": total,
        "state": state,
        "poll_url": poll_url,
        "message": message,
        "cancel_url": cancel_url,
        "running": not finished and not failed,
        "failed": failed,
        "next_url": next_url,
        "next_label": next_label,
        "reload_url": presentation.changed_query(request),
        "csrf_token": context.get("csrf_token"),
    }


# --- Boxes -----------------------------------------------------------------------------------------


@register.simple_block_tag
def panel(content, title, id="", note="", level=2):  # noqa: A002
    """Box with a heading."""
    context = {"title": title, "id": id, "note": note, "level": level, "body": content}
    return render_to_string("components/panel.html", context)


@register.simple_block_tag
def receipt(content, title, number, at):
    """What was sent: its number and time; the body says the next step and offers the PDF."""
    return render_to_string("components/receipt.html", {"title": title, "number": number, "at": at, "body": content})


@register.simple_block_tag
def notice(content, tone="info", title=""):
    """Inset text: info, warning, error or done."""
    context = {"tone": tone, "icon": NOTICE_TONES[tone], "title": title, "body": content}
    return render_to_string("components/notice.html", context)
