"""The shipped rows: complete, loadable, with their sources; what the ministry changed stays."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from apps.catalog.domain.assessing import rules_of
from apps.catalog.domain.eligibility import assess
from apps.catalog.enums import Comparison
from apps.catalog.facts import FACTS, is_number, is_registered, split
from apps.catalog.models import (
    AwardRoute,
    AwardTerm,
    AwardType,
    EligibilityRule,
    Quota,
    RuleGroup,
    RuleVersion,
    VoteRule,
)
from apps.catalog.reference import load_catalogue, read
from apps.units.enums import UnitKind

pytestmark = pytest.mark.django_db

TABLE = Path(settings.BASE_DIR) / "docs" / "eligibility-rules.md"
HANDLED = {"data", "fact", "confirmed", "warning", "out_of_scope"}


def test_loading_twice_writes_once():
    assert load_catalogue() > 300
    assert load_catalogue() == 0


def test_a_row_of_the_ministry_is_not_overwritten(catalogue):
    AwardTerm.objects.filter(code="LDTT-2025").update(individual_multiple="0.5", kept_by_ministry=True)
    AwardTerm.objects.filter(code="GK-2025").update(individual_multiple="0.5")
    load_catalogue()
    assert str(AwardTerm.objects.get(code="LDTT-2025").individual_multiple) == "0.50"
    assert str(AwardTerm.objects.get(code="GK-2025").individual_multiple) == "0.30"


def test_every_award_has_an_authority_in_each_version_of_the_law(catalogue):
    awards = set(AwardType.objects.values_list("pk", flat=True))
    assert len(awards) == 57
    for day in (date(2024, 1, 1), date(2025, 6, 30), date(2025, 7, 1), date(2026, 10, 1)):
        rows = Counter(AwardTerm.objects.in_force(day).values_list("award_id", flat=True))
        assert set(rows) == awards
        assert set(rows.values()) == {1}


def test_every_row_of_the_sources_is_handled():
    """96 rows: none silently dropped; the rows they became exist, and every rule comes from one of them."""
    load_catalogue()
    rows = read("eligibility_sources.csv")
    assert len(rows) == 96
    assert {row["handled_as"] for row in rows} == HANDLED
    models = (EligibilityRule, RuleGroup, Quota, VoteRule, AwardRoute, RuleVersion)
    known = {code for model in models for code in model.objects.values_list("code", flat=True)}
    named = {code for row in rows for code in row["rows"].split(";") if code}
    assert named <= known
    in_groups = set(RuleGroup.objects.values_list("code", flat=True))
    grouped = set(EligibilityRule.objects.exclude(group=None).values_list("code", flat=True))
    assert set(EligibilityRule.objects.values_list("code", flat=True)) - named - grouped == set()
    assert {rule.group.code for rule in EligibilityRule.objects.exclude(group=None)} <= in_groups
    assert [row["rule"] for row in rows if row["handled_as"] == "out_of_scope" and not row["note"]] == []
    assert [row["rule"] for row in rows if row["handled_as"] in {"fact", "warning"} and not row["rows"]] == []


def test_the_table_in_docs_tells_every_row_and_who_answers_it():
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if re.match(r"\| (`\w+`|mọi) \|", line)]
    rows = read("eligibility_sources.csv")
    assert len(lines) == len(rows)
    words = {"fact": "quy tắc và hàm dữ kiện", "confirmed": "quy tắc, người xác nhận"}
    told = {tuple(cell.strip(" `") for cell in line.split("|")[1:3]): line for line in lines}
    facts = {rule["code"]: rule["fact"] for rule in read("eligibility_rules.csv")}
    for row in rows:
        if word := words.get(row["handled_as"]):
            assert f"| {word} |" in told[row["award"].replace("*", "mọi"), row["rule"]], row["rule"]
            answered = {is_registered(facts[code]) for code in row["rows"].split(";") if code in facts}
            assert (True in answered) is (row["handled_as"] == "fact"), row["rule"]


def test_rules_use_known_facts_and_fitting_values(catalogue):
    for rule in EligibilityRule.objects.all():
        assert split(rule.fact)[0] in FACTS
        lists = rule.comparison in {Comparison.IN, Comparison.NOT_IN, Comparison.BETWEEN}
        assert isinstance(rule.value, list) is lists, rule.code


def test_unit_kinds_of_routes_exist(catalogue):
    assert set(AwardRoute.objects.values_list("unit_kind", flat=True)) <= set(UnitKind.values)


def test_every_rule_lies_inside_the_groups_around_it(catalogue):
    for rule in EligibilityRule.objects.exclude(group=None).select_related("group__parent__parent"):
        group = rule.group
        while group:
            assert group.valid_from is None or (rule.valid_from and rule.valid_from >= group.valid_from), rule.code
            assert group.valid_to is None or (rule.valid_to and rule.valid_to <= group.valid_to), rule.code
            group = group.parent


def test_awards_can_be_assessed_on_the_first_days_of_the_law(catalogue):
    for code in ("BKB", "CTDB"):
        rules, groups = rules_of(AwardType.objects.get(code=code).pk, date(2024, 1, 15))
        for subject in ("individual", "collective"):
            assess(rules, groups, {}, subject)


def test_one_state_award_a_year_is_asked_of_state_awards_only(catalogue):
    rows = EligibilityRule.objects.filter(fact="state_awards_in_year").select_related("award")
    assert {row.award.level for row in rows} == {"state"}
    assert rows.filter(award__code="CSTDTQ").exists()


def test_the_flag_of_a_labour_order_is_one_of_the_government_or_two_of_the_ministry(catalogue):
    group = RuleGroup.objects.get(code="HCLD3-COLLECTIVE-FLAGS")
    assert group.mode == "any"
    assert {(rule.fact, rule.value) for rule in group.rules.all()} == {
        ("held_since:BKTTG,CTDCP", 1),
        ("held_since:BKTTG,CTDB", 2),
    }


def test_numeric_comparisons_stand_with_numbers_only(catalogue):
    for rule in EligibilityRule.objects.filter(comparison__in=["ge", "le", "between"]):
        assert is_number(rule.fact), rule.code


def test_heroes_need_ninety_percent_of_the_council_as_national_fighters_do(catalogue):
    rows = VoteRule.objects.filter(share_percent=90).order_by("code").values_list("award__code", "confidence")
    assert dict(rows) == dict.fromkeys(("CSTDTQ", "DH_AHLD", "DH_AHLLVT", "DH_TAH"), "unverified")


def test_what_goes_to_the_prime_minister_never_falls_to_what_a_council_chose_itself(catalogue):
    """Orders and medals of the sector have a share of votes of their own; state titles and prizes go elsewhere."""
    asked = AwardType.objects.filter(in_sector=True, level="state").exclude(code__regex="^(DH_ND|DH_UT|GT_)")
    assert set(asked.values_list("code", flat=True)) <= set(VoteRule.objects.values_list("award__code", flat=True))
