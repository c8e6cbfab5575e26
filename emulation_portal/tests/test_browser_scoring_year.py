"""A year of scoring in a real browser: consultation → issue → self-score by three divisions → paper signature → check →
appraise → rank → remark → re-rank → publish. The two other units of the region go their way through the domain.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from apps.accounts.grants import actor_for
from apps.accounts.tests.factories import UserFactory
from apps.clusters.models import ClusterYear
from apps.clusters.tests.factories import ClusterYearFactory, HeadTermFactory, MemberFactory
from apps.core.actor import system_actor
from apps.core.dates import format_date
from apps.documents.enums import SigningWay
from apps.jobs.tests.workers import empty_redis
from apps.periods.tests.factories import EmulationYearFactory
from apps.ranking.models import RankingEntry, RankingRun
from apps.scoring.domain import criteria_sets, finalising, reviews, submissions
from apps.scoring.domain.criteria_files import read_criteria_file
from apps.scoring.domain.inputs import LineInput
from apps.scoring.domain.lines import LineChange, save_lines
from apps.scoring.models import Consultation, CriteriaSet, ScoreLine, ScoreSheet
from apps.scoring.reference import load_difference_reasons
from apps.units.enums import Role, UnitKind
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory
from emulation_portal.tests.test_browser_ranking import type_decision, work
from emulation_portal.tests.walker import Walker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
DIVISIONS = ("Văn phòng", "Phòng Phổ biến pháp luật", "Phòng Hành chính tư pháp")
TABLE = """\
code,parent_code,number,label_vi,max_points,method,self_by
A,,A,Phổ biến pháp luật,10,additive,Phòng Phổ biến pháp luật
A.1,A,A.1,Hội nghị trực tiếp,10,manual,
B,,B,Hành chính tư pháp,6,additive,Phòng Hành chính tư pháp
B.1,B,B.1,Hộ tịch đúng hạn,6,manual,
C,,C,Thi đua,4,additive,Văn phòng
C.1,C,C.1,Phát động phong trào,4,manual,
"""
SYSTEM = system_actor()


@dataclass
class World:
    """``members``: the unit that is followed, the head, the deputy."""

    cluster_year: ClusterYear
    draft: CriteriaSet
    members: list
    office: object
    people: dict

    def sheet(self, index: int) -> ScoreSheet:
        return ScoreSheet.objects.get(unit=self.members[index], cluster_year=self.cluster_year)


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    empty_redis()
    load_difference_reasons()
    year = EmulationYearFactory(year=timezone.localdate().year)
    cluster_year = ClusterYearFactory(year=year, cluster__organiser=year.organiser)
    units = [
        UnitFactory(name=f"Sở Tư pháp tỉnh {name}", kind=UnitKind.JUSTICE_DEPARTMENT) for name in ("An", "Bình", "Chi")
    ]
    for order, unit in enumerate(units, start=1):
        MemberFactory(cluster_year=cluster_year, unit=unit, order=order)
    for unit, role in ((units[1], "cluster_head"), (units[2], "cluster_deputy")):
        HeadTermFactory(cluster_year=cluster_year, unit=unit, role=role)
    divisions = [UnitFactory(parent=units[0], name=name, kind=UnitKind.DIVISION) for name in DIVISIONS]
    people = {
        (unit.name, role): RoleAssignmentFactory(unit=unit, role=role, user=UserFactory()).user
        for unit in (*units, *divisions)
        for role in (Role.OFFICER, Role.LEADER)
    }
    office = RoleAssignmentFactory(unit=year.organiser, role=Role.STANDING_OFFICE, user=UserFactory()).user
    return World(cluster_year, draft_of(year), units, office, people)


def draft_of(year) -> CriteriaSet:
    """With two steps and classes; what was asked about it changes it later."""
    draft = criteria_sets.import_criteria(
        rules=read_criteria_file(TABLE.encode(), name="bang.csv").rules,
        code="STP",
        year_id=year.pk,
        kinds=[UnitKind.JUSTICE_DEPARTMENT],
        title="Bảng tiêu chí các Sở Tư pháp",
        actor=SYSTEM,
        now=timezone.now(),
    ).criteria_set
    criteria_sets.arrange_set(
        criteria_set_id=draft.pk,
        steps=[
            criteria_sets.Step("Kiểm tra điểm", "cluster_head", None),
            criteria_sets.Step("Thẩm định", "standing_office", None),
        ],
        classes=[criteria_sets.Class("Tốt", Decimal(16)), criteria_sets.Class("Khá", Decimal(0))],
        tie_break=["A"],
        counted=None,
        actor=SYSTEM,
        now=timezone.now(),
    )
    return draft


class Browser(Walker):
    """Who comes is somebody of a unit."""

    def __init__(self, page, live_server, client, world):
        super().__init__(page, live_server, client)
        self.world = world

    def officer(self, unit_name, *way):
        self.comes(self.world.people[unit_name, Role.OFFICER], *way)

    def leader(self, unit_name, *way):
        self.comes(self.world.people[unit_name, Role.LEADER], *way)


@pytest.fixture
def browse(page, live_server, client, world):
    return Browser(page, live_server, client, world)


def test_from_the_consultation_to_the_published_ranking(browse, world):
    consult(browse, world)
    issue(browse, world)
    divisions_score(browse, world)
    sign_on_paper(browse, world)
    send_the_others(world)
    check_and_appraise(browse, world)
    assert rank(browse, world, "Tính xếp hạng") == [("Bình", 17), ("Chi", 16), ("An", 15)]
    remark(browse, world)
    assert rank(browse, world, "Tính lại xếp hạng") == [("An", 17), ("Bình", 17), ("Chi", 16)]
    publish(browse, world)


def consult(browse, world):
    unit, today = world.members[0], timezone.localdate()
    browse.comes(world.office, "criteria:set-detail", world.draft.pk)
    browse.follows("Lấy ý kiến dự thảo")
    for chosen in browse.page.locator("[name=audience]:checked").all():
        chosen.uncheck()
    browse.chooses("units", unit.pk)
    browse.types(due_on=format_date(today), letter_symbol="15/BTP-TĐKT", letter_issued_on=format_date(today))
    browse.presses("Gửi lấy ý kiến")
    browse.officer(unit.name)
    browse.follows("Góp ý")
    browse.presses("Bắt đầu góp ý")
    browse.follows("Thêm ý kiến")
    browse.page.locator("[name=place]").select_option(label="A.1 Hội nghị trực tiếp")
    browse.types(body="Đề nghị tính cả hội nghị trực tuyến.")
    browse.presses("Lưu ý kiến")
    browse.follows("Xem lại trước khi gửi")
    browse.presses("Trình lãnh đạo")
    browse.leader(unit.name)
    browse.follows("Xem và duyệt")
    browse.follows("Xem lại trước khi gửi")
    browse.presses("Xác nhận và gửi")
    browse.reads("Số xác nhận")


def issue(browse, world):
    consultation = Consultation.objects.get()
    browse.comes(world.office, "consultations:comment-list", consultation.pk)
    browse.follows("Trả lời")
    browse.chooses("kind", "accepted")
    browse.types(words="Bổ sung hình thức trực tuyến.")
    browse.presses("Lưu")
    browse.comes(world.office, "consultations:close", consultation.pk)
    browse.presses("Đóng lấy ý kiến")
    line = world.draft.criteria.get(code="A.1")
    browse.comes(world.office, "criteria:criterion-edit", line.pk)
    browse.types(label="Hội nghị trực tiếp hoặc trực tuyến")
    browse.presses("Lưu")
    browse.comes(world.office, "consultations:changes", consultation.pk)
    browse.reads("Hội nghị trực tiếp hoặc trực tuyến", "Đề nghị tính cả hội nghị trực tuyến.", "Tiếp thu")
    browse.comes(world.office, "criteria:set-issue", world.draft.pk)
    browse.types(symbol="536/QĐ-BTP", issued_on=format_date(timezone.localdate()))
    browse.presses("Ban hành")
    browse.follows("Mở tự chấm điểm")
    browse.presses("Mở tự chấm điểm")
    browse.reads("Đã mở bảng tự chấm điểm.")


def divisions_score(browse, world):
    """Each division finds its part on its home and sees no other; bad figures are told where they stand."""
    for name, code, points in zip(DIVISIONS, ("C.1", "A.1", "B.1"), ("4", "9,5", "3,5"), strict=True):
        line = ScoreLine.objects.get(sheet_version__sheet=world.sheet(0), criterion__code=code)
        browse.officer(name)
        browse.follows("Phần tự chấm được giao")
        box, result = browse.page.locator(f"[name='l{line.pk}-points']"), browse.page.locator(f"#result-{line.pk}")
        assert browse.page.locator("[name$='-points']").count() == 1
        for wrong, told in (("NaN", "Nhập một số"), ("-1", "không được nhỏ hơn 0"), ("99", "vượt mức tối đa")):
            box.fill(wrong)
            box.press("Tab")
            expect(result).to_contain_text(told)
        box.fill(points)
        box.press("Tab")
        expect(result).to_contain_text("Đã lưu lúc")
        expect(browse.page.locator("#own-sums")).to_contain_text("1/1")
        browse.presses("Báo xong phần này")
        browse.reads("Đã báo xong 1 phần việc.")


def sign_on_paper(browse, world):
    sheet, today = world.sheet(0), format_date(timezone.localdate())
    browse.officer(world.members[0].name, "scoring:sheet-check", sheet.pk)
    browse.reads("17/20")
    browse.presses("In để trình ký")
    browse.comes(world.people[world.members[0].name, Role.OFFICER], "scoring:sheet-sign", sheet.pk)
    browse.uploads("file", "ban-ky.pdf", PDF)
    browse.types(number="128/BC-STP", signed_on=today, signer_name="Lê Văn Mẫu", signer_post="Giám đốc")
    browse.presses("Gửi")
    browse.reads("Số xác nhận", "Ký trên giấy", "128/BC-STP")


def send_the_others(world):
    """17 and 16 points."""
    for index, points in ((1, ("9", "5", "3")), (2, ("8", "5", "3"))):
        sheet, now = world.sheet(index), timezone.now()
        lines = ScoreLine.objects.filter(sheet_version__sheet=sheet).order_by("criterion__position")
        changes = {
            line.pk: LineChange(line.version, LineInput(points=Decimal(value)))
            for line, value in zip(lines, points, strict=True)
        }
        leader = acting(world.people[sheet.unit.name, Role.LEADER])
        save_lines(sheet_id=sheet.pk, changes=changes, actor=leader, now=now)
        submissions.submit_sheet(sheet_id=sheet.pk, way=SigningWay.SCREEN, actor=leader, now=now)


def check_the_others(world):
    """The head's own sheet by the deputy."""
    for index, reviewer in ((1, 2), (2, 1)):
        sheet, now = world.sheet(index), timezone.now()
        for checker in (world.people[world.members[reviewer].name, Role.OFFICER], world.office):
            reviews.start_step(sheet_id=sheet.pk, actor=acting(checker), now=now)
            reviews.agree_lines(sheet_id=sheet.pk, actor=acting(checker), now=now)
            finalising.finish_step(sheet_id=sheet.pk, actor=acting(checker), now=now)


