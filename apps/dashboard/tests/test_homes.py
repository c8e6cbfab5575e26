from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from apps.accounts.grants import actor_for
from apps.audit.models import Entry
from apps.core.components import StatusWord
from apps.dashboard.tests.homes import heading, home
from apps.dashboard.tests.world import NOW, SYSTEM, build, open_duty
from apps.documents.domain.citing import file_document
from apps.documents.models import Document
from apps.obligations.domain.duties import ask
from apps.obligations.domain.extensions import extend
from apps.obligations.models import Duty, Obligation
from apps.ranking.enums import RunState
from apps.ranking.models import RankingEntry, RankingRun
from apps.scoring.domain.returns import reopen_sheet
from apps.scoring.domain.submissions import send_to_leader
from apps.scoring.enums import SetState, SheetState
from apps.scoring.models import ScoreSheet
from apps.scoring.tests.factories import CriteriaSetFactory
from apps.units.models import Unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


@pytest.fixture
def at_now():
    with time_machine.travel(NOW, tick=False):
        yield


def scoring_task(response):
    """The head's line about the scores, among those of plan and pledge."""
    return next(task for task in response.context["tasks"] if str(task.title) == "Kiểm tra điểm, xếp hạng")


def test_officer_heading_counts_what_is_done(client):
    world = build()
    response = home(client, world.officers[1])
    assert heading(response) == "Việc cần làm năm 2020 – đã xong 0/1"
    world.send(1)
    assert heading(home(client, world.officers[1])) == "Việc cần làm năm 2020 – đã xong 1/1"


def test_officer_task_has_dates_holder_status_and_days(client):
    world = build()
    [task] = home(client, world.officers[1]).context["unit_year"].tasks
    assert (task.title, task.status, task.due_on, task.holder, task.days_left, task.days_late) == (
        "Tự chấm điểm",
        StatusWord.NOT_STARTED,
        date(2020, 11, 10),
        "Cán bộ TĐKT",
        -2,
        0,
    )
    assert task.url == world.sheet(1).get_absolute_url()


def test_officer_task_sent_late_keeps_its_days_late_and_says_who_has_it(client):
    world = build()
    world.send(1)
    [task] = home(client, world.officers[1]).context["unit_year"].tasks
    assert (task.status, task.holder, task.days_left, task.days_late) == (StatusWord.SENT, "Trưởng Cụm", None, 2)


def test_papers_of_the_year_open_for_whoever_may_read_them(client):
    world = build()
    printed = {"issued_on": date(2020, 1, 9), "issuer_name": "Bộ Tư pháp", "owner_code": world.ministry.code}
    letter = file_document(symbol="5034/BTP-TCCB", **printed, actor=SYSTEM, now=NOW)
    Duty.objects.update(document=letter)
    basis, criteria = home(client, world.officers[1]).context["unit_year"].papers
    assert (basis.name, basis.url, criteria.kind) == ("Công văn 5034/BTP-TCCB", "", "Bảng tiêu chí")
    assert client.get(criteria.url).status_code == 200
    Document.objects.update(for_everyone=True)
    basis, _criteria = home(client, world.officers[1]).context["unit_year"].papers
    assert client.get(basis.url).status_code == 200


def test_duties_that_do_not_concern_the_unit_are_absent(client):
    world = build()
    ask(
        year_id=world.cluster_year.year_id,
        code="registration",
        label="Gửi đăng ký thi đua",
        due_on=date(2020, 2, 28),
        unit_ids=[world.units[2].pk],
        actor=SYSTEM,
        now=NOW,
    )
    assert [t.title for t in home(client, world.officers[1]).context["unit_year"].tasks] == ["Tự chấm điểm"]
    tasks = home(client, world.officers[2]).context["unit_year"].tasks
    assert [t.title for t in tasks] == ["Gửi đăng ký thi đua", "Tự chấm điểm"]


