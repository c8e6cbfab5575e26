"""Who may open which page of catalog."""

from apps.catalog.models import AwardTerm, AwardType
from apps.catalog.reference import load_catalogue
from emulation_portal.tests.matrix import Row


def award(subject) -> list:
    load_catalogue()
    return [AwardType.objects.get(code="BKB").pk]


def new_term(subject) -> list:
    return [*award(subject), "terms"]


def term(subject) -> list:
    load_catalogue()
    return ["terms", AwardTerm.objects.get(code="BKB-2025").pk]


ROWS = [
    Row("catalog:award-list", "401 200 200 200 200 200 200 200 200"),
    Row("catalog:award-list", "401 200 200 200 200 200 200 200 200", query="?format=xlsx"),
    Row("catalog:award-detail", "401 200 200 200 200 200 200 200 200", arguments=award),
    Row("catalog:row-create", "401 403 403 403 403 403 200 403 403", arguments=new_term),
    Row("catalog:row-edit", "401 403 403 403 403 403 200 403 403", arguments=term),
    Row("catalog:row-end", "401 403 403 403 403 403 200 403 403", arguments=term),
]
