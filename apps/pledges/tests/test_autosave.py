"""A draft in one form is saved while it is typed; its rows keep who they are; a tick for removal can be undone."""

import pytest
from django.urls import reverse

from apps.audit.models import Entry
from apps.pledges.models import Commitment, Pledge
from apps.pledges.tests.world import build, drafted

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(client):
    world = build(3, sheets=False)
    client.force_login(world.head)
    return drafted(world)


def typed(pledge, *rows, **given):
    """The form as a browser sends it: two stored rows and what follows them."""
    data = {"title": "Giao ước thi đua", "text": "Thi đua.", "place": "", "version": pledge.version}
    data |= {"rows-TOTAL_FORMS": 5, "rows-INITIAL_FORMS": 2}
    for number, row in enumerate(rows):
        data |= {f"rows-{number}-{name}": value for name, value in row.items()}
    return data | given


def stored_rows(pledge):
    (version,) = pledge.versions.all()
    return [{"key": row.pk, "text": row.text} for row in version.commitments.order_by("position")]


def test_new_rows_keep_their_place_and_are_stored_once(client, draft):
    url = reverse("pledges:pledge-edit", args=[draft.pk])
    rows = [*stored_rows(draft), {"text": ""}, {"text": "Cam kết mới"}]
    told = client.post(url, typed(draft, *rows, autosave="1")).json()
    new = stored_rows(draft)[2]
    assert told["fields"] == {
        "version": draft.version + 1,
        "rows-0-key": rows[0]["key"],
        "rows-1-key": rows[1]["key"],
        "rows-3-key": new["key"],
    }
    again = typed(draft, *rows) | told["fields"] | {"rows-3-text": "Cam kết mới, đủ câu"}
    assert client.post(url, again).status_code == 302
    assert stored_rows(draft)[2:] == [{"key": new["key"], "text": "Cam kết mới, đủ câu"}]


def test_the_same_again_writes_nothing_and_a_lost_answer_is_no_conflict(client, draft):
    url = reverse("pledges:pledge-edit", args=[draft.pk])
    rows = [*stored_rows(draft), {"text": ""}, {"text": "Cam kết mới"}]
    first = client.post(url, typed(draft, *rows, autosave="1")).json()
    entries, kept = Entry.objects.count(), Commitment.objects.in_bulk()
    assert client.post(url, typed(draft, *rows, autosave="1")).json() == first
    draft.refresh_from_db()
    changed = [*rows[:1], {**rows[1], "text": "Khác"}, {"text": ""}, {**rows[3], "key": first["fields"]["rows-3-key"]}]
    assert client.post(url, typed(draft, *changed, autosave="1")).status_code == 200
    assert Entry.objects.count() == entries + 1
    now = Commitment.objects.in_bulk()
    assert [key for key, row in now.items() if row.updated_at != kept[key].updated_at] == [rows[1]["key"]]
    Pledge.objects.update(saved_by_label="người khác")
    assert client.post(url, typed(draft, *changed, autosave="1")).status_code == 409


def test_an_old_version_is_refused_and_nothing_is_written(client, draft):
    url = reverse("pledges:pledge-edit", args=[draft.pk])
    late = client.post(url, typed(draft, *stored_rows(draft), version=draft.version - 1, autosave="1", text="Khác"))
    assert late.status_code == 409
    assert draft.versions.get().text != "Khác"


def test_wrong_fields_are_told_and_the_page_is_not_drawn_anew(client, draft):
    url = reverse("pledges:pledge-edit", args=[draft.pk])
    refused = client.post(url, typed(draft, *stored_rows(draft), title="", autosave="1"))
    assert (refused.status_code, refused.json()["text"]) == (422, "Chưa tự lưu: có ô cần sửa. Bấm “Lưu” để xem.")
