"""The pages of the officer and the leader: typing without JavaScript, pasting, conflicts, both ways of signing."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.core.pdf import Signature
from apps.core.together import answered
from apps.dashboard.papers.kinds import Asked
from apps.dashboard.papers.registrations import papers
from apps.obligations.models import Reopening
from apps.periods.enums import YearState
from apps.periods.models import EmulationYear
from apps.registrations.domain import consolidating, proxies, receiving, submissions
from apps.registrations.exports import registration_data
from apps.registrations.models import RegistrationRow, RegistrationVersion
from apps.registrations.queries import choices_for
from apps.registrations.tests.factories import NOW, SYSTEM, award, build, fill, person_row, save
from apps.reports.registry import Printing
from apps.reports.renderers.registration import compose
from apps.units.tests.factories import PersonFactory, PostingFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def world():
    return build(3)


def page(name, *arguments):
    return reverse(f"registrations:{name}", args=arguments)


def posted(response) -> dict:
    """What a browser without JavaScript would send back: every input of the page as it stands."""
    found = {}
    for form in response.context["forms"]:
        for field in form:
            if field.name != "remove":
                found[field.html_name] = field.value() or ""
        found[f"{form.prefix}-kind"] = "c" if form.is_collective else "p"
    return found


def officer(client, world, index=1):
    client.force_login(world.officers[index])
    return client


@pytest.mark.parametrize("owed", [True, False])
def test_a_year_that_is_summed_up_invites_only_who_still_owes_it(client, owed):
    world = build(2, asked=owed)
    EmulationYear.objects.update(state=YearState.CLOSING)
    shown = officer(client, world).get(page("registration-list")).content.decode()
    assert ("chưa lập đăng ký năm 2026" in shown) == owed


def test_officer_begins_types_and_saves_on_one_page(client, world):
    officer(client, world)
    (person,) = world.people(1)
    assert "chưa lập đăng ký năm 2026" in client.get(page("registration-list")).content.decode()
    started = client.post(page("registration-start", world.cluster_year.pk, world.units[1].pk), follow=True)
    data = posted(started)
    assert data["nc0-name"] == world.units[1].name  # proposed
    data |= {"nc0-award": award("TTLDXS").pk, "np0-name": person.full_name, "np0-award": award("LDTT").pk}
    answer = client.post(started.request["PATH_INFO"], data, follow=True)
    assert "Đã lưu lúc 09:20." in answer.content.decode()
    rows = list(RegistrationRow.objects.order_by("position"))
    assert [(row.name, row.unit_id, row.person_id, row.post) for row in rows] == [
        (world.units[1].name, world.units[1].pk, None, ""),
        (person.full_name, None, person.pk, "Chuyên viên"),
    ]
    assert "không đăng ký thì vẫn được xét khen thưởng" in answer.content.decode()


def test_empty_lines_and_untouched_rows_are_not_saved(client, world):
    registration = world.started(1)
    fill(registration, world.units[1], world.people(1))
    officer(client, world)
    url = registration.get_absolute_url()
    client.post(url, posted(client.get(url)))
    registration.refresh_from_db()
    assert (registration.version, registration.rows.count()) == (2, 2)


def test_only_own_awards_are_offered_under_two_headings(client, world):
    officer(client, world)
    text = client.get(world.started(1).get_absolute_url()).content.decode()
    assert "Danh hiệu thi đua" in text
    assert "Hình thức khen thưởng" in text


def test_second_officer_is_told_and_loses_nothing(client, world):
    registration, (person,) = world.started(1), world.people(1)
    save(registration, person_row(person))
    row = registration.rows.get()
    officer(client, world)
    url = registration.get_absolute_url()
    data = posted(client.get(url))
    from apps.registrations.domain.rows import RowChange, save_rows

    other = [RowChange(row.pk, person_row(person, "CSTDCS"), 1)]
    save_rows(registration_id=registration.pk, changes=other, actor=SYSTEM, now=NOW)
    data |= {f"r{row.pk}-award": award("BKB").pk, f"r{row.pk}-note": "theo họp 10/3"}
    answer = client.post(url, data)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Nội dung của bạn vẫn còn ở dưới" in text
    assert "theo họp 10/3" in text
    assert award("CSTDCS").name in text
    again = posted(answer)
    client.post(url, again)
    row.refresh_from_db()
    assert (row.award.code, row.note) == ("BKB", "theo họp 10/3")


def test_row_taken_out_by_another_person_comes_back_as_a_new_line(client, world):
    registration, (person,) = world.started(1), world.people(1)
    save(registration, person_row(person))
    row = registration.rows.get()
    officer(client, world)
    url = registration.get_absolute_url()
    data = posted(client.get(url))
    registration.rows.all().delete()
    data[f"r{row.pk}-note"] = "giữ lại"
    answer = client.post(url, data)
    assert answer.status_code == 409
    client.post(url, posted(answer))
    assert registration.rows.get().note == "giữ lại"


def test_namesakes_on_the_roll_must_be_told_apart(client, world):
    twins = [PostingFactory(unit=world.units[1], person=PersonFactory(full_name="Lê Thị Thử")).person for _ in "ab"]
    officer(client, world)
    url = world.started(1).get_absolute_url()
    data = posted(client.get(url)) | {"np0-name": "Lê Thị Thử", "np0-award": award("LDTT").pk}
    answer = client.post(url, data)
    assert answer.status_code == 422
    assert f"Lê Thị Thử #{twins[1].pk}" in answer.content.decode()
    client.post(url, data | {"np0-name": f"Lê Thị Thử #{twins[1].pk}"})
    assert RegistrationRow.objects.get().person == twins[1]


CELLS = "Họ và tên\tDanh hiệu\tChức vụ\n"


def paste(client, registration, cells, **more):
    return client.post(page("row-paste", registration.pk), {"cells": cells} | more, follow=True)


def test_pasted_persons_are_checked_whole_and_added(client, world):
    registration, people = world.started(1), world.people(1, 2)
    officer(client, world)
    lines = "".join(f"{person.full_name}\tLDTT\t\n" for person in people)
    answer = paste(client, registration, CELLS + lines + "Nguyễn Văn Ngoài\tCSTDCS\tCộng tác viên\n")
    assert "Đã thêm 3 người." in answer.content.decode()
    rows = registration.rows.in_order()
    assert [(row.person_id, row.award.code, row.post) for row in rows] == [
        (people[0].pk, "LDTT", "Chuyên viên"),
        (people[1].pk, "LDTT", "Chuyên viên"),
        (None, "CSTDCS", "Cộng tác viên"),
    ]


def test_lines_without_headings_are_taken_in_order_when_the_officer_says_so(client, world):
    registration, people = world.started(1), world.people(1, 2)
    officer(client, world)
    cells = "".join(f"{person.full_name}\tLDTT\n" for person in people)
    asked = paste(client, registration, cells)
    assert "A = “Họ và tên”; B = “Danh hiệu, hình thức”, phải không?" in asked.content.decode()
    assert not registration.rows.exists()
    refused = paste(client, registration, cells, **{"answer:headings": "-"})
    assert "Không tìm thấy dòng tiêu đề cột." in refused.content.decode()
    paste(client, registration, cells, **{"answer:headings": "yes"})
    assert [row.person_id for row in registration.rows.in_order()] == [person.pk for person in people]


def test_the_own_unit_is_proposed_until_a_collective_stands_there(client, world):
    registration, people = world.started(1), world.people(1)
    officer(client, world)
    proposed = f'name="nc0-name" value="{registration.unit_name}"'
    paste(client, registration, f"{CELLS}{people[0].full_name}\tLDTT\t\n")
    assert proposed in client.get(registration.get_absolute_url()).content.decode()
    data = posted(client.get(registration.get_absolute_url())) | {"nc0-award": award("TTLDXS").pk}
    answer = client.post(registration.get_absolute_url(), data | {"then": "collectives"})
    assert registration.rows.filter(is_collective=True).count() == 1
    shown = client.get(answer.headers["Location"]).content.decode()
    assert proposed not in shown
    assert 'name="nc9-name"' in shown
    assert 'name="np3-name"' not in shown


def test_page_of_pasting_shows_an_example_it_takes_and_tells_when_it_leaves_the_example_out(client, world):
    registration, (person,) = world.started(1), world.people(1)
    offered = choices_for(registration.unit, NOW.date()).awards["individual"]
    officer(client, world)
    shown = client.get(page("row-paste", registration.pk))
    assert "Chức vụ, đơn vị công tác</th>" in shown.content.decode()
    name, title, post, _note = (column.example for column in shown.context["columns"])
    assert title in {offered[0].abbreviation, offered[0].name}
    answer = paste(client, registration, f"{CELLS}{name}\t{title}\t{post}\n{person.full_name}\t{title}\t\n")
    assert "Dòng 2: Dòng ví dụ của bảng mẫu không được đọc." in answer.content.decode()
    assert [row.award for row in registration.rows.all()] == [offered[0]]


def test_one_mistake_in_the_paste_writes_nothing_and_names_its_place(client, world):
    registration, (person,) = world.started(1), world.people(1)
    officer(client, world)
    cells = f"{CELLS}{person.full_name}\tLDTT\t\nAi Đó\tHuân chương Sao vàng\t\n"
    answer = paste(client, registration, cells)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "không có trong mẫu đăng ký của đơn vị" in text
    assert award("LDTT").name in text  # what the form offers
    assert '<td class="num" data-label="Dòng">3</td>' in text
    assert "Ai Đó" in text  # what was pasted stays
    assert not registration.rows.exists()


def test_people_are_ticked_on_the_roll(client, world):
    registration, people = world.started(1), world.people(1, 3)
    officer(client, world)
    data = {"award": award("CSTDCS").pk, "people": [people[0].pk, people[2].pk]}
    client.post(page("row-pick", registration.pk), data)
    assert set(registration.rows.values_list("person_id", flat=True)) == {people[0].pk, people[2].pk}


def test_officer_sends_to_the_leader_who_confirms_and_gets_a_receipt(client, world):
    registration = world.started(1)
    fill(registration, world.units[1], [])
    officer(client, world).post(page("registration-to-leader", registration.pk))
    client.force_login(world.leaders[1])
    check = client.get(page("registration-check", registration.pk))
    token = {"form_token": check.context["form_token"], "seen": check.context["signing"].seen}
    receipt = client.post(page("registration-confirm", registration.pk), token, follow=True)
    version = RegistrationVersion.objects.get()
    assert f"<b>{version.receipt_number}</b> <span>lúc 09:20 ngày 12/03/2026</span>" in receipt.content.decode()
    assert version.signing_way == "screen"
    client.post(page("registration-confirm", registration.pk), token)
    assert RegistrationVersion.objects.count() == 1  # twice sent, once done


def test_paper_way_sends_with_the_scan(client, world):
    registration = world.started(1)
    fill(registration, world.units[1], [])
    officer(client, world)
    client.post(page("registration-printed", registration.pk))
    data = {
        "number": "12/ĐK-VPL",
        "signed_on": "11/03/2026",
        "signer_name": "Lê Văn Thử",
        "signer_post": "Phó Vụ trưởng",
        "prefix": "KT.",
        "file": SimpleUploadedFile("ky.pdf", PDF),
    }
    receipt = client.post(page("registration-sign", registration.pk), data, follow=True)
    text = receipt.content.decode()
    assert "Ký trên giấy" in text
    assert "12/ĐK-VPL" in text
    version = RegistrationVersion.objects.get()
    assert (version.signing_way, version.signed_by_label) == ("paper", "Lê Văn Thử")
    registration.refresh_from_db()
    paper = compose([registration_data(registration)], Printing(None, NOW)).document
    [signed] = paper.signatures
    assert (signed.prefix, signed.position, signed.name) == ("KT. VỤ TRƯỞNG", "PHÓ VỤ TRƯỞNG", "Lê Văn Thử")
    assert paper.place_date.date == date(2026, 3, 11)
    asked = Asked(SYSTEM, NOW, frozenset({registration.cluster_year.year_id}), frozenset({registration.unit_id}))
    assert [each.tags for each in answered(papers(asked))] == [("Có bản ký, đóng dấu",)]
    scan = client.get(page("registration-signed-copy", registration.pk))
    assert b"".join(scan.streaming_content) == PDF


def test_remark_of_the_head_stands_on_the_page(client, world):
    registration = world.sent(1)
    receiving.return_registration(registration_id=registration.pk, remark="Ghi đủ chức vụ", actor=SYSTEM, now=NOW)
    text = officer(client, world).get(registration.get_absolute_url()).content.decode()
    assert "Ghi đủ chức vụ" in text
    assert "Yêu cầu bổ sung" in text


def test_head_types_from_paper_and_the_unit_sees_it(client, world):
    client.force_login(world.head)
    begun = client.post(
        page("proxy-begin", world.cluster_year.pk, world.units[1].pk),
        {"received_on": "9/3/2026", "basis": "128/STP-VP"},
        follow=True,
    )
    data = posted(begun) | {"nc0-award": award("TTLDXS").pk}
    client.post(begun.request["PATH_INFO"], data)
    registration = world.started(1)
    check = client.get(page("registration-check", registration.pk))
    assert "Gửi bản nhập thay" in check.content.decode()
    client.post(page("proxy-send", registration.pk), {"seen": check.context["signing"].seen})
    registration.refresh_from_db()
    printed = compose([registration_data(registration)], Printing(None, NOW))
    assert printed.document.place_date.date is None  # nobody saw when it was signed
    assert printed.document.signatures == [
        Signature("", "THỦ TRƯỞNG ĐƠN VỊ", "", "(Ký trên giấy, nhận ngày 09/3/2026)")
    ]
    assert "nhập thay từ bản giấy nhận ngày 09/3/2026" in str(printed.closing[0])
    text = officer(client, world).get(registration.get_absolute_url()).content.decode()
    assert "Nhập thay" in text
    assert "Sửa bản nhập thay" in text
    assert "128/STP-VP" in text


def test_last_years_rows_come_with_what_changed(client, world):
    last = build(1, year=2024, asked=False)
    member = last.member(0)
    member.unit = world.units[1]
    member.save()
    last.units[0] = world.units[1]
    last.cluster_year.year.organiser = world.ministry
    last.cluster_year.year.save()
    (gone,) = world.people(1)
    registration = last.started(0)
    fill(registration, world.units[1], [gone])
    submissions.submit_registration(registration_id=registration.pk, way="screen", actor=SYSTEM, now=NOW)
    gone.postings.update(ends_on="2026-01-31")
    this_year = world.started(1)
    shown = officer(client, world).get(this_year.get_absolute_url()).content.decode()
    assert "Lấy từ đăng ký năm 2024" in shown  # which is not last year
    answer = client.post(page("row-carry", this_year.pk), follow=True)
    assert "Lấy từ năm 2024: thêm 2 dòng" in answer.content.decode()
    assert this_year.rows.get(person=gone).carried_note == "Người này không còn vị trí công tác tại đơn vị."


@pytest.mark.parametrize("count", [1, 12])
def test_queries_of_the_page_do_not_grow_with_its_rows(client, world, count, django_assert_max_num_queries):
    registration = world.started(1)
    fill(registration, world.units[1], world.people(1, count))
    officer(client, world)
    with django_assert_max_num_queries(32):
        client.get(registration.get_absolute_url())


@pytest.mark.parametrize("count", [1, 10])
def test_queries_of_saving_do_not_grow_with_its_rows(client, world, count, django_assert_max_num_queries):
    registration, people = world.started(1), world.people(1, count)
    with django_assert_max_num_queries(30):
        save(registration, *[person_row(person) for person in people])


def test_unit_signs_itself_what_was_begun_to_be_typed_for_it(client, world):
    registration = proxies.begin_proxy(
        member_id=world.member(1).pk, received_on=NOW.date(), basis="128/STP-VP", actor=SYSTEM, now=NOW
    )
    fill(registration, world.units[1], [])
    client.force_login(world.leaders[1])
    check = client.get(page("registration-check", registration.pk))
    client.post(page("registration-confirm", registration.pk), {"seen": check.context["signing"].seen})
    assert registration.versions.get().proxy_by_label == ""


def test_whoever_types_gives_it_up_on_screen(client, world):
    registration = proxies.begin_proxy(
        member_id=world.member(1).pk, received_on=NOW.date(), basis="128/STP-VP", actor=SYSTEM, now=NOW
    )
    client.force_login(world.head)
    assert page("proxy-end", registration.pk) in client.get(registration.get_absolute_url()).content.decode()
    client.post(page("proxy-end", registration.pk))
    registration.refresh_from_db()
    assert not registration.is_proxy


def test_reopening_writes_down_who_asked_and_until_when(client, world):
    registration = world.sent(1)
    consolidating.send_to_ministry(cluster_year_id=world.cluster_year.pk, actor=SYSTEM, now=NOW)
    client.force_login(world.head)
    asked = {"asked_by": "Lê Văn Thử", "asked_how": "telephone", "reason": "Ghi sai chức vụ"}
    until = {"until_on": "13/03/2026", "until_time": "17:00"}
    assert client.post(page("registration-reopen", registration.pk), asked | until).status_code == 302
    reopening = Reopening.objects.get(obligation__unit=world.units[1])
    assert (reopening.asked_by, reopening.until) == ("Lê Văn Thử", datetime(2026, 3, 13, 10, tzinfo=UTC))
    registration.refresh_from_db()
    assert (registration.state, registration.reopened_from) == ("returned", "consolidated")
