"""Certificates: a code for each sheet, what it tells anybody, what a correction prints anew, blanks of a body."""

import io
from decimal import Decimal

import pgtrigger
import pytest
from django.urls import reverse
from pypdf import PdfReader

from apps.audit.models import Entry
from apps.awards.certificate_enums import Part
from apps.awards.certificate_forms import LayoutForm
from apps.awards.certificate_layout import SHIPPED
from apps.awards.certificate_sheets import SAMPLE, Sheet
from apps.awards.domain import layouts, revoking
from apps.awards.domain.layouts import LayoutExists, OffTheSheet, make_layout, set_layout
from apps.awards.models import AwardDecision, Certificate
from apps.awards.tests import council_world as world_of
from apps.awards.tests.council_world import DAY, LATER, person_line
from apps.awards.tests.test_decisions import drafted, issue
from apps.core.errors import StaleVersion
from apps.registry.tests.factories import DecisionFactory
from apps.reports import registry
from apps.reports.registry import NothingToReport
from apps.reports.tests.test_award_papers import rendered
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    found = world_of.build()
    lines = (person_line(name="Lê Thị Mội", honorific="Bà"), person_line(name="Trần Văn Hai", honorific="Ông"))
    found.decision = issue(drafted(found, found.proposal(*lines), occasion="Tổng kết năm 2025"))
    return found


def paper():
    return DecisionFactory(symbol="201/QĐ-BTP", issued_on=DAY)


def corrected(decision, name="Lê Thị Một"):
    line = decision.lines.select_related("award").get(award__recipient_name="Lê Thị Mội")
    more = {"document": paper(), "reason": "Sai tên", **LATER}
    revoking.correct_line(line_id=line.pk, version=line.award.version, changes={"recipient_name": name}, **more)
    return line


def pages(decision, **chosen) -> list[str]:
    content = rendered("certificate", {"decision": decision.pk} | chosen, registry.PDF)
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


def told(client, code: str) -> str:
    return client.get(reverse("verify", args=[code])).content.decode()


def test_each_sheet_has_a_code_of_its_own_that_tells_decision_date_name_award_and_state(client, world):
    sheets = list(Certificate.objects.order_by("pk"))
    assert len({sheet.code for sheet in sheets}) == 2
    for sheet, page in zip(sheets, pages(world.decision), strict=True):
        assert sheet.code in page
        assert sheet.recipient in page
        answer = told(client, sheet.code.lower())
        for words in (sheet.recipient, "145/QĐ-BTP", "28/01/2026", "Khen thưởng BKB", "Còn hiệu lực"):
            assert words in answer
    assert sheets[1].recipient not in told(client, sheets[0].code)
    assert "minh họa" not in told(client, sheets[0].code)
    AwardDecision.objects.update(illustrative=True)
    assert "minh họa" in told(client, sheets[0].code)


def test_letters_that_people_confuse_are_tried_for_certificates_too(client, world):
    sheet = Certificate.objects.order_by("pk").first()
    with pgtrigger.ignore("awards.Certificate:frozen"):
        Certificate.objects.filter(pk=sheet.pk).update(code="LABC-DEFG-HJKM")
    for typed in ("1abc defg hjkm", "Iabc-defg-hjkm"):
        assert sheet.recipient in told(client, typed)


def test_a_correction_prints_anew_only_what_changed_and_the_former_sheet_says_so(client, world):
    with pytest.raises(NothingToReport, match="in lại do đính chính"):
        registry.find("certificate").find({"decision": world.decision.pk, "changed": 1}, world_of.SYSTEM)
    former, untouched = Certificate.objects.order_by("pk")
    line = corrected(world.decision)
    again = line.certificates.get(is_current=True)
    [page] = pages(world.decision, changed=1)
    assert again.code != former.code
    for words in (again.code, "Bà Lê Thị Một", "đính chính theo 201/QĐ-BTP"):
        assert words in page
    assert "được thay bằng giấy in lại" in told(client, former.code)
    assert "không còn giá trị" in told(client, former.code)
    assert "Bà Lê Thị Mội" in told(client, former.code)  # as printed on the sheet that is asked about
    assert "in lại sau đính chính" in told(client, again.code)
    assert Certificate.objects.get(pk=untouched.pk).is_current
    assert len(pages(world.decision)) == 2
    assert pages(world.decision, certificate=untouched.pk)[0].count("Ông Trần Văn Hai") == 1


def test_a_sheet_that_was_lost_is_given_anew_with_the_same_words_and_the_reason_stays(client, world):
    former = Certificate.objects.select_related("line").order_by("pk").first()
    client.force_login(RoleAssignmentFactory(unit=world.ministry, role=Role.STANDING_OFFICE).user)
    new = reverse("awards:decision-line-reissue", args=[world.decision.pk, former.line_id])
    assert new in client.get(world.decision.get_absolute_url()).content.decode()
    typed = {"kind": "lost", "reason": "Mất trong trận lũ tháng 10", "number": former.number}
    for status in (302, 422):  # the second time the sheet was replaced already
        assert client.post(new, typed).status_code == status
    again = former.line.certificates.get(is_current=True)
    assert (again.number, again.printed, again.code != former.code) == (2, former.printed, True)
    assert Entry.objects.get(action="awards.certificate.reissue").reason == typed["reason"]
    assert "Đã cấp đổi, cấp lại: giấy này được thay bằng giấy mới" in told(client, former.code)
    assert "Còn hiệu lực (cấp đổi, cấp lại)" in told(client, again.code)
    [page] = pages(world.decision, changed=1)
    assert again.code in page
    assert "đính chính" not in page


