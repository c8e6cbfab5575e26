"""pdf: a long table of ours, read, laid out and printed, against bare WeasyPrint on the same HTML with its options.

``n``: rows of "Theo dõi đúng hạn", which fill PAGES pages at the full size. Both files are the same byte for byte.
"""

from apps.core.pdf import Verification
from apps.core.pdf.rendering import BASE_URL, DOCUMENT, OPTIONS, parts_of, source_of
from apps.demo.bench.lateness_list import NOW, make_list, read_list
from apps.demo.bench.runner import Result, Sides, measure
from apps.documents.pdf_pages import count_pages
from apps.reports.registry import PDF, Printing
from apps.reports.renderers import lateness
from apps.reports.renderers.printed import renderers

SIZES, SMALL = (150, 900), (12,)
PAGES = 20
PRINTING = Printing(Verification("BENCH-0001", "http://localhost/verify/BENCH-0001"), NOW)


def run(*, small: bool) -> Result:
    return measure("pdf", [lambda n=n: sides(n) for n in (SMALL if small else SIZES)])


def sides(n: int) -> Sides:
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    cluster_year = make_list(f"PDF{n}", n)
    source = source_of(DOCUMENT, parts_of(lateness.compose(read_list(cluster_year), PRINTING)))
    print_list = renderers(lateness.compose)[PDF]

    def ours() -> bytes:
        return print_list(read_list(cluster_year), PRINTING)

    def bare() -> bytes:
        fonts = FontConfiguration()
        styles = [CSS(string=text, font_config=fonts, base_url=BASE_URL) for text in source.stylesheets]
        return HTML(string=source.html, base_url=BASE_URL).write_pdf(stylesheets=styles, font_config=fonts, **OPTIONS)

    if n == SIZES[-1] and count_pages(ours()) < PAGES:
        raise AssertionError(n)
    return Sides(n=n, bare=bare, ours=ours)
