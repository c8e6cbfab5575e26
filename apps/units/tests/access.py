"""Who may open which page of units and people."""

from datetime import date

from apps.units.models import Discipline
from apps.units.tests import role_access
from apps.units.tests.factories import PersonFactory, PostingFactory
from emulation_portal.tests.matrix import Row, unit


def member(subject):
    """A person of the subject's own unit."""
    return PostingFactory(unit=subject.sheet.unit, starts_on=date(2019, 1, 1))


def person(subject) -> list:
    return [member(subject).person_id]


def posting(subject) -> list:
    return [member(subject).pk]


def pair(subject) -> list:
    return [member(subject).person_id, member(subject).person_id]


def measure(subject) -> list:
    found = Discipline.objects.create(
        person=PersonFactory(full_name="Lê Thị Mẫu"), form="reprimand", starts_on=date(2020, 2, 1)
    )
    PostingFactory(person=found.person, unit=subject.sheet.unit, starts_on=date(2019, 1, 1))
    return [found.pk]


# Of the unit: officer and leader; the head of the cluster is an officer of another unit; the auditor reads.
KEEPERS = "401 404 404 200 200 404 200 403 404"
READERS = "401 404 404 200 200 404 200 200 404"
POSTED = "401 404 404 422 422 404 422 403 404"
ROLES = "401 200 200 200 200 200 200 200 403"
MANAGERS = "401 200 200 200 200 200 200 403 403"

EVERYBODY = "401 200 200 200 200 200 200 200 200"
STANDING_OFFICE = "401 403 403 403 403 403 200 403 403"
LOADER = "401 403 403 403 403 403 302 403 403"

ROWS = [
    *role_access.ROWS,
    Row("units:unit-list", EVERYBODY),
    Row("units:unit-list", EVERYBODY, query="?format=xlsx"),
    Row("units:unit-tree", EVERYBODY),
    Row("units:unit-branch", EVERYBODY, arguments=unit),
    Row("units:unit-detail", EVERYBODY, arguments=unit),
    Row("units:unit-create", STANDING_OFFICE),
    Row("units:unit-merge", STANDING_OFFICE),
    Row("units:unit-edit", STANDING_OFFICE, arguments=unit),
    Row("units:unit-rename", STANDING_OFFICE, arguments=unit),
    Row("units:unit-move", STANDING_OFFICE, arguments=unit),
    Row("units:unit-split", STANDING_OFFICE, arguments=unit),
    Row("units:unit-dissolve", STANDING_OFFICE, arguments=unit),
    Row("units:unit-catalogue", LOADER, method="post"),
    Row("units:directory", ROLES),
    Row("units:directory", ROLES, query="?format=xlsx"),
    Row("units:person-list", ROLES),
    Row("units:person-list", ROLES, query="?format=xlsx"),
    Row("units:person-create", MANAGERS),
    Row("units:person-end-many", MANAGERS, query="?all=1"),
    Row("units:person-personal-export", ROLES),
    Row("units:person-detail", READERS, arguments=person),
    Row("units:person-edit", KEEPERS, arguments=person),
    Row("units:person-edit", POSTED, arguments=person, method="post"),
    Row("units:person-personal-data", READERS, arguments=person),
    Row("units:person-transfer", KEEPERS, arguments=person),
    Row("units:person-second", KEEPERS, arguments=person),
    Row("units:person-merge", KEEPERS, arguments=pair),
    Row("units:posting-create", KEEPERS, arguments=person),
    Row("units:posting-edit", KEEPERS, arguments=posting),
    Row("units:posting-end", KEEPERS, arguments=posting),
    Row("units:posting-end", POSTED, arguments=posting, method="post"),
    Row("units:rating-create", KEEPERS, arguments=person),
    Row("units:discipline-create", KEEPERS, arguments=person),
    Row("units:discipline-clear", KEEPERS, arguments=measure),
    Row("units:training-create", KEEPERS, arguments=person),
]
