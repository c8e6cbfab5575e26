"""Trends over the years: gaps, broken series, who sees what; figures of boards open the list of what they count."""

import re
from datetime import date
from decimal import Decimal
from io import BytesIO
from urllib.parse import parse_qsl, urlsplit

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from apps.clusters.models import ClusterYear
from apps.clusters.tests.factories import ClusterYearFactory, MemberFactory
from apps.dashboard.tests.world import NOW, SYSTEM, build
from apps.dashboard.trends import points_chart
from apps.obligations.domain.duties import ask
from apps.periods.tests.factories import EmulationYearFactory
from apps.ranking.enums import RunState
from apps.ranking.models import RankingEntry, RankingRun
from apps.registry.tests.factories import AwardFactory
from apps.scoring.models import ScoreSheet
from apps.scoring.tests.factories import CriteriaSetFactory
from apps.units.enums import Role
from apps.units.models import SuccessionPair, Unit, UnitSuccession
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


@pytest.fixture
def at_now():
    with time_machine.travel(NOW, tick=False):
        yield


def published(cluster_year: ClusterYear, units, totals, maximum=100, line="") -> RankingRun:
    """A published result with these totals, in this order."""
    run = RankingRun.objects.create(
        cluster_year=cluster_year,
        criteria_set=CriteriaSetFactory(year=cluster_year.year),
        state=RunState.PUBLISHED,
        line=line,
        run_hash=f"{cluster_year.pk}{line}",
        computed_at=NOW,
        published_at=NOW,
    )
    parts = [{"code": "A", "number": "I", "label": "Phần I", "max": str(maximum), "points": "0"}]
    for place, (unit, total) in enumerate(zip(units, totals, strict=True), start=1):
        RankingEntry.objects.create(
            run=run, unit=unit, unit_name=unit.name, order=place, total=Decimal(total), rank=place, parts=parts
        )
    return run


@pytest.fixture
def world():
    """2016 and 2017 by one table of criteria, 2019 by another one, nothing for 2018; sheets of 2020 owed."""
    world = build(3)
    for year, totals, maximum in ((2016, (90, 80, 70), 100), (2017, (95, 90, 60), 100), (2019, (150, 140, 50), 200)):
        before = EmulationYearFactory(year=year, organiser=world.ministry)
        cluster_year = ClusterYearFactory(cluster=world.cluster_year.cluster, year=before)
        for unit in world.units:
            MemberFactory(cluster_year=cluster_year, unit=unit)
        published(cluster_year, world.units, totals, maximum)
    AwardFactory(subject="collective", person=None, unit=world.units[1], year=2017)
    world.send(0)
    return world


def test_a_gap_is_no_zero_and_points_break_where_the_tables_differ(client, world):
    client.force_login(world.officers[1])
    page = client.get(reverse("dashboard:unit-trend", args=[world.units[1].pk]))
    years = {each.year: each for each, *_urls in page.context["rows"]}
    assert list(years) == [2020, 2019, 2018, 2017, 2016]
    assert years[2018].results == ()
    assert years[2018].honours is None
    assert [years[y].results[0].broken for y in (2016, 2017, 2019)] == [False, False, True]
    assert [years[y].results[0].percent for y in (2017, 2019)] == [90, 70]
    assert (years[2020].punctuality.due, years[2020].punctuality.in_time) == (1, 0)
    chart, _svg = points_chart(reversed(list(years.values())))
    assert [list(map(str, series.values)) for series in chart.series] == [
        ["80.000", "90.000", "None", "None", "None"],
        ["None", "None", "None", "140.000", "None"],
    ]
    text = page.content.decode()
    assert "bảng tiêu chí khác" in text
    assert "chưa có dữ liệu" in text


def test_lateness_of_another_unit_stays_closed_and_a_cluster_shows_its_spread(client, world):
    client.force_login(world.officers[2])
    page = client.get(reverse("dashboard:unit-trend", args=[world.units[1].pk]))
    assert not page.context["sees_punctuality"]
    assert "không mở cho bạn" in page.content.decode()
    cluster = client.get(reverse("dashboard:cluster-trend", args=[world.cluster_year.cluster_id]))
    years = {each.year: each for each, *_urls in cluster.context["rows"]}
    assert (years[2017].highest, years[2017].middle, years[2017].lowest, years[2017].spread) == (95, 90, 60, 35)
    assert all(each.punctuality is None for each in years.values())
    client.force_login(world.standing_office)
    cluster = client.get(reverse("dashboard:cluster-trend", args=[world.cluster_year.cluster_id]))
    seen = {each.year: each.punctuality for each, *_urls in cluster.context["rows"]}
    assert (seen[2020].due, seen[2020].in_time) == (3, 0)
    assert [name for name, _entries in cluster.context["sections"][0]["ranks"]] == [unit.name for unit in world.units]


