"""For tests that ask thousands of pages for their status only."""

import logging
from copy import deepcopy
from functools import cache

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.template import Template
from django.test.utils import _TestState

from apps.accounts import resuming
from apps.core import error_views, middleware
from apps.dashboard import context_processors

REFUSALS = {"403.html", "403_csrf.html", "404.html", "core/refusal.html", "session_expired.html"}


@pytest.fixture
def plain_answers(monkeypatch):
    """Nobody reads what stands behind a status: no context is copied for the test, no refusal kept in the log with its
    request, and the page around a refusal is drawn once for each person; after that its reason alone is the answer.
    Whom to call, at the foot of every page, depends on nothing that is asked: it is read once. A session is read again
    only after a request that kept or ended it.
    """
    keep_sessions(monkeypatch)
    monkeypatch.setattr(Template, "_render", _TestState.saved_data.template_render)
    render, drawn = error_views.render, set()

    def render_once(request, template, context=None, status=200):
        user = getattr(request, "user", None)  # what is refused before anybody is known has none
        key = (user and user.pk, template)
        if template not in REFUSALS or key not in drawn:
            drawn.add(key)
            return render(request, template, context, status=status)
        return HttpResponse(str((context or {}).get("reason", "")), status=status)

    for module in (error_views, middleware, resuming):
        monkeypatch.setattr(module, "render", render_once)
    read = cache(context_processors.contacts)
    monkeypatch.setattr(context_processors, "contacts", lambda organisers, on: read(frozenset(organisers), on))
    log = logging.getLogger("django.request")
    level = log.level
    log.setLevel(logging.ERROR)
    yield
    log.setLevel(level)


def keep_sessions(monkeypatch) -> None:
    """What a session held when it was last read, until something is written to it."""
    load, save, delete = SessionStore.load, SessionStore.save, SessionStore.delete
    known: dict[str, dict] = {}

    def load_once(self):
        key = self.session_key
        if key not in known:
            found = load(self)
            if self.session_key is None:  # it has ended
                return found
            known[key] = found
        return deepcopy(known[key])

    def save_anew(self, *arguments, **options):
        known.pop(self.session_key, None)
        return save(self, *arguments, **options)

    def delete_anew(self, session_key=None):
        known.pop(session_key or self.session_key, None)
        return delete(self, session_key)

    for name, function in {"load": load_once, "save": save_anew, "delete": delete_anew}.items():
        monkeypatch.setattr(SessionStore, name, function)
