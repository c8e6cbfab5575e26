"""The whole slice in a real browser with a real worker: officer → leader → head → ministry, files included."""

import io
import re

import openpyxl
import pypdf
import pytest
from django.urls import reverse
from playwright.sync_api import expect

from apps.clusters.tests.factories import HeadTermFactory
from apps.documents.enums import SigningWay
from apps.jobs.tests.workers import empty_redis, worker
from apps.ranking.models import RankingEntry, RankingRun
from apps.scoring.domain import finalising, reviews, submissions
from apps.scoring.domain.inputs import LineInput
from apps.scoring.domain.lines import LineChange, save_lines
from apps.scoring.enums import SheetState
from apps.scoring.models import ScoreLine, ScoreSheet
from apps.scoring.reference import load_difference_reasons
from apps.scoring.tests.factories import NOW, acting, criteria_set_of_leaves, leader_of, officer_of, open_sheet
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory
from emulation_portal.tests.browser import PHONE, axe_violations, overflow, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def sheets(settings, tmp_path):
    """Three units of one cluster: two are final, the third has typed nothing yet. The first one leads."""
    settings.MEDIA_ROOT = tmp_path / "media"
    load_difference_reasons()
    empty_redis()
    first = open_sheet(criteria_set_of_leaves(3, illustrative=True), members=3)
    head = HeadTermFactory(cluster_year=first.cluster_year, unit=first.unit)
    deputy = HeadTermFactory(cluster_year=first.cluster_year, role="cluster_deputy")
    found = list(ScoreSheet.objects.in_protocol_order())
    for sheet, points in zip(found[:2], (2, 1), strict=True):
        finish(sheet, points, reviewer=deputy if sheet.unit == head.unit else head)
    return found


def finish(sheet, points, reviewer):
    """Filled in, sent, agreed with, final."""
    lines = ScoreLine.objects.filter(sheet_version__sheet=sheet)
    changes = {line.pk: LineChange(line.version, LineInput(points=points)) for line in lines}
    officer, checker = acting(leader_of(sheet)), acting(RoleAssignmentFactory(unit=reviewer.unit).user)
    save_lines(sheet_id=sheet.pk, changes=changes, actor=officer, now=NOW)
    submissions.submit_sheet(sheet_id=sheet.pk, way=SigningWay.SCREEN, actor=officer, now=NOW)
    reviews.start_step(sheet_id=sheet.pk, actor=checker, now=NOW)
    reviews.agree_lines(sheet_id=sheet.pk, actor=checker, now=NOW)
    finalising.finish_step(sheet_id=sheet.pk, actor=checker, now=NOW)


class Visitor:
    """One person at the browser: goes by links and buttons, and every page must please axe and fit a phone."""

    def __init__(self, page, live_server, client):
        self.page, self.live_server, self.client = page, live_server, client

    def comes(self, user):
        sign_in(self.page, self.live_server, self.client, user)
        self.page.goto(self.live_server.url)
        self.looks()

    def follows(self, name, role="link"):
        self.page.get_by_role("main").get_by_role(role, name=name).first.click()
        self.looks()

    def looks(self):
        assert axe_violations(self.page) == [], self.page.url
        size = self.page.viewport_size
        self.page.set_viewport_size(PHONE)
        assert overflow(self.page) <= 0, self.page.url
        self.page.set_viewport_size(size)


def test_from_the_first_line_to_the_published_ranking(page, live_server, client, sheets):
    last = sheets[-1]
    visitor = Visitor(page, live_server, client)
    with worker():
        officer_fills_in(visitor, last)
        leader_confirms(visitor, last)
        head_checks(visitor, sheets)
        ministry_ranks_and_publishes(visitor, last)
    run = RankingRun.objects.get()
    assert (run.state, [str(total) for total in RankingEntry.objects.values_list("total", flat=True)]) == (
        "published",
        ["6.000", "4.500", "3.000"],
    )


def officer_fills_in(visitor, sheet):
    page = visitor.page
    visitor.comes(officer_of(sheet))
    visitor.follows(re.compile("Tự chấm điểm"))
    visitor.follows("Bắt đầu chấm điểm")
    for line in ScoreLine.objects.filter(sheet_version__sheet=sheet):
        page.locator(f"[name='l{line.pk}-points']").fill("1,5")
        page.locator(f"[name='l{line.pk}-points']").press("Tab")
        page.locator(f"#result-{line.pk} .autosave-status", has_text="Đã lưu lúc").wait_for()
    visitor.follows("Lưu và tiếp tục", role="button")
    visitor.follows("Trình lãnh đạo", role="button")


