"""Báo cáo tổng kết: the region of the south-east in 2019, read at its meeting of 11/12; others as drafts.

The source gives the place, the half day, who attended and presided, the movements, what was hard, the tasks of 2020.
The sentences with figures are made of the records; the rest of what is typed follows the source.
"""

from datetime import date, datetime, time

from django.utils import timezone

from apps.accounts.grants import actor_for
from apps.accounts.models import User
from apps.clusters.models import ClusterYear
from apps.conferences.domain import attending, papers, running
from apps.conferences.domain.planning import Plan, hold_closing
from apps.conferences.enums import Session, Step
from apps.conferences.models import Conference
from apps.core.actor import Actor, system_actor
from apps.core.dates import local
from apps.periods.models import EmulationYear
from apps.reports.domain.schedules import make_schedule
from apps.reports.domain.summaries import begin_summary, hand_over_summary, save_summary, what_is_read
from apps.reports.models import ReportSchedule, SummaryReport
from apps.reports.summary.reading import content_now

REGION, DAY = "KV-DNB", date(2019, 12, 11)
TEXTS = {
    "direction": "Công tác lãnh đạo, chỉ đạo phong trào được triển khai từ Cục đến Chi cục theo kế hoạch của Bộ Tư pháp"
    " và Tổng cục Thi hành án dân sự.",
    "movements": "Các đơn vị hưởng ứng phong trào cải cách hành chính, phát huy sáng kiến, học tập và làm theo tư"
    " tưởng, đạo đức, phong cách Hồ Chí Minh, chung sức xây dựng nông thôn mới.",
    "judgement": "Khó khăn: khối lượng công việc tăng, biên chế ít, nguồn lực chưa bảo đảm.",
    "next": "Tổ chức hội nghị điển hình tiên tiến ở các đơn vị bảo đảm chất lượng, đúng tiến độ, tiến tới Đại hội thi"
    " đua yêu nước ngành Tư pháp lần thứ V và toàn quốc lần thứ X.\n"
    "Tăng cường kiểm tra, giám sát, phát hiện và chấn chỉnh sớm.",
}


def load_summaries(*, actor: Actor, now: datetime) -> int:
    """Answers how many reports there are. Repeating changes nothing."""
    region = ClusterYear.objects.select_related("year").get(cluster__code=REGION, year__year=DAY.year)
    if not SummaryReport.objects.filter(cluster_year=region).exists():
        _region(region)
    first = ClusterYear.objects.select_related("year").filter(cluster__code="CUM-1")
    for found in first.filter(year__year__in=[2020, now.year]).order_by("pk"):
        begin_summary(cluster_year_id=found.pk, actor=actor, now=now)
        if found.year.year == now.year:
            _schedule(found, now)
    for year in EmulationYear.objects.filter(organiser__code="BTP", year__in=[2020, now.year]).order_by("year"):
        begin_summary(year_id=year.pk, actor=actor, now=now)
    return SummaryReport.objects.count()


def _schedule(cluster_year: ClusterYear, now: datetime) -> None:
    """Who is late in the running year, every month to the head and to the auditor."""
    if ReportSchedule.objects.exists():
        return
    office = User.objects.get(username="btp.thuongtruc")
    to = User.objects.filter(username__in=["cb.ckhtc", "btp.kiemtra"])
    make_schedule(
        report="lateness", format_="pdf", cluster_year_id=cluster_year.pk, day=5,
        recipient_ids=list(to.values_list("pk", flat=True)), actor=actor_for(office, local(now).date()), now=now,
    )  # fmt: skip


def _at(hour: int, minute: int = 0, on: date = DAY) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(hour, minute)))


def _region(region: ClusterYear) -> None:
    """Written by the head, handed over as a draft, read and agreed to at the meeting, which then ends."""
    head, before = system_actor("Trưởng Khu vực (minh họa)"), _at(9, on=date(2019, 12, 9))
    meeting = _meeting(region, head, before)
    report = begin_summary(cluster_year_id=region.pk, actor=head, now=before)
    report = save_summary(summary_id=report.pk, texts=TEXTS, omitted=(), version=report.version, actor=head, now=before)
    seen = what_is_read(content_now(report, before))
    handed = hand_over_summary(
        summary_id=report.pk, conference_id=meeting.pk, seen=seen, version=report.version, actor=head, now=before
    )
    call = {"conference_id": meeting.pk, "actor": head}
    attending.tick(present=set(meeting.attendees.values_list("pk", flat=True)), seen=set(), now=_at(8), **call)
    running.open_conference(now=_at(8), **call)
    paper = handed.paper_version.paper
    papers.make_official(
        paper_id=paper.pk, remark="Thống nhất với dự thảo báo cáo và phương hướng năm 2020.", version=paper.version,
        actor=head, now=_at(9),
    )  # fmt: skip
    for step in (Step.ATTENDANCE, Step.REPORT):
        running.mark_step(step=step, done=True, now=_at(11), **call)
    running.conclude(now=_at(11, 30), **call)


def _meeting(region: ClusterYear, head: Actor, before: datetime) -> Conference:
    plan = Plan(
        title="Hội nghị tổng kết công tác thi đua, khen thưởng năm 2019 Khu vực miền Đông Nam Bộ",
        held_on=DAY,
        place="Đồng Nai",
        session=Session.MORNING,
        chair_name="Võ Thị Xuân Đào",
        chair_post="Giám đốc Sở Tư pháp tỉnh Đồng Nai, Trưởng Khu vực",
        guests=(("Đặng Hoàng Oanh", "Thứ trưởng Bộ Tư pháp"),),
    )
    return hold_closing(cluster_year_id=region.pk, plan=plan, illustrative=True, actor=head, now=before)
