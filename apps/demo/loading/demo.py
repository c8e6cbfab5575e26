"""The whole demo, step by step."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from apps.core import reference
from apps.core.actor import system_actor
from apps.demo.loading.awards import load_awards
from apps.demo.loading.bodies import load_clusters, load_communes, load_units
from apps.demo.loading.cases import load_finished, load_this_year
from apps.demo.loading.cluster_2020 import load_rest_of_2020
from apps.demo.loading.commune_scores import load_commune_scores
from apps.demo.loading.conferences import load_conferences
from apps.demo.loading.consultations import load_consultation
from apps.demo.loading.councils import load_councils
from apps.demo.loading.duties import load_duties
from apps.demo.loading.guidance import load_guidance
from apps.demo.loading.inspections import load_inspections
from apps.demo.loading.movement_life import load_movement_life
from apps.demo.loading.movements import load_movements
from apps.demo.loading.papers import load_papers
from apps.demo.loading.people import load_people
from apps.demo.loading.pledges import load_pledges
from apps.demo.loading.proposals import load_proposals
from apps.demo.loading.region_scores import load_region_scores
from apps.demo.loading.registrations import load_registrations
from apps.demo.loading.reports import load_reports
from apps.demo.loading.roles import load_heads
from apps.demo.loading.score_checks import load_score_checks
from apps.demo.loading.second_factor import load_second_factor
from apps.demo.loading.staff import load_staff
from apps.demo.loading.summaries import load_summaries
from apps.demo.loading.targets import load_targets
from apps.demo.loading.years import load_own_years, settle_years
from apps.notifications.domain.sending import nobody_is_told


@transaction.atomic
def load_demo(*, now: datetime, say: Callable[[str], object]) -> None:
    """Load every case; ``say`` is told each step.

    All of it or nothing: many a step looks only whether its case was begun, so that half of it would stay half, and the
    first year found would pass for the whole demo.
    """
    actor = system_actor("Nạp dữ liệu trình diễn")
    reference.load_all()
    units = load_units(actor=actor, now=now)
    load_people(actor=actor, now=now)
    load_second_factor(actor=actor, now=now)
    cluster_years = load_clusters(units, actor=actor, now=now)
    load_own_years(actor=actor, now=now)
    communes = load_communes(actor=actor, now=now)
    say(f"{load_staff(actor=actor, now=now)} cá nhân (minh họa)")
    say(f"{load_heads(actor=actor, now=now)} quyết định giao nhiệm vụ Trưởng, Phó")
    say(f"{len(units)} đơn vị, {len(cluster_years)} cụm theo năm")
    say(f"{len(load_papers(actor=actor, now=now))} văn bản có thật")
    say(f"Sổ khen thưởng: {load_awards(actor=actor, now=now)} dòng (minh họa)")
    say(f"Kế hoạch, giao ước: {load_pledges(cluster_years, actor=actor, now=now)} giao ước (nội dung minh họa)")
    *past, this_year = sorted(cluster_years)
    say(f"Công văn, biểu mẫu của năm: {load_guidance(year=this_year, actor=actor, now=now)}")
    with nobody_is_told():
        say(f"{load_targets(year=this_year, actor=actor, now=now)} chỉ tiêu, kết quả (có số minh họa)")
    for year in past:
        with nobody_is_told():
            carried = load_finished(cluster_years[year], actor=actor)
        say(f"Cụm số 1 năm {year}: {carried} bảng điểm đã chốt, đã xếp hạng")
    with nobody_is_told():
        load_rest_of_2020(cluster_years[2020], actor=actor)
    say(f"{load_movements(actor=actor, now=now)} phong trào thi đua")
    say(f"{load_movement_life(actor=actor, now=now)} hoạt động trong phong trào (minh họa)")
    with nobody_is_told():
        say(f"{load_inspections(cluster_years[this_year], actor=actor, now=now)} cuộc kiểm tra (minh họa)")
    with nobody_is_told():
        say(f"Đăng ký thi đua: {load_registrations(actor=actor, now=now)} đăng ký đã gửi (minh họa)")
    with nobody_is_told():
        say(f"{load_conferences(cluster_years, actor=actor, now=now)} hội nghị (có nội dung minh họa)")
    with nobody_is_told():
        say(f"{load_councils(actor=actor, now=now)} Hội đồng (minh họa)")
    with nobody_is_told():
        say(f"{load_proposals(cluster_years, actor=actor, now=now)} hồ sơ đề nghị khen thưởng (minh họa)")
    with nobody_is_told():
        say(f"Lấy ý kiến dự thảo bảng tiêu chí 2023: {load_consultation()} ý kiến của Lào Cai (minh họa)")
    say(f"Việc có thời hạn của năm {this_year}: {load_duties(cluster_years[this_year], actor=actor, now=now)}")
    say(f"Báo cáo định kỳ: {load_reports(actor=actor, now=now)} báo cáo đã gửi (minh họa)")
    # After the duties and papers of the year: some lines of its sheets fill themselves from them.
    touched = load_this_year(cluster_years[this_year], actor=actor, now=now)
    say(f"Cụm số 1 năm {this_year}: {touched} bảng điểm đang thực hiện")
    checks = load_score_checks(cluster_years[this_year], actor=actor, now=now)
    say(f"Phân công kiểm tra, biên bản, kiến nghị về điểm: {checks} (minh họa)")
    with nobody_is_told():
        say(f"{communes.name}: {load_commune_scores(communes, actor=actor, now=now)} bảng điểm, đã xếp hạng")
        say(f"Khu vực của Lào Cai: {load_region_scores(actor=actor, now=now)} bảng điểm năm {this_year} (minh họa)")
    with nobody_is_told():
        say(f"{load_summaries(actor=actor, now=now)} báo cáo tổng kết (có nội dung minh họa)")
    say(f"{settle_years(actor=actor, now=now)} năm thi đua trước đang tổng kết")
