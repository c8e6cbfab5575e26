"""Lists above 1,000 rows: numbered volumes, each a whole tagged file, made by whoever is free, delivered as one zip."""

import dataclasses
import io
import zipfile
from decimal import Decimal

import pytest
from django.utils import timezone
from pypdf import PdfReader

from apps.core.actor import system_actor
from apps.core.errors import DomainError
from apps.core.pdf import Annex, DocumentTable, Printed, TableRow, pdf_problems
from apps.core.tests.pages import COLUMNS, DOCUMENT
from apps.documents.models import IssuedFile
from apps.jobs.models import Job
from apps.reports import tasks, volumes
from apps.reports.domain import volumes as making
from apps.reports.domain.rendering import request_report
from apps.reports.registry import PDF, all_reports
from apps.reports.renderers.printed import OfficialPdf
from apps.reports.volumes import fingerprint, shared_out, split

ACTOR = system_actor()


def listed(rows, caption=""):
    return DocumentTable(COLUMNS, [TableRow([n, "Đơn vị", Decimal(n)]) for n in range(1, rows + 1)], caption=caption)


def rows_of(printed):
    tables = [*printed.tables, *(table for annex in printed.document.annexes for table in annex.tables)]
    return [row.cells[0] for table in tables for row in table.rows]


def test_a_list_is_cut_evenly_every_row_once_and_signed_in_the_last_volume():
    annexes = [Annex("Danh sách", paragraphs=["Mở đầu."], tables=[listed(1100, "Bằng khen"), listed(400, "Cờ")])]
    whole = Printed(dataclasses.replace(DOCUMENT, annexes=annexes), ["Điều 1."], [listed(900)], closing=["Hết."])
    cut = split(whole)
    assert [len(rows_of(each)) for each in cut] == [800, 800, 800]
    assert [row for each in cut for row in rows_of(each)] == rows_of(whole)
    assert [each.document.abstract[-9:] for each in cut] == ["(Tập 1/3)", "(Tập 2/3)", "(Tập 3/3)"]
    assert [bool(each.document.signatures) for each in cut] == [False, False, True]
    assert [bool(each.paragraphs) for each in cut] == [True, False, False]
    assert [str(each.closing[0]) for each in cut] == ["Xem tiếp Tập 2/3.", "Xem tiếp Tập 3/3.", "Hết."]
    second, third = (each.document.annexes[0] for each in cut[1:])
    assert ([table.caption for table in second.tables], second.paragraphs) == (["Bằng khen"], ["Mở đầu."])
    assert ([table.caption for table in third.tables], third.paragraphs) == (["Bằng khen (tiếp theo)", "Cờ"], ())
    assert split(Printed(DOCUMENT, tables=[listed(1000)]))[0].document is DOCUMENT


def test_another_row_is_another_list_another_minute_is_not():
    told = [Printed(DOCUMENT, [words], [listed(rows)]) for words, rows in (("14:30", 3), ("14:31", 3), ("14:30", 2))]
    same, later, shorter = (fingerprint(OfficialPdf(lambda printed, _at: printed).cut(each, None)) for each in told)
    assert (same == later, same == shorter) == (True, False)


def test_papers_of_one_file_are_shared_out_whole_and_every_report_can_be_cut():
    letters = [3, 5, 9, 1, 1, 1]
    assert shared_out(letters, lambda rows: rows, 8) == [[3, 5], [9], [1, 1, 1]]
    whole = {each.name for each in all_reports() if PDF in each.renderers and not hasattr(each.renderers[PDF], "cut")}
    assert whole == {"ranking"}  # a row for each member of one cluster


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(bool(pdf_problems()), reason="Pango or the font is not installed")
def test_a_long_list_is_delivered_as_one_zip_of_tagged_volumes_that_workers_share(cluster_year, monkeypatch):
    monkeypatch.setattr(volumes, "MOST_ROWS", 2)
    asked = {"name": "lateness", "format_": "pdf", "params": {"cluster_year": cluster_year.pk}, "actor": ACTOR}
    job = request_report(**asked, now=timezone.now())
    enqueue, taken = making.enqueue, []

    def enqueued(*args, **params):
        """Another worker takes the first volume at once."""
        found = enqueue(*args, **params)
        if not taken:
            taken.append(found.pk)
            tasks.render_volume.run(job_id=found.pk)
        return found

    monkeypatch.setattr(making, "enqueue", enqueued)
    tasks.render_report.run(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.error) == ("done", "")
    bound = IssuedFile.objects.get(pk=job.result["issued_file"])
    assert (bound.content_type, bound.file_name[-4:]) == ("application/zip", ".zip")
    parts = list(IssuedFile.objects.filter(batch_code=bound.verification_code).order_by("file_name"))
    assert Job.objects.filter(key__startswith="report-volume:", state="done").count() == len(parts) == 2
    with bound.file.open("rb") as content, zipfile.ZipFile(io.BytesIO(content.read())) as archive:
        assert archive.namelist() == [part.file_name for part in parts]
        for place, part in enumerate(parts, start=1):
            pdf = PdfReader(io.BytesIO(archive.read(part.file_name)))
            text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
            assert pdf.trailer["/Root"]["/MarkInfo"] == {"/Marked": True}
            assert f"(Tập {place}/2)" in text
            assert part.verification_code in text

    changed = Job.objects.get(pk=taken[0])
    Job.objects.filter(pk=changed.pk).update(
        state="queued", params=changed.params | {"digest": "other", "code": "NEW-CODE"}
    )
    tasks.render_volume.run(job_id=changed.pk)
    changed.refresh_from_db()
    assert (changed.state, changed.error) == ("failed", str(making.ChangedMeanwhile.default_message))

    def fail(*_args):
        raise DomainError("x")

    monkeypatch.setattr(making, "enqueue", enqueue)
    monkeypatch.setattr(making, "_all_made", fail)
    tasks.render_report.run(job_id=request_report(**asked, asked="again", now=timezone.now()).pk)
    states = Job.objects.filter(key__startswith="report-volume:").order_by("pk").values_list("state", flat=True)
    assert list(states)[2:] == ["cancelled"] * 2  # nobody waits for them
