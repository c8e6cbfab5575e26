from decimal import Decimal

import pytest

from apps.audit.models import Entry
from apps.core.actor import system_actor
from apps.core.errors import TransitionNotAllowed
from apps.jobs.models import Job
from apps.periods.domain.years import YearClosed
from apps.periods.enums import YearState
from apps.periods.models import EmulationYear
from apps.ranking.domain import computing, requesting
from apps.ranking.domain.checking import run_faults, sheet_faults
from apps.ranking.domain.explaining import explain
from apps.ranking.domain.publishing import Outdated, ReasonNeeded, publish
from apps.ranking.domain.requesting import NotReady, request_ranking
from apps.ranking.enums import RunState
from apps.ranking.models import RankingEntry, RankingRun
from apps.ranking.queries import standing
from apps.ranking.tests.factories import (
    close_unsent,
    cluster,
    crooked_set,
    final_cluster,
    finalise,
    points,
    random_lines,
)
from apps.scoring.domain.tables import load_table
from apps.scoring.domain.versions import totals
from apps.scoring.enums import SheetState
from apps.scoring.models import ClassRule, ScoreLine, ScoreSheet, SheetVersion
from apps.scoring.tests.factories import NOW, criteria_set_of_leaves

pytestmark = pytest.mark.django_db
ACTOR = system_actor("Người thử")


def ranked(cluster_year, line="") -> RankingRun:
    """Ask and compute at once, as the task does."""
    asked = request_ranking(cluster_year_id=cluster_year.pk, line=line, actor=ACTOR, now=NOW)
    if asked.job is None:
        return asked.run
    return computing.compute(run_ids=asked.job.params["run_ids"], actor=ACTOR, now=NOW)[0]


def places(run) -> list[tuple]:
    """(order in the protocol, rank) in protocol order."""
    return [entry.rank for entry in run.entries.order_by("order", "pk")]


def simple(totals_, **set_options):
    """A cluster whose units have these points on one leaf of 10; a tuple is ``(base, bonus, penalty)``."""
    found = criteria_set_of_leaves(2, **set_options)
    found.criteria.filter(is_leaf=True).update(max_points=10)
    given = [value if isinstance(value, tuple) else (value, 0, 0) for value in totals_]
    return final_cluster(found, [{"A.1": points(*value)} for value in given])


@pytest.mark.parametrize("left_out", [False, True])
def test_totals_of_random_sheets_equal_the_engines_sums_exactly(left_out):
    found = crooked_set()
    given = [random_lines(found, seed, left_out=left_out) for seed in range(25)]
    run = ranked(final_cluster(found, given))
    table = load_table(found.pk)
    for entry in run.entries.select_related("sheet_version"):
        lines = list(entry.sheet_version.lines.select_related("criterion"))
        sums = totals(lines, table)
        assert (entry.base, entry.bonus, entry.penalty, entry.total) == (
            sums.base,
            sums.bonus,
            sums.penalty,
            sums.total,
        )
        assert entry.total == entry.sheet_version.total
        assert entry.percent == (sums.percent if left_out else None)
        for part in entry.parts:
            group = sums.groups.get(part["code"]) or sums.lines.get(part["code"])
            expected = (group.base, group.bonus, group.penalty) if group else (0, 0, 0)
            assert tuple(Decimal(part[name]) for name in ("base", "bonus", "penalty")) == expected
    compared = [(entry.percent or entry.total, entry.rank) for entry in run.entries.all()]
    assert all(rank == 1 + sum(other > value for other, _r in compared) for value, rank in compared)
    assert list(run_faults()) == []


def test_bonus_that_does_not_concern_a_unit_is_no_part_of_the_maximum():
    found = criteria_set_of_leaves(2)
    found.criteria.filter(code="A.1").update(max_points=100)
    found.criteria.filter(code="A.2").update(method="bonus", max_points=10, not_applicable="exclude")
    gone = points(not_applicable="not_arising")
    run = ranked(final_cluster(found, [{"A.1": points(90), "A.2": gone}, {"A.1": points(95), "A.2": points()}]))
    assert [(entry.total, entry.percent, entry.rank) for entry in run.entries.order_by("order")] == [
        (90, None, 2),
        (95, None, 1),
    ]


