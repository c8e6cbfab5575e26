"""A page with one line saved by itself, to try static/js in a real browser: two fields, a version, a slow server."""

import time
from typing import ClassVar

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.template import engines
from django.urls import path

from emulation_portal.urls import urlpatterns as ours

LINE = """
<form id="line-1" data-autosave hx-post="/line/" hx-trigger="change, autosave:again" hx-target="this"
      hx-swap="outerHTML" hx-sync="this:queue last">
  <input type="hidden" name="version" value="{{ version }}">
  <label>Điểm <input name="points" value="{{ points }}"></label>
  <label>Ghi chú <input name="note" value="{{ note }}"></label>
  <span class="autosave-status" data-autosave-status>{% if version %}Đã lưu lúc 14:05.{% endif %}</span>
</form>
"""
PAGE = '{% extends "base.html" %}{% block title %}Dòng{% endblock %}{% block content %}' + LINE + "{% endblock %}"


class Line:
    """What the server holds; ``log`` is every save as (version posted, points, note)."""

    stored: ClassVar[dict] = {}
    log: ClassVar[list] = []
    seconds: ClassVar[float] = 0

    @classmethod
    def reset(cls):
        cls.stored.clear()
        cls.stored.update(version=0, points="", note="")
        cls.log.clear()
        cls.seconds = 0


def _render(request, source):
    return HttpResponse(engines["django"].from_string(source).render(dict(Line.stored), request))


@login_required
def page(request):
    return _render(request, PAGE)


@login_required
def line(request):
    posted = {name: request.POST[name] for name in ("points", "note")}
    Line.log.append((int(request.POST["version"]), *posted.values()))
    time.sleep(Line.seconds)
    Line.stored.update(posted, version=Line.stored["version"] + 1)
    return _render(request, LINE)


urlpatterns = [path("autosave/", page), path("line/", line), *ours]
