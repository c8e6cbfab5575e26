"""The guide: every chapter renders, no link or picture of it leads nowhere, each page's help exists."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import get_resolver, reverse

from apps.core.abbreviations import ABBREVIATIONS
from apps.dashboard.guide.chapters import CHAPTERS, FOLDER, SCREENSHOTS, TOPICS
from apps.dashboard.guide.rendering import help_url, page
from apps.dashboard.navigation import MENUS
from apps.dashboard.tests.world import build

ROOT = Path(settings.BASE_DIR)


def names(resolver=None, prefix=""):
    """Names of all routes."""
    found = []
    for entry in (resolver or get_resolver()).url_patterns:
        if hasattr(entry, "url_patterns"):
            found += names(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        elif entry.name:
            found.append(prefix + entry.name)
    return found


def test_the_files_are_the_chapters():
    assert {path.stem for path in FOLDER.glob("*.md")} == set(CHAPTERS)


@pytest.mark.parametrize("slug", CHAPTERS)
def test_every_link_and_picture_of_a_chapter_leads_somewhere(slug):
    text = CHAPTERS[slug].path.read_text(encoding="utf-8")
    for target, anchor in re.findall(r"\]\(([a-z-]+)\.md(?:#([a-z0-9-]+))?\)", text):
        assert not anchor or anchor in page(target).anchors, (target, anchor)
    for name in re.findall(r"\.\./screenshots/([\w-]+)\.png", text):
        assert (SCREENSHOTS / f"{name}.png").is_file(), name
    assert len(page(slug).anchors) == len(page(slug).sections)
    assert ".md" not in re.sub(r"<code>.*?</code>", "", page(slug).body)


def test_every_topic_has_a_section_and_every_page_of_every_menu_its_help():
    anchors = frozenset().union(*(page(slug).anchors for slug in CHAPTERS))
    assert [topic for _start, topics in TOPICS for topic in topics if topic not in anchors] == []
    routes = names()
    assert [start for start, _topics in TOPICS if not any(name.startswith(start) for name in routes)] == []
    for menu, entries in MENUS.items():
        for entry in entries:
            slug, _hash, anchor = help_url(entry.url_name, menu).removeprefix("/help/").partition("/#")
            assert anchor in page(slug).anchors, (menu, entry.url_name)


def test_an_abbreviation_opens_once_and_never_inside_a_heading():
    body = page("leader").body
    meaning = next(str(each.meaning) for each in ABBREVIATIONS if each.short == "TĐKT")
    assert body.count(f'<span class="abbr__meaning">{meaning}</span>') == 1
    assert all('class="abbr"' not in heading for heading in re.findall(r"<h2.*?</h2>", body))


@pytest.mark.django_db
def test_the_link_opens_the_chapter_of_the_role_and_anybody_may_read(client):
    assert client.get("/help/glossary/").content.decode().count("Luật Thi đua, khen thưởng số 06/2022/QH15") > 5
    assert client.get("/help/images/nothing/").status_code == 404
    assert client.get("/help/nothing/").status_code == 404
    world = build(2)
    client.force_login(world.officers[1])
    text = client.get(reverse("registrations:registration-list")).content.decode()
    assert 'href="/help/officer/#dang-ky-thi-dua"' in text
    assert client.get("/help/").context["chapters"][0].slug == "officer"


def test_every_name_in_bold_stands_on_a_page():
    found = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "apps").rglob("*.py"), *(ROOT / "apps").rglob("*.json")]
    known = "\n".join(path.read_text(encoding="utf-8") for path in found if "tests" not in path.parts).lower()
    missing = {}
    for slug, chapter in CHAPTERS.items():
        if slug == "glossary":
            continue
        bold = re.findall(r"\*\*([^*]+)\*\*", chapter.path.read_text(encoding="utf-8"))
        words = [word.strip(" .…:,") for each in bold for word in each.split(" · ")]
        missing |= {slug: gone} if (gone := [word for word in words if word.lower() not in known]) else {}
    assert missing == {}
