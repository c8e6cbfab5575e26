"""Upwards: one tờ trình for each authority, and the package that goes with it."""

import hashlib
import io
import zipfile
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from apps.accounts.grants import actor_for
from apps.awards import outcome_queries
from apps.awards.council_enums import ItemResult
from apps.awards.decision_enums import UpwardAnswer
from apps.awards.domain import deciding_checks, decisions, receiving, upward, upward_answers
from apps.awards.domain.decisions import NotDecidable
from apps.awards.domain.issuing import DayWrong, NumberUsed
from apps.awards.domain.lines_in_step import DecidedAnew
from apps.awards.domain.sessions import conclude_session
from apps.awards.domain.undecided import StandsInDecision
from apps.awards.domain.upward import NothingToSubmit, UpwardHead, draft_upward, send_upward, waiting_upwards
from apps.awards.domain.upward_answers import NothingAnswered, record_answer
from apps.awards.enums import ProposalState
from apps.awards.models import (
    AchievementReport,
    AgendaItem,
    AwardProposal,
    CouncilSession,
    DossierPaper,
    Nominee,
    UpwardSubmission,
)
from apps.awards.tests import council_world as world_of
from apps.awards.tests.council_world import BY, LATER, award, person_line, recommended
from apps.awards.tests.test_decisions import head, issue
from apps.awards.views.decision_papers import SignedTextView
from apps.awards.views.upward import UpwardAnswerView, UpwardSentView
from apps.catalog.authorities import WrongAuthority
from apps.catalog.domain.eligibility import Outcome
from apps.catalog.models import AwardTerm, CouncilExemption
from apps.core.errors import TransitionNotAllowed
from apps.core.together import answered, together
from apps.documents.domain.attachments import store
from apps.documents.domain.files import attach_file
from apps.documents.domain.issuing import About
from apps.documents.domain.issuing import issue as issue_file
from apps.documents.domain.numbers import WrongKind
from apps.documents.domain.purging import purge_content
from apps.documents.domain.signed_copies import PaperCopy, copy_for
from apps.documents.enums import SigningWay
from apps.documents.models import Document, IssuedFile
from apps.documents.tests import signers
from apps.jobs.running import Cancelled
from apps.notifications.models import Notice
from apps.registry.domain import acts
from apps.registry.domain.papers import PaperWrong
from apps.registry.enums import AwardState
from apps.registry.models import Award
from apps.registry.tests.factories import DecisionFactory
from apps.reports import registry
from apps.reports.registry import Printing
from apps.reports.renderers import upward_package
from apps.reports.tests.test_award_papers import PRINTING, missing, pdf_text, refuses_strangers, rendered, words_of
from apps.units.enums import Role
from apps.units.tests.factories import PersonFactory, RoleAssignmentFactory

pytestmark = pytest.mark.django_db
HEAD = UpwardHead("Thủ tướng Chính phủ", "Về việc đề nghị tặng Bằng khen", "Lê Văn Thử", "Thứ trưởng")
DAY = date(2026, 1, 28)


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    found = world_of.build()
    award("BKT", level="state", name="Bằng khen của Thủ tướng Chính phủ")
    lines = [person_line("BKT", name="Trần Thị Thử", honorific="Bà"), person_line("BKT"), person_line("BKB")]
    found.proposed = found.proposal(*lines)
    held = recommended(found, found.proposed)
    found.held = conclude_session(session_id=held.pk, version=held.version, **BY)
    return found


def drafted(world):
    [way] = waiting_upwards(world.held)
    return draft_upward(session_id=world.held.pk, way_key=way.key, head=HEAD, **BY)


def of_prime(number: int, on: date, **given):
    facts = {"symbol": f"{number}/QĐ-TTg", "issuer_name": "Thủ tướng Chính phủ"} | given
    return DecisionFactory(issued_on=on, **facts)


def sent(made, symbol="56/TTr-BTP", on=DAY, **given):
    version = UpwardSubmission.objects.get(pk=made.pk).version
    return send_upward(submission_id=made.pk, version=version, symbol=symbol, issued_on=on, **(LATER | given))


