"""Biên bản thống nhất điểm on its pages and in print: who sees a draft, what the form changes, three forms alike."""

import io
import re
import subprocess
from dataclasses import replace

import docx
import openpyxl
import pytest
from django.forms import model_to_dict
from django.urls import reverse

from apps.core.pdf import Verification, pdf_available
from apps.reports.entries.verification_minutes import REPORT, find_minutes
from apps.reports.registry import Printing
from apps.scoring.domain import minutes
from apps.scoring.enums import Consent
from apps.scoring.models import VerificationMinutes
from apps.scoring.tests.factories import (
    leader_of,
    officer_of,
)
from apps.scoring.tests.minutes_cases import (
    MEETING,
    agree,
    consent,
    draw_up,
    posted_of,
    reviewed_sheet,
    share,
    sign,
)
from apps.scoring.tests.review_cases import (
    LATER,
    SYSTEM,
    D,
    head_of,
    open_lines,
    review,
    sheet_in_step,
)

pytestmark = pytest.mark.django_db
needs_pdf = pytest.mark.skipif(not pdf_available(), reason="Pango or the font is not installed")


def test_the_unit_sees_a_draft_only_once_it_was_shared_and_only_its_leader_gives_the_word(client):
    sheet = sheet_in_step()
    drawn = draw_up(sheet)
    agree(drawn, A_1="2", A_2="1.5")
    detail, word = (reverse(f"scoring:minutes-{name}", args=[drawn.pk]) for name in ("detail", "consent"))
    officer, leader = officer_of(sheet), leader_of(sheet)
    client.force_login(leader)
    assert client.get(detail).status_code == 404
    share(drawn)
    assert client.get(detail).status_code == 200
    client.force_login(officer)
    assert client.get(word).status_code == 403
    client.force_login(leader)
    [task] = client.get("/").context["tasks"]
    assert (task.url, "Biên bản thống nhất điểm" in task.title) == (detail, True)
    assert "Tự chấm 3,5 điểm, thống nhất 3,5 điểm." in client.get(word).content.decode()
    posted = {"consent": "agreed", "seen": minutes.mark_of(drawn)}
    assert client.post(word, posted).status_code == 302
    client.force_login(head_of(sheet))
    seen = {"seen": minutes.mark_of(drawn)}
    assert client.post(reverse("scoring:minutes-sign", args=[drawn.pk]), seen).status_code == 302
    assert "Xác nhận trên hệ thống" in client.get(detail).content.decode()


def test_pages_draw_it_up_and_store_the_agreed_points(client):
    sheet = sheet_in_step()
    client.force_login(head_of(sheet))
    new = reverse("scoring:minutes-create", args=[sheet.pk])
    data = {"held_on": "12/11/2020", "place": "Phòng họp", "m0_name": "Trần Thị Thử", "m0_duty": "chair"}
    assert client.post(new, {}).status_code == 422
    page = client.post(new, data)
    form = client.get(page.url).context["form"]
    first = form.lines[0]
    posted = {name: form[name].value() or "" for name in form.fields} | {f"p{first.pk}": "1"}
    wrong = client.post(page.url, posted)
    assert (wrong.status_code, bool(wrong.context["form"].errors[f"r{first.pk}"])) == (422, True)
    assert client.post(page.url, posted | {f"r{first.pk}": "late"}).status_code == 302
    assert {line.points for line in open_lines(sheet).values()} == {D(1), D("1.5")}
    edit = reverse("scoring:minutes-edit", args=[VerificationMinutes.objects.get().pk])
    stale = client.post(edit, data | {"version": "0", "place": "Hội trường"})
    assert (stale.status_code, stale.context["form"]["place"].value()) == (422, "Hội trường")


def test_saving_the_page_untouched_changes_nothing_that_reviewers_computed(client):
    sheet = reviewed_sheet()
    url = reverse("scoring:minutes-points", args=[draw_up(sheet).pk])
    before = {code: model_to_dict(line) for code, line in open_lines(sheet).items()}
    client.force_login(head_of(sheet))
    assert client.post(url, posted_of(client.get(url).context["form"])).status_code == 302
    after = {code: model_to_dict(line) for code, line in open_lines(sheet).items()}
    assert after == before
    assert (after["A.1"]["agreed"], after["A.1"]["actual"]) == (False, D(2))


