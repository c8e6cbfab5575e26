"""Imports: handed in, asked about, corrected, written once; large ones by a worker that may die."""

import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.db import connections
from django.utils import translation

from apps.accounts.tests.factories import UserFactory
from apps.audit.differences import is_personal
from apps.audit.models import Entry
from apps.core.actor import Actor, Grant
from apps.core.errors import NotAllowed, TransitionNotAllowed
from apps.core.uploads import UploadRefused
from apps.documents import sheet_import_policies as policies
from apps.documents.domain import sheet_imports
from apps.documents.domain.attachments import sweep
from apps.documents.domain.purging import purge_content
from apps.documents.models import Attachment, SheetImport
from apps.documents.sheet_import_enums import ImportState
from apps.documents.sheet_import_workflow import IMPORT_FLOW
from apps.documents.tasks import run_sheet_import
from apps.documents.tests.sheet_kinds import SymbolImport, example_kind
from apps.jobs import queue, running
from apps.jobs.models import Job

NOW = datetime(2026, 3, 2, 3, tzinfo=UTC)
GOOD = "Số, ký hiệu;Số trang\n36/KH;2,5\n37/KH;3\n"


@pytest.fixture(autouse=True)
def _vietnamese_and_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def kind():
    return example_kind()


@pytest.fixture
def actor(db):
    user = UserFactory()
    return Actor(user.pk, user.label, (Grant("officer", 1, "1/"),), date(2026, 3, 2))


def upload(text=GOOD, name="so.csv"):
    return ContentFile(text.encode(), name=name)


def start(actor, text=GOOD, **options):
    return sheet_imports.start(kind=SymbolImport.name, upload=upload(text, **options), actor=actor, now=NOW)


def many(count=600):
    return "Số, ký hiệu\n" + "".join(f"{number}/KH\n" for number in range(count))


def state(found):
    return SheetImport.objects.get(pk=found.pk).state


def test_a_file_is_checked_at_once_and_nothing_is_written(kind, actor):
    found = start(actor)
    assert (found.state, found.row_count, found.created_count, found.problem_count) == ("checked", 2, 2, 0)
    assert found.report["preview"]["rows"][0] == {"number": 2, "cells": ["36/KH", "2,5"]}
    assert kind.stored == {}
    assert Entry.objects.get().action == "documents.sheet_import.start"
    assert Attachment.objects.get().used_at == NOW


def test_confirmed_it_is_written_and_once(kind, actor):
    found = start(actor)
    for _time in range(2):
        found = sheet_imports.confirm(import_id=found.pk, actor=actor, now=NOW)
    assert (found.state, kind.written) == ("done", 1)
    assert kind.stored == {"36/KH": Decimal("2.5"), "37/KH": Decimal(3)}
    assert "preview" not in found.report
    entry = Entry.objects.get(action="documents.sheet_import.write")
    assert entry.after == {"created": 2, "updated": 0, "unchanged": 0}
    assert start(actor).unchanged_count == 2


