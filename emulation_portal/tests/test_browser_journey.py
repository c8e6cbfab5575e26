"""A full year in a real browser, each stage by the clicks of whoever does it: opened → plan and pledge → registration →
movement → periodic report → self-score → appraisal → ranking → conference and ballot → proposal → council → decision →
registry → summary report → next year's heads. What one stage leaves is what the next one shows.
"""

import re
from dataclasses import dataclass, field
from datetime import date

import pytest
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.tests.factories import UserFactory
from apps.awards.models import AwardDecision, AwardProposal, Council, CouncilSession
from apps.ballots.models import Ballot
from apps.catalog.reference import load_catalogue
from apps.clusters.enums import HeadRole
from apps.clusters.models import ClusterYear, HeadTerm
from apps.clusters.tests.factories import ClusterYearFactory, HeadTermFactory, MemberFactory
from apps.conferences.models import Conference
from apps.core.dates import format_date
from apps.documents.tests.factories import PDF
from apps.jobs.tests.workers import empty_redis
from apps.movements.models import Movement
from apps.periodic_reports.models import ReportTemplate
from apps.periods.models import EmulationYear
from apps.periods.reference import load_holidays
from apps.periods.tests.factories import EmulationYearFactory
from apps.pledges.models import Pledge
from apps.registry.models import Award
from apps.scoring.models import CriteriaSet, ScoreSheet
from apps.units.enums import Role, UnitKind
from apps.units.models import Unit
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory
from emulation_portal.tests.test_browser_ranking import type_decision, work
from emulation_portal.tests.walker import Walker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PLACES = ("An", "Bình", "Chi")
FLAG = "Cờ thi đua ngành Tư pháp"
TABLE = """\
code,parent_code,number,label_vi,max_points,method
A,,A,Nhiệm vụ chuyên môn,10,additive
A.1,A,A.1,Hội nghị phổ biến pháp luật,10,manual
B,,B,Thi đua,4,additive
B.1,B,B.1,Phát động phong trào,4,manual
"""


@dataclass
class World:
    """Three Sở Tư pháp in one region; An heads it in the year that is opened, Bình is its deputy."""

    last_year: EmulationYear
    office: User
    units: dict[str, Unit]
    officers: dict[str, User] = field(default_factory=dict)
    leaders: dict[str, User] = field(default_factory=dict)
    year: int = field(default_factory=lambda: timezone.localdate().year)

    @property
    def today(self) -> str:
        return format_date(timezone.localdate())

    @property
    def last_day(self) -> str:
        return f"31/12/{self.year}"

    @property
    def cluster_year(self) -> ClusterYear:
        return ClusterYear.objects.get(year__year=self.year)


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    empty_redis()
    load_holidays()
    load_catalogue()
    ministry = UnitFactory(code="BTP", name="Bộ Tư pháp", kind=UnitKind.MINISTRY)
    last_year = EmulationYearFactory(year=timezone.localdate().year - 1, organiser=ministry)
    region = {"cluster__organiser": ministry, "cluster__name": "Khu vực thử", "name": "Khu vực thử"}
    cluster_year = ClusterYearFactory(year=last_year, **region)
    units = {}
    since = date(last_year.year, 1, 1)
    for order, name in enumerate(PLACES, start=1):
        units[name] = UnitFactory(name=f"Sở Tư pháp tỉnh {name}", kind=UnitKind.JUSTICE_DEPARTMENT)
        MemberFactory(cluster_year=cluster_year, unit=units[name], order=order)
    HeadTermFactory(cluster_year=cluster_year, unit=units["Chi"], role=HeadRole.HEAD)
    office, _second_teller = (
        RoleAssignmentFactory(unit=ministry, role=Role.STANDING_OFFICE, starts_on=since, user=UserFactory()).user
        for _ in range(2)
    )
    found = World(last_year, office, units)
    for name, unit in units.items():
        for people, role in ((found.officers, Role.OFFICER), (found.leaders, Role.LEADER)):
            people[name] = RoleAssignmentFactory(unit=unit, role=role, starts_on=since, user=UserFactory()).user
    return found


