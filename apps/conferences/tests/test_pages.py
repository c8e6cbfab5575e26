"""Pages of a meeting: the list, screen 10."""

from datetime import date
from io import BytesIO

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from apps.conferences.domain import attending, inviting, planning
from apps.conferences.domain.planning import Plan
from apps.conferences.models import Conference
from apps.conferences.tests.world import NOW, SYSTEM, build
from apps.notifications.models import Notice
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory
from emulation_portal.tests.matrix_world import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield
    cache.clear()


def person_of(unit, role=Role.OFFICER):
    return RoleAssignmentFactory(unit=unit, role=role, starts_on=NOW.date()).user


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_as_often_for_one_meeting_as_for_three(client, count, django_assert_num_queries):
    world = build()
    for number in range(count):
        world.held(plan=Plan(f"Hội nghị {number}", NOW.date(), "Đồng Nai"))
    client.force_login(person_of(world.units[0]))
    address = reverse("conferences:conference-list")
    with django_assert_num_queries(9):
        page = client.get(address)
    assert len(page.context["object_list"]) == count
    book = load_workbook(BytesIO(client.get(f"{address}?format=xlsx&q=hoi nghi dong nai&o=-day").content))
    assert sum(row[0].value == "Hội nghị 0" for row in book.active.iter_rows()) == 1


def test_screen_10_shows_both_years_the_steps_with_what_is_missing_and_the_way_to_each(client):
    found = build().held()
    client.force_login(person_of(found.organiser, Role.STANDING_OFFICE))
    page = client.get(found.get_absolute_url()).content.decode()
    for text in ("tổng kết năm 2019", "ký giao ước năm 2020", "Có mặt 0/18 đơn vị", "Chưa đủ điều kiện tiến hành"):
        assert text in page
    for text in ("Điểm danh", "Thông qua Tổ kiểm phiếu", "Chưa có báo cáo.", "Công bố Trưởng Cụm năm sau"):
        assert text in page
    assert f"{reverse('pledges:pledge-list')}?cluster_year={found.next_cluster_year_id}" in page


def guests(*names) -> dict:
    data = {"rows-TOTAL_FORMS": len(names), "rows-INITIAL_FORMS": 0}
    for number, name in enumerate(names):
        data |= {f"rows-{number}-name": name, f"rows-{number}-post": ""}
    return data


def test_s000_2_and_s002_5_the_head_plans_one_meeting_for_both_years_and_invites_both_lines(client):
    """The page makes the event, lists 18 units of both lines, tells them; the second writer keeps what was typed."""
    world = build()
    office = person_of(world.closing.cluster.organiser, Role.STANDING_OFFICE)
    officer = person_of(world.units[11])
    client.force_login(office)
    address = reverse("conferences:conference-plan", args=[world.closing.pk])
    page = client.get(address)
    assert page.context["form"]["next_cluster_year"].value() == world.signing.pk
    typed = {
        "kind": "closing",
        "next_cluster_year": world.signing.pk,
        "title": "Hội nghị tổng kết 2019 và ký kết giao ước 2020",
        "held_on": "11/12/2019",
        "session": "morning",
        "place": "Đồng Nai",
        "quorum_percent": "66",
        "form_token": page.context["form_token"],
    }
    assert client.post(address, typed | guests("Ông Khách Thử")).status_code == 302
    client.post(address, typed | guests("Ông Khách Thử"))  # sent twice, done once
    found = Conference.objects.get()
    assert (found.attendees.count(), found.guests.get().name) == (18, "Ông Khách Thử")
    assert client.post(reverse("conferences:conference-invite", args=[found.pk])).status_code == 302
    assert "Sáng 11/12/2019, tại Đồng Nai." in Notice.objects.get(recipient=officer).body

    edit = reverse("conferences:conference-edit", args=[found.pk])
    changed = typed | guests() | {"place": "Biên Hòa", "version": found.version, "form_token": ""}
    assert client.post(edit, changed).status_code == 302
    answer = client.post(edit, changed | {"place": "Long Khánh"})
    assert answer.status_code == 422
    assert [(each.stored, each.typed) for each in answer.context["differences"]][:1] == [("Biên Hòa", "Long Khánh")]
    assert Notice.objects.filter(recipient=officer, kind__code="conferences.changed").count() == 1


