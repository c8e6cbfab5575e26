"""Editing a draft: the tree, the second writer, what a change keeps."""

from dataclasses import replace
from decimal import Decimal

import pytest

from apps.audit.models import Entry
from apps.core.actor import Actor
from apps.core.errors import StaleVersion
from apps.periods.tests.factories import EmulationYearFactory
from apps.scoring.domain import draft_tree
from apps.scoring.domain.criteria_sets import Class, arrange_set, import_criteria, issue_set
from apps.scoring.domain.draft_tree import CodeTaken, NoSuchPlace
from apps.scoring.domain.drafting import (
    add_criterion,
    change_criterion,
    place_criterion,
    remove_criterion,
    replace_criteria,
    shift_criterion,
)
from apps.scoring.domain.rules import BandRule
from apps.scoring.domain.set_arrangement import arrangement_faults
from apps.scoring.domain.set_errors import CriterionGone, SetFrozen, SetUnsound
from apps.scoring.domain.set_rows import stored_rules
from apps.scoring.models import Criterion
from apps.scoring.tests.factories import NOW
from apps.scoring.tests.rules_for_tests import group, leaf

pytestmark = pytest.mark.django_db

LAN, MAI = Actor(None, "Bà Lan", is_system=True), Actor(None, "Bà Mai", is_system=True)
TREE = (
    group("A", 5),
    group("A.1", 3, parent="A"),
    leaf("manual", 3, code="A.1.1", parent_code="A.1"),
    leaf("manual", 2, code="A.2", parent_code="A"),
    group("B", 1),
    leaf("manual", 1, code="B.1", parent_code="B", requires="A.2>=1,5; full"),
)
THERE = {"actor": LAN, "now": NOW}


def codes(rules):
    return " ".join(rule.code for rule in rules)


@pytest.fixture
def draft():
    rules, year = list(TREE), EmulationYearFactory()
    return import_criteria(rules=rules, code="BTC", year_id=year.pk, kinds=["division"], **THERE).criteria_set


def criterion(draft, code):
    return draft.criteria.get(code=code)


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (draft_tree.added(TREE, leaf("manual", 1, code="A.1.2", parent_code="A.1")), "A A.1 A.1.1 A.1.2 A.2 B B.1"),
        (draft_tree.added(TREE, group("C", 0)), "A A.1 A.1.1 A.2 B B.1 C"),
        (draft_tree.shifted(TREE, "A.2", "up"), "A A.2 A.1 A.1.1 B B.1"),
        (draft_tree.shifted(TREE, "A", "down"), "B B.1 A A.1 A.1.1 A.2"),
        (draft_tree.shifted(TREE, "A", "up"), codes(TREE)),
        (draft_tree.shifted(TREE, "B.1", "down"), codes(TREE)),
        (draft_tree.placed(TREE, "A.1", "B"), "A A.2 B B.1 A.1 A.1.1"),
        (draft_tree.placed(TREE, "A.1", ""), "A A.2 B B.1 A.1 A.1.1"),
        (draft_tree.placed(TREE, "A.2", "A"), codes(TREE)),
        (draft_tree.removed(TREE, "A.1"), "A A.2 B B.1"),
        (draft_tree.removed(TREE, "A"), "B B.1"),
    ],
)
def test_the_tree_keeps_reading_order(rules, expected):
    assert codes(rules) == expected


@pytest.mark.parametrize("parent", ["A", "A.1", "A.1.1", "X"])
def test_nothing_is_placed_below_itself_or_nowhere(parent):
    with pytest.raises(NoSuchPlace):
        draft_tree.placed(TREE, "A", parent)


def test_a_leaf_with_a_child_becomes_a_group_and_keeps_its_bands_until_it_is_saved():
    tree = (leaf("choice", 1, code="1", bands=(BandRule("có", Decimal(1)),)),)
    head, child = draft_tree.added(tree, leaf("manual", 1, code="1.1", parent_code="1"))
    assert (head.method, len(head.bands), child.parent_code) == ("additive", 1, "1")


