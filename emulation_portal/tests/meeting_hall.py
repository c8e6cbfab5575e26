"""The hall of a meeting for browser tests: a window for each person, and what was ready before anybody came."""

from datetime import date, timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.clusters.tests.factories import HeadTermFactory
from apps.conferences.domain import attending, papers
from apps.conferences.domain.inviting import send_invitations
from apps.conferences.domain.planning import Plan
from apps.conferences.models import Conference
from apps.conferences.tests.world import NOW, SYSTEM, World
from apps.core.dates import local
from apps.pledges.domain.opening import open_for_signing
from apps.pledges.domain.texts import create_pledge, save_draft
from apps.units.tests.factories import RoleAssignmentFactory
from emulation_portal.tests.browser import axe_violations, overflow, session_in, sign_in, watch

PROJECTOR = {"width": 1920, "height": 1080}
LONGEST = 15_000  # milliseconds until a thing to be clicked stands on a page


class Window:
    """What one person does: goes, clicks, fills in, reads; a page that is looked at is good."""

    def __init__(self, page, live_server):
        self.page, self.live_server, self.problems = page, live_server, watch(page)

    def go(self, name: str, *arguments) -> None:
        self.page.goto(self.live_server.url + reverse(name, args=arguments))

    def link(self, name: str, *, exact: bool = False) -> None:
        self.page.get_by_role("link", name=name, exact=exact).first.click()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            self.page.locator(f"[name={name}]").fill(value)

    def file(self, name: str, content: bytes) -> None:
        chosen = {"name": name, "mimeType": "application/pdf", "buffer": content}
        self.page.locator("input[type=file]").set_input_files(chosen)

    def text(self) -> str:
        return " ".join(self.page.locator("main").inner_text().split())

    def sees(self, *words: str) -> None:
        shown = self.text()
        assert [each for each in words if each not in shown] == [], f"{self.page.url}: {shown}"

    def figure(self) -> str:
        return "".join(self.page.locator(".mode__figure").first.inner_text().split())

    def code(self) -> str:
        """The secret that stands on the page this once."""
        return self.page.locator(".secret-code").inner_text().strip()

    def looks_good(self) -> None:
        assert axe_violations(self.page) == [], self.page.url
        assert overflow(self.page) <= 0, self.page.url


class Hall:
    """Windows of one browser, each with its own session."""

    def __init__(self, browser, live_server):
        self.browser, self.live_server, self.open = browser, live_server, []

    def window(self, size, user=None) -> Window:
        page = session_in(self.browser, viewport=size).new_page()
        page.set_default_timeout(LONGEST)
        if user is not None:
            sign_in(page, self.live_server, Client(), user)
        self.open.append(Window(page, self.live_server))
        return self.open[-1]

    def of(self, unit, role, size) -> Window:
        return self.window(size, RoleAssignmentFactory(unit=unit, role=role, starts_on=NOW.date()).user)

    def close(self) -> None:
        problems = [problem for each in self.open for problem in each.problems]
        for each in self.open:
            each.page.context.close()
        assert problems == []


def meeting_today(world: World) -> Conference:
    """Everybody invited has said who comes; the report is a draft, the pledge of the next year is open for signing."""
    now, today = timezone.now(), local(timezone.now()).date()
    HeadTermFactory(cluster_year=world.closing, unit=world.units[0], starts_on=date(2019, 1, 1))
    plan = Plan(
        "Hội nghị tổng kết năm 2019",
        today,
        "Đồng Nai",
        chair_name="Đặng Hoàng Oanh",
        chair_post="Trưởng Cụm",
        secretary_name="Trần Thị Thử",
    )
    meeting = world.held(plan=plan)
    call = {"conference_id": meeting.pk, "actor": SYSTEM, "now": now}
    send_invitations(**call)
    for number, each in enumerate(meeting.attendees.order_by("order"), start=1):
        person = {"person": f"Đại Biểu Thứ {number}", "post": "Giám đốc"}
        attending.answer(attendee_id=each.pk, answer="coming", version=0, actor=SYSTEM, now=now, **person)
    papers.add_paper(kind="report", title="Báo cáo tổng kết năm 2019", text="Dự thảo.", **call)
    made = create_pledge(cluster_year_id=world.signing.pk, line="", actor=SYSTEM, now=now)
    words = {"title": "Giao ước thi đua năm 2020", "text": "Thi đua.", "commitments": [], "version": made.version}
    save_draft(pledge_id=made.pk, actor=SYSTEM, now=now, **words)
    open_for_signing(pledge_id=made.pk, due_on=today + timedelta(days=10), actor=SYSTEM, now=now)
    return meeting
