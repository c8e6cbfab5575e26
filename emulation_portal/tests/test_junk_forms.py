"""Junk in every form: a page, a message or a refusal, never a 500. A file of its own, for a process of its own."""

import re
from collections import defaultdict

from django.test import Client

from emulation_portal.tests.junk import JUNK, junk, status
from emulation_portal.tests.matrix_asking import takes_posts

FILES = {"scoring:evidence-file", "scoring:sheet-signed-copy", "reports:file", "registry:letter-pdf"}
CONTROL = re.compile(r'<(?:input|select|textarea|button)[^>]* name="([^"]+)"')
FORM = re.compile(r"<form[\s>].*?</form>", re.DOTALL)
OUTSIDE = re.compile(r'<[a-z]+[^>]* form="[^>]*>')
TARGET = re.compile(r'(?:action|hx-post)="(/[^"]*)"')
LEFT_ALONE = ("/accounts/", "/working-")


def controls(text: str) -> tuple[str, ...]:
    return tuple(sorted(set(CONTROL.findall(text)) - {"csrfmiddlewaretoken"}))


def forms(page: str) -> dict[str, tuple[str, ...]]:
    """Where the page sends forms, each with its controls; what is sent from no form is known by those of the page."""
    found = defaultdict(set)
    outside = controls(" ".join(OUTSIDE.findall(page)))  # controls that name their form stand outside of it
    for form in FORM.findall(page):
        for target in TARGET.findall(form):
            found[target].update(controls(form), outside)
    for target in TARGET.findall(FORM.sub("", page)):
        found[target].update(controls(page))
    return {target: tuple(sorted(names)) for target, names in found.items() if not target.startswith(LEFT_ALONE)}


def test_any_form_is_no_bug(pages):
    """Every form with junk in each control of the page. A form that several pages of a person show (signing out, taking
    a role, a saved look) is sent from the first of them: its own controls are the same everywhere. An address that
    takes no form (405) says so before it reads what was sent, and is not asked with another one.
    """
    asked, sent = [], set()
    for client, row, url in pages:
        if row.route in FILES:
            continue
        answer = client.get(url)
        if answer.streaming:
            list(answer.streaming_content)  # read to its end, the file is closed
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue  # a file has no form
        text = answer.content.decode()
        names = controls(text)
        wrong = [junk(names, turn) for turn in range(0, len(JUNK), 8)] if names else []
        if takes_posts(url):
            asked.append((client, url, [dict.fromkeys(names, "a\0b"), *wrong]))
        for target, known_by in sorted(forms(text).items()):
            if wrong and target != url and (client, target, known_by) not in sent:
                sent.add((client, target, known_by))
                asked.append((client, target, wrong))
    assert [fault for client, url, posts in asked for fault in failures_of_posts(client, url, posts)] == []


def failures_of_posts(client: Client, url: str, posts: list[dict]) -> list[str]:
    """Those of the posts that ended in a bug."""
    faults = []
    for data in posts:
        found = status(client, "post", url, data)
        if found == 405:
            break
        if found == 500:
            faults.append(f"post {url[:200]} {str(data)[:200]}")
    return faults