@pytest.mark.parametrize(
    ("lines", "label"),
    [
        ({"B.1": points(2), "B.2": points(not_applicable="not_arising")}, "A"),  # all that applies
        ({"B.1": points("1.999"), "B.2": points(not_applicable="not_arising")}, ""),
        ({"B.1": points(not_applicable="not_arising"), "B.2": points(not_applicable="not_arising")}, "A"),
        ({"B.1": points(2), "B.2": points("3.999")}, ""),
        ({"A.1.1": points(3), "A.1.2": points(3), "A.2": points(5), "B.1": points(2), "B.2": points(4)}, "A"),
    ],
)
@pytest.mark.parametrize("conditions", [["B"], ["B.1", "B.2"]])
def test_full_standard_is_of_what_applies(lines, label, conditions):
    found = crooked_set()
    ClassRule.objects.create(criteria_set=found, order=0, label="A", min_points=0, conditions=conditions)
    entry = ranked(final_cluster(found, [lines])).entries.get()
    assert entry.class_label == label
    assert [text.startswith("A: đạt") for text in explain(entry).classes] == [bool(label)]
    assert list(run_faults()) == []


@pytest.mark.parametrize(("base", "label"), [(5, "A"), ("2.999", "")])
def test_full_standard_of_a_capped_group_is_its_cap(base, label):
    found = crooked_set()
    ClassRule.objects.create(criteria_set=found, order=0, label="A", min_points=0, conditions=["A.1"])
    entry = ranked(final_cluster(found, [{"A.1.1": points(3), "A.1.2": points(Decimal(base) - 2)}])).entries.get()
    assert (entry.class_label, list(run_faults())) == (label, [])


def test_job_that_was_overtaken_leaves_the_newer_result_in_force():
    cluster_year = simple([1, 2])
    swept = request_ranking(cluster_year_id=cluster_year.pk, actor=ACTOR, now=NOW).job.params["run_ids"]
    first = ranked(cluster_year)
    finalise(cluster_year.score_sheets.in_protocol_order().first(), {"A.1": points(9)})
    newer = ranked(cluster_year)
    assert computing.compute(run_ids=swept, actor=ACTOR, now=NOW) == [newer]
    states = dict(RankingRun.objects.values_list("pk", "state"))
    assert states == {first.pk: RunState.SUPERSEDED, newer.pk: RunState.COMPUTED}


def test_equal_totals_share_a_rank_and_the_next_is_left_out():
    assert places(ranked(simple([7, 9, 7, 3]))) == [2, 1, 2, 4]


@pytest.mark.parametrize(
    ("tie_break", "expected"),
    [
        (["bonus"], [3, 1, 2]),
        (["-penalty"], [1, 3, 1]),
        (["-bonus"], [1, 3, 2]),
        (["A.1"], [1, 1, 1]),
        (["A.1", "base", "bonus"], [1, 2, 3]),
        (["no-such-code"], [1, 1, 1]),
    ],
)
def test_equal_totals_are_parted_by_the_tie_break_list(tie_break, expected):
    cluster_year = simple([(8, 0, 0), (7, 2, 1), (7, 1, 0)], tie_break=tie_break)
    assert places(ranked(cluster_year)) == expected


def test_lines_of_a_cluster_are_ranked_apart():
    found = criteria_set_of_leaves(1)
    cluster_year = final_cluster(found, [{"A.1": points(1)}, {"A.1": points(2)}], line="justice")
    assert places(ranked(cluster_year, "justice")) == [2, 1]
    with pytest.raises(NotReady):
        ranked(cluster_year, "enforcement")


def test_missing_sheets_refuse_with_their_names_and_change_nothing():
    cluster_year = cluster(criteria_set_of_leaves(1), 3)
    first, second, third = cluster_year.score_sheets.in_protocol_order()
    finalise(first, {"A.1": points(1)})
    with pytest.raises(NotReady) as refused:
        ranked(cluster_year)
    assert str(refused.value) == f"Đã chốt 1/3 đơn vị. Còn thiếu: {second.unit_name}, {third.unit_name}."
    assert not RankingRun.objects.exists()
    assert not Job.objects.exists()


def test_unit_closed_as_unsent_is_listed_without_rank():
    cluster_year = cluster(criteria_set_of_leaves(1), 3)
    first, second, third = cluster_year.score_sheets.in_protocol_order()
    close_unsent(second)
    finalise(first, {"A.1": points(1)})
    finalise(third, {"A.1": points(2)})
    run = ranked(cluster_year)
    assert places(run) == [2, None, 1]
    assert run.entries.get(rank=None).get_disqualifier_display() == "Không nộp, không xếp hạng"


def test_nobody_sent_is_refused():
    cluster_year = cluster(criteria_set_of_leaves(1), 1)
    close_unsent(cluster_year.score_sheets.get())
    with pytest.raises(NotReady):
        ranked(cluster_year)


