"""For tests that ask thousands of pages for their status only."""

import logging
from copy import copy, deepcopy
from functools import cache

import pytest
from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.template import Template
from django.test.utils import _TestState

from apps.accounts import resuming, signing
from apps.core import error_views, middleware
from apps.dashboard import context_processors

REFUSALS = {"403.html", "403_csrf.html", "404.html", "core/refusal.html", "session_expired.html"}
# Accounts by their number, and the rights of each on a date, as they were last read (``keep_people``).
_people: dict = {}


@pytest.fixture
def plain_answers(monkeypatch):
    """Nobody reads what stands behind a status: no context is copied for the test, no refusal kept in the log with its
    request, and the page around a refusal is drawn once for each person; after that its reason alone is the answer.
    Whom to call, at the foot of every page, depends on nothing that is asked: it is read once. A session is read again
    only after a request that kept or ended it, who asks only after ``forget_people``: what a request writes is taken
    back.
    """
    keep_sessions(monkeypatch)
    keep_people(monkeypatch)
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


def keep_people(monkeypatch) -> None:
    """Accounts and their rights are read once, until ``forget_people``."""
    read_account, read_rights = ModelBackend.get_user, signing.actor_for

    def account_once(self, user_id):
        if user_id not in _people:
            _people[user_id] = read_account(self, user_id)
        return copy(_people[user_id])  # a request may change its own

    def rights_once(user, on):
        key = (user.pk, user.is_active, on)
        if key not in _people:
            _people[key] = read_rights(user, on)
        return _people[key]

    forget_people()
    monkeypatch.setattr(ModelBackend, "get_user", account_once)
    monkeypatch.setattr(signing, "actor_for", rights_once)


def forget_people() -> None:
    """To be called where a test has written what accounts or rights are read from."""
    _people.clear()
