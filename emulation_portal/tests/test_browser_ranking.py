"""Screen 9 in a real browser: compute with the progress in place, publish, print; with and without scripts."""

import threading

import pytest
from django.db import connections
from django.urls import reverse
from playwright.sync_api import expect

from apps.clusters.tests.factories import HeadTermFactory
from apps.core.pdf import pdf_available
from apps.documents.models import IssuedFile
from apps.jobs.models import Job
from apps.jobs.tests.workers import empty_redis
from apps.ranking import tasks as ranking_tasks
from apps.ranking.models import RankingRun
from apps.ranking.tests.factories import cluster, final_cluster, points
from apps.reports import tasks as report_tasks
from apps.scoring.models import CriteriaSet
from apps.scoring.tests.factories import criteria_set_of_leaves
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory
from emulation_portal.tests.browser import DESK, PHONE, axe_violations, overflow, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TASKS = {"apps.ranking.tasks.compute_ranking": ranking_tasks.compute_ranking} | {
    "apps.reports.tasks.render_report": report_tasks.render_report
}


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    empty_redis()


@pytest.fixture
def cluster_year():
    given = [{"A.1": points(1 + n / 8), "B.1": points("0.5", bonus="0.25")} for n in range(5)]
    found = final_cluster(criteria_set_of_leaves(4, parts=2), given)
    CriteriaSet.objects.update(illustrative=True)
    return found


def office(cluster_year):
    return RoleAssignmentFactory(unit=cluster_year.cluster.organiser, role=Role.STANDING_OFFICE).user


def head(cluster_year):
    unit = cluster_year.members.first().unit
    HeadTermFactory(cluster_year=cluster_year, unit=unit)
    return RoleAssignmentFactory(unit=unit).user


def work() -> None:
    """Do the newest job as a worker would, from a thread with connections of its own."""

    def run():
        job = Job.objects.order_by("pk").last()
        TASKS[job.task].run(job_id=job.pk)
        connections.close_all()

    worker = threading.Thread(target=run)
    worker.start()
    worker.join()


def looks_well(page) -> None:
    """No violation of axe, nothing to be scrolled sideways on a desk or a phone."""
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        assert overflow(page) <= 0, page.url
        assert axe_violations(page) == [], page.url


def type_decision(page):
    """The signed decision that the authority publishes by."""
    page.locator("[name=symbol]").fill("12/QĐ-BTP")
    page.locator("[name=issued_on]").fill("05/01/2021")
    page.locator("[name=signer_name]").fill("Nguyễn Văn Thử")
    page.locator("[name=signer_post]").fill("Chủ tịch Hội đồng")


def test_ministry_computes_publishes_and_prints(page, live_server, client, cluster_year):
    sign_in(page, live_server, client, office(cluster_year))
    page.goto(live_server.url + reverse("ranking:run-list"))
    looks_well(page)
    page.get_by_role("link", name=cluster_year.name).first.click()
    looks_well(page)
    page.get_by_role("button", name="Tính xếp hạng").click()
    page.get_by_text("Đang tính xếp hạng").wait_for()
    looks_well(page)
    page.reload()
    page.get_by_text("Đang tính xếp hạng").wait_for()
    work()
    page.get_by_role("link", name="Xem kết quả xếp hạng").click()  # put there by the poll, without a reload
    looks_well(page)
    expect(page.locator("canvas")).to_be_visible()
    why = page.get_by_role("link", name="Vì sao hạng này?").first
    page.emulate_media(media="print")
    expect(why).to_be_hidden()  # nobody clicks on paper
    page.emulate_media(media="screen")
    why.click()
    page.get_by_text("khớp với kết quả").wait_for()
    looks_well(page)
    page.go_back()
    page.get_by_role("link", name="Công bố").click()
    looks_well(page)
    type_decision(page)
    page.get_by_role("button", name="Công bố").click()
    page.get_by_text("Đã công bố kết quả xếp hạng.").wait_for()
    assert RankingRun.objects.get().state == "published"
    page.get_by_role("button", name="Xuất Excel").click()
    looks_well(page)
    work()
    page.get_by_role("link", name="Xem kết quả").click()
    looks_well(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải ket-qua").click()
    assert download.value.suggested_filename.endswith("-2020.xlsx")


def test_every_page_of_reports_and_jobs_is_accessible(page, live_server, client, cluster_year):
    sign_in(page, live_server, client, office(cluster_year))
    names = ("reports:report-list", "reports:file-list", "jobs:job-list")
    urls = [reverse(name) for name in names] + [reverse("reports:request", args=["score_sheet"])]
    for url in (*urls, reverse("verify", args=["AAAA-BBBB-CCCC"])):
        page.goto(live_server.url + url)
        looks_well(page)


def test_head_sees_what_is_missing(page, live_server, client):
    cluster_year = cluster(criteria_set_of_leaves(2), 3)
    sign_in(page, live_server, client, head(cluster_year))
    page.goto(live_server.url + reverse("ranking:cluster-year", args=[cluster_year.pk]))
    page.get_by_text("Đã chốt 0/3 đơn vị. Còn thiếu:").wait_for()
    assert page.get_by_role("button", name="Tính xếp hạng").count() == 0
    looks_well(page)


def test_head_stops_a_ranking(page, live_server, client, cluster_year):
    sign_in(page, live_server, client, head(cluster_year))
    page.goto(live_server.url + reverse("ranking:cluster-year", args=[cluster_year.pk]))
    page.get_by_role("button", name="Tính xếp hạng").click()
    page.get_by_role("button", name="Dừng").click()
    page.get_by_text("Đã hủy").first.wait_for()
    looks_well(page)
    assert (Job.objects.get().state, RankingRun.objects.get().state) == ("cancelled", "queued")


@pytest.mark.skipif(not pdf_available(), reason="Pango or the font is not installed")
def test_everything_works_with_scripting_off(page_without_scripts, live_server, client, cluster_year):
    page = page_without_scripts
    sign_in(page, live_server, client, office(cluster_year))
    page.goto(live_server.url + reverse("ranking:cluster-year", args=[cluster_year.pk]))
    page.get_by_role("button", name="Tính xếp hạng").click()
    page.get_by_text("Đang tính xếp hạng").wait_for()
    work()
    page.goto(live_server.url + reverse("ranking:cluster-year", args=[cluster_year.pk]))
    page.get_by_role("link", name="Tính lúc").click()
    page.get_by_role("button", name="PDF").click()
    work()
    page.reload()
    page.get_by_role("link", name="Xem kết quả").click()
    issued = IssuedFile.objects.get()
    assert page.get_by_text(issued.sha256).count() == 1
    answer = page.request.get(live_server.url + reverse("reports:file", args=[issued.pk]))
    assert answer.body().startswith(b"%PDF-")