def acting(user):
    return actor_for(user, timezone.localdate())


def check_and_appraise(browse, world):
    """The head takes 2 points off, with a reason, and may not check its own sheet; the ministry keeps that."""
    sheet, head = world.sheet(0), world.members[1]
    browse.officer(head.name, "scoring:review", world.sheet(1).pk)
    browse.reads("Không tự kiểm tra bảng điểm của đơn vị mình.")
    check_the_others(world)
    browse.officer(head.name, "scoring:review", sheet.pk)
    browse.presses("Tiếp nhận")
    give_points(browse, sheet, "A.1", "7,5", "no_evidence")
    agree_and_finish(browse, "Bảng được chuyển sang bước tiếp theo.")
    browse.comes(world.office, "scoring:review", sheet.pk)
    agree_and_finish(browse, "Bảng điểm đã chốt.")


def give_points(browse, sheet, code, points, reason):
    line = ScoreLine.objects.filter(sheet_version__sheet=sheet, criterion__code=code).latest("pk")
    box = browse.page.locator(f"[name='l{line.pk}-agreed_points']")
    box.fill(points)
    box.press("Tab")
    browse.page.locator(f"[name='l{line.pk}-reason']").select_option(reason)
    expect(browse.page.locator("main")).to_contain_text("Chấm khác")