def test_duty_before_its_opening_day_is_not_open(client):
    world = build(sheets=False)
    ask(
        year_id=world.cluster_year.year_id,
        code="report",
        label="Gửi báo cáo",
        due_on=date(2020, 12, 20),
        opens_on=date(2020, 12, 1),
        unit_ids=[world.units[1].pk],
        actor=SYSTEM,
        now=NOW,
    )
    [task] = home(client, world.officers[1]).context["unit_year"].tasks
    assert (task.status, task.note) == (StatusWord.NOT_OPEN, "Mở từ ngày 01/12/2020.")


def test_empty_year_says_what_happens_next(client):
    world = build(sheets=False)
    assert "Chưa có việc nào được giao trong năm này" in home(client, world.officers[1]).content.decode()


def test_officer_reads_what_others_did_to_the_units_papers(client):
    world = build()
    extend(
        obligation_id=world.obligation(1).pk,
        until=NOW + timedelta(days=5),
        asked_by="Ông Lê Văn Mẫu",
        asked_how="telephone",
        reason="Chờ số liệu quyết toán",
        actor=actor_for(world.head, NOW.date()),
        now=NOW,
    )
    year = home(client, world.officers[1]).context["unit_year"]
    told = ("Gia hạn: Tự chấm điểm", "Thời hạn mới: 17/11/2020 16:20. Lý do: Chờ số liệu quyết toán", world.head.label)
    assert [(c.title, c.body, c.who) for c in year.changes] == [told]
    assert year.tasks[0].days_left == 5
    assert home(client, world.officers[2]).context["unit_year"].changes == ()


def published(world, *, year_of, unit, rank=2) -> RankingRun:
    run = RankingRun.objects.create(
        cluster_year=year_of.cluster_year,
        criteria_set=year_of.sheet(0).criteria_set,
        state=RunState.PUBLISHED,
        run_hash="0" * 64,
        computed_at=NOW,
        published_at=NOW,
    )
    for place, member in enumerate([unit, *(u for u in year_of.units if u != unit)], start=rank):
        RankingEntry.objects.create(
            run=run,
            unit=member,
            unit_name=member.name,
            order=place,
            total=Decimal("187.5"),
            rank=place,
            class_label="Tốt",
        )
    return run


def test_last_years_result_stands_in_one_line(client):
    world = build(year=2019)
    unit = world.units[1]
    run = published(world, year_of=world, unit=unit)
    this_year = build(sheets=False)
    this_year.cluster_year.members.create(unit=unit, unit_name=unit.name, order=9)
    response = home(client, world.officers[1])
    assert response.context["unit_year"].last_result.run == run
    page = " ".join(response.content.decode().split())
    assert f"năm 2019 xếp hạng 2/3, 187,5 điểm, {world.cluster_year.name}, xếp loại Tốt" in page


def test_leader_sees_only_what_was_sent_to_the_leader(client):
    world = build()
    leader = world.leaders[1]
    response = home(client, leader)
    assert (heading(response), response.context["tasks"]) == ("Việc chờ lãnh đạo", [])
    assert "Đã ký trên giấy? Cán bộ TĐKT có thể tải bản ký lên thay." in response.content.decode()
    send_to_leader(sheet_id=world.sheet(1).pk, actor=actor_for(world.officers[1], NOW.date()), now=NOW)
    [task] = home(client, leader).context["tasks"]
    assert (task.title, task.status, task.holder) == (
        "Duyệt bảng tự chấm điểm",
        StatusWord.AWAITING_SIGNATURE,
        "Lãnh đạo đơn vị",
    )


def test_leader_follows_the_unit_on_its_own_page(client):
    world = build()
    client.force_login(world.leaders[1])
    response = client.get(reverse("dashboard:unit-situation"))
    assert heading(response) == "Tình hình đơn vị năm 2020"
    client.force_login(world.standing_office)
    assert client.get(reverse("dashboard:unit-situation")).status_code == 403


def test_head_home_tells_what_is_sent_waiting_and_owed(client):
    world = build()
    world.send(1)
    response = home(client, world.head)
    assert heading(response) == "Nhiệm vụ Trưởng Cụm năm 2020"
    task = scoring_task(response)
    assert (task.title, task.status, task.note) == (
        "Kiểm tra điểm, xếp hạng",
        StatusWord.DRAFT,
        "Đã gửi 1/3 đơn vị, chờ kiểm tra 1, đã chốt 0.",
    )
    to_check, owing = response.context["sections"]
    assert [t.title for t in to_check.tasks] == [world.units[1].name]
    assert [(t.title, t.days_left) for t in owing.tasks] == [(world.units[0].name, -2), (world.units[2].name, -2)]
    assert '<h2 class="section-title">Tự chấm điểm</h2>' in response.content.decode()  # of which the figures tell