def test_only_what_another_authority_decides_goes_upwards_and_nobody_twice(world):
    made = drafted(world)
    assert {line.nominee.award.code for line in made.lines.all()} == {"BKT"}
    assert waiting_upwards(world.held) == {}
    with pytest.raises(NothingToSubmit):
        draft_upward(session_id=world.held.pk, way_key="state:x", head=HEAD, **BY)
    upward.discard_upward(submission_id=made.pk, version=made.version, **BY)
    assert drafted(world).lines.count() == 2


def test_who_was_put_forward_upwards_is_not_withdrawn_and_is_held_again_when_it_is_sent(world):
    made = drafted(world)
    with pytest.raises(StandsInDecision):
        receiving.withdraw(proposal_id=world.proposed.pk, reason="Có đơn.", **BY)
    # However it came about: a dossier that does not stand any more, or a later word of the council, goes nowhere.
    AwardProposal.objects.update(state=ProposalState.NOT_RECOMMENDED)
    with pytest.raises(NotDecidable):
        sent(made)
    AwardProposal.objects.update(state=ProposalState.RECOMMENDED)
    AgendaItem.objects.filter(nominee=made.lines.first().nominee).update(result=ItemResult.NOT_RECOMMENDED)
    with pytest.raises(NotDecidable):
        sent(made)
    upward.discard_upward(submission_id=made.pk, version=made.version, **BY)
    assert drafted(world).lines.count() == 1  # the other one


def test_the_answer_from_above_stands_in_the_registry_and_settles_the_proposal(world):
    made = sent(drafted(world))
    here = [world.proposed.nominees.get(award__code="BKB").pk]
    decision = decisions.draft_decision(year_id=world.year.pk, head=head(world.held), nominee_ids=here, **BY)
    issue(decision)
    yes, no = (line.nominee for line in made.lines.order_by("position"))
    answer = {"submission_id": made.pk, "version": made.version, "others_refused": True}
    papers = [of_prime(n, date(2026, 1, n)) for n in (27, 29)]
    AwardTerm.objects.create(code="T", award=award("BKT"), authority="Thủ tướng Chính phủ", source="Luật Điều 78")
    petition = of_prime(29, DAY, symbol="56/TTr-TCCB", kind="submission")
    minister, misnamed = DecisionFactory(issued_on=DAY), of_prime(29, DAY, symbol="29/QĐ-BTP")
    for paper, granted, refused in (
        (papers[0], [yes.pk], DayWrong),
        (petition, [yes.pk], WrongKind),
        (minister, [yes.pk], WrongAuthority),
        (misnamed, [yes.pk], WrongAuthority),
        (petition, [], WrongKind),
        (papers[1], [], None),
    ):
        call = {**answer, "document": paper, "granted": granted, "others_refused": refused is not None}
        with pytest.raises(refused or NothingAnswered):
            record_answer(**call, **LATER)
    assert AwardProposal.objects.get().state == ProposalState.RECOMMENDED
    person = RoleAssignmentFactory(unit=world.unit, role=Role.OFFICER).user
    record_answer(**answer, document=papers[1], granted=[yes.pk], **LATER)
    found = Award.objects.get(award_type__code="BKT")
    assert (found.recipient_name, found.granted_on, found.upward_line.nominee) == (yes.name, papers[1].issued_on, yes)
    assert made.lines.get(nominee=no).answer == UpwardAnswer.REFUSED
    assert AwardProposal.objects.get().state == ProposalState.DECIDED
    assert Notice.objects.filter(kind__code="awards.superior_answered", recipient=person).exists()
    # Refused by a wrong tick, or granted after all: a later decision still names whom this one left out.
    made.refresh_from_db()
    later = {"document": papers[1], "granted": [no.pk], "others_refused": False}
    record_answer(submission_id=made.pk, version=made.version, **later, **LATER)
    assert {line.answer for line in made.lines.all()} == {UpwardAnswer.GRANTED}
    assert not upward_answers.answerable(made).exists()
    # Cancelled later by a decision of its own: it reads so everywhere, and a later grant can be noted.
    cancelling, paper, restoring = (of_prime(n, date(2026, 1, 30)) for n in (30, 31, 32))
    facts = {"document": cancelling, "reason_code": "a", "reason": "Kê khai sai"}
    acts.cancel_list(award_ids=[found.pk], **facts, **LATER)
    told, system = "Được khen thưởng; Đã hủy bỏ", world_of.SYSTEM
    line = upward_answers.answerable(made).get()
    shown = outcome_queries.with_outcome(Nominee.objects.all(), world.proposed, system).get(pk=yes.pk)
    words = outcome_queries.words_of(shown)
    (steps,) = answered(together(outcome_queries.steps_of(world.proposed, system)))
    assert (line.told, f"{told}: 29/QĐ-TTg" in words[-1]) == (told, True)
    assert [word.text for word in steps[-1].words if "Đã hủy bỏ" in word.text] != []
    made.refresh_from_db()
    fallen = {"document": papers[1], "granted": [yes.pk], "others_refused": False}
    Award.objects.exclude(award_type__code="BKB").update(state=AwardState.CANCELLED)
    with pytest.raises(PaperWrong, match="đã bị hủy bỏ"):  # what was cancelled grants nobody anything
        record_answer(submission_id=made.pk, version=made.version, **fallen, **LATER)
    Award.objects.exclude(pk=found.pk).update(state=AwardState.GRANTED)
    later = {"document": paper, "granted": [yes.pk], "others_refused": False}
    record_answer(submission_id=made.pk, version=made.version, **later, **LATER)
    assert {each.told for each in made.lines.all()} == {"Được khen thưởng"}
    with pytest.raises(DecidedAnew, match=yes.name):  # the former award does not come back beside the new one
        acts.restore_list(award_ids=[found.pk], document=restoring, reason="Khôi phục", **LATER)


