"""Upwards: one tờ trình for each authority, and the package that goes with it."""

import hashlib
import io
import zipfile
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from apps.awards.domain.decisions import NotDecidable
from apps.awards.domain.issuing import DayWrong
from apps.awards.domain.undecided import StandsInDecision
from apps.awards.domain.upward_answers import record_answer
from apps.awards.enums import ProposalState
from apps.awards.models import (
    AchievementReport,
    AwardProposal,
    CouncilSession,
    DossierPaper,
    Nominee,
    UnitMeeting,
    UpwardSubmission,
)
from apps.awards.tests import council_world as world_of
from apps.awards.tests.council_world import BY, DAY, LATER, award, of_prime, person_line
from apps.awards.tests.council_world import upward_drafted as drafted
from apps.awards.tests.council_world import upward_sent as sent
from apps.catalog.models import AwardTerm, CouncilExemption
from apps.documents.domain.attachments import store
from apps.documents.domain.files import attach_file
from apps.documents.domain.issuing import About
from apps.documents.domain.issuing import issue as issue_file
from apps.documents.domain.purging import purge_content
from apps.documents.domain.signed_copies import PaperCopy, copy_for
from apps.documents.enums import SigningWay
from apps.documents.models import IssuedFile
from apps.documents.tests import signers
from apps.jobs.running import Cancelled
from apps.registry.tests.factories import DecisionFactory
from apps.reports import registry
from apps.reports.registry import Printing
from apps.reports.renderers import upward_package
from apps.reports.tests.test_award_papers import PRINTING, missing, pdf_text, refuses_strangers, rendered, words_of
from apps.units.enums import Role
from apps.units.tests.factories import PersonFactory, RoleAssignmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return world_of.asked_of_prime()


def test_the_letter_names_who_decides_and_how_the_council_voted(world):
    params = {"upward": sent(drafted(world)).pk}
    text = words_of(rendered("upward_letter", params))
    wanted = ["56/TTr-BTP", "Kính gửi: Thủ tướng Chính phủ", "Bà Trần Thị Thử", "9/9", "2 cá nhân", "THỨ TRƯỞNG"]
    assert missing(wanted, text) == []
    lines = Nominee.objects.filter(upward_line__submission=params["upward"])
    first, second = lines.order_by("pk")
    same = {name: getattr(first, name) for name in ("person", "name", "post", "unit_name")}
    lines.filter(pk=second.pk).update(**same, award=award("HCLD3"))  # one person with two awards counts once
    assert "khen thưởng 1 cá nhân" in words_of(rendered("upward_letter", params))
    AwardTerm.objects.create(code="T-BKB", award=award("BKB"), authority="Bộ trưởng Bộ Tư pháp", source="Luật")
    signatures = {"KT.": ["KT. BỘ TRƯỞNG", "THỨ TRƯỞNG"], "Q.": ["Q. THỨ TRƯỞNG"], "TM.": ["TM. THỨ TRƯỞNG"]}
    for prefix, lines in signatures.items():
        UpwardSubmission.objects.update(prefix=prefix)
        signed = words_of(rendered("upward_letter", params)).splitlines()
        assert [line for line in signed if "TRƯỞNG" in line and line.isupper()] == lines
    assert (
        missing(
            ["TỜ TRÌNH", "DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG"], pdf_text(rendered("upward_letter", params, registry.PDF))
        )
        == []
    )
    sheet = openpyxl.load_workbook(io.BytesIO(rendered("upward_letter", params, registry.XLSX))).active
    assert any(row[2] == "Bà Trần Thị Thử" and row[7:9] == (9, 9) for row in sheet.iter_rows(values_only=True))
    refuses_strangers("upward_letter", params)
    refuses_strangers("upward_package", params)


