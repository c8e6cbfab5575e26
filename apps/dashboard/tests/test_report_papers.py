"""Periodic reports on boards and homes."""

from datetime import date

import pytest
from django.urls import reverse

from apps.core.together import answered
from apps.dashboard.papers.kinds import Asked, Key, office_tasks
from apps.dashboard.papers.lines import papers_of
from apps.dashboard.papers.periodic_reports import close_again, reopen
from apps.dashboard.tests.world import NOW, SYSTEM, build
from apps.periodic_reports.domain.consolidating import consolidate
from apps.periodic_reports.domain.templates import create_template, issue_template
from apps.periodic_reports.enums import ReportState
from apps.periodic_reports.tests.factories import acting, send, template_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return build(3, sheets=False)


@pytest.fixture
def template(world):
    data = template_data(starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31), due_on=date(2020, 11, 10))
    made = create_template(year_id=world.cluster_year.year_id, data=data, actor=SYSTEM, now=NOW)
    return issue_template(template_id=made.pk, actor=SYSTEM, now=NOW)


def report(template, world, index):
    return template.reports.select_related("template__year__organiser", "unit").get(unit=world.units[index])


def asked(world, user):
    return Asked(
        actor=acting(user),
        now=NOW,
        year_ids=frozenset({world.cluster_year.year_id}),
        unit_ids=frozenset(unit.pk for unit in world.units),
        codes=frozenset({"report:6-thang"}),
    )


def test_board_reads_all_reports_in_few_queries(world, template, django_assert_max_num_queries):
    send(report(template, world, 1), at=NOW)
    with django_assert_max_num_queries(7):
        found = answered(papers_of(asked(world, world.head)))
    assert len(found) == 3
    sent = found[Key(world.cluster_year.year_id, "report:6-thang", world.units[1].pk)]
    assert (sent.word, sent.may_reopen) == ("sent", True)
    own = found[Key(world.cluster_year.year_id, "report:6-thang", world.units[0].pk)]
    assert (own.word, own.actions) == ("not_started", ())
    missing = found[Key(world.cluster_year.year_id, "report:6-thang", world.units[2].pk)]
    assert [str(action.label) for action in missing.actions] == ["Nhập thay"]


def test_board_reopens_and_closes_again(world, template):
    """As it was: only sent, or taken over."""
    sent = send(report(template, world, 1), at=NOW)
    key = Key(template.year_id, template.duty_code, sent.unit_id)
    for stood in (ReportState.SUBMITTED, ReportState.ACCEPTED):
        if stood == ReportState.ACCEPTED:
            consolidate(template_id=template.pk, actor=SYSTEM, now=NOW)
        reopen(paper=answered(papers_of(asked(world, world.head)))[key], reason="Đơn vị đề nghị", actor=SYSTEM, now=NOW)
        sent.refresh_from_db()
        assert sent.state == ReportState.DRAFT
        close_again(key=key, path="", since=NOW, actor=SYSTEM, now=NOW)
        sent.refresh_from_db()
        assert sent.state == stood


def test_office_is_told_of_totals_that_lack_units(world, template):
    send(report(template, world, 1), at=NOW)
    about = {"organiser_id": world.ministry.pk, "year": 2020, "actor": acting(world.standing_office), "now": NOW}
    rows = answered(office_tasks(**about))
    assert "Đã gửi 1/3 đơn vị." in [row.note for row in rows]


def test_homes_show_reports(client, world, template):
    client.force_login(world.officers[1])
    assert template.label in client.get(reverse("dashboard:home")).content.decode()
