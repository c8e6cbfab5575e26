"""Pages: without JavaScript from the draft to the receipt; lists; two writers; who sees drafts."""

import re
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.clusters.enums import ClusterKind
from apps.clusters.models import Cluster
from apps.obligations.models import Obligation, Reopening
from apps.pledges.comparing import compare
from apps.pledges.domain import opening
from apps.pledges.enums import PledgeState
from apps.pledges.models import Pledge, Signature
from apps.pledges.queries import missing
from apps.pledges.tests.world import NOW, SYSTEM, build, drafted, opened, signed, two_lines
from emulation_portal.tests.matrix_world import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(NOW, tick=False):
        yield


def rows(*lines, stored: int = 0) -> dict:
    """The posted table of rows."""
    data = {"rows-TOTAL_FORMS": len(lines), "rows-INITIAL_FORMS": stored}
    for number, line in enumerate(lines):
        data |= {f"rows-{number}-{name}": value for name, value in line.items()}
    return data


def test_head_drafts_opens_and_a_leader_signs_with_forms_alone(client):
    world = build(3, sheets=False)
    client.force_login(world.head)
    answer = client.post(reverse("pledges:pledge-create", args=[world.cluster_year.pk]), {"line": ""})
    pledge = Pledge.objects.get()
    assert answer.headers["Location"] == pledge.get_absolute_url()
    edit = reverse("pledges:pledge-edit", args=[pledge.pk])
    page = client.get(edit).content.decode()
    assert page.count('name="rows-') > 10
    data = {"title": "Giao ước", "text": "Dòng một.\nDòng hai.", "version": pledge.version}
    bad = rows({"text": "", "due_on": "20/11/2020"}, {"text": "Nộp báo cáo", "due_on": "31/02/2020"})
    answer = client.post(edit, data | bad)
    assert answer.status_code == 422
    assert "Dòng 1 – Nội dung cam kết" in answer.content.decode()
    good = rows(
        {"text": "Nộp báo cáo", "due_on": "20/11/2020", "unit": ""},
        {"text": "", "due_on": ""},
        {"text": "Sơ kết", "unit": world.units[2].pk},
    )
    assert client.post(edit, data | good).status_code == 302
    answer = client.post(reverse("pledges:pledge-open", args=[pledge.pk]), {"due_on": "20/11/2020"})
    assert answer.status_code == 302
    pledge.refresh_from_db()
    assert (pledge.state, pledge.in_force.commitments.count()) == (PledgeState.OPEN, 2)

    client.force_login(world.leaders[1])
    sign = reverse("pledges:pledge-sign", args=[pledge.pk, world.units[1].pk])
    page = client.get(sign).content.decode()
    assert "Dòng hai." in page
    seen = re.search(r'name="seen" value="(\w+)"', page).group(1)
    confirm = reverse("pledges:pledge-confirm", args=[pledge.pk, world.units[1].pk])
    answer = client.post(confirm, {"seen": "khac"})
    assert answer.status_code == 422
    assert "đã được sửa sau khi bạn mở trang này" in answer.content.decode()
    answer = client.post(confirm, {"seen": seen})
    signature = Signature.objects.get()
    assert answer.headers["Location"] == signature.get_absolute_url()
    receipt = client.get(signature.get_absolute_url()).content.decode()
    assert signature.receipt_number in receipt
    assert "còn 2 đơn vị chưa ký" in receipt
    owed = Obligation.objects.get(unit=world.units[1], duty__code="pledge")
    assert owed.subject_path == signature.get_absolute_url()


