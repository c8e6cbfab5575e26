"""From the conference to the registry and the next heads, by the clicks of whoever does it."""

import re

from apps.awards.models import AwardDecision, AwardProposal, Council, CouncilSession
from apps.ballots.models import Ballot
from apps.conferences.models import Conference
from apps.documents.tests.factories import PDF
from apps.periods.models import EmulationYear
from emulation_portal.tests.journey_world import FLAG


def open_the_next_year(walker, world):
    """Its heads are named at the conference; until it begins, everybody's home stays with the year that is closed."""
    walker.comes(world.office, "periods:year-next", EmulationYear.objects.get(year=world.year).pk)
    walker.presses("Xem lại trước khi mở")
    walker.presses(f"Mở năm thi đua {world.year + 1}")
    walker.comes(world.officers["An"])
    walker.reads(f"Nhiệm vụ Trưởng Cụm năm {world.year}")


def confer(walker, world):
    walker.enters("Hội nghị")
    walker.follows("Lập hội nghị")
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
