"""Who may open which page of clusters."""

from emulation_portal.tests.matrix import Row, cluster
from emulation_portal.tests.matrix_world import Subject


def move(subject: Subject) -> list:
    return [subject.cluster_year.pk, subject.cluster_year.members.get(unit=subject.sheet.unit).pk]


def term(subject: Subject) -> list:
    return [subject.cluster_year.pk, subject.cluster_year.head_terms.earliest("pk").pk]


ROWS = [
    Row("clusters:cluster-year-list", "401 200 200 200 200 200 200 200 200"),
    Row("clusters:cluster-year-list", "401 200 200 200 200 200 200 200 200", query="?format=xlsx"),
    Row("clusters:cluster-form", "401 403 403 403 403 403 200 403 403"),
    Row("clusters:cluster-year-detail", "401 404 200 200 200 200 200 200 404", arguments=cluster),
    Row("clusters:cluster-year-members", "401 404 403 403 403 403 200 403 404", arguments=cluster),
    Row("clusters:cluster-year-copy", "401 404 403 403 403 403 200 403 404", arguments=cluster),
    Row("clusters:head-appoint", "401 404 403 403 403 403 200 403 404", arguments=cluster),
    Row("clusters:head-change", "401 404 403 403 403 403 200 403 404", arguments=term),
    Row("clusters:member-move", "401 404 403 403 403 403 200 403 404", arguments=move),
]