def with_classes(cluster_year, *rows):
    found = cluster_year.score_sheets.first().criteria_set
    for order, (label, least, quota, conditions) in enumerate(rows):
        ClassRule.objects.create(
            criteria_set=found, order=order, label=label, min_points=least, quota_percent=quota, conditions=conditions
        )
    return [entry.class_label for entry in ranked(cluster_year).entries.order_by("rank", "order")]


def test_class_needs_points():
    assert with_classes(simple([10, 9, "8.999", 1]), ("A", 9, None, []), ("B", 5, None, [])) == ["A", "A", "B", ""]


def test_class_needs_the_full_standard_of_its_conditions():
    cluster_year = simple([(10, 0, 0), (9, 5, 0)])
    assert with_classes(cluster_year, ("A", 9, None, ["A.1"]), ("B", 5, None, [])) == ["B", "A"]


@pytest.mark.parametrize(("quota", "expected"), [(24, "BBBB"), (25, "ABBB"), (50, "AABB"), (100, "AAAA")])
def test_quota_never_gives_more_than_the_share(quota, expected):
    assert "".join(with_classes(simple([10, 9, 8, 7]), ("A", 5, quota, []), ("B", 5, None, []))) == expected


def test_quota_never_parts_equal_units_nor_reaches_below_them():
    assert "".join(with_classes(simple([10, 9, 9, 8]), ("A", 5, 50, []), ("B", 5, None, []))) == "ABBB"


def test_same_input_answers_the_run_that_is_there():
    cluster_year = simple([3, 2, 1])
    first = ranked(cluster_year)
    again = request_ranking(cluster_year_id=cluster_year.pk, actor=ACTOR, now=NOW)
    assert (again.run.pk, again.job) == (first.pk, None)
    assert (RankingRun.objects.count(), RankingEntry.objects.count()) == (1, 3)


def test_asking_twice_before_it_is_computed_is_one_run_and_one_job():
    cluster_year = simple([3, 2, 1])
    asked = [request_ranking(cluster_year_id=cluster_year.pk, actor=ACTOR, now=NOW) for _ in range(2)]
    assert asked[0].run == asked[1].run
    assert (RankingRun.objects.count(), Job.objects.count()) == (1, 1)


def test_same_input_found_while_computing_drops_the_waiting_run():
    cluster_year = simple([3, 2, 1])
    first = ranked(cluster_year)
    waiting = RankingRun.objects.create(cluster_year=cluster_year, criteria_set=first.criteria_set, rule=first.rule)
    assert computing.compute(run_ids=[waiting.pk], actor=ACTOR, now=NOW) == [first]
    assert list(RankingRun.objects.all()) == [first]


def test_run_hash_depends_on_points_units_and_rule_only():
    first, second = simple([3, 2]), simple([3, 2])
    for old, new in zip(second.members.all(), first.members.all(), strict=True):
        type(old.unit).objects.filter(pk=new.unit_id).update(code=f"{new.unit.code}-a")
        type(old.unit).objects.filter(pk=old.unit_id).update(code=f"{old.unit.code}-b")
    runs = [ranked(each) for each in (first, second)]
    assert runs[0].run_hash != runs[1].run_hash
    assert len(runs[0].run_hash) == 64


def corrected(cluster_year):
    """The first unit's sheet is reopened and finalised with other points."""
    return finalise(cluster_year.score_sheets.in_protocol_order().first(), {"A.1": points("0.5")})


def test_correction_makes_a_new_run_and_the_provisional_one_is_replaced():
    cluster_year = simple([3, 2, 1])
    first = ranked(cluster_year)
    corrected(cluster_year)
    assert requesting.is_outdated(first)
    second = ranked(cluster_year)
    first.refresh_from_db()
    assert (first.state, second.state, places(second)) == ("superseded", "computed", [3, 1, 2])
    assert list(run_faults()) == []


def test_publishing_replaces_the_earlier_published_result_with_a_reason():
    cluster_year = simple([3, 2, 1])
    first = publish(run_id=ranked(cluster_year).pk, actor=ACTOR, now=NOW)
    corrected(cluster_year)
    second = ranked(cluster_year)
    first.refresh_from_db()
    assert (first.state, second.state) == ("published", "computed")
    with pytest.raises(ReasonNeeded):
        publish(run_id=second.pk, actor=ACTOR, now=NOW)
    publish(run_id=second.pk, actor=ACTOR, now=NOW, reason="Sửa một lỗi cộng điểm.")
    first.refresh_from_db()
    assert (first.state, first.superseded_reason) == ("superseded", "Sửa một lỗi cộng điểm.")


