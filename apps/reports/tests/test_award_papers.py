"""Papers of awards: decision, list of nominees, tờ trình, minutes of the council, payment sheet."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import docx
import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from apps.accounts.grants import actor_for
from apps.awards.council_exports import council_minutes_data
from apps.awards.decision_exports import decision_data
from apps.awards.domain import assessing, council_voting, decisions, issuing, seating, sessions
from apps.awards.domain.decisions import DecisionHead
from apps.awards.enums import ProposalState
from apps.awards.models import AwardDecision, AwardProposal, CouncilSession, Nominee, UnitMeeting
from apps.awards.tests import council_world as world_of
from apps.awards.tests.council_world import BY, DAY, LATER, NOW, SYSTEM, person_line, recommended, unit_line
from apps.catalog.reference import load_catalogue
from apps.clusters.tests.factories import ClusterYearFactory, MemberFactory
from apps.core.number_words import in_words
from apps.core.numbers import format_decimal
from apps.core.pdf import Verification
from apps.documents.exports import HandSigner
from apps.ranking.models import RankingEntry, RankingRun
from apps.registry.domain import acts
from apps.registry.models import Award
from apps.registry.tests.factories import DecisionFactory
from apps.reports import registry
from apps.reports.registry import NothingToReport, Printing
from apps.reports.renderers.council_minutes import compose
from apps.scoring.tests.factories import CriteriaSetFactory
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory

pytestmark = pytest.mark.django_db
PRINTING = Printing(Verification("THU-0008", "https://example.test/verify/THU-0008"), datetime(2026, 1, 30, tzinfo=UTC))


@pytest.fixture
def world():
    load_catalogue()
    found = world_of.build()
    people = (
        person_line(name="Trần Thị Thử", honorific="Bà", post="Chuyên viên", unit_name="Cục Công nghệ thông tin"),
        person_line(name="Lê Văn Thử", honorific="Ông", standing="former", standing_reason="Nghỉ hưu từ 01/12/2025"),
    )
    found.proposed = found.proposal(unit_line(found.unit), *people, declared_collectives=1, declared_individuals=2)
    return found


def drafted(world):
    world.held = recommended(world, world.proposed)
    head = DecisionHead(
        "Về việc tặng Bằng khen của Bộ trưởng Bộ Tư pháp",
        "Bộ trưởng Bộ Tư pháp",
        "ministry",
        occasion="Tổng kết năm 2025",
        session_id=world.held.pk,
        prefix="KT.",
        signer_post="Thứ trưởng",
        signer_name="Phạm Văn Thử",
    )
    ids = Nominee.objects.filter(proposal=world.proposed).values_list("pk", flat=True)
    return decisions.draft_decision(year_id=world.year.pk, head=head, nominee_ids=list(ids), **BY)


def issued(world):
    draft = drafted(world)
    call = {"decision_id": draft.pk, "version": draft.version, "symbol": "145/QĐ-BTP", "issued_on": DAY}
    return issuing.issue_decision(**call, **LATER)


def rendered(name, params, format_=registry.DOCX, actor=SYSTEM) -> bytes:
    report = registry.find(name)
    subject = report.find(params, actor)
    return report.renderers[format_](report.build(subject), PRINTING)


def words_of(content: bytes) -> str:
    word = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in word.paragraphs] + cells)


def pdf_text(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def missing(wanted, text: str) -> list[str]:
    return [words for words in wanted if words not in text]


def stranger():
    return actor_for(RoleAssignmentFactory(role=Role.OFFICER).user, timezone.localdate())


def refuses_strangers(name, params) -> None:
    with pytest.raises(NothingToReport):
        registry.find(name).find(params, stranger())


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "Không"),
        (15, "Mười lăm"),
        (21, "Hai mươi mốt"),
        (105, "Một trăm linh năm"),
        (3_510_000, "Ba triệu năm trăm mười nghìn"),
        (1_000_005, "Một triệu không trăm linh năm"),
        (2_000_000_000, "Hai tỷ"),
        (1_234_000_000_000, "Một nghìn hai trăm ba mươi bốn tỷ"),
    ],
)
def test_sums_of_money_in_words(number, words):
    assert in_words(number) == words


def test_a_decision_names_its_grounds_three_articles_the_money_and_who_signs(world):
    params = {"decision": drafted(world).pk}
    text = words_of(rendered("decision", params))
    assert missing(["Dự thảo, chưa ban hành.", "/QĐ", "Tiền thưởng kèm theo thực hiện theo quy định"], text) == []
    decision = world.held.decisions.get()
    call = {"decision_id": decision.pk, "version": decision.version, "symbol": "145/QĐ-BTP", "issued_on": DAY}
    issuing.issue_decision(**call, **LATER)
    wanted = [
        "145/QĐ-BTP",
        "ngày 28 tháng 01 năm 2026",
        "BỘ TRƯỞNG BỘ TƯ PHÁP",
        "Căn cứ Luật Thi đua, khen thưởng số 06/2022/QH15;",
        "Căn cứ Nghị định số 152/2025/NĐ-CP về phân cấp",
        "Theo kết quả họp Hội đồng Thi đua - Khen thưởng ngành Tư pháp ngày 22/01/2026",
        "Điều 1. Tặng Bằng khen của Bộ trưởng Bộ Tư pháp cho 1 tập thể và 2 cá nhân",
        "Điều 2. Tiền thưởng kèm theo là",
        "Điều 3. Quyết định này có hiệu lực kể từ ngày ký.",
        "KT. BỘ TRƯỞNG",
        "THỨ TRƯỞNG",
        "Phạm Văn Thử",
        "Bà Trần Thị Thử",
        "Chuyên viên, Cục Công nghệ thông tin",
        "Nguyên cán bộ, công chức, viên chức: Nghỉ hưu từ 01/12/2025",
        "THU-0008",
    ]
    assert missing(wanted, words_of(rendered("decision", params))) == []
    assert missing(wanted, pdf_text(rendered("decision", params, registry.PDF))) == []
    sheet = openpyxl.load_workbook(io.BytesIO(rendered("decision", params, registry.XLSX))).active
    assert [row[3] for row in sheet.iter_rows(values_only=True) if isinstance(row[8], int)][1] == "Bà Trần Thị Thử"
    assert any(str(cell.value).startswith("=SUM(") for cell in sheet["I"])
    refuses_strangers("decision", params)


def test_the_list_and_the_petition_of_a_proposal(world):
    nominee = world.proposed.nominees.get(name="Lê Văn Thử")
    nominee.votes_for, nominee.votes_base, nominee.missed_reason = 10, 12, "Chỉ tiêu giao thêm vào tháng 12"
    nominee.missed_targets = [{"year": 2025, "indicator": "Hồ sơ đúng hạn", "target": "100%", "result": "98,5%"}]
    nominee.achievement = "Số hóa 1,2 triệu hồ sơ"
    nominee.save()
    params = {"proposal": world.proposed.pk}
    listed = ["Bà Trần Thị Thử", "Chuyên viên, Cục Công nghệ thông tin", "10/12", "(83,33%)", "Số hóa 1,2 triệu hồ sơ"]
    reason = "Chỉ tiêu giao thêm vào tháng 12"
    numbers = "Tổng số: 1 tập thể và 2 cá nhân."
    wanted = [*listed, numbers, reason, "NGƯỜI LẬP", "THỦ TRƯỞNG ĐƠN VỊ"]
    assert missing(wanted, words_of(rendered("nominee_list", params))) == []
    assert missing([*listed[:2], numbers], pdf_text(rendered("nominee_list", params, registry.PDF))) == []
    wanted = [
        *listed,
        "Kính gửi: Bộ trưởng Bộ Tư pháp.",
        "1. Bằng khen của Bộ trưởng Bộ Tư pháp: 1 tập thể và 2 cá nhân.",
        f"chỉ tiêu không đạt (Hồ sơ đúng hạn năm 2025: chỉ tiêu 100%, kết quả 98,5%); lý do đề nghị: {reason}.",
        "Căn cứ Luật Thi đua, khen thưởng số 06/2022/QH15",
    ]
    assert missing(wanted, words_of(rendered("submission", params))) == []
    report = registry.find("submission")
    [data] = report.build(report.find(params, SYSTEM))
    confirmed = replace(data, sent_at=datetime(2026, 1, 14, 18, tzinfo=UTC))  # on screen: no paper
    assert "ngày 15 tháng 01 năm 2026" in words_of(report.renderers[registry.DOCX]([confirmed], PRINTING))
    deputy = HandSigner("Phạm Văn Mẫu", "Phó Cục trưởng", "KT.", DAY)
    for name in ("submission", "nominee_list"):
        paper = registry.find(name).renderers[registry.DOCX]([replace(confirmed, signer=deputy)], PRINTING)
        wanted = ["KT. CỤC TRƯỞNG", "PHÓ CỤC TRƯỞNG", "Phạm Văn Mẫu", "ngày 28 tháng 01 năm 2026"]
        assert missing(wanted, words_of(paper)) == []
    text = pdf_text(rendered("submission", params, registry.PDF))
    assert missing(["TỜ TRÌNH", "DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG", "Hồ sơ gửi kèm: danh sách đề nghị"], text) == []
    sheet = openpyxl.load_workbook(io.BytesIO(rendered("nominee_list", params, registry.XLSX))).active
    row = next(row for row in sheet.iter_rows(values_only=True) if "Ông Lê Văn Thử" in row)
    assert (row[0], row[1], row[7:10]) == (2, "Cá nhân", (10, 12, 0.8333))
    refuses_strangers("nominee_list", params)
    refuses_strangers("submission", params)


def test_the_minutes_of_the_unit_name_who_was_there_the_votes_and_the_conclusion(world):
    params, everybody = {"proposal": world.proposed.pk}, world.proposed.nominees
    with pytest.raises(NothingToReport, match="chưa ghi cuộc họp bình xét"):
        registry.find("unit_minutes").find(params, SYSTEM)
    facts = {"held_on": DAY, "invited": 14, "present": 12, "place": "Phòng họp tầng 3"}
    facts |= {"chair_name": "Ông Phạm Văn Thử", "secretary_name": "Bà Lê Thị Thử", "confirms_conditions": True}
    assessing.refresh(world.proposed, NOW)
    (fact, condition), (_fact, other), *_rest = assessing.asked_of_meeting(world.proposed)
    facts["confirmed_facts"] = [fact]
    meeting = UnitMeeting.objects.create(proposal=world.proposed, conclusion="Nhất trí đề nghị.", **facts)
    everybody.filter(name="Trần Thị Thử").update(votes_for=10, votes_base=12)
    wanted = [
        "BIÊN BẢN HỌP BÌNH XÉT",
        "Đề nghị khen thưởng: Tổng kết năm 2025",
        "/BB",
        "Hà Nội, ngày 28 tháng 01 năm 2026",  # a room is no town
        "Địa điểm: Phòng họp tầng 3.",
        "Chủ trì: Ông Phạm Văn Thử.",
        "Thư ký: Bà Lê Thị Thử.",
        "Có mặt 12/14 người được triệu tập.",
        "Tổng số: 1 tập thể và 2 cá nhân.",
        "xác nhận các điều kiện về phẩm chất, tinh thần",
        f"- {condition}.",
        "Bà Trần Thị Thử",
        "10/12",
        "(83,33%)",
        "Nhất trí đề nghị.",
        "THƯ KÝ",
        "CHỦ TRÌ",
    ]
    text = words_of(rendered("unit_minutes", params))
    assert missing(wanted, text) == []
    assert other not in text  # asked, not confirmed
    assert missing(wanted[4:], pdf_text(rendered("unit_minutes", params, registry.PDF))) == []
    meeting.document = DecisionFactory(symbol="7/BB-CNTT", issued_on=DAY)
    meeting.save()
    assert "7/BB-CNTT" in words_of(rendered("unit_minutes", params))
    refuses_strangers("unit_minutes", params)


def test_papers_for_a_flag_name_the_cluster_and_the_rank_once_it_is_published(world):
    cluster_year = ClusterYearFactory(year=world.year, name="Cụm thi đua số 1")
    MemberFactory(cluster_year=cluster_year, unit=world.unit)
    ranked = {"criteria_set": CriteriaSetFactory(year=world.year), "run_hash": "x", "computed_at": NOW}
    run = RankingRun.objects.create(cluster_year=cluster_year, state="computed", **ranked)
    RankingEntry.objects.create(run=run, unit=world.unit, unit_name=world.unit.name, order=1, rank=1)
    proposal = world.proposal(unit_line(world.unit, "CTDB"), unit_line(world.unit))
    session = world_of.opened(world.session(proposal), ["present"] * 9)
    papers = {"nominee_list": proposal, "submission": proposal, "council_minutes": session}
    of = {"nominee_list": "proposal", "submission": "proposal", "council_minutes": "session"}

    def told() -> list[tuple[int, bool]]:
        found = [words_of(rendered(name, {of[name]: about.pk})) for name, about in papers.items()]
        return [(text.count("Cụm thi đua số 1"), "Cụm thi đua số 1: xếp hạng 1" in text) for text in found]

    assert told() == [(1, False)] * 3  # of the flag, not of the other award
    RankingRun.objects.update(state="published", published_at=NOW)
    assert told() == [(1, True)] * 3


def test_the_letter_of_eligibility_names_condition_article_finding_and_what_is_missing(world):
    params = {"proposal": world.proposed.pk}
    with pytest.raises(NothingToReport, match="Chưa kiểm tra điều kiện"):
        registry.find("eligibility_letter").find(params, SYSTEM)
    assessing.refresh(world.proposed, NOW)
    content = rendered("eligibility_letter", params)
    text = words_of(content)
    wanted = [
        "Kết quả kiểm tra 3 trường hợp",
        "3. Ông Lê Văn Thử – Bằng khen của Bộ trưởng Bộ Tư pháp: Không thuộc đơn vị đề nghị",
        "Cục Công nghệ thông tin –",
    ]
    assert missing(wanted, text) == []
    rows = [
        [cell.text for cell in row.cells] for table in docx.Document(io.BytesIO(content)).tables for row in table.rows
    ]
    row = next(row for row in rows if "Thành tích chưa được khen thưởng" in row[0])
    assert "Điều 5" in row[1]
    assert row[3]
    review = next(row for row in rows if row[0].strip().startswith("Không đang bị xem xét kỷ luật"))
    assert review[2] == "Chỉ người có thẩm quyền xem"  # whoever prints it, the paper is handed on
    one = {"nominee": world.proposed.nominees.get(subject="collective").pk}
    told = pdf_text(rendered("eligibility_letter", one, registry.PDF))
    assert missing(["Kết quả kiểm tra đối với Cục Công nghệ thông tin", "cách và thời hạn khắc phục"], told) == []
    refuses_strangers("eligibility_letter", params)
    refuses_strangers("eligibility_letter", one)


def test_minutes_of_a_council_tell_who_kept_out_and_the_votes_of_each(world):
    session = world.session(world.proposed)
    params = {"session": session.pk}
    with pytest.raises(NothingToReport, match="chưa khai mạc"):
        registry.find("council_minutes").find(params, SYSTEM)
    items = {item.nominee.name: item for item in session.items.select_related("nominee")}
    kept_out = session.seats.order_by("order")[3]
    seating.declare_conflict(
        seat_id=kept_out.pk, item_id=items["Trần Thị Thử"].pk, reason="Quan hệ gia đình", **world_of.BY
    )
    session = world_of.opened(session, [*["present"] * 7, "writing", "absent"])
    for ballot in council_voting.prepare_ballots(session_id=session.pk, **BY):
        parties = ballot.questions.values_list("options__party", flat=True)
        ids = [int(party.partition(":")[2]) for party in parties]
        world_of.vote(session, ballot, {pk: 3 if pk == items["Lê Văn Thử"].nominee_id else 7 for pk in ids})
    session.refresh_from_db()
    sessions.write_minutes(
        session_id=session.pk, version=session.version, opinions="Nhất trí.", conclusion="Trình Bộ trưởng.", **BY
    )
    wanted = [
        "Có mặt 7/9 thành viên có quyền biểu quyết",
        "yêu cầu ít nhất 6 thành viên (2/3)",
        "Vắng mặt, cho ý kiến bằng văn bản: Ông Trần Văn Thử 8.",
        "Vắng mặt: Ông Trần Văn Thử 9.",
        "- Cục Công nghệ thông tin: 1 tập thể và 2 cá nhân.",
        "- Ông Trần Văn Thử 4: không bỏ phiếu đối với Bà Trần Thị Thử. Lý do: Quan hệ gia đình.",
        "Nhất trí.",
        "Hội đồng đề nghị khen thưởng: 1 tập thể và 1 cá nhân.",
        "Trình Bộ trưởng.",
        "THƯ KÝ",
        "CHỦ TRÌ",
    ]
    content = rendered("council_minutes", params)
    assert missing(wanted, words_of(content)) == []
    rows = [
        [cell.text for cell in row.cells] for table in docx.Document(io.BytesIO(content)).tables for row in table.rows
    ]
    votes = {row[1].partition("\n")[0]: row[3:] for row in rows if len(row) == 6}
    assert votes["Cục Công nghệ thông tin"] == ["7/9", "77,78%", "Hội đồng đề nghị"]
    assert votes["Bà Trần Thị Thử"] == ["7/9", "77,78%", "Hội đồng đề nghị"]  # of all members
    assert votes["Ông Lê Văn Thử"] == ["3/9", "33,33%", "Hội đồng không đề nghị"]
    assert missing(wanted[:4], pdf_text(rendered("council_minutes", params, registry.PDF))) == []
    data = council_minutes_data(CouncilSession.objects.for_list().get(pk=session.pk))
    flag = replace(data.items[0], award="Cờ thi đua ngành Tư pháp")  # the same collective for a second award
    assert flag.is_collective
    twice = compose([replace(data, items=(*data.items, flag))], PRINTING)
    assert "- Cục Công nghệ thông tin: 1 tập thể và 2 cá nhân (4 đề nghị)." in twice.paragraphs
    assert "Hội đồng đề nghị khen thưởng: 1 tập thể và 1 cá nhân (3 đề nghị)." in twice.closing
    counted = words_of(rendered("tally", {"ballot": items["Trần Thị Thử"].nominee.agenda_items.get().ballot_id}))
    assert missing(["Tổ kiểm phiếu do Hội đồng thông qua", "77,78%", "Tập thể, cá nhân"], counted) == []
    member = actor_for(world.members[0].person.user, timezone.localdate())
    assert registry.find("council_minutes").find(params, member).ids == [session.pk]
    refuses_strangers("council_minutes", params)


def test_the_payment_sheet_adds_up_and_is_made_of_an_issued_decision_only(world):
    draft = drafted(world)
    params = {"decision": draft.pk}
    with pytest.raises(NothingToReport, match="ban hành quyết định trước"):
        registry.find("payment").find(params, SYSTEM)
    call = {"decision_id": draft.pk, "version": draft.version, "symbol": "145/QĐ-BTP", "issued_on": DAY}
    issuing.issue_decision(**call, **LATER)
    lines = list(draft.lines.order_by("position"))
    total = sum(line.paid for line in lines)
    assert total
    text = pdf_text(rendered("payment", params, registry.PDF))
    signers = ["NGƯỜI LẬP", "KẾ TOÁN TRƯỞNG", "THỦ TRƯỞNG ĐƠN VỊ"]
    wanted = ["145/QĐ-BTP", "Tổng cộng", format_decimal(total), f"Bằng chữ: {in_words(int(total))} đồng.", *signers]
    assert missing(wanted, text) == []
    sheet = openpyxl.load_workbook(io.BytesIO(rendered("payment", params, registry.XLSX))).active
    rows = [row for row in sheet.iter_rows(values_only=True) if row[1] in {"Tập thể", "Cá nhân"}]
    assert [row[6:10] for row in rows] == [
        tuple(map(float, (line.multiple, line.base_salary, line.bonus, line.paid))) for line in lines
    ]
    refuses_strangers("payment", params)
    by = {"document": DecisionFactory(issued_on=DAY), "reason": "Kê khai gian dối", **LATER}
    acts.cancel_award(award_id=lines[0].award_id, version=1, reason_code="a", **by)
    rest = total - lines[0].paid  # who has lost the award is paid no more
    wanted = [f"Bằng chữ: {in_words(int(rest))} đồng.", f"nhiều nhất {format_decimal(lines[0].paid)} đồng", "Đã hủy bỏ"]
    wanted.append("Khen thưởng đã hủy bỏ trong danh sách: 1.")
    data = decision_data(AwardDecision.objects.for_list().get(pk=draft.pk), corrected=True)
    assert (data.collectives + data.individuals, data.cancelled) == (len(lines) - 1, 1)
    assert missing(wanted, pdf_text(rendered("payment", params, registry.PDF))) == []


def test_what_the_unit_is_changing_is_printed_for_the_unit_alone_and_pages_lead_to_their_papers(client, world):
    office = RoleAssignmentFactory(unit=world.ministry, role=Role.STANDING_OFFICE).user
    officer = RoleAssignmentFactory(unit=world.unit, role=Role.OFFICER).user
    decision = issued(world)
    client.force_login(office)
    UnitMeeting.objects.create(proposal=world.proposed, held_on=DAY, chair_name="Thử", invited=9, present=9)
    pages = {world.proposed: ("submission", "nominee_list", "unit_minutes"), world.held: ("council_minutes", "tally")}
    for thing, names in (pages | {decision: ("decision", "payment")}).items():
        page = client.get(thing.get_absolute_url()).content.decode()
        assert missing([reverse("reports:request", args=[name]) for name in names], page) == []
    params, today = {"proposal": world.proposed.pk}, timezone.localdate()
    AwardProposal.objects.update(state=ProposalState.RETURNED)
    assert registry.find("submission").find(params, actor_for(officer, today)).ids == [world.proposed.pk]
    with pytest.raises(NothingToReport, match="không có quyền xem"):
        registry.find("submission").find(params, actor_for(office, today))


def test_a_certificate_for_each_recipient_whose_award_holds(world):
    decision = issued(world)
    params = {"decision": decision.pk}
    pages = PdfReader(io.BytesIO(rendered("certificate", params, registry.PDF))).pages
    assert [(round(page.mediabox.width), round(page.mediabox.height)) for page in pages] == [(842, 595)] * 3
    wanted = ["BẰNG KHEN", "Bà Trần Thị Thử", "Quyết định số 145/QĐ-BTP", "KT. BỘ TRƯỞNG", "Phạm Văn Thử", "Mã tra cứu"]
    assert missing(wanted, " ".join(pages[1].extract_text().split())) == []
    Award.objects.filter(recipient_name="Lê Văn Thử").update(state="cancelled")
    assert len(PdfReader(io.BytesIO(rendered("certificate", params, registry.PDF))).pages) == 2
    AwardDecision.objects.update(state="revoked")
    with pytest.raises(NothingToReport, match="đang có hiệu lực"):
        registry.find("certificate").find(params, SYSTEM)
    refuses_strangers("certificate", params)
