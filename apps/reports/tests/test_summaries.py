"""Báo cáo tổng kết: typed with a second writer told, handed over as it was read, official by the meeting."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse

from apps.accounts.grants import actor_for
from apps.clusters.tests.factories import ClusterYearFactory, HeadTermFactory, MemberFactory
from apps.conferences.domain.papers import make_official, save_draft
from apps.conferences.domain.planning import Plan, hold_closing
from apps.core.actor import system_actor
from apps.core.errors import StaleVersion
from apps.core.pdf import Verification
from apps.periods.tests.factories import EmulationYearFactory
from apps.reports import params, registry
from apps.reports.domain import summaries
from apps.reports.registry import Printing
from apps.reports.summary.printed import printed_summary
from apps.reports.summary.reading import content_now
from apps.reports.summary_policies import can_write
from apps.results.tests.factories import IndicatorFactory, ResultEntryFactory, TargetFactory
from apps.units.enums import Role
from apps.units.tests.factories import RoleAssignmentFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2020, 12, 1, 2, tzinfo=UTC)
SYSTEM = system_actor()
PRINTING = Printing(Verification("THU-0001", "https://example.test/verify/THU-0001"), NOW)


@pytest.fixture
def cluster_year():
    made = ClusterYearFactory(year__year=2020)
    for _number in range(2):
        MemberFactory(cluster_year=made)
    return made


@pytest.fixture
def report(cluster_year):
    return summaries.begin_summary(cluster_year_id=cluster_year.pk, actor=SYSTEM, now=NOW)


@pytest.fixture
def meeting(cluster_year):
    plan = Plan("Hội nghị tổng kết 2020", date(2020, 12, 18), "Hà Nội", chair_name="Lê Văn Mẫu")
    return hold_closing(cluster_year_id=cluster_year.pk, plan=plan, actor=SYSTEM, now=NOW)


def saved(report, **texts):
    return summaries.save_summary(
        summary_id=report.pk, texts=texts, omitted=(), version=report.version, actor=SYSTEM, now=NOW
    )


def handed(report, meeting, seen=None):
    seen = seen or summaries.what_is_read(content_now(report, NOW))
    return summaries.hand_over_summary(
        summary_id=report.pk, conference_id=meeting.pk, seen=seen, version=report.version, actor=SYSTEM, now=NOW
    )


def test_handed_over_it_is_the_draft_of_the_meeting_and_official_with_it(report, meeting):
    report = saved(report, judgement="Phong trào chưa đồng đều.")
    first = handed(report, meeting)
    paper = first.paper_version.paper
    assert "Phong trào chưa đồng đều." in paper.versions.get().text
    assert not first.is_official
    report.refresh_from_db()
    report = saved(report, judgement="Phong trào đồng đều hơn.")
    second = handed(report, meeting)
    assert second.paper_version.paper == paper  # one paper, whose draft is replaced until it is official
    paper.refresh_from_db()
    make_official(paper_id=paper.pk, remark="", version=paper.version, actor=SYSTEM, now=NOW)
    second = report.versions.get(number=2)
    assert second.is_official
    report = saved(report.__class__.objects.for_list().get(), judgement="Sửa sau hội nghị.")
    printed = printed_summary(report, NOW)
    assert printed.is_official
    assert "Phong trào đồng đều hơn." in printed.content.as_text


def test_a_draft_that_the_meeting_changed_is_not_official_here(report, meeting):
    made = handed(report, meeting)
    paper = made.paper_version.paper
    save_draft(paper_id=paper.pk, title="Khác", text="Chữ khác", version=paper.version, actor=SYSTEM, now=NOW)
    paper.refresh_from_db()
    make_official(paper_id=paper.pk, remark="", version=paper.version, actor=SYSTEM, now=NOW)
    made = report.versions.get()
    assert (made.is_official, made.is_changed) == (False, True)


def test_what_the_secretary_wrote_is_replaced_only_when_told_so(client, report, meeting, cluster_year):
    paper = handed(report, meeting).paper_version.paper
    save_draft(paper_id=paper.pk, title="Khác", text="Chữ khác", version=paper.version, actor=SYSTEM, now=NOW)
    report.refresh_from_db()
    with pytest.raises(summaries.PaperEdited):
        handed(report, meeting)
    office = RoleAssignmentFactory(unit=cluster_year.cluster.organiser, role=Role.STANDING_OFFICE).user
    client.force_login(office)
    url = reverse("reports:summary-hand-over", args=[report.pk])
    typed = {"conference": meeting.pk, **client.get(url).context["form"].initial}
    assert client.post(url, typed).status_code == 422
    assert paper.versions.get().text == "Chữ khác"
    assert client.post(url, typed | {"replace": "on"}).status_code == 302
    assert paper.versions.get().text != "Chữ khác"


def test_only_what_was_read_is_handed_over(report, meeting, cluster_year):
    seen = summaries.what_is_read(content_now(report, NOW))
    MemberFactory(cluster_year=cluster_year)
    with pytest.raises(summaries.NotReadSo):
        handed(report, meeting, seen)
    plan = Plan("Hội nghị khác", date(2020, 12, 18), "Hà Nội")
    other = hold_closing(cluster_year_id=ClusterYearFactory().pk, plan=plan, actor=SYSTEM, now=NOW)
    with pytest.raises(summaries.OtherYear):
        handed(report, other)


def test_second_writer_is_told_and_loses_nothing(client, report, cluster_year):
    head = cluster_year.members.first().unit
    HeadTermFactory(cluster_year=cluster_year, unit=head, starts_on=date(2020, 1, 1))
    client.force_login(RoleAssignmentFactory(unit=head).user)
    url = reverse("reports:summary-edit", args=[report.pk])
    page = client.get(url)
    assert page.status_code == 200
    typed = {"version": report.version, "said_direction": ["members"], "text_next": "Lời của người sau"}
    saved(report, next="Lời của người trước")
    answer = client.post(url, typed)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Lời của người trước" in text
    assert "Lời của người sau" in text
    report.refresh_from_db()
    assert client.post(url, typed | {"version": report.version}).status_code == 302
    report.refresh_from_db()
    assert report.texts == {"next": "Lời của người sau"}
    assert "heads" in report.omitted  # offered and not ticked
    assert "members" not in report.omitted
    with pytest.raises(StaleVersion):
        summaries.save_summary(summary_id=report.pk, texts={"next": "x"}, omitted=(), version=1, actor=SYSTEM, now=NOW)
    autosaved = client.post(url, typed | {"version": report.version, "autosave": "1", "text_next": "Thêm"})
    assert autosaved.json()["fields"] == {"version": report.version + 1}


def test_only_what_was_shown_is_left_out(client, report, cluster_year):
    """A sentence that became true while the page was open stays in; one that is true no more is no fault."""
    office = RoleAssignmentFactory(unit=cluster_year.cluster.organiser, role=Role.STANDING_OFFICE).user
    client.force_login(office)
    url = reverse("reports:summary-edit", args=[report.pk])
    shown = client.get(url).context["form"]["shown"].value()
    assert shown == "members"
    HeadTermFactory(cluster_year=cluster_year, unit=cluster_year.members.first().unit, starts_on=date(2020, 1, 1))
    typed = {"shown": f"{shown},rankings,asked", "said_direction": ["members"], "said_scoring": ["rankings"]}
    saving = typed | {"version": report.version, "autosave": "1", "text_next": "Thêm"}
    assert client.post(url, saving).status_code == 200
    report.refresh_from_db()
    assert report.omitted == ["asked"]
    again = client.post(url, typed | {"version": 1}).context["form"]  # somebody was first: what is new now is ticked
    assert set(again["said_direction"].value()) == {"members", "heads"}
    assert again["shown"].value() == "asked,heads,members"


def test_members_read_the_official_paper_not_the_writing(client, report, cluster_year, meeting):
    member = cluster_year.members.last().unit
    client.force_login(RoleAssignmentFactory(unit=member).user)
    for name in ("detail", "edit", "hand-over"):
        assert client.get(reverse(f"reports:summary-{name}", args=[report.pk])).status_code == 404
    office = RoleAssignmentFactory(unit=cluster_year.cluster.organiser, role=Role.STANDING_OFFICE).user
    client.force_login(office)
    handed(report, meeting)
    for name in ("detail", "edit", "hand-over"):
        assert client.get(reverse(f"reports:summary-{name}", args=[report.pk])).status_code == 200
    assert client.get(reverse("reports:summary-list")).status_code == 200
    page = client.get(f"{reverse('reports:summary-detail', args=[report.pk])}?version=1")
    assert "Bản số 1" in page.content.decode()
    auditor = actor_for(RoleAssignmentFactory(unit=cluster_year.cluster.organiser, role=Role.AUDITOR).user, NOW.date())
    assert not can_write(auditor, report)


def test_an_organisers_own_report_is_finished_without_a_meeting(report):
    with pytest.raises(summaries.OfCluster):
        summaries.finish_summary(
            summary_id=report.pk,
            seen=summaries.what_is_read(content_now(report, NOW)),
            version=report.version,
            actor=SYSTEM,
            now=NOW,
        )
    own = summaries.begin_summary(year_id=report.year_id, actor=SYSTEM, now=NOW)
    assert summaries.begin_summary(year_id=report.year_id, actor=SYSTEM, now=NOW) == own
    seen = summaries.what_is_read(content_now(own, NOW))
    made = summaries.finish_summary(summary_id=own.pk, seen=seen, version=own.version, actor=SYSTEM, now=NOW)
    assert made.is_official
    assert made.content["sections"][0]["sentences"]


def test_the_command_names_the_ministrys_report_unless_told_a_unit_or_a_cluster(report, cluster_year):
    """Those of others may have been begun first."""
    ministry, departments = cluster_year.year, EmulationYearFactory(organiser__kind="justice_department")
    theirs = summaries.begin_summary(year_id=departments.pk, actor=SYSTEM, now=NOW)
    with pytest.raises(params.NoSuchSubject):
        params.of_names(("summary",), params.Names("", 2020, ""))
    own = summaries.begin_summary(year_id=ministry.pk, actor=SYSTEM, now=NOW)
    assert theirs.pk < own.pk

    def named(cluster="", unit=""):
        return params.of_names(("summary",), params.Names(cluster, 2020, unit))["summary"]

    assert named() == named(unit=ministry.organiser.code) == own.pk
    assert named(unit=departments.organiser.code) == theirs.pk
    assert named(cluster_year.cluster.code) == report.pk


def test_annex_is_typed_and_summed(report, cluster_year):
    unit, rate = cluster_year.members.earliest("pk").unit, IndicatorFactory(label="Về việc")
    TargetFactory(unit=unit, indicator=rate, year=2020, value=Decimal(73))
    ResultEntryFactory(unit=unit, indicator=rate, year=2020, numerator=Decimal(75))
    entry = registry.find("summary_report")
    data = entry.build(entry.find({"summary": report.pk}, SYSTEM))
    book = openpyxl.load_workbook(io.BytesIO(entry.renderers["xlsx"](data, PRINTING)))
    assert book.sheetnames == ["Đơn vị thành viên", "Chỉ tiêu và kết quả thực hiện", "Còn thiếu"]
    figures = [cell.value for cell in book.worksheets[1][book.worksheets[1].max_row]]
    assert figures[2:] == ["%", 73, 75, None, "vượt 2,00%", 0.02]
    assert all(sheet.freeze_panes for sheet in book)
    assert entry.renderers["docx"](data, PRINTING)[:2] == b"PK"
