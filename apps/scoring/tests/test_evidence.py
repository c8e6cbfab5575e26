"""Evidence: cited, picked, uploaded, taken off; never after sending."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.audit.models import Entry
from apps.core.actor import system_actor
from apps.core.uploads import UploadRefused
from apps.documents.domain.citing import file_document
from apps.documents.domain.filing import Paper
from apps.documents.domain.signed_copies import ChangedMeanwhile
from apps.documents.enums import SigningWay
from apps.documents.models import Attachment, Document, Use
from apps.scoring.domain import evidence
from apps.scoring.domain.lines import SheetNotEditable
from apps.scoring.domain.submissions import fingerprint, note_printed, submit_sheet
from apps.scoring.forms import matching, split_citation
from apps.scoring.models import EvidenceLink, ScoreLine, ScoreSheet
from apps.scoring.tests.factories import NOW, criteria_set_of_leaves, open_sheet

pytestmark = pytest.mark.django_db
ME = system_actor("Bà Trần Thị Thử")
WHO = {"actor": ME, "now": NOW}


@pytest.fixture
def line(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    open_sheet(criteria_set_of_leaves(1))
    return ScoreLine.objects.select_related("sheet_version__sheet__unit").get()


def cite(line, symbol="36/KH-KVTĐ"):
    return evidence.cite_document(line_id=line.pk, symbol=symbol, issued_on=date(2020, 4, 8), **WHO)


def test_cite_twice_is_one_document_one_use_one_link(line):
    assert cite(line) == cite(line, "36/kh-kvtđ")
    assert (Document.objects.count(), Use.objects.count(), EvidenceLink.objects.count()) == (1, 1, 1)
    document = Document.objects.get()
    assert (document.owner_code, document.issuer_name) == (
        line.sheet_version.sheet.unit.code,
        line.sheet_version.sheet.unit_name,
    )


@pytest.mark.parametrize("lines", [2, 4])
def test_papers_of_many_lines_are_cited_as_one_by_one_in_a_handful_of_statements(lines, django_assert_max_num_queries):
    open_sheet(criteria_set_of_leaves(lines))
    first, *others = ScoreLine.objects.select_related("sheet_version__sheet").order_by("pk")
    cite(first)
    cited = {line.pk: Paper("36/kh-kvtđ", date(2020, 4, 8), first.sheet_version.sheet.unit_name) for line in others}
    cited[first.pk] = cited[others[0].pk]
    for _again in range(2):
        with django_assert_max_num_queries(20):
            evidence.cite_documents(sheet_id=first.sheet_version.sheet_id, cited=cited, **WHO)
    assert (Document.objects.count(), Use.objects.count(), EvidenceLink.objects.count()) == (1, lines, lines)
    told = Entry.objects.filter(action="scoring.evidence.add").values_list("after__evidence", flat=True)
    assert list(told) == [str(Document.objects.get())] * lines


def test_link_document_of_another_unit_is_not_found(line):
    other = file_document(symbol="1/QĐ", issued_on=date(2020, 1, 2), issuer_name="X", owner_code="KHAC", **WHO)
    with pytest.raises(Document.DoesNotExist):
        evidence.link_document(line_id=line.pk, document_id=other.pk, **WHO)


def test_attach_keeps_the_file_and_marks_it_used(line):
    evidence.attach_file(line_id=line.pk, upload=SimpleUploadedFile("a.pdf", b"%PDF-1.4\n%%EOF"), **WHO)
    assert Attachment.objects.get().used_at == NOW


def test_attach_a_program_named_pdf_is_refused(line):
    with pytest.raises(UploadRefused) as refusal:
        evidence.attach_file(line_id=line.pk, upload=SimpleUploadedFile("a.pdf", b"MZ\x90\x00"), **WHO)
    assert str(refusal.value) == "Tệp “a.pdf” không phải PDF thật."
    assert not Attachment.objects.exists()


def test_remove_takes_the_link_and_the_use_away_but_keeps_the_document(line):
    link = cite(line)
    evidence.remove_evidence(evidence_id=link.pk, **WHO)
    assert (Document.objects.count(), Use.objects.count(), EvidenceLink.objects.count()) == (1, 0, 0)


def test_evidence_of_a_sheet_that_was_sent_stays_as_it_is(line):
    link = cite(line)
    submit_sheet(sheet_id=line.sheet_version.sheet_id, way=SigningWay.SCREEN, **WHO)
    for attempt in (lambda: cite(line, "2/KH"), lambda: evidence.remove_evidence(evidence_id=link.pk, **WHO)):
        with pytest.raises(SheetNotEditable):
            attempt()
    assert EvidenceLink.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "symbol", "day"),
    [
        ("Công văn số 36/KH-KVTĐ ngày 08/4/2022", "36/KH-KVTĐ", date(2022, 4, 8)),
        ("1860/QĐ-BTP, ngày 13/09/2022", "1860/QĐ-BTP", date(2022, 9, 13)),
        ("1860/QĐ-BTP", "1860/QĐ-BTP", None),
    ],
)
def test_a_pasted_citation_is_split_into_symbol_and_date(text, symbol, day):
    assert split_citation(text) == (symbol, day)


def test_part_of_a_symbol_means_the_one_document_that_it_fits():
    """A number is typed from its start: "1/KH" is not "11/KH"."""
    papers = [
        SimpleNamespace(symbol=symbol, issued_on=date(2022, 4, 8))
        for symbol in ("11/KH-STP", "1860/QĐ-BTP", "36/KH-KVTĐ")
    ]

    def found(text):
        return [paper.symbol for paper in matching(text, papers, None)]

    assert found("186") == ["1860/QĐ-BTP"]
    assert found("qd-btp") == ["1860/QĐ-BTP"]
    assert found("1/KH") == []
    assert found("1") == ["11/KH-STP", "1860/QĐ-BTP"]
    assert found("") == found("\u0301") == []  # a mark without a letter


@pytest.mark.parametrize("change", ["cite", "cite many", "attach", "remove"])
def test_evidence_that_changes_outdates_the_print_and_what_was_read_before_signing(line, change):
    link, sheet_id = cite(line), line.sheet_version.sheet_id
    note_printed(sheet_id=sheet_id, **WHO)
    seen = fingerprint(ScoreLine.objects.all())
    if change == "cite":
        cite(line, "2/KH")
    elif change == "cite many":
        paper = Paper("2/KH", date(2020, 4, 8), "X")
        evidence.cite_documents(sheet_id=sheet_id, cited={line.pk: paper}, **WHO)
    elif change == "attach":
        evidence.attach_file(line_id=line.pk, upload=SimpleUploadedFile("a.pdf", b"%PDF-1.4\n%%EOF"), **WHO)
    else:
        evidence.remove_evidence(evidence_id=link.pk, **WHO)
    assert ScoreSheet.objects.get().printed_at is None
    with pytest.raises(ChangedMeanwhile):
        submit_sheet(sheet_id=sheet_id, way=SigningWay.SCREEN, seen=seen, **WHO)


def test_citing_again_what_is_cited_leaves_the_print_as_it_is(line):
    cite(line)
    note_printed(sheet_id=line.sheet_version.sheet_id, **WHO)
    cite(line)
    assert ScoreSheet.objects.get().printed_at == NOW