def test_the_year_stands_on_the_sheets_of_titles_only_and_a_correction_of_it_prints_those_anew(world):
    world_of.award("CSTDB", list="title")
    title = issue(drafted(world, world.proposal(person_line("CSTDB"))), symbol="146/QĐ-BTP")
    assert "Danh hiệu năm 2025" in pages(title)[0]
    assert "năm 2025" not in pages(world.decision)[0].replace("Tổng kết năm 2025", "")
    more = {"document": paper(), "reason": "Sai năm", "changes": {"year": 2024}, **LATER}
    for decision, sheets in ((world.decision, 1), (title, 2)):
        line = decision.lines.select_related("award").first()
        revoking.correct_line(line_id=line.pk, version=line.award.version, **more)
        assert line.certificates.count() == sheets
    assert "Danh hiệu năm 2024" in pages(title)[0]


def test_a_revoked_decision_takes_its_sheets_along_and_restoring_brings_them_back(client, world):
    code = Certificate.objects.first().code

    def act(operation, **more):
        version = AwardDecision.objects.get(pk=world.decision.pk).version
        document = DecisionFactory(issued_on=DAY)
        operation(decision_id=world.decision.pk, version=version, document=document, reason="Xem lại", **more, **LATER)

    act(revoking.revoke_decision, reason_code="c")
    assert "Đã hủy bỏ" in told(client, code)
    act(revoking.restore_decision)
    assert "Giấy này còn hiệu lực" in told(client, code)


def test_a_body_prints_on_its_own_blanks(client, world):
    office = RoleAssignmentFactory(unit=world.ministry, role=Role.STANDING_OFFICE).user
    client.force_login(office)
    made = client.post(reverse("awards:layout-create"), {"unit": world.ministry.pk, "paper": "A3", "blank": "on"})
    layout = world.ministry.certificate_layouts.get()
    change = reverse("awards:layout-change", args=[layout.pk])
    assert made.url == change
    with pytest.raises(LayoutExists):
        make_layout(organiser_id=world.ministry.pk, award_id=None, paper="A4", blank=False, **LATER)
    form = LayoutForm.initial_of(layout) | {"left_recipient": "40,5", "shift_top": "-2", "shown_qr": ""}
    typed = {name: value for name, value in form.items() if value is not False and value != ""}
    page = client.post(change, {name: str(value).replace(".", ",") for name, value in typed.items()})
    assert page.status_code == 302, page.context["form"].errors
    layout.refresh_from_db()
    assert (layout.parts["recipient"]["left"], layout.shift_top) == ("40.5", Decimal(-2))
    content = rendered("certificate", {"decision": world.decision.pk}, registry.PDF)
    first = PdfReader(io.BytesIO(content)).pages[0]
    assert (round(first.mediabox.width), round(first.mediabox.height)) == (1191, 842)
    text = first.extract_text()
    assert "CỘNG HÒA" not in text  # the blank has it
    assert "Bà Lê Thị Mội" in text
    assert "40,5" in client.get(layout.get_absolute_url()).content.decode()  # read by auditors too
    trial = client.get(reverse("awards:layout-trial", args=[layout.pk]))
    assert trial.content.startswith(b"%PDF")
    outside = typed | {"left_signer": "400", "version": layout.version}
    refused = client.post(change, {k: str(v).replace(".", ",") for k, v in outside.items()})
    assert "vượt ra ngoài tờ giấy rộng 420 mm" in refused.context["form"].errors["left_signer"][0]
    with pytest.raises(StaleVersion):
        layouts.reset_layout(layout_id=layout.pk, version=0, paper="A4", **LATER)


LONG = {
    Part.RECIPIENT: "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân xã Nguyễn Huệ, huyện Hòa An, tỉnh Cao Bằng",
    Part.UNIT: "Phó Cục trưởng phụ trách, Cục Pháp luật hình sự - hành chính và Quản lý xử lý vi phạm hành chính, Bộ"
    " Tư pháp; Ủy viên Hội đồng Thi đua - Khen thưởng ngành Tư pháp",
    Part.REASON: "Đã có thành tích " + "xuất sắc trong công tác tổ chức thi hành án dân sự, " * 9,
}


@pytest.mark.parametrize(("part", "size"), [(Part.RECIPIENT, "16.0"), (Part.UNIT, "13.5"), (Part.REASON, "12.0")])
def test_a_text_too_long_for_its_place_takes_smaller_letters_and_no_other_does(part, size):
    """In fewer or lower lines, so that what stands below stays free."""

    def smaller(**texts):
        return {name: size for name, _style, _text, size in Sheet(SHIPPED, SAMPLE | texts).parts if size}

    assert smaller() == {}
    assert smaller(**{part: LONG[part]}) == {part: size}
    assert smaller(recipient="Cục Pháp luật quốc tế và Giải quyết tranh chấp đầu tư quốc tế") == {}


def test_no_part_stands_off_the_sheet(world):
    layout = make_layout(organiser_id=world.ministry.pk, award_id=None, paper="A4", blank=False, **LATER)
    setting = layouts.Setting("A4", SHIPPED.places, Decimal(0), Decimal(40))
    with pytest.raises(OffTheSheet) as refused:
        set_layout(layout_id=layout.pk, version=layout.version, setting=setting, **LATER)
    assert refused.value.field == "top_signer"
