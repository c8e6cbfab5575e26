"""The mark beside a row while the year runs."""

from datetime import UTC, datetime, timedelta

import pytest

from apps.catalog.domain.eligibility import Group, Outcome, Rule, assess, while_the_year_runs
from apps.catalog.enums import Subject
from apps.catalog.facts import Known
from apps.catalog.models import EligibilityRule
from apps.registrations.domain.marking import reason_of
from apps.registrations.enums import Mark
from apps.registrations.tests.factories import NOW, award, build, person_row, save, submit


def test_what_only_the_end_of_the_year_shows_is_not_missed_at_its_beginning():
    share = Rule("SHARE", "members_share:LDTT", "ge", 70, "Có ít nhất 70% cá nhân đạt Lao động tiên tiến")
    clean = Rule("CLEAN", "disciplined_in_year", "eq", False, "Không bị kỷ luật")
    facts = {share.fact: Known(0, "0/5"), clean.fact: Known(False)}
    over = assess([share, clean], (), facts, Subject.COLLECTIVE)
    assert (over.outcome, reason_of(over)) == (Outcome.BLOCKED, f"{share.label} (0/5)")
    running = while_the_year_runs(over)
    assert (running.outcome, reason_of(running)) == (Outcome.UNKNOWN, f"Xét khi kết thúc năm: {share.label} (0/5).")
    assert reason_of(running, NOW.date()).endswith("(0/5) (theo dữ liệu ngày 12/03/2026).")
    disciplined = assess([share, clean], (), facts | {clean.fact: Known(True)}, Subject.COLLECTIVE)
    assert while_the_year_runs(disciplined).outcome == Outcome.BLOCKED


@pytest.mark.parametrize(
    ("known", "outcome", "told"),
    [
        ({}, Outcome.UNKNOWN, "Xét khi kết thúc năm: Một trong hai (Đạt LĐTT; Có sáng kiến)."),
        ({"held": Known(0)}, Outcome.UNKNOWN, "Xét khi kết thúc năm: Một trong hai (Đạt LĐTT; Có sáng kiến)."),
        ({"held": Known(1, "QĐ 1")}, Outcome.MET, "Đạt LĐTT: QĐ 1."),
        ({"rating": Known("poor", "2026: Kém")}, Outcome.BLOCKED, "Xếp loại (2026: Kém)"),
        ({"months": Known(3, "3 tháng")}, Outcome.BLOCKED, "Làm việc đủ 10 tháng (3 tháng)"),
    ],
)
def test_one_of_several_ways_is_one_condition_and_what_is_certain_is_not_put_off(known, outcome, told):
    rules = {
        "held": Rule("HELD", "held_same_year:LDTT", "ge", 1, "Đạt LĐTT", group="ONE"),
        "works": Rule("WORKS", "initiatives_in_year", "ge", 1, "Có sáng kiến", group="ONE"),
        "rating": Rule("RATING", "annual_rating", "eq", "good", "Xếp loại"),
        "months": Rule("MONTHS", "months_worked_in_year", "ge", 10, "Làm việc đủ 10 tháng"),
    }
    known = {"rating": Known("good"), "months": Known(12)} | known
    facts = {rules[name].fact: value for name, value in known.items()}
    groups = [Group("ONE", "any", "Một trong hai")]
    running = while_the_year_runs(assess(rules.values(), groups, facts, Subject.INDIVIDUAL))
    assert (running.outcome, reason_of(running)) == (outcome, told)


@pytest.mark.django_db
def test_on_the_last_day_of_the_year_the_works_of_the_year_may_still_come_and_on_the_next_they_are_missed():
    world = build(2)
    rule = EligibilityRule.objects.create(
        code="WORKS", award=award("CSTDCS"), subject="individual", order=1, fact="initiatives_in_year", comparison="ge",
        value=1, label="Có sáng kiến", confidence="verified", source="NĐ",
    )  # fmt: skip
    registration = world.started(1)
    last_moment = datetime(2026, 12, 31, 16, 59, tzinfo=UTC)  # 23:59 in Việt Nam
    save(registration, person_row(world.people(1)[0], rule.award.code), at=last_moment)
    row = registration.rows.get()
    assert row.mark == Mark.UNKNOWN
    assert row.mark_reason.startswith("Xét khi kết thúc năm: Có sáng kiến")
    assert row.mark_reason.endswith("(theo dữ liệu ngày 31/12/2026).")
    submit(registration, now=last_moment + timedelta(minutes=1))
    row = registration.versions.get().rows.get()
    assert row.mark == Mark.BLOCKED
    assert row.mark_reason.startswith("Có sáng kiến")
