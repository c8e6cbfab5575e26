"""From the opening of the year to its published ranking, by the clicks of whoever does it."""

import re

from apps.movements.models import Movement
from apps.periodic_reports.models import ReportTemplate
from apps.pledges.models import Pledge
from apps.scoring.models import CriteriaSet, ScoreSheet
from apps.units.enums import UnitKind
from emulation_portal.tests.journey_world import FLAG, PLACES
from emulation_portal.tests.test_browser_ranking import type_decision, work

TABLE = """\
code,parent_code,number,label_vi,max_points,method
A,,A,Nhiệm vụ chuyên môn,10,additive
A.1,A,A.1,Hội nghị phổ biến pháp luật,10,manual
B,,B,Thi đua,4,additive
B.1,B,B.1,Phát động phong trào,4,manual
"""


def open_year(walker, world):
    walker.comes(world.office, "periods:year-list")
    walker.follows(f"Mở năm thi đua {world.year}")
    walker.types(
        **{"value-heads-decision-symbol": "10/QĐ-BTP", "value-heads-decision-issued_on": f"05/01/{world.year}"}
    )
    for ending, name in (("-head", "An"), ("-deputy1", "Bình")):
        walker.page.locator(f"select[name^='value-heads-'][name$='{ending}']").select_option(
            label=world.units[name].name
        )
    walker.presses("Xem lại trước khi mở")
    walker.presses(f"Mở năm thi đua {world.year}")
    walker.reads(f"Đã mở Năm thi đua {world.year}.")
    walker.enters("Toàn ngành")
    walker.follows("Việc có thời hạn")
    walker.follows(f"Giao việc năm {world.year}")
    walker.page.locator("select[name=kind]").select_option("registration")
    walker.types(label="Đăng ký thi đua", due_on=world.last_day)
    walker.chooses("audience", "all:members")
    walker.presses("Giao việc")


def plan_and_pledge(walker, world):
    """The head begins at its home; each unit's leader signs what waits there."""
    walker.comes(world.officers["An"])
    walker.follows("Ban hành kế hoạch")
    walker.follows("Soạn kế hoạch")
    walker.types(**{"rows-0-title": "Ký giao ước thi đua", "rows-0-due_on": world.last_day})
    walker.page.locator("[name=rows-0-kind]").select_option("pledge")
    walker.presses("Lưu")
    walker.follows("Ban hành")
    walker.types(symbol="36/KH-KVTĐ", issued_on=world.today)
    walker.presses("Ban hành")
    walker.goes()
    walker.follows("Tổ chức ký giao ước")
    walker.follows("Soạn giao ước")
    walker.presses("Soạn giao ước")
    walker.follows("Soạn nội dung")
    walker.types(text="Thi đua hoàn thành xuất sắc nhiệm vụ năm.", **{"rows-0-text": "Gửi báo cáo đúng hạn"})
    walker.presses("Lưu")
    walker.follows("Mở ký")
    walker.types(due_on=world.last_day)
    walker.presses("Mở ký")
    pledge = Pledge.objects.get()
    walker.comes(world.leaders["Chi"])
    walker.follows("Xem và duyệt")
    walker.presses("Ký giao ước")
    for name in ("An", "Bình"):
        walker.comes(world.leaders[name], "pledges:pledge-sign", pledge.pk, world.units[name].pk)
        walker.presses("Ký giao ước")
    walker.reads("Các đơn vị đã ký đủ.")


def register(walker, world):
    """Chi's officer begins at home and its leader signs what waits there; the head gathers what its task leads to."""
    cluster_year = world.cluster_year.pk
    for name in PLACES:
        if name == "Chi":
            walker.comes(world.officers[name])
            walker.follows("Bắt đầu đăng ký")
        else:
            walker.comes(world.leaders[name], "registrations:registration-start", cluster_year, world.units[name].pk)
        walker.presses("Lập đăng ký thi đua")
        walker.page.locator("[name=nc0-award]").select_option(label=FLAG)
        walker.presses("Lưu, xem lại trước khi gửi")
        walker.presses("Trình lãnh đạo" if name == "Chi" else "Xác nhận và gửi")
    walker.comes(world.leaders["Chi"])
    walker.follows("Xem và duyệt")
    walker.follows("Xem lại trước khi gửi")
    walker.presses("Xác nhận và gửi")
    walker.reads("Số xác nhận")
    walker.comes(world.officers["An"])
    walker.follows("Tổng hợp đăng ký, gửi Bộ")
    for name in PLACES:
        walker.follows(f"Tiếp nhận {world.units[name].name}")
        walker.presses("Tiếp nhận đăng ký")
        walker.goes("registrations:cluster-year", cluster_year)
    walker.follows("Gửi Bộ")
    walker.presses("Gửi Bộ")
    walker.reads(FLAG, *(unit.name for unit in world.units.values()))


def launch_a_movement(walker, world):
    walker.comes(world.office, "movements:movement-create")
    walker.types(
        title="Phong trào thi đua của năm",
        starts_on=f"01/01/{world.year}",
        ends_on=world.last_day,
        decision_symbol="1860/QĐ-BTP",
        decision_issued_on=f"15/01/{world.year}",
    )
    walker.presses("Lưu và tiếp tục")
    walker.types(contents="Hoàn thành nhiệm vụ")
    walker.presses("Lưu và tiếp tục")
    walker.chooses("clusters", world.cluster_year.pk)
    walker.presses("Lưu và xem danh sách")
    walker.presses("Phát động")
    walker.comes(world.officers["Chi"])
    walker.follows("Xác nhận phát động phong trào")
    walker.page.locator("[name^=launched_]").check()
    walker.presses("Lưu xác nhận")
    walker.comes(world.office, "movements:movement-units", Movement.objects.get().pk)
    walker.reads(world.units["Chi"].name)


