"""What stands beside a result and changes nothing of it: Tính thử, last year, self-scores, workload, evenness."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from apps.accounts.grants import actor_for
from apps.clusters.tests.factories import ClusterYearFactory, MemberFactory
from apps.core import tokens
from apps.periods.tests.factories import EmulationYearFactory
from apps.ranking import comparing, fairness, presentation
from apps.ranking.domain.arranging import SourceMissing, Typed, type_workload
from apps.ranking.domain.explaining import explain
from apps.ranking.domain.publishing import publish
from apps.ranking.domain.what_if import LineRefused, what_if
from apps.ranking.enums import RunState
from apps.ranking.exports import part_heads
from apps.ranking.models import RankingEntry, RankingRun
from apps.ranking.tests.factories import final_cluster, finalise, points
from apps.ranking.tests.test_computing import ACTOR, ranked, simple
from apps.ranking.tests.test_publication import choose
from apps.ranking.tests.test_views import signed_in
from apps.ranking.workload import workloads
from apps.results.tests.factories import IndicatorFactory, ResultEntryFactory
from apps.scoring.domain.inputs import LineInput
from apps.scoring.models import ClassRule, ScoreLine, ScoreSheet, SheetVersion
from apps.scoring.tests.factories import NOW, CriteriaSetFactory, criteria_set_of_leaves
from apps.scoring.tests.review_cases import open_lines, sheet_in_step
from apps.units.enums import UnitKind
from apps.units.tests.factories import PostingFactory, UnitFactory

pytestmark = pytest.mark.django_db
OK = 200


def entries(run):
    found = list(run.entries.select_related("sheet_version", "unit").order_by("order", "pk"))
    for entry in found:
        entry.run = run
    return found


def test_what_if_shows_rank_and_class_then_and_writes_nothing():
    cluster_year = simple([8, 6, 5])
    found = cluster_year.score_sheets.first().criteria_set
    for order, (label, least) in enumerate([("A", 8), ("B", 0)]):
        ClassRule.objects.create(criteria_set=found, order=order, label=label, min_points=least)
    run = ranked(cluster_year)
    before = (SheetVersion.objects.count(), ScoreLine.objects.count(), RankingEntry.objects.count())
    trial = what_if(entries(run)[2], {"A.1": LineInput(points=Decimal(9))}, NOW)
    assert (trial.now.rank, trial.now.class_label) == (3, "B")
    assert (trial.then.rank, trial.then.class_label, trial.then.total) == (1, "A", 9)
    assert [(now.rank, then.rank) for now, then in trial.others] == [(1, 2), (2, 3)]
    assert (SheetVersion.objects.count(), ScoreLine.objects.count(), RankingEntry.objects.count()) == before
    assert [entry.rank for entry in entries(run)] == [1, 2, 3]
    with pytest.raises(LineRefused) as refused:
        what_if(entries(run)[2], {"A.1": LineInput(points=Decimal(-1))}, NOW)
    assert refused.value.criterion == "A.1"


def test_what_if_moves_relative_leaves_of_other_units_too():
    cluster_year = simple([0, 0])
    found = cluster_year.score_sheets.first().criteria_set
    found.criteria.filter(code="A.1").update(method="target_best")
    figures = {"target": Decimal(1), "agreed": False}
    for sheet, result in zip(cluster_year.score_sheets.in_protocol_order(), (5, 2), strict=True):
        finalise(sheet, {"A.1": points(0, actual=Decimal(result), **figures)})
    run = ranked(cluster_year)
    assert [entry.total for entry in entries(run)] == [10, Decimal("6.25")]
    trial = what_if(entries(run)[1], {"A.1": LineInput(target=Decimal(1), actual=Decimal(10))}, NOW)
    assert (trial.then.total, trial.others[0][1].total) == (10, Decimal("7.222"))
    assert [entry.total for entry in entries(run)] == [10, Decimal("6.25")]


def test_what_if_on_the_page_takes_figures_and_says_what_is_wrong(client):
    cluster_year = simple([8, 6])
    run = ranked(cluster_year)
    signed_in(client, "head", cluster_year)
    entry = entries(run)[1]
    url = reverse("ranking:what-if", args=[run.pk, entry.pk])
    assert "Không lưu, không ảnh hưởng kết quả" in client.get(url).content.decode()
    line = entry.sheet_version.lines.get(criterion__code="A.1")
    page = client.post(url, {f"l{line.pk}-points": "9"}).content.decode()
    assert "Nếu như vậy" in page
    assert "1 → 2" in page
    assert "Chưa tính được" in client.post(url, {f"l{line.pk}-points": "-9"}).content.decode()


def test_effects_tell_what_parts_two_neighbours_and_how_far_the_next_rank_is():
    run = ranked(simple([(8, 1, 0), (7, 0, 1), 5]))
    second = entries(run)[1]
    open_to_all = explain(second)
    assert (open_to_all.distance.above.rank, open_to_all.distance.points) == (1, 3)
    assert [(each.against_above, each.against_best) for each in open_to_all.effects] == [(-3, -3)]
    assert open_to_all.line_effects == ()
    own = explain(second, with_lines=True)
    assert [(each.row.code, each.against_above, each.against_best) for each in own.line_effects] == [("A.1", None, -3)]
    both = explain(second, with_lines=True, lines_of_above=True)
    assert [(each.row.code, each.against_above) for each in both.line_effects] == [("A.1", -3)]
    assert explain(entries(run)[0]).distance is None


def last_year_of(cluster_year, totals):
    """The same units a year earlier, published."""
    year = EmulationYearFactory(year=cluster_year.year.year - 1, organiser=cluster_year.year.organiser)
    earlier = simple(totals, year=year)
    units = cluster_year.members.order_by("order", "pk").values_list("unit_id", flat=True)
    for sheet, unit_id in zip(list(earlier.score_sheets.in_protocol_order()), units, strict=True):
        earlier.members.filter(unit=sheet.unit).update(unit_id=unit_id)
        ScoreSheet.objects.filter(pk=sheet.pk).update(unit_id=unit_id)
    return publish(run_id=ranked(earlier).pk, actor=ACTOR, now=NOW)


def test_comparison_with_last_year_and_with_the_self_scores(client):
    cluster_year = simple([9, 8, 7])
    last_year_of(cluster_year, [5, 6, 7])
    run = ranked(cluster_year)
    rows = comparing.compared(run)
    assert [(row.entry.rank, row.last.rank, row.moved) for row in rows] == [(1, 3, 2), (2, 2, 0), (3, 1, -2)]
    assert [(row.percent, row.last_percent) for row in rows] == [(45, 25), (40, 30), (35, 35)]
    RankingEntry.objects.filter(run=run, rank=2).update(self_total=20)
    RankingEntry.objects.filter(run=run, rank=3).update(self_total=9)
    assert [row.entry.rank for row in comparing.compared(run, "difference")][:2] == [2, 3]
    signed_in(client, "office", cluster_year)
    url = reverse("ranking:run-comparison", args=[run.pk])
    assert "Thứ hạng qua các năm" in client.get(url).content.decode()
    sheet = load_workbook(io.BytesIO(client.get(url, {"o": "difference", "format": "xlsx"}).content)).active
    assert [row[9].value for row in sheet.iter_rows() if row[1].value in (1, 2, 3)][:2] == [-12, -2]


def test_s002_7_workload_stands_beside_the_rank_and_changes_nothing(client):
    cluster_year = simple([9, 8, 7])
    units = [sheet.unit for sheet in cluster_year.score_sheets.in_protocol_order()]
    run = ranked(cluster_year)
    PostingFactory.create_batch(2, unit=units[0], starts_on=date(2010, 1, 1))
    indicator = IndicatorFactory(code="THADS-VIEC")
    ResultEntryFactory(unit=units[0], indicator=indicator, year=2020, numerator=Decimal(900), denominator=Decimal(1001))
    typed = {"cluster_year_id": cluster_year.pk, "actor": ACTOR, "now": NOW}
    with pytest.raises(SourceMissing):
        type_workload(**typed, figures={units[1].pk: Typed(10, 5000)}, source=" ")
    type_workload(**typed, figures={units[1].pk: Typed(10, 5000)}, source="Báo cáo 12/BC-CTHADS")
    assert type_workload(**typed, figures={units[1].pk: Typed(10, 5000)}, source="Báo cáo khác") == 0
    found = workloads(cluster_year, [unit.pk for unit in units])
    assert [(found[unit.pk].staff, found[unit.pk].cases_per_officer) for unit in units] == [
        (2, Decimal("500.5")),
        (10, 500),
        (None, None),
    ]
    again = ranked(cluster_year)
    assert (again.pk, again.run_hash) == (run.pk, run.run_hash)
    signed_in(client, "office", cluster_year)
    response = client.get(run.get_absolute_url())
    assert [row["entry"].rank for row in response.context["rows"]] == [1, 2, 3]
    assert [row["workload"].staff for row in response.context["rows"]] == [2, 10, None]
    assert "Báo cáo 12/BC-CTHADS" in response.content.decode()
    RankingEntry.objects.filter(run=run, rank=1).update(self_total=10, notes=["Giữ ở loại dưới", "Bằng nhau"])
    sheet = load_workbook(io.BytesIO(client.get(run.get_absolute_url(), {"format": "xlsx"}).content)).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert any("Báo cáo 12/BC-CTHADS" in str(row[0]) for row in cells)
    [place] = [number for number, row in enumerate(cells) if row[0] == "Hạng"]
    shown = [column.label for column in response.context["columns"]]
    assert cells[place][: len(shown) - 1] == shown[:-1]
    best = dict(zip(cells[place], cells[place + 1], strict=True))
    names = ("Tự chấm", "Chênh lệch với tự chấm", "Việc/người", "Số người", "Ghi chú")
    assert [best[name] for name in names] == [10, -1, 500.5, 2, "Giữ ở loại dưới; Bằng nhau"]
    form = {"form_token": tokens.new_token(), "source": "Báo cáo 15/BC", f"staff_{units[2].pk}": "7"}
    assert client.post(reverse("ranking:workload", args=[cluster_year.pk]), form).status_code == 302
    assert workloads(cluster_year, [units[2].pk])[units[2].pk].staff == 7


def checked_sheet():
    """A sheet of two lines in its step: one cut by half a point, one agreed; the step finished."""
    from apps.scoring.domain import finalising, reviews

    sheet = sheet_in_step()
    line = open_lines(sheet)["A.1"]
    reviews.save_review_line(
        line_id=line.pk,
        expected_version=line.version,
        inputs=LineInput(points=Decimal("1.5")),
        reason_text="Thiếu minh chứng",
        actor=ACTOR,
        now=NOW,
    )
    reviews.agree_lines(sheet_id=sheet.pk, actor=ACTOR, now=NOW)
    finalising.finish_step(sheet_id=sheet.pk, actor=ACTOR, now=NOW)
    return sheet


def test_fairness_counts_cuts_changed_lines_and_agreement_by_reviewer_and_unit():
    sheet = checked_sheet()
    found = fairness.fairness(sheet.cluster_year_id)
    (reviewer,), (unit,) = found.reviewers, found.units
    assert (reviewer.name, reviewer.lines, reviewer.changed) == (ACTOR.label, 2, 1)
    assert (reviewer.share_changed, reviewer.agreement) == (50, 50)
    assert (reviewer.cut, reviewer.average_cut) == (Decimal("0.5"), Decimal("0.5"))
    assert (unit.name, unit.cut) == (sheet.unit_name, Decimal("0.5"))
    (duration,) = fairness.durations(sheet.cluster_year_id, NOW)
    assert (duration.unit_id, duration.late, duration.finished_at) == (sheet.unit_id, 0, NOW)


def test_units_that_score_themselves_too_high_years_running_are_named(client, django_assert_num_queries):
    """Own − result by year: a gap or a true year ends the row; no result of this year does not."""
    cuts = ({2018: 0, 2019: 2, 2020: 1}, {2019: 3, 2020: 0}, {2017: 1, 2019: 1, 2020: 1}, {2018: 1, 2019: 5})
    organiser = UnitFactory(kind=UnitKind.MINISTRY)
    by_year = {n: ClusterYearFactory(year=EmulationYearFactory(year=n, organiser=organiser)) for n in range(2017, 2021)}
    members = MemberFactory.create_batch(len(cuts), cluster_year=by_year[2020])
    runs = {
        n: RankingRun.objects.create(
            cluster_year=each,
            criteria_set=CriteriaSetFactory(year=each.year),
            state=RunState.PUBLISHED,
            run_hash=str(n),
            computed_at=NOW,
            published_at=NOW,
        )
        for n, each in by_year.items()
    }
    for place, (member, of_years) in enumerate(zip(members, cuts, strict=True)):
        for n, cut in of_years.items():
            given = {"unit": member.unit, "unit_name": member.unit_name, "order": place, "parts": []}
            RankingEntry.objects.create(run=runs[n], total=9, self_total=9 + cut, rank=1, **given)
    office, head = (signed_in(client, kind, by_year[2020]) for kind in ("office", "head"))
    actor = actor_for(office, date(2020, 12, 20))
    with django_assert_num_queries(1):
        found = fairness.over_scored(by_year[2020], actor)
    assert [(each.unit_id, [year for year, _entry in each.years]) for each in found] == [
        (members[0].unit_id, [2020, 2019]),
        (members[2].unit_id, [2020, 2019]),
        (members[3].unit_id, [2019, 2018]),
    ]
    # Results of years before the head's are not open to the head.
    assert fairness.over_scored(by_year[2020], actor_for(head, date(2020, 12, 20))) == []
    client.force_login(office)
    page = client.get(reverse("ranking:fairness", args=[by_year[2020].pk])).content.decode()
    assert all((member.unit_name in page) == (member != members[1]) for member in members)


@pytest.mark.parametrize("shown", [True, False])
def test_unit_finds_its_review_times_from_its_result_and_its_sheet(client, shown):
    cluster_year = simple([1, 2])
    choose(cluster_year, units_see_lateness=shown)
    run = ranked(cluster_year)
    RankingRun.objects.filter(pk=run.pk).update(announced_at=NOW)
    signed_in(client, "member", cluster_year)
    sheet = ScoreSheet.objects.get(unit=cluster_year.members.last().unit)
    address = reverse("ranking:review-times", args=[cluster_year.pk])
    for page in (run.get_absolute_url(), sheet.get_absolute_url()):
        assert (address in client.get(page).content.decode()) == shown


def test_fairness_is_for_standing_office_and_auditor_and_lateness_by_the_clusters_choice(client):
    cluster_year = ClusterYearFactory()
    MemberFactory.create_batch(2, cluster_year=cluster_year)
    users = {
        kind: signed_in(client, kind, cluster_year) for kind in ("office", "auditor", "head", "member", "outsider")
    }

    def statuses(name):
        found = []
        for user in users.values():
            client.force_login(user)
            found.append(client.get(reverse(name, args=[cluster_year.pk])).status_code)
        return found

    assert statuses("ranking:fairness") == [200, 200, 403, 403, 404]
    assert statuses("ranking:review-times") == [200, 200, 200, 200, 404]
    choose(cluster_year, heads_see_fairness=True, heads_see_lateness=False, units_see_lateness=False)
    assert statuses("ranking:fairness") == [200, 200, 200, 403, 404]
    assert statuses("ranking:review-times") == [200, 200, 403, 403, 404]
    client.force_login(users["office"])
    taken = client.get(reverse("ranking:review-times", args=[cluster_year.pk]), {"format": "csv"})
    assert '"Đơn vị","Bước","Tiếp nhận"' in b"".join(taken).decode()


def test_ten_parts_bonus_and_penalty_have_tones_of_their_own():
    part = {"label": "x", "max": "1", "base": "1", "bonus": "0", "penalty": "0", "points": "1"}
    parts = [part | {"code": str(place), "number": str(place)} for place in range(10)]
    entry = RankingEntry(unit_name="x", rank=1, parts=parts, bonus=Decimal(1), penalty=Decimal(1))
    series = presentation.stacked([entry], part_heads([entry])).series
    assert len({each.tone for each in series}) == len(series) == 12


def test_what_if_shows_leaves_only_where_points_stand_on_a_group(client):
    found = criteria_set_of_leaves(2)
    run = ranked(final_cluster(found, [{"A": points(3) | {"agreed": True}}, {"A.1": points(2)}]))
    signed_in(client, "head", run.cluster_year)
    for entry in entries(run):
        assert client.get(reverse("ranking:what-if", args=[run.pk, entry.pk])).status_code == OK
    trial = what_if(entries(run)[1], {"A.1": LineInput(points=Decimal(1))}, NOW)
    assert (trial.then.total, trial.others[0][1].total) == (1, 3)
