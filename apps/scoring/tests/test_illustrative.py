"""Criteria that are no official ones say so on every page that shows them (glossary §5)."""

import re
from pathlib import Path

from django.conf import settings

SHOWN = re.compile(r"criterion\.(label|printed_number)|criteria_set\.title|rule\.label|comment\.place|letter\.title")
MARKS = ("illustrative", "scoring/_sheet_notes.html")


def test_every_page_that_shows_criteria_can_mark_them():
    pages = [path for app in ("scoring", "ranking") for path in Path(settings.BASE_DIR, "templates", app).glob("[!_]*")]
    showing = {path.name: text for path in pages if SHOWN.search(text := path.read_text())}
    assert len(showing) > 20
    assert [name for name, text in sorted(showing.items()) if not any(mark in text for mark in MARKS)] == []