def test_date_and_days_of_an_owing_unit_are_those_of_one_paper(client):
    world = build()
    unit = {"unit_ids": [world.units[2].pk], "actor": SYSTEM, "now": NOW, "year_id": world.cluster_year.year_id}
    ask(code="registration", label="Đăng ký thi đua", due_on=date(2020, 11, 11), **unit)  # stands first, is less late
    [task] = [t for t in home(client, world.head).context["sections"][-1].tasks if t.title == world.units[2].name]
    assert (task.due_on, task.days_left) == (date(2020, 11, 10), -2)


def test_head_before_opening_sees_that_nothing_is_open(client):
    world = build(sheets=False)
    task = scoring_task(home(client, world.head))
    assert (task.status, task.note) == (StatusWord.NOT_OPEN, "Chưa mở tự chấm điểm cho các đơn vị.")


def test_head_after_publication_is_done(client):
    world = build()
    ScoreSheet.objects.update(state=SheetState.FINAL, submitted_at=NOW)
    task = scoring_task(home(client, world.head))
    assert (task.status, task.url) == (
        StatusWord.DRAFT,
        reverse("ranking:cluster-year", args=[world.cluster_year.pk]),
    )
    published(world, year_of=world, unit=world.units[1], rank=1)
    task = scoring_task(home(client, world.head))
    assert (task.status, task.holder) == (StatusWord.FINAL, "")


def test_standing_office_sees_incomplete_clusters_drafts_and_sheets_to_appraise(client):
    world = build()
    world.send(1)
    draft = CriteriaSetFactory(year=world.cluster_year.year, state=SetState.DRAFT, issued_at=None, title="Dự thảo A")
    world.sheet(1).criteria_set.steps.update(role="standing_office")
    response = home(client, world.standing_office)
    assert heading(response) == "Cần xử lý hôm nay"
    name = world.cluster_year.name
    assert [t.title for t in response.context["tasks"]] == [
        f"Cụm chưa đủ số liệu: {name}",
        f"Bảng tiêu chí chờ ban hành: {draft.title}",
        f"Điểm chờ thẩm định: {name}",
    ]
    assert response.context["tasks"][0].note == (
        f"Tự chấm điểm: đã gửi 1/3 đơn vị, quá hạn: {world.units[0].name}; {world.units[2].name}."
    )


def test_standing_office_of_another_organiser_sees_nothing_of_this_one(client):
    build()
    other = build(sheets=False)
    response = home(client, other.standing_office)
    assert [c.cluster_year for c in response.context["clusters"]] == [other.cluster_year]


@pytest.mark.parametrize("hours", [0, 24 * 7 + 3])
def test_auditor_counts_exceptions_of_the_week(client, hours):
    """Also those of the first hours of the first day, as the list does."""
    world = build()
    ScoreSheet.objects.filter(pk=world.sheet(1).pk).update(state=SheetState.FINAL, submitted_at=NOW)
    reopen_sheet(
        sheet_id=world.sheet(1).pk, reason="Số liệu quyết toán sai", actor=SYSTEM, now=NOW - timedelta(hours=hours)
    )
    response = home(client, world.auditor)
    assert heading(response) == "Cần xem"
    assert {line.title: line.count for line in response.context["lines"]} == {
        "Nhập thay, mở lại, gia hạn trong tuần": 1,
        "Sửa điểm sau khi chốt": 1,
        "Kiểm tra tính toàn vẹn": 0,
        "Quyền được cấp mới": 0,
        "Truy cập dữ liệu cá nhân": 0,
    }
    for line in response.context["lines"][1:3]:
        listed = client.get(line.url)
        assert [entry.action for entry in listed.context["object_list"]] == ["scoring.score_sheet.reopen"]


