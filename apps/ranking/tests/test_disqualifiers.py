"""What keeps a unit out of the ranking or out of a class, and the facts that a run stores and hashes."""

import csv
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from apps.core.actor import system_actor
from apps.ranking.domain import requesting
from apps.ranking.domain.checking import run_faults
from apps.ranking.domain.deciding import DecisionUnfit, decide_tie, exclude, lift
from apps.ranking.domain.explaining import explain
from apps.ranking.models import RankingEntry
from apps.ranking.queries import barred_from_leading
from apps.ranking.tests.factories import final_cluster, points
from apps.ranking.tests.test_computing import places, ranked, simple
from apps.results.enums import Standing
from apps.results.tests.factories import IndicatorFactory, ResultEntryFactory, TargetFactory
from apps.scoring.models import ClassRule
from apps.scoring.tests.factories import NOW, criteria_set_of_leaves
from apps.units.models import Discipline
from apps.units.tests.factories import PersonFactory, PostingFactory

pytestmark = pytest.mark.django_db
ACTOR = system_actor("Người thử")
MISSED = {"fact": "targets", "effect": "unranked", "label": "Không đạt chỉ tiêu", "of": ["indicator:*"], "missed": 1}


def with_rules(cluster_year, *disqualifiers, classes=()):
    found = cluster_year.score_sheets.first().criteria_set
    found.disqualifiers = list(disqualifiers)
    found.save()
    for order, (label, least, more) in enumerate(classes):
        ClassRule.objects.create(criteria_set=found, order=order, label=label, min_points=least, **more)
    return cluster_year


def target_of(cluster_year, place, result, **entry):
    """A target of 80 % of the unit at this place, and its result."""
    unit = cluster_year.score_sheets.in_protocol_order()[place].unit
    indicator, year = IndicatorFactory(code="THADS-VIEC"), cluster_year.year.year
    TargetFactory(unit=unit, indicator=indicator, year=year)
    return ResultEntryFactory(
        unit=unit, indicator=indicator, year=year, numerator=Decimal(result), denominator=Decimal(100), **entry
    )


def test_missed_target_takes_the_rank_away_and_the_others_move_up():
    cluster_year = with_rules(simple([10, 9, 8]), MISSED)
    target_of(cluster_year, 0, "79.99")
    target_of(cluster_year, 1, "80")
    run = ranked(cluster_year)
    assert places(run) == [None, 1, 2]
    first = run.entries.order_by("order").first()
    assert (first.total, first.disqualifier, first.reason) == (
        10,
        "targets",
        "Không đạt chỉ tiêu (đạt 0/1 chỉ tiêu)",
    )
    assert explain(first).neighbours == ()
    assert list(run_faults()) == []
    assert set(barred_from_leading(cluster_year.pk)) == {first.unit_id}


def test_s001_8_estimate_does_not_count_for_the_ranking_until_it_is_confirmed():
    cluster_year = with_rules(simple([10, 9]), MISSED)
    entry = target_of(cluster_year, 0, "90", standing=Standing.ESTIMATE)
    before = ranked(cluster_year)
    assert places(before) == [None, 1]
    assert "chưa có kết quả được xác nhận" in before.entries.order_by("order").first().reason
    entry.standing = Standing.ACTUAL
    entry.save()
    assert requesting.is_outdated(before)
    after = ranked(cluster_year)
    assert places(after) == [1, 2]
    assert after.run_hash != before.run_hash
    assert ranked(cluster_year) == after


def test_discipline_in_the_year_keeps_a_unit_below_a_class():
    rule = {"fact": "discipline", "effect": "class", "above": "B", "label": "Có người bị kỷ luật", "forms": ["warning"]}
    cluster_year = with_rules(simple([10, 9, 8]), rule, classes=[("A", 5, {}), ("B", 1, {})])
    for place, form in enumerate(["warning", "reprimand"]):
        unit = cluster_year.score_sheets.in_protocol_order()[place].unit
        person = PersonFactory()
        PostingFactory(person=person, unit=unit, starts_on=date(2010, 1, 1))
        Discipline.objects.create(person=person, form=form, starts_on=cluster_year.year.starts_on)
    run = ranked(cluster_year)
    assert [entry.class_label for entry in run.entries.order_by("order")] == ["B", "A", "A"]
    assert run.entries.order_by("order").first().notes == ["Không xếp loại trên B: Có người bị kỷ luật."]
    assert list(run_faults()) == []


