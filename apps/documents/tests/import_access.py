"""Who may open which page of the imports: whoever may import the kind, and of one import only its owner."""

from django.core.files.base import ContentFile

from apps.accounts.grants import actor_for
from apps.documents.domain import sheet_imports
from apps.documents.tests.sheet_kinds import SymbolImport, example_kind
from emulation_portal.tests.matrix import Row
from emulation_portal.tests.matrix_world import NOW, Subject


def kind(subject: Subject) -> list:
    return [example_kind().name]


def begun(subject: Subject) -> list:
    """An import of the unit's officer, checked and ready."""
    example_kind()
    upload = ContentFile("Số, ký hiệu;Số trang\n36/KH;2,5\n".encode(), name="a.csv")
    actor = actor_for(subject.people["officer"], NOW.date())
    return [sheet_imports.start(kind=SymbolImport.name, upload=upload, actor=actor, now=NOW).pk]


OWN = "401 404 404 200 404 404 404 404 404"
OWN_POST = "401 404 404 302 404 404 404 404 404"

ROWS = [
    Row("documents:import-list", "401 200 200 200 200 200 200 200 200"),
    Row("documents:import-list", "401 200 200 200 200 200 200 200 200", query="?format=xlsx"),
    Row("documents:import-create", "401 200 200 200 403 200 403 403 403", arguments=kind),
    Row("documents:import-template", "401 200 200 200 403 200 403 403 403", arguments=kind),
    Row("documents:import-detail", OWN, arguments=begun),
    Row("documents:import-answer", OWN_POST, arguments=begun, method="post"),
    Row("documents:import-replace", OWN, arguments=begun),
    Row("documents:import-write", OWN, arguments=begun),
    Row("documents:import-write", OWN_POST, arguments=begun, method="post"),
    Row("documents:import-abandon", OWN, arguments=begun),
    Row("documents:import-abandon", OWN_POST, arguments=begun, method="post"),
    Row("documents:import-problems", OWN, arguments=begun),
    Row("documents:import-source", OWN, arguments=begun),
]
