"""Zip files of reports, how long content is kept, reports of every month: rights are those of each who gets a file."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

import pgtrigger
import pytest
from celery.schedules import crontab
from django.conf import settings as project
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, make_aware

from apps.accounts.grants import actor_for
from apps.audit.models import Entry
from apps.clusters.tests.factories import ClusterYearFactory
from apps.core.actor import system_actor
from apps.core.errors import DomainError
from apps.documents.domain.integrity import file_faults
from apps.documents.domain.issuing import empty_expired
from apps.documents.models import IssuedFile
from apps.jobs.enums import JobState
from apps.jobs.models import Job
from apps.jobs.queue import cancel
from apps.jobs.running import Cancelled, Run, claim
from apps.notifications.models import Notice
from apps.periods.tests.factories import EmulationYearFactory
from apps.ranking.models import RankingRun
from apps.ranking.tests.factories import run_of
from apps.reports import policies
from apps.reports.anew import address_anew
from apps.reports.domain import keeping
from apps.reports.domain.batches import TooManyFiles, render_batch, request_batch
from apps.reports.domain.keeping import clear_expired, settle_last_days
from apps.reports.domain.making import make_file
from apps.reports.domain.rendering import render, request_report
from apps.reports.domain.schedule_runs import run_due, run_now
from apps.reports.domain.schedules import (
    ScheduleEnded,
    make_schedule,
    pause_schedule,
    resume_schedule,
)
from apps.reports.models import ReportSchedule
from apps.reports.models.schedule import RUN_AT
from apps.reports.registry import NothingToReport, find
from apps.reports.schedule_subjects import params_of_schedule
from apps.reports.standing import is_official
from apps.scoring.domain.returns import reopen_sheet
from apps.units.enums import Role
from apps.units.models import RoleAssignment
from apps.units.tests.factories import RoleAssignmentFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 12, 2, 2, tzinfo=UTC)
SYSTEM = system_actor()


def asked(actor, cluster_year, names=("score_sheet", "ranking", "lateness")):
    return request_batch(names=names, format_="xlsx", params={"cluster_year": cluster_year.pk}, actor=actor, now=NOW)


def done(job, make=render_batch):
    """The job as a worker does it, without the thread of the heartbeat."""
    run = Run(claim(job.pk))
    made = make(run, actor_for(job.requested_by, NOW.date()), NOW)
    run.finish(result=run.result, url=run.result_url)
    job.refresh_from_db()
    return made


def test_a_zip_holds_every_paper_with_a_code_of_its_own_and_its_job_looks_for_many(cluster_year, office, monkeypatch):
    monkeypatch.setattr("apps.reports.domain.batches.FOUND_AT_ONCE", 4)
    actor = actor_for(office, NOW.date())
    job = asked(actor, cluster_year)
    assert (job.params["parts"], len(job.params["sought"])) == (None, 5)
    done(job)
    assert (job.state, job.done_items, job.total_items) == (JobState.DONE, 4, 4)
    issued = IssuedFile.objects.get(pk=job.result["issued_file"])
    parts = IssuedFile.objects.filter(batch_code=issued.verification_code)
    with issued.file.open("rb") as content, zipfile.ZipFile(io.BytesIO(content.read())) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
    assert len(names) == parts.count() == 4  # three sheets; the lateness; no ranking was computed
    assert sum(name.startswith("score_sheet/") for name in names) == 3
    assert len({part.verification_code for part in parts}) == 4
    # A worker that comes again takes what is there.
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED, result=None, finished_at=None)
    done(job)
    assert IssuedFile.objects.count() == 5


def test_a_zip_closes_with_the_right_to_one_of_its_parts(cluster_year, office):
    job = asked(actor_for(office, NOW.date()), cluster_year)
    done(job)
    issued = IssuedFile.objects.get(batch_code="")
    part = IssuedFile.objects.filter(batch_code=issued.verification_code).order_by("pk").last()
    assert policies.can_download(actor_for(office, NOW.date()), issued)
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        IssuedFile.objects.filter(pk=part.pk).update(subject_ids=[0])  # as issued
    with pgtrigger.ignore("documents.IssuedFile:as_issued"):
        IssuedFile.objects.filter(pk=part.pk).update(subject_ids=[0])  # what the office does not see; its role stays
    assert not policies.can_download(actor_for(office, NOW.date()), issued)
    with pgtrigger.ignore("documents.IssuedFile:as_issued"):
        IssuedFile.objects.filter(pk=part.pk).update(subject_ids=part.subject_ids)
    assert policies.can_download(actor_for(office, NOW.date()), issued)
    RoleAssignment.objects.filter(user=office).delete()
    assert not policies.can_download(actor_for(office, NOW.date()), issued)


def test_a_batch_that_is_too_large_or_cannot_be_made_is_refused_before_anything_is_read(
    cluster_year, office, monkeypatch
):
    actor = actor_for(office, NOW.date())
    monkeypatch.setattr("apps.reports.domain.batches.MOST_FILES", 3)
    with pytest.raises(TooManyFiles, match="Gói có 5 tệp, nhiều nhất 3"):
        asked(actor, cluster_year)
    monkeypatch.setattr("apps.reports.domain.batches.pdf_problems", lambda: ["Thiếu phông chữ"])
    with pytest.raises(DomainError, match="Thiếu phông chữ"):
        request_batch(names=["lateness"], format_="pdf", params={"cluster_year": cluster_year.pk}, actor=actor, now=NOW)


def test_a_paper_is_kept_as_the_law_keeps_it_and_all_that_is_over_goes_at_once(cluster_year, office, monkeypatch):
    open_sheet = cluster_year.score_sheets.order_by("pk").first()
    reopen_sheet(sheet_id=open_sheet.pk, reason="Sai điểm", actor=SYSTEM, now=NOW)
    done(asked(actor_for(office, NOW.date()), cluster_year))
    sheets = IssuedFile.objects.filter(report="score_sheet")
    ends = {ids[0]: last for ids, last in sheets.values_list("subject_ids", "expires_on")}
    assert ends.pop(open_sheet.pk) == date(2021, 1, 1)  # as the zip file that it came in
    assert (len(ends), set(ends.values())) == (2, {date(2040, 12, 31)})
    sheets.update(expires_on=date(2022, 12, 2))  # as before the rule
    monkeypatch.setattr("apps.documents.domain.issuing.MOST_AT_ONCE", 1)
    with monkeypatch.context() as broken:  # a report that cannot be asked keeps its files, those of others go
        failing = replace(find("score_sheet"), visible=lambda actor: 1 / 0)
        broken.setattr(keeping, "find", lambda name: failing if name == "score_sheet" else find(name))
        others = clear_expired(actor=SYSTEM, now=datetime(2022, 12, 4, tzinfo=UTC))
    assert (others, sheets.filter(emptied_at=None).count()) == (IssuedFile.objects.count() - 3, 3)
    before = clear_expired(actor=SYSTEM, now=datetime(2022, 11, 2, tzinfo=UTC))
    assert set(sheets.values_list("expires_on", flat=True)) == {date(2022, 12, 2)}  # not near yet
    with CaptureQueriesContext(connection) as captured:
        after = clear_expired(actor=SYSTEM, now=datetime(2022, 12, 4, tzinfo=UTC))  # nobody ran the command
    assert (before, after) == (0, 1)
    assert sum('FROM "scoring_scoresheet"' in query["sql"] for query in captured) == 1  # of three files
    assert sorted(sheets.values_list("expires_on", flat=True)) == [date(2022, 12, 2), *[date(2040, 12, 31)] * 2]
    sheets.update(expires_on=date(2039, 12, 2))
    assert [settle_last_days(actor=SYSTEM, now=NOW) for _twice in range(2)] == [2, 0]
    run = run_of(cluster_year, published_at=NOW, rule={"classes": [], "tie_break": []})
    assert is_official([run], NOW)
    zipped = done(asked(actor_for(office, NOW.date()), cluster_year, names=["ranking"]))
    part = IssuedFile.objects.get(batch_code=zipped.verification_code)
    assert (part.report, part.expires_on) == ("ranking", None)
    assert zipped.expires_on is not None
    # One that was published when the file was made and replaced since is still such a paper; a forecast is none.
    IssuedFile.objects.filter(pk=part.pk).update(expires_on=date(2039, 12, 2))
    replaced = RankingRun.objects.filter(pk=run.pk)
    replaced.update(superseded_at=NOW + timedelta(days=9), published_at=NOW + timedelta(days=1))
    assert settle_last_days(actor=SYSTEM, now=NOW) == 0
    replaced.update(published_at=NOW)
    assert settle_last_days(actor=SYSTEM, now=NOW) == 1
    assert IssuedFile.objects.get(pk=part.pk).expires_on is None
    assert not is_official([run_of(cluster_year, state="computed", published_at=None, run_hash="1" * 64)], NOW)
    assert not is_official([cluster_year], NOW)


def test_members_get_their_own_sheet_only_and_nothing_of_the_whole(cluster_year):
    own = RoleAssignmentFactory(unit=cluster_year.members.last().unit).user
    job = asked(actor_for(own, NOW.date()), cluster_year)
    assert [part["name"] for part in job.params["parts"]] == ["score_sheet"]
    stranger = actor_for(RoleAssignmentFactory().user, NOW.date())
    with pytest.raises(NothingToReport):
        asked(stranger, cluster_year)


def test_content_goes_after_its_last_day_and_the_row_stays(client, cluster_year, office):
    job = asked(actor_for(office, NOW.date()), cluster_year, names=["lateness"])
    done(job)
    zipped, part = IssuedFile.objects.get(batch_code=""), IssuedFile.objects.exclude(batch_code="").get()
    assert zipped.expires_on > date(2020, 12, 2)
    today = localdate()
    IssuedFile.objects.update(expires_on=today)
    last_hour = make_aware(datetime.combine(today, time(23)))
    assert empty_expired(actor=SYSTEM, now=last_hour) == 0
    client.force_login(office)
    keep = reverse("reports:file-keep", args=[part.pk])
    assert "không đặt lại thời hạn được" in client.get(keep).content.decode()
    client.post(keep)
    kept = Entry.objects.get(action="documents.issued_file.keep")
    assert (kept.before, kept.after) == ({"expires_on": today.isoformat()}, {"expires_on": None, "parts": 0})
    IssuedFile.objects.filter(pk=zipped.pk).update(expires_on=today - timedelta(days=1))
    download, page = reverse("reports:file", args=[zipped.pk]), reverse("reports:file-detail", args=[zipped.pk])
    assert client.get(download).status_code == 403  # before the night's clearing too
    assert f"{reverse('reports:batch')}?cluster_year={cluster_year.pk}" in client.get(page).content.decode()
    assert empty_expired(actor=SYSTEM, now=last_hour) == 1
    zipped.refresh_from_db()
    part.refresh_from_db()
    assert zipped.emptied_at is not None
    assert not zipped.file.storage.exists(zipped.file.name)
    assert (part.emptied_at, part.expires_on) == (None, None)
    assert client.get(download).status_code == 403
    assert client.get(page).status_code == 200
    for issued, also in ((part, {}), (zipped, {"names": ["lateness"]})):
        initial = client.get(address_anew(issued)).context["form"].initial
        assert initial == {"cluster_year": str(cluster_year.pk), "format": "xlsx"} | also
    assert client.get(reverse("verify", args=[zipped.verification_code])).status_code == 200
    assert list(file_faults()) == []


def test_a_schedule_makes_one_file_for_each_who_may_see_it_once_a_month(cluster_year, office, head):
    outsider = RoleAssignmentFactory().user
    made = make_schedule(
        report="lateness",
        format_="xlsx",
        cluster_year_id=cluster_year.pk,
        day=2,
        recipient_ids=[office.pk, head.pk, outsider.pk],
        actor=actor_for(office, NOW.date()),
        now=NOW - timedelta(days=1),
    )
    assert run_due(NOW - timedelta(days=1)) == 0  # the day before
    assert run_due(NOW) == 2  # the outsider gets nothing
    assert run_due(NOW + timedelta(days=1)) == 0
    for job in Job.objects.all():
        done(job, render)
    assert set(IssuedFile.objects.values_list("issued_by", flat=True)) == {office.pk, head.pk}
    notices = Notice.objects.filter(kind__code="reports.scheduled")
    assert set(notices.values_list("recipient", flat=True)) == {office.pk, head.pk}
    own = IssuedFile.objects.get(issued_by=head)
    assert notices.get(recipient=head).path == reverse("reports:file-detail", args=[own.pk])
    told = Notice.objects.get(recipient=office, title__contains="chưa kết xuất đủ")
    assert outsider.label in told.body
    assert run_due(datetime(2021, 1, 2, 2, tzinfo=UTC)) == 2
    assert ReportSchedule.objects.get(pk=made.pk).last_month == date(2021, 1, 1)


@pytest.fixture
def schedule(cluster_year, office, head):
    """Monthly, on the day before it is made."""

    def make(recipients, *, maker=office, day=1):
        told = {"report": "lateness", "format_": "xlsx", "cluster_year_id": cluster_year.pk, "day": day}
        actor = actor_for(maker, NOW.date())
        return make_schedule(**told, recipient_ids=[each.pk for each in recipients], actor=actor, now=NOW)

    return make


NEXT = datetime(2021, 1, 3, 2, tzinfo=UTC)


def test_a_day_of_this_month_that_has_come_waits_for_the_next_one_and_the_maker_hears_of_nobody(schedule, office):
    schedule([RoleAssignmentFactory().user])
    assert run_due(NOW + timedelta(days=1)) == 0
    assert not Notice.objects.exists()
    assert run_due(NEXT) == 0
    assert "chưa kết xuất đủ" in Notice.objects.get(recipient=office).title


def test_what_is_paused_waits_for_the_next_month_and_now_is_beside_the_month(schedule, office, head):
    made = schedule([office, head], day=3)
    head.is_active = False
    head.save()
    steps = {"schedule_id": made.pk, "actor": actor_for(office, NOW.date())}
    assert made.next_on(NOW) == date(2020, 12, 3)
    assert pause_schedule(now=NOW, **steps).next_on(NOW) is None
    assert run_due(NEXT) == 0
    assert resume_schedule(now=NEXT, **steps).next_on(NEXT) == date(2021, 2, 3)
    assert run_due(NEXT) == 0
    for _twice in range(2):
        assert run_now(asked="token", now=NEXT, **steps) == (1, [head.label])
    assert Job.objects.filter(key__contains=f"schedule-{made.pk}-now").count() == 1
    assert run_due(datetime(2021, 2, 3, 2, tzinfo=UTC)) == 1


def test_what_fails_today_is_tried_again_and_holds_up_nobody(schedule, office, head, monkeypatch):
    first, second = schedule([office]), schedule([head])

    def request(*, asked, **told):
        if f"schedule-{first.pk}-" in asked:
            raise DomainError("Thiếu thư viện", code="unavailable")
        return request_report(asked=asked, **told)

    monkeypatch.setattr("apps.reports.domain.schedule_runs.request_report", request)
    ReportSchedule.objects.filter(pk=second.pk).update(organiser=None)
    assert run_due(NEXT) == 1
    assert ReportSchedule.objects.get(pk=second.pk).organiser_id == second.organiser_id
    monkeypatch.undo()
    assert run_due(NEXT) == 1
    assert set(ReportSchedule.objects.values_list("last_month", flat=True)) == {date(2021, 1, 1)}
    assert second.pk in {each.pk for each in ReportSchedule.objects.running()}


def test_a_schedule_ends_with_the_right_of_its_maker_and_others_can_end_it(client, schedule, office, head):
    made, other = schedule([office, head], maker=head), schedule([office, head], maker=office)
    auditor = RoleAssignmentFactory(unit=made.organiser, role=Role.AUDITOR).user
    told = {"report": "award_statistics", "format_": "xlsx", "cluster_year_id": None, "day": 5, "recipient_ids": []}
    of_year = make_schedule(**told, actor=actor_for(auditor, NOW.date()), now=NOW)
    client.force_login(office)
    for ended in (made, of_year):
        assert client.post(reverse("reports:schedule-stop", args=[ended.pk])).status_code == 302
    client.force_login(head)
    assert client.post(reverse("reports:schedule-leave", args=[other.pk])).status_code == 302
    assert list(other.recipients.all()) == [office]
    assert client.get(reverse("reports:schedule-leave", args=[other.pk])).status_code == 404
    RoleAssignment.objects.filter(user=office).delete()
    assert run_due(NEXT) == 0
    assert not ReportSchedule.objects.running().exists()
    assert Notice.objects.get(recipient=office).title.startswith("Báo cáo theo lịch đã dừng")
    for step in (pause_schedule, resume_schedule, partial(run_now, asked="token")):
        with pytest.raises(ScheduleEnded):
            step(schedule_id=other.pk, actor=SYSTEM, now=NEXT)


def test_the_standing_office_answers_for_what_its_maker_may_have_made_no_more(client, cluster_year, schedule, office):
    maker = RoleAssignmentFactory(unit=cluster_year.cluster.organiser, role=Role.AUDITOR).user
    made = schedule([office, maker], maker=maker)
    RoleAssignment.objects.filter(user=maker).delete()
    assert run_due(NEXT) == 1
    assert maker.label in Notice.objects.get(recipient=office).body
    client.force_login(maker)
    run = reverse("reports:schedule-run", args=[made.pk])
    assert client.post(run).status_code == 403
    page = client.get(reverse("reports:schedule-list")).content.decode()
    assert run not in page
    assert reverse("reports:schedule-stop", args=[made.pk]) in page
    Job.objects.update(state=JobState.FAILED, finished_at=NEXT)
    assert run_due(NEXT + timedelta(days=1)) == 1  # what failed in the worker
    assert run_due(NEXT + timedelta(days=2)) == 0
    assert set(Job.objects.values_list("state", "requested_by")) == {(JobState.QUEUED, office.pk)}


def test_a_schedule_follows_its_cluster_from_year_to_year_and_lets_a_year_be_closed_first(
    cluster_year, schedule, office
):
    made, year = schedule([office]), cluster_year.year
    coming = EmulationYearFactory(organiser=year.organiser, year=year.year + 1)
    later = ClusterYearFactory(cluster=cluster_year.cluster, year=coming)
    of_year = ReportSchedule(organiser=year.organiser)
    for day, state, number in (
        (date(2020, 12, 31), "open", 0),
        (date(2021, 1, 5), "closing", 0),
        (date(2021, 1, 5), "closed", 1),
        (date(2021, 3, 1), "closing", 1),
        (date(2023, 3, 1), "closed", None),
    ):
        type(year).objects.filter(pk=year.pk).update(state=state)
        at = make_aware(datetime.combine(day, time(7)))
        chosen = cluster_year if number is None else (cluster_year, later)[number]
        assert params_of_schedule(made, at) == {"cluster_year": chosen.pk}
        assert params_of_schedule(of_year, at) == {"year": 2023 if number is None else 2020 + number}


def test_pages_ask_and_stop(client, cluster_year, office):
    client.force_login(office)
    answer = client.post(
        reverse("reports:batch"), {"names": ["lateness"], "format": "xlsx", "cluster_year": cluster_year.pk}
    )
    assert answer.status_code == 302
    assert Job.objects.get().params["parts"][0]["name"] == "lateness"
    typed = {"report": "lateness", "cluster_year": cluster_year.pk, "format": "pdf", "day": 5}
    assert client.post(reverse("reports:schedule-make"), typed | {"recipients": "không có ai"}).status_code == 422
    assert client.post(reverse("reports:schedule-make"), typed | {"recipients": office.username}).status_code == 302
    made = ReportSchedule.objects.get()
    for asked in ({}, {"format": "csv"}):
        assert office.label in client.get(reverse("reports:schedule-list"), asked).content.decode()
    client.post(reverse("reports:schedule-stop", args=[made.pk]))
    made.refresh_from_db()
    assert made.stopped_at is not None


def test_a_cancelled_batch_leaves_no_zip_and_what_was_made_is_listed(client, cluster_year, office, monkeypatch):
    actor = actor_for(office, NOW.date())
    job = asked(actor, cluster_year)
    run = Run(claim(job.pk))

    def made(*args, **options):
        found = make_file(*args, **options)
        cancel(job_id=job.pk, actor=actor, now=NOW)
        return found

    monkeypatch.setattr("apps.reports.domain.batches.make_file", made)
    with pytest.raises(Cancelled):
        render_batch(run, actor, NOW)
    assert not IssuedFile.objects.filter(batch_code="").exists()
    client.force_login(office)
    assert list(policies.own_files(actor)) == [left := IssuedFile.objects.get()]
    for page in ("file-list", "catalogue"):
        assert left.file_name in client.get(reverse(f"reports:{page}")).content.decode()
    monkeypatch.undo()
    zipped = done(asked(actor, cluster_year))
    assert list(policies.own_files(actor)) == [zipped, left]


@pytest.mark.parametrize(("at", "on"), [(time(6, 29), 2), (time(6, 30), 3)])
def test_the_next_files_are_of_the_morning_that_is_still_to_come(at, on):
    assert ReportSchedule(day=1).next_on(make_aware(datetime.combine(date(2020, 12, 2), at))) == date(2020, 12, on)
    run = project.CELERY_BEAT_SCHEDULE["run-report-schedules"]["schedule"]
    assert run == crontab(hour=RUN_AT.hour, minute=RUN_AT.minute)
