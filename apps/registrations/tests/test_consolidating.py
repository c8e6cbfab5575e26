"""The head's sheet: gathered without retyping, frozen with a number, differences marked; who reads what."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from apps.clusters.domain.heads import appoint_head
from apps.clusters.models import Member
from apps.clusters.tests.factories import HeadTermFactory
from apps.jobs.models import Job
from apps.jobs.running import Run
from apps.obligations.models import Duty, Obligation
from apps.registrations.domain import consolidating, receiving, submissions
from apps.registrations.domain.consolidating import NothingChanged, NothingToSend, ReasonMissing
from apps.registrations.domain.differences import compare
from apps.registrations.exports import consolidation_data, title_counts
from apps.registrations.models import Consolidation, ConsolidationEntry, TitleRegistration
from apps.registrations.queries import board_of, rows_of
from apps.registrations.tasks import consolidate
from apps.registrations.tests.factories import NOW, SYSTEM, award, build, person_row, save
from apps.units.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def world():
    return build(3)


def send(world, **options):
    options = {"actor": SYSTEM, "now": NOW} | options
    return consolidating.send_to_ministry(cluster_year_id=world.cluster_year.pk, **options)


def change(world, index: int, code: str = "CSTDCS") -> None:
    """The unit's only person gets another award and one more person comes, after the sheet was sent."""
    registration = world.started(index)
    receiving.reopen(registration_id=registration.pk, reason="Đơn vị đề nghị", actor=SYSTEM, now=NOW)
    row = registration.rows.get(is_collective=False)
    row.award = award(code)
    row.save()
    save(registration, person_row(world.people(index)[0]))
    submissions.submit_registration(registration_id=registration.pk, way="screen", actor=SYSTEM, now=NOW)


def test_s001_4_head_gathers_returns_one_and_holds_the_others(world):
    """S001-4: gathered by unit and by title without retyping; one unit's list returned while the others are held."""
    for index in range(3):
        world.sent(index, persons=2)
    receiving.return_registration(
        registration_id=world.started(1).pk, remark="Ghi đủ chức vụ của cá nhân", actor=SYSTEM, now=NOW
    )
    board = board_of(world.cluster_year)
    assert (board.sent, board.missing) == (2, [world.units[1].name])
    sheet = send(world)
    assert sheet.missing == [world.units[1].name]
    assert [unit.unit_name for unit in consolidation_data(sheet).units] == [world.units[0].name, world.units[2].name]
    assert [(t.award, t.collectives, t.persons) for t in title_counts(rows_of(sheet))] == [
        ("Tập thể lao động xuất sắc", 2, 0),
        ("Lao động tiên tiến", 0, 4),
    ]
    assert list(TitleRegistration.objects.in_protocol_order().values_list("state", flat=True)) == [
        "consolidated",
        "returned",
        "consolidated",
    ]


def test_s001_4_a_late_change_makes_version_2_with_the_difference_marked(world):
    """S001-4: "Gửi Bộ" freezes a numbered version; a late change makes version 2 with the difference marked."""
    for index in range(3):
        world.sent(index)
    first = send(world)
    before = [(row.name, row.award.code) for row in rows_of(first)]
    change(world, 2)
    second = send(world, reason="Đơn vị bổ sung")
    assert (first.number, second.number) == (1, 2)
    assert [(row.name, row.award.code) for row in rows_of(first)] == before
    differing = [(item.row.name, item.change) for item in compare(rows_of(first), rows_of(second)) if item.change]
    assert [change for _name, change in differing] == ["changed", "added"]
    data = consolidation_data(second)
    assert [row.change for row in data.units[2].rows] == ["", "Sửa", "Bổ sung"]
    assert data.units[2].rows[1].before == "Lao động tiên tiến"


def test_unit_that_sends_late_joins_in_the_next_version(world):
    world.sent(0)
    send(world)
    world.sent(1)
    second = send(world, reason="Đơn vị gửi sau")
    assert ConsolidationEntry.objects.filter(consolidation=second).count() == 2
    assert {item.change for item in compare(rows_of(Consolidation.objects.get(number=1)), rows_of(second))} == {
        "",
        "added",
    }


