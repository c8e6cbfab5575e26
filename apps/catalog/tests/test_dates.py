"""The day before and the day after: rules, bonus, routes and versions by the date that counts."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.catalog import queries
from apps.catalog.domain.assessing import judge
from apps.catalog.domain.eligibility import Outcome
from apps.catalog.facts import Known, Subject
from apps.catalog.models import AwardType, EligibilityRule, RuleVersion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]

DAY_OF_KINDS = date(2026, 3, 1)


def award(code: str) -> AwardType:
    return AwardType.objects.get(code=code)


def test_every_dated_rule_takes_force_and_ends_on_its_days():
    for row in EligibilityRule.objects.all():
        in_force = EligibilityRule.objects.in_force
        if row.valid_from:
            assert not in_force(date.fromordinal(row.valid_from.toordinal() - 1)).filter(pk=row.pk).exists(), row.code
            assert in_force(row.valid_from).filter(pk=row.pk).exists(), row.code
        if row.valid_to:
            assert in_force(row.valid_to).filter(pk=row.pk).exists(), row.code
            assert not in_force(date.fromordinal(row.valid_to.toordinal() + 1)).filter(pk=row.pk).exists(), row.code


@pytest.mark.parametrize(
    ("code", "subject", "on", "amount"),
    [
        ("LDTT", "individual", date(2026, 6, 30), Decimal(702000)),
        ("LDTT", "individual", date(2026, 7, 1), Decimal(759000)),
        ("CTDB", "collective", date(2025, 6, 30), Decimal(18720000)),
        ("CTDCP", "collective", date(2025, 7, 1), Decimal(28080000)),
        ("BKB", "individual", date(2026, 7, 1), Decimal(3795000)),
        ("BKB", "collective", date(2026, 7, 1), Decimal(7590000)),
    ],
)
def test_bonus_by_the_date_of_the_decision(code, subject, on, amount):
    assert queries.bonus(award(code).pk, subject, on).amount == amount


def test_no_bonus_is_invented_where_none_is_known():
    assert queries.bonus(award("LDTT").pk, "individual", date(2025, 6, 30)) is None
    assert queries.bonus(award("HCHN").pk, "individual", date(2026, 7, 1)) is None
    assert queries.bonus(award("CTDB").pk, "collective", date(2024, 6, 30)) is None  # base salary of then not stored


def test_a_ceiling_is_told():
    assert queries.bonus(award("KNC_VSNTP").pk, "individual", DAY_OF_KINDS).is_ceiling


def choices(kinds, legal_person, subject) -> dict[str, str]:
    rows = queries.registration_choices(kinds, legal_person, DAY_OF_KINDS, subject)
    return {row.award.code: row.route for row in rows}


def test_a_so_is_not_offered_what_its_province_decides():
    """Glossary §6: neither LĐTT, CSTĐCS, TTLĐTT, Giấy khen nor TTLĐXS on the ministry's form."""
    offered = choices(["justice_department"], True, "collective")
    assert offered == {"CTDCP": "minister_submits", "CTDB": "minister", "BKB": "minister"}
    assert choices(["justice_department"], True, "individual") == {"KNC_VSNTP": "minister", "BKB": "minister"}


def test_a_vu_without_legal_personality_has_its_titles_decided_by_the_minister():
    with_own = choices(["ministry_unit"], True, "individual")
    without = choices(["ministry_unit"], False, "individual")
    assert (with_own["LDTT"], without["LDTT"]) == ("own", "minister")
    assert with_own["CSTDB"] == without["CSTDB"] == "minister"
    assert choices(["ministry_unit"], None, "individual") == without


def test_thads_runs_inside_the_ministry_line():
    offered = choices(["enforcement_province"], True, "collective")
    assert offered["TTLDXS"] == "minister"
    assert offered["TTLDTT"] == "own"
    assert choices(["enforcement_office"], False, "individual")["LDTT"] == "parent"


def test_a_division_follows_the_body_above_it():
    assert choices(["division", "justice_department"], False, "collective") == choices(
        ["justice_department"], False, "collective"
    )


@pytest.mark.parametrize(("received", "versions"), [(date(2026, 9, 30), 2), (date(2026, 10, 1), 1)])
def test_a_dossier_received_before_the_amendment_is_held_against_both_versions(received, versions):
    subject = Subject("individual", 1, 2026)
    judged = judge(award_id=award("GK").pk, subjects=[subject], received_on=received, considered_on=date(2026, 10, 15))[
        subject
    ]
    assert len(judged.tried) == versions
    assert judged.counted.version.code == ("V2025-08" if versions == 2 else "V2026-10")


def test_the_more_favourable_version_counts_and_both_are_kept():
    last = RuleVersion.objects.get(code="V2026-10")
    row = EligibilityRule.objects.get(code="LDTT-RATING")
    row.valid_to = date(2026, 9, 30)
    row.save()
    subject = Subject("individual", 1, 2026)
    declared = {subject: {"annual_rating": Known("fair", "QĐ 1/QĐ-X")}}
    judged = judge(
        award_id=award("LDTT").pk,
        subjects=[subject],
        received_on=date(2026, 9, 30),
        considered_on=date(2026, 10, 15),
        declared=declared,
    )[subject]
    assert [each.version.code for each in judged.tried] == [last.code, "V2025-08"]
    assert judged.counted.assessment.outcome < judged.tried[1].assessment.outcome == Outcome.BLOCKED


def test_many_nominees_cost_no_more_queries_than_one():
    award_id = award("CSTDCS").pk
    counts = []
    for number in (1, 200):
        with CaptureQueriesContext(connection) as captured:
            judge(
                award_id=award_id,
                subjects=[Subject("individual", n, 2026) for n in range(number)],
                received_on=DAY_OF_KINDS,
                considered_on=DAY_OF_KINDS,
            )
        counts.append(len(captured))
    assert counts[0] == counts[1]
