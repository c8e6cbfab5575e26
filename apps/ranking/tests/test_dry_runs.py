"""Tính thử bộ tiêu chí mới: what is carried, who would move, and that nothing of the old year is touched."""

from decimal import Decimal
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from apps.accounts.tests.factories import UserFactory
from apps.audit.models import Entry
from apps.core.actor import system_actor
from apps.core.tokens import new_token
from apps.jobs.models import Job
from apps.jobs.queue import cancel
from apps.periods.tests.factories import EmulationYearFactory
from apps.ranking.domain import dry_runs
from apps.ranking.domain.carrying import OldLine, Why, carry
from apps.ranking.domain.trying import ranked
from apps.ranking.dry_run_exports import tried_lines
from apps.ranking.models import DryRun, Exclusion, RankingRun
from apps.ranking.tasks import compute_dry_run
from apps.ranking.tests.factories import final_cluster, points
from apps.scoring.domain.criteria_sets import import_criteria
from apps.scoring.domain.engine import compute_line
from apps.scoring.domain.rules import AdjustmentRule, CriterionRule, LinePoints, Measure
from apps.scoring.domain.tree import build_tree
from apps.scoring.models import ClassRule, CriteriaSet, ScoreLine, SheetVersion
from apps.scoring.tests.factories import NOW, CriteriaSetFactory, CriterionFactory, GroupFactory
from apps.units.enums import Role, UnitKind
from apps.units.tests.factories import RoleAssignmentFactory

D = Decimal
SYSTEM = system_actor()


def leaf(code, method="manual", maximum="2", **more) -> CriterionRule:
    return CriterionRule(code, "", code, f"Tiêu chí {code}", method, D(maximum), **more)


def old_line(rule, measure, **more) -> OldLine:
    return OldLine(measure, compute_line(rule, measure), **more)


@pytest.mark.parametrize(
    ("new", "old", "measure", "base", "left_out", "converted"),
    [
        # The same figures under new bands: computed anew.
        (
            leaf("A", "count", "4", per_item=D(1)),
            leaf("A", "count", "2", per_item=D("0.5")),
            Measure(count=D(3)),
            "3",
            None,
            False,
        ),
        # Points given outright: as they are under the same standard, else in proportion.
        (leaf("A"), leaf("A"), Measure(points=D("1.5")), "1.5", None, False),
        (leaf("A", maximum="4"), leaf("A"), Measure(points=D("1.5")), "3", None, True),
        # A line of bonus or penalty has its cases only.
        (
            leaf("A", "bonus", adjustments=(AdjustmentRule("Cờ", "bonus", D("0.5")),)),
            leaf("A", "bonus", adjustments=(AdjustmentRule("Cờ", "bonus", D(1)),)),
            Measure(cases={"Cờ": 2}),
            "1",
            None,
            False,
        ),
        # What cannot be had counts for nobody.
        (leaf("A"), leaf("B"), Measure(points=D(1)), "0", Why.NEW, False),
        (leaf("A", "count", per_item=D(1)), leaf("A"), Measure(points=D(1)), "0", Why.OTHER_FIGURES, False),
    ],
)
def test_a_line_is_carried_when_its_figures_still_count(new, old, measure, base, left_out, converted):
    found = carry(build_tree([new]), build_tree([old]), {1: {old.code: old_line(old, measure)}})
    assert found.sheets[1].total == D(base)
    assert found.left_out.get("A") == left_out
    assert found.converted == (frozenset("A") if converted else frozenset())


def test_an_explicit_mapping_finds_the_old_code():
    new, old = leaf("N"), leaf("O")
    found = carry(build_tree([new]), build_tree([old]), {1: {"O": old_line(old, Measure(points=D(1)))}}, {"N": "O"})
    assert (found.sheets[1].total, found.left_out) == (D(1), {})


def test_a_criterion_without_figures_for_one_unit_counts_for_none():
    new = leaf("A", "count", per_item=D(1))
    old = leaf("A", "count", per_item=D(1))
    lines = {
        1: {"A": old_line(old, Measure(count=D(2)))},
        2: {"A": OldLine(Measure(band_label="Tốt"), LinePoints(D(2), points=D(2)))},
    }
    found = carry(build_tree([new]), build_tree([old]), lines)
    assert found.left_out == {"A": Why.NO_FIGURES}
    assert [found.sheets[unit].total for unit in (1, 2)] == [0, 0]