@pytest.mark.parametrize(
    ("parent", "expected"), [("", "C"), ("A", "A.3"), ("A.1", "A.1.2"), ("A.1.1", "A.1.1.1"), ("B", "B.2")]
)
def test_the_next_code_follows_the_neighbours(parent, expected):
    assert draft_tree.next_code(TREE, parent) == expected


def test_another_code_is_followed_wherever_the_old_one_was_named(draft):
    arrange_set(
        criteria_set_id=draft.pk,
        tie_break=["A.2", "-penalty"],
        classes=[Class("A", Decimal(5), None, ("A.2", "B"))],
        **THERE,
    )
    row = criterion(draft, "A.2")
    rule = replace(TREE[3], code="A.9")
    change_criterion(criterion_id=row.pk, version=row.version, rule=rule, **THERE)
    draft.refresh_from_db()
    rules = {each.code: each for each in stored_rules(draft.pk)}
    assert (criterion(draft, "A.9").pk, rules["B.1"].requires) == (row.pk, "A.9>=1,5; full")
    assert (draft.tie_break, draft.class_rules.get().conditions) == (["A.9", "-penalty"], ["A.9", "B"])


def test_moving_keeps_the_rows_and_their_versions(draft):
    before = dict(Criterion.objects.values_list("code", "pk"))
    place_criterion(criterion_id=before["A.1"], parent_code="B", **THERE)
    shift_criterion(criterion_id=before["B"], direction="up", **THERE)
    assert codes(stored_rules(draft.pk)) == "B B.1 A.1 A.1.1 A A.2"
    assert dict(Criterion.objects.values_list("code", "pk")) == before
    assert set(Criterion.objects.values_list("version", flat=True)) == {1}
    moved = criterion(draft, "A.1.1")
    assert (moved.part.code, moved.depth) == ("B", 2)


def test_the_second_writer_of_a_criterion_is_told_and_nothing_is_written(draft):
    row = criterion(draft, "A.2")
    change_criterion(criterion_id=row.pk, version=1, rule=replace(TREE[3], label="Của bà Lan"), **THERE)
    mai = {"actor": MAI, "now": NOW}
    with pytest.raises(StaleVersion, match="Bà Lan"):
        change_criterion(criterion_id=row.pk, version=1, rule=replace(TREE[3], label="Của bà Mai"), **mai)
    with pytest.raises(StaleVersion):
        remove_criterion(criterion_id=row.pk, version=1, **mai)
    other = criterion(draft, "B.1")
    change_criterion(criterion_id=other.pk, version=1, rule=replace(TREE[5], label="Dòng khác"), **mai)
    assert [criterion(draft, code).label for code in ("A.2", "B.1")] == ["Của bà Lan", "Dòng khác"]


def test_other_bands_count_as_a_change_and_the_same_content_does_not(draft):
    row = criterion(draft, "A.2")
    banded = replace(TREE[3], method="choice", bands=(BandRule("có", Decimal(2)), BandRule("không", Decimal(0))))
    change_criterion(criterion_id=row.pk, version=1, rule=banded, **THERE)
    entries = Entry.objects.count()
    same = change_criterion(criterion_id=row.pk, version=2, rule=banded, **THERE)
    assert (same.version, Entry.objects.count()) == (2, entries)
    more = replace(banded, bands=(*banded.bands, BandRule("một nửa", Decimal(1))))
    assert change_criterion(criterion_id=row.pk, version=2, rule=more, **THERE).version == 3


def test_a_doubled_code_is_refused(draft):
    with pytest.raises(CodeTaken):
        add_criterion(criteria_set_id=draft.pk, rule=leaf("manual", 1, code="B.1", parent_code="A"), **THERE)


def test_a_draft_may_have_faults_but_is_not_issued_with_them(draft):
    add_criterion(criteria_set_id=draft.pk, rule=leaf("manual", 4, code="A.3", parent_code="A"), **THERE)
    with pytest.raises(SetUnsound, match="A: Tổng điểm tối đa"):
        issue_set(criteria_set_id=draft.pk, **THERE)
    remove_criterion(criterion_id=criterion(draft, "A.3").pk, version=1, **THERE)
    issue_set(criteria_set_id=draft.pk, **THERE)


