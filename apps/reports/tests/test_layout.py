"""One produced file of each way of rendering, measured against Nghị định 30/2020/NĐ-CP: paper, margins, fonts, sizes,
and where the page number stands. The blocks of a page one by one: ``apps/core/tests/test_pdf.py``.
"""

import dataclasses
import io
import re
import shutil
import subprocess
from datetime import date

import pytest
from django.utils import timezone
from pypdf import PdfReader

from apps.core.actor import system_actor
from apps.core.kept import kept_language
from apps.core.pdf import PlaceDate, Printed, Verification, pdf_problems
from apps.core.tests.pages import BOLD, BOLD_ITALIC, DOCUMENT, ITALIC, MM, REGULAR, TEXT, lines, table
from apps.ranking.domain import publishing
from apps.ranking.tests.test_computing import ranked
from apps.reports import registry
from apps.reports.registry import Printing
from apps.reports.renderers.printed import renderers, several
from apps.scoring.tests.factories import NOW

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(bool(pdf_problems()), reason="Pango or the font is not installed"),
]
PRINTING = Printing(Verification("THU-0001", "https://example.test/verify/THU-0001"), timezone.now())
LEFT, RIGHT, TOP, BOTTOM = (30, 35), (15, 20), (20, 25), (20, 25)  # mm, least and most
# Start of the text → least and most pt, style. Words of the heading stand on every first page.
HEADING = (
    ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, 13, BOLD),
    ("Độc lập - Tự do - Hạnh phúc", 13, 14, BOLD),
    (r".*, ngày .*tháng.*năm", 13, 14, ITALIC),
)
SIGNED = ((r"(TM|KT)\. |NGƯỜI LẬP", 13, 14, BOLD), ("Nơi nhận:", 12, 12, BOLD_ITALIC))
DATED = dataclasses.replace(DOCUMENT, place_date=PlaceDate("Hà Nội", date(2020, 3, 5)), verification=None)
LONG = Printed(DATED, [TEXT] * 12, [table(40)])


def report(name):
    def made(cluster_year) -> bytes:
        found = registry.find(name)
        with kept_language():
            subject = found.find({"cluster_year": cluster_year.pk}, system_actor())
            return found.renderers[registry.PDF](found.build(subject), PRINTING)

    return made


# Way of rendering → what makes a file of it, the name of its type.
WAYS = {
    "ranking": (report("ranking"), "BẢNG KẾT QUẢ XẾP HẠNG THI ĐUA"),
    "score_sheet": (report("score_sheet"), "BẢNG CHẤM ĐIỂM THI ĐUA"),
    "printed": (report("lateness"), "BẢNG THEO DÕI VIỆC THỰC HIỆN ĐÚNG HẠN"),
    "printed, long": (lambda _cy: renderers(lambda data, _p: data)["pdf"](LONG, PRINTING), "QUYẾT ĐỊNH"),
    "several, long": (lambda _cy: several(lambda data, _p: data)["pdf"]([LONG, LONG], PRINTING), "QUYẾT ĐỊNH"),
}


def body_of(content: bytes) -> list[tuple[float, float, float, float]]:
    """The edges (mm, from the upper left corner) of the words between the margins, of every page."""
    command = ["pdftotext", "-bbox", "-", "-"]
    found = subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode()
    word = r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">'
    return [
        [tuple(float(edge) / MM for edge in each) for each in re.findall(word, page)]
        for page in found.split("<page ")[1:]
    ]


@pytest.mark.parametrize("way", WAYS)
def test_a_file_of_each_way_of_rendering_keeps_paper_margins_fonts_sizes_and_page_numbers(way, cluster_year):
    if way == "ranking":
        publishing.publish(run_id=ranked(cluster_year).pk, actor=system_actor(), now=NOW)
    make, type_name = WAYS[way]
    content = make(cluster_year)
    pages = PdfReader(io.BytesIO(content)).pages
    expected = 0  # what the number of the page is to be; an annex, and each of several documents, begins anew
    for number, page in enumerate(pages):
        found = lines(page)
        width, height = (float(edge) / MM for edge in (page.mediabox.width, page.mediabox.height))
        assert sorted((round(width), round(height))) == [210, 297]
        assert {each.font for each in found} <= {REGULAR, BOLD, ITALIC, BOLD_ITALIC}
        begins = number == 0 or any(each.text.startswith(("CỘNG HÒA", "Phụ lục")) and each.y < 40 for each in found)
        expected = 1 if begins else expected + 1
        above = [each for each in found if each.y < TOP[0]]
        if begins:
            assert above == []
        else:
            [shown] = above
            assert (shown.text, shown.font, 13 <= shown.size <= 14) == (str(expected), REGULAR, True)
            middle = (LEFT[0] + width - RIGHT[0]) / 2
            assert shown.x == pytest.approx(middle, abs=2.5)
        if any(each.text.startswith("CỘNG HÒA") for each in found):
            check_elements(found, (*HEADING, (re.escape(type_name) + "$", 13, 14, BOLD)))
        check_elements([each for each in found if re.match(SIGNED[0][0], each.text)], SIGNED[:1], needed=False)
        check_elements(found, SIGNED[1:], needed=False)
    assert expected > 1 or "long" not in way
    check_margins(content, pages)


def check_elements(found, elements, *, needed=True) -> None:
    for start, least, most, font in elements:
        drawn = [each for each in found if re.match(start, each.text)]
        assert drawn or not needed, f"{start} is missing: {[each.text for each in found[:8]]}"
        for each in drawn:
            assert (each.font, least <= each.size <= most) == (font, True), each


def check_margins(content: bytes, pages) -> None:
    """Nothing but the page number and the mark of what is illustrative stands in a margin."""
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler-utils is not installed")
    reached = []
    for words, page in zip(body_of(content), pages, strict=True):
        width, height = (float(edge) / MM for edge in (page.mediabox.width, page.mediabox.height))
        body = [word for word in words if word[1] >= TOP[0] - 0.5 and word[3] <= height - BOTTOM[0] + 0.5]
        assert min(word[0] for word in body) >= LEFT[0] - 0.5
        assert max(word[2] for word in body) <= width - RIGHT[0] + 0.5
        crossing = [
            word
            for word in words
            if word[1] < TOP[0] - 0.5 < word[3] - 1 or word[3] > height - BOTTOM[0] + 0.5 > word[1] + 1
        ]
        assert crossing == []
        reached.append((min(word[0] for word in body), width - max(word[2] for word in body)))
    assert min(left for left, _right in reached) <= LEFT[1]
    assert min(right for _left, right in reached) <= RIGHT[1]
