"""Signing and sending: both ways, once, with receipt, hash and duty; the whole flow table."""

import threading
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from apps.core.actor import system_actor
from apps.core.components import StatusWord
from apps.core.errors import TransitionNotAllowed
from apps.core.together import answered
from apps.dashboard.papers.kinds import Asked
from apps.dashboard.papers.score_sheets import papers
from apps.documents.domain import attachments
from apps.documents.domain.signed_copies import ChangedMeanwhile, PaperCopy, SignedCopyMissing
from apps.documents.enums import SigningWay
from apps.documents.models import DocumentFile
from apps.obligations.domain import duties
from apps.obligations.models import Obligation
from apps.periods.domain.years import YearClosed
from apps.periods.enums import YearState
from apps.reports.registry import Printing
from apps.reports.renderers import score_sheet
from apps.scoring.domain import evidence, submissions
from apps.scoring.domain.evidence_needs import EvidenceMissing
from apps.scoring.domain.inputs import LineInput
from apps.scoring.domain.lines import SheetNotEditable, save_line
from apps.scoring.domain.status import status_words
from apps.scoring.domain.submissions import fingerprint, submit_sheet
from apps.scoring.domain.versions import VersionLocked, lock_version
from apps.scoring.enums import SheetState, Stage
from apps.scoring.exports import sheets_data
from apps.scoring.models import ScoreLine, ScoreSheet, SheetVersion
from apps.scoring.tests.factories import NOW, criteria_set_of_leaves, open_sheet
from apps.scoring.workflow import SHEET_FLOW

pytestmark = pytest.mark.django_db
ME = system_actor("Ông Lê Văn Thử")
PDF = b"%PDF-1.4\n%%EOF\n"


def type_points(points="1.5"):
    line = ScoreLine.objects.order_by("criterion__position", "pk").first()
    save_line(
        line_id=line.pk, expected_version=line.version, inputs=LineInput(points=Decimal(points)), actor=ME, now=NOW
    )


def submit(sheet, way=SigningWay.SCREEN, **options):
    return submit_sheet(sheet_id=sheet.pk, way=way, actor=ME, now=NOW, **options)


def scan():
    return attachments.store(SimpleUploadedFile("ban-ky.pdf", PDF), actor=ME, now=NOW)


def paper(attachment):
    return PaperCopy(attachment, "12/BC-T", date(2020, 11, 10), "Lê Văn Thử", "Phó Giám đốc", "KT.")


def test_submit_locks_the_version_with_totals_text_hash_and_receipt():
    sheet = open_sheet(criteria_set_of_leaves(2))
    type_points()
    submit(sheet)
    version = SheetVersion.objects.get()
    assert (version.base, version.bonus, version.penalty, version.total) == (Decimal("1.5"), 0, 0, Decimal("1.5"))
    assert version.canonical == "A/A.1\t1.500\t0.000\t0.000\t1.500\nA/A.2\t0.000\t0.000\t0.000\t0.000\n"
    assert len(version.sha256) == 64
    assert version.receipt_number == f"XN-2020-{version.pk:06d}"
    assert (version.signing_way, version.signed_by_label, version.locked_at) == ("screen", "Ông Lê Văn Thử", NOW)


def test_submit_fulfils_the_duty_once():
    sheet = open_sheet(criteria_set_of_leaves(1))
    duties.ask(
        year_id=sheet.cluster_year.year_id,
        code="score_sheet",
        label="Tự chấm điểm",
        due_on=date(2020, 11, 10),
        unit_ids=[sheet.unit_id],
        actor=ME,
        now=NOW,
    )
    submit(sheet)
    owed = Obligation.objects.get()
    assert (owed.fulfilled_at, owed.days_late(NOW), owed.subject_path) == (NOW, 2, f"/score-sheets/{sheet.pk}/")