def test_s001_4_head_reads_who_changed_after_the_sheet_until_the_next_is_sent(client, world):
    """S001-4: nobody but the head sends version 2, so the head must learn that it is due."""
    for index in range(2):
        world.sent(index)
    later = f"Gửi hoặc sửa sau bản đã gửi: {world.units[1].name}."
    client.force_login(world.head)

    def reads() -> tuple[bool, bool, str, str]:
        task = task_of_head(client)
        pages = [page(name, world.cluster_year.pk) for name in ("cluster-year", "consolidation-send")]
        return (*(later in client.get(address).content.decode() for address in pages), task.status, task.note)

    assert reads() == (False, False, "not_started", "")
    send(world)
    assert reads() == (False, False, "sent", "Bản số 1")
    assert "Không có gì thay đổi" in client.get(page("consolidation-send", world.cluster_year.pk)).content.decode()
    change(world, 1)
    assert reads() == (True, True, "draft", "Bản số 1; sau đó 1 đơn vị gửi hoặc sửa, cần gửi bản tiếp theo.")
    send(world, reason="Bổ sung")
    assert reads() == (False, False, "sent", "Bản số 2")


def task_of_head(client):
    """The line of the sheet at the home of the head who is signed in."""
    [task] = [each for each in client.get("/").context["tasks"] if each.title == "Tổng hợp đăng ký, gửi Bộ"]
    return task


def test_row_that_is_gone_is_marked(world):
    world.sent(0, persons=2)
    first = send(world)
    registration = world.started(0)
    receiving.reopen(registration_id=registration.pk, reason="Rút", actor=SYSTEM, now=NOW)
    registration.rows.filter(is_collective=False).last().delete()
    submissions.submit_registration(registration_id=registration.pk, way="screen", actor=SYSTEM, now=NOW)
    second = send(world, reason="Rút một người")
    changes = [item.change for item in compare(rows_of(first), rows_of(second))]
    assert changes == ["", "", "removed"]


@pytest.mark.parametrize("place", [0, 1])
def test_the_duty_of_the_head_is_fulfilled_by_whoever_leads_now(client, world, place):
    """Asked of the first unit: a change of head within the year moves no duty, the new head's sheet ends it."""
    if place:
        world.cluster_year.head_terms.update(ends_on=NOW.date() - timedelta(days=1))
        HeadTermFactory(cluster_year=world.cluster_year, unit=world.units[place], starts_on=NOW.date())
    client.force_login(world.officers[place])
    world.sent(0)
    assert (task_of_head(client).status, task_of_head(client).days_left) == ("not_started", -2)
    send(world)
    owed = Obligation.objects.get(duty__code="consolidation")
    assert (owed.unit, owed.fulfilled_at) == (world.units[0], NOW)
    assert owed.subject_path == Consolidation.objects.get().get_absolute_url()
    assert (task_of_head(client).status, task_of_head(client).days_late) == ("sent", 2)


def test_head_named_after_the_sheet_was_sent_owes_it_no_more(world):
    """The standing office or a deputy had sent it."""
    world.cluster_year.head_terms.all().delete()
    Obligation.objects.filter(duty__code="consolidation").delete()
    Duty.objects.filter(code="consolidation").update(audience=["all:heads"])
    world.sent(0)
    send(world)
    later = NOW + timedelta(days=1)
    term = {"unit_id": world.units[1].pk, "role": "cluster_head", "starts_on": later.date()}
    appoint_head(cluster_year_id=world.cluster_year.pk, **term, actor=SYSTEM, now=later)
    assert Obligation.objects.get(duty__code="consolidation").fulfilled_at == NOW