def test_discipline_counts_where_the_person_was_posted_on_that_day():
    rule = {"fact": "discipline", "effect": "unranked", "label": "Có người bị kỷ luật", "forms": ["reprimand"]}
    cluster_year = with_rules(simple([10, 9]), rule)
    left, joined = (sheet.unit for sheet in cluster_year.score_sheets.in_protocol_order())
    year, person = cluster_year.year, PersonFactory()
    moved = year.starts_on + timedelta(days=60)
    PostingFactory(person=person, unit=left, starts_on=date(2010, 1, 1), ends_on=moved - timedelta(days=1))
    PostingFactory(person=person, unit=joined, starts_on=moved)
    Discipline.objects.create(person=person, form="reprimand", starts_on=moved + timedelta(days=200))
    assert places(ranked(cluster_year)) == [1, None]


def test_excluded_unit_has_no_rank_until_the_exclusion_is_lifted():
    cluster_year = simple([10, 9])
    unit = cluster_year.score_sheets.in_protocol_order()[0].unit
    whole = ranked(cluster_year)
    found = exclude(
        cluster_year_id=cluster_year.pk, unit_id=unit.pk, reason="Có vụ việc sai phạm", actor=ACTOR, now=NOW
    )
    assert requesting.is_outdated(whole)
    run = ranked(cluster_year)
    assert places(run) == [None, 1]
    assert run.entries.get(unit=unit).reason == "Có vụ việc sai phạm"
    assert list(barred_from_leading(cluster_year.pk)) == [unit.pk]
    lift(exclusion_id=found.pk, reason="Kết luận không có sai phạm", actor=ACTOR, now=NOW)
    assert places(ranked(cluster_year)) == [1, 2]
    assert ranked(cluster_year).run_hash == whole.run_hash


def test_tie_at_the_quota_is_decided_once_with_its_reason_and_holds_for_these_units():
    cluster_year = with_rules(simple([10, 9, 9, 8]), classes=[("A", 5, {"quota_number": 2}), ("B", 1, {})])
    run = ranked(cluster_year)
    second, third = run.entries.filter(rank=2).order_by("order")
    assert second.notes == ["Bằng nhau ở ranh giới xếp loại A: 2 đơn vị, còn 1 chỗ. Cần quyết định."]
    decision = {"run_id": run.pk, "class_label": "A", "actor": ACTOR, "now": NOW}
    with pytest.raises(DecisionUnfit):
        decide_tie(**decision, chosen=[second.unit_id, third.unit_id], reason="Cả hai")
    with pytest.raises(DecisionUnfit):
        decide_tie(**decision, chosen=[third.unit_id], reason=" ")
    decide_tie(**decision, chosen=[third.unit_id], reason="Nhiều việc hơn")
    decided = ranked(cluster_year)
    assert [entry.class_label for entry in decided.entries.order_by("order")] == ["A", "B", "A", "B"]
    notes = {entry.order: entry.notes for entry in decided.entries.filter(rank=2)}
    assert notes[third.order] == ["Xếp loại A theo quyết định giữa các đơn vị bằng nhau: Nhiều việc hơn"]
    assert list(run_faults()) == []


def test_hue_2021_ranks_21_agencies_and_classes_them_1_14_6():
    """QĐ 24/QĐ-UBND of 05/01/2022; the thresholds 90, 80, 65 are inferred from the printed results."""
    path = Path(__file__).with_name("data") / "hue_2021.csv"
    with path.open(encoding="utf-8", newline="") as file:
        printed = list(csv.DictReader(file))
    found = criteria_set_of_leaves(1)
    found.criteria.filter(is_leaf=True).update(max_points=100)
    cluster_year = final_cluster(found, [{"A.1": points(row["score"])} for row in reversed(printed)])
    classes = [("Xuất sắc", 90, {}), ("Tốt", 80, {}), ("Khá", 65, {"in_percent": True})]
    entries = list(ranked(with_rules(cluster_year, classes=classes)).entries.order_by("rank"))
    assert [(str(entry.total), entry.rank, entry.class_label) for entry in entries] == [
        (row["score"], int(row["rank"]), row["class"]) for row in printed
    ]
    counts = [sum(entry.class_label == label for entry in entries) for label, _least, _more in classes]
    assert counts == [1, 14, 6]
    assert not RankingEntry.objects.not_considered().exists()