def test_a_reason_alone_leaves_figure_and_points_and_what_others_saved_stays(client):
    sheet = reviewed_sheet()
    url = reverse("scoring:minutes-points", args=[draw_up(sheet).pk])
    client.force_login(head_of(sheet))
    form = client.get(url).context["form"]
    first, second = (open_lines(sheet)[code] for code in ("A.1", "A.2"))
    review(second, D("0.5"), reason_code="late", reason_text="Người khác")
    typed = posted_of(form, **{f"t{first.pk}": "Theo biên bản"})
    assert client.post(url, typed).status_code == 302
    lines_now = open_lines(sheet)
    assert (lines_now["A.1"].reason_text, lines_now["A.1"].agreed, lines_now["A.1"].actual) == (
        "Theo biên bản",
        False,
        D(2),
    )
    assert lines_now["A.2"].points == D("0.5")
    stale = client.post(url, typed | {f"p{second.pk}": "0,8"})
    assert stale.status_code == 422
    assert "Đang lưu: 0,5" in stale.content.decode()
    assert client.post(url, posted_of(stale.context["form"])).status_code == 302
    assert open_lines(sheet)["A.2"].points == D("0.8")


def test_the_second_writer_sees_both_and_saves_over_it(client):
    sheet = sheet_in_step()
    drawn = draw_up(sheet)
    client.force_login(head_of(sheet))
    url = reverse("scoring:minutes-edit", args=[drawn.pk])
    typed = posted_of(client.get(url).context["form"], place="Hội trường lớn", held_on="12/11/2020")
    typed = {name: value for name, value in typed.items() if value not in ("", False)}
    first = replace(MEETING, place="Phòng 101")
    minutes.save_minutes(minutes_id=drawn.pk, version=1, meeting=first, actor=SYSTEM, now=LATER)
    stale = client.post(url, typed)
    text = stale.content.decode()
    assert (stale.status_code, "Phòng 101" in text, "Hội trường lớn" in text) == (422, True, True)
    shown = [(each.stored, each.typed) for each in stale.context["differences"]]
    assert shown == [("Phòng 101", "Hội trường lớn")]
    again = typed | {"version": stale.context["form"]["version"].value()}
    assert client.post(url, again).status_code == 302
    assert VerificationMinutes.objects.get().place == "Hội trường lớn"


@needs_pdf
def test_the_paper_prints_the_same_points_in_all_three_forms():
    drawn = draw_up(sheet_in_step())
    agree(drawn, A_1=("1", "late"), A_2="1.5")
    share(drawn)
    consent(drawn, Consent.RESERVED, "Giữ ý kiến về dòng 1.")
    sign(drawn)
    subject = find_minutes({"sheet": drawn.sheet_id}, SYSTEM)
    data = REPORT.build(subject)
    printing = Printing(Verification("AB12-CD34-EF56", "https://thi-dua.example/verify"), LATER)
    made = {name: render(data, printing) for name, render in REPORT.renderers.items()}
    pdf = subprocess.run(["pdftotext", "-layout", "-", "-"], input=made["pdf"], capture_output=True, check=True)
    printed = " ".join(pdf.stdout.decode().split())
    word = docx.Document(io.BytesIO(made["docx"]))
    cells = [" ".join(cell.text.split()) for table in word.tables for row in table.rows for cell in row.cells]
    for text in (printed, " ".join([*cells, *(each.text for each in word.paragraphs)])):
        for said in (
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "BIÊN BẢN THỐNG NHẤT ĐIỂM",
            "Thời gian: 8 giờ 30, ngày 12/11/2020. Địa điểm: Phòng họp tầng 2.",
            "Bà Trần Thị Thử, ông Lê Văn Mẫu.",
            "Điểm tự chấm: 3,5; điểm thống nhất: 2,5; chênh lệch: -1.",
            "Ý kiến của đơn vị: Bảo lưu ý kiến: Giữ ý kiến về dòng 1.",
            "Biên bản lập thành hai bản có giá trị như nhau, mỗi bên giữ một bản.",
            "AB12-CD34-EF56",
        ):
            assert said in text
    assert re.search(r"Số: +/BB", pdf.stdout.decode())
    assert "ĐẠI DIỆN ĐƠN VỊ THƯ KÝ CHỦ TRÌ" in printed  # the unit at the left, who leads at the right
    [page] = openpyxl.load_workbook(io.BytesIO(made["xlsx"]))
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_col=3, max_col=9)]
    assert rows[-1] == ["Tổng điểm", 4, 3.5, 2.5, 0, 0, 2.5]
