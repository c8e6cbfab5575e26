"""The auditor's pages: trail, one line, exceptions, access to personal data, integrity, seals."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.core.management import call_command
from django.urls import reverse

from apps.accounts.tests.factories import UserFactory
from apps.audit.access import seen, seen_together
from apps.audit.domain.checking import check_everything
from apps.audit.domain.sealing import seal_trail
from apps.audit.models import Entry, IntegrityCheck, Seal
from apps.audit.trail import operation, record
from apps.core.actor import Actor, system_actor
from apps.dashboard.tasks import verify_integrity
from apps.dashboard.tests.world import NOW, SYSTEM, build
from apps.jobs.models import Job
from apps.scoring.domain.returns import reopen_sheet
from apps.scoring.enums import SheetState
from apps.scoring.models import ScoreSheet
from apps.units.enums import UnitKind
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db
TRAIL, EXCEPTIONS, PERSONAL, INTEGRITY, SEALS = (
    f"dashboard:{name}" for name in ("trail-list", "exception-list", "personal-data-list", "integrity", "seal-list")
)


@pytest.fixture
def auditor(client):
    user = RoleAssignmentFactory(unit=UnitFactory(kind=UnitKind.MINISTRY), role="auditor").user
    client.force_login(user)
    return user


def write(action="units.unit.found", *, target=None, actor=SYSTEM, at=NOW, reason="") -> Entry:
    with operation():
        return record(action, actor=actor, target=target or UnitFactory(), at=at, reason=reason)


def listed(client, name: str, query: str = "") -> list:
    return list(client.get(reverse(name) + query).context["object_list"])


# --- Trail -------------------------------------------------------------------------------------------


def test_search_ignores_diacritics_and_finds_person_target_and_reason(client, auditor):
    entries = [
        write(actor=Actor(1, "Bà Nguyễn Thị Thử")),
        write(target=UnitFactory(name="Sở Tư pháp Thử Nghiệm")),
        write(reason="Theo Quyết định số 12"),
    ]
    for query, entry in zip(("nguyen thi thu", "tu phap thu nghiem", "quyet dinh so 12"), entries, strict=True):
        assert listed(client, TRAIL, f"?q={query}") == [entry]


def test_lines_about_a_unit_are_found_by_its_name_over_its_papers(client):
    world = build()
    client.force_login(world.auditor)
    world.send(1)
    found = listed(client, TRAIL, f"?unit={world.units[1].name}&group=paper")
    assert [entry.target_key for entry in found] == [f"scoring.scoresheet:{world.sheet(1).pk}"]
    assert listed(client, TRAIL, "?unit=không có đơn vị này") == []


def test_lines_of_one_record_and_of_one_kind(client, auditor):
    first, second = write(), write(target=UserFactory())
    assert listed(client, TRAIL, f"?record={first.target_key}") == [first]
    assert listed(client, TRAIL, "?kind=accounts.user") == [second]


def test_trail_is_exported_as_it_is_seen(client, auditor):
    write(reason="Lý do một")
    write(target=UserFactory(full_name="Trần Thị Thử"))
    response = client.get(reverse(TRAIL) + "?kind=accounts.user&format=xlsx")
    sheet = openpyxl.load_workbook(BytesIO(response.content)).active
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert "Trần Thị Thử" in cells
    assert "Lý do một" not in cells


def test_one_line_shows_values_rows_siblings_and_its_seal(client, auditor):
    with operation():
        unit = UnitFactory(name="Sở Tư pháp Thử")
        other = record("units.unit.found", actor=SYSTEM, target=unit, at=NOW)
        entry = record(
            "units.unit.found", actor=SYSTEM, target=unit, at=NOW, before={"bậc": 1}, after={"bậc": 2}, reason="Vì sao"
        )
    url = reverse("dashboard:trail-detail", args=[entry.pk])
    page = client.get(url)
    facts = {str(fact.label): fact.value for fact in page.context["facts"]}
    assert (facts["Trước"], facts["Sau"], facts["Lý do"]) == ("bậc: 1", "bậc: 2", "Vì sao")
    assert facts["Niêm phong"].startswith("Chưa niêm phong")
    assert [sibling for sibling, _look in page.context["siblings"]] == [other]
    assert [(row.word, row.title) for row in page.context["rows"]] == [("Thêm", "Đơn vị: Sở Tư pháp Thử")]
    seal_trail(now=NOW)
    facts = {str(fact.label): fact.value for fact in client.get(url).context["facts"]}
    assert facts["Niêm phong"].startswith("Số 1, lúc ")


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [(TRAIL, 9), (EXCEPTIONS, 9), (PERSONAL, 9), (SEALS, 9)])
def test_query_count_of_lists_does_not_grow(client, auditor, django_assert_num_queries, name, queries, count):
    for number in range(count):
        write("periods.year.reopen")
        seen("view", actor=SYSTEM, target=UserFactory(), at=NOW)
        seal_trail(now=NOW + timedelta(days=number))
    client.get(reverse(name))
    with django_assert_num_queries(queries):
        assert len(listed(client, name)) == count


# --- Exceptions --------------------------------------------------------------------------------------


def test_exceptions_hold_reopenings_and_merges_but_nothing_usual(client):
    world = build()
    client.force_login(world.auditor)
    ScoreSheet.objects.filter(pk=world.sheet(1).pk).update(state=SheetState.FINAL, submitted_at=NOW)
    reopen_sheet(sheet_id=world.sheet(1).pk, reason="Số liệu quyết toán sai", actor=SYSTEM, now=NOW)
    write("units.unit.merge")
    write("units.unit.found")
    assert {entry.action for entry in listed(client, EXCEPTIONS)} == {"units.unit.merge", "scoring.score_sheet.reopen"}
    assert [entry.action for entry in listed(client, EXCEPTIONS, "?group=merge")] == ["units.unit.merge"]
    assert [e.action for e in listed(client, EXCEPTIONS, "?group=after_final")] == ["scoring.score_sheet.reopen"]


# --- Personal data -----------------------------------------------------------------------------------


def test_export_of_many_is_one_line_until_a_person_or_the_export_is_asked_for(client, auditor):
    people = [UserFactory(full_name=name) for name in ("Trần Thị Một", "Lê Văn Hai", "Vũ Thị Ba")]
    entries = seen_together("export", actor=Actor(1, "Ông Xuất"), targets=people, at=NOW, fields=["phone"])
    page = client.get(reverse(PERSONAL))
    assert [(entry.pk, fields, others) for entry, fields, others in page.context["rows"]] == [
        (entries[0].pk, "điện thoại", 2)
    ]
    assert "và 2 người khác" in page.content.decode()
    assert len(listed(client, PERSONAL, f"?occasion={entries[0].occasion_id}")) == 3
    assert listed(client, PERSONAL, "?q=vu thi ba") == [entries[2]]


# --- Integrity ---------------------------------------------------------------------------------------


def test_button_asks_for_one_job_whose_result_is_kept(client, auditor):
    page = client.get(reverse(INTEGRITY))
    assert page.context["last"] is None
    token = page.context["form_token"]
    for _click in range(2):
        response = client.post(reverse("dashboard:integrity-check"), {"form_token": token})
    job = Job.objects.get()
    assert response.headers["Location"] == job.get_absolute_url()
    verify_integrity(job_id=job.pk)
    job.refresh_from_db()
    check = IntegrityCheck.objects.get()
    assert (job.state, job.result_url, job.result) == ("done", reverse(INTEGRITY), {"check": check.pk, "faults": 0})
    assert (check.asked_by, check.fault_count) == (auditor.label, 0)
    assert "Dữ liệu nguyên vẹn" in client.get(reverse(INTEGRITY)).content.decode()
    assert Entry.objects.filter(action="audit.integrity.check", target_key=f"audit.integritycheck:{check.pk}").exists()


def test_faults_stand_on_the_page_and_at_home(client, auditor, monkeypatch):
    monkeypatch.setattr("apps.audit.integrity._checks", {"audit.seals": lambda: ["Dòng 7 bị sửa."], "khác": list})
    check_everything(actor=system_actor(), now=NOW)
    page = client.get(reverse(INTEGRITY)).content.decode()
    assert "Có 1 sai lệch" in page
    assert "Dòng 7 bị sửa." in page
    assert "1 sai lệch, " in client.get("/").content.decode()


def test_many_faults_are_kept_in_part_and_counted(monkeypatch):
    monkeypatch.setattr("apps.audit.domain.checking.MOST_KEPT", 2)
    monkeypatch.setattr("apps.audit.integrity._checks", {"a": lambda: [str(n) for n in range(5)]})
    check = check_everything(actor=system_actor(), now=NOW)
    assert (check.fault_count, check.faults) == (5, {"a": ["0", "1"]})


# --- Seals -------------------------------------------------------------------------------------------


def test_last_seal_of_each_local_day_is_listed(client, auditor):
    for hours in (0, 2, 20):  # 16:20, 18:20, and 12:20 of the next day in Việt Nam
        write()
        seal_trail(now=NOW + timedelta(hours=hours))
    assert [seal.number for seal in listed(client, SEALS)] == [3, 2]
    assert [seal.number for seal in listed(client, SEALS, "?until=12/11/2020")] == [2]


def test_held_value_is_compared(client, auditor):
    write()
    seal_trail(now=NOW)
    seal = Seal.objects.get()
    assert client.get(reverse(SEALS), {"number": 1, "value": seal.hash.upper()}).context["held"] is True
    assert client.get(reverse(SEALS), {"number": 1, "value": "0" * 64}).context["held"] is False
    page = client.get(reverse(SEALS), {"number": 1, "value": "abc"})
    assert "Giá trị gồm đúng 64" in page.content.decode()


def test_seals_are_exported(client, auditor):
    write()
    call_command("seal_trail")
    response = client.get(reverse(SEALS) + "?format=xlsx")
    sheet = openpyxl.load_workbook(BytesIO(response.content)).active
    assert Seal.objects.get().hash in [cell for row in sheet.iter_rows(values_only=True) for cell in row]
