"""Changing the law's rows: from a day on or in place; the second writer is told; the ministry only."""

import threading
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connections
from django.urls import reverse

from apps.accounts.grants import actor_for
from apps.audit.models import Entry
from apps.catalog.domain.revising import OutsideForce, Overlapping, end_row, revise_row
from apps.catalog.editing import KINDS
from apps.catalog.models import AwardTerm, BaseSalary, EligibilityRule
from apps.catalog.reference import load_catalogue
from apps.core.errors import NotAllowed, StaleVersion
from apps.units.enums import Role, UnitKind
from apps.units.tests.factories import RoleAssignmentFactory, UnitFactory

NOW = datetime(2026, 11, 26, 2, tzinfo=UTC)
FROM = date(2027, 1, 1)


def office():
    return RoleAssignmentFactory(role=Role.STANDING_OFFICE, unit=UnitFactory(kind=UnitKind.MINISTRY)).user


@pytest.fixture
def actor(db):
    load_catalogue()
    return actor_for(office(), NOW.date())


def term() -> AwardTerm:
    return AwardTerm.objects.get(code="LDTT-2025")


def revise(actor, **changes):
    row = term()
    arguments = {
        "model": AwardTerm,
        "row_id": row.pk,
        "version": row.version,
        "changes": {"individual_multiple": Decimal("0.5")},
        "from_day": FROM,
        "reason": "Nghị định mới (minh họa)",
        "actor": actor,
        "now": NOW,
    }
    return revise_row(**{**arguments, **changes})


def test_a_new_rule_begins_on_its_day_and_the_old_one_ends_the_day_before(actor):
    new = revise(actor)
    old = term()
    assert (old.valid_to, old.individual_multiple) == (date(2026, 12, 31), Decimal("0.30"))
    assert (new.valid_from, new.valid_to, new.individual_multiple) == (FROM, None, Decimal("0.5"))
    entry = Entry.objects.get(action="catalog.row.revise")
    assert (entry.before, entry.after["individual_multiple"]) == ({"individual_multiple": "0.30"}, "0.5")
    load_catalogue()
    assert term().valid_to == date(2026, 12, 31)


def test_a_mistake_is_mended_in_place(actor):
    assert revise(actor, from_day=None).pk == term().pk
    assert term().individual_multiple == Decimal("0.50")


def test_nothing_changed_writes_nothing(actor):
    revise(actor, changes={"individual_multiple": Decimal("0.30")})
    assert not Entry.objects.filter(action="catalog.row.revise").exists()


@pytest.mark.parametrize("day", [date(2025, 7, 1), date(2025, 6, 30)])
def test_a_day_before_the_row_took_force_is_refused(actor, day):
    with pytest.raises(OutsideForce):
        revise(actor, from_day=day)
    assert term().valid_to is None


def test_two_rows_for_one_day_are_refused(actor):
    old = AwardTerm.objects.get(code="LDTT-2024")
    old.valid_to = None
    old.save()
    with pytest.raises(Overlapping):
        revise(actor, from_day=None)


def test_others_are_refused(actor):
    below = UnitFactory(kind=UnitKind.JUSTICE_DEPARTMENT, parent=UnitFactory(kind=UnitKind.MINISTRY))
    sub = RoleAssignmentFactory(role=Role.STANDING_OFFICE, unit=below).user
    with pytest.raises(NotAllowed):
        revise(actor_for(sub, NOW.date()))


def test_ending_a_row(actor):
    row = term()
    end_row(
        model=AwardTerm,
        row_id=row.pk,
        version=row.version,
        last_day=date(2026, 12, 31),
        reason="Bãi bỏ (minh họa)",
        actor=actor,
        now=NOW,
    )
    assert term().valid_to == date(2026, 12, 31)


@pytest.mark.django_db(transaction=True)
def test_two_writers_at_once_one_wins_and_the_other_is_told():
    load_catalogue()
    actor = actor_for(office(), NOW.date())
    row, barrier, ends = term(), threading.Barrier(2), []

    def write(value):
        barrier.wait()
        try:
            revise(actor, version=row.version, from_day=None, changes={"individual_multiple": Decimal(value)})
            ends.append("saved")
        except StaleVersion:
            ends.append("told")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=(value,)) for value in ("0.4", "0.6")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["saved", "told"]


@pytest.fixture
def page(client, db):
    load_catalogue()
    client.force_login(office())
    return client


def typed(row, **changes):
    data = {
        "authority": row.authority,
        "individual_multiple": "0,5",
        "source": row.source,
        "confidence": row.confidence,
        "provision": row.provision_id or "",
        "way": "from_day",
        "from_day": "1/1/2027",
        "reason": "Nghị định mới (minh họa)",
        "version": row.version,
    }
    return {**data, **changes}