def test_an_unknown_tie_break_criterion_stops_the_issue(draft):
    arrange_set(criteria_set_id=draft.pk, tie_break=["A.2", "X"], **THERE)
    with pytest.raises(SetUnsound, match="X"):
        issue_set(criteria_set_id=draft.pk, **THERE)


def test_nothing_of_an_issued_set_is_changed(draft):
    issue_set(criteria_set_id=draft.pk, **THERE)
    row = criterion(draft, "A.2")
    calls = [
        lambda: add_criterion(criteria_set_id=draft.pk, rule=group("C", 0), **THERE),
        lambda: change_criterion(criterion_id=row.pk, version=1, rule=replace(TREE[3], label="x"), **THERE),
        lambda: shift_criterion(criterion_id=row.pk, direction="up", **THERE),
        lambda: place_criterion(criterion_id=row.pk, parent_code="B", **THERE),
        lambda: remove_criterion(criterion_id=row.pk, version=1, **THERE),
        lambda: replace_criteria(criteria_set_id=draft.pk, rules=[], seen_hash="", **THERE),
    ]
    for call in calls:
        with pytest.raises(SetFrozen):
            call()


def test_an_upload_keeps_rows_whose_code_stays_and_is_refused_over_newer_work(draft):
    before, seen = criterion(draft, "A.2").pk, draft.content_hash
    rules = [leaf("manual", 7, code="A.2"), leaf("manual", 1, code="Z")]
    replace_criteria(criteria_set_id=draft.pk, rules=rules, seen_hash=seen, **THERE)
    assert (criterion(draft, "A.2").pk, codes(stored_rules(draft.pk))) == (before, "A.2 Z")
    with pytest.raises(StaleVersion, match="Bà Lan"):
        replace_criteria(criteria_set_id=draft.pk, rules=list(TREE), seen_hash=seen, actor=MAI, now=NOW)


def test_a_removed_criterion_is_told(draft):
    row = criterion(draft, "A.2")
    remove_criterion(criterion_id=row.pk, version=1, **THERE)
    with pytest.raises(CriterionGone):
        shift_criterion(criterion_id=row.pk, direction="up", **THERE)


def test_targets_and_disqualifiers_go_on_naming_a_criterion_whose_code_changed_and_are_checked(draft):
    missed = {"fact": "targets", "effect": "class", "above": "B", "label": "Hụt", "of": ["A.2", "indicator:A.2"]}
    terms = {"of": ["A.2", "indicator:A.2"], "any": [{"met": "all", "missed_under": None}]}
    arrange_set(
        criteria_set_id=draft.pk,
        classes=[Class("A", Decimal(5), targets=(terms,)), Class("B", Decimal(1))],
        disqualifiers=[missed],
        **THERE,
    )
    row = criterion(draft, "A.2")
    rule = replace(TREE[3], code="A.9")
    change_criterion(criterion_id=row.pk, version=row.version, rule=rule, **THERE)
    draft.refresh_from_db()
    assert draft.class_rules.first().targets[0]["of"] == ["A.9", "indicator:A.2"]
    assert draft.disqualifiers[0]["of"] == ["A.9", "indicator:A.2"]
    rules = stored_rules(draft.pk)
    assert not [fault for fault in arrangement_faults(draft, rules) if "A." in fault]
    arrange_set(criteria_set_id=draft.pk, classes=[Class("A", Decimal(5), targets=(terms,))], **THERE)
    draft.refresh_from_db()
    draft.disqualifiers[0]["of"] = ["Z"]
    assert [str(fault) for fault in arrangement_faults(draft, rules)] == [
        "Xếp loại “A”: điều kiện nêu tiêu chí “A.2” không có trong bảng.",
        "Trường hợp “Hụt”: nêu tiêu chí “Z” không có trong bảng.",
        "Trường hợp “Hụt”: không có mức xếp loại “B”.",
    ]