def test_a_criterion_left_out_for_all_is_not_in_the_percent():
    """36 of 40 (another line left out for this unit alone) stays above 44 of 50 when the draft only adds a line."""
    old = [leaf("A", maximum="40"), leaf("B", maximum="10", not_applicable="exclude")]
    given = {1: (Measure(points=D(36)), Measure(not_applicable="not_arising")), 2: (D(35), D(9))}
    given[2] = tuple(Measure(points=each) for each in given[2])
    lines = {
        unit: {rule.code: old_line(rule, measure) for rule, measure in zip(old, row, strict=True)}
        for unit, row in given.items()
    }
    new = build_tree([*old, leaf("N", maximum="50")])
    found = carry(new, build_tree(old), lines)
    assert [found.sheets[unit].percent for unit in (1, 2)] == [D(90), D(88)]
    assert ranked(found.sheets, []) == {1: 1, 2: 2}
    both = carry(new, build_tree(old), {2: lines[2]})
    assert not both.sheets[2].excluded  # left out for everybody: totals still compare


@pytest.fixture
def case(db):
    """Three units of last year: 5, 4 and 3 points; the draft doubles the criterion in which the last one leads."""
    return made()


def made():
    last_year = EmulationYearFactory(year=2022)
    old = CriteriaSetFactory(year=last_year, code="STP-2022", kinds=[UnitKind.MINISTRY_UNIT])
    part = GroupFactory(criteria_set=old, code="A", position=1)
    for position, (code, maximum) in enumerate((("A.1", 3), ("A.2", 2)), start=2):
        CriterionFactory(
            criteria_set=old, parent=part, code=code, position=position, max_points=D(maximum), label=f"Tiêu chí {code}"
        )
    given = [
        {"A.1": points(3), "A.2": points(2)},
        {"A.1": points(3), "A.2": points(1)},
        {"A.1": points(1), "A.2": points(2)},
    ]
    cluster_year = final_cluster(old, given)
    rules = [
        CriterionRule("A", "", "A", "Phần", "additive", D(10)),
        CriterionRule("A.1", "A", "1", "Tiêu chí A.1", "manual", D(3)),
        CriterionRule("A.2", "A", "2", "Tiêu chí A.2", "manual", D(6)),
        CriterionRule("A.3", "A", "3", "Tiêu chí mới", "manual", D(1)),
    ]
    year = EmulationYearFactory(year=2023, organiser=last_year.organiser)
    draft = import_criteria(
        rules=rules, code="STP-2023", year_id=year.pk, kinds=old.kinds, title="Dự thảo", actor=SYSTEM, now=NOW
    ).criteria_set
    return draft, last_year, cluster_year


def ask(draft, last_year, **mapping):
    return dry_runs.request_dry_run(
        criteria_set_id=draft.pk, source_year_id=last_year.pk, mapping=mapping, actor=SYSTEM, now=NOW
    )


def test_the_result_says_who_would_move_and_touches_nothing(case):
    draft, last_year, cluster_year = case
    before = [list(model.objects.order_by("pk").values()) for model in (ScoreLine, SheetVersion)]
    tried = ask(draft, last_year)
    compute_dry_run(job_id=Job.objects.get().pk)
    line = tried_lines(DryRun.objects.get())[0]
    names = list(cluster_year.members.order_by("order").values_list("unit_name", flat=True))
    assert [(m.unit, m.old_rank, m.rank, m.total) for m in line.moves] == [
        (names[0], 1, 1, D(9)),
        (names[2], 3, 2, D(7)),
        (names[1], 2, 3, D(6)),
    ]
    assert [each.code for each in line.left_out] == ["A.3"]
    assert [each.code for each in line.converted] == ["A.2"]
    assert line.movers == 2
    assert before == [list(model.objects.order_by("pk").values()) for model in (ScoreLine, SheetVersion)]
    assert not RankingRun.objects.exists()
    assert Job.objects.get().result_url == tried.get_absolute_url()
    compute_dry_run(job_id=Job.objects.get().pk)  # sent twice: what is computed stays
    assert Entry.objects.filter(action="ranking.dry_run.request").count() == 1