def leader_confirms(visitor, sheet):
    visitor.comes(leader_of(sheet))
    visitor.follows(re.compile("Duyệt bảng tự chấm điểm"))
    if visitor.page.get_by_role("button", name="Xác nhận và gửi").count() == 0:
        visitor.follows("Xem lại và xác nhận")
    visitor.follows("Xác nhận và gửi", role="button")
    expect(visitor.page.get_by_role("main")).to_contain_text("Số xác nhận")
    sheet.refresh_from_db()
    assert sheet.state == SheetState.SELF_SUBMITTED


def head_checks(visitor, sheets):
    head, last = sheets[0], sheets[-1]
    visitor.comes(officer_of(head))
    visitor.page.goto(visitor.live_server.url + reverse("dashboard:board-detail", args=[head.cluster_year_id]))
    visitor.looks()
    visitor.follows(last.unit_name)
    visitor.follows("Tự chấm điểm")
    visitor.follows("Tiếp nhận", role="button")
    visitor.follows("Đồng ý tất cả dòng còn lại")
    visitor.follows("Đồng ý 3 dòng", role="button")
    visitor.follows("Hoàn thành kiểm tra")
    visitor.follows("Hoàn thành và chốt điểm", role="button")
    last.refresh_from_db()
    assert last.state == SheetState.FINAL


def type_decision(page):
    """The signed decision that the authority publishes by."""
    page.locator("[name=symbol]").fill("12/QĐ-BTP")
    page.locator("[name=issued_on]").fill("05/01/2021")
    page.locator("[name=signer_name]").fill("Nguyễn Văn Thử")
    page.locator("[name=signer_post]").fill("Chủ tịch Hội đồng")


def ministry_ranks_and_publishes(visitor, last):
    page = visitor.page
    organiser = last.cluster_year.cluster.organiser
    visitor.comes(RoleAssignmentFactory(unit=organiser, role=Role.STANDING_OFFICE).user)
    page.goto(visitor.live_server.url + reverse("ranking:cluster-year", args=[last.cluster_year_id]))
    visitor.looks()
    visitor.follows("Tính xếp hạng", role="button")
    page.reload()  # the progress stands on the row, not in the page
    result = re.compile("Xem kết quả xếp hạng|Tính lúc")
    page.get_by_role("link", name=result).first.wait_for(timeout=60_000)
    visitor.follows(result)
    shown = page.get_by_role("main").inner_text()
    expect(page.get_by_role("main")).to_contain_text("Dự kiến")
    assert re.search(rf"1\s+{re.escape(names_by_rank()[0])}", shown)
    visitor.follows("Vì sao hạng này?")
    page.go_back()
    visitor.follows("Công bố")
    type_decision(page)
    visitor.follows("Công bố", role="button")
    expect(page.get_by_role("main")).to_contain_text("Đã công bố")
    files_say_the_same(visitor)


def names_by_rank():
    return list(RankingEntry.objects.order_by("rank").values_list("unit_name", flat=True))


def files_say_the_same(visitor):
    """PDF and Excel of the page hold the figures of the page."""
    pdf = pypdf.PdfReader(io.BytesIO(downloaded(visitor, "PDF")))
    text = "\n".join(sheet.extract_text() for sheet in pdf.pages)
    for name, total in zip(names_by_rank(), ("6", "4,5", "3"), strict=True):
        assert name in text
        assert re.search(rf"\b{total}\b", text)
    book = openpyxl.load_workbook(io.BytesIO(downloaded(visitor, "Xuất Excel")))
    cells = [cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row]
    assert {6, 4.5, 3} <= {cell for cell in cells if isinstance(cell, int | float)}
    assert set(names_by_rank()) <= set(cells)


def downloaded(visitor, button) -> bytes:
    page = visitor.page
    page.goto(visitor.live_server.url + reverse("ranking:run-detail", args=[RankingRun.objects.get().pk]))
    visitor.follows(button, role="button")
    page.get_by_role("main").get_by_role("link", name="Xem kết quả").wait_for(timeout=60_000)
    visitor.follows("Xem kết quả")
    link = page.get_by_role("main").get_by_role("link", name=re.compile("Tải"))
    with page.expect_download() as waiting:
        link.first.evaluate("link => { link.setAttribute('download', ''); link.click(); }")
    return waiting.value.path().read_bytes()
