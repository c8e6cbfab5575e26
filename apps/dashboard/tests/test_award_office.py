"""What of the awards waits for a standing office, on its home."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from apps.awards.domain import decisions, sessions
from apps.awards.enums import ProposalState
from apps.awards.models import CommentPeriod, Consultation, Nominee
from apps.awards.tests import council_world as world_of
from apps.awards.tests.council_world import BY, NOW, SYSTEM, person_line, recommended
from apps.awards.tests.test_decisions import head
from apps.core.dates import local
from apps.core.together import answered
from apps.dashboard.papers.award_office import office_tasks
from apps.dashboard.queries.awards_of_year import awards_of_year
from apps.periods.domain.working_days import working_days
from apps.registry.enums import AwardState
from apps.registry.filters import AwardFilter
from apps.registry.models import Award
from apps.registry.tests.factories import AwardFactory
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory

pytestmark = pytest.mark.django_db


def test_proposals_sessions_drafts_and_missing_councils_stand_in_one_line_each_by_one_query(
    client, django_assert_num_queries
):
    world = world_of.build()
    call = {"organiser_id": world.ministry.pk, "year": 2025, "actor": SYSTEM, "now": NOW}
    assert [task.note for task in answered(office_tasks(**call))] == [
        "2 đơn vị có tư cách pháp nhân chưa có Hội đồng còn hiệu lực."  # the ministry and one unit below
    ]
    for days in (3, 1):
        sent = world.proposal(person_line(), state=ProposalState.SUBMITTED, submitted_at=NOW - timedelta(days=days))
        until = local(NOW).date() + timedelta(days=days)
        asked = {"asked_on": date(2026, 1, 5), "due_on": until - timedelta(days=2), "by_label": "Thường trực"}
        Consultation.objects.create(proposal=sent, body_name=f"UBND {days}", **asked)
        period = {"starts_on": until - timedelta(days=9), "ends_on": until, "working_days": 5, "contact": "Vụ TĐKT"}
        CommentPeriod.objects.create(proposal=sent, basis="Nghị định", by_label="Thường trực", **period)
    world_of.award("BKT", level="state")
    done = recommended(world, world.proposal(person_line()), world.proposal(person_line("BKT"), person_line("BKT")))
    sessions.conclude_session(session_id=done.pk, version=done.version, **BY)
    here = Nominee.objects.filter(agenda_items__session=done, award__code="BKB")
    ids = list(here.values_list("pk", flat=True))
    decisions.draft_decision(year_id=world.year.pk, head=head(done), nominee_ids=ids, **BY)
    coming = world.session(world.proposal(person_line()))
    with django_assert_num_queries(1):
        to_verify, asking, public, to_come, drafts, upwards, councils = answered(office_tasks(**call))
    today, first_on = local(NOW).date(), local(NOW - timedelta(days=3)).date()
    assert (to_verify.title, to_verify.note[:17]) == ("Hồ sơ sắp hết hạn thẩm định", "2 hồ sơ đang chờ.")
    assert to_verify.due_on == working_days(today, today).after(first_on, 25)
    assert (asking.note, asking.holder) == ("2 cơ quan chưa trả lời, 1 quá hạn.", "UBND 1")
    assert (asking.days_left, public.days_left, public.url) == (-1, 1, sent.get_absolute_url())
    assert (to_come.due_on, to_come.url) == (coming.held_on, coming.get_absolute_url())
    world.session(world.proposal(person_line()))
    client.force_login(RoleAssignmentFactory(unit=world.ministry, role=Role.STANDING_OFFICE).user)
    [to_come] = [task for task in answered(office_tasks(**call)) if "phiên" in task.note]
    assert (to_come.note, client.get(to_come.url).context["page_obj"].paginator.count) == ("2 phiên chưa kết thúc.", 2)
    assert (drafts.title, drafts.url) == ("Quyết định chờ số", f"{reverse('awards:decision-list')}?state=draft")
    assert upwards.note == "2 trường hợp chờ lập tờ trình, 0 dự thảo tờ trình."
    assert councils.url == reverse("awards:council-list")


def test_every_figure_of_the_awards_in_toan_nganh_is_that_of_the_list_behind_it(client, time_machine):
    """Who stands in two proposals for one award is asked for once, and only lines of that award are counted."""
    time_machine.move_to(NOW)
    world = world_of.build(("BKB", "GK"))
    client.force_login(RoleAssignmentFactory(unit=world.ministry, role=Role.STANDING_OFFICE).user)
    person = world_of.PersonFactory()
    twice, unit = person_line(person=person), world_of.unit_line(world.unit)
    for lines, state in (
        ((twice, person_line("GK"), unit), ProposalState.SUBMITTED),
        ((twice, person_line()), ProposalState.RETURNED),
        ((person_line(), unit), ProposalState.WITHDRAWN),
        ((person_line("GK"),), ProposalState.DRAFT),
    ):
        sent = None if state == ProposalState.DRAFT else NOW
        why = "Rút" if state == ProposalState.WITHDRAWN else ""
        world.proposal(*lines, state=state, submitted_at=sent, withdrawn_reason=why)
    AwardFactory(year=2025, person=person)
    AwardFactory(year=2025, award_type=world_of.award("GK"), state=AwardState.CANCELLED)
    page = client.get(reverse("dashboard:board-list"), {"year": 2025})
    found = [(line.name, line.asked, line.granted) for line in page.context["awards"]]
    assert found == [("Khen thưởng BKB", 3, 1), ("Khen thưởng GK", 1, 0)]
    shown = page.content.decode()
    for line in page.context["awards"]:
        listed = f"{reverse('awards:proposal-list')}?year=2025&amp;award={line.award_id}"
        assert listed in shown
        behind = client.get(listed.replace("&amp;", "&")).context["asked"]
        assert behind.collectives + behind.individuals == line.asked
        listed = f"{reverse('registry:award-list')}?achieved=2025&amp;type={line.award_id}&amp;state=held"
        assert (listed in shown) is bool(line.granted)
        assert client.get(listed.replace("&amp;", "&")).context["page_obj"].paginator.count == line.granted


def test_a_form_over_several_years_counts_in_toan_nganh_in_its_last_year_and_its_list_shows_the_same():
    """Themed awards of 2016–2025 name no single year."""
    AwardFactory(year=2025)
    AwardFactory(year=None, period_from=2016, period_to=2025)
    AwardFactory(year=2024, period_to=2025)
    (line,) = answered(awards_of_year(SYSTEM, 2025))
    listed = AwardFilter({"achieved": "2025", "state": "held"}, queryset=Award.objects.all()).qs
    assert (line.granted, listed.count()) == (2, 2)