def test_officer_uploads_the_signed_copy_and_a_mistake_does_not_lose_the_file(client):
    world = build(2, sheets=False)
    pledge = opened(world)
    client.force_login(world.officers[1])
    url = reverse("pledges:pledge-paper", args=[pledge.pk, world.units[1].pk])
    seen = re.search(r'name="seen" value="(\w+)"', client.get(url).content.decode()).group(1)
    data = {
        "seen": seen,
        "number": "12/GU-T",
        "signed_on": "12/11/2099",
        "signer_name": "Lê Văn Mẫu",
        "signer_post": "Vụ trưởng",
        "prefix": "",
        "file": SimpleUploadedFile("ban-ky.pdf", PDF),
    }
    assert client.post(url, data).status_code == 422
    data |= {"signed_on": "11/11/2020", "file": SimpleUploadedFile("ban-ky.pdf", PDF)}
    assert client.post(url, {**data, "number": ""}).status_code == 422
    answer = client.post(url, {**data, "file": SimpleUploadedFile("ban-ky.pdf", PDF)})
    signature = Signature.objects.get()
    assert answer.headers["Location"] == signature.get_absolute_url()
    file = client.get(reverse("pledges:signature-file", args=[signature.pk]))
    assert b"".join(file.streaming_content) == PDF
    # Other members see who signed, not the scan.
    client.force_login(world.leaders[0])
    client.force_login(world.officers[0])  # the head gathers the originals
    url = reverse("pledges:signature-received", args=[signature.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"received_on": "12/11/2020"}).status_code == 302
    signature.signed_copy.refresh_from_db()
    assert signature.signed_copy.paper_received_on == date(2020, 11, 12)
    # Opened again it says until when, who asked and how, as from the board.
    url = reverse("pledges:signature-withdraw", args=[signature.pk])
    asked = {"reason": "Ghi sai chức vụ", "asked_by": "Ông Thử", "asked_how": "telephone"}
    assert client.post(url, asked).status_code == 422
    assert client.post(url, asked | {"until_on": "20/11/2020", "until_time": "17:00"}).status_code == 302
    assert (Reopening.objects.get().asked_by, missing(pledge)[-1].unit) == ("Ông Thử", world.units[1])
    assert client.post(url, asked | {"until_on": "21/11/2020", "until_time": "17:00"}).status_code == 302
    assert Reopening.objects.count() == 1  # once more changes nothing


def test_head_types_for_a_unit_and_the_list_shows_it(client):
    world = build(2, sheets=False)
    pledge = opened(world)
    client.force_login(world.head)
    url = reverse("pledges:pledge-proxy", args=[pledge.pk, world.units[1].pk])
    seen = re.search(r'name="seen" value="(\w+)"', client.get(url).content.decode()).group(1)
    data = {
        "seen": seen,
        "number": "12/GU-T",
        "signed_on": "10/11/2020",
        "signer_name": "Lê Văn Mẫu",
        "signer_post": "Vụ trưởng",
        "received_on": "12/11/2020",
        "basis": "Bản giấy gửi bưu điện",
        "file": SimpleUploadedFile("ban-ky.pdf", PDF),
    }
    assert client.post(url, data).status_code == 302
    assert "Nhập thay" in client.get(pledge.get_absolute_url()).content.decode()


def test_members_see_no_draft_and_read_the_version_in_force_while_the_next_is_written(client):
    world = build(3, sheets=False)
    pledge = drafted(world)
    client.force_login(world.officers[1])
    assert client.get(pledge.get_absolute_url()).status_code == 404
    opening.open_for_signing(pledge_id=pledge.pk, due_on=date(2020, 11, 20), actor=SYSTEM, now=NOW)
    opening.revise(pledge_id=pledge.pk, reason="Sửa câu chữ", actor=SYSTEM, now=NOW)
    Pledge.objects.get().versions.filter(frozen_at=None).update(text="Bản chưa công bố")
    Cluster.objects.update(kind=ClusterKind.REGION)
    page = client.get(pledge.get_absolute_url()).content.decode()
    assert "Bản chưa công bố" not in page
    assert "Trưởng Khu vực đang sửa nội dung" in page
    assert "theo thứ tự của Khu vực" in page
    versions = client.get(reverse("pledges:pledge-versions", args=[pledge.pk])).content.decode()
    assert "Bản chưa công bố" not in versions
    client.force_login(world.head)
    versions = client.get(reverse("pledges:pledge-versions", args=[pledge.pk])).content.decode()
    assert "Bản chưa công bố" in versions


