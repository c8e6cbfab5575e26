"""The reports: the same figures everywhere, for those only who may see them."""

import io
import re
import subprocess

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from apps.accounts.grants import actor_for
from apps.accounts.tests.factories import UserFactory
from apps.core import tokens
from apps.core.actor import system_actor
from apps.core.numbers import format_points
from apps.core.pdf import pdf_available
from apps.documents.domain.citing import file_document
from apps.documents.models import IssuedFile
from apps.jobs.models import Job
from apps.ranking.domain import publishing
from apps.ranking.tests.test_computing import ranked
from apps.reports import registry, tasks
from apps.reports.domain.rendering import request_report
from apps.reports.domain.subjects import UnknownReport
from apps.reports.registry import NothingToReport
from apps.scoring.models import ClassRule, ScoreLine, ScoreSheet
from apps.scoring.tests.factories import NOW, criteria_set_of_leaves, open_sheet
from apps.units.models import RoleAssignment
from apps.units.tests.factories import RoleAssignmentFactory

pytestmark = pytest.mark.django_db
needs_pdf = pytest.mark.skipif(not pdf_available(), reason="Pango or the font is not installed")
ACTOR = system_actor()


@pytest.fixture(autouse=True)
def _no_beat(settings):
    """Jobs run here within the transaction of the test, where a beat on a connection of its own would not find them."""
    settings.JOB_HEARTBEAT_SECONDS = 3600


def actor_of(user):
    return actor_for(user, timezone.localdate())


def made(name, format_, params, actor=ACTOR) -> IssuedFile:
    """Ask and make at once, as a worker would."""
    job = request_report(name=name, format_=format_, params=params, actor=actor, now=timezone.now())
    tasks.render_report.run(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == ("done", "")
    return IssuedFile.objects.get(pk=job.result["issued_file"])


def report_jobs():
    return Job.objects.filter(key__startswith="report:")


def content(issued) -> bytes:
    with issued.file.open("rb") as file:
        return file.read()


def text_of(pdf: bytes, *, layout: bool = False) -> str:
    command = ["pdftotext", *(["-layout"] if layout else []), "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()


def cells_of(xlsx: bytes) -> list[tuple]:
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx)).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    head = next(number for number, row in enumerate(rows) if row[0] == "Hạng")
    return rows[head + 1 :]


@needs_pdf
def test_page_pdf_and_workbook_show_the_same_numbers(client, cluster_year, office):
    run = publishing.publish(run_id=ranked(cluster_year).pk, actor=ACTOR, now=NOW)
    client.force_login(office)
    page = client.get(run.get_absolute_url()).content.decode()
    cells = [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", page, re.DOTALL)]
    on_page = [cells[start : start + 10] for start in range(0, 30, 10)]
    expected = [
        ["1", "4", "4", "0", "0", "8"],
        ["2", "3,125", "1,333", "0,5", "0,25", "4,708"],
        ["3", "1,75", "1", "0", "0", "2,75"],
    ]
    assert [[row[0], *row[2:7]] for row in on_page] == expected
    params = {"cluster_year": cluster_year.pk, "run": run.pk}
    rows = cells_of(content(made("ranking", "xlsx", params)))
    figures = [[row[0], *row[2:7]] for row in rows[:3]]
    assert all(isinstance(value, int | float) for row in figures for value in row)
    assert [[format_points(value) for value in row] for row in figures] == expected
    printed = text_of(content(made("ranking", "pdf", params)), layout=True)
    names = {entry.rank: entry.unit_name for entry in run.entries.all()}
    for row in expected:
        line = next(line for line in printed.splitlines() if names[int(row[0])] in line and line.split()[0] == row[0])
        assert line.split(names[int(row[0])])[1].split()[:5] == row[1:]


@needs_pdf
def test_pdf_has_heading_mark_code_and_signature(cluster_year):
    run = publishing.publish(run_id=ranked(cluster_year).pk, actor=ACTOR, now=NOW)
    organiser = cluster_year.cluster.organiser
    issued = made("ranking", "pdf", {"cluster_year": cluster_year.pk})
    pages = text_of(content(issued)).split("\f")
    for words in (
        organiser.name.upper(),
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Hà Nội, ngày 12 tháng 11 năm 2020",
        "BẢNG KẾT QUẢ XẾP HẠNG THI ĐUA",
        f"{cluster_year.name}, năm 2020",
        "TM. HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG",
        issued.verification_code,
    ):
        assert words in pages[0]
    assert all("Bảng tiêu chí minh họa" in page for page in pages if page.strip())
    assert issued.file_name == f"ket-qua-xep-hang-{cluster_year.cluster.code.lower()}-2020.pdf"
    assert run.get_state_display() == "Đã công bố"


def test_result_and_sheet_in_word_have_class_ties_decision_and_signature(cluster_year):
    from docx import Document as Word

    found = cluster_year.score_sheets.first().criteria_set
    for order, (label, least, number) in enumerate([("Xuất sắc", 4, 1), ("Tốt", 0, None)]):
        ClassRule.objects.create(criteria_set=found, order=order, label=label, min_points=least, quota_number=number)
    decision = file_document(
        symbol="12/QĐ-BTP", issued_on=NOW.date(), issuer_name="Bộ Tư pháp", owner_code="BTP", actor=ACTOR, now=NOW
    )
    publishing.publish(run_id=ranked(cluster_year).pk, decision=decision, actor=ACTOR, now=NOW)
    word = Word(io.BytesIO(content(made("ranking", "docx", {"cluster_year": cluster_year.pk}))))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])
    for words in (
        "Căn cứ Quyết định số 12/QĐ-BTP ngày 12/11/2020 của Bộ Tư pháp",
        "Xếp loại: Xuất sắc 1, Tốt 2 đơn vị.",
        "TM. HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG",
    ):
        assert words in text
    assert "4,708" in cells
    sheet = Word(io.BytesIO(content(made("score_sheet", "docx", {"sheet": cluster_year.score_sheets.first().pk}))))
    assert "THỦ TRƯỞNG ĐƠN VỊ" in "\n".join(c.text for t in sheet.tables for row in t.rows for c in row.cells)