def test_the_package_holds_every_paper_with_its_pages_and_hash_and_stops_when_asked(world):
    made = drafted(world)
    nominee = world.proposed.nominees.get(name="Trần Thị Thử")
    AchievementReport.objects.create(nominee=nominee, form="individual", achievements="Số hóa 1,2 triệu hồ sơ")
    paper = DecisionFactory(symbol="9/XN", issued_on=DAY)
    scan = store(SimpleUploadedFile("xac-nhan.pdf", signers.paper(3)), **BY)
    attach_file(document_id=paper.pk, attachment=scan, **BY)
    DossierPaper.objects.create(proposal=world.proposed, document=paper, label="Xác nhận thuế")
    DossierPaper.objects.create(proposal=world.proposed, secret_route=True, label="Văn bản mật")
    UnitMeeting.objects.create(proposal=world.proposed, held_on=DAY, chair_name="Thử", invited=9, present=9)
    letters = put_before_others(world.proposed)
    content = rendered("upward_package", {"upward": made.pk}, registry.ZIP)
    package = zipfile.ZipFile(io.BytesIO(content))
    assert package.testzip() is None
    rows = openpyxl.load_workbook(io.BytesIO(package.read("00-muc-luc.xlsx"))).active.iter_rows(values_only=True)
    listed = {row[1]: row for row in rows if isinstance(row[0], int)}
    assert set(package.namelist()) == set(listed) | {"00-muc-luc.pdf", "00-muc-luc.xlsx"}
    for path, row in listed.items():
        assert hashlib.sha256(package.read(path)).hexdigest() == row[5]
        if path.endswith(".pdf"):
            assert len(PdfReader(io.BytesIO(package.read(path))).pages) == row[3], path
    names = [path.rpartition("/")[2] for path in listed]
    for name in (
        "to-trinh.pdf",
        "danh-sach.xlsx",
        "bien-ban-hop-hoi-dong.pdf",
        "bien-ban-hop-binh-xet.pdf",
        "01-tran-thi-thu.pdf",
        f"{scan.pk}-xac-nhan.pdf",
    ):
        assert name in names
    assert [f"{each.pk}-cong-van.pdf" in names for each in letters] == [True, True]
    told = pdf_text(package.read("00-muc-luc.pdf"))
    said = [
        "hiệp y: Sở Nội vụ: đồng ý (28/01/2026); Cục Thuế chưa trả lời (hạn 30/01/2026).",
        "lấy ý kiến công khai từ 12/01/2026 đến hết 16/01/2026 (5 ngày làm việc; Thử): nhận 2 ý kiến, đã kết luận 1.",
    ]
    assert missing(["Xác nhận thuế", *said], told) == []
    steps = []

    def stop(done, total, what):
        steps.append((done, total))
        if done == 2:
            raise Cancelled

    report = registry.find("upward_package")
    subject = report.find({"upward": made.pk}, world_of.SYSTEM)
    with pytest.raises(Cancelled):
        report.renderers[registry.ZIP](report.build(subject), Printing(PRINTING.verification, PRINTING.at, stop))
    assert steps == [(number, len(listed)) for number in range(3)]


def put_before_others(proposal):
    """A body that was asked in writing and answered so, one that has not; a list that stood in public, one broken off.
    Answers the two files.
    """
    asked, answer = (DecisionFactory(symbol=f"{number}/SNV", issued_on=DAY) for number in (1, 2))
    scans = [store(SimpleUploadedFile("cong-van.pdf", signers.paper(pages)), **BY) for pages in (1, 2)]
    for letter, scan in zip((asked, answer), scans, strict=True):
        attach_file(document_id=letter.pk, attachment=scan, **BY)
    days = {"asked_on": DAY, "due_on": date(2026, 1, 30)}
    said = {"request": asked, "answer": answer, "opinion": "agrees", "answered_on": DAY}
    proposal.consultations.create(body_name="Sở Nội vụ", **days, **said)
    proposal.consultations.create(body_name="Cục Thuế", **days, request=asked)  # one letter to both
    days = {"starts_on": date(2026, 1, 12), "ends_on": date(2026, 1, 16), "working_days": 5, "basis": "Thử."}
    period = proposal.comment_periods.create(**days)
    proposal.comment_periods.create(**days, closed_on=date(2026, 1, 13))
    for conclusion in ("", "Không đúng."):
        period.opinions.create(received_on=date(2026, 1, 14), text="Ý kiến", conclusion=conclusion)
    return scans