def test_nothing_sent_the_same_again_and_no_reason_are_refused(world):
    with pytest.raises(NothingToSend):
        send(world)
    world.sent(0)
    send(world)
    with pytest.raises(NothingChanged):
        send(world, reason="Gửi lại")
    world.sent(1)
    with pytest.raises(ReasonMissing):
        send(world)


def test_frozen_sheet_is_not_changed_even_in_the_database(world):
    world.sent(0)
    sheet = send(world)
    with pytest.raises(Exception, match="Cannot update"):
        Consolidation.objects.filter(pk=sheet.pk).update(number=7)


def test_many_registrations_are_gathered_by_a_job_with_progress(world, monkeypatch):
    world.sent(0)
    monkeypatch.setattr(consolidating, "AT_ONCE", 0)
    asked = consolidating.ask_to_send(cluster_year_id=world.cluster_year.pk, reason="", actor=SYSTEM, now=NOW)
    assert asked.consolidation is None
    consolidate(job_id=asked.job.pk)
    job = Job.objects.get(pk=asked.job.pk)
    sheet = Consolidation.objects.get()
    assert (job.state, job.result_url, job.result) == ("done", sheet.get_absolute_url(), {"number": 1})
    consolidate(job_id=asked.job.pk)
    assert Consolidation.objects.count() == 1


def resend(world, index: int) -> None:
    """Reopened and sent anew as it was."""
    registration = world.started(index)
    receiving.reopen(registration_id=registration.pk, reason="Xem lại", actor=SYSTEM, now=NOW)
    submissions.submit_registration(registration_id=registration.pk, way="screen", actor=SYSTEM, now=NOW)


def test_same_sending_once_more_is_taken_over_without_a_new_version(world):
    world.sent(0)
    first = send(world)
    resend(world, 0)
    assert world.started(0).state == "submitted"
    assert send(world, reason="Gửi lại như cũ") == first
    assert (Consolidation.objects.count(), world.started(0).state) == (1, "consolidated")
    with pytest.raises(NothingChanged):
        send(world, reason="Gửi lại như cũ")


def test_who_sends_while_the_sheet_is_made_is_in_the_next_version_only(world):
    world.sent(0)
    sheet = send(world, step=lambda done: world.sent(1) if done == 1 else None)
    assert [entry.registration.unit for entry in sheet.entries.all()] == [world.units[0]]
    assert world.started(1).state == "submitted"
    assert sheet.missing == [world.units[1].name, world.units[2].name]


def by_line(world) -> None:
    """The first two units are Sở Tư pháp, the third is Thi hành án."""
    for index, line in enumerate(["justice", "justice", "enforcement"]):
        Member.objects.filter(pk=world.member(index).pk).update(line=line)


def test_duty_of_the_head_is_fulfilled_when_every_line_is_sent(world):
    by_line(world)
    for index in range(3):
        world.sent(index)
    owed = Obligation.objects.get(duty__code="consolidation")
    justice = send(world, line="justice")
    owed.refresh_from_db()
    assert (justice.entries.count(), owed.fulfilled_at) == (2, None)
    send(world, line="enforcement", now=NOW + timedelta(hours=1))
    owed.refresh_from_db()
    assert owed.fulfilled_at == NOW + timedelta(hours=1)


def test_time_of_asking_counts_not_that_of_the_worker(world, monkeypatch):
    world.sent(0)
    monkeypatch.setattr(consolidating, "AT_ONCE", 0)
    asked = consolidating.ask_to_send(cluster_year_id=world.cluster_year.pk, reason="", actor=SYSTEM, now=NOW)
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        consolidate(job_id=asked.job.pk)
    assert Consolidation.objects.get().sent_at == NOW
    assert Obligation.objects.get(duty__code="consolidation").fulfilled_at == NOW