def test_the_second_of_two_writers_keeps_what_was_typed(client):
    world = build(2, sheets=False)
    pledge = drafted(world)
    client.force_login(world.head)
    url = reverse("pledges:pledge-edit", args=[pledge.pk])
    data = {"title": "Giao ước", "text": "Của tôi", "version": pledge.version - 1} | rows({"text": "Cam kết của tôi"})
    answer = client.post(url, data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert ("Của tôi" in page, "Cam kết của tôi" in page, "Gửi báo cáo đúng hạn" in page) == (True, True, True)
    assert "đã sửa lúc" in page


def test_a_unit_tells_that_a_commitment_is_done(client):
    world = build(2, sheets=False)
    pledge = opened(world)
    unit, commitment = world.units[1], pledge.in_force.commitments.get(position=1)
    client.force_login(world.officers[1])
    page = client.get(reverse("pledges:commitment-list") + "?state=overdue")
    assert [row.unit_id for row, _pledge, _may in page.context["rows"]] == [unit.pk]
    url = reverse("pledges:commitment-done", args=[pledge.pk, unit.pk, commitment.pk])
    assert client.post(url, {"done_on": "12/11/2020", "note": "BC 5"}).status_code == 302
    page = client.get(reverse("pledges:pledge-commitments", args=[pledge.pk]) + "?state=done")
    assert [(row.unit_id, row.days_late) for row, _pledge, _may in page.context["rows"]] == [(unit.pk, 2)]
    other = reverse("pledges:commitment-done", args=[pledge.pk, world.units[0].pk, commitment.pk])
    assert client.get(other).status_code == 403
    client.force_login(world.head)
    everybody = client.get(reverse("pledges:pledge-commitments", args=[pledge.pk])).context["rows"]
    assert len(everybody) == 3


def test_list_filters_and_exports(client):
    world = two_lines(4)
    for line in ("justice", "enforcement"):
        opened(world, line)
    client.force_login(world.standing_office)
    url = reverse("pledges:pledge-list")
    found = client.get(url, {"state": "open", "year": 2020, "o": "-signed"}).context["rows"]
    assert [(pledge.line, asked) for pledge, asked in found] == [("enforcement", 2), ("justice", 2)] or len(found) == 2
    assert client.get(url, {"state": "closed"}).context["rows"] == []
    assert client.get(url, {"format": "xlsx"}).headers["Content-Type"].startswith("application/vnd.openxml")
    page = client.get(url, {"cluster_year": world.cluster_year.pk})
    assert page.context["chosen"] == world.cluster_year


@pytest.mark.parametrize("units", [2, 6])
def test_query_counts_do_not_grow(client, units, django_assert_max_num_queries):
    world = build(units, sheets=False)
    pledge = opened(world)
    for unit in world.units[: units // 2]:
        signed(pledge, unit)
    client.force_login(world.head)
    with django_assert_max_num_queries(40):
        client.get(pledge.get_absolute_url())
    with django_assert_max_num_queries(30):
        client.get(reverse("pledges:pledge-list"))
    with django_assert_max_num_queries(30):
        client.get(reverse("pledges:pledge-commitments", args=[pledge.pk]))


def test_versions_are_compared_line_by_line():
    found = compare(["một", "hai", "ba"], ["một", "hai sửa", "ba", "bốn"])
    assert [(line.kind, line.old, line.new) for line in found] == [
        ("same", "một", "một"),
        ("changed", "hai", "hai sửa"),
        ("same", "ba", "ba"),
        ("added", "", "bốn"),
    ]
    assert [line.kind for line in compare(["một", "hai"], ["hai"])] == ["removed", "same"]