def test_the_result_says_who_would_change_class_and_whom_the_draft_leaves_out(case):
    """The new criterion counts for nobody, so 9 of the 9 points that compare are the whole; A.1 must be in full."""
    draft, last_year, cluster_year = case
    units = [member.unit for member in cluster_year.members.order_by("order").select_related("unit")]
    ClassRule.objects.create(criteria_set=CriteriaSet.objects.get(code="STP-2022"), order=1, label="A", min_points=5)
    for order, (label, least, conditions) in enumerate((("A", 95, ["A.1"]), ("B", 0, [])), start=1):
        ClassRule.objects.create(
            criteria_set=draft, order=order, label=label, min_points=least, in_percent=True, conditions=conditions
        )
    Exclusion.objects.create(cluster_year=cluster_year, unit=units[1], reason="Sai phạm", decided_at=NOW)
    ask(draft, last_year)
    compute_dry_run(job_id=Job.objects.get().pk)
    line = tried_lines(DryRun.objects.get())[0]
    assert [(m.unit, m.old_rank, m.rank, m.old_class, m.class_label, m.note) for m in line.moves] == [
        (units[0].name, 1, 1, "A", "A", ""),
        (units[2].name, 2, 2, "", "B", ""),
        (units[1].name, None, None, "", "", "Sai phạm"),
    ]
    assert (line.has_classes, line.movers, line.class_movers) == (True, 0, 1)


def test_final_sheets_of_two_revisions_are_listed_as_not_computed_and_the_draft_is_hashed_when_read(case):
    draft, last_year, cluster_year = case
    other = CriteriaSetFactory(year=last_year, code="STP-2022", revision=2, kinds=[UnitKind.MINISTRY_UNIT])
    sheet = cluster_year.score_sheets.first()
    type(sheet).objects.filter(pk=sheet.pk).update(criteria_set=other)
    ask(draft, last_year)
    type(draft).objects.filter(pk=draft.pk).update(content_hash="sửa sau khi yêu cầu")
    compute_dry_run(job_id=Job.objects.get().pk)
    made = DryRun.objects.get()
    line = tried_lines(made)[0]
    assert (line.moves, "hai phiên bản" in line.skipped) == ((), True)
    assert made.content_hash == "sửa sau khi yêu cầu"
    assert dry_runs.set_of_most(draft, last_year) == sheet.criteria_set_id  # two of three, though not the newest


def test_asked_twice_it_is_one_job_and_a_cancelled_one_leaves_no_result(case):
    draft, last_year, _cluster_year = case
    assert ask(draft, last_year) == ask(draft, last_year)
    cancel(job_id=Job.objects.get().pk, actor=SYSTEM, now=NOW)
    compute_dry_run(job_id=Job.objects.get().pk)
    assert DryRun.objects.get().result == {}


def test_unknown_codes_and_years_without_sheets_are_refused(case):
    draft, last_year, _cluster_year = case
    with pytest.raises(dry_runs.UnknownCode):
        ask(draft, last_year, **{"Z.9": "A.1"})
    with pytest.raises(dry_runs.NothingToTry):
        ask(draft, EmulationYearFactory(year=2021, organiser=last_year.organiser))
    assert not DryRun.objects.exists()


def test_pages_from_asking_to_the_workbook(case, client):
    draft, last_year, _cluster_year = case
    office = RoleAssignmentFactory(unit=last_year.organiser, role=Role.STANDING_OFFICE, user=UserFactory()).user
    with time_machine.travel(NOW, tick=False):
        client.force_login(office)
        address = reverse("ranking:dry-run-ask", args=[draft.pk])
        asked = {"form_token": new_token(), "source_year": last_year.pk}
        assert client.post(address, asked | {"mapping": "A.1 A.2"}).status_code == 422
        answer = client.post(address, asked | {"mapping": "A.3 = A.1"})
        assert answer.status_code == 302
        waiting = client.get(answer.url).content.decode()
        assert "Đang tính thử" in waiting
        compute_dry_run(job_id=Job.objects.get().pk)
        assert "Tăng 1 bậc" in client.get(answer.url).content.decode()
        book = load_workbook(BytesIO(client.get(f"{answer.url}workbook/").content))
        assert len(book.sheetnames) == 2
        assert "Dự thảo" in client.get(reverse("ranking:dry-run-set", args=[draft.pk])).content.decode()