@pytest.mark.django_db(transaction=True)
def test_confirmed_by_two_clicks_at_once_it_is_written_once(kind, actor):
    found = start(actor)
    meeting = threading.Barrier(2)
    kind.slow = lambda number: threading.Event().wait(0.1)

    def click():
        meeting.wait(5)
        sheet_imports.confirm(import_id=found.pk, actor=actor, now=NOW)
        connections.close_all()

    clicks = [threading.Thread(target=click) for _each in range(2)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join(10)
    assert (state(found), kind.written) == ("done", 1)


def test_with_mistakes_it_is_not_written_and_a_corrected_file_goes_on(kind, actor):
    found = start(actor, "Số, ký hiệu;Số trang\n36/KH;x\n36/KH;1\n")
    assert [each["message"] for each in found.report["problems"]] == ["Nhập một số, ví dụ 2,5.", "Trùng với dòng 2."]
    with pytest.raises(sheet_imports.NotReady):
        sheet_imports.confirm(import_id=found.pk, actor=actor, now=NOW)
    found = sheet_imports.replace_file(import_id=found.pk, upload=upload(), actor=actor, now=NOW)
    assert (found.problem_count, found.checks) == (0, 2)
    assert sheet_imports.confirm(import_id=found.pk, actor=actor, now=NOW).state == "done"


def test_a_question_is_answered_and_the_answer_may_be_taken_back(kind, actor):
    found = start(actor, "Số, ký hiệu;Số trang\n36/KH;2.790\n")
    [doubt] = found.report["doubts"]
    assert [option["value"] for option in doubt["options"]] == ["decimal", "thousands"]
    with pytest.raises(sheet_imports.NotReady):
        sheet_imports.confirm(import_id=found.pk, actor=actor, now=NOW)
    found = sheet_imports.answer(import_id=found.pk, answers={doubt["key"]: "thousands"}, actor=actor, now=NOW)
    assert (found.doubt_count, found.report["answered"][0]["answer"]) == (0, "thousands")
    found = sheet_imports.answer(import_id=found.pk, answers={doubt["key"]: ""}, actor=actor, now=NOW)
    assert found.doubt_count == 1
    found = sheet_imports.answer(import_id=found.pk, answers={doubt["key"]: "decimal"}, actor=actor, now=NOW)
    sheet_imports.confirm(import_id=found.pk, actor=actor, now=NOW)
    assert kind.stored == {"36/KH": Decimal("2.790")}


def test_what_changed_between_check_and_write_counts(kind, actor):
    found = start(actor)
    kind.stored["36/KH"] = Decimal("2.5")
    found = sheet_imports.confirm(import_id=found.pk, actor=actor, now=NOW)
    assert (found.created_count, found.unchanged_count) == (1, 1)


def test_a_new_mistake_found_while_writing_stops_it(kind, actor, monkeypatch):
    found = start(actor)
    monkeypatch.setattr(kind, "columns", (*kind.columns, type(kind.columns[0])("more", "Cột mới", required=True)))
    found = sheet_imports.confirm(import_id=found.pk, actor=actor, now=NOW)
    assert (found.state, found.problem_count, kind.stored) == ("checked", 1, {})
    assert not found.is_ready


def test_given_up_it_can_no_longer_be_written(kind, actor):
    found = start(actor)
    for _time in range(2):
        found = sheet_imports.abandon(import_id=found.pk, actor=actor, now=NOW)
    assert (found.state, "preview" in found.report) == ("abandoned", False)
    with pytest.raises(TransitionNotAllowed):
        sheet_imports.confirm(import_id=found.pk, actor=actor, now=NOW)


def test_who_may_not_import_the_kind_is_refused(kind, actor):
    with pytest.raises(NotAllowed, match="Chỉ chuyên viên"):
        start(Actor(actor.user_id, "Ai đó"))


@pytest.mark.parametrize(("name", "text"), [("a.pdf", "x"), ("a.xlsx", "không phải"), ("a.csv", "")])
def test_files_of_other_kinds_are_refused(kind, actor, name, text):
    with pytest.raises(UploadRefused):
        start(actor, text, name=name)
    assert not SheetImport.objects.exists()


@pytest.mark.parametrize("found", list(ImportState))
@pytest.mark.parametrize("action", ["check", "end_check", "write", "end_write", "give_up_write", "abandon"])
def test_every_action_in_every_state(action, found):
    allowed = {
        "check": {"checking", "checked"},
        "end_check": {"checking"},
        "write": {"checked"},
        "end_write": {"writing"},
        "give_up_write": {"writing"},
        "abandon": {"checking", "checked"},
    }
    assert IMPORT_FLOW.allows(action, found) == (found in allowed[action])


# --- Large files ----------------------------------------------------------------------------------


@pytest.fixture
def large(kind, actor, monkeypatch):
    monkeypatch.setattr(queue, "send", lambda task, job_id: None)  # the tests are the worker
    monkeypatch.setattr("apps.documents.tasks.actor_for", lambda user, on: actor)
    return start(actor, many())


def work(found):
    found.refresh_from_db()
    run_sheet_import(job_id=found.job_id)
    return SheetImport.objects.select_related("job").get(pk=found.pk)


def test_a_large_file_is_checked_and_written_by_jobs(large, kind, actor):
    assert (large.state, large.is_busy) == ("checking", True)
    with pytest.raises(sheet_imports.ImportBusy):
        sheet_imports.replace_file(import_id=large.pk, upload=upload(), actor=actor, now=NOW)
    found = work(large)
    assert (found.state, found.row_count, found.job.state) == ("checked", 600, "done")
    found = sheet_imports.confirm(import_id=found.pk, actor=actor, now=NOW)
    assert (found.state, kind.written) == ("writing", 0)
    again = sheet_imports.confirm(import_id=found.pk, actor=actor, now=NOW)
    assert again.job_id == found.job_id
    found = work(found)
    assert (found.state, kind.written, len(kind.stored)) == ("done", 1, 600)
    run_sheet_import(job_id=found.job_id)  # the message comes twice
    assert kind.written == 1


def test_a_stopped_write_leaves_nothing_and_may_be_asked_for_again(large, kind, actor):
    found = sheet_imports.confirm(import_id=work(large).pk, actor=actor, now=NOW)

    def stop(number):
        if number == 3:
            raise running.Cancelled

    kind.slow = stop
    found = work(found)
    assert (found.state, found.job.state, kind.written) == ("checked", "cancelled", 0)
    kind.slow, kind.stored = None, {}
    found = sheet_imports.confirm(import_id=found.pk, actor=actor, now=NOW)
    assert work(found).state == "done"


def test_a_failed_job_leaves_the_import_open(large, kind, actor):
    Job.objects.filter(pk=large.job_id).update(state="failed", error="x", finished_at=NOW)
    large.refresh_from_db()
    assert not large.is_busy
    found = sheet_imports.replace_file(import_id=large.pk, upload=upload(), actor=actor, now=NOW)
    assert found.state == "checked"


def test_progress_and_a_stop_pass_through_the_heartbeat(large):
    run = running.Run(running.claim(large.job_id))
    run.tell(3, 600, "Ghi")
    Job.objects.filter(pk=large.job_id).update(cancel_requested_at=NOW)
    running.beat_once(run)
    job = Job.objects.get(pk=large.job_id)
    assert (job.done_items, job.total_items, job.step) == (3, 600, "Ghi")
    with pytest.raises(running.Cancelled):
        run.tell(4, 600)


def test_an_administrator_who_stands_in_writes_nothing(kind, actor):
    found = start(actor)
    standing_in = replace(actor, impersonated_by=actor.user_id + 1)
    assert not policies.can_write(standing_in, found)
    with pytest.raises(NotAllowed, match="với tư cách người khác"):
        sheet_imports.confirm(import_id=found.pk, actor=standing_in, now=NOW)
    assert (state(found), kind.stored) == ("checked", {})


@pytest.mark.parametrize("which", ["the present file", "an earlier file"])
def test_a_purged_file_leaves_nothing_of_what_was_read(kind, actor, which):
    found = start(actor, "Số, ký hiệu;Số trang\n36/KH;2.790\n")
    first = found.attachment_id
    (doubt,) = found.report["doubts"]
    sheet_imports.answer(import_id=found.pk, answers={doubt["key"]: "decimal"}, actor=actor, now=NOW)
    if which == "an earlier file":
        sheet_imports.replace_file(import_id=found.pk, upload=upload(), actor=actor, now=NOW)
    purge_content(attachment_id=first, reason="Tệp mật.", actor=actor, now=NOW)
    found.refresh_from_db()
    assert (found.report, found.answers) == ({}, {})


def test_a_check_that_ends_after_the_purge_keeps_nothing(kind, actor):
    found = start(actor)
    checked = sheet_imports.examine(found, actor=actor, now=NOW)
    purge_content(attachment_id=found.attachment_id, reason="Tệp mật.", actor=actor, now=NOW)
    held = sheet_imports.locked(found.pk)
    held.state = ImportState.CHECKING
    sheet_imports.end_check(held, checked, NOW)
    assert SheetImport.objects.get().report == {}


def test_a_purged_row_is_never_swept_and_the_trail_names_no_file(kind, actor):
    found = start(actor)
    sheet_imports.replace_file(import_id=found.pk, upload=upload(name="danh-sach-khac.csv"), actor=actor, now=NOW)
    attachment = Attachment.objects.get(pk=found.attachment_id)
    purge_content(attachment_id=attachment.pk, reason="Tệp mật.", actor=actor, now=NOW)
    Attachment.objects.filter(pk=attachment.pk).update(used_at=None)
    assert sweep(NOW + timedelta(days=3650)) == 0
    assert is_personal(Attachment._meta.get_field("name"))
    entry = Entry.objects.get(action="documents.sheet_import.correct")
    assert (set(entry.before), set(entry.after)) == ({"sha256"}, {"sha256"})


def test_the_name_of_the_job_is_vietnamese_whatever_the_person_reads(kind, actor):
    with translation.override("en"):
        found = start(actor, many())
    assert found.job.label == "Kiểm tra “so.csv”"
