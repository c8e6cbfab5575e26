"""The desk of a browser test about awards: who signs in, what is clicked; a session of a council to its minutes."""

from django.urls import reverse

from apps.accounts.models import User
from apps.awards.models import AwardDecision, AwardProposal, Council, CouncilMember, CouncilSession
from apps.ballots.models import Ballot
from emulation_portal.tests.browser import DESK, PHONE, axe_violations, overflow, sign_in

TODAY = "21/12/2020"


class Desk:
    """One window in which people sign in one after the other."""

    def __init__(self, page, live_server, client):
        self.page, self.live_server, self.client = page, live_server, client

    def as_(self, user: User) -> "Desk":
        sign_in(self.page, self.live_server, self.client, user)
        return self

    def go(self, path: str) -> "Desk":
        self.page.goto(self.live_server.url + path)
        return self

    def link(self, name: str, *, exact: bool = False) -> "Desk":
        self.page.locator("main").get_by_role("link", name=name, exact=exact).first.click()
        return self

    def link_of(self, row: str, name: str) -> "Desk":
        """The link in the row of a table that has this text."""
        self.page.locator("main tr", has_text=row).first.get_by_role("link", name=name).click()
        return self

    def press(self, name: str) -> "Desk":
        self.page.locator("main").get_by_role("button", name=name, exact=True).click()
        return self

    def submit(self) -> "Desk":
        self.page.locator("main form button[type=submit]").last.click()
        return self

    def fill(self, **typed: str) -> "Desk":
        for name, value in typed.items():
            self.page.locator(f"main [name={name}]").fill(value)
        return self

    def choose(self, **chosen: str) -> "Desk":
        for name, value in chosen.items():
            self.page.locator(f"main [name={name}]").select_option(value, force=True)
        return self

    def sees(self, *words: str) -> "Desk":
        shown = self.text
        assert [each for each in words if each not in shown] == [], f"{self.page.url}: {shown}"
        return self

    def looks_well(self) -> None:
        self.page.wait_for_load_state("load")
        for size in (PHONE, DESK):
            self.page.set_viewport_size(size)
            assert overflow(self.page) <= 0, (self.page.url, size)
        assert axe_violations(self.page) == [], self.page.url

    @property
    def text(self) -> str:
        return " ".join(self.page.locator("main").inner_text().split())


def sent_and_verified(desk: Desk, proposal: AwardProposal, people) -> None:
    """The officer lays it before the leader, who confirms; the office of the ministry verifies."""
    desk.as_(people["head"]).go(proposal.get_absolute_url()).link("Xem lại, ký, gửi").press("Trình lãnh đạo")
    desk.as_(people["leader"]).go(reverse("awards:proposal-check", args=[proposal.pk]))
    desk.press("Xác nhận và gửi").sees("XN-KT-2020-")
    desk.as_(people["office"]).go(proposal.get_absolute_url()).link("Thẩm định").submit()
    proposal.refresh_from_db()
    assert proposal.state == "verified"


def planned(desk: Desk, council: Council, office: User, title: str, *, writes: int | None = None) -> CouncilSession:
    """Everything that is verified on its agenda; everybody is there but whoever ``writes``, by the place."""
    desk.as_(office).go(council.get_absolute_url()).link("Lập phiên họp")
    desk.fill(title=title, held_on=TODAY, place="Hà Nội").submit()
    session = CouncilSession.objects.latest("pk")
    desk.go(session.get_absolute_url()).link("Đưa hồ sơ vào")
    desk.page.locator("main [name=proposals]").check()
    desk.submit().go(session.get_absolute_url()).link("Điểm danh")
    for order, seat in enumerate(session.seats.order_by("order")):
        desk.choose(**{f"seat-{seat.pk}": "writing" if order == writes else "present"})
    desk.submit()
    return session


def slips_made(desk: Desk, session: CouncilSession, office: User) -> list[Ballot]:
    desk.as_(office).go(session.get_absolute_url()).link("Khai mạc", exact=True).press("Khai mạc phiên họp")
    desk.link("Lập phiếu bầu").press("Lập phiếu bầu")
    return list(Ballot.objects.filter(keeper=session.keeper).order_by("order"))


def counted(desk: Desk, ballot: Ballot, team: list[CouncilMember], office: User) -> None:
    """On paper, everybody for everybody: the team, the box, the count, the minutes of the count, the result."""
    desk.as_(office).go(reverse("ballots:teller-name", args=[ballot.pk]))
    desk.choose(**{name: str(each.person.user_id) for name, each in zip(("first", "second"), team, strict=True)})
    desk.press("Ghi Tổ kiểm phiếu")
    desk.as_(team[0].person.user).go(reverse("ballots:ballot-open", args=[ballot.pk])).submit()
    desk.go(reverse("ballots:ballot-box", args=[ballot.pk]))
    for box in desk.page.locator("main [name=voters]").all():
        box.check()
    desk.submit().go(reverse("ballots:ballot-close", args=[ballot.pk])).submit()
    slips = str(ballot.voters.count())
    for question in ballot.questions.order_by("order"):
        desk.go(reverse("ballots:ballot-board", args=[ballot.pk, question.pk]))
        numbers = {f"votes-{number}": slips for number in question.options.values_list("number", flat=True)}
        desk.fill(handed_out=slips, taken_in=slips, spoiled="0", blank="0", **numbers).submit()
    desk.go(reverse("ballots:ballot-certify", args=[ballot.pk])).submit()
    assert Ballot.objects.get(pk=ballot.pk).state == "certified", desk.text
    results = reverse("awards:session-results", args=[ballot.keeper.partition(":")[2], ballot.pk])
    desk.as_(office).go(results).press("Ghi kết quả bỏ phiếu")
    assert "Đã ghi kết quả." in desk.page.content(), desk.text


def concluded(desk: Desk, session: CouncilSession) -> None:
    desk.go(session.get_absolute_url()).link("Soạn biên bản").fill(conclusion="Thống nhất kết quả bỏ phiếu.").submit()
    desk.link("Kết thúc phiên họp").press("Kết thúc phiên họp")


def issued(desk: Desk, session: CouncilSession, symbol: str) -> AwardDecision:
    desk.go(session.get_absolute_url()).link("Soạn quyết định", exact=True).press("Lập dự thảo")
    desk.link("Ban hành", exact=True).fill(symbol=symbol, issued_on=TODAY).press("Ban hành")
    return AwardDecision.objects.get(session=session)