def agree_and_finish(browse, told):
    browse.follows("Đồng ý tất cả dòng còn lại")
    browse.presses(re.compile("Đồng ý . dòng"))
    browse.follows("Hoàn thành kiểm tra")
    browse.presses(re.compile("^Hoàn thành"))
    browse.reads(told)


def rank(browse, world, button) -> list[tuple[str, int]]:
    """Computed by a worker; the page finds the result by itself. Answers names and totals as they stand there."""
    browse.comes(world.office, "ranking:cluster-year", world.cluster_year.pk)
    browse.presses(button)
    browse.reads("Đang tính xếp hạng")
    work()
    browse.follows("Xem kết quả xếp hạng")
    run = RankingRun.objects.latest("pk")
    browse.reads(*RankingEntry.objects.filter(run=run).values_list("unit_name", flat=True))
    entries = RankingEntry.objects.filter(run=run).order_by("rank", "order")
    return [(entry.unit_name.rsplit(" ", 1)[-1], entry.total) for entry in entries]


def remark(browse, world):
    """The unit asks for the points back; accepted, the ranking is outdated and nothing goes out meanwhile."""
    sheet, run = world.sheet(0), RankingRun.objects.get()
    browse.officer(world.members[0].name, "scoring:sheet-comparison", sheet.pk)
    browse.follows("Gửi kiến nghị về điểm")
    browse.reads("Chưa có tài liệu minh chứng")
    line = world.draft.criteria.get(code="A.1")
    browse.types(**{f"line_{line.pk}": "Đã gửi bổ sung tài liệu.", f"points_{line.pk}": "9,5"})
    browse.presses("Gửi kiến nghị")
    browse.comes(world.office, "scoring:remark-list")
    browse.follows(world.members[0].name)
    browse.follows("Trả lời")
    browse.chooses("accept", "yes")
    browse.types(answer="Tiếp thu, chấm lại.")
    browse.presses("Gửi trả lời")
    browse.comes(world.office, "ranking:run-publish", run.pk)
    type_decision(browse.page)
    browse.presses("Công bố")
    browse.reads("Đã chốt 2/3 đơn vị. Còn thiếu: Sở Tư pháp tỉnh An.")
    browse.comes(world.office, "scoring:review", sheet.pk)
    give_points(browse, sheet, "A.1", "9,5", "added")
    browse.follows("Hoàn thành kiểm tra")
    browse.presses(re.compile("^Hoàn thành"))
    browse.reads("Bảng điểm đã chốt.")


def publish(browse, world):
    browse.follows("Công bố")
    type_decision(browse.page)
    browse.presses("Công bố")
    browse.reads("Đã công bố kết quả xếp hạng.")
    run = RankingRun.objects.latest("pk")
    browse.officer(world.members[0].name, "ranking:run-detail", run.pk)
    browse.reads("Đã công bố", "12/QĐ-BTP")
    assert list(run.entries.order_by("order").values_list("class_label", flat=True)) == ["Tốt"] * 3
