"""A registration in a real browser: late, reminded, returned, accepted, sent; one typed from paper; the ministry reads.

Also the measure of the issue: keystrokes and steps for one collective and ten persons.
"""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from apps.registrations.models import Consolidation, RegistrationVersion, TitleRegistration
from apps.registrations.tests.factories import award, build
from emulation_portal.tests.browser import PHONE, axe_violations, overflow, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world():
    """Three units of this year, all two days late."""
    today = timezone.localdate()
    return build(3, year=today.year, due_on=today - timedelta(days=2))


def looks(page):
    assert axe_violations(page) == [], page.url
    page.set_viewport_size(PHONE)
    assert overflow(page) <= 0, page.url
    page.set_viewport_size({"width": 1280, "height": 900})


class Walk:
    """The people of the story in turn at one browser."""

    def __init__(self, page, live_server, client, world):
        self.page, self.live_server, self.client, self.world = page, live_server, client, world
        self.people = world.people(1, 10)

    def comes(self, user, name, *arguments):
        sign_in(self.page, self.live_server, self.client, user)
        self.goes(name, *arguments)

    def goes(self, name, *arguments):
        name = name if ":" in name else f"registrations:{name}"
        self.page.goto(self.live_server.url + reverse(name, args=arguments))
        looks(self.page)

    def presses(self, name, role="button"):
        self.page.get_by_role(role, name=name).first.click()

    def sees(self, text):
        expect(self.page.get_by_text(text).first).to_be_visible()

    def picks_title(self):
        self.page.locator("select[name=nc0-award]").select_option(str(award("TTLDXS").pk))

    def head_sees_it_on_the_board_and_reminds(self):
        self.comes(self.world.head, "dashboard:board-detail", self.world.cluster_year.pk)
        self.sees("Quá hạn 2 ngày")
        self.presses("Nhắc đơn vị", "link")
        looks(self.page)
        self.presses(re.compile("Gửi nhắc tới"))
        self.sees(re.compile("Đã gửi nhắc tới"))
        self.comes(self.world.officers[1], "notifications:notice-list")
        self.sees(re.compile(f"{self.world.units[1].name} chưa gửi: Đăng ký thi đua"))

    def officer_registers_late(self):
        self.comes(self.world.officers[1], "registration-list")
        self.presses("Lập đăng ký thi đua", "link")
        self.presses("Lập đăng ký thi đua")
        self.picks_title()
        self.presses("Dán từ Excel")
        looks(self.page)
        lines = "".join(f"{person.full_name}\tLDTT\n" for person in self.people)
        self.page.get_by_label("Các dòng chép từ Excel").fill(f"Họ và tên\tDanh hiệu\n{lines}")
        self.presses("Kiểm tra và thêm")
        self.sees("Đã thêm 10 người.")
        self.presses("Xem lại trước khi gửi", "link")
        looks(self.page)
        self.presses("Trình lãnh đạo")

    def leader_signs(self):
        self.comes(self.world.leaders[1], "registration-check", TitleRegistration.objects.get().pk)
        self.presses("Xác nhận và gửi")
        self.sees(re.compile("XN-DK-"))
        looks(self.page)

    def head_returns(self):
        self.comes(self.world.head, "dashboard:board-detail", self.world.cluster_year.pk)
        self.sees("chậm 2 ngày")
        self.comes(self.world.head, "cluster-year", self.world.cluster_year.pk)
        self.sees("chậm 2 ngày")
        self.presses(f"Yêu cầu bổ sung {self.world.units[1].name}", "link")
        self.page.get_by_label("Nội dung yêu cầu bổ sung").fill("Ghi rõ chức vụ của cá nhân.")
        self.presses("Yêu cầu bổ sung")

    def leader_corrects(self):
        self.comes(self.world.leaders[1], "registration-detail", TitleRegistration.objects.get().pk)
        self.sees("Ghi rõ chức vụ của cá nhân.")
        self.page.get_by_label(f"Ghi chú {self.people[0].full_name}", exact=True).fill("đã bổ sung")
        self.presses("Lưu, xem lại trước khi gửi")
        self.presses("Xác nhận và gửi")

    def head_accepts_and_types_from_paper(self):
        self.comes(self.world.head, "cluster-year", self.world.cluster_year.pk)
        self.presses(f"Tiếp nhận {self.world.units[1].name}", "link")
        self.presses("Tiếp nhận đăng ký")
        self.goes("cluster-year", self.world.cluster_year.pk)
        self.presses(f"Nhập thay {self.world.units[2].name}", "link")
        self.page.get_by_label("Văn bản của đơn vị").fill("128/STP-VP")
        self.presses("Tiếp tục nhập")
        self.picks_title()
        self.presses("Lưu, xem lại trước khi gửi")
        looks(self.page)
        self.presses("Gửi bản nhập thay")

    def head_sends(self):
        self.goes("consolidation-send", self.world.cluster_year.pk)
        self.presses("Gửi Bộ")
        self.sees("Bản số 1")
        looks(self.page)

    def ministry_exports(self):
        self.comes(self.world.office, "row-list")
        self.sees(self.people[0].full_name)
        with self.page.expect_download() as taken:
            self.presses("Xuất Excel", "link")
        assert taken.value.suggested_filename == "dang-ky-thi-dua.xlsx"
        self.goes("consolidation-detail", Consolidation.objects.get().pk)


