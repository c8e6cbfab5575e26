"""The officer's sheet in a real browser: from the first line to the receipt, with scripts and without."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from apps.core.actor import system_actor
from apps.documents.enums import SigningWay
from apps.scoring.domain.inputs import LineInput
from apps.scoring.domain.lines import LineChange, save_lines
from apps.scoring.enums import SheetState
from apps.scoring.models import ScoreLine, ScoreSheet, SheetVersion
from apps.scoring.tests.factories import (
    NOW,
    BandFactory,
    CriteriaSetFactory,
    CriterionFactory,
    GroupFactory,
    ReviewStepFactory,
    leader_of,
    officer_of,
    open_sheet,
)
from emulation_portal.tests.browser import PHONE, axe_violations, overflow, settled, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def sheet():
    """Two parts: points by hand and by ratio, a choice, a bonus."""
    criteria_set = CriteriaSetFactory(illustrative=True)
    ReviewStepFactory(criteria_set=criteria_set)
    one = GroupFactory(criteria_set=criteria_set, code="A", label="Nhiệm vụ chuyên môn")
    CriterionFactory(criteria_set=criteria_set, parent=one, code="A.1", label="Chất lượng văn bản")
    ratio = CriterionFactory(criteria_set=criteria_set, parent=one, code="A.2", method="ratio_band", label="Đúng hạn")
    BandFactory(criterion=ratio, label="100%", points=2, lo=100)
    BandFactory(criterion=ratio, label="Dưới 100%", points=1, hi=100, hi_open=True)
    two = GroupFactory(criteria_set=criteria_set, code="B", label="Thi đua")
    choice = CriterionFactory(criteria_set=criteria_set, parent=two, code="B.1", method="choice", label="Kế hoạch")
    BandFactory(criterion=choice, label="Có ban hành", points=2)
    BandFactory(criterion=choice, label="Không ban hành", points=0)
    bonus = CriterionFactory(criteria_set=criteria_set, parent=two, code="B.2", method="bonus", label="Khen thưởng")
    BandFactory(criterion=bonus, kind="bonus", label="Bằng khen", points=1)
    return open_sheet(criteria_set)


@pytest.fixture
def address(live_server, sheet):
    def made(name, *more):
        return live_server.url + reverse(f"scoring:{name}", args=[sheet.pk, *more])

    return made


def line_id(code):
    return ScoreLine.objects.get(criterion__code=code).pk


def control(page, code, name):
    return page.locator(f"[name='l{line_id(code)}-{name}']")


def saved(page, code):
    page.locator(f"#result-{line_id(code)} .autosave-status", has_text="Đã lưu lúc").wait_for()


def fill_all(sheet):
    inputs = {
        "A.1": LineInput(points=2),
        "A.2": LineInput(numerator=9, denominator=10),
        "B.1": LineInput(band_label="Có ban hành"),
    }
    changes = {line_id(code): LineChange(1, each) for code, each in inputs.items()}
    save_lines(sheet_id=sheet.pk, changes=changes, actor=system_actor(), now=NOW)


def test_officer_fills_in_and_the_leader_confirms_on_screen(page, live_server, client, sheet, address):
    sign_in(page, live_server, client, officer_of(sheet))
    page.goto(address("sheet-detail"))
    page.get_by_role("link", name="Bắt đầu chấm điểm").click()
    control(page, "A.1", "points").fill("1,5")
    control(page, "A.1", "points").press("Tab")
    saved(page, "A.1")
    control(page, "A.2", "numerator").fill("9")
    control(page, "A.2", "denominator").fill("10")
    control(page, "A.2", "denominator").press("Tab")
    page.locator(f"#result-{line_id('A.2')} b", has_text="1").wait_for()
    expect(page.locator("#part-sums b").first).to_have_text("2,5")
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    page.get_by_label("Có ban hành (2)").check()
    saved(page, "B.1")
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    page.get_by_role("button", name="Trình lãnh đạo").click()
    page.get_by_text("Đã trình lãnh đạo đơn vị").wait_for()

    sign_in(page, live_server, client, leader_of(sheet))
    page.goto(address("sheet-detail"))
    page.get_by_role("link", name="Xem lại và xác nhận").click()
    assert axe_violations(page) == []
    page.get_by_role("button", name="Xác nhận và gửi").click()
    page.get_by_text("Bước tiếp theo: Trưởng Cụm kiểm tra").wait_for()
    assert axe_violations(page) == []
    version = SheetVersion.objects.get()
    assert page.get_by_text(version.receipt_number).count() > 0
    assert (ScoreSheet.objects.get().state, str(version.total)) == (SheetState.SELF_SUBMITTED, "4.500")


def test_refused_line_says_why_beside_the_box_and_is_freed_when_it_is_right(page, live_server, client, sheet, address):
    sign_in(page, live_server, client, officer_of(sheet))
    page.goto(address("sheet-part", 1))
    box = control(page, "A.1", "points")
    box.fill("9")
    box.press("Tab")
    page.get_by_text("Điểm 9 vượt mức tối đa 2.").wait_for()
    expect(box).to_have_attribute("aria-invalid", "true")
    assert box.input_value() == "9"
    assert axe_violations(page) == []
    box.fill("2")
    box.press("Tab")
    saved(page, "A.1")
    expect(box).not_to_have_attribute("aria-invalid", "true")


def test_second_of_two_people_keeps_what_she_typed(page, live_server, client, sheet, address):
    sign_in(page, live_server, client, officer_of(sheet))
    page.goto(address("sheet-part", 1))
    fill_all(sheet)
    control(page, "A.1", "points").fill("0,5")
    control(page, "A.1", "points").press("Tab")
    page.get_by_text("Nội dung của bạn vẫn còn ở dưới.").wait_for()
    assert axe_violations(page) == []
    page.locator("tr.line").filter(has_text="A.2").locator("[name$=numerator]").fill("1")
    page.locator("tr.line").filter(has_text="A.2").locator("[name$=denominator]").press("Tab")
    expect(page.get_by_role("link", name="Lấy nội dung đang lưu")).to_have_count(2)
    settled(page)  # before that the link is a plain one
    page.get_by_role("link", name="Lấy nội dung đang lưu").nth(1).click()
    page.locator(f"#line-{line_id('A.2')} [name$=numerator][value='9']").wait_for()
    page.get_by_role("button", name="Giữ nội dung của tôi").click()
    saved(page, "A.1")
    assert str(ScoreLine.objects.get(criterion__code="A.1").points) == "0.500"


def test_evidence_is_cited_and_taken_off_from_the_table(page, live_server, client, sheet, address):
    sign_in(page, live_server, client, officer_of(sheet))
    page.goto(address("sheet-part", 1))
    cell = page.locator(f"#evidence-{line_id('A.1')}")
    cell.locator("summary").click()
    cell.locator("[name$=symbol]").fill("36/KH-KVTĐ")
    cell.locator("[name$=issued_on]").fill("8/4/2020")
    cell.get_by_role("button", name="Thêm").click()
    cell.get_by_text("08/04/2020", exact=True).wait_for()
    expect(page.locator("[data-saving]")).to_have_count(0)  # nothing holds the reader back on the page
    # Cited again on the next line in two keystrokes: part of the symbol, Enter.
    other = page.locator(f"#evidence-{line_id('A.2')}")
    other.locator("[name$=symbol]").fill("36")
    other.locator("[name$=symbol]").press("Enter")
    other.get_by_text("cũng ở A.1").wait_for()
    other.get_by_role("link", name="Bỏ").click()
    page.get_by_role("button", name="Xác nhận").click()
    page.get_by_text("Đã bỏ tài liệu minh chứng.").wait_for()
    cell.get_by_role("link", name="Bỏ").click()
    assert axe_violations(page) == []
    page.get_by_role("button", name="Xác nhận").click()
    page.get_by_text("Đã bỏ tài liệu minh chứng.").wait_for()
    assert page.get_by_text("36/KH-KVTĐ").count() == 0


def test_without_scripts_the_sheet_is_filled_in_and_sent_on_paper(
    page_without_scripts, live_server, client, sheet, address, tmp_path
):
    page = page_without_scripts
    scan = tmp_path / "ban-ky.pdf"
    scan.write_bytes(b"%PDF-1.4\n%%EOF")
    sign_in(page, live_server, client, officer_of(sheet))
    page.goto(address("sheet-part", 1))
    control(page, "A.1", "points").fill("9")
    control(page, "A.2", "numerator").fill("10")
    control(page, "A.2", "denominator").fill("10")
    page.locator(f"#evidence-{line_id('A.2')} summary").click()
    page.locator(f"[name='e{line_id('A.2')}-file']").set_input_files(scan)
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    assert page.get_by_text("A.1: Điểm 9 vượt mức tối đa 2.").is_visible()
    assert control(page, "A.2", "numerator").input_value() == "10"
    control(page, "A.1", "points").fill("2")
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    page.get_by_label("Có ban hành (2)").check()
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    assert page.get_by_text("ban-ky.pdf").is_visible()
    page.get_by_role("button", name="In để trình ký").click()
    assert page.get_by_text("THỦ TRƯỞNG ĐƠN VỊ").is_visible()
    page.goto(address("sheet-sign"))
    page.get_by_label("Bản ký, đóng dấu").set_input_files(scan)
    page.get_by_label("Số văn bản").fill("12/BC-T")
    page.get_by_label("Ngày ký").fill("12/11/2020")
    page.get_by_label("Thẩm quyền ký").select_option("KT.")
    page.get_by_label("Người ký", exact=True).fill("Lê Văn Thử")
    page.get_by_label("Chức vụ người ký").fill("Phó Vụ trưởng")
    page.get_by_role("button", name="Gửi").click()
    version = SheetVersion.objects.get()
    assert page.get_by_text(version.receipt_number).first.is_visible()
    assert (version.signing_way, str(version.total)) == (SigningWay.PAPER, "6.000")


@pytest.mark.parametrize("size", [None, PHONE], ids=["desk", "phone"])
def test_every_page_of_the_officer_is_accessible_and_fits(page, live_server, client, sheet, address, size):
    if size:
        page.set_viewport_size(size)
    fill_all(sheet)
    sign_in(page, live_server, client, officer_of(sheet))
    pages = [address("sheet-detail"), address("sheet-part", 1), address("sheet-part", 2), address("sheet-check")]
    pages += [address("sheet-print"), address("sheet-sign"), live_server.url + reverse("scoring:sheet-list")]
    problems = {}
    for each in pages:
        page.goto(each)
        for summary in page.locator("details.why > summary, .evidence-add summary").all():
            summary.click()
        problems[each] = (axe_violations(page), overflow(page) if "print" not in each else 0)
    assert problems == dict.fromkeys(pages, ([], 0))