@pytest.mark.parametrize(
    "paper",
    [
        {"symbol": "4512/BNV-TĐKT", "issuer_name": "Bộ Nội vụ", "kind": "letter"},
        {"symbol": "31/TB-VPCP", "issuer_name": "Văn phòng Chính phủ", "kind": "notice"},
        {"symbol": "77/VPCP-TĐ.KT", "issuer_name": "Văn phòng Chính phủ", "kind": "other"},
    ],
)
def test_that_nobody_is_granted_anything_comes_in_a_letter_of_whoever_answers(world, paper):
    made = sent(drafted(world))
    AwardTerm.objects.create(code="T", award=award("BKT"), authority="Thủ tướng Chính phủ", source="Luật Điều 78")
    answer = {"submission_id": made.pk, "version": made.version, "document": DecisionFactory(issued_on=DAY, **paper)}
    with pytest.raises(WrongKind):  # to grant takes a decision
        record_answer(**answer, granted=[made.lines.first().nominee_id], others_refused=True, **LATER)
    record_answer(**answer, granted=[], others_refused=True, **LATER)
    assert {line.answer for line in made.lines.all()} == {UpwardAnswer.REFUSED}
    assert not Award.objects.filter(award_type__code="BKT").exists()


@pytest.mark.parametrize(
    ("authority", "issuer"),
    [
        ("Thủ tướng Chính phủ", "Thủ tướng Chính phủ"),
        ("Chủ tịch UBND cấp tỉnh", ""),
        ("Bộ trưởng Bộ Tư pháp / Chủ tịch UBND cấp tỉnh", ""),
        ("Thủ trưởng cơ quan, đơn vị có tư cách pháp nhân", ""),
    ],
)
def test_the_form_of_the_answer_names_the_issuer_where_there_is_one_only(authority, issuer):
    assert UpwardAnswerView(object=UpwardSubmission(authority_name=authority)).get_initial()["issuer_name"] == issuer


def test_a_verified_condition_that_is_not_met_any_more_keeps_a_nominee_back(world, monkeypatch):
    made = drafted(world)

    def assess(nominees, now):
        for each in nominees:
            each.outcome, each.findings = (Outcome.BLOCKED if each.name == "Trần Thị Thử" else Outcome.MET), []

    monkeypatch.setattr(deciding_checks, "assess_everybody", assess)
    with pytest.raises(NotDecidable, match="Trần Thị Thử không đủ điều kiện"):
        sent(made)
    upward.discard_upward(submission_id=made.pk, version=made.version, **BY)
    assert "Trần Thị Thử" not in [line.nominee.name for line in drafted(world).lines.all()]


