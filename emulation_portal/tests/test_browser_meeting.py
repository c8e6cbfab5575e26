"""A meeting by clicks alone, each in the window of the role that does it: the projector (head), the counting team at
its desk, the office, two phones and one at home; from attendance over a vote on screen and one on paper to signed
minutes, the pledge and the next heads.
"""

import pytest

from apps.ballots.models import Ballot
from apps.conferences.models import Conference
from apps.conferences.tests import world as worlds
from apps.documents.tests.factories import PDF
from apps.units.enums import Role
from emulation_portal.tests.browser import DESK, PHONE
from emulation_portal.tests.meeting_hall import PROJECTOR, Hall, meeting_today

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HEAD, FIRST, SECOND, VOTER, OTHER, ABSENT = range(6)  # three provinces, both lines
SCREEN, ON_PAPER = "Cờ thi đua ngành Tư pháp", "Cờ thi đua của Chính phủ"


@pytest.fixture
def hall(browser, live_server, settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(worlds, "PROVINCES", worlds.PROVINCES[:3])
    found = Hall(browser, live_server)
    yield found
    found.close()


def test_from_attendance_to_signed_minutes_and_next_heads_by_clicks_on_screen_and_on_paper(hall):
    world = worlds.build()
    meeting = meeting_today(world)
    names = [unit.name for unit in world.units]
    head = hall.of(world.units[HEAD], Role.LEADER, PROJECTOR)
    office = hall.of(meeting.organiser, Role.STANDING_OFFICE, DESK)
    team = [hall.of(world.units[place], Role.OFFICER, DESK) for place in (FIRST, SECOND)]
    phones = [hall.of(world.units[place], Role.LEADER, PHONE) for place in (VOTER, OTHER)]

    check_in(head, phones, meeting, names)
    report_and_results(head)
    prepare(head, meeting, SCREEN, "Trên màn hình", names)
    head.go("conferences:mode", meeting.pk, "tellers")
    head.sees("Tổ kiểm phiếu", SCREEN)
    head.press("Xong bước này")
    vote_on_screen(head, team, phones, hall.window(PHONE), meeting, names)
    prepare(head, meeting, ON_PAPER, "Phiếu giấy", names)
    vote_on_paper(team[0], meeting)
    for step in ("ballot", "count"):
        head.go("conferences:mode", meeting.pk, step)
        head.press("Xong bước này")
    head.go("conferences:mode", meeting.pk, "count")
    head.looks_good()
    head.sees("2/6", "4/6")
    sign_minutes(office, head, meeting)
    sign_pledge(head, names)
    name_next_heads(office, head, meeting, names)
    head.press("Bế mạc hội nghị")
    if "Bế mạc hội nghị?" in head.text():
        head.press("Bế mạc hội nghị")
    assert Conference.objects.get().state == "concluded"


def check_in(head, phones, meeting, names):
    """One by the code of its slip, one from the own account, the others at the desk; one is absent."""
    head.go("conferences:conference-detail", meeting.pk)
    head.link("Điểm danh", exact=True)
    head.link("Cấp mã điểm danh")
    head.press("Cấp mã, in phiếu")
    slip = head.page.locator(".panel", has_text=names[VOTER]).locator("code").inner_text()
    phones[0].go("conferences:arrive")
    phones[0].looks_good()
    phones[0].fill(code=slip)
    phones[0].press("Đơn vị có mặt")
    phones[0].sees("Đã điểm danh", names[VOTER])
    phones[1].go("conferences:conference-detail", meeting.pk)
    phones[1].link("Điểm danh đơn vị mình")
    phones[1].press("Đơn vị có mặt")
    head.link("Về trang điểm danh")
    for place in (HEAD, FIRST, SECOND):
        head.page.get_by_label(names[place], exact=True).check()
    head.press("Lưu điểm danh")
    head.sees("Đã lưu điểm danh")
    head.go("conferences:conference-detail", meeting.pk)
    head.link("Chế độ hội nghị")
    assert head.figure() == "5/6đơnvịcómặt"
    head.sees("Chưa có mặt", names[ABSENT])
    head.looks_good()
    head.press("Khai mạc hội nghị")
    head.press("Xong bước này")


def report_and_results(head):
    """The report becomes official with the chair's word; there is no ranking, and the chair goes on."""
    head.link("Mở tài liệu hội nghị")
    head.link("Báo cáo tổng kết năm 2019")
    head.link("Chốt bản chính thức")
    head.fill(remark="Bổ sung phương hướng năm 2020.")
    head.press("Chốt bản chính thức")
    head.go("conferences:mode-start", Conference.objects.get().pk)
    head.press("Xong bước này")
    head.link("Vẫn ghi là đã xong")
    head.press("Ghi đã xong")
    head.sees("Thông qua Tổ kiểm phiếu")


def prepare(head, meeting, title, mode, names):
    """A ballot with one question, and its team; whoever counts does not stand."""
    head.go("conferences:conference-detail", meeting.pk)
    head.link("Chuẩn bị bỏ phiếu")
    head.fill(title=title)
    head.page.get_by_label(mode, exact=True).check()
    head.press("Lưu và tiếp tục")
    head.fill(text=title, seats="1", max_choices="2")
    for place in (HEAD, FIRST, SECOND):
        head.page.get_by_label(names[place], exact=True).uncheck()
    head.press("Lưu nội dung")
    head.link("Thông qua Tổ kiểm phiếu")
    for field, place in (("first", FIRST), ("second", SECOND)):
        choose(head.page, field, names[place])
    head.press("Ghi Tổ kiểm phiếu")
    head.sees("Đã ghi Tổ kiểm phiếu")


def choose(page, field, name):
    """The person of a unit in a list that may be searched."""
    option = page.locator(f"select[name={field}] option", has_text=name).first.get_attribute("value")
    page.locator(f"select[name={field}]").select_option(option, force=True)


def vote_on_screen(head, team, phones, home, meeting, names):
    """Two keys, one of the voters absent with a sealed code, two on the phone, both codes at the end."""
    codes = []
    for teller in team:
        teller.go("conferences:mode", meeting.pk, "tellers")
        teller.link("Trang của Tổ kiểm phiếu")
        teller.link("Nhận mã mở phiếu")
        teller.press("Nhận mã mở phiếu")
        codes.append(teller.code())
        teller.link("Tôi đã chép mã, tiếp tục")
    first, second = team
    first.link("Danh sách cử tri")
    row = first.page.get_by_role("row", name=names[ABSENT])
    row.get_by_role("link", name="Đổi cách bỏ phiếu").click()
    first.page.get_by_label("Vắng mặt").check()
    first.press("Lưu")
    row.get_by_role("link", name="Cấp mã bỏ phiếu kín").click()
    first.press("Cấp mã")
    sealed = first.code()
    first.link("Tôi đã chép mã, tiếp tục")
    first.link(SCREEN)
    first.link("Mở bỏ phiếu")
    first.press("Mở bỏ phiếu")
    first.sees("Đã mở bỏ phiếu")
    for phone in phones:
        phone.go("conferences:mode", meeting.pk, "ballot")
        phone.link("Bỏ phiếu:")
        mark_and_cast(phone, names[OTHER], looks=phone is phones[0])
    home.go("ballots:vote-by-code")
    home.fill(code=sealed)
    home.press("Tiếp tục")
    mark_and_cast(home, names[VOTER], looks=False)
    head.go("conferences:mode", meeting.pk, "ballot")
    assert head.figure() == "3/6đãbỏphiếu"
    assert "phiếu: 2" not in head.text()
    second.page.reload()
    second.link("Đóng bỏ phiếu")
    for box, code in zip(second.page.locator("input[name^=code-]").all(), codes, strict=True):
        box.fill(code)
    second.looks_good()
    second.press("Đóng bỏ phiếu")
    certify(second)
    second.looks_good()
    second.sees(names[OTHER], "Được bầu")


def mark_and_cast(phone, name, *, looks):
    phone.page.get_by_label(name).check()
    if looks:
        phone.looks_good()
    phone.press("Xem lại trước khi bỏ phiếu")
    phone.sees("Kiểm tra lựa chọn", name)
    phone.press("Bỏ phiếu")
    phone.sees("Đã bỏ phiếu", "mã biên nhận")
    if looks:
        phone.looks_good()


def vote_on_paper(teller, meeting):
    """The slips in the box, read out on the board."""
    teller.go("conferences:mode", meeting.pk, "ballot")
    teller.link("Trang của Tổ kiểm phiếu")
    teller.link("Mở bỏ phiếu")
    teller.press("Mở bỏ phiếu")
    teller.link("Phiếu giấy vào hòm")
    for box in teller.page.locator("input[name=voters]").all()[:4]:
        box.check()
    teller.press("Ghi nhận")
    teller.link(ON_PAPER)
    teller.link("Đóng bỏ phiếu")
    teller.press("Đóng bỏ phiếu")
    teller.link("Bảng kiểm phiếu")
    teller.fill(handed_out="5", taken_in="4", spoiled="0", blank="0")
    for box, votes in zip(teller.page.locator("input[name^=votes-]").all(), ("4", "2", "1"), strict=True):
        box.fill(votes)
    teller.looks_good()
    teller.press("Lưu bảng kiểm phiếu")
    certify(teller)


def certify(teller):
    teller.link("Lập biên bản kiểm phiếu")
    teller.press("Lập biên bản kiểm phiếu")
    teller.sees("Đã lập biên bản kiểm phiếu")


def sign_minutes(office, head, meeting):
    """The secretary writes, chair and secretary sign on paper, the scan closes the minutes."""
    office.go("conferences:mode", meeting.pk, "minutes")
    office.link("Soạn, ký biên bản")
    office.link("Soạn biên bản")
    office.fill(ended_at="11:30", opinions="Các đơn vị nhất trí.", conclusion="Thông qua kết quả bình xét.")
    office.press("Lưu")
    office.looks_good()
    office.link("Tải lên bản ký, đóng dấu")
    office.file("bien-ban.pdf", PDF)
    office.fill(number="02/BB", signed_on="11/12/2019", signer_name="Đặng Hoàng Oanh", signer_post="Trưởng Cụm")
    office.press("Gửi")
    office.sees("XN-BB-", "02/BB")
    head.go("conferences:mode", meeting.pk, "minutes")
    head.sees("Biên bản số 02/BB đã ký")
    head.looks_good()
    head.press("Xong bước này")


def sign_pledge(head, names):
    """One sheet goes round the hall: whoever is there has signed."""
    head.link("Ghi chữ ký của các đơn vị")
    head.file("giao-uoc.pdf", PDF)
    head.fill(number="01/GƯ")
    head.press("Gửi")
    head.sees(f"{names[OTHER]} ✓ Đại Biểu Thứ 5", f"{names[ABSENT]} chưa ký")
    head.link("Vẫn ghi là đã xong")
    head.press("Ghi đã xong")


def name_next_heads(office, head, meeting, names):
    """The office enters the decision, the head reads it out."""
    office.go("conferences:mode", meeting.pk, "next_heads")
    office.link("Ghi quyết định giao Trưởng, Phó Trưởng")
    office.fill(symbol="15/QĐ-BTP", issued_on="10/12/2019", head_person="Bạch Quốc Minh Họa", head_post="Giám đốc")
    choose(office.page, "head_unit", names[SECOND])
    office.press("Giao nhiệm vụ")
    head.go("conferences:mode", meeting.pk, "next_heads")
    assert "Bạch Quốc Minh Họa" not in head.text()
    head.press("Công bố Trưởng, Phó Trưởng năm sau")
    head.sees("Bạch Quốc Minh Họa", names[SECOND])
    head.looks_good()
    assert Ballot.objects.filter(state="certified").count() == 2