def test_submit_without_steps_makes_the_sheet_final():
    sheet = open_sheet(criteria_set_of_leaves(2, steps=0))
    type_points()
    submit(sheet)
    assert ScoreSheet.objects.get().state == SheetState.FINAL
    versions = list(SheetVersion.objects.values_list("stage", "total", "sha256"))
    assert [row[:2] for row in versions] == [(Stage.SELF, Decimal("1.5")), (Stage.FINAL, Decimal("1.5"))]
    assert versions[0][2] == versions[1][2]


def test_submit_on_paper_keeps_the_signed_copy_for_ever():
    sheet = open_sheet(criteria_set_of_leaves(1))
    attachment = scan()
    submit(sheet, SigningWay.PAPER, signed_copy=paper(attachment))
    version = SheetVersion.objects.get()
    assert (version.signed_by_label, version.signed_copy.number) == ("Lê Văn Thử", "12/BC-T")
    printed = score_sheet.compose(sheets_data([sheet]), Printing(None, NOW))
    signed = printed.document.signatures[-1]
    assert (signed.prefix, signed.position, signed.name) == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Lê Văn Thử")
    assert printed.document.place_date.date == date(2020, 11, 10)
    assert "ký trên giấy: Lê Văn Thử (KT. GIÁM ĐỐC – PHÓ GIÁM ĐỐC); số xác nhận" in printed.closing[-1]
    asked = Asked(ME, NOW, frozenset({sheet.cluster_year.year_id}), frozenset({sheet.unit_id}))
    assert [each.tags for each in answered(papers(asked))] == [("Có bản ký, đóng dấu",)]
    attachment.refresh_from_db()
    assert attachment.used_at == NOW


def test_submit_on_paper_without_the_copy_is_refused():
    sheet = open_sheet(criteria_set_of_leaves(1))
    with pytest.raises(SignedCopyMissing):
        submit(sheet, SigningWay.PAPER)
    assert ScoreSheet.objects.get().state == SheetState.SELF_SCORING


def test_submit_twice_is_refused_the_second_time():
    sheet = open_sheet(criteria_set_of_leaves(1))
    submit(sheet)
    with pytest.raises(SheetNotEditable):
        submit(sheet)
    assert SheetVersion.objects.count() == 1


def test_submit_what_changed_since_it_was_read_is_refused():
    sheet = open_sheet(criteria_set_of_leaves(1))
    seen = fingerprint(ScoreLine.objects.all())
    type_points()
    with pytest.raises(ChangedMeanwhile):
        submit(sheet, seen=seen)
    submit(sheet, seen=fingerprint(ScoreLine.objects.all()))


@pytest.mark.parametrize(
    ("of_set", "of_line", "shown", "sent"),
    [
        ("document", "", "nothing", True),  # only wished for
        ("document", "document", "nothing", False),
        ("document", "document", "paper", True),
        ("none", "file", "paper", False),
        ("none", "file", "file", True),
        ("none", "file", "paper with scan", True),
        ("file", "", "nothing", False),
        ("file", "none", "nothing", True),
    ],
)
@pytest.mark.parametrize("way", SigningWay)
def test_a_line_for_which_evidence_is_asked_is_not_sent_without(of_set, of_line, shown, sent, way):
    """The second line claims nothing: nothing is asked for it."""
    sheet = open_sheet(criteria_set_of_leaves(2, evidence=of_set))
    sheet.criteria_set.criteria.filter(is_leaf=True).update(evidence=of_line)
    type_points()
    line, who = ScoreLine.objects.order_by("criterion__position").first(), {"actor": ME, "now": NOW}
    if shown == "file":
        evidence.link_attachment(line_id=line.pk, attachment=scan(), **who)
    elif shown != "nothing":
        link = evidence.cite_document(line_id=line.pk, symbol="1/KH", issued_on=date(2020, 4, 8), **who)
        if shown == "paper with scan":
            DocumentFile.objects.create(document=link.document, attachment=scan(), added_by_label="Bà Thử")
    copy = paper(scan()) if way == SigningWay.PAPER else None
    if sent:
        assert submit(sheet, way, signed_copy=copy).state == SheetState.SELF_SUBMITTED
        return
    with pytest.raises(EvidenceMissing, match="ở dòng 1"):
        submit(sheet, way, signed_copy=copy)
    assert ScoreSheet.objects.get().state == SheetState.SELF_SCORING


