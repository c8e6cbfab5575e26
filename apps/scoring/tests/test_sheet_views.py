"""Pages of a sheet: who sees and changes what, and a number of queries that does not grow with the leaves."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.clusters.tests.factories import HeadTermFactory, MemberFactory
from apps.core.actor import system_actor
from apps.documents.enums import SigningWay
from apps.obligations.models import Obligation
from apps.obligations.tests.factories import ObligationFactory
from apps.scoring.domain.evidence import cite_document
from apps.scoring.domain.inputs import LineInput
from apps.scoring.domain.lines import LineChange, save_line, save_lines
from apps.scoring.domain.submissions import submit_sheet
from apps.scoring.enums import Method, SheetState
from apps.scoring.models import EvidenceLink, ScoreLine, ScoreSheet, SheetVersion
from apps.scoring.tests.factories import (
    NOW,
    CriterionFactory,
    criteria_set_of_leaves,
    leader_of,
    officer_of,
    open_sheet,
)
from apps.units.tests.factories import RoleAssignmentFactory

pytestmark = pytest.mark.django_db
ME = system_actor()
WHOLE_SHEET = ("sheet-detail", "sheet-check", "sheet-print")


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def sheet():
    return open_sheet(criteria_set_of_leaves(3, parts=2))


@pytest.fixture
def officer(client, sheet):
    client.force_login(officer_of(sheet))
    return client


def url(name, sheet, *more):
    return reverse(f"scoring:{name}", args=[sheet.pk, *more])


def lines_of(sheet):
    return list(ScoreLine.objects.filter(sheet_version__sheet=sheet).order_by("criterion__position"))


def fill(sheet):
    """All lines typed, each with evidence."""
    lines = lines_of(sheet)
    changes = {line.pk: LineChange(1, LineInput(points=Decimal(1))) for line in lines}
    save_lines(sheet_id=sheet.pk, changes=changes, actor=ME, now=NOW)
    link = cite_document(line_id=lines[0].pk, symbol="1/BC", issued_on=date(2020, 5, 4), actor=ME, now=NOW)
    EvidenceLink.objects.bulk_create(EvidenceLink(line=line, document=link.document) for line in lines[1:])


@pytest.mark.parametrize(("asked", "told"), [("document", True), ("", False)])
def test_check_page_names_the_lines_for_which_evidence_is_asked(client, asked, told):
    sheet = open_sheet(criteria_set_of_leaves(4, parts=2))
    sheet.criteria_set.criteria.filter(code="A.1").update(evidence=asked)
    fill(sheet)
    EvidenceLink.objects.filter(line__criterion__code="A.1").delete()
    client.force_login(officer_of(sheet))
    page = client.get(url("sheet-check", sheet))
    assert [item["row"].criterion.code for item in page.context["unproved"]] == (["A.1"] if told else [])
    assert ("Chưa gửi được: 1 dòng thiếu minh chứng" in page.content.decode()) == told


@pytest.mark.parametrize("leaves", [10, 100])
@pytest.mark.parametrize("name", [*WHOLE_SHEET, "sheet-part"])
def test_page_of_a_sheet_takes_at_most_13_queries(client, name, leaves, django_assert_max_num_queries):
    sheet = open_sheet(criteria_set_of_leaves(leaves, parts=2))
    fill(sheet)
    client.force_login(officer_of(sheet))
    address = url(name, sheet, *([1] if name == "sheet-part" else []))
    with django_assert_max_num_queries(13):
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_the_same_number_of_queries_for_one_sheet_and_three(client, count, django_assert_num_queries):
    sheet = open_sheet(criteria_set_of_leaves(2), members=count)
    client.force_login(RoleAssignmentFactory(unit=sheet.cluster_year.cluster.organiser, role="standing_office").user)
    client.get(reverse("scoring:sheet-list"))
    with django_assert_num_queries(12):
        assert len(client.get(reverse("scoring:sheet-list")).context["rows"]) == count


def test_list_counts_lines_of_bonus_and_penalty_as_the_sheet_does(client):
    criteria_set = criteria_set_of_leaves(2)
    CriterionFactory(criteria_set=criteria_set, method=Method.PENALTY, code="D.1", position=99)
    sheet = open_sheet(criteria_set)
    client.force_login(officer_of(sheet))
    (row,) = client.get(reverse("scoring:sheet-list")).context["rows"]
    page = client.get(reverse("scoring:sheet-detail", args=[sheet.pk])).context
    assert (row[2].complete, row[2].lines) == (1, 3)
    assert (page["complete"], page["lines"]) == (1, 3)


def test_list_without_sheets_says_what_comes_next(client):
    place = MemberFactory(unit_name="Sở Tư pháp tỉnh Mẫu")
    client.force_login(RoleAssignmentFactory(unit=place.unit).user)
    answer = client.get(reverse("scoring:sheet-list")).content.decode()
    assert "Chưa có bảng tự chấm điểm" in answer
    year, cluster = place.cluster_year.year, place.cluster_year.name
    assert f"Sở Tư pháp tỉnh Mẫu chưa có bảng tự chấm điểm năm {year.year}" in answer
    assert f"{cluster}: {year.organiser.name} chưa ban hành bảng tiêu chí của năm." in answer


@pytest.mark.parametrize("name", [*WHOLE_SHEET, "sheet-sign", "sheet-receipt"])
def test_sheet_of_another_unit_is_not_found(client, sheet, name):
    client.force_login(RoleAssignmentFactory().user)
    assert client.get(url(name, sheet)).status_code == 404


def test_line_and_evidence_of_another_unit_are_not_found(client, sheet):
    fill(sheet)
    client.force_login(RoleAssignmentFactory().user)
    line, link = lines_of(sheet)[0], EvidenceLink.objects.first()
    for address in (
        reverse("scoring:line-save", args=[line.pk]),
        reverse("scoring:evidence-add", args=[line.pk]),
        reverse("scoring:evidence-remove", args=[link.pk]),
    ):
        assert client.post(address).status_code == 404


def test_anonymous_is_sent_to_sign_in(client, sheet):
    assert client.get(url("sheet-detail", sheet)).url.startswith("/accounts/sign-in/")


def test_head_reads_but_does_not_change(client, sheet):
    term = HeadTermFactory(cluster_year=sheet.cluster_year)
    head = RoleAssignmentFactory(unit=term.unit).user
    client.force_login(head)
    page = client.get(url("sheet-part", sheet, 1))
    assert page.status_code == 200
    assert "part-form" not in page.content.decode()
    assert client.post(url("sheet-part", sheet, 1)).status_code == 403
    assert client.post(reverse("scoring:line-save", args=[lines_of(sheet)[0].pk])).status_code == 403
    assert client.post(url("sheet-confirm", sheet)).status_code == 403


def test_head_goes_on_from_a_sent_sheet_to_its_review(client, sheet):
    fill(sheet)
    submit_sheet(sheet_id=sheet.pk, way=SigningWay.SCREEN, actor=ME, now=NOW)
    client.force_login(RoleAssignmentFactory(unit=HeadTermFactory(cluster_year=sheet.cluster_year).unit).user)
    assert client.get(url("sheet-detail", sheet)).context["main"].url == url("review", sheet)
    client.force_login(officer_of(sheet))
    assert client.get(url("sheet-detail", sheet)).context["main"].url == url("sheet-receipt", sheet)


def test_sheet_that_came_back_is_not_overdue_again(officer, sheet):
    duty = ObligationFactory(unit=sheet.unit, duty__year=sheet.cluster_year.year, duty__code="score_sheet")
    assert officer.get(url("sheet-detail", sheet)).context["days_left"] < 0
    Obligation.objects.filter(pk=duty.pk).update(first_fulfilled_at=NOW, fulfilled_at=None)
    assert officer.get(url("sheet-detail", sheet)).context["days_left"] is None


def test_officer_does_not_confirm_for_the_leader(officer, sheet):
    answer = officer.post(url("sheet-confirm", sheet))
    assert answer.status_code == 403
    assert "Chỉ lãnh đạo đơn vị được xác nhận trên hệ thống" in answer.content.decode()
    assert ScoreSheet.objects.get().state == SheetState.SELF_SCORING


def test_part_that_is_not_there_is_not_found(officer, sheet):
    assert officer.get(url("sheet-part", sheet, 3)).status_code == 404


def test_check_page_counts_warnings_that_do_not_stop(officer, sheet):
    line = lines_of(sheet)[0]
    save_line(line_id=line.pk, expected_version=1, inputs=LineInput(points=Decimal(1)), actor=ME, now=NOW)
    page = officer.get(url("sheet-check", sheet))
    assert page.context["counts"] == {"empty": 2, "evidence": 1, "breaches": 0, "unlike": 0}


def test_officer_sends_to_the_leader_who_confirms_and_gets_a_receipt(client, officer, sheet):
    fill(sheet)
    officer.post(url("sheet-to-leader", sheet))
    client.force_login(leader_of(sheet))
    page = client.get(url("sheet-check", sheet))
    token = {"form_token": page.context["form_token"], "seen": page.context["signing"].seen}
    answer = client.post(url("sheet-confirm", sheet), token)
    assert answer.url == url("sheet-receipt", sheet)
    assert client.post(url("sheet-confirm", sheet), token).url == url("sheet-receipt", sheet)
    assert SheetVersion.objects.exclude(locked_at=None).count() == 1
    text = client.get(url("sheet-receipt", sheet)).content.decode()
    assert SheetVersion.objects.get().receipt_number in text
    assert "Bước tiếp theo: Trưởng Cụm kiểm tra" in text


def test_confirming_what_somebody_changed_meanwhile_comes_back_with_the_reason(client, sheet):
    client.force_login(leader_of(sheet))
    seen = client.get(url("sheet-check", sheet)).context["signing"].seen
    fill(sheet)
    answer = client.post(url("sheet-confirm", sheet), {"seen": seen})
    assert answer.status_code == 422
    assert "Văn bản đã được sửa sau khi bạn mở trang này" in answer.content.decode()


def test_leader_gives_the_sheet_back_with_a_remark(client, sheet):
    client.force_login(leader_of(sheet))
    assert client.post(url("sheet-to-officer", sheet), {"remark": ""}).status_code == 422
    client.post(url("sheet-to-officer", sheet), {"remark": "Bổ sung minh chứng dòng A.1"})
    assert "Bổ sung minh chứng dòng A.1" in client.get(url("sheet-part", sheet, 1)).content.decode()


def signed(**changes):
    return {
        "number": "12/BC-T",
        "signed_on": "12/11/2020",
        "signer_name": "Lê Văn Thử",
        "signer_post": "Phó Vụ trưởng",
        "prefix": "KT.",
        "file": SimpleUploadedFile("ban-ky.pdf", b"%PDF-1.4\n%%EOF"),
    } | changes


def test_paper_way_sends_with_the_scan(officer, sheet):
    assert officer.post(url("sheet-sign", sheet), signed()).url == url("sheet-receipt", sheet)
    assert SheetVersion.objects.get().signing_way == SigningWay.PAPER
    text = officer.get(url("sheet-receipt", sheet)).content.decode()
    assert "Ký trên giấy" in text
    scan = officer.get(url("sheet-signed-copy", sheet))
    assert b"".join(scan.streaming_content) == b"%PDF-1.4\n%%EOF"


def test_paper_way_with_a_fault_keeps_what_was_typed_and_the_scan(officer, sheet):
    answer = officer.post(url("sheet-sign", sheet), signed(signed_on="31/02/2020"))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Tháng 2 năm 2020 không có ngày 31." in text
    assert "Phó Vụ trưởng" in text


def test_paper_way_refuses_a_day_to_come(officer, sheet):
    answer = officer.post(url("sheet-sign", sheet), signed(signed_on="31/12/2099"))
    assert answer.context["form"].errors["signed_on"] == ["Ngày ký không được sau hôm nay."]
    assert SheetVersion.objects.get().locked_at is None


def test_paper_way_refused_by_the_domain_needs_no_second_upload(officer, sheet):
    answer = officer.post(url("sheet-sign", sheet), signed(seen="cũ"))
    assert answer.status_code == 422
    key = answer.context["kept"].key
    assert officer.post(url("sheet-sign", sheet), signed(file="", kept=str(key))).status_code == 302


def test_scan_that_is_a_program_is_refused_beside_the_field(officer, sheet):
    answer = officer.post(url("sheet-sign", sheet), signed(file=SimpleUploadedFile("a.pdf", b"MZ\x90")))
    assert answer.context["form"].errors["file"] == ["Tệp “a.pdf” không phải PDF thật."]


def test_sent_sheet_is_read_only_and_a_direct_post_is_refused(officer, sheet):
    submit_sheet(sheet_id=sheet.pk, way=SigningWay.SCREEN, actor=ME, now=NOW)
    assert "part-form" not in officer.get(url("sheet-part", sheet, 1)).content.decode()
    answer = officer.post(url("sheet-part", sheet, 1))
    assert answer.status_code == 409
    assert "Bảng đã gửi, không sửa được" in answer.content.decode()
    line = lines_of(sheet)[0]
    answer = officer.post(
        reverse("scoring:line-save", args=[line.pk]), {f"l{line.pk}-version": 1, f"l{line.pk}-points": 1}
    )
    assert answer.status_code == 409
    assert "Bảng đã gửi, không sửa được" in answer.content.decode()