def test_a_file_whose_content_was_removed_is_named_and_breaks_nothing(world):
    made = sent(drafted(world))
    scan = store(SimpleUploadedFile("to-trinh.pdf", signers.paper()), **BY)
    minutes = store(SimpleUploadedFile("bien-ban.pdf", signers.paper(2)), **BY)
    attach_file(document_id=made.document_id, attachment=scan, **BY)
    copy = copy_for(SigningWay.PAPER, PaperCopy(minutes, "1/BB", DAY, "Ông Chủ tọa", "Chủ tịch"), world_of.NOW)
    CouncilSession.objects.update(minutes_copy=copy)
    about, empty = About("upward_package", f"upward={made.pk}", [made.pk], "Gói"), io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    content = [empty.getvalue(), rendered("upward_package", {"upward": made.pk}, registry.ZIP)]
    told = {"file_name": "goi.zip", "content_type": "application/zip", "data_at": timezone.now()}
    issued = [
        issue_file(about=about, content=each, verification_code=code, **told, actor=world_of.SYSTEM, now=timezone.now())
        for code, each in zip("AB", content, strict=True)
    ]
    for attachment in (scan, minutes):
        purge_content(attachment_id=attachment.pk, reason="Tải nhầm", **BY)
        attachment.file.storage.delete(attachment.file.name)
    package = zipfile.ZipFile(io.BytesIO(rendered("upward_package", {"upward": made.pk}, registry.ZIP)))
    rows = openpyxl.load_workbook(io.BytesIO(package.read("00-muc-luc.xlsx"))).active.iter_rows(values_only=True)
    assert {row[5] for row in rows if "đã gỡ bỏ nội dung" in str(row[2])} == {scan.sha256, minutes.sha256}
    gone = [IssuedFile.objects.get(pk=each.pk).emptied_at is not None for each in issued]
    assert gone == [not each.file.storage.exists(each.file.name) for each in issued] == [False, True]
    late = store(SimpleUploadedFile("phu-luc.pdf", signers.paper(3)), **BY)
    attach_file(document_id=made.document_id, attachment=late, **BY)

    def purge(done, total, what):
        if done == total - 1:  # read already
            purge_content(attachment_id=late.pk, reason="Tải nhầm", **BY)

    printing = Printing(PRINTING.verification, PRINTING.at, purge)
    with pytest.raises(upward_package.PurgedMeanwhile):
        upward_package.pack(UpwardSubmission.objects.get(pk=made.pk), printing)


def test_a_case_that_the_catalogue_exempts_goes_upwards_without_a_council_and_every_paper_says_so(client, world):
    world_of.award("HCDC", level="state", name="Huân chương Dũng cảm")
    person = PersonFactory(honorific="Ông", full_name="Lê Văn Cứu")
    lines = [person_line(code, person=person, honorific="Ông") for code in ("BKT", "HCDC")]
    sudden = world.proposal(*lines, type="sudden", verified_at=world_of.NOW)
    client.force_login(RoleAssignmentFactory(unit=world.ministry, role=Role.STANDING_OFFICE).user)
    new = reverse("awards:upward-unvoted", args=[sudden.pk])
    assert new not in client.get(sudden.get_absolute_url()).content.decode()
    assert client.post(new, {"way": "state:x", "addressed_to": "Ban", "abstract": "Về"}).status_code == 422
    for code in ("BKT", "HCDC"):
        facts = {"code": f"T-{code}", "award": award(code), "source": "Luật Điều 85"}
        AwardTerm.objects.create(authority="Thủ tướng Chính phủ", **facts)
        facts |= {"type": "sudden", "confidence": "illustrative"}
        CouncilExemption.objects.create(label="thành tích đột xuất", **facts)
    assert new in client.get(sudden.get_absolute_url()).content.decode()
    why = "thành tích đột xuất (Luật Điều 85; minh họa)"  # what no source names says so
    page = client.get(new)
    assert missing([why, "Ông Lê Văn Cứu được đề nghị hai hình thức"], page.content.decode()) == []
    shown = client.get(client.post(new, page.context["form"].initial).url).content.decode()
    made = UpwardSubmission.objects.get()
    assert (made.session, made.without_vote, made.lines.count()) == (None, why, 2)
    assert missing([why, "Ông Lê Văn Cứu được đề nghị hai hình thức"], shown) == []
    with pytest.raises(StandsInDecision):
        world.session(sudden)
    letter = words_of(rendered("upward_letter", {"upward": made.pk}))
    assert f"không qua bỏ phiếu của Hội đồng vì {why}" in letter
    assert not any(words in letter for words in ("biên bản họp Hội đồng", "Phiếu của Hội đồng", "Theo kết quả họp"))
    package = zipfile.ZipFile(io.BytesIO(rendered("upward_package", {"upward": made.pk}, registry.ZIP)))
    assert not any("02-bien-ban" in name for name in package.namelist())
    assert "Không có biên bản họp Hội đồng" in pdf_text(package.read("00-muc-luc.pdf"))
    with pytest.raises(DayWrong, match="ngày thẩm định"):
        sent(made, on=date(2026, 1, 19))
    CouncilExemption.objects.update(type="foreign")
    with pytest.raises(NotDecidable, match="phải được Hội đồng đề nghị"):
        sent(made)
    CouncilExemption.objects.update(type="sudden")
    made = sent(made)
    answer = {
        "document": of_prime(9, date(2026, 1, 29)),
        "granted": [made.lines.first().nominee_id],
        "others_refused": True,
    }
    record_answer(submission_id=made.pk, version=made.version, **answer, **LATER)
    assert AwardProposal.objects.get(pk=sudden.pk).state == ProposalState.DECIDED
