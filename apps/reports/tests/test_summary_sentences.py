"""A sentence stands in the report only when it is true: Khu vực miền Đông Nam Bộ 2019, and one condition at a time."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from apps.clusters.inspections_exports import InspectionReport
from apps.clusters.models import ClusterYear
from apps.clusters.tests.factories import ClusterYearFactory, MemberFactory
from apps.conferences.models import Conference
from apps.core import reference
from apps.core.actor import system_actor
from apps.demo.loading.bodies import load_units
from apps.demo.loading.summaries import TEXTS, load_summaries
from apps.demo.loading.targets import load_targets
from apps.movements.evenness_exports import EvennessReport, EvennessRow
from apps.movements.evenness_queries import Spread
from apps.periods.domain.years import ensure_year
from apps.ranking.exports import RankingTable
from apps.ranking.tests.factories import run_of
from apps.registry.tests.factories import AwardFactory, GrantFactory
from apps.reports import registry
from apps.reports.models import SummaryReport
from apps.reports.overview import overview
from apps.reports.summary.awarded import AwardCount
from apps.reports.summary.cluster_judging import CLUSTER
from apps.reports.summary.facts import ClusterFacts, MemberFact, PledgeFact, RegistrationFact, facts_of
from apps.reports.summary.punctuality import DutyRecord
from apps.reports.summary.reading import content_kept
from apps.reports.summary.sector_sentences import sector_facts
from apps.results.exports import TargetsReport
from apps.results.models import ResultEntry

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
SYSTEM = system_actor()
MEMBERS = tuple(MemberFact(f"Đơn vị {pk}", "", None, None) for pk in (1, 2))
ROWS = tuple(EvennessRow(f"Đơn vị {pk}", pk == 1, (), 0, None) for pk in (1, 2))
NOTHING = ClusterFacts(
    name="Cụm thử",
    kind_word="Cụm",
    year=2020,
    organiser="Bộ Tư pháp",
    province="",
    head_title="Trưởng Cụm",
    members=(),
    heads=(),
    next_heads=(),
    plan_paper="",
    plan_items=0,
    pledges=(),
    registrations=None,
    duties=(),
    inspections=InspectionReport("", 2020, "", (), (), (), illustrative=False),
    movements=(),
    evenness=EvennessReport("", "", 2020, (), ROWS, Spread(2, 1, 0, 0.0, 0)),
    role_models=(0, 0),
    targets=TargetsReport("", 2020, "", (), illustrative=False),
    sheets_final=0,
    rankings=(),
    met_on=None,
    nominations=(),
    granted=(),
    asked=(),
    illustrative=False,
)
TABLE = RankingTable("", "Dự kiến", False, NOW, None, "", 1, False, "", (), ())


def said(**facts) -> str:
    found = CLUSTER.said(replace(NOTHING, members=MEMBERS, **facts))
    return "\n".join(text for _sentence, texts in found for text in texts)


def gaps(**facts) -> str:
    return "\n".join(CLUSTER.missing(replace(NOTHING, members=MEMBERS, **facts)))


def test_nothing_is_said_where_nothing_is_known():
    assert CLUSTER.said(NOTHING) == []
    assert len(CLUSTER.missing(NOTHING)) == 12


@pytest.mark.parametrize(
    ("facts", "words", "true"),
    [
        ({"pledges": (PledgeFact("Giao ước", 2, 2, ()),)}, "tất cả 2/2 đơn vị đã ký", True),
        ({"pledges": (PledgeFact("Giao ước", 1, 2, ("Đơn vị 2",)),)}, "tất cả", False),
        ({"pledges": (PledgeFact("Giao ước", 1, 2, ("Đơn vị 2",)),)}, "chưa có chữ ký của Đơn vị 2", True),
        ({"pledges": (PledgeFact("Giao ước", 0, 2, ("Đơn vị 1",)),)}, "Giao ước", False),
        # One line of two has no pledge: not “tất cả” of the cluster.
        ({"pledges": (PledgeFact("Giao ước", 1, 1, (), "Khối Một"),)}, "tất cả", False),
        ({"pledges": (PledgeFact("Giao ước", 1, 1, (), "Khối Một"),)}, "1/1 đơn vị Khối Một đã ký", True),
        ({"registrations": RegistrationFact(2, 1, 3, (), ())}, "Tất cả 2/2 đơn vị đã gửi đăng ký", True),
        ({"registrations": RegistrationFact(1, 1, 3, ("Đơn vị 2",), ())}, "Tất cả", False),
        ({"duties": (DutyRecord("pledge", "Ký giao ước", 2, 2, 2, ()),)}, "Tất cả 2/2 đơn vị thực hiện đúng hạn", True),
        # Those who were quick, while the date of the others lies ahead: nothing is said of all.
        ({"duties": (DutyRecord("report:x", "Báo cáo", 2, 1, 1, ()),)}, "đúng hạn", False),
        # Owed by one of two members: not “tất cả các đơn vị”.
        ({"duties": (DutyRecord("other", "Tham luận", 1, 1, 1, ()),)}, "Tất cả", False),
        ({"duties": (DutyRecord("pledge", "Ký", 2, 2, 1, ("Đơn vị 2",)),)}, "1/2 đơn vị đúng hạn việc ký; chậm", True),
        (
            {"movements": (("Bộ", "Phong trào thử"),), "has_themed": True},
            "Chưa triển khai phong trào thi đua theo chuyên đề (1",
            True,
        ),
        # No themed movement at all is nobody's neglect.
        ({"movements": (("Bộ", "Phong trào thử"),)}, "chuyên đề", False),
        ({"movements": ()}, "chuyên đề", False),
        ({"rankings": (TABLE,), "sheets_final": 2}, "công bố kết quả xếp hạng", False),
        ({"rankings": (replace(TABLE, is_published=True),)}, "Đã công bố kết quả xếp hạng", True),
        ({"granted": (AwardCount("Cờ thi đua", 4, 0),)}, "Đã được tặng, theo Sổ khen thưởng: Cờ thi đua cho 4", True),
        ({"asked": (AwardCount("Cờ thi đua", 4, 0),)}, "được tặng", False),
    ],
)  # fmt: skip
def test_a_sentence_is_said_only_when_true(facts, words, true):
    assert (words in said(**facts)) is true


def test_gaps_name_what_is_not_recorded():
    assert "mới có kết quả dự kiến, chưa công bố" in gaps(rankings=(TABLE,), sheets_final=2)
    assert "Việc báo cáo: 1 đơn vị chưa đến hạn." in gaps(duties=(DutyRecord("report:x", "Báo cáo", 2, 1, 1, ()),))
    assert "Hội nghị tổng kết" not in gaps(met_on=date(2020, 12, 18))


def test_gaps_name_the_line_that_lacks_something():
    lines = tuple(replace(each, line=f"Khối {number}") for number, each in enumerate(MEMBERS, start=1))
    facts = replace(
        NOTHING,
        members=lines,
        pledges=(PledgeFact("Giao ước", 1, 1, (), "Khối 1"),),
        registrations=RegistrationFact(2, 1, 1, (), (("Khối 1", 1),)),
        sheets_final=2,
        rankings=(replace(TABLE, line_label="Khối 1", is_published=True), replace(TABLE, line_label="Khối 2")),
    )
    found = "\n".join(CLUSTER.missing(facts))
    assert "Giao ước thi đua năm 2020 Khối 2: chưa có chữ ký nào." in found
    assert "Bảng tổng hợp đăng ký thi đua Khối 2: chưa gửi Bộ Tư pháp." in found
    assert "Kết quả xếp hạng Khối 2: mới có kết quả dự kiến, chưa công bố." in found
    assert "Khối 1:" not in found


@pytest.mark.django_db
def test_a_midyear_meeting_closes_no_year_and_a_published_ranking_stays_when_computed_anew():
    made = ClusterYearFactory(year__year=2020)
    rule = {"classes": [], "tie_break": []}
    run_of(made, rule=rule)
    run_of(made, state="computed", published_at=None, run_hash="1" * 64, rule=rule)
    told = {"cluster_year": made, "organiser": made.cluster.organiser, "held_on": NOW.date(), "saved_at": NOW}
    Conference.objects.create(kind="midyear", state="concluded", concluded_at=NOW, opened_at=NOW, **told)
    Conference.objects.create(state="called_off", called_off_reason="Bão", **told)
    made = ClusterYear.objects.for_list().get(pk=made.pk)
    facts = facts_of(made, NOW)
    assert not facts.illustrative
    assert facts.met_on is None
    assert len(facts.published) == 1
    assert not overview([made], NOW).rows[0].closed
    # One decision that no source names marks the report of the cluster and that of the sector.
    unit = MemberFactory(cluster_year=made).unit
    AwardFactory(unit=unit, subject="collective", person=None, year=2020, grant=GrantFactory(illustrative=True))
    assert facts_of(made, NOW).illustrative
    assert sector_facts(made.year, NOW).illustrative


@pytest.mark.django_db
def test_summary_report_of_dong_nam_bo_2019_has_its_real_figures_and_no_false_sentence():
    """S002-2, S002-3, S002-4, S002-6, S002-7, as handed over, agreed to and printed."""
    reference.load_all()
    units = load_units(actor=SYSTEM, now=NOW)
    ensure_year(organiser_id=units["BTP"].pk, year=2026, actor=SYSTEM, now=NOW)
    load_targets(year=2026, actor=SYSTEM, now=NOW)
    load_summaries(actor=SYSTEM, now=NOW)

    report = SummaryReport.objects.for_list().get(cluster_year__cluster__code="KV-DNB")
    version = report.versions.get()
    content = content_kept(version)
    assert version.is_official
    assert version.paper_version.remark == "Thống nhất với dự thảo báo cáo và phương hướng năm 2020."
    assert {section.part: section.sentences for section in content.sections if section.sentences} == {
        "direction": (
            (
                "Năm 2019, Khu vực thi đua miền Đông Nam Bộ có 18 đơn vị: 9 đơn vị Khối Sở Tư pháp, 9 đơn vị Khối Thi"
                " hành án dân sự."
            ),
            (
                "Trưởng Khu vực: Võ Thị Xuân Đào, Giám đốc Sở Tư pháp tỉnh Đồng Nai, theo Quyết định số 05/QĐ-BTP (minh"
                " họa) ngày 20/12/2018."
            ),
        ),
        "results": (
            "Khối Thi hành án dân sự: 9/9 đơn vị đạt và vượt 2/2 chỉ tiêu; vượt về việc 2,74%, về tiền 2,79%.",
            "Tất cả các đơn vị đạt và vượt 2/2 chỉ tiêu (Khối Thi hành án dân sự).",
            (
                "Tỷ lệ thi hành xong về việc: Σ số việc thi hành xong ÷ Σ số việc có điều kiện thi hành = 75.740 ÷"
                " 100.000 = 75,74%; trừ tỷ lệ giao 73,00%."
            ),
            (
                "Tỷ lệ thi hành xong về tiền: Σ số tiền thi hành xong (triệu đồng) ÷ Σ số tiền có điều kiện thi hành"
                " (triệu đồng) = 3.936.900 ÷ 11.000.000 = 35,79%; trừ tỷ lệ giao 33,00%."
            ),
            (
                "Khối Thi hành án dân sự: 1.654 người làm việc, 100.000 việc phải giải quyết, bình quân 60,5 việc mỗi"
                " người."
            ),
        ),
    }
    assert [gap.partition(":")[0] for gap in content.gaps] == [
        "Kế hoạch hoạt động của Khu vực",
        "Giao ước thi đua năm 2019",
        "Đăng ký thi đua",
        "Kiểm tra công tác thi đua, khen thưởng",
        "Phong trào thi đua năm 2019",
        "Điển hình tiên tiến",
        "Biên chế, khối lượng công việc",
        "Bảng chấm điểm",
        "Kết quả xếp hạng",
        "Bỏ phiếu bình xét, suy tôn",
        "Khen thưởng về thành tích năm 2019",
        "Theo dõi đúng hạn",
    ]
    assert TEXTS["judgement"] in version.paper_version.text
    entry = registry.find("summary_report")
    [printed] = entry.build(entry.find({"summary": report.pk}, SYSTEM))
    assert (printed.content, printed.is_official) == (content, True)

    # One bureau falls short: the same sentences can no longer be made (S002-3).
    ResultEntry.objects.filter(indicator__code__contains="VIEC", year=2019).order_by("pk").first().delete()
    region = ClusterYear.objects.for_list().get(cluster__code="KV-DNB")
    texts = "\n".join(text for _each, found in CLUSTER.said(facts_of(region, NOW)) for text in found)
    assert "8/9 đơn vị" in texts
    assert "chưa có kết quả chỉ tiêu về việc" in texts
    assert "Tất cả" not in texts