def test_a_year_from_its_opening_to_the_next_heads(page, live_server, client, world):
    walker = Walker(page, live_server, client)
    for stage in (
        open_year,
        plan_and_pledge,
        register,
        launch_a_movement,
        report,
        score,
        rank_and_publish,
        open_the_next_year,
        confer,
        vote_on_paper,
        sign_the_minutes,
        propose,
        decide_in_council,
        decide,
        summarise,
        name_next_heads,
    ):
        stage(walker, world)
    (award,) = Award.objects.all()
    assert (award.recipient_name, award.award_type.name) == (world.units["Chi"].name, FLAG)
    term = HeadTerm.objects.get(cluster_year__year__year=world.year + 1, role=HeadRole.HEAD)
    assert term.unit == world.units["Bình"]


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
    walker.goes("obligations:duty-create", EmulationYear.objects.get(year=world.year).pk)
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
    walker.goes("pledges:pledge-create", world.cluster_year.pk)
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
    cluster_year = world.cluster_year.pk
    for name in PLACES:
        people = world.officers if name == "Chi" else world.leaders
        walker.comes(people[name], "registrations:registration-start", cluster_year, world.units[name].pk)
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
    for name in PLACES:
        walker.goes("registrations:cluster-year", cluster_year)
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
    walker.goes("movements:movement-launch", Movement.objects.get().pk)
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


def open_the_next_year(walker, world):
    """Its heads are named at the conference; until it begins, everybody's home stays with the year that is closed."""
    walker.comes(world.office, "periods:year-next", EmulationYear.objects.get(year=world.year).pk)
    walker.presses("Xem lại trước khi mở")
    walker.presses(f"Mở năm thi đua {world.year + 1}")
    walker.comes(world.officers["An"])
    walker.reads(f"Nhiệm vụ Trưởng Cụm năm {world.year}")


def confer(walker, world):
    walker.goes("conferences:conference-plan", world.cluster_year.pk)
    walker.page.locator("[name=next_cluster_year]").select_option(index=1)
    walker.types(held_on=world.today, place="Hà Nội", chair_name="Lê Văn Mẫu", chair_post="Giám đốc Sở Tư pháp tỉnh An")
    walker.types(secretary_name="Trần Thị Mẫu", secretary_post="Chuyên viên")
    walker.presses("Lập hội nghị")
    meeting = Conference.objects.get().pk
    walker.goes("conferences:conference-invite", meeting)
    walker.presses("Gửi giấy mời")
    walker.goes("conferences:attendance", meeting)
    for box in walker.page.locator("[name=present]").all():
        box.check()
    walker.presses("Lưu điểm danh")
    walker.goes("conferences:mode-start", meeting)
    walker.presses("Khai mạc hội nghị")


def vote_on_paper(walker, world):
    """Chi stands, An and Bình count."""
    walker.goes("ballots:ballot-create", "conferences", "conference", Conference.objects.get().pk)
    walker.presses("Lưu và tiếp tục")
    walker.types(text=f"Đề nghị tặng {FLAG}", seats="1", max_choices="1")
    for name in ("An", "Bình"):
        walker.page.locator(f"[name=parties][value='unit:{world.units[name].pk}']").uncheck()
    walker.presses("Lưu nội dung")
    ballot = Ballot.objects.get()
    walker.goes("ballots:teller-name", ballot.pk)
    walker.finds("first", "tỉnh An")
    walker.finds("second", "tỉnh Bình")
    walker.presses("Ghi Tổ kiểm phiếu")
    teller = world.officers["An"]
    if not ballot.tellers.filter(user=teller).exists():
        teller = ballot.tellers.order_by("order").first().user
    walker.comes(teller)
    count_slips(walker, ballot, 3)
    walker.comes(world.officers["An"])


def count_slips(walker, ballot, slips):
    """All slips name the first one who stands."""
    walker.goes("ballots:ballot-open", ballot.pk)
    walker.presses("Mở bỏ phiếu")
    walker.goes("ballots:ballot-box", ballot.pk)
    for box in walker.page.locator("[name=voters]").all():
        box.check()
    walker.presses("Ghi nhận")
    walker.goes("ballots:ballot-close", ballot.pk)
    walker.presses("Đóng bỏ phiếu")
    walker.follows(re.compile("Nhập bảng kiểm phiếu"))
    walker.types(handed_out=str(slips), taken_in=str(slips), **{"votes-1": str(slips)})
    walker.presses("Lưu bảng kiểm phiếu")
    walker.follows("Lập biên bản kiểm phiếu")
    walker.presses("Lập biên bản kiểm phiếu")
    walker.reads("Đã lập biên bản kiểm phiếu.")


def sign_the_minutes(walker, world):
    meeting = Conference.objects.get().pk
    walker.goes("conferences:minutes-edit", meeting)
    walker.types(conclusion="Nhất trí.", ended_at="11:30")
    walker.presses("Lưu")
    walker.follows("Tải lên bản ký, đóng dấu")
    walker.uploads("file", "bien-ban.pdf", PDF)
    walker.types(number="02/BB", signed_on=world.today, signer_name="Lê Văn Mẫu", signer_post="Trưởng Cụm")
    walker.presses("Gửi")
    walker.reads("Biên bản đã ký")


