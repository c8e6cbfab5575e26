"""HTML templates to tagged PDF files with embedded fonts (flags of PDF/A-3a; no validator has judged them yet).

Nothing is fetched from a network: templates may use images of ``static/`` ("static:img/x.svg") and
``data:`` addresses only. The same template and context give the same bytes.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from apps.core.errors import DomainError
from apps.core.pdf.layout import Printed
from apps.core.pdf.readiness import FONT_FAMILY, FONT_STYLES, font_files, pdf_problems
from apps.core.text import nfc

DOCUMENT, STYLESHEET = "pdf/document.html", "pdf/official.css"
BASE_URL = "static:"
OPTIONS = {"pdf_variant": "pdf/a-3a", "presentational_hints": True, "full_fonts": False}


class PdfUnavailable(DomainError):
    """This machine lacks what PDF files need; the message says what to install."""

    default_message = _("Máy chủ chưa tạo được PDF.")


@dataclass(frozen=True)
class Source:
    """What WeasyPrint is given."""

    html: str
    stylesheets: tuple[str, ...]


def render_pdf(template_name: str, context: dict, *, title: str = "") -> bytes:
    """The PDF of a template that extends ``pdf/official.html``; always in Vietnamese.

    ``title`` becomes the title of the file (else that of ``context["document"]``).
    Costs about 8 ms for each row of a table: belongs in a job. Raises PdfUnavailable.
    """
    if problems := pdf_problems():
        raise PdfUnavailable(" ".join(problems), code="unavailable")
    return _written(source_of(template_name, context, title=title))


def source_of(template_name: str, context: dict, *, title: str = "") -> Source:
    """The HTML and the stylesheets of a PDF, in Vietnamese."""
    if not title and "document" in context:
        title = context["document"].title
    with translation.override("vi"):
        html = nfc(render_to_string(template_name, {**context, "title": title}))
        css = render_to_string(STYLESHEET)
    return Source(html, (_font_faces(), css))


def print_pdf(printed: Printed) -> bytes:
    """The PDF of a whole document."""
    return render_pdf(DOCUMENT, parts_of(printed))


def parts_of(printed: Printed) -> dict:
    """The context of DOCUMENT."""
    return {name: getattr(printed, name) for name in ("document", "paragraphs", "tables", "figures", "closing")}


def print_several_pdf(several: Sequence[Printed]) -> bytes:
    """Several documents in one file, each with its annexes on pages of its own, numbered from 1; without charts."""
    return render_pdf("pdf/several.html", {"document": several[0].document, "several": several})


def _written(source: Source) -> bytes:
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    # One line per glyph table of every subset font: noise; warnings of WeasyPrint itself stay.
    logging.getLogger("fontTools").setLevel(logging.WARNING)
    fonts = FontConfiguration()
    place = {"base_url": BASE_URL, "url_fetcher": _local_fetcher()}
    stylesheets = [CSS(string=text, font_config=fonts, **place) for text in source.stylesheets]
    return HTML(string=source.html, **place).write_pdf(stylesheets=stylesheets, font_config=fonts, **OPTIONS)


def _font_faces() -> str:
    """@font-face rules for the font's files, so that no other font of the same name is taken."""
    faces = []
    for style, path in font_files().items():
        weight, slant = FONT_STYLES[style]
        source = f"src: url('{path.as_uri()}')"
        faces.append(
            f"@font-face {{ font-family: '{FONT_FAMILY}'; font-weight: {weight}; font-style: {slant}; {source} }}"
        )
    return "\n".join(faces)


def _local_fetcher():
    """WeasyPrint's door to the outside, closed but for our static files, our font and data addresses."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    fonts = {path.as_uri() for path in font_files().values()}

    class LocalFetcher(URLFetcher):
        def fetch(self, url, headers=None):
            if url.startswith(BASE_URL):
                found = finders.find(url.removeprefix(BASE_URL).lstrip("/"))
                if found is None:
                    raise FatalURLFetchingError(f"No static file {url}")
                return super().fetch(Path(found).as_uri(), headers)
            if url in fonts or url.startswith("data:"):
                return super().fetch(url, headers)
            raise FatalURLFetchingError(f"A PDF may not load {url}")

    return LocalFetcher()