def test_number_and_date_are_typed_once_and_shut_the_list(world):
    made = drafted(world)
    with pytest.raises(DayWrong):
        sent(made, on=date(2026, 1, 2))
    other = DecisionFactory(symbol="56/TTr-BTP", issued_on=DAY, issuer_name="Bộ Tư pháp", owner_code="BTP")
    with pytest.raises(NumberUsed):
        sent(made, on=DAY)
    other.delete()
    done = sent(made)
    assert sent(made).pk == done.pk  # the answer of the first time was lost
    again = send_upward(submission_id=made.pk, version=made.version, symbol="56/TTr-BTP", issued_on=DAY, **LATER)
    assert again.version == done.version  # the same click twice: the version of before it was sent
    assert (done.document.symbol, done.document.kind) == ("56/TTr-BTP", "submission")
    with pytest.raises(TransitionNotAllowed):
        upward.discard_upward(submission_id=made.pk, version=done.version, **BY)


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
    for prefix, lines in (("KT.", ["KT. BỘ TRƯỞNG", "THỨ TRƯỞNG"]), ("Q.", ["Q. THỨ TRƯỞNG"])):
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
        "01-tran-thi-thu.pdf",
        f"{scan.pk}-xac-nhan.pdf",
    ):
        assert name in names
    assert "Xác nhận thuế" in pdf_text(package.read("00-muc-luc.pdf"))
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


def test_the_office_goes_from_the_session_to_the_package(client, world):
    client.force_login(RoleAssignmentFactory(unit=world.ministry, role=Role.STANDING_OFFICE).user)
    page = client.get(world.held.get_absolute_url()).content.decode()
    new = reverse("awards:upward-create", args=[world.held.pk])
    assert new in page
    gone = {"addressed_to": "Ban", "abstract": "Về", "way": "state:Chủ tịch nước"}
    assert client.post(new, gone).status_code == 422  # never another authority's people
    assert not UpwardSubmission.objects.exists()
    [way] = waiting_upwards(world.held)
    typed = {
        "way": way.key,
        "addressed_to": "Ban Thi đua - Khen thưởng Trung ương",
        "abstract": "Về việc đề nghị khen thưởng",
    }
    made = client.post(new, typed)
    page = client.get(made.url).content.decode()
    for words in ("Ban Thi đua - Khen thưởng Trung ương", "9/9", reverse("reports:request", args=["upward_package"])):
        assert words in page
    found = UpwardSubmission.objects.get()
    number = {"symbol": "56/TTr-BTP", "issued_on": "28/01/2026", "version": found.version}
    assert client.post(reverse("awards:upward-sent", args=[found.pk]), number).status_code == 302
    assert "56/TTr-BTP" in client.get(reverse("awards:upward-list")).content.decode()
    url, found = reverse("awards:upward-answer", args=[found.pk]), UpwardSubmission.objects.get()
    assert url in client.get(made.url).content.decode()
    typed = client.get(url).context["form"].initial | {"symbol": "57/TTr-TTCP", "issued_on": "29/01/2026"}
    typed |= {"granted": [found.lines.first().nominee_id], "version": found.version}
    before, refused = Document.objects.count(), client.post(url, typed)
    assert (refused.status_code, Document.objects.count()) == (422, before)
    assert "là tờ trình, không phải quyết định" in str(refused.context["form"].errors["symbol"])
    typed["symbol"] = "9/QĐ-TTg"
    assert client.post(url, typed).status_code == 302
    assert "Được khen thưởng" in client.get(made.url).content.decode()


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


@pytest.mark.parametrize("view", [UpwardSentView, SignedTextView])
def test_who_stands_in_for_the_office_gives_no_number_and_uploads_no_signed_text(view):
    world = world_of.build()
    user = RoleAssignmentFactory(unit=world.ministry, role=Role.STANDING_OFFICE).user
    actor, about = actor_for(user, world_of.NOW.date()), UpwardSubmission(organiser=world.ministry)
    assert view.policy(actor, about)
    assert not view.policy(replace(actor, impersonated_by=user.pk), about)