def test_the_first_post_shows_the_effect_and_writes_nothing(page):
    url = reverse("catalog:row-edit", args=["terms", term().pk])
    shown = page.post(url, typed(term())).content.decode()
    assert "759.000 → 1.265.000 đồng" in shown
    assert "dòng mới có hiệu lực từ ngày 01/01/2027" in shown
    assert term().valid_to is None
    answer = page.post(url, typed(term(), confirmed="1"))
    assert answer.status_code == 302
    assert AwardTerm.objects.get(code="LDTT-2025@20270101").individual_multiple == Decimal("0.50")


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(page):
    url = reverse("catalog:row-edit", args=["terms", term().pk])
    answer = page.post(url, typed(term(), from_day="", individual_multiple="abc"))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"from_day", "individual_multiple"}
    assert 'value="abc"' in answer.content.decode()


def test_a_rule_with_a_value_that_does_not_fit_is_refused(page):
    rule = EligibilityRule.objects.get(code="TTLDXS-SHARE")
    url = reverse("catalog:row-edit", args=["rules", rule.pk])
    data = {
        "comparison": "ge",
        "value": '["x"]',
        "label": rule.label,
        "cure": "",
        "source": rule.source,
        "confidence": rule.confidence,
        "provision": rule.provision_id,
        "way": "mistake",
        "reason": "Sửa lỗi nhập số liệu",
        "version": rule.version,
    }
    answer = page.post(url, data)
    assert answer.status_code == 422
    assert "value" in answer.context["form"].errors


def new_row(kind: str, **changes):
    award = AwardTerm.objects.get(code="BKB-2025").award
    common = {"source": "TT minh họa", "confidence": "unverified", "valid_from": "1/1/2027"}
    common |= {"reason": "Quy định mới (minh họa)"}
    return reverse("catalog:row-create", args=[award.pk, kind]), common | changes


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("routes", {"unit_kind": "court", "legal_person": "", "route": "minister"}),
        (
            "rules",
            {
                "subject": "individual",
                "order": "5",
                "fact": "held_any",
                "argument": "CSTDB",
                "comparison": "ge",
                "value": "1",
                "label": "Đã đạt CSTĐ ngành",
            },
        ),
        ("quotas", {"share_percent": "10", "base_label": "10% (minh họa)"}),
        ("votes", {"share_percent": "80", "base": "all_members"}),
        ("exemptions", {"type": "sudden", "route": "", "label": "thành tích đột xuất"}),
        ("dossier", {"label": "Giấy tờ minh họa", "subject": "both", "order": "9"}),
        ("salaries", {"amount": "2600000"}),
    ],
)
def test_a_row_is_added_after_a_look_at_its_effect(page, kind, values):
    if kind == "routes":
        values = values | {"unit_kind": UnitKind.values[0]}
    if kind == "salaries":
        BaseSalary.objects.filter(valid_to=None).update(valid_to=date(2026, 12, 31))
    model = KINDS[kind].model
    before = model.objects.count()
    url, data = new_row(kind, **values)
    shown = page.post(url, data)
    assert shown.status_code == 200, shown.context["form"].errors
    assert "Dòng mới có hiệu lực từ ngày 01/01/2027" in shown.content.decode()
    assert model.objects.count() == before
    assert page.post(url, data | {"confirmed": "1"}).status_code == 302
    row = model.objects.latest("pk")
    assert (row.valid_from, row.kept_by_ministry, model.objects.count()) == (FROM, True, before + 1)
    assert Entry.objects.get(action="catalog.row.create").after["valid_from"] == "2027-01-01"


def test_a_second_term_for_the_same_days_is_refused_beside_the_day(page):
    url, data = new_row("terms", authority="Bộ trưởng", confirmed="1")
    answer = page.post(url, data)
    assert answer.status_code == 422
    assert "valid_from" in answer.context["form"].errors


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"fact": "held_any", "argument": "KHONG_CO"}, "argument"),
        ({"fact": "works_in_period", "argument": "ministry"}, "argument"),
        ({"fact": "annual_rating", "argument": "", "comparison": "ge"}, "comparison"),
        ({"fact": "service_months", "argument": "male", "comparison": "between", "value": "[59, 36]"}, "value"),
    ],
)
def test_a_rule_that_nobody_could_assess_is_refused(page, changes, field):
    common = {"subject": "both", "order": "5", "comparison": "ge", "value": "1", "label": "Thử"}
    url, data = new_row("rules", **(common | changes))
    answer = page.post(url, data)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
