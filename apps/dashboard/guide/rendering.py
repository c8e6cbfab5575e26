"""Markdown of the guide as safe HTML: anchors for headings, links between chapters, screenshots, abbreviations.

The text is ours; raw HTML in it is shown as text all the same. Each chapter is rendered once per process.
"""

import re
from dataclasses import dataclass
from functools import cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from apps.core.abbreviations import ABBREVIATIONS
from apps.core.text import fold
from apps.dashboard.guide.chapters import BY_MENU, CHAPTERS, START, TOPICS, Chapter

_NAMES = sorted((each.short for each in ABBREVIATIONS), key=len, reverse=True)
_ABBREVIATION = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, _NAMES))})(?!\w)")
_MEANINGS = {each.short: each.meaning for each in ABBREVIATIONS}
_CHAPTER_LINK = re.compile(r"([a-z-]+)\.md(#.*)?")
_SCREENSHOT = re.compile(r"\.\./screenshots/([\w-]+)\.png")


@dataclass(frozen=True)
class Page:
    """A chapter ready to show. ``sections``: (anchor, heading) of its second level, in order."""

    title: str
    body: SafeString
    sections: tuple[tuple[str, str], ...]

    @property
    def anchors(self) -> frozenset[str]:
        return frozenset(anchor for anchor, _heading in self.sections)


def anchor_of(heading: str) -> str:
    """Đăng ký thi đua → dang-ky-thi-dua."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(heading)))


@cache
def page(slug: str) -> Page:
    """One chapter. Raises KeyError for an unknown one."""
    chapter = CHAPTERS[slug]
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    reader.renderer.rules["text"] = _text
    tokens = reader.parse(chapter.path.read_text(encoding="utf-8"))
    title, sections = _headings(tokens)
    for token in tokens:
        for child in token.children or ():
            _point(child)
    body = reader.renderer.render(tokens, reader.options, {})
    return Page(title, mark_safe(_framed(body)), tuple(sections))  # noqa: S308 - rendered from our own files, no raw HTML


def _headings(tokens) -> tuple[str, list[tuple[str, str]]]:
    """Give each heading its anchor; the title is taken out, because the page has it in its head."""
    title, sections = "", []
    for index, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        text = tokens[index + 1].content
        for part in tokens[index + 1].children:
            part.meta["heading"] = True  # no abbreviation opens inside a heading
        if token.tag == "h1":
            title = text
        else:
            token.attrSet("id", anchor_of(text))
            sections.append((anchor_of(text), text))
    if title:
        del tokens[:3]
    return title, sections


def _point(token) -> None:
    """Links to other chapters and pictures lead to their pages in the portal."""
    if token.type == "link_open" and (found := _CHAPTER_LINK.fullmatch(token.attrGet("href") or "")):
        token.attrSet("href", reverse("help:chapter", args=[found[1]]) + (found[2] or ""))
    if token.type == "image" and (found := _SCREENSHOT.fullmatch(token.attrGet("src") or "")):
        token.attrSet("src", reverse("help:image", args=[found[1]]))
        token.attrSet("loading", "lazy")


def _text(tokens, index, options, env) -> str:
    """Running text; the first time that an abbreviation stands in a chapter it opens its meaning."""
    token, seen = tokens[index], env.setdefault("seen", set())
    inside_link = sum(each.nesting for each in tokens[:index] if each.type.startswith("link_"))
    if inside_link or token.meta.get("heading"):
        return escape(token.content)

    def explained(match) -> str:
        short = match[1]
        if short in seen:
            return escape(short)
        seen.add(short)
        return render_to_string("components/abbreviation.html", {"short": short, "meaning": _MEANINGS[short]}).strip()

    pieces, place = [], 0
    for match in _ABBREVIATION.finditer(token.content):
        pieces += [escape(token.content[place : match.start()]), explained(match)]
        place = match.end()
    return "".join([*pieces, escape(token.content[place:])])


def _framed(body: str) -> str:
    """Tables scroll in a region of their own on a phone."""
    body = body.replace("<table>", '<div class="table-region"><table class="data-table">')
    return body.replace("</table>", "</table></div>").replace("<th>", '<th scope="col">')


def help_url(view_name: str, menu: str = "", *, is_staff: bool = False) -> str:
    """Where the guide explains a page to somebody who works by that menu."""
    first = BY_MENU.get(menu, "administrator" if is_staff else START)
    topics = next((topics for start, topics in TOPICS if view_name.startswith(start)), ())
    for slug in dict.fromkeys((first, START)):
        for topic in topics:
            if topic in page(slug).anchors:
                return f"{reverse('help:chapter', args=[slug])}#{topic}"
    return reverse("help:chapter", args=[first])


def chapters() -> list[Chapter]:
    return list(CHAPTERS.values())