def merged(world) -> Unit:
    """A unit that ended in 2018 and became the second one, with a result, an award and a late paper of 2014."""
    old = UnitFactory(parent=world.ministry, name="Sở Tư pháp tỉnh Yên Bái", valid_to=date(2018, 12, 31))
    succession = UnitSuccession.objects.create(kind="merge", effective_on=date(2019, 1, 1))
    SuccessionPair.objects.create(succession=succession, predecessor=old, successor=world.units[1])
    year = EmulationYearFactory(year=2014, organiser=world.ministry)
    cluster_year = ClusterYearFactory(year=year)
    MemberFactory(cluster_year=cluster_year, unit=old)
    published(cluster_year, [old], (70,))
    AwardFactory(subject="collective", person=None, unit=old, year=2014)
    ask(
        year_id=year.pk, code="score_sheet", label="Tự chấm điểm", due_on=date(2014, 11, 10), unit_ids=[old.pk],
        actor=SYSTEM, now=NOW, basis="Công văn 5034/BTP-TCCB",
    )  # fmt: skip
    return old


def test_years_before_a_merger_are_open_to_the_units_own_people_and_to_them_alone(client, world):
    old = merged(world)
    client.force_login(world.officers[1])
    page = client.get(reverse("dashboard:unit-trend", args=[world.units[1].pk]))
    [(each, due_url, _in_time, awards_url, _people)] = [row for row in page.context["rows"] if row[0].year == 2014]
    assert ([r.entry.unit_name for r in each.results], each.punctuality.due, each.honours.collectives) == (
        [old.name], 1, 1,
    )  # fmt: skip
    assert (listed(client, due_url), listed(client, awards_url)) == (1, 1)
    entry = each.results[0].entry
    assert client.get(reverse("ranking:entry-explain", args=[entry.run_id, entry.pk])).status_code == 200
    chart = page.context["chart"]
    assert [series.label.split(" – ")[0] for series in chart.series][:2] == [old.name, world.units[1].name]
    own_page = reverse("dashboard:unit-trend", args=[old.pk])
    auditor = RoleAssignmentFactory(unit=world.units[1], role=Role.AUDITOR).user
    for reader, sees in ((world.officers[1], True), (auditor, True), (world.officers[2], False)):
        client.force_login(reader)
        context = client.get(own_page).context
        assert (context["sees_punctuality"], context["sees_honours"]) == (sees, sees)
        assert [row[0].honours is not None for row in context["rows"]] == [sees]
    client.force_login(world.officers[2])
    years = {row[0].year: row[0] for row in client.get(page.request["PATH_INFO"]).context["rows"]}
    assert (years[2014].results, years[2014].results_closed, years[2014].honours) == ((), True, None)
    client.force_login(world.officers[1])
    for at_work_until in (None, timezone.localdate()):
        Unit.objects.filter(pk=old.pk).update(valid_to=at_work_until)
        years = {row[0].year: row[0] for row in client.get(page.request["PATH_INFO"]).context["rows"]}
        assert (years[2014].results_closed, years[2014].punctuality_closed) == (True, True)
        assert not client.get(own_page).context["sees_honours"]


def test_what_is_closed_is_told_apart_from_what_is_not_there(client, world):
    client.force_login(world.officers[2])
    page = client.get(reverse("dashboard:unit-trend", args=[world.units[1].pk]))
    assert not page.context["sees_honours"]
    assert all(row[0].honours is None for row in page.context["rows"])
    member = MemberFactory(cluster_year=world.cluster_year)
    newcomer = RoleAssignmentFactory(unit=member.unit, role=Role.OFFICER)
    client.force_login(newcomer.user)
    page = client.get(reverse("dashboard:cluster-trend", args=[world.cluster_year.cluster_id]))
    closed = {row[0].year: (row[0].results_closed, row[0].punctuality_closed) for row in page.context["rows"]}
    assert closed == {2016: (True, True), 2017: (True, True), 2018: (False, False), 2019: (True, True)}
    assert "không mở cho bạn" in page.content.decode()


def test_a_cluster_that_ranks_two_lines_shows_each_by_itself(client, world):
    year = EmulationYearFactory(year=2015, organiser=world.ministry)
    cluster_year = ClusterYearFactory(cluster=world.cluster_year.cluster, year=year)
    runs = {
        line: published(cluster_year, units, totals, line=line)
        for line, units, totals in (("enforcement", world.units[:1], (60,)), ("justice", world.units[1:], (90, 80)))
    }
    client.force_login(world.standing_office)
    page = client.get(reverse("dashboard:cluster-trend", args=[cluster_year.cluster_id]))
    rows = {each.line: (each.highest, run) for each, run, *_urls in page.context["rows"] if each.year == 2015}
    assert rows == {"justice": (90, runs["justice"]), "enforcement": (60, runs["enforcement"])}
    assert [section["label"] for section in page.context["sections"]] == [
        "", "Khối Sở Tư pháp", "Khối Thi hành án dân sự",
    ]  # fmt: skip
    assert [len(section["ranks"]) for section in page.context["sections"]] == [3, 2, 1]
    file = client.get(page.request["PATH_INFO"], {"format": "xlsx"})
    first, *ranks = load_workbook(BytesIO(file.content))
    cells = [[cell.value for cell in row] for row in first.iter_rows()]
    [heads] = [row for row in cells if row[0] == "Năm thi đua"]
    ranked = {(row[0], row[1]): row[heads.index("Đơn vị được xếp hạng")] for row in cells}
    assert [ranked[2015, "Khối Sở Tư pháp"], ranked[2015, "Khối Thi hành án dân sự"], ranked[2018, None]] == [
        2,
        1,
        None,
    ]
    assert [sheet.title for sheet in ranks][1:] == ["Khối Sở Tư pháp", "Khối Thi hành án dân sự"]
    assert list(ranks[1].values)[-2:] == [(world.units[1].name, 1), (world.units[2].name, 2)]