def test_s002_5_attendance_is_ticked_at_the_desk_from_the_own_account_and_by_code_on_a_phone(client):
    world = build()
    found = world.held(plan=Plan("Hội nghị", NOW.date(), "Đồng Nai", quorum_percent=66))
    ids = list(found.attendees.order_by("order").values_list("pk", flat=True))
    client.force_login(person_of(found.organiser, Role.STANDING_OFFICE))
    desk = reverse("conferences:attendance", args=[found.pk])
    assert client.post(desk, {"present": ids[:10]}).status_code == 302
    slips = client.post(reverse("conferences:attendance-codes", args=[found.pk]))
    assert slips["Cache-Control"] == "no-store"
    code = {each.pk: given for each, given in slips.context["codes"]}[ids[11]]
    client.force_login(person_of(world.units[10], Role.LEADER))
    own = reverse("conferences:attendee-arrive", args=[found.pk, ids[10]])
    assert client.post(own).status_code == 302
    assert client.post(reverse("conferences:attendee-arrive", args=[found.pk, ids[12]])).status_code == 403
    client.logout()
    phone = reverse("conferences:arrive")
    page = client.get(phone).content.decode()
    assert "<nav" not in page
    wrong = client.post(phone, {"code": "ABCDEFGH"})
    assert wrong.status_code == 422
    assert "Hội nghị" not in wrong.content.decode().partition("<main")[2]
    done = client.post(phone, {"code": code.lower()}).content.decode()
    assert world.units[11].name in done
    assert "Đủ điều kiện" not in done
    quorum = attending.quorum_of(found)
    assert (quorum.present, quorum.is_enough) == (12, True)
    # The list of the desk was shown before the two ticked themselves: they stay.
    client.force_login(person_of(found.organiser, Role.STANDING_OFFICE))
    client.post(desk, {"present": ids[:9], "seen": ids[:10]})
    assert attending.quorum_of(found).present == 11


def test_wrong_codes_of_one_address_are_counted(client):
    phone = reverse("conferences:arrive")
    for _number in range(30):
        assert client.post(phone, {"code": "KHONGDUNG"}).status_code == 422
    assert client.post(phone, {"code": "KHONGDUNG"}).status_code == 429


def test_s002_6_and_10_draft_for_the_presenter_official_for_all_differences_by_line_and_who_has_read(client):
    world = build()
    found = world.held()
    office = person_of(found.organiser, Role.STANDING_OFFICE)
    deputy, other = person_of(world.units[4], Role.LEADER), person_of(world.units[5])
    client.force_login(office)
    typed = {"kind": "report", "title": "Báo cáo tổng kết", "text": "Dòng một.\nDòng hai."}
    client.post(reverse("conferences:paper-add", args=[found.pk]), typed)
    paper = found.papers.get()
    address = paper.get_absolute_url()
    presenters = reverse("conferences:paper-presenters", args=[paper.pk])
    named = {"rows-TOTAL_FORMS": 1, "rows-INITIAL_FORMS": 0, "rows-0-person": deputy.username, "version": 1}
    assert client.post(presenters, named).status_code == 302
    for person, status in ((deputy, 200), (other, 403)):
        client.force_login(person)
        assert client.get(address).status_code == status
        linked = f'href="{address}"' in client.get(found.get_absolute_url()).content.decode()
        assert linked is (status == 200)
    client.force_login(office)
    official = reverse("conferences:paper-official", args=[paper.pk])
    client.post(official, {"remark": "Bổ sung số liệu việc", "version": 2})
    paper.refresh_from_db()
    upload = SimpleUploadedFile("phu-luc.pdf", PDF)
    draft = {"title": paper.title, "text": "Dòng một.\nDòng hai, 2,74%.", "version": paper.version, "file": upload}
    assert client.post(reverse("conferences:paper-edit", args=[paper.pk]), draft).status_code == 302
    assert f"{official}?seen={paper.version + 1}" in client.get(address).content.decode()
    unread = client.post(official, {"remark": "", "version": paper.version})
    assert unread.status_code == 422
    client.post(official, {"remark": "", "version": paper.version + 1})
    client.force_login(other)
    page = client.get(address).content.decode()
    assert "<del>Dòng hai.</del>" in page
    assert "<ins>Dòng hai, 2,74%.</ins>" in page
    assert "Bổ sung số liệu việc" in client.get(f"{address}?version=1").content.decode()
    answer = client.get(reverse("conferences:paper-file", args=[paper.pk, 2]))
    assert b"".join(answer) == PDF
    place = found.attendees.get(unit=world.units[5])
    read = reverse("conferences:paper-read", args=[paper.pk, place.pk])
    assert client.post(read, {"number": 1}).status_code == 302  # the page showed the version before
    assert list(place.readings.values_list("version__number", flat=True)) == [1]
    assert client.post(read).status_code == 302  # nothing said
    for _twice in range(2):
        assert client.post(read, {"number": 2}).status_code == 302
    client.force_login(office)
    assert "Đã đọc 1/18 đơn vị" in client.get(address).content.decode()


