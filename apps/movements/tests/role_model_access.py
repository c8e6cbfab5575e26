"""Who may open which page of Điển hình tiên tiến. The deed is one of the second unit's."""

from apps.documents.tests.factories import PDF
from apps.movements.tests.model_factories import RoleModelFactory
from emulation_portal.tests.matrix import Row
from emulation_portal.tests.matrix_world import NOW, scan

EVERYBODY = "401 200 200 200 200 200 200 200 200"
OWN = "401 404 404 200 200 404 200 200 404"
KEEPERS = "401 404 404 200 200 404 200 403 404"


def found(subject) -> list:
    return [_made(subject).pk]


def nurturing(subject) -> list:
    return [_made(subject).pk, "nurture"]


def pictured(subject) -> list:
    return [_made(subject, photo=scan("anh.pdf")).pk]


def _made(subject, **more):
    assert PDF
    return RoleModelFactory(unit=subject.sheet.unit, deed_on=NOW.date(), suggested_on=NOW.date(), **more)


ROWS = [
    Row("movements:role-model-list", EVERYBODY),
    Row("movements:role-model-list", EVERYBODY, query="?format=xlsx"),
    Row("movements:role-model-create", "401 200 200 200 200 200 200 403 403"),
    Row("movements:role-model-units", "401 200 200 200 200 200 200 200 403"),
    Row("movements:role-model-units", "401 200 200 200 200 200 200 200 403", query="?format=xlsx"),
    Row("movements:role-model-detail", OWN, arguments=found),
    Row("movements:role-model-photo", OWN, arguments=pictured),
    Row("movements:role-model-edit", KEEPERS, arguments=found),
    Row("movements:role-model-tell", KEEPERS, arguments=found),
    Row("movements:role-model-award", KEEPERS, arguments=found),
    Row("movements:role-model-step", KEEPERS, arguments=nurturing),
]