def test_nothing_is_published_in_a_closed_year():
    cluster_year = simple([3, 2, 1])
    run = ranked(cluster_year)
    EmulationYear.objects.filter(pk=cluster_year.year_id).update(state=YearState.CLOSED)
    with pytest.raises(YearClosed):
        publish(run_id=run.pk, actor=ACTOR, now=NOW)
    run.refresh_from_db()
    assert run.state == "computed"


def test_outdated_result_is_not_published():
    cluster_year = simple([3, 2, 1])
    run = ranked(cluster_year)
    corrected(cluster_year)
    with pytest.raises(Outdated):
        publish(run_id=run.pk, actor=ACTOR, now=NOW)
    run.refresh_from_db()
    assert run.state == "computed"


@pytest.mark.parametrize("state", ["queued", "computing", "published", "superseded"])
def test_only_a_provisional_result_is_published(state):
    run = ranked(simple([3, 2]))
    RankingRun.objects.update(state=state)
    with pytest.raises(TransitionNotAllowed):
        publish(run_id=run.pk, actor=ACTOR, now=NOW)


def test_sheet_reopened_after_asking_fails_with_its_name():
    cluster_year = simple([3, 2])
    asked = request_ranking(cluster_year_id=cluster_year.pk, actor=ACTOR, now=NOW)
    ScoreSheet.objects.filter(pk=cluster_year.score_sheets.first().pk).update(state=SheetState.SELF_SCORING)
    with pytest.raises(NotReady):
        computing.compute(run_ids=[asked.run.pk], actor=ACTOR, now=NOW)
    asked.run.refresh_from_db()
    assert (asked.run.state, asked.run.entries.count()) == (RunState.QUEUED, 0)
    assert asked.run.get_state_display() == "Đang tính"  # the glossary knows no word for waiting


@pytest.mark.parametrize("clusters", [1, 3])
def test_many_runs_take_no_more_queries_than_one(clusters, django_assert_max_num_queries):
    years = [simple([3, 2, 1]) for _ in range(clusters)]
    runs = [request_ranking(cluster_year_id=each.pk, actor=ACTOR, now=NOW).run for each in years]
    with django_assert_max_num_queries(21 + 4 * clusters):  # each has a set of its own
        found = computing.compute(run_ids=[run.pk for run in runs], actor=ACTOR, now=NOW)
    assert [places(run) for run in found] == [[1, 2, 3]] * clusters


def test_changed_points_behind_the_runs_back_are_reported():
    run = ranked(simple([3, 2]))
    version = run.entries.get(rank=1).sheet_version
    ScoreLine.objects.filter(sheet_version=version, criterion__code="A.1").update(base=4, points=4)
    assert [fault.split(": ")[1] for fault in run_faults()] == [
        "Tổng điểm chuẩn đạt"[5:].capitalize(),
        "Tổng điểm",
        "Tổng điểm của bảng đã chốt",
        "Phần A khác với kết quả đã lưu.",
        "Mã băm của bảng điểm không khớp với các dòng điểm.",
    ]


def test_changed_sheet_hash_is_reported():
    run = ranked(simple([3, 2]))
    SheetVersion.objects.filter(pk=run.entries.get(rank=1).sheet_version_id).update(canonical="khác")
    assert len(list(sheet_faults())) == 1
    SheetVersion.objects.filter(pk=run.entries.get(rank=2).sheet_version_id).update(sha256="0" * 64)
    assert any("mã băm không khớp" in fault for fault in run_faults())


def test_history_of_the_entries_carries_the_operation_of_the_computing():
    run = ranked(simple([3, 2]))
    event = RankingEntry._meta.apps.get_model("ranking", "RankingEntryEvent")
    computed = Entry.objects.get(action="ranking.run.compute")
    contexts = set(event.objects.filter(run_id=run.pk, pgh_label="insert").values_list("pgh_context_id", flat=True))
    assert contexts == {computed.operation_id}


def test_points_from_a_file_alone_are_no_self_score():
    cluster_year = final_cluster(criteria_set_of_leaves(1), [{"A.1": points(1)}])
    SheetVersion.objects.filter(sheet__cluster_year=cluster_year, stage="self").update(total=0, receipt_number=None)
    assert [unit.self_total for unit in standing(cluster_year.pk, "").units] == [None]