@needs_pdf
def test_provisional_result_says_so_and_bears_no_date(cluster_year):
    ranked(cluster_year)
    text = text_of(content(made("ranking", "pdf", {"cluster_year": cluster_year.pk})))
    assert "(dự kiến)" in text
    assert "Hà Nội, ngày" in text
    assert not re.search(r"Hà Nội, ngày \d", text)


@needs_pdf
def test_sheet_is_printed_for_signature_while_it_is_still_filled_in():
    sheet = open_sheet(criteria_set_of_leaves(2))
    ScoreLine.objects.filter(sheet_version__sheet=sheet, criterion__code="A.1").update(
        base="1.5", bonus=0, penalty=0, points="1.5", complete=True, note="Theo công văn"
    )
    text = text_of(content(made("score_sheet", "pdf", {"sheet": sheet.pk})), layout=True)
    assert "BẢNG TỰ CHẤM ĐIỂM THI ĐUA" in text
    assert "(Ký, ghi rõ họ tên, đóng dấu)" in text
    row = next(line for line in text.splitlines() if "Tiêu chí A.1" in line)
    assert row.split()[-5:] == ["2", "1,5", "Theo", "công", "văn"]
    total = next(line for line in text.splitlines() if "Tổng cộng" in line)
    assert total.split()[-2:] == ["4", "1,5"]


def test_workbook_of_a_cluster_has_totals_and_a_sheet_per_unit(cluster_year):
    book = openpyxl.load_workbook(io.BytesIO(content(made("score_sheet", "xlsx", {"cluster_year": cluster_year.pk}))))
    assert book.sheetnames[0] == "Tổng hợp"
    assert len(book.sheetnames) == 4
    rows = [row for row in book["Tổng hợp"].iter_rows(values_only=True) if isinstance(row[0], int)]
    assert [row[4] for row in rows] == [4.708, 8, 2.75]
    assert "Bảng tiêu chí minh họa, không phải bảng chính thức của Bộ Tư pháp" in [
        row[0] for row in book.worksheets[1].iter_rows(values_only=True)
    ]


def test_text_like_a_formula_stays_text():
    sheet = open_sheet(criteria_set_of_leaves(1))
    ScoreLine.objects.filter(sheet_version__sheet=sheet).update(note='=HYPERLINK("http://example.com")')
    book = openpyxl.load_workbook(io.BytesIO(content(made("score_sheet", "xlsx", {"sheet": sheet.pk}))))
    cell = next(cell for row in book.worksheets[0] for cell in row if str(cell.value).startswith("=HYPER"))
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_outsider_gets_nothing_and_no_job_is_made(cluster_year):
    ranked(cluster_year)
    stranger = actor_of(UserFactory())
    for name in ("ranking", "score_sheet"):
        with pytest.raises(NothingToReport):
            request_report(name=name, format_="xlsx", params={"cluster_year": cluster_year.pk}, actor=stranger, now=NOW)
    assert not report_jobs().exists()


def test_member_unit_prints_a_published_result_and_its_own_sheet_only(cluster_year):
    member = actor_of(RoleAssignmentFactory(unit=cluster_year.members.first().unit).user)
    run = ranked(cluster_year)
    with pytest.raises(NothingToReport):
        request_report(name="ranking", format_="xlsx", params={"cluster_year": cluster_year.pk}, actor=member, now=NOW)
    publishing.publish(run_id=run.pk, actor=ACTOR, now=NOW)
    assert registry.find("ranking").find({"cluster_year": cluster_year.pk}, member).objects == [run]
    sheets = registry.find("score_sheet").find({"cluster_year": cluster_year.pk}, member).objects
    assert [sheet.unit_id for sheet in sheets] == [cluster_year.members.first().unit_id]


def test_right_lost_between_asking_and_making_fails_the_job(cluster_year, office):
    ranked(cluster_year)
    job = request_report(
        name="ranking", format_="xlsx", params={"cluster_year": cluster_year.pk}, actor=actor_of(office), now=NOW
    )
    RoleAssignment.objects.all().delete()
    tasks.render_report.run(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, IssuedFile.objects.count()) == ("failed", 0)
    assert "không có quyền xem" in job.error


