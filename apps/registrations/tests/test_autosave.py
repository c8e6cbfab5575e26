"""What is typed is kept while it is typed; rows begun wait; nobody is in conflict with oneself."""

import pytest
import time_machine

from apps.registrations.models import RegistrationRow
from apps.registrations.tests.factories import NOW, award, build, fill
from apps.registrations.tests.test_pages import officer, posted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def world():
    return build(3)


def test_whole_rows_are_saved_and_carry_their_new_names(client, world):
    url = world.started(1).get_absolute_url()
    (person,) = world.people(1)
    officer(client, world)
    data = posted(client.get(url)) | {
        "np0-name": person.full_name,
        "np0-award": award("LDTT").pk,
        "np1-name": "Chưa xong",
    }
    told = client.post(url, data | {"autosave": "1"}).json()
    row = RegistrationRow.objects.get()
    text = "Đã lưu lúc 09:20. Còn 1 dòng chưa lưu, bấm “Lưu” để xem."
    assert (told["text"], told["waiting"], told["renamed"]) == (text, 1, {"np0": f"r{row.pk}"})
    again = {key.replace("np0-", f"r{row.pk}-"): value for key, value in data.items() if key != "np1-name"}
    again |= told["fields"] | {f"r{row.pk}-note": "thêm", "then": ""}
    assert client.post(url, again).status_code == 302
    assert [(row.name, row.note) for row in RegistrationRow.objects.all()] == [(person.full_name, "thêm")]


def test_a_row_ticked_to_go_stays_until_the_button_is_pressed(client, world):
    registration = world.started(1)
    fill(registration, world.units[1], world.people(1))
    officer(client, world)
    url = registration.get_absolute_url()
    row = registration.rows.order_by("position").last()
    data = posted(client.get(url)) | {f"r{row.pk}-remove": "on"}
    assert client.post(url, data | {"autosave": "1"}).status_code == 200
    assert registration.rows.count() == 2
    client.post(url, data)
    assert registration.rows.count() == 1


@pytest.mark.parametrize("left_out", ["incomplete", "only a note", "ticked to go", "gone and typed into"])
def test_what_is_left_out_is_counted(client, world, left_out):
    registration = world.started(1)
    fill(registration, world.units[1], world.people(1))
    officer(client, world)
    url = registration.get_absolute_url()
    row = registration.rows.order_by("position").last()
    data = posted(client.get(url))
    assert client.post(url, data | {"autosave": "1"}).json()["waiting"] == 0
    typed = {
        "incomplete": {"np0-name": "Chưa xong"},
        "only a note": {"np0-note": "ghi trước"},
        "ticked to go": {f"r{row.pk}-remove": "on"},
        "gone and typed into": {f"r{row.pk}-note": "thêm"},
    }[left_out]
    if left_out == "gone and typed into":
        row.delete()
        assert client.post(url, data | {"autosave": "1"}).json()["waiting"] == 0
    told = client.post(url, data | typed | {"autosave": "1"}).json()
    assert (told["waiting"], "Còn 1 dòng chưa lưu" in told["text"]) == (1, True)


@pytest.mark.parametrize("button", [False, True])
def test_a_new_row_posted_again_after_a_lost_answer_stands_once(client, world, button):
    url = world.started(1).get_absolute_url()
    (person,) = world.people(1)
    officer(client, world)
    data = posted(client.get(url)) | {"np0-name": person.full_name, "np0-award": award("LDTT").pk}
    first = client.post(url, data | {"autosave": "1"}).json()
    if button:
        assert client.post(url, data).status_code == 302
    else:
        assert client.post(url, data | {"autosave": "1"}).json() == first
    row = RegistrationRow.objects.get()
    assert (row.version, row.registration.version) == (1, 2)
    RegistrationRow.objects.update(saved_by_label="người khác")
    assert client.post(url, data | {"autosave": "1"}).status_code == 422


def test_what_is_refused_is_told_and_the_second_writer_too(client, world):
    registration = world.started(1)
    fill(registration, world.units[1], world.people(1))
    officer(client, world)
    url = registration.get_absolute_url()
    data = posted(client.get(url))
    row = registration.rows.order_by("position").last()
    twice = data | {"np0-name": row.name, "np0-award": row.award_id, "autosave": "1"}
    refused = client.post(url, twice)
    assert (refused.status_code, "Đã có trong danh sách" in refused.json()["text"]) == (422, True)
    RegistrationRow.objects.filter(pk=row.pk).update(version=9, note="người khác")
    late = client.post(url, data | {f"r{row.pk}-note": "của tôi", "autosave": "1"})
    assert (late.status_code, registration.rows.get(pk=row.pk).note) == (409, "người khác")


def test_who_may_not_type_may_not_autosave(client, world):
    registration = world.started(1)
    officer(client, world, 2)
    assert client.post(registration.get_absolute_url(), {"autosave": "1"}).status_code in {403, 404}