def test_submit_in_a_closed_year_is_refused():
    sheet = open_sheet(criteria_set_of_leaves(1))
    year = sheet.cluster_year.year
    year.state = YearState.CLOSED
    year.save()
    with pytest.raises(YearClosed):
        submit(sheet)


def test_crash_in_the_middle_of_submitting_leaves_nothing(monkeypatch):
    sheet = open_sheet(criteria_set_of_leaves(1, steps=0))

    def crash(**kwargs):
        raise RuntimeError("power cut")

    monkeypatch.setattr(submissions.duties, "fulfil", crash)
    with pytest.raises(RuntimeError):
        submit(sheet)
    assert ScoreSheet.objects.get().state == SheetState.SELF_SCORING
    assert list(SheetVersion.objects.values_list("stage", "locked_at")) == [(Stage.SELF, None)]


def test_lock_of_a_locked_version_is_refused():
    sheet = open_sheet(criteria_set_of_leaves(1))
    submit(sheet)
    with pytest.raises(VersionLocked):
        lock_version(SheetVersion.objects.get(), ME, NOW)


@pytest.mark.django_db(transaction=True)
def test_two_submissions_at_once_make_one():
    sheet = open_sheet(criteria_set_of_leaves(1))
    barrier, outcomes = threading.Barrier(2), []

    def work():
        barrier.wait()
        try:
            submit(sheet)
            outcomes.append("sent")
        except SheetNotEditable:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused", "sent"]


@pytest.mark.parametrize("state", SheetState)
@pytest.mark.parametrize("action", [step.action for step in SHEET_FLOW.transitions])
def test_flow_of_a_sheet_allows_what_the_table_says_and_refuses_the_rest(action, state):
    allowed = {
        "submit": {"self_scoring", "returned"},
        "start_step": {"self_submitted", "in_step"},
        "return": {"self_submitted", "in_step"},
        "finalise": {"self_submitted", "in_step"},
        "reopen": {"final", "self_submitted", "in_step", "not_submitted"},
        "reopen_line": {"final", "in_step"},
        "correct": {"self_submitted", "in_step", "final"},
        "close_again": {"self_scoring"},
        "close_again_final": {"self_scoring"},
        "close_unsent": {"self_scoring", "returned"},
    }
    if state in allowed[action]:
        assert SHEET_FLOW.target(action, state) in SheetState
    else:
        with pytest.raises(TransitionNotAllowed):
            SHEET_FLOW.target(action, state)


def test_status_word_follows_typing_signing_and_sending(django_assert_num_queries):
    sheet = open_sheet(criteria_set_of_leaves(1), members=2)

    def word():
        return status_words(ScoreSheet.objects.filter(pk=sheet.pk))[sheet.pk]

    assert word() == StatusWord.NOT_STARTED
    type_points()
    assert word() == StatusWord.DRAFT
    submissions.send_to_leader(sheet_id=sheet.pk, actor=ME, now=NOW)
    assert word() == StatusWord.AWAITING_SIGNATURE
    submissions.return_to_officer(sheet_id=sheet.pk, remark="Sửa dòng A.1", actor=ME, now=NOW)
    assert word() == StatusWord.DRAFT
    assert ScoreSheet.objects.get(pk=sheet.pk).remark == "Sửa dòng A.1"
    submissions.note_printed(sheet_id=sheet.pk, actor=ME, now=NOW)
    assert word() == StatusWord.AWAITING_SIGNATURE
    submit(sheet)
    assert word() == StatusWord.SENT
    with django_assert_num_queries(2):
        assert len(status_words(ScoreSheet.objects.all())) == 2