def test_worker_that_dies_at_the_end_leaves_nothing_and_the_next_one_ends_the_job(world, monkeypatch):
    class Killed(BaseException):
        """The process is gone."""

    def die(run, **options):
        raise Killed

    world.sent(0)
    monkeypatch.setattr(consolidating, "AT_ONCE", 0)
    asked = consolidating.ask_to_send(cluster_year_id=world.cluster_year.pk, reason="", actor=SYSTEM, now=NOW)
    with monkeypatch.context() as dying:
        dying.setattr(Run, "finish", die)
        with pytest.raises(Killed):
            consolidate(job_id=asked.job.pk)
    Job.objects.update(heartbeat_at=NOW - timedelta(days=365))
    consolidate(job_id=asked.job.pk)
    assert (Job.objects.get().state, Consolidation.objects.count()) == ("done", 1)


def test_row_changed_only_in_its_note_says_what_stood_before(world):
    world.sent(0)
    send(world)
    registration = world.started(0)
    receiving.reopen(registration_id=registration.pk, reason="Ghi chú", actor=SYSTEM, now=NOW)
    registration.rows.filter(is_collective=True).update(note="Mới thành lập", version=2)
    submissions.submit_registration(registration_id=registration.pk, way="screen", actor=SYSTEM, now=NOW)
    printed = consolidation_data(send(world, reason="Thêm ghi chú")).units[0].rows[0]
    assert (printed.change, printed.note, printed.before) == ("Sửa", "Mới thành lập", "–")


def page(name, *arguments):
    return reverse(f"registrations:{name}", args=arguments)


def test_head_sends_on_screen_and_the_ministry_reads(client, world):
    world.sent(0)
    world.sent(1, at=NOW)
    client.force_login(world.head)
    text = client.get(page("cluster-year", world.cluster_year.pk)).content.decode()
    assert "Đã gửi 2/3 đơn vị." in text
    assert f"Còn thiếu: {world.units[2].name}." in text
    sent = client.post(page("consolidation-send", world.cluster_year.pk), follow=True).content.decode()
    assert "Bản số 1" in sent
    client.force_login(world.office)
    assert client.get(Consolidation.objects.get().get_absolute_url()).status_code == 200


def test_public_list_shows_members_what_others_registered_without_marks(client, world):
    """S003 P3: registration is public inside the cluster."""
    world.sent(0)
    world.sent(1)
    receiving.return_registration(registration_id=world.started(1).pk, remark="Riêng", actor=SYSTEM, now=NOW)
    client.force_login(world.officers[2])
    text = client.get(page("public-list", world.cluster_year.pk)).content.decode()
    assert world.units[0].name in text
    assert world.units[1].name not in text  # sent back: it does not stand
    assert "Kiểm tra điều kiện" not in text


def test_ministry_filters_all_rows_by_title_and_unit_and_exports(client, world):
    world.sent(0, persons=2)
    world.sent(1)
    client.force_login(world.office)
    found = client.get(page("row-list"), {"award": award("LDTT").pk, "unit": world.units[0].name})
    assert found.context["page_obj"].paginator.count == 2
    answer = client.get(page("row-list"), {"format": "xlsx"})
    assert answer["Content-Type"].endswith("sheet")


@pytest.mark.parametrize("units", [1, 6])
def test_queries_of_the_heads_page_do_not_grow(client, units, django_assert_max_num_queries):
    world = build(units)
    for index in range(units):
        world.sent(index)
    client.force_login(world.head)
    with django_assert_max_num_queries(30):
        client.get(page("cluster-year", world.cluster_year.pk))


def test_lateness_is_a_tag_on_the_heads_page(client, world):
    world.sent(1, at=NOW + timedelta(minutes=1))
    client.force_login(world.head)
    assert "chậm 2 ngày" in client.get(page("cluster-year", world.cluster_year.pk)).content.decode()