def test_s002_8_a_congress_has_delegates_and_is_flagged_when_the_one_above_moves(client):
    ministry, unit = UnitFactory(name="Bộ Tư pháp"), UnitFactory(name="Cục Thử")
    office, leader = person_of(ministry, Role.STANDING_OFFICE), person_of(unit, Role.LEADER)
    sector = planning.hold_congress(
        organiser_id=ministry.pk, plan=Plan("Đại hội ngành lần thứ V", date(2020, 8, 25)), actor=SYSTEM, now=NOW
    )
    inviting.add_units(conference_id=sector.pk, unit_ids=[unit.pk], allotted=2, actor=SYSTEM, now=NOW)
    inviting.send_invitations(conference_id=sector.pk, actor=SYSTEM, now=NOW)
    client.force_login(leader)
    typed = {
        "organiser": unit.pk,
        "parent": sector.pk,
        "days_before_parent": "30",
        "title": "Đại hội Cục Thử",
        "held_on": "20/07/2020",
        "session": "morning",
    }
    assert client.post(reverse("conferences:congress-make"), typed | guests()).status_code == 302
    own = Conference.objects.get(organiser=unit)
    assert not own.is_too_late
    place = sector.attendees.get()
    address = reverse("conferences:attendee-answer", args=[sector.pk, place.pk])
    rows = {"rows-TOTAL_FORMS": 3, "rows-INITIAL_FORMS": 0}
    rows |= {f"rows-{n}-{name}": value for n in range(3) for name, value in (("name", f"Bà {n}"), ("kind", "elected"))}
    answer = {"answer": "coming", "person": "Ông Thử", "delegates": "2"}
    assert client.post(address, answer | rows).status_code == 422  # three names, two places
    rows |= {"rows-2-name": "", "rows-1-kind": "role_model"}
    assert client.post(address, answer | rows).status_code == 302
    late = client.post(address, answer | rows | {"person": "Bà Khác", "rows-0-name": "Bà Khác"})
    assert (late.status_code, late.context["form"]["version"].value()) == (422, 1)
    assert "<li>Bà 0</li>" in late.content.decode()
    assert list(place.named.values_list("name", "kind")) == [("Bà 0", "elected"), ("Bà 1", "role_model")]
    client.force_login(office)
    edit = reverse("conferences:conference-edit", args=[sector.pk])
    moved = {"title": sector.title, "held_on": "05/08/2020", "session": "whole_day", "version": sector.version}
    assert client.post(edit, moved | guests()).status_code == 302
    assert "Muộn so với đại hội cấp trên" in client.get(sector.get_absolute_url()).content.decode()
    client.force_login(leader)
    assert "Phải xong trước hết ngày 06/07/2020" in client.get(own.get_absolute_url()).content.decode()
    kinds = set(Notice.objects.filter(recipient=leader).values_list("kind__code", flat=True))
    assert kinds == {"conferences.invited", "conferences.changed", "conferences.too_late"}
