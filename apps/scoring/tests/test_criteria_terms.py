"""Conditions on targets and disqualifiers typed on the page of a draft set."""

import pytest

from apps.scoring.domain.criteria_sets import Class, arrange_set
from apps.scoring.tests.factories import NOW
from apps.scoring.tests.test_criteria_pages import SYSTEM, draft, office, url  # noqa: F401 -- fixtures

pytestmark = pytest.mark.django_db

B_2015 = [{"met": 2, "missed_under": "15"}, {"met": 1, "missed_under": "5"}]


def test_terms_of_2015_are_typed_kept_and_shown_again(office, draft):  # noqa: F811
    arrange_set(criteria_set_id=draft.pk, classes=[Class("A", 2), Class("B", 1)], actor=SYSTEM, now=NOW)
    draft.refresh_from_db()
    page = url("set-terms", draft.pk)
    typed = {"version": draft.version, "rounding_0": "nearest", "rounding_1": "down", "met_0_1": "tất cả"}
    typed |= {"of_1": "THADS-VIEC, THADS-TIEN, THADS-TON", "met_1_1": "2", "under_1_1": "15", "met_1_2": "1"}
    typed |= {"under_1_2": "5", "effect_targets": "unranked", "missed": "3", "effect_discipline": "class"}
    assert office.post(page, typed | {"met_0_1": "nhiều"}).status_code == 422
    assert office.post(page, typed).status_code == 422  # not said which class
    assert office.post(page, typed | {"above_discipline": "B", "forms": ["warning"]}).status_code == 302
    draft.refresh_from_db()
    best, second = draft.class_rules.all()
    assert (best.quota_rounding, best.targets) == (
        "nearest",
        [{"of": ["indicator:*"], "any": [{"met": "all", "missed_under": None}]}],
    )
    assert second.targets == [
        {"of": [f"indicator:{code}" for code in ("THADS-VIEC", "THADS-TIEN", "THADS-TON")], "any": B_2015}
    ]
    assert [(each["fact"], each["effect"]) for each in draft.disqualifiers] == [
        ("targets", "unranked"),
        ("discipline", "class"),
    ]
    again = office.get(page).content.decode()
    assert "THADS-VIEC, THADS-TIEN, THADS-TON" in again
    stale = office.post(page, typed | {"above_discipline": "B"})
    assert stale.status_code == 422


def test_saving_the_page_loses_nothing_that_is_stored(office, draft):  # noqa: F811
    """Three ways, a second condition, two rules about the same fact: as stored once the page is saved as it opened."""
    ways = [*B_2015, {"met": 0, "missed_under": "1"}]
    targets = tuple({"of": [f"indicator:{code}"], "any": ways} for code in ("VIEC", "TIEN"))
    rules = [
        {"fact": "targets", "effect": "unranked", "label": "Hụt nhiều", "missed": 2, "missed_from": "10"},
        {"fact": "discipline", "effect": "unranked", "label": "Bị cách chức", "forms": ["removal"]},
        {"fact": "targets", "effect": "class", "above": "B", "label": "Hụt", "of": ["indicator:TIEN"]},
        {"fact": "discipline", "effect": "class", "above": "B", "label": "Bị kỷ luật"},
    ]
    classes = [Class("A", 2, targets=targets), Class("B", 1)]
    arrange_set(criteria_set_id=draft.pk, classes=classes, disqualifiers=rules, actor=SYSTEM, now=NOW)
    draft.refresh_from_db()
    before = (draft.disqualifiers, list(draft.class_rules.values_list("label", "targets")))
    page = url("set-terms", draft.pk)
    form = office.get(page).context["form"]
    typed = {name: form[name].value() for name in form.fields}
    typed = {name: value for name, value in typed.items() if value not in (None, "")}
    assert office.post(page, typed | {"rounding_1": "up"}).status_code == 302
    draft.refresh_from_db()
    assert draft.class_rules.last().quota_rounding == "up"
    assert (draft.disqualifiers, list(draft.class_rules.values_list("label", "targets"))) == before
