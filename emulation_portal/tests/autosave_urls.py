"""A page with one line saved by itself (with ?two: two that look at each other), to try static/js in a real browser:
two fields, a version, a server that is slow, fails or refuses.
"""

import time
from typing import ClassVar

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.template import engines
from django.urls import path

from emulation_portal.urls import urlpatterns as ours

LINE = """
<form id="line-{{ number }}" data-autosave hx-post="/line/{{ number }}/" hx-trigger="change, submit, autosave:again"
      hx-target="this" hx-swap="outerHTML" hx-sync="this:queue last" {% if oob %}hx-swap-oob="true"{% endif %}>
  <input type="hidden" name="version" value="{{ version }}">
  {% if refused %}<p class="field-error">Sai số.</p>{% endif %}
  <label>Điểm <input name="points" value="{{ points }}"></label>
  <label>Ghi chú <input name="note" value="{{ note }}"></label>
  <button name="agree" value="1">Đồng ý</button>
  <span class="autosave-status" data-autosave-status>{% if version %}Đã lưu lúc 14:05.{% endif %}</span>
</form>
"""
PAGE = """
{% extends "base.html" %}{% block title %}Dòng{% endblock %}
{% block content %}{% for line in lines %}{{ line|safe }}{% endfor %}{% endblock %}
"""


class Line:
    """What the server holds by line; ``log`` is every save as (version posted, points, note), with "agree" where its
    button sent it; ``fails``: statuses of the next answers, which store nothing.
    """

    stored: ClassVar[dict] = {}
    log: ClassVar[list] = []
    fails: ClassVar[list] = []
    seconds: ClassVar[float] = 0

    @classmethod
    def reset(cls):
        cls.stored.clear()
        cls.log.clear()
        cls.fails.clear()
        cls.seconds = 0

    @classmethod
    def at(cls, number):
        return cls.stored.setdefault(number, {"number": number, "version": 0, "points": "", "note": ""})


def _render(request, source, **context):
    return engines["django"].from_string(source).render(context, request)


@login_required
def page(request):
    numbers = (1, 2) if "two" in request.GET else (1,)
    lines = [_render(request, LINE, **Line.at(number)) for number in numbers]
    return HttpResponse(_render(request, PAGE, lines=lines))


@login_required
def line(request, number):
    posted = {name: request.POST[name] for name in ("points", "note")}
    Line.log.append((int(request.POST["version"]), *posted.values(), *(["agree"] if "agree" in request.POST else [])))
    time.sleep(Line.seconds)
    status = Line.fails.pop(0) if Line.fails else 200
    if status >= 500:
        return HttpResponse("<h1>Lỗi máy chủ</h1>", status=status)
    stored = Line.at(number)
    if status == 200:
        stored.update(posted, version=stored["version"] + 1)
    answer = _render(request, LINE, **stored | posted, refused=status != 200)
    others = [_render(request, LINE, **each, oob=True) for each in Line.stored.values() if each is not stored]
    return HttpResponse("".join([answer, *others]), status=status)


urlpatterns = [path("autosave/", page), path("line/<int:number>/", line), *ours]