def propose(walker, world):
    """What the ballot nominated stands in the proposal without retyping."""
    walker.goes("conferences:conference-detail", Conference.objects.get().pk)
    walker.follows("Lập tờ trình")
    walker.presses("Lập tờ trình")
    proposal = AwardProposal.objects.get()
    nominee = proposal.nominees.get()
    assert (nominee.unit, nominee.votes_for, nominee.votes_base) == (world.units["Chi"], 3, 3)
    walker.goes("awards:report-write", nominee.pk)
    walker.types(achievements="Dẫn đầu Khu vực với 13,5 điểm.")
    walker.presses("Lưu báo cáo")
    walker.goes("awards:proposal-check", proposal.pk)
    walker.presses("Trình lãnh đạo")
    walker.comes(world.leaders["An"], "awards:proposal-check", proposal.pk)
    walker.presses("Xác nhận và gửi")
    walker.reads("Số xác nhận")
    walker.comes(world.office, "awards:proposal-verify", proposal.pk)
    walker.presses("Xác nhận đã thẩm định")


def decide_in_council(walker, world):
    walker.goes("awards:council-create")
    walker.page.locator("select[name=unit]").select_option(label="Bộ Tư pháp")
    walker.types(name="Hội đồng Thi đua - Khen thưởng", starts_on=f"01/01/{world.year}")
    walker.presses("Lưu")
    council = Council.objects.get().pk
    for name, position in (("Lê Văn Mẫu", "chair"), ("Trần Thị Mẫu", "member"), ("Phạm Văn Mẫu", "secretary")):
        walker.follows("Thêm thành viên")
        walker.types(name=name, post="Bộ Tư pháp")
        walker.page.locator("select[name=position]").select_option(position)
        walker.presses("Lưu")
    walker.goes("awards:session-create", council)
    walker.types(title="Xét khen thưởng tổng kết năm", held_on=world.today)
    walker.presses("Lưu")
    session = CouncilSession.objects.get().pk
    walker.follows("Đưa hồ sơ vào")
    walker.page.locator("[name=proposals]").check()
    walker.presses("Đưa vào phiên họp")
    walker.goes("awards:session-presence", session)
    for seat in walker.page.locator("select[name^=seat-]").all():
        seat.select_option("present")
    walker.presses("Lưu điểm danh")
    walker.goes("awards:session-open", session)
    walker.presses("Khai mạc phiên họp")
    walker.follows("Lập phiếu bầu")
    walker.presses("Lập phiếu bầu")
    ballot = Ballot.objects.latest("pk")
    walker.goes("ballots:teller-name", ballot.pk)
    for place, name in enumerate(("first", "second")):
        walker.finds(name, "Thường trực Hội đồng", place)
    walker.presses("Ghi Tổ kiểm phiếu")
    count_slips(walker, ballot, 3)
    walker.goes("awards:session-detail", session)
    walker.follows("Ghi kết quả")
    walker.presses("Ghi kết quả bỏ phiếu")
    walker.reads("Đã ghi kết quả.")
    walker.goes("awards:session-conclude", session)
    walker.presses("Kết thúc phiên họp")


def decide(walker, world):
    walker.follows("Soạn quyết định")
    walker.types(signer_name="Lê Văn Mẫu", signer_post="Bộ trưởng")
    walker.presses("Lập dự thảo")
    walker.goes("awards:decision-issue", AwardDecision.objects.get().pk)
    walker.types(symbol="99/QĐ-BTP", issued_on=world.today)
    walker.presses("Ban hành")
    walker.reads("Danh sách đã vào Sổ khen thưởng.", world.units["Chi"].name)
    walker.comes(world.officers["Chi"], "registry:award-list")
    walker.reads(FLAG, "99/QĐ-BTP")


def summarise(walker, world):
    """The report of the year tells what the stages left, and nothing that they did not."""
    walker.comes(world.officers["An"], "reports:summary-begin")
    walker.page.locator("select[name=cluster_year]").select_option(value=str(world.cluster_year.pk))
    walker.presses("Lập báo cáo")
    walker.reads(world.units["Chi"].name, FLAG)


def name_next_heads(walker, world):
    meeting = Conference.objects.get().pk
    walker.comes(world.office, "conferences:next-heads", meeting)
    walker.types(symbol="100/QĐ-BTP", issued_on=world.today)
    walker.picks(head_unit=world.units["Bình"].name, deputy1_unit=world.units["Chi"].name)
    walker.presses("Giao nhiệm vụ")
    walker.presses("Công bố Trưởng, Phó Trưởng năm sau")
    walker.goes("conferences:announce-heads", meeting)
    walker.presses("Công bố Trưởng, Phó Trưởng năm sau")
    walker.goes("conferences:conclude", meeting)
    walker.presses("Bế mạc hội nghị")
    walker.reads("Hội nghị đã bế mạc.")