def test_job_run_twice_hands_out_one_file(cluster_year):
    ranked(cluster_year)
    job = request_report(name="ranking", format_="xlsx", params={"cluster_year": cluster_year.pk}, actor=ACTOR, now=NOW)
    tasks.render_report.run(job_id=job.pk)
    Job.objects.update(state="queued", finished_at=None)
    tasks.render_report.run(job_id=job.pk)
    assert IssuedFile.objects.count() == 1


def test_button_posted_twice_is_one_job(client, cluster_year, office):
    run = ranked(cluster_year)
    client.force_login(office)
    form = {"form_token": tokens.new_token(), "cluster_year": cluster_year.pk, "run": run.pk, "format": "xlsx"}
    answers = [client.post(reverse("reports:request", args=["ranking"]), form).url for _ in range(2)]
    assert answers == [report_jobs().get().get_absolute_url()] * 2


def test_form_without_a_choice_says_so_and_keeps_the_format(client, office):
    client.force_login(office)
    url = reverse("reports:request", args=["score_sheet"])
    answer = client.post(url, {"form_token": tokens.new_token(), "format": "xlsx"})
    assert answer.status_code == 422
    assert "Chọn ít nhất một mục: Cụm, Khu vực; Đơn vị." in answer.content.decode()
    assert answer.context["form"]["format"].value() == "xlsx"


@pytest.mark.parametrize("value", ["999999", "abc"])
def test_form_with_somebody_elses_sheet_is_refused(client, office, value):
    client.force_login(office)
    url = reverse("reports:request", args=["score_sheet"])
    assert client.post(url, {"form_token": tokens.new_token(), "sheet": value, "format": "xlsx"}).status_code == 422
    assert not Job.objects.exists()


def test_pages_open_for_everybody_signed_in(client, office):
    urls = [reverse("reports:report-list"), reverse("reports:file-list"), reverse("reports:request", args=["ranking"])]
    assert [client.get(url).status_code for url in urls] == [302] * 3
    client.force_login(office)
    assert [client.get(url).status_code for url in urls] == [200] * 3
    assert client.get(reverse("reports:request", args=["no-such"])).status_code == 404


def test_code_of_an_issued_file_is_confirmed_to_anybody(client, cluster_year):
    ranked(cluster_year)
    issued = made("ranking", "xlsx", {"cluster_year": cluster_year.pk})
    found = client.get(reverse("verify", args=[issued.verification_code.lower()]))
    assert (found.status_code, issued.sha256 in found.content.decode()) == (200, True)
    assert client.get(reverse("verify", args=["AAAA-BBBB-CCCC"])).status_code == 404


@pytest.mark.parametrize("format_", ["xlsx", pytest.param("pdf", marks=needs_pdf)])
def test_command_writes_the_file_alone(cluster_year, tmp_path, capsys, format_):
    ranked(cluster_year)
    out = tmp_path / f"out.{format_}"
    call_command("render_report", "ranking", cluster=cluster_year.cluster.code, year=2020, format=format_, out=out)
    assert out.read_bytes() == content(IssuedFile.objects.get())
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "wrong",
    [{"name": "no-such"}, {"cluster": "KHONG-CO"}, {"year": 1999}, {"unit": "X"}, {"format": "odt"}],
)
def test_command_refuses_what_is_not_there(cluster_year, tmp_path, wrong):
    ranked(cluster_year)
    chosen = {"name": "ranking", "cluster": cluster_year.cluster.code, "year": 2020, "format": "xlsx"} | wrong
    with pytest.raises(CommandError):
        call_command("render_report", chosen.pop("name"), out=tmp_path / "out", **chosen)
    assert not (tmp_path / "out").exists()


def test_sheet_of_one_unit_by_command(cluster_year, tmp_path):
    unit = ScoreSheet.objects.first().unit
    out = tmp_path / "one.xlsx"
    chosen = {"cluster": cluster_year.cluster.code, "year": 2020, "unit": unit.code, "format": "xlsx"}
    call_command("render_report", "score_sheet", out=out, **chosen)
    assert openpyxl.load_workbook(out).sheetnames == [f"1. {unit.code}"]


def test_unknown_report_is_refused():
    with pytest.raises(UnknownReport):
        request_report(name="no-such", format_="pdf", params={}, actor=ACTOR, now=NOW)


def test_sheet_is_chosen_by_the_unit_typed_within_the_cluster(client, office, cluster_year):
    sheet = ScoreSheet.objects.filter(cluster_year=cluster_year).first()
    client.force_login(office)
    url = reverse("reports:request", args=["score_sheet"])
    assert "<option" not in str(client.get(url).context["form"]["sheet"])
    typed = {"form_token": tokens.new_token(), "sheet": sheet.unit.code, "format": "xlsx"}
    assert "Chọn cả cụm, khu vực của đơn vị." in client.post(url, typed).content.decode()
    assert client.post(url, typed | {"cluster_year": cluster_year.pk}).status_code == 302
    assert str(sheet.pk) in str(report_jobs().get().params)