def test_heads_page_offers_each_line_and_sends_it(client, world):
    by_line(world)
    for index in range(3):
        world.sent(index)
    client.force_login(world.head)
    address = page("consolidation-send", world.cluster_year.pk) + "?line=justice"
    text = client.get(page("cluster-year", world.cluster_year.pk)).content.decode()
    assert address in text
    assert "Gửi Bộ: Khối Sở Tư pháp" in text
    assert "2/2 đơn vị" in client.get(address).content.decode()
    client.post(address)
    sheet = Consolidation.objects.get()
    assert (sheet.line, sheet.entries.count()) == ("justice", 2)
    assert client.get(page("consolidation-send", world.cluster_year.pk) + "?line=other").status_code == 404
    # A sheet of all knows nothing of what went with the sheet of one line.
    whole = page("consolidation-send", world.cluster_year.pk)
    send(world)
    change(world, 1)
    assert send(world, line="justice", reason="Bổ sung").number == 2
    assert f"Gửi hoặc sửa sau bản đã gửi: {world.units[1].name}." in client.get(whole).content.decode()
    assert "Không có gì thay đổi so với bản đã gửi." in client.get(address).content.decode()
    assert send(world, reason="Bổ sung").number == 2


def test_page_of_the_next_sheet_counts_what_it_gathers_also_of_a_unit_that_has_left(client, world):
    for index in range(3):
        world.sent(index)
    send(world)
    Member.objects.filter(pk=world.member(2).pk).update(left_on=NOW.date())
    client.force_login(world.head)
    text = client.get(page("consolidation-send", world.cluster_year.pk)).content.decode()
    assert "gồm đăng ký của 3/3 đơn vị" in text
    assert "Không có gì thay đổi so với bản đã gửi." in text
    with pytest.raises(NothingChanged):
        send(world, reason="Đơn vị đã sáp nhập")
    receiving.reopen(registration_id=world.started(1).pk, reason="Thiếu", actor=SYSTEM, now=NOW)
    text = client.get(page("consolidation-send", world.cluster_year.pk)).content.decode()
    assert "Có đơn vị của bản đã gửi không còn trong bản này." in text
    assert send(world, reason="Đơn vị sửa").entries.count() == 2


def test_sheet_that_goes_to_another_body_than_a_ministry_says_to_whom(client, world):
    Unit.objects.filter(pk=world.ministry.pk).update(kind="justice_department", name="Sở Tư pháp tỉnh Thử")
    world.sent(0)
    client.force_login(world.head)
    for address in (page("cluster-year", world.cluster_year.pk), page("consolidation-send", world.cluster_year.pk)):
        text = client.get(address).content.decode()
        assert "Gửi Sở Tư pháp tỉnh Thử" in text
        assert "Gửi Bộ" not in text


def test_resending_the_same_is_told_on_screen(client, world):
    world.sent(0)
    send(world)
    resend(world, 0)
    client.force_login(world.head)
    assert "Có thay đổi sau bản đã gửi" not in client.get(page("cluster-year", world.cluster_year.pk)).content.decode()
    [task] = [each for each in client.get("/").context["tasks"] if each.title == "Tổng hợp đăng ký, gửi Bộ"]
    assert (task.status, task.note) == ("sent", "Bản số 1")
    address = page("consolidation-send", world.cluster_year.pk)
    assert "Không có gì mới so với bản đã gửi" in client.get(address).content.decode()
    sent = client.post(address, {"reason": "Gửi lại"}, follow=True)
    assert "Không có gì mới so với bản đã gửi" in sent.content.decode()


def test_changed_note_and_post_stand_beside_the_row_on_screen(client, world):
    world.sent(0)
    send(world)
    registration = world.started(0)
    receiving.reopen(registration_id=registration.pk, reason="Ghi chú", actor=SYSTEM, now=NOW)
    registration.rows.filter(is_collective=True).update(note="Mới thành lập", version=2)
    submissions.submit_registration(registration_id=registration.pk, way="screen", actor=SYSTEM, now=NOW)
    client.force_login(world.head)
    address = send(world, reason="Thêm ghi chú").get_absolute_url()
    assert ", Ghi chú: –" in client.get(address).content.decode()
    file = client.get(address, {"only": "changes", "format": "csv"}).content.decode()
    [line] = file.splitlines()[1:]
    assert line.endswith('"Mới thành lập","Sửa","–"')