def report(walker, world):
    walker.comes(world.office, "periodic_reports:template-create")
    walker.types(
        code="bc-6t",
        label="Báo cáo sơ kết 6 tháng",
        starts_on=f"01/01/{world.year}",
        ends_on=f"30/06/{world.year}",
        due_on=world.last_day,
    )
    walker.chooses("kind", "half_year")
    walker.chooses("kinds", UnitKind.JUSTICE_DEPARTMENT)
    walker.presses("Lập mẫu")
    template = ReportTemplate.objects.get()
    walker.follows("Thêm dòng")
    walker.chooses("kind", "amount")
    walker.types(label="Hội nghị phổ biến pháp luật", code="hn", unit_of_measure="hội nghị")
    walker.presses("Thêm dòng")
    walker.follows("Ban hành, giao đơn vị")
    walker.presses("Ban hành")
    walker.comes(world.officers["Chi"])
    walker.follows("Báo cáo sơ kết 6 tháng")
    walker.presses("Bắt đầu soạn")
    walker.page.locator("[name$=-amount]").fill("120")
    walker.presses("Xem lại trước khi gửi")
    walker.presses("Gửi")
    walker.reads("Số xác nhận")
    walker.comes(world.office, "periodic_reports:totals", template.pk)
    walker.reads("120")


def inspect(walker, world):
    """The head inspects Chi; what is to be put right is a task of the unit until the head accepts it."""
    walker.comes(world.officers["An"])
    walker.follows("Kiểm tra các đơn vị")
    walker.follows("Lập kiểm tra")
    walker.picks(unit=world.units["Chi"].name)
    walker.types(planned_on=world.today)
    walker.presses("Lập")
    walker.follows("Ghi kết quả kiểm tra")
    walker.types(text_1="Lưu đủ hồ sơ phong trào")
    walker.presses("Lưu và giao đơn vị khắc phục")
    walker.comes(world.officers["Chi"])
    walker.follows(re.compile("Khắc phục sau kiểm tra"))
    walker.follows("Báo cáo đã khắc phục")
    walker.types(note="Đã bổ sung hồ sơ.", symbol="15/BC-STP", issued_on=world.today)
    walker.presses("Gửi")
    walker.comes(world.officers["An"])
    walker.follows("Kiểm tra các đơn vị")
    walker.follows(world.units["Chi"].name)
    walker.follows("Trả lời")
    walker.chooses("answer", "accept")
    walker.presses("Gửi trả lời")
    walker.reads("Đã trả lời đơn vị.")


def score(walker, world):
    """The ministry issues the set; each leader scores and signs, Chi from its home; the ministry agrees."""
    walker.comes(world.office, "criteria:set-create")
    walker.types(code="STP", title="Bảng tiêu chí các Sở Tư pháp")
    walker.chooses("kinds", UnitKind.JUSTICE_DEPARTMENT)
    walker.presses("Lập dự thảo")
    walker.follows("Nhập từ tệp")
    walker.uploads("file", "bang.csv", TABLE.encode(), "text/csv")
    walker.presses("Kiểm tra và nhập")
    walker.goes("criteria:set-issue", CriteriaSet.objects.get().pk)
    walker.types(symbol="536/QĐ-BTP", issued_on=f"20/02/{world.year}")
    walker.presses("Ban hành")
    walker.follows("Mở tự chấm điểm")
    walker.presses("Mở tự chấm điểm")
    for name, points in (("An", ("8", "4")), ("Bình", ("9", "2,5")), ("Chi", ("9,5", "4"))):
        sheet = ScoreSheet.objects.get(unit=world.units[name])
        walker.comes(world.leaders[name])
        if name == "Chi":
            walker.follows(re.compile("Bắt đầu chấm"))
        walker.goes("scoring:sheet-part", sheet.pk, 1)
        for given in points:
            walker.page.locator("[name$=-points]").first.fill(given)
            walker.presses("Lưu và tiếp tục")
        walker.presses("Xác nhận và gửi")
        walker.reads("Số xác nhận")
    for sheet in ScoreSheet.objects.order_by("pk"):
        walker.comes(world.office, "scoring:review", sheet.pk)
        walker.presses("Tiếp nhận")
        walker.follows("Đồng ý tất cả dòng còn lại")
        walker.presses(re.compile("Đồng ý . dòng"))
        walker.follows("Hoàn thành kiểm tra")
        walker.presses(re.compile("^Hoàn thành"))
        walker.reads("Bảng điểm đã chốt.")


def rank_and_publish(walker, world):
    walker.goes("ranking:cluster-year", world.cluster_year.pk)
    walker.presses("Tính xếp hạng")
    walker.reads("Đang tính xếp hạng")
    work()
    walker.follows("Xem kết quả xếp hạng")
    walker.follows("Công bố")
    type_decision(walker.page)
    walker.presses("Công bố")
    walker.reads("Đã công bố kết quả xếp hạng.", "13,5")
    walker.comes(world.officers["Chi"], "ranking:run-list")
    walker.follows("Khu vực thử")
    walker.reads("Đã công bố", world.units["Chi"].name)