def listed(client, url: str) -> int:
    """How many rows the list behind a figure has."""
    page = client.get(url)
    assert page.status_code == 200, url
    assert dict(parse_qsl(urlsplit(url).query)).items() <= page.context["filter"].data.dict().items()
    assert page.context["filter"].form.is_valid(), url
    return page.context["page_obj"].paginator.count if "page_obj" in page.context else len(page.context["rows"])


def test_every_figure_of_the_boards_opens_the_list_of_what_it_counts(client, world):
    client.force_login(world.standing_office)
    figures = []
    for parent in (world.ministry, None):
        stray = UnitFactory(kind="commune_office", parent=parent)
    ask(  # of a unit that stands in no cluster, too
        year_id=world.cluster_year.year_id,
        code="score_sheet",
        label="Tự chấm điểm",
        due_on=world.obligation(0).duty.due_on,
        unit_ids=[stray.pk],
        actor=SYSTEM,
        now=NOW,
    )
    board = client.get(reverse("dashboard:board-list"))
    figures += [(kind.number, kind.url) for kind in board.context["unit_kinds"]]
    assert ("commune_office", 1) in [(kind.url.rpartition("=")[2], kind.number) for kind in board.context["unit_kinds"]]
    for line in board.context["duties"]:
        figures += [(line.found.counted.missing, line.url), (line.found.counted.overdue, line.late_url)]
    [cluster] = board.context["clusters"]
    base = f"{reverse('dashboard:lateness-list')}?year=2020&cluster={cluster.cluster_year.cluster_id}"
    figures += [(cluster.missing, f"{base}&missing=on")]
    figures += [(cluster.overdue, f"{base}&counted=overdue")]
    units = client.get(reverse("dashboard:lateness-unit-list"))
    for row in units.context["page_obj"]:
        figures += [(row[name], f"{row['url']}&counted={name}") for name in ("due", "in_time", "late", "owing")]
    for each, due, in_time, collectives, individuals in client.get(
        reverse("dashboard:unit-trend", args=[world.units[1].pk])
    ).context["rows"]:
        if each.punctuality:
            figures += [(each.punctuality.due, due), (each.punctuality.in_time, in_time)]
        if each.honours:
            figures += [(each.honours.collectives, collectives), (each.honours.individuals, individuals)]
    for each, _run, due, in_time in client.get(
        reverse("dashboard:cluster-trend", args=[world.cluster_year.cluster_id])
    ).context["rows"]:
        if each.punctuality:
            figures += [(each.punctuality.due, due), (each.punctuality.in_time, in_time)]
    assert sum(1 for number, _url in figures if number) > 8
    for number, url in figures:
        assert listed(client, url) == number, url


def test_figures_of_the_heads_home_open_the_units_that_they_count(client):
    """Sent late or in time; overdue is who never sent; "không nộp" is closed and not counted as final."""
    world = build(5)
    for index, state in ((0, "final"), (1, "in_step")):
        world.send(index)
        ScoreSheet.objects.filter(pk=world.sheet(index).pk).update(state=state)
    ScoreSheet.objects.filter(pk=world.sheet(2).pk).update(state="not_submitted")
    client.force_login(world.head)
    home = client.get("/")
    shown = re.findall(r'stat__value"><a href="([^"]+)">(\d+)<', home.content.decode())
    assert [int(number) for _url, number in shown] == [2, 2, 1]
    for url, number in shown:
        assert listed(client, url) == int(number), url


def test_awards_of_a_year_are_a_total_and_not_for_the_head_who_sees_a_part(client, world):
    AwardFactory(subject="collective", person=None, unit=world.units[0], year=2020)
    for user, lines in ((world.standing_office, 1), (world.auditor, 1), (world.head, 0)):
        client.force_login(user)
        assert len(client.get(reverse("dashboard:board-list")).context["awards"]) == lines, user


@pytest.mark.parametrize("name", ["unit-trend", "cluster-trend"])
def test_trends_cost_the_same_for_one_year_and_for_three(client, world, django_assert_max_num_queries, name):
    client.force_login(world.standing_office)
    key = world.units[0].pk if name == "unit-trend" else world.cluster_year.cluster_id
    url = reverse(f"dashboard:{name}", args=[key])
    client.get(url)
    with django_assert_max_num_queries(22) as before:
        client.get(url)
    year = EmulationYearFactory(year=2015, organiser=world.ministry)
    cluster_year = ClusterYearFactory(cluster=world.cluster_year.cluster, year=year)
    published(cluster_year, world.units, (10, 9, 8))
    with django_assert_max_num_queries(22) as after:
        client.get(url)
    assert len(before) == len(after)