def test_trail_filters_by_day_both_included(client):
    world = build(sheets=False)
    open_duty(world, date(2020, 11, 10))
    client.force_login(world.auditor)
    day = timezone.localtime(NOW).date()
    url = reverse("dashboard:trail-list")
    everything = Entry.objects.count()
    assert (
        client.get(f"{url}?since={day:%d/%m/%Y}&until={day:%d/%m/%Y}").context["page_obj"].paginator.count == everything
    )
    assert client.get(f"{url}?until=11/11/2020").context["page_obj"].paginator.count == 0
    assert client.get(f"{url}?since=13/11/2020").context["page_obj"].paginator.count == 0


def test_a_body_without_a_valid_initiative_council_reads_so_on_the_home(client):
    world = build(sheets=False)
    assert "Hội đồng sáng kiến" not in home(client, world.officers[1]).content.decode()
    Unit.objects.filter(pk=world.units[1].pk).update(legal_person=True)
    for user in (world.officers[1], world.leaders[1]):
        assert "chưa có Hội đồng sáng kiến còn hiệu lực" in home(client, user).content.decode()


def ask_registrations(world):
    ask(
        year_id=world.cluster_year.year_id,
        code="registration",
        label="Đăng ký thi đua",
        due_on=date(2020, 11, 20),
        unit_ids=[unit.pk for unit in world.units],
        actor=SYSTEM,
        now=NOW,
    )


def test_main_button_of_the_officer_begins_the_registration(client):
    world = build(sheets=False)
    ask_registrations(world)
    response = home(client, world.officers[1])
    start = reverse("registrations:registration-start", args=[world.cluster_year.pk, world.units[1].pk])
    assert response.context["unit_year"].next_task.url == start
    assert client.get(start).status_code == 200
    owed = Obligation.objects.get(duty__code="registration", unit=world.units[1])
    assert reverse("obligations:own-call", args=[owed.pk]) in response.content.decode()


def test_what_the_year_leaves_out_is_on_no_home_and_no_board(client):
    world = build()
    ask_registrations(world)
    year = world.cluster_year.year
    left_out = {"Tổ chức ký giao ước", "Đôn đốc đăng ký thi đua", "Tổ chức hội nghị, bàn giao"}
    assert left_out <= {str(task.title) for task in home(client, world.head, "Trưởng").context["tasks"]}
    year.stages_off = ["registration", "pledge", "conference"]
    year.save()
    assert [task.title for task in home(client, world.officers[1]).context["unit_year"].tasks] == ["Tự chấm điểm"]
    head = home(client, world.head, "Trưởng")
    assert not left_out & {str(task.title) for task in head.context["tasks"]}
    assert [duty.code for duty in head.context["board"].duties] == ["score_sheet"]


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("officer", ["obligations:duty-list", "dashboard:lateness-list"]),
        ("situation", ["registrations:registration-list", "periodic_reports:report-list", "dashboard:lateness-list"]),
        ("office", ["registrations:consolidation-list", "pledges:pledge-list", "obligations:duty-list"]),
        ("auditor", ["registrations:consolidation-list", "pledges:pledge-list", "movements:movement-list"]),
    ],
)
def test_pages_of_the_year_are_two_steps_away_for_every_role(client, who, names):
    world = build()
    user, page = {
        "officer": (world.officers[1], "/"),
        "situation": (world.leaders[1], reverse("dashboard:unit-situation")),
        "office": (world.standing_office, reverse("dashboard:board-list")),
        "auditor": (world.auditor, "/"),
    }[who]
    client.force_login(user)
    text = client.get(page).content.decode()
    for name in names:
        assert f'href="{reverse(name)}' in text
        assert client.get(reverse(name)).status_code == 200


def test_unit_goes_from_registrations_to_pledges_and_commitments(client):
    world = build(sheets=False)
    client.force_login(world.officers[1])
    for name in ("registrations:registration-list", "pledges:pledge-list", "pledges:commitment-list"):
        text = client.get(reverse(name)).content.decode()
        assert f'href="{reverse("registrations:registration-list")}"' in text
        assert f'href="{reverse("pledges:commitment-list")}"' in text