def test_late_registration_goes_its_whole_way(page, live_server, client, world):
    walk = Walk(page, live_server, client, world)
    walk.comes(world.head, "cluster-year", world.cluster_year.pk)
    walk.sees("Đã gửi 0/3 đơn vị.")
    walk.head_sees_it_on_the_board_and_reminds()
    walk.officer_registers_late()
    walk.leader_signs()
    walk.head_returns()
    walk.leader_corrects()
    assert RegistrationVersion.objects.count() == 2
    walk.head_accepts_and_types_from_paper()
    walk.head_sends()
    walk.ministry_exports()


def test_registering_works_without_scripts(page_without_scripts, live_server, client, world):
    page = page_without_scripts
    (person,) = world.people(1)
    registration = world.started(1)
    sign_in(page, live_server, client, world.leaders[1])
    page.goto(live_server.url + registration.get_absolute_url())
    page.locator("select[name=nc0-award]").select_option(str(award("TTLDXS").pk))
    page.locator("input[name=np0-name]").fill(person.full_name)
    page.locator("select[name=np0-award]").select_option(str(award("LDTT").pk))
    page.get_by_role("button", name="Lưu, xem lại trước khi gửi").click()
    page.get_by_role("button", name="Xác nhận và gửi").click()
    assert RegistrationVersion.objects.get().rows.count() == 2


def test_one_collective_and_ten_persons_take_few_steps(page, live_server, client, world):
    """The measure of the issue: clicks and keys from the list to the sending, persons ticked on the roll."""
    world.people(1, 10)
    world.started(1)
    sign_in(page, live_server, client, world.leaders[1])
    page.goto(live_server.url + reverse("registrations:registration-list"))
    clicks = 0

    def click(locator):
        nonlocal clicks
        locator.click()
        clicks += 1

    click(page.get_by_role("link", name=world.units[1].name))
    page.locator("select[name=nc0-award]").select_option(str(award("TTLDXS").pk))
    clicks += 2  # open the list, choose
    click(page.get_by_role("button", name="Chọn từ danh sách cán bộ"))
    page.get_by_label("Danh hiệu, hình thức").select_option(str(award("LDTT").pk))
    clicks += 2
    for box in page.get_by_role("checkbox").all():
        box.check()
        clicks += 1
    click(page.get_by_role("button", name="Thêm vào đăng ký"))
    click(page.get_by_role("link", name="Xem lại trước khi gửi"))
    click(page.get_by_role("button", name="Xác nhận và gửi"))
    version = RegistrationVersion.objects.get()
    assert version.rows.count() == 11
    assert clicks <= 20
