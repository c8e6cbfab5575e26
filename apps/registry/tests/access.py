"""Who may open which page of registry.

The award is one of the second unit's people, entered by that unit.
"""

from datetime import date

from apps.catalog.domain.eligibility import Outcome
from apps.registry.models import AwardCampaign, EligibilityLetter, Initiative, Reliance, ReviewHold
from apps.registry.tests.factories import (
    AwardFactory,
    AwardTypeFactory,
    DecisionFactory,
    GrantFactory,
    PersonFactory,
    PostingFactory,
)
from emulation_portal.tests.matrix import Row
from emulation_portal.tests.matrix_world import NOW


def somebody(subject):
    person = PersonFactory()
    PostingFactory(person=person, unit=subject.sheet.unit)
    return person


def award(subject) -> list:
    grant = GrantFactory(keeper=subject.sheet.unit)
    return [AwardFactory(person=somebody(subject), unit=subject.sheet.unit, grant=grant).pk]


def cancelled(subject) -> list:
    grant = GrantFactory(keeper=subject.sheet.unit)
    return [AwardFactory(person=somebody(subject), unit=subject.sheet.unit, grant=grant, state="cancelled").pk]


def flag(subject) -> list:
    grant = GrantFactory(keeper=subject.sheet.unit)
    later = AwardFactory(person=somebody(subject), unit=subject.sheet.unit, grant=grant)
    return [later.pk, Reliance.objects.create(award=later, basis=AwardFactory(), flagged_at=NOW).pk]


def grant(subject) -> list:
    return [GrantFactory(keeper=subject.sheet.unit).pk]


def person(subject) -> list:
    return [somebody(subject).pk]


def unit(subject) -> list:
    return [subject.sheet.unit_id]


def initiative(subject) -> list:
    made = Initiative.objects.create(
        unit=subject.sheet.unit, title="Sáng kiến", level="unit", scope="unit", year=2020, document=DecisionFactory()
    )
    return [made.pk]


def campaign(subject) -> list:
    occasion = f"Dịp thử {AwardCampaign.objects.count()}"
    made = AwardCampaign.objects.create(owner=subject.sheet.unit, occasion=occasion, type="movement", year=2020)
    return [made.pk]


def hold(subject) -> list:
    made = ReviewHold.objects.create(unit=subject.sheet.unit, kind="complaint", started_on=date(2020, 1, 1))
    return [made.pk]


def letter(subject) -> list:
    made = EligibilityLetter.objects.create(
        award_type=AwardTypeFactory(),
        subject="individual",
        person=somebody(subject),
        year=2020,
        received_on=date(2020, 11, 1),
        outcome=Outcome.UNKNOWN,
        findings=[{"on": "2020-11-01", "version": "", "version_label": "", "note": "", "outcome": 1, "parts": []}],
        made_at=NOW,
        made_by_label="Bà Thử",
        checked_at=NOW,
    )
    return [made.pk]


EVERYBODY = "401 200 200 200 200 200 200 200 200"
WORKERS = "401 200 200 200 200 200 200 403 403"

ROWS = [
    Row("registry:award-list", EVERYBODY),
    Row("registry:award-list", EVERYBODY, query="?format=xlsx"),
    Row("registry:award-detail", "401 404 404 200 200 404 200 200 404", arguments=award),
    Row("registry:award-correct", "401 404 404 403 403 404 200 403 404", arguments=award),
    Row("registry:award-cancel", "401 404 404 403 403 404 200 403 404", arguments=award),
    Row("registry:award-restore", "401 404 404 403 403 404 200 403 404", arguments=cancelled),
    Row("registry:award-settle", "401 404 404 403 403 404 200 403 404", arguments=flag),
    Row("registry:review-list", "401 403 403 403 403 403 200 200 403"),
    Row("registry:review-keep", "401 403 403 403 403 403 200 403 403"),
    Row("registry:review-cancel", "401 403 403 403 403 403 200 403 403"),
    Row("registry:person-timeline", "401 404 404 200 200 404 200 200 404", arguments=person),
    Row("registry:person-timeline", "401 404 404 200 200 404 200 200 404", arguments=person, query="?format=xlsx"),
    Row("registry:unit-timeline", "401 200 200 200 200 200 200 200 403", arguments=unit),
    Row("registry:statistics", EVERYBODY),
    Row("registry:grant-list", EVERYBODY),
    Row("registry:grant-list", EVERYBODY, query="?format=xlsx"),
    Row("registry:grant-create", WORKERS),
    Row("registry:grant-detail", "401 404 404 200 200 404 200 200 404", arguments=grant),
    Row("registry:recipient-add", "401 404 404 200 200 404 200 403 404", arguments=grant),
    Row("registry:grant-publish", "401 404 404 200 200 404 200 403 404", arguments=grant),
    Row("registry:initiative-list", EVERYBODY),
    Row("registry:initiative-list", EVERYBODY, query="?format=xlsx"),
    Row("registry:initiative-create", WORKERS),
    Row("registry:initiative-detail", "401 404 404 200 200 404 200 200 404", arguments=initiative),
    Row("registry:campaign-list", EVERYBODY),
    Row("registry:campaign-create", WORKERS),
    Row("registry:campaign-detail", "401 404 404 200 200 404 200 200 404", arguments=campaign),
    Row("registry:campaign-move", "401 404 404 200 200 404 200 403 404", arguments=campaign),
    Row("registry:hold-list", "401 403 403 403 403 403 200 200 403"),
    Row("registry:hold-create", "401 403 403 403 403 403 200 403 403"),
    Row("registry:hold-end", "401 404 404 404 404 404 200 403 404", arguments=hold),
    Row("registry:letter-list", EVERYBODY),
    Row("registry:letter-list", EVERYBODY, query="?format=xlsx"),
    Row("registry:letter-create", "401 200 200 200 200 200 200 200 403"),
    Row("registry:letter-recheck", "401 302 302 302 302 302 302 302 403", method="post"),
    Row("registry:letter-detail", "401 404 404 200 200 404 200 200 404", arguments=letter),
    Row("registry:letter-again", "401 404 404 302 302 404 302 302 404", arguments=letter, method="post"),
    Row("registry:letter-pdf", "401 404 404 200 200 404 200 200 404", arguments=letter),
    Row("registry:public-list", "200 200 200 200 200 200 200 200 200"),
]
